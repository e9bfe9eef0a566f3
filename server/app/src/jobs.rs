//! Doing what waits in the queue: one loop per kind of work on each node.
//!
//! The store's guarantees hold: at least once, fenced, once per key. This part adds the bounds:
//! so many at the same time, each within its time, each so many times, later and later, with
//! chance in it so that what failed together is not tried together. It must not know what the
//! work is.

mod pause;

use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use protocol::Micros;
use store::{Fault, Lease, LeasedJob, Store};
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

pub use pause::{ATTEMPTS_MAX, pause_after};

use crate::live::meter;
use crate::port::{Clock, Random};

/// How often the queue is looked at when nothing rang: work of other nodes, and of transactions
/// that do not ring.
const POLL_INTERVAL: Duration = Duration::from_millis(500);
/// How long one attempt may take.
pub const ATTEMPT_SECONDS_MAX: u64 = 90;
/// How long work belongs to whoever took it; longer than an attempt may take.
const LEASE_MICROS: i64 = 150 * 1_000_000;
/// Longest that a kind of work rests because nothing of it can be done.
const REST_MAX: Duration = Duration::from_secs(60);

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worked {
    /// Done; the job is to be deleted.
    Done,
    /// The work settled its job itself, in one transaction with what it wrote.
    Settled,
    /// To be tried again later, for this reason: a code.
    Again(String),
    /// Not to be tried again, for this reason: a code.
    Never(String),
}

/// An attempt, with when the next one would be.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The job.
    pub job: LeasedJob,
    /// When to try again, should this fail; none when this is the last attempt.
    pub next_at: Option<Micros>,
}

/// What an attempt tells beside its own end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What became of it.
    pub worked: Worked,
    /// Whether nothing of this kind can be done for now, whatever the job.
    pub is_blocked: bool,
}

impl From<Worked> for Report {
    fn from(worked: Worked) -> Self {
        Self {
            worked,
            is_blocked: false,
        }
    }
}

/// An attempt under way.
pub type Working<'a> = Pin<Box<dyn Future<Output = Result<Report, Fault>> + Send + 'a>>;

/// A kind of work.
pub trait Work: Send + Sync + 'static {
    /// Its word in the queue.
    fn kind(&self) -> &'static str;
    /// How many at the same time.
    fn n_at_once(&self) -> usize;
    /// Does one. It may be done before already, by somebody who could not say so any more.
    fn attempt(&self, attempt: Attempt) -> Working<'_>;
}

/// The workers of one node.
pub struct Jobs {
    store: Store,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    /// This life of this node.
    node: Uuid,
    /// How often somebody rang; every kind of work hears it.
    rung: watch::Sender<u64>,
    is_over: watch::Sender<bool>,
}

impl fmt::Debug for Jobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jobs")
            .field("node", &self.node)
            .finish_non_exhaustive()
    }
}

