-- What planners proposed. Wish, figures and content are read and written whole, and nobody asks
-- for a part of them in SQL.

CREATE TABLE plan_proposals (
    event_id UUID NOT NULL,
    proposal_id UUID NOT NULL,
    made_by UUID NOT NULL,
    made_at BIGINT NOT NULL,
    based_on_seq BIGINT NOT NULL,
    wish BYTEA NOT NULL,
    figures BYTEA NOT NULL,
    content BYTEA NOT NULL,
    published_seq BIGINT,
    CONSTRAINT plan_proposals_key PRIMARY KEY (event_id, proposal_id)
);
