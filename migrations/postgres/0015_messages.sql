-- Private messages: conversations between a participant and the team, and between two persons.
--
-- The texts stand here and nowhere else. They go with either of the persons.

-- A conversation has two sides: the person, and another one or the team. What each has read is the
-- number of the newest message that was shown to it.
CREATE TABLE conversations (
    event_id UUID NOT NULL,
    conversation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    other_id UUID,
    meeting_id UUID,
    opened_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    n_messages BIGINT NOT NULL,
    person_read BIGINT NOT NULL,
    other_read BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by UUID,
    CONSTRAINT conversations_key PRIMARY KEY (event_id, conversation_id)
);

-- A person's list, from either side, and the team's.
CREATE INDEX conversations_of_person ON conversations (event_id, person_id, last_at);
CREATE INDEX conversations_of_other ON conversations (event_id, other_id, last_at);

CREATE TABLE private_messages (
    event_id UUID NOT NULL,
    message_id UUID NOT NULL,
    conversation_id UUID NOT NULL,
    number BIGINT NOT NULL,
    author TEXT NOT NULL,
    author_id UUID NOT NULL,
    sent_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    hidden_at BIGINT,
    hidden_by UUID,
    CONSTRAINT private_messages_key PRIMARY KEY (event_id, message_id),
    CONSTRAINT private_messages_once UNIQUE (event_id, conversation_id, number)
);

-- How much somebody wrote lately.
CREATE INDEX private_messages_of_author ON private_messages (event_id, author_id, sent_at);

CREATE TABLE message_reports (
    event_id UUID NOT NULL,
    message_id UUID NOT NULL,
    conversation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    reason TEXT NOT NULL,
    reported_at BIGINT NOT NULL,
    settled_at BIGINT,
    settled_by UUID,
    CONSTRAINT message_reports_key PRIMARY KEY (event_id, message_id)
);

CREATE INDEX message_reports_by_time ON message_reports (event_id, reported_at);

CREATE TABLE message_settings (
    event_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    is_catalogue_open BOOLEAN NOT NULL,
    letter_after_minutes BIGINT,
    has_text BOOLEAN NOT NULL,
    CONSTRAINT message_settings_key PRIMARY KEY (event_id)
);
