//! Table `heads`: where an event's log ends. The row is the event's lock.

use protocol::id::EventId;

use crate::code;
use crate::fault::Fault;
use crate::link::{Link, on};
use crate::tx::Head;

pub(crate) async fn insert(link: &mut Link<'_>, event: EventId, head: &Head) -> Result<(), Fault> {
    const INSERT: &str =
        "INSERT INTO heads (event_id, epoch, seq, checksum) VALUES ($1, $2, $3, $4)";
    on!(link, connection => {
        sqlx::query(INSERT)
            .bind(event.uuid())
            .bind(head.epoch.cast_signed())
            .bind(code::position(head.seq))
            .bind(head.checksum.to_vec())
            .execute(connection)
            .await
            .map(drop)
    })
    .map_err(Fault::during("creating a head"))
}

pub(crate) async fn update(link: &mut Link<'_>, event: EventId, head: &Head) -> Result<(), Fault> {
    const UPDATE: &str = "UPDATE heads SET epoch = $2, seq = $3, checksum = $4 WHERE event_id = $1";
    on!(link, connection => {
        sqlx::query(UPDATE)
            .bind(event.uuid())
            .bind(head.epoch.cast_signed())
            .bind(code::position(head.seq))
            .bind(head.checksum.to_vec())
            .execute(connection)
            .await
            .map(drop)
    })
    .map_err(Fault::during("moving the head"))
}

#[derive(sqlx::FromRow)]
struct Stored {
    epoch: i64,
    seq: i64,
    checksum: Vec<u8>,
}

impl Stored {
    fn read(self) -> Result<Head, Fault> {
        Ok(Head {
            epoch: self.epoch.cast_unsigned(),
            seq: code::number("heads.seq", self.seq)?,
            checksum: self
                .checksum
                .try_into()
                .map_err(|_| code::corrupt("heads.checksum"))?,
        })
    }
}

pub(crate) async fn find(link: &mut Link<'_>, event: EventId) -> Result<Option<Head>, Fault> {
    const FIND: &str = "SELECT epoch, seq, checksum FROM heads WHERE event_id = $1";
    select(link, event, FIND, "reading a head").await
}

/// Reads the head and keeps others from writing to the event until the transaction ends. On
/// SQLite the transaction is alone already.
pub(crate) async fn lock(link: &mut Link<'_>, event: EventId) -> Result<Option<Head>, Fault> {
    const SQLITE: &str = "SELECT epoch, seq, checksum FROM heads WHERE event_id = $1";
    const POSTGRES: &str = "SELECT epoch, seq, checksum FROM heads WHERE event_id = $1 FOR UPDATE";
    let statement = match link {
        Link::Sqlite(_) => SQLITE,
        Link::Postgres(_) => POSTGRES,
    };
    select(link, event, statement, "locking a head").await
}

async fn select(
    link: &mut Link<'_>,
    event: EventId,
    statement: &'static str,
    attempt: &'static str,
) -> Result<Option<Head>, Fault> {
    let row: Option<Stored> = on!(link, connection => {
        sqlx::query_as(statement).bind(event.uuid()).fetch_optional(connection).await
    })
    .map_err(Fault::during(attempt))?;
    row.map(Stored::read).transpose()
}
