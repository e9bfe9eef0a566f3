//! Table `recovery_codes`: what opens when the device is lost, each once.

use protocol::Micros;

use crate::fault::Fault;
use crate::link::Link;
use crate::sign_in::TokenHash;
use crate::statement::values;
use crate::user::UserId;

/// Replaces a user's codes.
pub(crate) async fn replace(
    link: &mut Link<'_>,
    user: UserId,
    codes: &[TokenHash],
) -> Result<(), Fault> {
    const DELETE: &str = "DELETE FROM recovery_codes WHERE user_id = $1";
    const INSERT: &str = "INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)";
    link.execute("removing recovery codes", DELETE, values![user.uuid()])
        .await?;
    for code in codes {
        link.execute(
            "writing recovery codes",
            INSERT,
            values![user.uuid(), code.to_vec()],
        )
        .await?;
    }
    Ok(())
}

/// Uses a code up. Of any number of callers exactly one succeeds.
pub(crate) async fn consume(
    link: &mut Link<'_>,
    user: UserId,
    code: &TokenHash,
    now: Micros,
) -> Result<bool, Fault> {
    const CONSUME: &str = "UPDATE recovery_codes SET used_at = $3 \
                           WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL";
    link.execute(
        "using a recovery code up",
        CONSUME,
        values![user.uuid(), code.to_vec(), now.0],
    )
    .await
    .map(|n_rows| n_rows > 0)
}

/// How many are left.
pub(crate) async fn count_left(link: &mut Link<'_>, user: UserId) -> Result<i64, Fault> {
    const COUNT: &str =
        "SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL";
    let (n_left,): (i64,) = link
        .one("counting recovery codes", COUNT, values![user.uuid()])
        .await?;
    Ok(n_left)
}
