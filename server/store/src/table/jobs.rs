//! Table `jobs`: work that waits for a worker, or for somebody to look at it.

use protocol::Micros;
use protocol::id::JobId;
use uuid::Uuid;

use crate::batch::{AroundRows, Writes};
use crate::code;
use crate::fault::Fault;
use crate::jobs::{BuriedJob, Lease, LeasedJob, NewJob};
use crate::link::Link;
use crate::statement::values;

const INSERT: AroundRows = AroundRows {
    attempt: "queueing jobs",
    before: "INSERT INTO jobs (job_id, kind, job_key, payload, state, due_at, n_attempts, \
             lease_node, lease_until, error, created_at) ",
    // The same work is queued once, however often it is asked for.
    after: " ON CONFLICT DO NOTHING",
};

pub(crate) async fn insert(
    link: &mut Link<'_>,
    jobs: &[NewJob],
    writes: &mut Writes,
) -> Result<(), Fault> {
    let rows: Vec<_> = jobs
        .iter()
        .map(|job| {
            values![
                job.id.uuid(),
                job.kind,
                job.key.clone(),
                job.payload.clone(),
                "waiting",
                job.due_at.0,
                0_i64,
                None::<Uuid>,
                None::<i64>,
                "",
                job.created_at.0,
            ]
        })
        .collect();
    INSERT.write(link, &rows, writes).await
}

#[derive(sqlx::FromRow)]
struct Stored {
    job_id: Uuid,
    payload: Vec<u8>,
    n_attempts: i64,
}

/// Takes work that is due, and work whose worker let its lease run out.
pub(crate) async fn claim(
    link: &mut Link<'_>,
    kind: &'static str,
    lease: &Lease,
    now: Micros,
    n_max: usize,
) -> Result<Vec<LeasedJob>, Fault> {
    macro_rules! claim {
        ($locking:literal) => {
            concat!(
                "UPDATE jobs SET state = 'running', lease_node = $1, lease_until = $2, \
                 n_attempts = n_attempts + 1 WHERE job_id IN (SELECT job_id FROM jobs WHERE \
                 kind = $5 AND ((state = 'waiting' AND due_at <= $3) OR \
                 (state = 'running' AND lease_until <= $3)) ORDER BY due_at, job_id LIMIT $4",
                $locking,
                ") RETURNING job_id, payload, n_attempts"
            )
        };
    }
    // SQLite has one writer, who holds the whole file.
    let statement = match link {
        Link::Sqlite(_) => claim!(""),
        Link::Postgres(_) => claim!(" FOR UPDATE SKIP LOCKED"),
    };
    let values = values![lease.node, lease.until.0, now.0, code::limit(n_max), kind];
    let mut rows: Vec<Stored> = link.all("claiming jobs", statement, values).await?;
    rows.sort_by_key(|row| row.job_id);
    rows.into_iter()
        .map(|row| {
            Ok(LeasedJob {
                id: row.job_id.into(),
                payload: row.payload,
                n_attempts: code::number("jobs.n_attempts", row.n_attempts)?,
                node: lease.node,
            })
        })
        .collect()
}

/// Deletes a job whose lease still holds. Whether it did.
pub(crate) async fn finish(link: &mut Link<'_>, job: &LeasedJob) -> Result<bool, Fault> {
    const FINISH: &str = "DELETE FROM jobs WHERE job_id = $1 AND lease_node = $2 \
                          AND n_attempts = $3 AND state = 'running'";
    let n_rows = link
        .execute(
            "finishing a job",
            FINISH,
            values![job.id.uuid(), job.node, i64::from(job.n_attempts)],
        )
        .await?;
    Ok(n_rows > 0)
}

