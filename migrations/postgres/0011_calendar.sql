-- Calendar feeds: the secret address at which a calendar program reads somebody's agenda of one
-- event. One per account; a new address replaces the former. Only the hash of the secret is kept.

CREATE TABLE calendar_feeds (
    token_hash BYTEA NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    CONSTRAINT calendar_feeds_key PRIMARY KEY (token_hash),
    CONSTRAINT calendar_feeds_once UNIQUE (account_id)
);
