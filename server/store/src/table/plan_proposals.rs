//! Table `plan_proposals`: plans that were computed and can be looked at or published.

use protocol::Micros;
use protocol::id::{EventId, ProposalId, StaffId};
use protocol::limits::PROPOSALS_KEPT_MAX;
use protocol::proposal::{PlanFigures, PlanWish, ProposalHead};
use uuid::Uuid;

use crate::batch::{AroundRows, Writes};
use crate::code::{self, corrupt};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;

const INSERT: AroundRows = AroundRows {
    attempt: "keeping a proposal",
    before: "INSERT INTO plan_proposals (event_id, proposal_id, made_by, made_at, based_on_seq, \
             wish, figures, content, published_seq) ",
    // A proposal never changes; storing it once more is storing it.
    after: " ON CONFLICT (event_id, proposal_id) DO NOTHING",
};

pub(crate) async fn insert(
    link: &mut Link<'_>,
    event: EventId,
    head: &ProposalHead,
    content: Vec<u8>,
) -> Result<(), Fault> {
    let row = values![
        event.uuid(),
        head.id.uuid(),
        head.made_by.uuid(),
        head.made_at.0,
        code::position(head.based_on),
        head.wish.encode(),
        head.figures.encode(),
        content,
        head.published.map(code::position),
    ];
    INSERT.write(link, &[row], &mut Writes::default()).await
}

/// Lets the oldest go, beyond the bound.
pub(crate) async fn forget_oldest(link: &mut Link<'_>, event: EventId) -> Result<u64, Fault> {
    const FORGET: &str = "DELETE FROM plan_proposals WHERE event_id = $1 AND proposal_id NOT IN \
                          (SELECT proposal_id FROM plan_proposals WHERE event_id = $1 \
                          ORDER BY made_at DESC, proposal_id DESC LIMIT $2)";
    let kept = code::limit(PROPOSALS_KEPT_MAX);
    link.execute(
        "forgetting old proposals",
        FORGET,
        values![event.uuid(), kept],
    )
    .await
}

pub(crate) async fn delete(
    link: &mut Link<'_>,
    event: EventId,
    id: ProposalId,
) -> Result<bool, Fault> {
    const DELETE: &str = "DELETE FROM plan_proposals WHERE event_id = $1 AND proposal_id = $2";
    link.execute(
        "discarding a proposal",
        DELETE,
        values![event.uuid(), id.uuid()],
    )
    .await
    .map(|n_rows| n_rows > 0)
}

pub(crate) async fn mark_published(
    link: &mut Link<'_>,
    event: EventId,
    id: ProposalId,
    seq: Option<u64>,
) -> Result<(), Fault> {
    const MARK: &str = "UPDATE plan_proposals SET published_seq = $3 \
                        WHERE event_id = $1 AND proposal_id = $2";
    let values = values![event.uuid(), id.uuid(), seq.map(code::position)];
    link.execute("marking a proposal", MARK, values)
        .await
        .map(drop)
}

#[derive(sqlx::FromRow)]
struct Stored {
    proposal_id: Uuid,
    made_by: Uuid,
    made_at: i64,
    based_on_seq: i64,
    wish: Vec<u8>,
    figures: Vec<u8>,
    published_seq: Option<i64>,
}

impl Stored {
    fn read(self) -> Result<ProposalHead, Fault> {
        let published = self
            .published_seq
            .map(|seq| code::number("plan_proposals.published_seq", seq));
        Ok(ProposalHead {
            id: ProposalId::from(self.proposal_id),
            made_by: StaffId::from(self.made_by),
            made_at: Micros(self.made_at),
            based_on: code::number("plan_proposals.based_on_seq", self.based_on_seq)?,
            wish: PlanWish::decode(&self.wish).map_err(|_| corrupt("plan_proposals.wish"))?,
            figures: PlanFigures::decode(&self.figures)
                .map_err(|_| corrupt("plan_proposals.figures"))?,
            published: published.transpose()?,
        })
    }
}

/// Newest first.
pub(crate) async fn list(link: &mut Link<'_>, event: EventId) -> Result<Vec<ProposalHead>, Fault> {
    const LIST: &str = "SELECT proposal_id, made_by, made_at, based_on_seq, wish, figures, \
                        published_seq FROM plan_proposals WHERE event_id = $1 \
                        ORDER BY made_at DESC, proposal_id DESC LIMIT $2";
    let values = values![event.uuid(), code::limit(PROPOSALS_KEPT_MAX)];
    let rows: Vec<Stored> = link.all("listing proposals", LIST, values).await?;
    rows.into_iter().map(Stored::read).collect()
}

/// The content of one.
pub(crate) async fn content(
    link: &mut Link<'_>,
    event: EventId,
    id: ProposalId,
) -> Result<Option<Vec<u8>>, Fault> {
    const FIND: &str =
        "SELECT content FROM plan_proposals WHERE event_id = $1 AND proposal_id = $2";
    let values = values![event.uuid(), id.uuid()];
    let row: Option<(Vec<u8>,)> = link.optional("opening a proposal", FIND, values).await?;
    Ok(row.map(|(content,)| content))
}
