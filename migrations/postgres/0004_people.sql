-- People: one user for the whole installation, who holds accounts at any number of events.
--
-- Erasing a person is one deleted row: whatever hangs on a user goes with him, except the log of
-- connections, which keeps when and how, and forgets who and from where.

CREATE TABLE users (
    id UUID NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT users_key PRIMARY KEY (id),
    CONSTRAINT users_email_once UNIQUE (email_folded)
);

CREATE TABLE passwords (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    phc TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    CONSTRAINT passwords_key PRIMARY KEY (user_id)
);

-- `confirmed_at` is empty until a first code proved that the device has the secret.
CREATE TABLE second_factors (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    secret BYTEA NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL,
    CONSTRAINT second_factors_key PRIMARY KEY (user_id)
);

CREATE TABLE recovery_codes (
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    used_at BIGINT,
    CONSTRAINT recovery_codes_key PRIMARY KEY (user_id, code_hash)
);

-- `stage` says whether a code is still asked for.
CREATE TABLE user_sign_ins (
    token_hash BYTEA NOT NULL,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    stage TEXT NOT NULL,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    CONSTRAINT user_sign_ins_key PRIMARY KEY (token_hash)
);

CREATE INDEX user_sign_ins_by_user ON user_sign_ins (user_id);

-- `detail` is the new address, where a link confirms one.
CREATE TABLE user_links (
    token_hash BYTEA NOT NULL,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    detail TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    CONSTRAINT user_links_key PRIMARY KEY (token_hash)
);

CREATE INDEX user_links_by_user ON user_links (user_id);

-- Failures in a row, by a fingerprint of what was tried and from where.
CREATE TABLE attempts (
    subject_hash BYTEA NOT NULL,
    n_failed BIGINT NOT NULL,
    failed_at BIGINT NOT NULL,
    CONSTRAINT attempts_key PRIMARY KEY (subject_hash)
);

-- Who came in, or tried to: kept for a year, then deleted.
CREATE TABLE connections (
    id UUID NOT NULL,
    happened_at BIGINT NOT NULL,
    user_id UUID REFERENCES users (id) ON DELETE SET NULL,
    account_id UUID REFERENCES accounts (id) ON DELETE SET NULL,
    address TEXT NOT NULL,
    way TEXT NOT NULL,
    outcome TEXT NOT NULL,
    CONSTRAINT connections_key PRIMARY KEY (id)
);

CREATE INDEX connections_by_time ON connections (happened_at);
CREATE INDEX connections_by_user ON connections (user_id);
CREATE INDEX connections_by_account ON connections (account_id);

ALTER TABLE accounts ADD COLUMN user_id UUID REFERENCES users (id) ON DELETE CASCADE;
CREATE INDEX accounts_by_user ON accounts (user_id);

-- A sign-in at an event that began with the user's own ends with it.
ALTER TABLE sign_ins ADD COLUMN user_sign_in_hash BYTEA REFERENCES user_sign_ins (token_hash) ON DELETE CASCADE;
ALTER TABLE sign_ins ADD COLUMN seen_at BIGINT;
CREATE INDEX sign_ins_by_user_sign_in ON sign_ins (user_sign_in_hash);
