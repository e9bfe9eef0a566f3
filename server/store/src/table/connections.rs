//! Table `connections`: who came in or tried to, for a year.

use protocol::Micros;
use protocol::id::EventId;
use uuid::Uuid;

use crate::account::AccountId;
use crate::code::{self, Word};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;
use crate::user::{Connection, UserId};

pub(crate) async fn insert(link: &mut Link<'_>, line: &Connection) -> Result<(), Fault> {
    const INSERT: &str = "INSERT INTO connections \
                          (id, happened_at, user_id, account_id, address, way, outcome) \
                          VALUES ($1, $2, $3, $4, $5, $6, $7)";
    link.execute(
        "logging a connection",
        INSERT,
        values![
            line.id,
            line.at.0,
            line.user.map(UserId::uuid),
            line.account.map(AccountId::uuid),
            line.address.clone(),
            line.way.word(),
            line.outcome.word(),
        ],
    )
    .await
    .map(drop)
}

#[derive(sqlx::FromRow)]
struct Stored {
    id: Uuid,
    happened_at: i64,
    user_id: Option<Uuid>,
    account_id: Option<Uuid>,
    address: String,
    way: String,
    outcome: String,
}

impl Stored {
    fn read(self) -> Result<Connection, Fault> {
        Ok(Connection {
            id: self.id,
            at: Micros(self.happened_at),
            user: self.user_id.map(Into::into),
            account: self.account_id.map(Into::into),
            address: self.address,
            way: code::word("connections.way", &self.way)?,
            outcome: code::word("connections.outcome", &self.outcome)?,
        })
    }
}

/// Lines about those who hold an account at an event, the youngest first, before an id. Whoever
/// holds accounts at several events appears at each with what was not about another one.
pub(crate) async fn list(
    link: &mut Link<'_>,
    event: EventId,
    before: Uuid,
    n_max: i64,
) -> Result<Vec<Connection>, Fault> {
    const LIST: &str = "SELECT c.id, c.happened_at, c.user_id, c.account_id, c.address, c.way, \
                        c.outcome FROM connections c WHERE c.id < $2 AND ( \
                        c.account_id IN (SELECT id FROM accounts WHERE event_id = $1) \
                        OR (c.account_id IS NULL AND c.user_id IN \
                        (SELECT user_id FROM accounts WHERE event_id = $1 AND user_id IS NOT NULL))) \
                        ORDER BY c.id DESC LIMIT $3";
    let rows: Vec<Stored> = link
        .all(
            "listing connections",
            LIST,
            values![event.uuid(), before, n_max],
        )
        .await?;
    rows.into_iter().map(Stored::read).collect()
}

/// Lines about a user, the youngest first.
pub(crate) async fn of_user(
    link: &mut Link<'_>,
    user: UserId,
    n_max: usize,
) -> Result<Vec<Connection>, Fault> {
    const LIST: &str = "SELECT id, happened_at, user_id, account_id, address, way, outcome \
                        FROM connections WHERE user_id = $1 \
                        OR account_id IN (SELECT id FROM accounts WHERE user_id = $1) \
                        ORDER BY id DESC LIMIT $2";
    let values = values![user.uuid(), code::limit(n_max)];
    let rows: Vec<Stored> = link
        .all("listing a user's connections", LIST, values)
        .await?;
    rows.into_iter().map(Stored::read).collect()
}

/// Takes out of the log who a user was and from where he came.
pub(crate) async fn forget_user(link: &mut Link<'_>, user: UserId) -> Result<u64, Fault> {
    const FORGET: &str = "UPDATE connections SET user_id = NULL, account_id = NULL, address = '' WHERE user_id = $1 \
         OR account_id IN (SELECT id FROM accounts WHERE user_id = $1)";
    link.execute("forgetting connections", FORGET, values![user.uuid()])
        .await
}

/// Takes out of the log whose account it was and from where he came.
pub(crate) async fn forget_account(link: &mut Link<'_>, account: AccountId) -> Result<u64, Fault> {
    const FORGET: &str = "UPDATE connections SET user_id = NULL, account_id = NULL, address = '' \
                          WHERE account_id = $1";
    link.execute("forgetting connections", FORGET, values![account.uuid()])
        .await
}

/// Rewrites the table without its dead rows, where the engine keeps them.
pub(crate) const REWRITE: &str = "VACUUM FULL connections";

/// Deletes lines of up to an instant.
pub(crate) async fn sweep(link: &mut Link<'_>, until: Micros) -> Result<u64, Fault> {
    const SWEEP: &str = "DELETE FROM connections WHERE happened_at <= $1";
    link.execute("sweeping connections", SWEEP, values![until.0])
        .await
}
