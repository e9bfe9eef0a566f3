//! Table `vacancies`: freed slots that wait for somebody.

use domain::State;
use protocol::id::{EventId, VacancyId};
use protocol::{Micros, Vacancy};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Vacancies;

impl StateTable for Vacancies {
    type Key = VacancyId;
    type Row = Vacancy;

    const PUT: AroundRows = AroundRows {
        attempt: "writing vacancies",
        before: "INSERT INTO vacancies (event_id, vacancy_id, from_meeting_id, slot_id, place_id, \
                 host_id, gone_id, freed_at) ",
        after: " ON CONFLICT (event_id, vacancy_id) DO UPDATE SET \
                from_meeting_id = excluded.from_meeting_id, slot_id = excluded.slot_id, \
                place_id = excluded.place_id, host_id = excluded.host_id, \
                gone_id = excluded.gone_id, freed_at = excluded.freed_at",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting vacancies",
        before: "DELETE FROM vacancies WHERE (event_id, vacancy_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: VacancyId) -> Option<Vacancy> {
        state.vacancy(key).cloned()
    }

    fn key(event: EventId, key: VacancyId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, row: &Vacancy) -> Vec<Value> {
        values![
            event.uuid(),
            row.id.uuid(),
            row.from_meeting.uuid(),
            i64::from(row.spot.slot.number()),
            row.spot.place.uuid(),
            row.host.uuid(),
            row.gone.uuid(),
            row.freed_at.0,
        ]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    vacancy_id: Uuid,
    from_meeting_id: Uuid,
    slot_id: i64,
    place_id: Uuid,
    host_id: Uuid,
    gone_id: Uuid,
    freed_at: i64,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Vacancy>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading vacancies",
        "SELECT vacancy_id, from_meeting_id, slot_id, place_id, host_id, gone_id, freed_at \
         FROM vacancies WHERE event_id = $1 ORDER BY vacancy_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Vacancy {
                id: row.vacancy_id.into(),
                from_meeting: row.from_meeting_id.into(),
                spot: code::spot("vacancies.slot_id", row.slot_id, row.place_id)?,
                host: row.host_id.into(),
                gone: row.gone_id.into(),
                freed_at: Micros(row.freed_at),
            })
        })
        .collect()
}
