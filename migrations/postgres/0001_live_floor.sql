-- The live floor: the rows of one event's state, its numbered log, the streams cut from it, and
-- the second net against double-booking.
--
-- Conventions. Times are UTC microseconds. Ids are UUIDs. Sets of slots and lists of keywords
-- are bytes. Closed lists are short words. Rows of an event are only written in a transaction
-- that holds the event's head row, so no foreign key is checked again for each of them.
-- Each constraint that can be violated has its meaning in server/store/src/fault.rs.

CREATE TABLE events (
    id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT events_key PRIMARY KEY (id)
);

-- The row that is locked: whoever holds it is the event's only writer.
CREATE TABLE heads (
    event_id UUID NOT NULL REFERENCES events (id),
    epoch BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    checksum BYTEA NOT NULL,
    CONSTRAINT heads_key PRIMARY KEY (event_id)
);

-- ---------------------------------------------------------------- state

CREATE TABLE setups (
    event_id UUID NOT NULL,
    topology TEXT NOT NULL,
    hold_minutes BIGINT NOT NULL,
    offer_minutes BIGINT NOT NULL,
    n_expected BIGINT NOT NULL,
    CONSTRAINT setups_key PRIMARY KEY (event_id)
);

CREATE TABLE slots (
    event_id UUID NOT NULL,
    slot_id BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    CONSTRAINT slots_key PRIMARY KEY (event_id, slot_id)
);

CREATE TABLE travel (
    event_id UUID NOT NULL,
    site_a BIGINT NOT NULL,
    site_b BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    CONSTRAINT travel_key PRIMARY KEY (event_id, site_a, site_b)
);

CREATE TABLE places (
    event_id UUID NOT NULL,
    place_id UUID NOT NULL,
    site BIGINT NOT NULL,
    kind TEXT NOT NULL,
    capacity BIGINT NOT NULL,
    CONSTRAINT places_key PRIMARY KEY (event_id, place_id)
);

CREATE TABLE persons (
    event_id UUID NOT NULL,
    person_id UUID NOT NULL,
    company_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    side TEXT NOT NULL,
    is_expert BOOLEAN NOT NULL,
    meetings_max BIGINT,
    absent_from BIGINT,
    absent_until BIGINT,
    availability BYTEA NOT NULL,
    home_place_id UUID,
    tags_offered BYTEA NOT NULL,
    tags_sought BYTEA NOT NULL,
    is_withdrawn BOOLEAN NOT NULL,
    CONSTRAINT persons_key PRIMARY KEY (event_id, person_id)
);

CREATE TABLE badges (
    event_id UUID NOT NULL,
    person_id UUID NOT NULL,
    code BYTEA NOT NULL,
    CONSTRAINT badges_key PRIMARY KEY (event_id, person_id),
    CONSTRAINT badges_code_once UNIQUE (event_id, code)
);

CREATE TABLE requests (
    event_id UUID NOT NULL,
    request_id UUID NOT NULL,
    from_person_id UUID NOT NULL,
    to_person_id UUID NOT NULL,
    slots BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    slot_id BIGINT,
    place_id UUID,
    expires_at BIGINT,
    meeting_id UUID,
    CONSTRAINT requests_key PRIMARY KEY (event_id, request_id)
);

CREATE TABLE meetings (
    event_id UUID NOT NULL,
    meeting_id UUID NOT NULL,
    slot_id BIGINT NOT NULL,
    place_id UUID NOT NULL,
    host_id UUID NOT NULL,
    guest_id UUID NOT NULL,
    status TEXT NOT NULL,
    missing TEXT,
    cancel_reason TEXT,
    late_party_id UUID,
    late_minutes BIGINT,
    touch_seq BIGINT NOT NULL,
    touch_at BIGINT NOT NULL,
    touch_by TEXT NOT NULL,
    touch_by_id UUID,
    CONSTRAINT meetings_key PRIMARY KEY (event_id, meeting_id)
);

CREATE TABLE vacancies (
    event_id UUID NOT NULL,
    vacancy_id UUID NOT NULL,
    from_meeting_id UUID NOT NULL,
    slot_id BIGINT NOT NULL,
    place_id UUID NOT NULL,
    host_id UUID NOT NULL,
    gone_id UUID NOT NULL,
    freed_at BIGINT NOT NULL,
    CONSTRAINT vacancies_key PRIMARY KEY (event_id, vacancy_id)
);

CREATE TABLE offers (
    event_id UUID NOT NULL,
    offer_id UUID NOT NULL,
    vacancy_id UUID NOT NULL,
    slot_id BIGINT NOT NULL,
    place_id UUID NOT NULL,
    host_id UUID NOT NULL,
    to_id UUID NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT offers_key PRIMARY KEY (event_id, offer_id)
);

CREATE TABLE sessions (
    event_id UUID NOT NULL,
    session_id UUID NOT NULL,
    place_id UUID NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    quota BIGINT,
    has_waiting_list BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    CONSTRAINT sessions_key PRIMARY KEY (event_id, session_id)
);

