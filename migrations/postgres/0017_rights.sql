-- Functions are opened one by one: what shared a bit has one of its own now. Whoever had the wider
-- function keeps all that it opened.
--
-- Persons (8) opened registrations (13) and personal data (16), settings (9) the public site (11)
-- and the form (12), announcements (6) letters (14) and private messages (15).

UPDATE staff SET functions = functions
    | CASE WHEN (functions & 256) <> 0 THEN 73728 ELSE 0 END
    | CASE WHEN (functions & 512) <> 0 THEN 6144 ELSE 0 END
    | CASE WHEN (functions & 64) <> 0 THEN 49152 ELSE 0 END
WHERE functions IS NOT NULL;

-- Who would look after a registration follows from where its company is, by the rules of
-- assignment: its postcode stands beside its country.
ALTER TABLE registrations ADD COLUMN postcode TEXT NOT NULL DEFAULT '';

UPDATE registrations SET postcode = COALESCE(answers::jsonb #>> '{company,postcode,0}', '')
WHERE answers LIKE '{%';

-- Who agreed to be written to about the organiser's services, or did and withdrew it: each person
-- for himself, at which moment, to which version of the words.
CREATE TABLE consents (
    event_id UUID NOT NULL,
    person_id UUID NOT NULL,
    wording_version BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    CONSTRAINT consents_key PRIMARY KEY (event_id, person_id)
);

-- One consent was kept for a whole registration. It is that of who filled the form in, its first
-- representative: nobody agrees for others.
INSERT INTO consents (event_id, person_id, wording_version, given_at, withdrawn_at)
SELECT p.event_id, p.person_id, r.notice_version, r.consented_at, NULL
FROM registration_persons p
JOIN registrations r ON r.event_id = p.event_id AND r.registration_id = p.registration_id
WHERE p.position = 0 AND r.wants_news AND r.consented_at IS NOT NULL;
