//! Table `one_time_links`: links that sign somebody in once. The token itself is never stored.

use protocol::Micros;
use uuid::Uuid;

use crate::account::AccountId;
use crate::batch::{AroundRows, Writes};
use crate::fault::Fault;
use crate::link::Link;
use crate::sign_in::TokenHash;
use crate::statement::values;

const INSERT: AroundRows = AroundRows {
    attempt: "issuing links",
    before: "INSERT INTO one_time_links (token_hash, account_id, expires_at) ",
    after: "",
};

pub(crate) async fn insert(
    link: &mut Link<'_>,
    links: &[(TokenHash, AccountId)],
    expires_at: Micros,
) -> Result<(), Fault> {
    let rows: Vec<_> = links
        .iter()
        .map(|(token, account)| values![token.to_vec(), account.uuid(), expires_at.0])
        .collect();
    INSERT.write(link, &rows, &mut Writes::default()).await
}

/// Uses a link up: of any number of callers exactly one gets the account.
pub(crate) async fn consume(
    link: &mut Link<'_>,
    token: &TokenHash,
    now: Micros,
) -> Result<Option<AccountId>, Fault> {
    const CONSUME: &str = "UPDATE one_time_links SET used_at = $2 \
                           WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 \
                           RETURNING account_id";
    let account: Option<(Uuid,)> = link
        .optional("using a link up", CONSUME, values![token.to_vec(), now.0])
        .await?;
    Ok(account.map(|(id,)| id.into()))
}

/// Deletes links whose time is over.
pub(crate) async fn sweep(link: &mut Link<'_>, now: Micros) -> Result<u64, Fault> {
    const SWEEP: &str = "DELETE FROM one_time_links WHERE expires_at <= $1";
    link.execute("sweeping expired links", SWEEP, values![now.0])
        .await
}
