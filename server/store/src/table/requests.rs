//! Table `requests`: wishes to meet, ended ones included.

use domain::State;
use protocol::id::{EventId, RequestId};
use protocol::{Micros, Request, RequestStatus};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, corrupt};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Requests;

impl StateTable for Requests {
    type Key = RequestId;
    type Row = Request;

    const PUT: AroundRows = AroundRows {
        attempt: "writing requests",
        before: "INSERT INTO requests (event_id, request_id, from_person_id, to_person_id, slots, \
                 made_at, status, slot_id, place_id, expires_at, meeting_id) ",
        after: " ON CONFLICT (event_id, request_id) DO UPDATE SET \
                from_person_id = excluded.from_person_id, to_person_id = excluded.to_person_id, \
                slots = excluded.slots, made_at = excluded.made_at, status = excluded.status, \
                slot_id = excluded.slot_id, place_id = excluded.place_id, \
                expires_at = excluded.expires_at, meeting_id = excluded.meeting_id",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting requests",
        before: "DELETE FROM requests WHERE (event_id, request_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: RequestId) -> Option<Request> {
        state.request(key).cloned()
    }

    fn key(event: EventId, key: RequestId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, row: &Request) -> Vec<Value> {
        let status = Status::of(&row.status);
        values![
            event.uuid(),
            row.id.uuid(),
            row.from.uuid(),
            row.to.uuid(),
            code::slot_bytes(row.slots),
            row.made_at.0,
            status.word,
            status.slot_id,
            status.place_id,
            status.expires_at,
            status.meeting_id,
        ]
    }
}

/// A status spread over its columns.
struct Status<W> {
    word: W,
    slot_id: Option<i64>,
    place_id: Option<Uuid>,
    expires_at: Option<i64>,
    meeting_id: Option<Uuid>,
}

impl Status<&'static str> {
    const fn bare(word: &'static str) -> Self {
        Self {
            word,
            slot_id: None,
            place_id: None,
            expires_at: None,
            meeting_id: None,
        }
    }

    fn of(status: &RequestStatus) -> Self {
        match status {
            RequestStatus::Requested => Self::bare("requested"),
            RequestStatus::Accepted { spot, expires_at } => Self {
                slot_id: Some(i64::from(spot.slot.number())),
                place_id: Some(spot.place.uuid()),
                expires_at: Some(expires_at.0),
                ..Self::bare("accepted")
            },
            RequestStatus::Confirmed { meeting } => Self {
                meeting_id: Some(meeting.uuid()),
                ..Self::bare("confirmed")
            },
            RequestStatus::Refused => Self::bare("refused"),
            RequestStatus::Cancelled => Self::bare("cancelled"),
            RequestStatus::Expired => Self::bare("expired"),
            RequestStatus::Agreed => Self::bare("agreed"),
            RequestStatus::NotRetained => Self::bare("not_retained"),
            RequestStatus::Waiting => Self::bare("waiting"),
        }
    }
}

impl Status<&str> {
    fn read(&self) -> Result<RequestStatus, Fault> {
        const COLUMN: &str = "requests.status";
        match (
            self.word,
            self.slot_id,
            self.place_id,
            self.expires_at,
            self.meeting_id,
        ) {
            ("requested", None, None, None, None) => Ok(RequestStatus::Requested),
            ("accepted", Some(slot), Some(place), Some(expires_at), None) => {
                Ok(RequestStatus::Accepted {
                    spot: code::spot(COLUMN, slot, place)?,
                    expires_at: Micros(expires_at),
                })
            }
            ("confirmed", None, None, None, Some(meeting)) => Ok(RequestStatus::Confirmed {
                meeting: meeting.into(),
            }),
            ("refused", None, None, None, None) => Ok(RequestStatus::Refused),
            ("cancelled", None, None, None, None) => Ok(RequestStatus::Cancelled),
            ("expired", None, None, None, None) => Ok(RequestStatus::Expired),
            ("agreed", None, None, None, None) => Ok(RequestStatus::Agreed),
            ("not_retained", None, None, None, None) => Ok(RequestStatus::NotRetained),
            ("waiting", None, None, None, None) => Ok(RequestStatus::Waiting),
            _ => Err(corrupt(COLUMN)),
        }
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    request_id: Uuid,
    from_person_id: Uuid,
    to_person_id: Uuid,
    slots: Vec<u8>,
    made_at: i64,
    status: String,
    slot_id: Option<i64>,
    place_id: Option<Uuid>,
    expires_at: Option<i64>,
    meeting_id: Option<Uuid>,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Request>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading requests",
        "SELECT request_id, from_person_id, to_person_id, slots, made_at, status, slot_id, \
         place_id, expires_at, meeting_id FROM requests WHERE event_id = $1 ORDER BY request_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            let status = Status {
                word: row.status.as_str(),
                slot_id: row.slot_id,
                place_id: row.place_id,
                expires_at: row.expires_at,
                meeting_id: row.meeting_id,
            };
            Ok(Request {
                id: row.request_id.into(),
                from: row.from_person_id.into(),
                to: row.to_person_id.into(),
                slots: code::slots("requests.slots", &row.slots)?,
                made_at: Micros(row.made_at),
                status: status.read()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use protocol::id::{MeetingId, PlaceId};
    use protocol::{SlotId, Spot};

    use super::*;

    #[test]
    fn every_status_reads_back() {
        let spot = Spot {
            slot: SlotId::new(9).unwrap(),
            place: PlaceId::example(1),
        };
        for status in [
            RequestStatus::Requested,
            RequestStatus::Accepted {
                spot,
                expires_at: Micros(5),
            },
            RequestStatus::Confirmed {
                meeting: MeetingId::example(2),
            },
            RequestStatus::Refused,
            RequestStatus::Cancelled,
            RequestStatus::Expired,
            RequestStatus::Agreed,
            RequestStatus::NotRetained,
            RequestStatus::Waiting,
        ] {
            assert_eq!(Status::of(&status).read().unwrap(), status);
        }
        assert!(Status::bare("accepted").read().is_err());
    }
}
