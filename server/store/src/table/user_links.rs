//! Table `user_links`: links that users are sent, each good for one purpose, once. The token
//! itself is never stored.

use protocol::Micros;
use uuid::Uuid;

use crate::code::Word;
use crate::fault::Fault;
use crate::link::Link;
use crate::sign_in::TokenHash;
use crate::statement::values;
use crate::user::{Purpose, UsedLink, UserId};

pub(crate) async fn insert(
    link: &mut Link<'_>,
    token: &TokenHash,
    user: UserId,
    purpose: Purpose,
    detail: &str,
    expires_at: Micros,
) -> Result<(), Fault> {
    const INSERT: &str = "INSERT INTO user_links (token_hash, user_id, purpose, detail, expires_at) \
                          VALUES ($1, $2, $3, $4, $5)";
    link.execute(
        "issuing a user's link",
        INSERT,
        values![
            token.to_vec(),
            user.uuid(),
            purpose.word(),
            detail.to_owned(),
            expires_at.0,
        ],
    )
    .await
    .map(drop)
}

/// Whose a link is that could be used now.
pub(crate) async fn find(
    link: &mut Link<'_>,
    token: &TokenHash,
    purpose: Purpose,
    now: Micros,
) -> Result<Option<UsedLink>, Fault> {
    const FIND: &str = "SELECT user_id, detail FROM user_links WHERE token_hash = $1 \
                        AND purpose = $2 AND used_at IS NULL AND expires_at > $3";
    let row: Option<(Uuid, String)> = link
        .optional(
            "looking a user's link up",
            FIND,
            values![token.to_vec(), purpose.word(), now.0],
        )
        .await?;
    Ok(row.map(|(user, detail)| UsedLink {
        user: user.into(),
        detail,
    }))
}

/// Uses a link up: of any number of callers exactly one gets the user.
pub(crate) async fn consume(
    link: &mut Link<'_>,
    token: &TokenHash,
    purpose: Purpose,
    now: Micros,
) -> Result<Option<UsedLink>, Fault> {
    const CONSUME: &str = "UPDATE user_links SET used_at = $3 WHERE token_hash = $1 \
                           AND purpose = $2 AND used_at IS NULL AND expires_at > $3 \
                           RETURNING user_id, detail";
    let row: Option<(Uuid, String)> = link
        .optional(
            "using a user's link up",
            CONSUME,
            values![token.to_vec(), purpose.word(), now.0],
        )
        .await?;
    Ok(row.map(|(user, detail)| UsedLink {
        user: user.into(),
        detail,
    }))
}

/// Makes every open link of a user useless.
pub(crate) async fn revoke_all(link: &mut Link<'_>, user: UserId) -> Result<(), Fault> {
    const REVOKE: &str = "DELETE FROM user_links WHERE user_id = $1 AND used_at IS NULL";
    link.execute("revoking a user's links", REVOKE, values![user.uuid()])
        .await
        .map(drop)
}

/// Rewrites the table without its dead rows, where the engine keeps them.
pub(crate) const REWRITE: &str = "VACUUM FULL user_links";

/// Deletes links whose time is over.
pub(crate) async fn sweep(link: &mut Link<'_>, now: Micros) -> Result<u64, Fault> {
    const SWEEP: &str = "DELETE FROM user_links WHERE expires_at <= $1";
    link.execute("sweeping users' links", SWEEP, values![now.0])
        .await
}
