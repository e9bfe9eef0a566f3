//! Table `attempts`: failures in a row, by a fingerprint of what was tried and from where.

use protocol::Micros;

use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::sign_in::TokenHash;
use crate::statement::values;
use crate::user::Attempts;

pub(crate) async fn find(link: &mut Link<'_>, subject: &TokenHash) -> Result<Attempts, Fault> {
    const FIND: &str = "SELECT n_failed, failed_at FROM attempts WHERE subject_hash = $1";
    let row: Option<(i64, i64)> = link
        .optional("counting attempts", FIND, values![subject.to_vec()])
        .await?;
    row.map_or(Ok(Attempts::default()), |(n_failed, failed_at)| {
        Ok(Attempts {
            n_failed: code::number("attempts.n_failed", n_failed)?,
            failed_at: Micros(failed_at),
        })
    })
}

/// One more.
pub(crate) async fn add(
    link: &mut Link<'_>,
    subject: &TokenHash,
    now: Micros,
) -> Result<(), Fault> {
    const ADD: &str = "INSERT INTO attempts (subject_hash, n_failed, failed_at) \
                       VALUES ($1, 1, $2) ON CONFLICT (subject_hash) DO UPDATE SET \
                       n_failed = attempts.n_failed + 1, failed_at = excluded.failed_at";
    link.execute(
        "counting a failed attempt",
        ADD,
        values![subject.to_vec(), now.0],
    )
    .await
    .map(drop)
}

/// It succeeded.
pub(crate) async fn forget(link: &mut Link<'_>, subject: &TokenHash) -> Result<(), Fault> {
    const FORGET: &str = "DELETE FROM attempts WHERE subject_hash = $1";
    link.execute("forgetting attempts", FORGET, values![subject.to_vec()])
        .await
        .map(drop)
}

/// Deletes what failed last before `before`.
pub(crate) async fn sweep(link: &mut Link<'_>, before: Micros) -> Result<u64, Fault> {
    const SWEEP: &str = "DELETE FROM attempts WHERE failed_at <= $1";
    link.execute("sweeping attempts", SWEEP, values![before.0])
        .await
}
