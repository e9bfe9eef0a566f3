//! The desk of plans, as this page speaks to it.

use protocol::Reject;
use protocol::id::ProposalId;
use protocol::proposal::{
    Meanwhile, PlanWish, ProposalAnswer, ProposalsPage, PublishOutcome, PublishWish, Published,
};

use crate::shell::LiveHandle;

/// Why an answer is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The server was not reached, or not in order.
    Unreachable,
    /// The planner works on something else.
    Busy,
    /// This member of the team may not plan for everybody.
    Forbidden,
    /// The proposal is gone.
    Gone,
}

/// What became of the wish to publish or to take back.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Told {
    /// The entry that did it.
    Done(u64),
    /// The rules said no; none for a reason that is newer than this program.
    Refused(Option<Reject>, Meanwhile),
}

async fn answer(
    live: &LiveHandle,
    method: &str,
    way: &str,
    body: &[u8],
) -> Result<(u16, Vec<u8>), Trouble> {
    let reply = live.desk(method, way, body).await;
    let (status, bytes) = reply.ok_or(Trouble::Unreachable)?;
    match status {
        200..=299 | 409 => Ok((status, bytes)),
        403 | 401 => Err(Trouble::Forbidden),
        404 => Err(Trouble::Gone),
        503 => Err(Trouble::Busy),
        _ => Err(Trouble::Unreachable),
    }
}

pub(super) async fn list(live: &LiveHandle) -> Result<ProposalsPage, Trouble> {
    let (_, bytes) = answer(live, "GET", "plans", &[]).await?;
    ProposalsPage::decode(&bytes).map_err(|_| Trouble::Unreachable)
}

pub(super) async fn start(live: &LiveHandle, wish: &PlanWish) -> Result<ProposalsPage, Trouble> {
    let (_, bytes) = answer(live, "POST", "plans", &wish.encode()).await?;
    ProposalsPage::decode(&bytes).map_err(|_| Trouble::Unreachable)
}

pub(super) async fn open(live: &LiveHandle, id: ProposalId) -> Result<ProposalAnswer, Trouble> {
    let (_, bytes) = answer(live, "GET", &format!("plans/{id}"), &[]).await?;
    ProposalAnswer::decode(&bytes).map_err(|_| Trouble::Unreachable)
}

pub(super) async fn cancel(live: &LiveHandle, id: ProposalId) -> Result<(), Trouble> {
    let way = format!("plans/{id}/cancel");
    answer(live, "POST", &way, &[]).await.map(drop)
}

pub(super) async fn discard(live: &LiveHandle, id: ProposalId) -> Result<(), Trouble> {
    let way = format!("plans/{id}");
    answer(live, "DELETE", &way, &[]).await.map(drop)
}

/// Publishes, or takes the publication back.
pub(super) async fn act(
    live: &LiveHandle,
    id: ProposalId,
    act: &str,
    wish: PublishWish,
) -> Result<Told, Trouble> {
    let way = format!("plans/{id}/{act}");
    let (_, bytes) = answer(live, "POST", &way, &wish.encode()).await?;
    let told = Published::decode(&bytes).map_err(|_| Trouble::Unreachable)?;
    Ok(match told.outcome {
        PublishOutcome::Done(seq) => Told::Done(seq),
        PublishOutcome::Refused(coded) => {
            Told::Refused(coded.read().ok(), told.meanwhile.unwrap_or_default())
        }
    })
}
