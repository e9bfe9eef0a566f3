//! Table `accounts`: who may sign in to which event; without name or mail.

use protocol::Micros;
use uuid::Uuid;

use crate::account::{Account, AccountId, Holder};
use crate::batch::{AroundRows, Writes};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;
use protocol::id::EventId;

const INSERT: AroundRows = AroundRows {
    attempt: "creating accounts",
    before: "INSERT INTO accounts (id, event_id, holder, holder_id, created_at) ",
    after: "",
};

pub(crate) async fn insert(link: &mut Link<'_>, accounts: &[Account]) -> Result<(), Fault> {
    let rows: Vec<_> = accounts
        .iter()
        .map(|account| {
            let (holder, holder_id) = account.holder.columns();
            values![
                account.id.uuid(),
                account.event.uuid(),
                holder,
                holder_id,
                account.created_at.0,
            ]
        })
        .collect();
    INSERT.write(link, &rows, &mut Writes::default()).await
}

#[derive(sqlx::FromRow)]
struct Stored {
    id: Uuid,
    event_id: Uuid,
    holder: String,
    holder_id: Uuid,
    created_at: i64,
}

impl Stored {
    fn read(self) -> Result<Account, Fault> {
        Ok(Account {
            id: self.id.into(),
            event: self.event_id.into(),
            holder: Holder::read("accounts.holder", &self.holder, self.holder_id)?,
            created_at: Micros(self.created_at),
        })
    }
}

pub(crate) async fn find(link: &mut Link<'_>, id: AccountId) -> Result<Option<Account>, Fault> {
    const FIND: &str =
        "SELECT id, event_id, holder, holder_id, created_at FROM accounts WHERE id = $1";
    let row: Option<Stored> = link
        .optional("looking an account up", FIND, values![id.uuid()])
        .await?;
    row.map(Stored::read).transpose()
}

pub(crate) async fn find_held_by(
    link: &mut Link<'_>,
    event: EventId,
    holder: Holder,
) -> Result<Option<Account>, Fault> {
    const FIND: &str = "SELECT id, event_id, holder, holder_id, created_at FROM accounts \
                        WHERE event_id = $1 AND holder = $2 AND holder_id = $3";
    let (word, holder_id) = holder.columns();
    let row: Option<Stored> = link
        .optional(
            "looking a holder's account up",
            FIND,
            values![event.uuid(), word, holder_id],
        )
        .await?;
    row.map(Stored::read).transpose()
}

/// Deletes the account; links and sign-ins go with it.
pub(crate) async fn delete(link: &mut Link<'_>, id: AccountId) -> Result<bool, Fault> {
    const DELETE: &str = "DELETE FROM accounts WHERE id = $1";
    link.execute("deleting an account", DELETE, values![id.uuid()])
        .await
        .map(|n_rows| n_rows > 0)
}
