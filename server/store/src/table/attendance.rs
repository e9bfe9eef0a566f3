//! Table `attendance`: where the doors saw a person last.

use domain::State;
use protocol::id::{EventId, PersonId};
use protocol::{Attendance, Mark, Micros};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, Word};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Attendances;

impl StateTable for Attendances {
    type Key = PersonId;
    type Row = (PersonId, Attendance);

    const PUT: AroundRows = AroundRows {
        attempt: "writing attendance",
        before: "INSERT INTO attendance (event_id, person_id, presence, room_id, mark_at, mark_by, \
                 mark_by_id) ",
        after: " ON CONFLICT (event_id, person_id) DO UPDATE SET \
                presence = excluded.presence, room_id = excluded.room_id, \
                mark_at = excluded.mark_at, mark_by = excluded.mark_by, \
                mark_by_id = excluded.mark_by_id",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting attendance",
        before: "DELETE FROM attendance WHERE (event_id, person_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: PersonId) -> Option<(PersonId, Attendance)> {
        state.attendance(key).map(|row| (key, row.clone()))
    }

    fn key(event: EventId, key: PersonId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, (person, row): &(PersonId, Attendance)) -> Vec<Value> {
        let (mark_by, mark_by_id) = code::actor_columns(row.mark.by);
        values![
            event.uuid(),
            person.uuid(),
            row.presence.word(),
            row.room.map(|room| room.uuid()),
            row.mark.at.0,
            mark_by,
            mark_by_id,
        ]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    person_id: Uuid,
    presence: String,
    room_id: Option<Uuid>,
    mark_at: i64,
    mark_by: String,
    mark_by_id: Option<Uuid>,
}

pub(crate) async fn load(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<(PersonId, Attendance)>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading attendance",
        "SELECT person_id, presence, room_id, mark_at, mark_by, mark_by_id \
         FROM attendance WHERE event_id = $1 ORDER BY person_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let attendance = Attendance {
                presence: code::word("attendance.presence", &row.presence)?,
                room: row.room_id.map(Into::into),
                mark: Mark {
                    at: Micros(row.mark_at),
                    by: code::actor("attendance.mark_by", &row.mark_by, row.mark_by_id)?,
                },
            };
            Ok((row.person_id.into(), attendance))
        })
        .collect()
}
