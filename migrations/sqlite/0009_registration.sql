-- Registration: the event's form, what visitors filled in, and what of it is published.
--
-- A registration holds the answers as they were typed, as JSON, and beside them what lists and
-- searches ask for. `secret_hash` is the fingerprint of the secret that its visitor carries.

CREATE TABLE sectors (
    event_id BLOB NOT NULL,
    code TEXT NOT NULL,
    position BIGINT NOT NULL,
    name_fr TEXT NOT NULL,
    name_en TEXT NOT NULL,
    CONSTRAINT sectors_key PRIMARY KEY (event_id, code)
) WITHOUT ROWID;

-- `published` is JSON by the keys of the form's fields.
CREATE TABLE profiles (
    event_id BLOB NOT NULL,
    company_id BLOB NOT NULL,
    country TEXT NOT NULL,
    sector TEXT NOT NULL,
    published TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT profiles_key PRIMARY KEY (event_id, company_id)
) WITHOUT ROWID;

CREATE TABLE registration_forms (
    event_id BLOB NOT NULL,
    revision BIGINT NOT NULL,
    definition TEXT NOT NULL,
    CONSTRAINT registration_forms_key PRIMARY KEY (event_id)
) WITHOUT ROWID;

CREATE TABLE registrations (
    event_id BLOB NOT NULL,
    registration_id BLOB NOT NULL,
    secret_hash BLOB NOT NULL,
    state TEXT NOT NULL,
    revision BIGINT NOT NULL,
    language TEXT NOT NULL,
    company_id BLOB NOT NULL,
    title TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    country TEXT NOT NULL,
    sector TEXT NOT NULL,
    vat TEXT NOT NULL,
    email TEXT NOT NULL,
    answers TEXT NOT NULL,
    verdicts TEXT NOT NULL,
    reason TEXT NOT NULL,
    is_on_site BOOLEAN NOT NULL,
    wants_news BOOLEAN NOT NULL,
    consented_at BIGINT,
    notice_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    submitted_at BIGINT,
    decided_at BIGINT,
    decided_by TEXT NOT NULL,
    decided_by_id BLOB,
    CONSTRAINT registrations_key PRIMARY KEY (event_id, registration_id),
    CONSTRAINT registrations_secret_once UNIQUE (secret_hash)
) WITHOUT ROWID;

CREATE INDEX registrations_by_state ON registrations (event_id, state, submitted_at);
CREATE INDEX registrations_by_name ON registrations (event_id, name_folded);
CREATE INDEX registrations_by_vat ON registrations (event_id, vat);

-- Which person of the event is which representative: what erasure follows.
CREATE TABLE registration_persons (
    event_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    registration_id BLOB NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT registration_persons_key PRIMARY KEY (event_id, person_id)
) WITHOUT ROWID;

CREATE INDEX registration_persons_by_registration
    ON registration_persons (event_id, registration_id);

-- The bytes lie elsewhere, under the random id.
CREATE TABLE registration_files (
    event_id BLOB NOT NULL,
    file_id BLOB NOT NULL,
    registration_id BLOB NOT NULL,
    field_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    n_bytes BIGINT NOT NULL,
    digest BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT registration_files_key PRIMARY KEY (event_id, file_id)
) WITHOUT ROWID;

CREATE INDEX registration_files_by_registration ON registration_files (event_id, registration_id);