/// Gives a job back whose lease still holds: to be done later, or never by itself.
pub(crate) async fn give_back(
    link: &mut Link<'_>,
    job: &LeasedJob,
    state: &'static str,
    due_at: Micros,
    error: &str,
) -> Result<bool, Fault> {
    const GIVE_BACK: &str = "UPDATE jobs SET state = $4, due_at = $5, error = $6, \
                             lease_node = NULL, lease_until = NULL WHERE job_id = $1 \
                             AND lease_node = $2 AND n_attempts = $3 AND state = 'running'";
    let n_rows = link
        .execute(
            "giving a job back",
            GIVE_BACK,
            values![
                job.id.uuid(),
                job.node,
                i64::from(job.n_attempts),
                state,
                due_at.0,
                error.to_owned()
            ],
        )
        .await?;
    Ok(n_rows > 0)
}

/// Deletes work by its key, unless somebody is at it. Whether there was some.
pub(crate) async fn call_off(link: &mut Link<'_>, key: &str) -> Result<bool, Fault> {
    const CALL_OFF: &str = "DELETE FROM jobs WHERE job_key = $1 AND state <> 'running'";
    let n_rows = link
        .execute("calling a job off", CALL_OFF, values![key.to_owned()])
        .await?;
    Ok(n_rows > 0)
}

/// When a job is done; none for one that is not there, or that somebody is at.
pub(crate) async fn due_at(link: &mut Link<'_>, id: Uuid) -> Result<Option<Micros>, Fault> {
    const DUE: &str = "SELECT due_at FROM jobs WHERE job_id = $1 AND state = 'waiting'";
    let row: Option<(i64,)> = link
        .optional("looking a job's time up", DUE, values![id])
        .await?;
    Ok(row.map(|(due_at,)| Micros(due_at)))
}

/// When the next job of a kind may be claimed.
pub(crate) async fn next_due(
    link: &mut Link<'_>,
    kind: &'static str,
) -> Result<Option<Micros>, Fault> {
    const NEXT: &str = "SELECT MIN(due) FROM (\
                        SELECT MIN(due_at) AS due FROM jobs \
                        WHERE kind = $1 AND state = 'waiting' UNION ALL \
                        SELECT MIN(lease_until) AS due FROM jobs \
                        WHERE kind = $1 AND state = 'running') AS next";
    let (due,): (Option<i64>,) = link
        .one("asking which job is due", NEXT, values![kind])
        .await?;
    Ok(due.map(Micros))
}

/// How many jobs are in each state.
pub(crate) async fn count(link: &mut Link<'_>) -> Result<Vec<(String, i64)>, Fault> {
    const COUNT: &str = "SELECT state, COUNT(*) FROM jobs GROUP BY state ORDER BY state";
    link.all("counting jobs", COUNT, Vec::new()).await
}

/// Work that nobody will try again by itself, oldest first.
pub(crate) async fn buried(link: &mut Link<'_>, n_max: usize) -> Result<Vec<BuriedJob>, Fault> {
    const BURIED: &str = "SELECT job_id, kind, n_attempts, error FROM jobs \
                          WHERE state = 'dead' ORDER BY due_at, job_id LIMIT $1";
    let rows: Vec<(Uuid, String, i64, String)> = link
        .all("listing dead jobs", BURIED, values![code::limit(n_max)])
        .await?;
    rows.into_iter()
        .map(|(id, kind, n_attempts, error)| {
            Ok(BuriedJob {
                id: JobId::from(id),
                kind,
                n_attempts: code::number("jobs.n_attempts", n_attempts)?,
                error,
            })
        })
        .collect()
}

/// Deletes dead letters' jobs whose letter is gone.
pub(crate) async fn sweep_orphans(link: &mut Link<'_>) -> Result<u64, Fault> {
    const SWEEP: &str = "DELETE FROM jobs WHERE state = 'dead' AND kind = 'send_letter' AND \
                         NOT EXISTS (SELECT 1 FROM letters WHERE letter_id = job_id)";
    link.execute("sweeping jobs without a letter", SWEEP, Vec::new())
        .await
}
