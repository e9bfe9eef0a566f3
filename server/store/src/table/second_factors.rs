//! Table `second_factors`: the secrets that devices compute codes from.

use protocol::Micros;

use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;
use crate::user::{SecondFactor, UserId};

/// Puts a secret that is not confirmed yet; one that is confirmed stays.
pub(crate) async fn propose(
    link: &mut Link<'_>,
    user: UserId,
    secret: &[u8],
) -> Result<bool, Fault> {
    const PROPOSE: &str = "INSERT INTO second_factors (user_id, secret, confirmed_at, last_step) \
                           VALUES ($1, $2, NULL, 0) ON CONFLICT (user_id) DO UPDATE SET \
                           secret = excluded.secret, last_step = 0 \
                           WHERE second_factors.confirmed_at IS NULL";
    link.execute(
        "proposing a second factor",
        PROPOSE,
        values![user.uuid(), secret.to_vec()],
    )
    .await
    .map(|n_rows| n_rows > 0)
}

pub(crate) async fn find(link: &mut Link<'_>, user: UserId) -> Result<Option<SecondFactor>, Fault> {
    const FIND: &str =
        "SELECT secret, confirmed_at, last_step FROM second_factors WHERE user_id = $1";
    let row: Option<(Vec<u8>, Option<i64>, i64)> = link
        .optional("looking a second factor up", FIND, values![user.uuid()])
        .await?;
    row.map(|(secret, confirmed_at, last_step)| {
        Ok(SecondFactor {
            secret,
            confirmed_at: code::instant(confirmed_at),
            last_step: code::number("second_factors.last_step", last_step)?,
        })
    })
    .transpose()
}

/// The first code was right: from now on one is asked for. Whether it still waited for that.
pub(crate) async fn confirm(
    link: &mut Link<'_>,
    user: UserId,
    step: u64,
    now: Micros,
) -> Result<bool, Fault> {
    const CONFIRM: &str = "UPDATE second_factors SET confirmed_at = $2, last_step = $3 \
                           WHERE user_id = $1 AND confirmed_at IS NULL";
    link.execute(
        "confirming a second factor",
        CONFIRM,
        values![user.uuid(), now.0, code::position(step)],
    )
    .await
    .map(|n_rows| n_rows > 0)
}

/// Uses the code of a step up. Of any number of callers exactly one succeeds.
pub(crate) async fn take_step(link: &mut Link<'_>, user: UserId, step: u64) -> Result<bool, Fault> {
    const TAKE: &str = "UPDATE second_factors SET last_step = $2 \
                        WHERE user_id = $1 AND confirmed_at IS NOT NULL AND last_step < $2";
    link.execute(
        "using a code up",
        TAKE,
        values![user.uuid(), code::position(step)],
    )
    .await
    .map(|n_rows| n_rows > 0)
}

pub(crate) async fn delete(link: &mut Link<'_>, user: UserId) -> Result<(), Fault> {
    const DELETE: &str = "DELETE FROM second_factors WHERE user_id = $1";
    link.execute("removing a second factor", DELETE, values![user.uuid()])
        .await
        .map(drop)
}
