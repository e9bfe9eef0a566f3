-- Who gives a meeting its time: whoever accepts, the organiser's plan, or either.

ALTER TABLE setups ADD COLUMN mode TEXT;
