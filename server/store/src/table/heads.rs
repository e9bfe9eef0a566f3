//! Table `heads`: where an event's log ends. The row is the event's lock.

use protocol::id::EventId;

use crate::batch::{AroundRows, Writes};
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::values;
use crate::tx::Head;

pub(crate) async fn insert(link: &mut Link<'_>, event: EventId, head: &Head) -> Result<(), Fault> {
    const INSERT: &str =
        "INSERT INTO heads (event_id, epoch, seq, checksum) VALUES ($1, $2, $3, $4)";
    link.execute(
        "creating a head",
        INSERT,
        values![
            event.uuid(),
            head.epoch.cast_signed(),
            code::position(head.seq),
            head.checksum.to_vec()
        ],
    )
    .await
    .map(drop)
}

const MOVE: AroundRows = AroundRows {
    attempt: "moving the head",
    before: "INSERT INTO heads (event_id, epoch, seq, checksum) ",
    after: " ON CONFLICT (event_id) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, \
            checksum = excluded.checksum",
};

/// Moves the head of an event that has one.
pub(crate) async fn update(
    link: &mut Link<'_>,
    event: EventId,
    head: &Head,
    writes: &mut Writes,
) -> Result<(), Fault> {
    let row = values![
        event.uuid(),
        head.epoch.cast_signed(),
        code::position(head.seq),
        head.checksum.to_vec()
    ];
    MOVE.write(link, &[row], writes).await
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
    let row: Option<Stored> = link
        .optional(attempt, statement, values![event.uuid()])
        .await?;
    row.map(Stored::read).transpose()
}
