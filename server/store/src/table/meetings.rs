//! Table `meetings`: booked meetings, called-off ones included.

use domain::State;
use protocol::id::{EventId, MeetingId};
use protocol::{Late, Meeting, MeetingStatus, Micros, Touch};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, Word, corrupt};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Meetings;

impl StateTable for Meetings {
    type Key = MeetingId;
    type Row = Meeting;

    const PUT: AroundRows = AroundRows {
        attempt: "writing meetings",
        before: "INSERT INTO meetings (event_id, meeting_id, slot_id, place_id, host_id, guest_id, \
                 status, missing, cancel_reason, late_party_id, late_minutes, \
                 touch_seq, touch_at, touch_by, touch_by_id) ",
        after: " ON CONFLICT (event_id, meeting_id) DO UPDATE SET \
                slot_id = excluded.slot_id, place_id = excluded.place_id, \
                host_id = excluded.host_id, guest_id = excluded.guest_id, \
                status = excluded.status, missing = excluded.missing, \
                cancel_reason = excluded.cancel_reason, late_party_id = excluded.late_party_id, \
                late_minutes = excluded.late_minutes, touch_seq = excluded.touch_seq, \
                touch_at = excluded.touch_at, touch_by = excluded.touch_by, \
                touch_by_id = excluded.touch_by_id",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting meetings",
        before: "DELETE FROM meetings WHERE (event_id, meeting_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: MeetingId) -> Option<Meeting> {
        state.meeting(key).cloned()
    }

    fn key(event: EventId, key: MeetingId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, row: &Meeting) -> Vec<Value> {
        let (status, missing, cancel_reason) = status_columns(&row.status);
        let (touch_by, touch_by_id) = code::actor_columns(row.touch.by);
        values![
            event.uuid(),
            row.id.uuid(),
            i64::from(row.spot.slot.number()),
            row.spot.place.uuid(),
            row.host.uuid(),
            row.guest.uuid(),
            status,
            missing,
            cancel_reason,
            row.late.as_ref().map(|late| late.party.uuid()),
            row.late.as_ref().map(|late| i64::from(late.minutes.0)),
            code::position(row.touch.seq),
            row.touch.at.0,
            touch_by,
            touch_by_id,
        ]
    }
}

type StatusColumns<W> = (W, Option<W>, Option<W>);

fn status_columns(status: &MeetingStatus) -> StatusColumns<&'static str> {
    match status {
        MeetingStatus::Planned => ("planned", None, None),
        MeetingStatus::Held => ("held", None, None),
        MeetingStatus::NotHeld { missing } => ("not_held", Some(missing.word()), None),
        MeetingStatus::Cancelled { reason } => ("cancelled", None, Some(reason.word())),
    }
}

fn status(columns: StatusColumns<&str>) -> Result<MeetingStatus, Fault> {
    match columns {
        ("planned", None, None) => Ok(MeetingStatus::Planned),
        ("held", None, None) => Ok(MeetingStatus::Held),
        ("not_held", Some(missing), None) => Ok(MeetingStatus::NotHeld {
            missing: code::word("meetings.missing", missing)?,
        }),
        ("cancelled", None, Some(reason)) => Ok(MeetingStatus::Cancelled {
            reason: code::word("meetings.cancel_reason", reason)?,
        }),
        _ => Err(corrupt("meetings.status")),
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    meeting_id: Uuid,
    slot_id: i64,
    place_id: Uuid,
    host_id: Uuid,
    guest_id: Uuid,
    status: String,
    missing: Option<String>,
    cancel_reason: Option<String>,
    late_party_id: Option<Uuid>,
    late_minutes: Option<i64>,
    touch_seq: i64,
    touch_at: i64,
    touch_by: String,
    touch_by_id: Option<Uuid>,
}

impl Stored {
    fn late(&self) -> Result<Option<Late>, Fault> {
        match (self.late_party_id, self.late_minutes) {
            (None, None) => Ok(None),
            (Some(party), Some(minutes)) => Ok(Some(Late {
                party: party.into(),
                minutes: code::minutes("meetings.late_minutes", minutes)?,
            })),
            _ => Err(corrupt("meetings.late_minutes")),
        }
    }

    fn touch(&self) -> Result<Touch, Fault> {
        Ok(Touch {
            seq: code::number("meetings.touch_seq", self.touch_seq)?,
            at: Micros(self.touch_at),
            by: code::actor("meetings.touch_by", &self.touch_by, self.touch_by_id)?,
        })
    }
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Meeting>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading meetings",
        "SELECT meeting_id, slot_id, place_id, host_id, guest_id, status, missing, cancel_reason, \
         late_party_id, late_minutes, touch_seq, touch_at, touch_by, touch_by_id \
         FROM meetings WHERE event_id = $1 ORDER BY meeting_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Meeting {
                id: row.meeting_id.into(),
                spot: code::spot("meetings.slot_id", row.slot_id, row.place_id)?,
                host: row.host_id.into(),
                guest: row.guest_id.into(),
                status: status((
                    row.status.as_str(),
                    row.missing.as_deref(),
                    row.cancel_reason.as_deref(),
                ))?,
                late: row.late()?,
                touch: row.touch()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use protocol::{CancelReason, Missing};

    use super::*;

    #[test]
    fn every_status_reads_back() {
        for stands in [
            MeetingStatus::Planned,
            MeetingStatus::Held,
            MeetingStatus::NotHeld {
                missing: Missing::Guest,
            },
            MeetingStatus::Cancelled {
                reason: CancelReason::Unwell,
            },
        ] {
            assert_eq!(status(status_columns(&stands)).unwrap(), stands);
        }
        assert!(status(("cancelled", None, None)).is_err());
    }
}
