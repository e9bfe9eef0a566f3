//! Table `second_factors`: the secrets that devices compute codes from.

use protocol::Micros;
use uuid::Uuid;

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
    sealed_by: Option<u32>,
) -> Result<bool, Fault> {
    const PROPOSE: &str = "INSERT INTO second_factors \
                           (user_id, secret, sealed_by, confirmed_at, last_step) \
                           VALUES ($1, $2, $3, NULL, 0) ON CONFLICT (user_id) DO UPDATE SET \
                           secret = excluded.secret, sealed_by = excluded.sealed_by, \
                           last_step = 0 WHERE second_factors.confirmed_at IS NULL";
    link.execute(
        "proposing a second factor",
        PROPOSE,
        values![user.uuid(), secret.to_vec(), sealed_by.map(i64::from)],
    )
    .await
    .map(|n_rows| n_rows > 0)
}

/// Secret, key, since when, last step.
type StoredFactor = (Vec<u8>, Option<i64>, Option<i64>, i64);

pub(crate) async fn find(link: &mut Link<'_>, user: UserId) -> Result<Option<SecondFactor>, Fault> {
    const FIND: &str =
        "SELECT secret, sealed_by, confirmed_at, last_step FROM second_factors WHERE user_id = $1";
    let row: Option<StoredFactor> = link
        .optional("looking a second factor up", FIND, values![user.uuid()])
        .await?;
    row.map(|(secret, sealed_by, confirmed_at, last_step)| {
        Ok(SecondFactor {
            secret,
            sealed_by: key_number(sealed_by)?,
            confirmed_at: code::instant(confirmed_at),
            last_step: code::number("second_factors.last_step", last_step)?,
        })
    })
    .transpose()
}

fn key_number(stored: Option<i64>) -> Result<Option<u32>, Fault> {
    stored
        .map(|number| code::number("second_factors.sealed_by", number))
        .transpose()
}

/// Secrets that are sealed with another key than the given one, or with none when there is none
/// given, of users behind one; in the order of their ids.
pub(crate) async fn otherwise_sealed(
    link: &mut Link<'_>,
    than: Option<u32>,
    behind: Uuid,
    n_max: usize,
) -> Result<Vec<(UserId, Vec<u8>, Option<u32>)>, Fault> {
    const LIST: &str = "SELECT user_id, secret, sealed_by FROM second_factors \
                        WHERE user_id > $1 AND (sealed_by IS NULL OR sealed_by <> $2) \
                        ORDER BY user_id LIMIT $3";
    const PLAIN: &str = "SELECT user_id, secret, sealed_by FROM second_factors \
                         WHERE user_id > $1 AND sealed_by IS NULL ORDER BY user_id LIMIT $2";
    const ATTEMPT: &str = "listing secrets to seal";
    let n_max = code::limit(n_max);
    let rows: Vec<(Uuid, Vec<u8>, Option<i64>)> = match than {
        Some(key) => {
            let values = values![behind, i64::from(key), n_max];
            link.all(ATTEMPT, LIST, values).await?
        }
        None => link.all(ATTEMPT, PLAIN, values![behind, n_max]).await?,
    };
    rows.into_iter()
        .map(|(user, secret, sealed_by)| Ok((user.into(), secret, key_number(sealed_by)?)))
        .collect()
}

/// Puts a secret sealed anew in place of how it stood; not if it is another one by now.
pub(crate) async fn seal_again(
    link: &mut Link<'_>,
    user: UserId,
    before: &[u8],
    after: &[u8],
    sealed_by: u32,
) -> Result<bool, Fault> {
    const SEAL: &str = "UPDATE second_factors SET secret = $3, sealed_by = $4 \
                        WHERE user_id = $1 AND secret = $2";
    let key = i64::from(sealed_by);
    let values = values![user.uuid(), before.to_vec(), after.to_vec(), key];
    link.execute("sealing a secret", SEAL, values)
        .await
        .map(|n_rows| n_rows > 0)
}

/// The numbers of the keys that secrets are sealed with.
pub(crate) async fn keys_in_use(link: &mut Link<'_>) -> Result<Vec<u32>, Fault> {
    const KEYS: &str = "SELECT DISTINCT sealed_by FROM second_factors \
                        WHERE sealed_by IS NOT NULL ORDER BY sealed_by";
    let rows: Vec<(i64,)> = link.all("listing keys in use", KEYS, Vec::new()).await?;
    rows.into_iter()
        .map(|(number,)| code::number("second_factors.sealed_by", number))
        .collect()
}

/// Rewrites the table without its dead rows, where the engine keeps them.
pub(crate) const REWRITE: &str = "VACUUM FULL second_factors";

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
