//! One computation: in threads of its own, on a frozen copy of the state, until its time is over or
//! somebody ends it.
//!
//! It searches on as many cores as it has walks, in threads that give way to those that answer the
//! event (docs/adr/0011). How many there can be is bounded by the desk's computations at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use protocol::Micros;
use protocol::id::{ProposalId, StaffId};
use protocol::proposal::{PlanRunning, PlanWish, Proposal, ProposalHead};
use scheduler::proposal::{Options, propose_whole};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::{Plans, content};
use crate::live::{Event, View, meter};

/// Walks of one search. As many on every machine, so that a proposal depends on its seed and its
/// steps and on nothing else.
const WALKS: usize = 2;
/// How much the planner's threads give way: a thread that answers the event weighs ten times one
/// of them.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// A computation under way.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) id: ProposalId,
    made_by: StaffId,
    started_at: Micros,
    wish: PlanWish,
    began: Instant,
    is_cancelled: AtomicBool,
}

impl Run {
    pub(super) fn new(
        id: ProposalId,
        made_by: StaffId,
        started_at: Micros,
        wish: PlanWish,
    ) -> Self {
        Self {
            id,
            made_by,
            started_at,
            wish,
            began: Instant::now(),
            is_cancelled: AtomicBool::new(false),
        }
    }

    pub(super) fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Release);
    }

    fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Acquire)
    }

    /// The share of the time that is gone; more than any when nobody waits for it.
    fn gone(&self) -> f64 {
        if self.is_cancelled() {
            return f64::INFINITY;
        }
        let whole = Duration::from_secs(u64::from(self.wish.seconds));
        self.began.elapsed().as_secs_f64() / whole.as_secs_f64()
    }

    pub(super) fn tell(&self) -> PlanRunning {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share between 0 and 1"
        )]
        let progress_permille = (self.gone().clamp(0.0, 1.0) * 1_000.0) as u16;
        PlanRunning {
            id: self.id,
            made_by: self.made_by,
            started_at: self.started_at,
            wish: self.wish.clone(),
            progress_permille,
        }
    }
}

/// Computes, then keeps the proposal unless nobody wants it any more.
pub(super) async fn keep_result(
    plans: Arc<Plans>,
    event: Arc<Event>,
    view: Arc<View>,
    run: Arc<Run>,
    permit: OwnedSemaphorePermit,
) {
    let work = {
        let (event, view, run) = (event.clone(), view.clone(), run.clone());
        aside(move || compute(&event, &view, &run))
    };
    let found = work.await.ok().flatten();
    drop(permit);
    let is_unwanted = run.is_cancelled() || event.is_departing();
    let has_failed = match found {
        Some(proposal) if !is_unwanted => {
            let head = ProposalHead {
                id: run.id,
                made_by: run.made_by,
                made_at: event.now(),
                based_on: view.seq,
                wish: run.wish.clone(),
                figures: proposal.figures.clone(),
                published: None,
            };
            let packed = content::pack(&proposal);
            let kept = plans.store.keep_proposal(event.id(), &head, packed).await;
            if let Err(fault) = &kept {
                tracing::error!(event.id = %event.id(), error = %fault, "a proposal was not kept: {fault}");
            }
            kept.is_err()
        }
        Some(_) => false,
        None => true,
    };
    plans.ended(event.id(), has_failed);
}

/// Lets something be computed in a thread that gives way to all others. Those that it begins do so,
/// too: a thread is as nice as who began it.
fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> oneshot::Receiver<T> {
    let (answer, answered) = oneshot::channel();
    let thread = std::thread::Builder::new().name("planner".to_owned());
    let begun = thread.spawn(move || {
        #[cfg(target_os = "linux")]
        if let Err(why) = rustix::process::setpriority_process(None, NICENESS) {
            tracing::warn!(error = %why, "the planner computes as eagerly as the event is answered");
        }
        // Nobody waits for it where the program ends.
        let _ = answer.send(work());
    });
    if let Err(why) = begun {
        tracing::error!(error = %why, "no thread for the planner: {why}");
    }
    answered
}

fn compute(event: &Event, view: &View, run: &Run) -> Option<Proposal> {
    let options = Options {
        seed: run.wish.seed,
        steps_max: u64::MAX,
        n_walks: WALKS,
        suppose: run.wish.suppose.clone(),
        demands: run.wish.demands.clone().unwrap_or_default(),
    };
    // A node that goes away does not wait for its planner.
    let progress = || {
        if event.is_departing() {
            f64::INFINITY
        } else {
            run.gone()
        }
    };
    let now = event.now();
    let found = catch_unwind(AssertUnwindSafe(|| {
        propose_whole(&view.state, now, &options, &progress)
    }));
    metrics::histogram!(meter::PLAN_SECONDS).record(run.began.elapsed());
    if found.is_err() {
        metrics::counter!(meter::PANICS).increment(1);
        tracing::error!(entry.seq = view.seq, "the planner panicked over a plan");
    }
    found.ok()
}
