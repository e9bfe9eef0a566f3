//! The desk of plans: proposals are computed on a copy of the state, kept, looked at, compared,
//! thrown away, and published as an ordinary command of whoever publishes (EXP-04).
//!
//! A computation belongs to the node that runs it; a finished proposal belongs to the event, and
//! any node can show and publish it. Nothing here decides: whether a proposal still holds is said
//! by the rules when it is published.

mod content;
mod meanwhile;
mod publish;
mod run;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::State;
use domain::access::{self, Viewer};
use protocol::command::PublishPlan;
use protocol::id::{EventId, ProposalId, StaffId};
use protocol::limits::{PLAN_SECONDS_MAX, TABLES_ADDED_MAX};
use protocol::proposal::{PlanWish, ProposalAnswer, ProposalsPage};
use protocol::reject::{Busy, Forbidden, LimitReached, NotFound};
use protocol::{Actor, Command, Function, List, Reject};
use store::{Fault, JournalAction, JournalNote, JournalSubject, Journalled, Store};
use tokio::sync::Semaphore;

use crate::account::Standing;
use crate::live::Event;
use crate::port::Random;
use run::Run;

/// Computations of one node at the same time, over all events.
const RUNS_AT_ONCE_MAX: usize = 2;
/// When to ask again while the planner is busy.
const BUSY_RETRY_MS: u32 = 5_000;

/// Why a wish of the plan's desk was not fulfilled.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The rules, or the bounds, say no.
    #[error("refused: {0:?}")]
    Refused(Reject),
    /// The store failed.
    #[error("a plan could not be read or kept")]
    Store(#[from] Fault),
}

impl From<Reject> for PlanError {
    fn from(reject: Reject) -> Self {
        Self::Refused(reject)
    }
}

fn refused(reason: impl Into<Reject>) -> PlanError {
    PlanError::Refused(reason.into())
}

/// The desk, one per node.
pub struct Plans {
    store: Store,
    at_once: Arc<Semaphore>,
    runs: Mutex<HashMap<EventId, Latest>>,
}

/// What a node knows of the computations of one event.
#[derive(Clone, Debug, Default)]
struct Latest {
    running: Option<Arc<Run>>,
    /// Whether the one before ended without a proposal, through no wish of anybody.
    has_failed: bool,
}

impl Plans {
    /// A desk over a store.
    #[must_use]
    pub fn new(store: Store) -> Arc<Self> {
        Arc::new(Self {
            store,
            at_once: Arc::new(Semaphore::new(RUNS_AT_ONCE_MAX)),
            runs: Mutex::new(HashMap::new()),
        })
    }

    fn runs(&self) -> MutexGuard<'_, HashMap<EventId, Latest>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to compute a proposal, and notes it; its number.
    ///
    /// # Errors
    /// Somebody who may not plan, a bound, a computation of this event that runs already, or a
    /// fault of the store.
    pub async fn start(
        self: &Arc<Self>,
        event: &Arc<Event>,
        standing: &Standing,
        random: &dyn Random,
        wish: PlanWish,
    ) -> Result<ProposalId, PlanError> {
        let view = event.view();
        let made_by = authorise(&view.state, standing.actor())?;
        if !(1..=PLAN_SECONDS_MAX).contains(&wish.seconds) {
            let limit = u32::from(PLAN_SECONDS_MAX);
            return Err(refused(LimitReached { limit }));
        }
        if wish.suppose.n_tables_added > TABLES_ADDED_MAX {
            let limit = u32::from(TABLES_ADDED_MAX);
            return Err(refused(LimitReached { limit }));
        }
        let busy = || Busy {
            retry_after_ms: BUSY_RETRY_MS,
        };
        let permit = self
            .at_once
            .clone()
            .try_acquire_owned()
            .map_err(|_| refused(busy()))?;
        let now = event.now();
        let id = ProposalId::new(now, random.bytes());
        let run = {
            let mut runs = self.runs();
            let latest = runs.entry(event.id()).or_default();
            if latest.running.is_some() {
                return Err(refused(busy()));
            }
            let run = Arc::new(Run::new(id, made_by, now, wish));
            latest.running = Some(run.clone());
            latest.has_failed = false;
            run
        };
        let noted = note(event, standing, JournalAction::PlanStarted, id);
        let noted = self.store.note(Journalled::Event(event.id()), &noted).await;
        if let Err(fault) = noted {
            self.ended(event.id(), false);
            return Err(fault.into());
        }
        tokio::spawn(run::keep_result(
            self.clone(),
            event.clone(),
            view,
            run,
            permit,
        ));
        Ok(id)
    }