CREATE TABLE seats (
    event_id UUID NOT NULL,
    session_id UUID NOT NULL,
    person_id UUID NOT NULL,
    status TEXT NOT NULL,
    since_at BIGINT NOT NULL,
    attended BOOLEAN NOT NULL,
    CONSTRAINT seats_key PRIMARY KEY (event_id, session_id, person_id)
);

CREATE TABLE attendance (
    event_id UUID NOT NULL,
    person_id UUID NOT NULL,
    presence TEXT NOT NULL,
    room_id UUID,
    mark_at BIGINT NOT NULL,
    mark_by TEXT NOT NULL,
    mark_by_id UUID,
    CONSTRAINT attendance_key PRIMARY KEY (event_id, person_id)
);

-- `object_id` is all zero for the event itself.
CREATE TABLE thresholds (
    event_id UUID NOT NULL,
    object_kind TEXT NOT NULL,
    object_id UUID NOT NULL,
    percent BIGINT NOT NULL,
    applies_from BIGINT NOT NULL,
    CONSTRAINT thresholds_key PRIMARY KEY (event_id, object_kind, object_id)
);

CREATE TABLE alerts (
    event_id UUID NOT NULL,
    kind TEXT NOT NULL,
    object_id UUID NOT NULL,
    measured_value BIGINT NOT NULL,
    limit_value BIGINT NOT NULL,
    raised_at BIGINT NOT NULL,
    acknowledged_at BIGINT,
    acknowledged_by TEXT,
    acknowledged_by_id UUID,
    CONSTRAINT alerts_key PRIMARY KEY (event_id, kind, object_id)
);

CREATE TABLE announcements (
    event_id UUID NOT NULL,
    announcement_id UUID NOT NULL,
    audience TEXT NOT NULL,
    audience_id UUID,
    announced_at BIGINT NOT NULL,
    CONSTRAINT announcements_key PRIMARY KEY (event_id, announcement_id)
);

-- `scope_organisations` is empty of value for "everybody's"; else 16 bytes per organisation.
CREATE TABLE staff (
    event_id UUID NOT NULL,
    staff_id UUID NOT NULL,
    role TEXT NOT NULL,
    functions BIGINT,
    scope_organisations BYTEA,
    CONSTRAINT staff_key PRIMARY KEY (event_id, staff_id)
);

-- ---------------------------------------------------------------- second net against double-booking

CREATE TABLE person_slots (
    event_id UUID NOT NULL,
    person_id UUID NOT NULL,
    slot_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    reference_id UUID NOT NULL,
    CONSTRAINT person_slots_once PRIMARY KEY (event_id, person_id, slot_id)
);

CREATE INDEX person_slots_by_reference ON person_slots (event_id, reference_id, person_id);

CREATE TABLE place_slots (
    event_id UUID NOT NULL,
    place_id UUID NOT NULL,
    slot_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    reference_id UUID NOT NULL,
    CONSTRAINT place_slots_once PRIMARY KEY (event_id, place_id, slot_id)
);

CREATE INDEX place_slots_by_reference ON place_slots (event_id, reference_id);

-- ---------------------------------------------------------------- log and streams

CREATE TABLE entries (
    event_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    decided_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    actor_id UUID,
    command_id UUID NOT NULL,
    changes BYTEA NOT NULL,
    checksum BYTEA NOT NULL,
    CONSTRAINT entries_seq_once PRIMARY KEY (event_id, seq),
    CONSTRAINT entries_command_once UNIQUE (event_id, command_id)
);

CREATE TABLE public_entries (
    event_id UUID NOT NULL,
    stream_offset BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    CONSTRAINT public_entries_offset_once PRIMARY KEY (event_id, stream_offset)
);

CREATE TABLE person_entries (
    event_id UUID NOT NULL,
    person_id UUID NOT NULL,
    stream_offset BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    CONSTRAINT person_entries_offset_once PRIMARY KEY (event_id, person_id, stream_offset)
);

-- ---------------------------------------------------------------- labels

-- The only table with names and texts. Erasing a person deletes rows here and nowhere else.
CREATE TABLE cards (
    event_id UUID NOT NULL,
    kind TEXT NOT NULL,
    object_id UUID NOT NULL,
    title TEXT NOT NULL,
    detail TEXT NOT NULL,
    code TEXT NOT NULL,
    CONSTRAINT cards_key PRIMARY KEY (event_id, kind, object_id)
);

-- ---------------------------------------------------------------- sign-in

CREATE TABLE accounts (
    id UUID NOT NULL,
    event_id UUID NOT NULL REFERENCES events (id),
    holder TEXT NOT NULL,
    holder_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT accounts_key PRIMARY KEY (id),
    CONSTRAINT accounts_holder_once UNIQUE (event_id, holder, holder_id)
);

CREATE TABLE one_time_links (
    token_hash BYTEA NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    CONSTRAINT one_time_links_key PRIMARY KEY (token_hash)
);

CREATE INDEX one_time_links_by_account ON one_time_links (account_id);

CREATE TABLE sign_ins (
    token_hash BYTEA NOT NULL,
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT,
    CONSTRAINT sign_ins_key PRIMARY KEY (token_hash)
);

CREATE INDEX sign_ins_by_account ON sign_ins (account_id);
