//! Table `sign_ins`: authenticated logins. The cookie's token itself is never stored.

use protocol::Micros;
use uuid::Uuid;

use crate::account::{Account, AccountId, Holder, SignIn};
use crate::code::corrupt;
use crate::fault::Fault;
use crate::link::Link;
use crate::sign_in::TokenHash;
use crate::statement::values;

/// `user_sign_in` is the login of a user that it began with and ends with.
pub(crate) async fn insert(
    link: &mut Link<'_>,
    token: &TokenHash,
    account: AccountId,
    user_sign_in: Option<&TokenHash>,
    now: Micros,
    expires_at: Micros,
) -> Result<(), Fault> {
    const INSERT: &str = "INSERT INTO sign_ins \
                          (token_hash, account_id, user_sign_in_hash, created_at, seen_at, expires_at) \
                          VALUES ($1, $2, $3, $4, $4, $5)";
    link.execute(
        "creating a sign-in",
        INSERT,
        values![
            token.to_vec(),
            account.uuid(),
            user_sign_in.map(|token| token.to_vec()),
            now.0,
            expires_at.0,
        ],
    )
    .await
    .map(drop)
}

#[derive(sqlx::FromRow)]
struct Stored {
    signed_in_at: i64,
    seen_at: Option<i64>,
    expires_at: i64,
    id: Uuid,
    event_id: Uuid,
    holder: String,
    holder_id: Uuid,
    created_at: i64,
}

/// A sign-in that is neither expired nor revoked, with its account.
pub(crate) async fn find(
    link: &mut Link<'_>,
    token: &TokenHash,
    now: Micros,
) -> Result<Option<SignIn>, Fault> {
    const FIND: &str = "SELECT s.created_at AS signed_in_at, s.seen_at, s.expires_at, \
                        a.id, a.event_id, a.holder, a.holder_id, a.created_at \
                        FROM sign_ins s JOIN accounts a ON a.id = s.account_id \
                        WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2";
    let row: Option<Stored> = link
        .optional("looking a sign-in up", FIND, values![token.to_vec(), now.0])
        .await?;
    row.map(|row| {
        Ok(SignIn {
            account: Account {
                id: row.id.into(),
                event: row.event_id.into(),
                holder: Holder::read("accounts.holder", &row.holder, row.holder_id)?,
                created_at: Micros(row.created_at),
            },
            created_at: Micros(row.signed_in_at),
            seen_at: Micros(row.seen_at.unwrap_or(row.signed_in_at)),
            expires_at: Micros(row.expires_at),
        })
    })
    .transpose()
}

/// Ends one sign-in. Whose it was, if it was in force.
pub(crate) async fn revoke(
    link: &mut Link<'_>,
    token: &TokenHash,
    now: Micros,
) -> Result<Option<AccountId>, Fault> {
    const REVOKE: &str = "UPDATE sign_ins SET revoked_at = $2 \
                          WHERE token_hash = $1 AND revoked_at IS NULL RETURNING account_id";
    let row: Option<(Uuid,)> = link
        .optional("revoking a sign-in", REVOKE, values![token.to_vec(), now.0])
        .await?;
    Ok(row.map(|(account,)| account.into()))
}

/// It is in use. The login of a user that it began with, if any.
pub(crate) async fn touch(
    link: &mut Link<'_>,
    token: &TokenHash,
    now: Micros,
) -> Result<Option<TokenHash>, Fault> {
    const TOUCH: &str = "UPDATE sign_ins SET seen_at = $2 WHERE token_hash = $1 \
                         RETURNING user_sign_in_hash";
    let row: Option<(Option<Vec<u8>>,)> = link
        .optional(
            "marking a sign-in as used",
            TOUCH,
            values![token.to_vec(), now.0],
        )
        .await?;
    row.and_then(|(parent,)| parent)
        .map(|parent| {
            let parent: Result<TokenHash, _> = parent.try_into();
            parent.map_err(|_| corrupt("sign_ins.user_sign_in_hash"))
        })
        .transpose()
}

/// Ends what began with a login of a user. Whose they were.
pub(crate) async fn revoke_begun_with(
    link: &mut Link<'_>,
    user_sign_in: &TokenHash,
    now: Micros,
) -> Result<Vec<AccountId>, Fault> {
    const REVOKE: &str = "UPDATE sign_ins SET revoked_at = $2 \
                          WHERE user_sign_in_hash = $1 AND revoked_at IS NULL \
                          RETURNING account_id";
    let rows: Vec<(Uuid,)> = link
        .all(
            "revoking what began with a sign-in",
            REVOKE,
            values![user_sign_in.to_vec(), now.0],
        )
        .await?;
    Ok(rows.into_iter().map(|(account,)| account.into()).collect())
}

/// Ends every sign-in of an account.
pub(crate) async fn revoke_all(
    link: &mut Link<'_>,
    account: AccountId,
    now: Micros,
) -> Result<u64, Fault> {
    const REVOKE: &str =
        "UPDATE sign_ins SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL";
    link.execute("revoking sign-ins", REVOKE, values![account.uuid(), now.0])
        .await
}

/// Deletes sign-ins whose time is over, revoked ones included.
pub(crate) async fn sweep(link: &mut Link<'_>, now: Micros) -> Result<u64, Fault> {
    const SWEEP: &str = "DELETE FROM sign_ins WHERE expires_at <= $1";
    link.execute("sweeping expired sign-ins", SWEEP, values![now.0])
        .await
}
