//! Table `stages`: how far an event has come, one row per event that is not simply planned.

use domain::State;
use protocol::EventStage;
use protocol::id::EventId;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, Word};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Stages;

impl StateTable for Stages {
    type Key = ();
    type Row = EventStage;

    const PUT: AroundRows = AroundRows {
        attempt: "writing the stage",
        before: "INSERT INTO stages (event_id, stage) ",
        after: " ON CONFLICT (event_id) DO UPDATE SET stage = excluded.stage",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting the stage",
        before: "DELETE FROM stages WHERE (event_id) IN (",
        after: ")",
    };

    /// A planned event has no row, as one from before there were stages.
    fn find(state: &State, (): ()) -> Option<EventStage> {
        Some(state.stage()).filter(|stage| *stage != EventStage::default())
    }

    fn key(event: EventId, (): ()) -> Vec<Value> {
        values![event.uuid()]
    }

    fn values(event: EventId, row: &EventStage) -> Vec<Value> {
        values![event.uuid(), row.word()]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    stage: String,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<EventStage, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading the stage",
        "SELECT stage FROM stages WHERE event_id = $1",
        event,
    )
    .await?;
    rows.first().map_or_else(
        || Ok(EventStage::default()),
        |row| code::word("stages.stage", &row.stage),
    )
}
