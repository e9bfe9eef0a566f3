//! Table `setups`: the rules that the organiser chose, one row per event.

use domain::State;
use protocol::id::EventId;
use protocol::{AssignmentMode, EventSetup};

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, Word};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Setups;

impl StateTable for Setups {
    type Key = ();
    type Row = EventSetup;

    const PUT: AroundRows = AroundRows {
        attempt: "writing the setup",
        before: "INSERT INTO setups (event_id, topology, hold_minutes, offer_minutes, n_expected, \
                 mode) ",
        after: " ON CONFLICT (event_id) DO UPDATE SET topology = excluded.topology, \
                hold_minutes = excluded.hold_minutes, offer_minutes = excluded.offer_minutes, \
                n_expected = excluded.n_expected, mode = excluded.mode",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting the setup",
        before: "DELETE FROM setups WHERE (event_id) IN (",
        after: ")",
    };

    fn find(state: &State, (): ()) -> Option<EventSetup> {
        state.setup().cloned()
    }

    fn key(event: EventId, (): ()) -> Vec<Value> {
        values![event.uuid()]
    }

    fn values(event: EventId, row: &EventSetup) -> Vec<Value> {
        values![
            event.uuid(),
            row.topology.word(),
            i64::from(row.hold_minutes.0),
            i64::from(row.offer_minutes.0),
            i64::from(row.n_expected),
            row.mode.map(AssignmentMode::word),
        ]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    topology: String,
    hold_minutes: i64,
    offer_minutes: i64,
    n_expected: i64,
    mode: Option<String>,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Option<EventSetup>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading the setup",
        "SELECT topology, hold_minutes, offer_minutes, n_expected, mode FROM setups \
         WHERE event_id = $1",
        event,
    )
    .await?;
    rows.first()
        .map(|row| {
            Ok(EventSetup {
                topology: code::word("setups.topology", &row.topology)?,
                hold_minutes: code::minutes("setups.hold_minutes", row.hold_minutes)?,
                offer_minutes: code::minutes("setups.offer_minutes", row.offer_minutes)?,
                n_expected: code::number("setups.n_expected", row.n_expected)?,
                mode: row
                    .mode
                    .as_deref()
                    .map(|mode| code::word("setups.mode", mode))
                    .transpose()?,
            })
        })
        .transpose()
}
