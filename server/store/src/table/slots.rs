//! Table `slots`: the timetable.

use domain::State;
use protocol::id::EventId;
use protocol::{Micros, Slot, SlotId};

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Slots;

impl StateTable for Slots {
    type Key = SlotId;
    type Row = Slot;

    const PUT: AroundRows = AroundRows {
        attempt: "writing slots",
        before: "INSERT INTO slots (event_id, slot_id, starts_at, ends_at) ",
        after: " ON CONFLICT (event_id, slot_id) DO UPDATE SET \
                starts_at = excluded.starts_at, ends_at = excluded.ends_at",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting slots",
        before: "DELETE FROM slots WHERE (event_id, slot_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: SlotId) -> Option<Slot> {
        state.slot(key).cloned()
    }

    fn key(event: EventId, key: SlotId) -> Vec<Value> {
        values![event.uuid(), i64::from(key.number())]
    }

    fn values(event: EventId, row: &Slot) -> Vec<Value> {
        values![
            event.uuid(),
            i64::from(row.id.number()),
            row.starts_at.0,
            row.ends_at.0,
        ]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    slot_id: i64,
    starts_at: i64,
    ends_at: i64,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Slot>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading slots",
        "SELECT slot_id, starts_at, ends_at FROM slots WHERE event_id = $1 ORDER BY slot_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Slot {
                id: code::slot("slots.slot_id", row.slot_id)?,
                starts_at: Micros(row.starts_at),
                ends_at: Micros(row.ends_at),
            })
        })
        .collect()
}
