-- The event's keywords and key figures, and what companies give and seek in figures. Both are read
-- and written whole; their words are cards.

CREATE TABLE vocabularies (
    event_id UUID NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT vocabularies_key PRIMARY KEY (event_id)
);

ALTER TABLE persons ADD COLUMN figures BYTEA;