impl Jobs {
    /// Workers over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Arc<Self> {
        let node = Uuid::from_bytes(random.bytes());
        Arc::new(Self {
            store,
            clock,
            random,
            node,
            rung: watch::Sender::new(0),
            is_over: watch::Sender::new(false),
        })
    }

    /// Says that there is work, so that nobody waits for the next look.
    pub fn ring(&self) {
        self.rung
            .send_modify(|n_rings| *n_rings = n_rings.wrapping_add(1));
    }

    /// Takes no more work; what is under way is finished.
    pub fn stop(&self) {
        self.is_over.send_replace(true);
    }

    /// Works until told to stop.
    pub async fn keep_working(self: Arc<Self>, work: Arc<dyn Work>) {
        let mut over = self.is_over.subscribe();
        let mut rung = self.rung.subscribe();
        let mut at_work: JoinSet<Option<bool>> = JoinSet::new();
        let mut n_blocked: u32 = 0;
        let mut rests_until = tokio::time::Instant::now();
        loop {
            let n_free = work.n_at_once().saturating_sub(at_work.len());
            let may_claim = n_free > 0 && tokio::time::Instant::now() >= rests_until;
            let n_taken = if may_claim {
                // After trouble one goes ahead, and the others follow when it comes through.
                let n_max = if n_blocked > 0 { 1 } else { n_free };
                self.take(&work, n_max, &mut at_work).await
            } else {
                0
            };
            if n_taken > 0 && n_blocked == 0 && at_work.len() < work.n_at_once() {
                continue;
            }
            let wait = if n_blocked > 0 && at_work.is_empty() {
                rests_until
                    .saturating_duration_since(tokio::time::Instant::now())
                    .max(Duration::from_millis(1))
            } else {
                POLL_INTERVAL
            };
            tokio::select! {
                biased;
                _ = over.wait_for(|over| *over) => break,
                Some(ended) = at_work.join_next(), if !at_work.is_empty() => {
                    match ended.ok().flatten() {
                        Some(true) => {
                            n_blocked = (n_blocked + 1).min(16);
                            let rest = Duration::from_secs(1 << n_blocked.min(6)).min(REST_MAX);
                            rests_until = tokio::time::Instant::now() + rest;
                        }
                        Some(false) => n_blocked = 0,
                        None => {}
                    }
                }
                _ = rung.changed(), if n_blocked == 0 => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
        while at_work.join_next().await.is_some() {}
    }

    /// Does everything that is due now, one after the other, and returns: for tests and for
    /// commands that end. How many attempts were made.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn work_off(&self, work: &dyn Work) -> Result<usize, Fault> {
        let mut n_attempts = 0;
        loop {
            let claimed = self.claim(work.kind(), 1).await?;
            let Some(job) = claimed.into_iter().next() else {
                return Ok(n_attempts);
            };
            n_attempts += 1;
            self.attempt(work, job).await;
        }
    }

    async fn claim(&self, kind: &'static str, n_max: usize) -> Result<Vec<LeasedJob>, Fault> {
        let now = self.clock.now();
        // Looking first costs a reader; claiming takes the writer, whom everybody needs.
        if self
            .store
            .next_job_due(kind)
            .await?
            .is_none_or(|due| due > now)
        {
            return Ok(Vec::new());
        }
        let lease = Lease {
            node: self.node,
            until: Micros(now.0 + LEASE_MICROS),
        };
        self.store.claim_jobs(kind, lease, now, n_max).await
    }

    /// Takes some work and begins it. How much.
    async fn take(
        self: &Arc<Self>,
        work: &Arc<dyn Work>,
        n_max: usize,
        at_work: &mut JoinSet<Option<bool>>,
    ) -> usize {
        let claimed = match self.claim(work.kind(), n_max).await {
            Ok(claimed) => claimed,
            Err(fault) => {
                complain("claim_jobs", &fault);
                return 0;
            }
        };
        let n_claimed = claimed.len();
        for job in claimed {
            let (jobs, work) = (self.clone(), work.clone());
            at_work.spawn(async move { jobs.attempt(&*work, job).await });
        }
        n_claimed
    }

    /// One attempt, and its end written down. Whether the kind is blocked; none when nobody knows.
    async fn attempt(&self, work: &dyn Work, job: LeasedJob) -> Option<bool> {
        let now = self.clock.now();
        let pause = pause_after(job.n_attempts, self.random.below(1_000));
        let next_at = pause.map(|pause| Micros(now.0 + pause));
        let attempt = Attempt {
            job: job.clone(),
            next_at,
        };
        let limit = Duration::from_secs(ATTEMPT_SECONDS_MAX);
        let fenced = AssertUnwindSafe(work.attempt(attempt)).catch_unwind();
        let report = match tokio::time::timeout(limit, fenced).await {
            Ok(Ok(Ok(report))) => report,
            Ok(Err(_)) => {
                metrics::counter!(meter::PANICS).increment(1);
                tracing::error!(job.id = %job.id, "job {} panicked", job.id);
                Worked::Again("panic".into()).into()
            }
            Ok(Ok(Err(fault))) => {
                complain("job", &fault);
                Worked::Again("store".into()).into()
            }
            Err(_) => Worked::Again("timeout".into()).into(),
        };
        let outcome = match &report.worked {
            Worked::Done | Worked::Settled => "done",
            Worked::Again(_) => "again",
            Worked::Never(_) => "dead",
        };
        metrics::counter!(meter::JOBS, "kind" => work.kind(), "outcome" => outcome).increment(1);
        let written = match (&report.worked, next_at) {
            (Worked::Done, _) => self.store.finish_job(&job).await,
            (Worked::Settled, _) => Ok(true),
            (Worked::Again(error), Some(due_at)) => self.store.retry_job(&job, due_at, error).await,
            (Worked::Again(error), None) | (Worked::Never(error), _) => {
                self.store.bury_job(&job, now, error).await
            }
        };
        match written {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!(job.id = %job.id, "the lease of job {} was lost", job.id);
            }
            // The lease runs out, and the job is done again.
            Err(fault) => complain("settle_job", &fault),
        }
        Some(report.is_blocked)
    }
}

fn complain(attempt: &'static str, fault: &Fault) {
    metrics::counter!(meter::FAULTS, "attempt" => attempt).increment(1);
    tracing::warn!(attempt, error = %fault, "the queue failed at {attempt}: {fault}");
}
