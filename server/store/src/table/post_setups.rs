//! Table `post_setups`: how an event writes letters. An event without a row has never been asked.

use protocol::id::EventId;

use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;
use crate::templates::PostSetup;

#[derive(sqlx::FromRow)]
struct Stored {
    revision: i64,
    is_on: bool,
    is_announcing: bool,
    sender_name: String,
    sender_address: String,
    reply_to: String,
    copies: String,
    colour: String,
}

pub(crate) async fn find(link: &mut Link<'_>, event: EventId) -> Result<Option<PostSetup>, Fault> {
    const FIND: &str = "SELECT revision, is_on, is_announcing, sender_name, sender_address, \
                        reply_to, copies, colour FROM post_setups WHERE event_id = $1";
    let row: Option<Stored> = link
        .optional("looking the post's setting up", FIND, values![event.uuid()])
        .await?;
    row.map(|row| {
        Ok(PostSetup {
            revision: code::number("post_setups.revision", row.revision)?,
            is_on: row.is_on,
            is_announcing: row.is_announcing,
            sender_name: row.sender_name,
            sender_address: row.sender_address,
            reply_to: row.reply_to,
            copies: row.copies.lines().map(ToOwned::to_owned).collect(),
            colour: row.colour,
        })
    })
    .transpose()
}

/// Writes the setting, if it still has the revision before this one.
pub(crate) async fn put(
    link: &mut Link<'_>,
    event: EventId,
    setup: &PostSetup,
) -> Result<bool, Fault> {
    const PUT: &str = "INSERT INTO post_setups (event_id, revision, is_on, is_announcing, \
                       sender_name, sender_address, reply_to, copies, colour) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                       ON CONFLICT (event_id) DO UPDATE SET revision = excluded.revision, \
                       is_on = excluded.is_on, is_announcing = excluded.is_announcing, \
                       sender_name = excluded.sender_name, \
                       sender_address = excluded.sender_address, \
                       reply_to = excluded.reply_to, copies = excluded.copies, \
                       colour = excluded.colour \
                       WHERE post_setups.revision = excluded.revision - 1";
    let values = values![
        event.uuid(),
        code::position(setup.revision),
        setup.is_on,
        setup.is_announcing,
        setup.sender_name.clone(),
        setup.sender_address.clone(),
        setup.reply_to.clone(),
        setup.copies.join("\n"),
        setup.colour.clone(),
    ];
    let n_rows = link
        .execute("writing the post's setting", PUT, values)
        .await?;
    Ok(n_rows > 0)
}
