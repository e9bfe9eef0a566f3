-- Interpreters and equipment, and who needs them at meetings.

CREATE TABLE resources (
    event_id BLOB NOT NULL,
    resource_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    slots BLOB NOT NULL,
    CONSTRAINT resources_key PRIMARY KEY (event_id, resource_id)
) WITHOUT ROWID;

CREATE TABLE needs (
    event_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    resource_ids BLOB NOT NULL,
    CONSTRAINT needs_key PRIMARY KEY (event_id, person_id)
) WITHOUT ROWID;
