//! Table `calendar_feeds`: secret addresses of agendas. The secret itself is never stored.

use protocol::Micros;
use uuid::Uuid;

use crate::account::AccountId;
use crate::fault::Fault;
use crate::link::Link;
use crate::sign_in::TokenHash;
use crate::statement::values;

/// Gives an account an address; the former one leads nowhere from then on.
pub(crate) async fn put(
    link: &mut Link<'_>,
    token: &TokenHash,
    account: AccountId,
    now: Micros,
) -> Result<(), Fault> {
    const PUT: &str = "INSERT INTO calendar_feeds (token_hash, account_id, created_at) \
                       VALUES ($1, $2, $3) ON CONFLICT (account_id) DO UPDATE SET \
                       token_hash = excluded.token_hash, created_at = excluded.created_at";
    link.execute(
        "opening a calendar feed",
        PUT,
        values![token.to_vec(), account.uuid(), now.0],
    )
    .await
    .map(drop)
}

/// Closes an account's address.
pub(crate) async fn delete(link: &mut Link<'_>, account: AccountId) -> Result<u64, Fault> {
    const DELETE: &str = "DELETE FROM calendar_feeds WHERE account_id = $1";
    link.execute("closing a calendar feed", DELETE, values![account.uuid()])
        .await
}

/// Whose agenda an address shows.
pub(crate) async fn find(
    link: &mut Link<'_>,
    token: &TokenHash,
) -> Result<Option<AccountId>, Fault> {
    const FIND: &str = "SELECT account_id FROM calendar_feeds WHERE token_hash = $1";
    let row: Option<(Uuid,)> = link
        .optional("looking a calendar feed up", FIND, values![token.to_vec()])
        .await?;
    Ok(row.map(|(account,)| account.into()))
}

/// Since when an account has an address, if it has one.
pub(crate) async fn since(
    link: &mut Link<'_>,
    account: AccountId,
) -> Result<Option<Micros>, Fault> {
    const SINCE: &str = "SELECT created_at FROM calendar_feeds WHERE account_id = $1";
    let row: Option<(i64,)> = link
        .optional(
            "looking for a calendar feed",
            SINCE,
            values![account.uuid()],
        )
        .await?;
    Ok(row.map(|(at,)| Micros(at)))
}
