//! Table `entries`: the numbered log.

use protocol::id::{CommandId, EventId};
use protocol::{Change, Entry, EntryHead, Micros};
use uuid::Uuid;

use crate::batch::AroundRows;
use crate::chain::Checksum;
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) const INSERT: AroundRows = AroundRows {
    attempt: "appending entries",
    before: "INSERT INTO entries (event_id, seq, decided_at, actor, actor_id, command_id, changes, \
             checksum) ",
    after: "",
};

const ANSWERS: AroundRows = AroundRows {
    attempt: "looking commands up",
    before: "SELECT command_id, seq FROM entries WHERE (event_id, command_id) IN (",
    after: ")",
};

/// An entry's values, in the order of [`INSERT`].
pub(crate) fn values(
    event: EventId,
    head: &EntryHead,
    changes: Vec<u8>,
    checksum: &Checksum,
) -> Vec<Value> {
    let (actor, actor_id) = code::actor_columns(head.by);
    values![
        event.uuid(),
        code::position(head.seq),
        head.at.0,
        actor,
        actor_id,
        head.command.uuid(),
        changes,
        checksum.to_vec(),
    ]
}

/// The changes of an entry as stored: kind and payload of each, in the protocol's coding.
pub(crate) fn encode(changes: &[Change]) -> Vec<u8> {
    let coded: Vec<_> = changes.iter().map(protocol::message::code_change).collect();
    rmp_serde::to_vec(&coded).expect("numbers and bytes always encode")
}

fn decode(seq: i64, stored: &[u8]) -> Result<Vec<Change>, Fault> {
    let unreadable = |why: &dyn std::fmt::Display| Fault::Corrupt {
        what: format!("entries.changes of entry {seq}: {why}"),
    };
    let coded: Vec<protocol::message::Coded> =
        rmp_serde::from_slice(stored).map_err(|error| unreadable(&error))?;
    coded
        .iter()
        .map(|(kind, payload)| Change::decode(*kind, payload).map_err(|error| unreadable(&error)))
        .collect()
}

/// An entry as it stands in the table.
#[derive(sqlx::FromRow)]
pub(crate) struct Stored {
    pub(crate) seq: i64,
    pub(crate) decided_at: i64,
    pub(crate) actor: String,
    pub(crate) actor_id: Option<Uuid>,
    pub(crate) command_id: Uuid,
    pub(crate) changes: Vec<u8>,
    pub(crate) checksum: Vec<u8>,
}

impl Stored {
    /// Who, when, in which order.
    pub(crate) fn head(&self) -> Result<EntryHead, Fault> {
        Ok(EntryHead {
            seq: code::number("entries.seq", self.seq)?,
            at: Micros(self.decided_at),
            by: code::actor("entries.actor", &self.actor, self.actor_id)?,
            command: self.command_id.into(),
        })
    }

    /// The entry as a whole.
    pub(crate) fn read(&self) -> Result<Entry, Fault> {
        Ok(Entry {
            head: self.head()?,
            changes: decode(self.seq, &self.changes)?,
        })
    }
}

/// Entries behind a number, in order.
pub(crate) async fn after(
    link: &mut Link<'_>,
    event: EventId,
    seq: u64,
    n_max: usize,
) -> Result<Vec<Stored>, Fault> {
    const AFTER: &str = "SELECT seq, decided_at, actor, actor_id, command_id, changes, checksum \
                         FROM entries WHERE event_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    link.all(
        "reading entries",
        AFTER,
        values![event.uuid(), code::position(seq), code::limit(n_max)],
    )
    .await
}

/// Entries before a number, the youngest first.
pub(crate) async fn before(
    link: &mut Link<'_>,
    event: EventId,
    seq: Option<u64>,
    n_max: usize,
) -> Result<Vec<Stored>, Fault> {
    const BEFORE: &str = "SELECT seq, decided_at, actor, actor_id, command_id, changes, checksum \
                          FROM entries WHERE event_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";
    let seq = seq.map_or(i64::MAX, code::position);
    link.all(
        "reading entries",
        BEFORE,
        values![event.uuid(), seq, code::limit(n_max)],
    )
    .await
}

/// The numbers of those commands that are in the log.
pub(crate) async fn answers(
    link: &mut Link<'_>,
    event: EventId,
    commands: &[CommandId],
) -> Result<Vec<(CommandId, u64)>, Fault> {
    let keys: Vec<_> = commands
        .iter()
        .map(|id| values![event.uuid(), id.uuid()])
        .collect();
    let found: Vec<(Uuid, i64)> = ANSWERS.read(link, &keys).await?;
    found
        .into_iter()
        .map(|(command, seq)| Ok((command.into(), code::number("entries.seq", seq)?)))
        .collect()
}
