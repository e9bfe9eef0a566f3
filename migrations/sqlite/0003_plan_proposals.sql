-- What planners proposed. Wish, figures and content are read and written whole, and nobody asks
-- for a part of them in SQL.

CREATE TABLE plan_proposals (
    event_id BLOB NOT NULL,
    proposal_id BLOB NOT NULL,
    made_by BLOB NOT NULL,
    made_at BIGINT NOT NULL,
    based_on_seq BIGINT NOT NULL,
    wish BLOB NOT NULL,
    figures BLOB NOT NULL,
    content BLOB NOT NULL,
    published_seq BIGINT,
    CONSTRAINT plan_proposals_key PRIMARY KEY (event_id, proposal_id)
) WITHOUT ROWID;
