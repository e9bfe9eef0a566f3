-- Registration: the event's form, what visitors filled in, and what of it is published.
--
-- A registration holds the answers as they were typed, as JSON, and beside them what lists and
-- searches ask for. `secret_hash` is the fingerprint of the secret that its visitor carries.

CREATE TABLE sectors (
    event_id UUID NOT NULL,
    code TEXT NOT NULL,
    position BIGINT NOT NULL,
    name_fr TEXT NOT NULL,
    name_en TEXT NOT NULL,
    CONSTRAINT sectors_key PRIMARY KEY (event_id, code)
);

-- `published` is JSON by the keys of the form's fields.
CREATE TABLE profiles (
    event_id UUID NOT NULL,
    company_id UUID NOT NULL,
    country TEXT NOT NULL,
    sector TEXT NOT NULL,
    published TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT profiles_key PRIMARY KEY (event_id, company_id)
);

CREATE TABLE registration_forms (
    event_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    definition TEXT NOT NULL,
    CONSTRAINT registration_forms_key PRIMARY KEY (event_id)
);

CREATE TABLE registrations (
    event_id UUID NOT NULL,
    registration_id UUID NOT NULL,
    secret_hash BYTEA NOT NULL,
    state TEXT NOT NULL,
    revision BIGINT NOT NULL,
    language TEXT NOT NULL,
    company_id UUID NOT NULL,
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
    decided_by_id UUID,
    CONSTRAINT registrations_key PRIMARY KEY (event_id, registration_id),
    CONSTRAINT registrations_secret_once UNIQUE (secret_hash)
);

CREATE INDEX registrations_by_state ON registrations (event_id, state, submitted_at);
CREATE INDEX registrations_by_name ON registrations (event_id, name_folded);
CREATE INDEX registrations_by_vat ON registrations (event_id, vat);

-- Which person of the event is which representative: what erasure follows.
CREATE TABLE registration_persons (
    event_id UUID NOT NULL,
    person_id UUID NOT NULL,
    registration_id UUID NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT registration_persons_key PRIMARY KEY (event_id, person_id)
);

CREATE INDEX registration_persons_by_registration
    ON registration_persons (event_id, registration_id);

-- The bytes lie elsewhere, under the random id.
CREATE TABLE registration_files (
    event_id UUID NOT NULL,
    file_id UUID NOT NULL,
    registration_id UUID NOT NULL,
    field_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    n_bytes BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT registration_files_key PRIMARY KEY (event_id, file_id)
);

CREATE INDEX registration_files_by_registration ON registration_files (event_id, registration_id);
