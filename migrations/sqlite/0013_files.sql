-- Files: their bytes in pieces, the library of an event's organisers, and how its site looks.
--
-- Pieces are written before the row that makes a file of them; pieces that no row names are swept
-- after a while. `kind` is one of the few types that are taken.

CREATE TABLE file_chunks (
    event_id BLOB NOT NULL,
    file_id BLOB NOT NULL,
    position BIGINT NOT NULL,
    stored_at BIGINT NOT NULL,
    bytes BLOB NOT NULL,
    CONSTRAINT file_chunks_key PRIMARY KEY (event_id, file_id, position)
);

CREATE INDEX file_chunks_by_time ON file_chunks (stored_at);

CREATE TABLE library_files (
    event_id BLOB NOT NULL,
    file_id BLOB NOT NULL,
    revision BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    alt_fr TEXT NOT NULL,
    alt_en TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    n_bytes BIGINT NOT NULL,
    digest BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT library_files_key PRIMARY KEY (event_id, file_id)
) WITHOUT ROWID;

-- `definition` is JSON: banner, organisers and logos by their files.
CREATE TABLE site_looks (
    event_id BLOB NOT NULL,
    revision BIGINT NOT NULL,
    definition TEXT NOT NULL,
    CONSTRAINT site_looks_key PRIMARY KEY (event_id)
) WITHOUT ROWID;
