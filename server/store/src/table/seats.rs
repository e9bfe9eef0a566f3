//! Table `seats`: who sits in which session, or waits for a seat.

use domain::State;
use protocol::id::{EventId, PersonId, SessionId};
use protocol::{Micros, Seat};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, Word};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Seats;

impl StateTable for Seats {
    type Key = (SessionId, PersonId);
    type Row = Seat;

    const PUT: AroundRows = AroundRows {
        attempt: "writing seats",
        before: "INSERT INTO seats (event_id, session_id, person_id, status, since_at, attended) ",
        after: " ON CONFLICT (event_id, session_id, person_id) DO UPDATE SET \
                status = excluded.status, since_at = excluded.since_at, \
                attended = excluded.attended",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting seats",
        before: "DELETE FROM seats WHERE (event_id, session_id, person_id) IN (",
        after: ")",
    };

    fn find(state: &State, (session, person): (SessionId, PersonId)) -> Option<Seat> {
        state.seat(session, person).cloned()
    }

    fn key(event: EventId, (session, person): (SessionId, PersonId)) -> Vec<Value> {
        values![event.uuid(), session.uuid(), person.uuid()]
    }

    fn values(event: EventId, row: &Seat) -> Vec<Value> {
        values![
            event.uuid(),
            row.session.uuid(),
            row.person.uuid(),
            row.status.word(),
            row.since.0,
            row.attended,
        ]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    session_id: Uuid,
    person_id: Uuid,
    status: String,
    since_at: i64,
    attended: bool,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Seat>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading seats",
        "SELECT session_id, person_id, status, since_at, attended \
         FROM seats WHERE event_id = $1 ORDER BY session_id, person_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Seat {
                session: row.session_id.into(),
                person: row.person_id.into(),
                status: code::word("seats.status", &row.status)?,
                since: Micros(row.since_at),
                attended: row.attended,
            })
        })
        .collect()
}
