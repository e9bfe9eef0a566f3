//! Table `passwords`: stretched passwords, never the passwords themselves.

use protocol::Micros;

use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;
use crate::user::UserId;

pub(crate) async fn put(
    link: &mut Link<'_>,
    user: UserId,
    phc: &str,
    now: Micros,
) -> Result<(), Fault> {
    const PUT: &str = "INSERT INTO passwords (user_id, phc, set_at) VALUES ($1, $2, $3) \
                       ON CONFLICT (user_id) DO UPDATE SET \
                       phc = excluded.phc, set_at = excluded.set_at";
    link.execute(
        "setting a password",
        PUT,
        values![user.uuid(), phc.to_owned(), now.0],
    )
    .await
    .map(drop)
}

/// Replaces one form of a password by another form of the same, unless it was changed meanwhile.
pub(crate) async fn strengthen(
    link: &mut Link<'_>,
    user: UserId,
    before: &str,
    after: &str,
) -> Result<(), Fault> {
    const STRENGTHEN: &str = "UPDATE passwords SET phc = $3 WHERE user_id = $1 AND phc = $2";
    link.execute(
        "stretching a password further",
        STRENGTHEN,
        values![user.uuid(), before.to_owned(), after.to_owned()],
    )
    .await
    .map(drop)
}

pub(crate) async fn find(link: &mut Link<'_>, user: UserId) -> Result<Option<String>, Fault> {
    const FIND: &str = "SELECT phc FROM passwords WHERE user_id = $1";
    let row: Option<(String,)> = link
        .optional("looking a password up", FIND, values![user.uuid()])
        .await?;
    Ok(row.map(|(phc,)| phc))
}
