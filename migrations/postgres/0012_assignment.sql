-- Rules by which persons are assigned to co-organisers: by country, by region as postcodes tell it,
-- by sector. A company's postcode stands beside its country.

CREATE TABLE assignment_rules (
    event_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    definition TEXT NOT NULL,
    CONSTRAINT assignment_rules_key PRIMARY KEY (event_id)
);

ALTER TABLE profiles ADD COLUMN postcode TEXT NOT NULL DEFAULT '';
