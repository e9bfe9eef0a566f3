-- Profiles in the hands of those they are about: what a company and its people say of themselves,
-- section by section, what they wish to change, and who may.
--
-- `owner_id` is the person of a personal section, else the company. `waiting_id` is the change of
-- the section that nobody has decided yet.

CREATE TABLE profile_sections (
    event_id UUID NOT NULL,
    company_id UUID NOT NULL,
    section TEXT NOT NULL,
    owner_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    language TEXT NOT NULL,
    answers TEXT NOT NULL,
    waiting_id UUID,
    updated_at BIGINT NOT NULL,
    CONSTRAINT profile_sections_key PRIMARY KEY (event_id, company_id, section, owner_id)
);

CREATE TABLE profile_changes (
    event_id UUID NOT NULL,
    change_id UUID NOT NULL,
    company_id UUID NOT NULL,
    section TEXT NOT NULL,
    owner_id UUID NOT NULL,
    state TEXT NOT NULL,
    revision BIGINT NOT NULL,
    language TEXT NOT NULL,
    answers_before TEXT NOT NULL,
    answers_after TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    made_by_id UUID,
    decided_at BIGINT,
    decided_by TEXT NOT NULL,
    decided_by_id UUID,
    CONSTRAINT profile_changes_key PRIMARY KEY (event_id, change_id)
);

CREATE INDEX profile_changes_by_state ON profile_changes (event_id, state, made_at);
CREATE INDEX profile_changes_by_company ON profile_changes (event_id, company_id, made_at);

-- Who of a company may change what it says; its first representative, before anybody said so.
CREATE TABLE profile_rights (
    event_id UUID NOT NULL,
    company_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    editors TEXT NOT NULL,
    CONSTRAINT profile_rights_key PRIMARY KEY (event_id, company_id)
);

CREATE INDEX registrations_by_company ON registrations (event_id, company_id);
