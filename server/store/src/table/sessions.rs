//! Table `sessions`: the programme.

use domain::State;
use protocol::id::{EventId, SessionId};
use protocol::{Micros, Session};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, Word};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Sessions;

impl StateTable for Sessions {
    type Key = SessionId;
    type Row = Session;

    const PUT: AroundRows = AroundRows {
        attempt: "writing sessions",
        before: "INSERT INTO sessions (event_id, session_id, place_id, starts_at, ends_at, quota, \
                 has_waiting_list, status) ",
        after: " ON CONFLICT (event_id, session_id) DO UPDATE SET \
                place_id = excluded.place_id, starts_at = excluded.starts_at, \
                ends_at = excluded.ends_at, quota = excluded.quota, \
                has_waiting_list = excluded.has_waiting_list, status = excluded.status",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting sessions",
        before: "DELETE FROM sessions WHERE (event_id, session_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: SessionId) -> Option<Session> {
        state.session(key).cloned()
    }

    fn key(event: EventId, key: SessionId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, row: &Session) -> Vec<Value> {
        values![
            event.uuid(),
            row.id.uuid(),
            row.place.uuid(),
            row.starts_at.0,
            row.ends_at.0,
            row.quota.map(i64::from),
            row.has_waiting_list,
            row.status.word(),
        ]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    session_id: Uuid,
    place_id: Uuid,
    starts_at: i64,
    ends_at: i64,
    quota: Option<i64>,
    has_waiting_list: bool,
    status: String,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Session>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading sessions",
        "SELECT session_id, place_id, starts_at, ends_at, quota, has_waiting_list, status \
         FROM sessions WHERE event_id = $1 ORDER BY session_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Session {
                id: row.session_id.into(),
                place: row.place_id.into(),
                starts_at: Micros(row.starts_at),
                ends_at: Micros(row.ends_at),
                quota: row
                    .quota
                    .map(|n| code::number("sessions.quota", n))
                    .transpose()?,
                has_waiting_list: row.has_waiting_list,
                status: code::word("sessions.status", &row.status)?,
            })
        })
        .collect()
}
