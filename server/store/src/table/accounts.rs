//! Table `accounts`: who may sign in to which event; without name or mail.

use protocol::Micros;
use uuid::Uuid;

use crate::account::{Account, AccountId, Holder};
use crate::batch::{AroundRows, Writes};
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;
use crate::user::{Holding, TeamRole, UserId};
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

/// Says whose account it is. Whether it was nobody's, or his already.
pub(crate) async fn set_user(
    link: &mut Link<'_>,
    id: AccountId,
    user: UserId,
) -> Result<bool, Fault> {
    const SET: &str = "UPDATE accounts SET user_id = $2 \
                       WHERE id = $1 AND (user_id IS NULL OR user_id = $2)";
    link.execute(
        "giving an account to a user",
        SET,
        values![id.uuid(), user.uuid()],
    )
    .await
    .map(|n_rows| n_rows > 0)
}

#[derive(sqlx::FromRow)]
struct Held {
    id: Uuid,
    event_id: Uuid,
    holder: String,
    holder_id: Uuid,
    created_at: i64,
    role: Option<String>,
}

/// What a user holds, the youngest event first. Who was taken off a team holds nothing there.
pub(crate) async fn held_by_user(link: &mut Link<'_>, user: UserId) -> Result<Vec<Holding>, Fault> {
    const LIST: &str = "SELECT a.id, a.event_id, a.holder, a.holder_id, a.created_at, s.role \
                        FROM accounts a LEFT JOIN staff s ON a.holder = 'staff' \
                        AND s.event_id = a.event_id AND s.staff_id = a.holder_id \
                        WHERE a.user_id = $1 AND (a.holder = 'person' OR s.role IS NOT NULL) \
                        ORDER BY a.event_id DESC, a.id";
    let rows: Vec<Held> = link
        .all("listing a user's accounts", LIST, values![user.uuid()])
        .await?;
    rows.into_iter()
        .map(|row| {
            let role = row.role.as_deref();
            let role = role.map(|word| code::word::<TeamRole>("staff.role", word));
            let account = Stored {
                id: row.id,
                event_id: row.event_id,
                holder: row.holder,
                holder_id: row.holder_id,
                created_at: row.created_at,
            };
            Ok(Holding {
                account: account.read()?,
                role: role.transpose()?,
            })
        })
        .collect()
}

/// Whose account it is.
pub(crate) async fn user_of(link: &mut Link<'_>, id: AccountId) -> Result<Option<UserId>, Fault> {
    const FIND: &str = "SELECT user_id FROM accounts WHERE id = $1";
    let row: Option<(Option<Uuid>,)> = link
        .optional("looking an account's user up", FIND, values![id.uuid()])
        .await?;
    Ok(row.and_then(|(user,)| user).map(Into::into))
}

/// How many accounts a user has, those on teams that he left included.
pub(crate) async fn count_of_user(link: &mut Link<'_>, user: UserId) -> Result<i64, Fault> {
    const COUNT: &str = "SELECT COUNT(*) FROM accounts WHERE user_id = $1";
    let (n,): (i64,) = link
        .one("counting a user's accounts", COUNT, values![user.uuid()])
        .await?;
    Ok(n)
}

/// Deletes every account of a user; their sign-ins go with them.
pub(crate) async fn delete_of_user(
    link: &mut Link<'_>,
    user: UserId,
) -> Result<Vec<AccountId>, Fault> {
    const DELETE: &str = "DELETE FROM accounts WHERE user_id = $1 RETURNING id";
    let rows: Vec<(Uuid,)> = link
        .all("deleting a user's accounts", DELETE, values![user.uuid()])
        .await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// The accounts of an event that users hold, with their addresses.
pub(crate) async fn with_users(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<(UserId, String, Account)>, Fault> {
    const LIST: &str = "SELECT u.id AS user_id, u.email, a.id, a.holder, a.holder_id, a.created_at \
                        FROM accounts a JOIN users u ON u.id = a.user_id WHERE a.event_id = $1 \
                        ORDER BY a.id";
    let rows: Vec<(Uuid, String, Uuid, String, Uuid, i64)> = link
        .all("listing an event's users", LIST, values![event.uuid()])
        .await?;
    rows.into_iter()
        .map(|(user, email, id, holder, holder_id, created_at)| {
            let stored = Stored {
                id,
                event_id: event.uuid(),
                holder,
                holder_id,
                created_at,
            };
            Ok((user.into(), email, stored.read()?))
        })
        .collect()
}
