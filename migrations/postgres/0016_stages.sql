-- How far an event has come, as its organisers say. An event without a row is planned.

CREATE TABLE stages (
    event_id UUID NOT NULL,
    stage TEXT NOT NULL,
    CONSTRAINT stages_key PRIMARY KEY (event_id)
);
