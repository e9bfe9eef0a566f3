-- News feeds of elsewhere that sites show: one row for each site whose look names one, written with
-- the look. `items` is JSON of the caller's: the last ones that could be read. `error` is a code.

CREATE TABLE site_feeds (
    event_id BLOB NOT NULL,
    address TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    tried_at BIGINT,
    read_at BIGINT,
    n_failures BIGINT NOT NULL,
    error TEXT NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    items TEXT NOT NULL,
    CONSTRAINT site_feeds_key PRIMARY KEY (event_id)
) WITHOUT ROWID;

CREATE INDEX site_feeds_due ON site_feeds (due_at);
