-- Letters, the work that sends them, the words of their templates, and where they go.
--
-- A letter says with ids what it is about; names, address and text are only put into its row when
-- it is handed over. An absent text is the empty text.

CREATE TABLE jobs (
    job_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    job_key TEXT NOT NULL,
    payload BLOB NOT NULL,
    state TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    n_attempts BIGINT NOT NULL,
    lease_node BLOB,
    lease_until BIGINT,
    error TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT jobs_key PRIMARY KEY (job_id),
    CONSTRAINT jobs_once UNIQUE (job_key)
) WITHOUT ROWID;

-- What is due next, and whose lease ran out.
CREATE INDEX jobs_due ON jobs (kind, state, due_at);

CREATE TABLE letters (
    letter_id BLOB NOT NULL,
    event_id BLOB,
    letter_key TEXT NOT NULL,
    holder TEXT,
    holder_id BLOB,
    matter TEXT NOT NULL,
    facts BLOB NOT NULL,
    secret TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    n_attempts BIGINT NOT NULL,
    error TEXT NOT NULL,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    receipt TEXT NOT NULL,
    CONSTRAINT letters_key PRIMARY KEY (letter_id),
    CONSTRAINT letters_once UNIQUE (letter_key)
) WITHOUT ROWID;

-- The outbox of an event, newest first, as a whole and by state.
CREATE INDEX letters_of_event ON letters (event_id, letter_id);
CREATE INDEX letters_by_state ON letters (event_id, state, letter_id);
-- What is deleted with a person.
CREATE INDEX letters_of_holder ON letters (event_id, holder_id);

CREATE TABLE contacts (
    event_id BLOB NOT NULL,
    holder TEXT NOT NULL,
    holder_id BLOB NOT NULL,
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    CONSTRAINT contacts_key PRIMARY KEY (event_id, holder, holder_id)
) WITHOUT ROWID;

-- Each save is a revision; the newest one counts. An empty body stands for the product's own.
CREATE TABLE letter_templates (
    event_id BLOB NOT NULL,
    matter TEXT NOT NULL,
    language TEXT NOT NULL,
    revision BIGINT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    made_by BLOB NOT NULL,
    made_at BIGINT NOT NULL,
    CONSTRAINT letter_templates_key PRIMARY KEY (event_id, matter, language, revision)
) WITHOUT ROWID;

CREATE TABLE post_setups (
    event_id BLOB NOT NULL,
    revision BIGINT NOT NULL,
    is_on BOOLEAN NOT NULL,
    is_announcing BOOLEAN NOT NULL,
    sender_name TEXT NOT NULL,
    sender_address TEXT NOT NULL,
    reply_to TEXT NOT NULL,
    copies TEXT NOT NULL,
    colour TEXT NOT NULL,
    CONSTRAINT post_setups_key PRIMARY KEY (event_id)
) WITHOUT ROWID;