    /// Every proposal, and how far the running computation is.
    ///
    /// # Errors
    /// Somebody who may not plan, or a fault of the store.
    pub async fn list(
        &self,
        event: &Event,
        standing: &Standing,
    ) -> Result<ProposalsPage, PlanError> {
        authorise(&event.view().state, standing.actor())?;
        let latest = self.runs().get(&event.id()).cloned().unwrap_or_default();
        let proposals = self.store.proposals(event.id()).await?;
        Ok(ProposalsPage {
            seq: event.view().seq,
            running: latest.running.map(|run| run.tell()),
            has_failed: latest.has_failed,
            proposals: List::new(proposals).expect("the store reads up to the bound"),
        })
    }

    /// One proposal in full.
    ///
    /// # Errors
    /// Somebody who may not plan, a proposal that is not there, or a fault of the store.
    pub async fn open(
        &self,
        event: &Event,
        standing: &Standing,
        id: ProposalId,
    ) -> Result<ProposalAnswer, PlanError> {
        authorise(&event.view().state, standing.actor())?;
        self.read(event.id(), id).await
    }

    async fn read(&self, event: EventId, id: ProposalId) -> Result<ProposalAnswer, PlanError> {
        let heads = self.store.proposals(event).await?;
        let head = heads.into_iter().find(|head| head.id == id);
        let packed = self.store.find_proposal_content(event, id).await?;
        let (Some(head), Some(packed)) = (head, packed) else {
            return Err(refused(NotFound {}));
        };
        let proposal = content::unpack(&packed)?;
        Ok(ProposalAnswer { head, proposal })
    }

    /// Ends a computation without a result, and notes it.
    ///
    /// # Errors
    /// Somebody who may not plan, a computation that does not run on this node, or a fault of the
    /// store.
    pub async fn cancel(
        &self,
        event: &Event,
        standing: &Standing,
        id: ProposalId,
    ) -> Result<(), PlanError> {
        authorise(&event.view().state, standing.actor())?;
        let running = self.runs().get(&event.id()).cloned().unwrap_or_default();
        let run = running.running.filter(|run| run.id == id);
        let run = run.ok_or_else(|| refused(NotFound {}))?;
        let noted = note(event, standing, JournalAction::PlanStopped, id);
        self.store
            .note(Journalled::Event(event.id()), &noted)
            .await?;
        run.cancel();
        Ok(())
    }

    /// Throws a proposal away.
    ///
    /// # Errors
    /// Somebody who may not plan, a proposal that is not there, or a fault of the store.
    pub async fn discard(
        &self,
        event: &Event,
        standing: &Standing,
        id: ProposalId,
    ) -> Result<(), PlanError> {
        authorise(&event.view().state, standing.actor())?;
        let noted = note(event, standing, JournalAction::PlanDiscarded, id);
        let discarded = self.store.discard_proposal(event.id(), id, Some(&noted));
        if discarded.await? {
            Ok(())
        } else {
            Err(refused(NotFound {}))
        }
    }

    fn ended(&self, event: EventId, has_failed: bool) {
        let mut runs = self.runs();
        let latest = runs.entry(event).or_default();
        latest.running = None;
        latest.has_failed = has_failed;
    }
}

/// A note about a computation or a proposal; both have the same number.
fn note(event: &Event, standing: &Standing, action: JournalAction, id: ProposalId) -> JournalNote {
    JournalNote::of_console(event.now(), standing.actor(), action).about(JournalSubject::Plan(id))
}

/// Who may publish may plan; and since a plan is everybody's, only who sees all rows.
fn authorise(state: &State, actor: Actor) -> Result<StaffId, Reject> {
    let publish = PublishPlan {
        placements: List::default(),
    };
    access::authorise(state, actor, &Command::from(publish))?;
    let needed = Some(Function::Meetings);
    match (actor, access::viewer_of(state, actor)) {
        (Actor::Staff(id), Some(Viewer::Team)) => Ok(id),
        (Actor::Staff(_) | Actor::Person(_) | Actor::System, _) => Err(Forbidden { needed }.into()),
    }
}
