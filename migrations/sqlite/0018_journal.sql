-- The journal of what leaves no entry in an event's log, and the keys that seal secrets.

-- Lines are appended and never changed. Each carries a checksum over itself and the one before. The
-- journal of the house itself stands under the id of zeros. `after_seq` is where the event's log
-- ended: the place of the line among its entries.
CREATE TABLE journal_lines (
    event_id BLOB NOT NULL,
    line BIGINT NOT NULL,
    after_seq BIGINT NOT NULL,
    happened_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    actor_id BLOB,
    surface TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id BLOB,
    detail TEXT NOT NULL,
    checksum BLOB NOT NULL,
    CONSTRAINT journal_lines_key PRIMARY KEY (event_id, line)
) WITHOUT ROWID;

-- Where a journal ends. The row is its lock.
CREATE TABLE journal_heads (
    event_id BLOB NOT NULL,
    line BIGINT NOT NULL,
    checksum BLOB NOT NULL,
    CONSTRAINT journal_heads_key PRIMARY KEY (event_id)
) WITHOUT ROWID;

-- Which keys seal secrets here: a text of ours, sealed with each, tells whether a node has it. The
-- keys themselves are outside.
CREATE TABLE vault_keys (
    key_number BIGINT NOT NULL,
    proof BLOB NOT NULL,
    CONSTRAINT vault_keys_key PRIMARY KEY (key_number)
) WITHOUT ROWID;

-- With which key; a secret from before there were any stands as it is until the next start.
ALTER TABLE second_factors ADD COLUMN sealed_by BIGINT;
