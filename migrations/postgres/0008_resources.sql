-- Interpreters and equipment, and who needs them at meetings.

CREATE TABLE resources (
    event_id UUID NOT NULL,
    resource_id UUID NOT NULL,
    kind TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    slots BYTEA NOT NULL,
    CONSTRAINT resources_key PRIMARY KEY (event_id, resource_id)
);

CREATE TABLE needs (
    event_id UUID NOT NULL,
    person_id UUID NOT NULL,
    resource_ids BYTEA NOT NULL,
    CONSTRAINT needs_key PRIMARY KEY (event_id, person_id)
);
