//! Table `contacts`: where an event's letters to somebody go.

use protocol::id::EventId;

use crate::account::Holder;
use crate::batch::{AroundRows, Writes};
use crate::fault::Fault;
use crate::letters::Contact;
use crate::link::Link;
use crate::statement::values;

const PUT: AroundRows = AroundRows {
    attempt: "writing contacts",
    before: "INSERT INTO contacts (event_id, holder, holder_id, address, language) ",
    after: " ON CONFLICT (event_id, holder, holder_id) DO UPDATE SET \
            address = excluded.address, language = excluded.language",
};

pub(crate) async fn put(
    link: &mut Link<'_>,
    event: EventId,
    contacts: &[(Holder, Contact)],
) -> Result<(), Fault> {
    let rows: Vec<_> = contacts
        .iter()
        .map(|(holder, contact)| {
            let (word, id) = holder.columns();
            values![
                event.uuid(),
                word,
                id,
                contact.address.clone(),
                contact.language.clone(),
            ]
        })
        .collect();
    PUT.write(link, &rows, &mut Writes::default()).await
}

pub(crate) async fn find(
    link: &mut Link<'_>,
    event: EventId,
    holder: Holder,
) -> Result<Option<Contact>, Fault> {
    // Where nothing else was said, to the user who holds the account.
    const FIND: &str = "SELECT address, language, CAST(1 AS BIGINT) AS place FROM contacts \
                        WHERE event_id = $1 AND holder = $2 AND holder_id = $3 UNION ALL \
                        SELECT u.email, u.language, CAST(2 AS BIGINT) AS place FROM accounts a \
                        JOIN users u ON u.id = a.user_id \
                        WHERE a.event_id = $1 AND a.holder = $2 AND a.holder_id = $3 \
                        ORDER BY place LIMIT 1";
    let (word, id) = holder.columns();
    let row: Option<(String, String, i64)> = link
        .optional(
            "looking a contact up",
            FIND,
            values![event.uuid(), word, id],
        )
        .await?;
    Ok(row.map(|(address, language, _)| Contact { address, language }))
}

pub(crate) async fn delete(
    link: &mut Link<'_>,
    event: EventId,
    holder: Holder,
) -> Result<u64, Fault> {
    const DELETE: &str =
        "DELETE FROM contacts WHERE event_id = $1 AND holder = $2 AND holder_id = $3";
    let (word, id) = holder.columns();
    link.execute(
        "forgetting a contact",
        DELETE,
        values![event.uuid(), word, id],
    )
    .await
}
