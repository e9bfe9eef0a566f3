//! Work that is done later, by whichever node gets to it first.
//!
//! Guarantees. **With its cause**: a job is written in the transaction of what caused it, or not
//! at all. **At least once**: a node that dies loses its lease, and another node does the work
//! again; so work must bear being done twice. **Fenced**: each claim counts the attempts up, and
//! whoever comes back late with an older count changes nothing. **Once per key**: the same work
//! asked for again while it waits is one job. **Nothing silent**: what failed for good stays,
//! with the reason, until somebody tries again or lets it go.

use protocol::Micros;
use protocol::id::JobId;
use uuid::Uuid;

use crate::batch::Writes;
use crate::fault::Fault;
use crate::open::Store;
use crate::table::jobs;

/// Work that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// Which kind of work; a word of the caller's.
    pub kind: &'static str,
    /// What makes it the same work as another.
    pub key: String,
    /// What to do, in the caller's encoding. No personal value: the row outlives its cause.
    pub payload: Vec<u8>,
    /// Not before.
    pub due_at: Micros,
    /// Since when.
    pub created_at: Micros,
}

/// Who takes work, and until when nobody else may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// This life of this node.
    pub node: Uuid,
    /// Until when.
    pub until: Micros,
}

/// A job in somebody's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeasedJob {
    /// Its id.
    pub id: JobId,
    /// What to do.
    pub payload: Vec<u8>,
    /// How many times it was taken, this time included; the fence.
    pub n_attempts: u32,
    pub(crate) node: Uuid,
}

/// A job that nobody tries again by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuriedJob {
    /// Its id.
    pub id: JobId,
    /// Which kind of work.
    pub kind: String,
    /// How many times it was tried.
    pub n_attempts: u32,
    /// Why it failed last: a code.
    pub error: String,
}

/// How many jobs there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JobCounts {
    /// Waiting for their time or for a worker.
    pub n_waiting: u64,
    /// In somebody's hands.
    pub n_running: u64,
    /// Failed for good.
    pub n_dead: u64,
}

impl Store {
    /// Queues work that has no other cause to be written with.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn enqueue_jobs(&self, new: &[NewJob]) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        jobs::insert(&mut open.link(), new, &mut Writes::default()).await?;
        open.commit().await
    }

    /// When the next job of a kind may be claimed; asks a reader and so disturbs nobody.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn next_job_due(&self, kind: &'static str) -> Result<Option<Micros>, Fault> {
        let mut open = self.pools.reading().await?;
        jobs::next_due(&mut open.link(), kind).await
    }

    /// Takes work of a kind that is due. No two nodes get the same.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn claim_jobs(
        &self,
        kind: &'static str,
        lease: Lease,
        now: Micros,
        n_max: usize,
    ) -> Result<Vec<LeasedJob>, Fault> {
        let mut open = self.pools.writing().await?;
        let claimed = jobs::claim(&mut open.link(), kind, &lease, now, n_max).await?;
        open.commit().await?;
        Ok(claimed)
    }

    /// Says that work is done. False when the lease was lost meanwhile: then it counts for nothing.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn finish_job(&self, job: &LeasedJob) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let held = jobs::finish(&mut open.link(), job).await?;
        open.commit().await?;
        Ok(held)
    }

    /// Gives work back, to be tried again from a time on. False when the lease was lost.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn retry_job(
        &self,
        job: &LeasedJob,
        due_at: Micros,
        error: &str,
    ) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let held = jobs::give_back(&mut open.link(), job, "waiting", due_at, error).await?;
        open.commit().await?;
        Ok(held)
    }

    /// Gives work up; it stays to be looked at. False when the lease was lost.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn bury_job(&self, job: &LeasedJob, now: Micros, error: &str) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let held = jobs::give_back(&mut open.link(), job, "dead", now, error).await?;
        open.commit().await?;
        Ok(held)
    }

    /// Work that failed for good, oldest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn buried_jobs(&self, n_max: usize) -> Result<Vec<BuriedJob>, Fault> {
        let mut open = self.pools.reading().await?;
        jobs::buried(&mut open.link(), n_max).await
    }

    /// How many jobs wait, run, and failed for good.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn count_jobs(&self) -> Result<JobCounts, Fault> {
        let mut open = self.pools.reading().await?;
        let mut counts = JobCounts::default();
        for (state, n) in jobs::count(&mut open.link()).await? {
            let n = n.unsigned_abs();
            match state.as_str() {
                "waiting" => counts.n_waiting = n,
                "running" => counts.n_running = n,
                _ => counts.n_dead = n,
            }
        }
        Ok(counts)
    }
}
