//! Table `alerts`: what an organiser must know now.

use domain::State;
use protocol::id::EventId;
use protocol::{Alert, AlertKey, FillObject, Mark, Micros};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, corrupt};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Alerts;

impl StateTable for Alerts {
    type Key = AlertKey;
    type Row = Alert;

    const PUT: AroundRows = AroundRows {
        attempt: "writing alerts",
        before: "INSERT INTO alerts (event_id, kind, object_id, measured_value, limit_value, \
                 raised_at, acknowledged_at, acknowledged_by, acknowledged_by_id) ",
        after: " ON CONFLICT (event_id, kind, object_id) DO UPDATE SET \
                measured_value = excluded.measured_value, limit_value = excluded.limit_value, \
                raised_at = excluded.raised_at, acknowledged_at = excluded.acknowledged_at, \
                acknowledged_by = excluded.acknowledged_by, \
                acknowledged_by_id = excluded.acknowledged_by_id",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting alerts",
        before: "DELETE FROM alerts WHERE (event_id, kind, object_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: AlertKey) -> Option<Alert> {
        state.alert(key).cloned()
    }

    fn key(event: EventId, key: AlertKey) -> Vec<Value> {
        let (kind, id) = key_columns(key);
        values![event.uuid(), kind, id]
    }

    fn values(event: EventId, row: &Alert) -> Vec<Value> {
        let (kind, id) = key_columns(row.key);
        let by = row.acknowledged.map(|mark| code::actor_columns(mark.by));
        values![
            event.uuid(),
            kind,
            id,
            i64::from(row.value),
            i64::from(row.limit),
            row.raised_at.0,
            row.acknowledged.map(|mark| mark.at.0),
            by.map(|(word, _)| word),
            by.and_then(|(_, id)| id),
        ]
    }
}

const fn key_columns(key: AlertKey) -> (&'static str, Uuid) {
    match key {
        AlertKey::FillLow(FillObject::Event) => ("fill_low_event", Uuid::nil()),
        AlertKey::FillLow(FillObject::Session(id)) => ("fill_low_session", id.uuid()),
        AlertKey::FillLow(FillObject::Expert(id)) => ("fill_low_expert", id.uuid()),
        AlertKey::RoomNearlyFull(id) => ("room_nearly_full", id.uuid()),
        AlertKey::RoomOverfull(id) => ("room_overfull", id.uuid()),
        AlertKey::ExpertAbsent(id) => ("expert_absent", id.uuid()),
        AlertKey::ExpertOverbooked(id) => ("expert_overbooked", id.uuid()),
    }
}

fn key(kind: &str, id: Uuid) -> Result<AlertKey, Fault> {
    match kind {
        "fill_low_event" => Ok(AlertKey::FillLow(FillObject::Event)),
        "fill_low_session" => Ok(AlertKey::FillLow(FillObject::Session(id.into()))),
        "fill_low_expert" => Ok(AlertKey::FillLow(FillObject::Expert(id.into()))),
        "room_nearly_full" => Ok(AlertKey::RoomNearlyFull(id.into())),
        "room_overfull" => Ok(AlertKey::RoomOverfull(id.into())),
        "expert_absent" => Ok(AlertKey::ExpertAbsent(id.into())),
        "expert_overbooked" => Ok(AlertKey::ExpertOverbooked(id.into())),
        _ => Err(corrupt("alerts.kind")),
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    kind: String,
    object_id: Uuid,
    measured_value: i64,
    limit_value: i64,
    raised_at: i64,
    acknowledged_at: Option<i64>,
    acknowledged_by: Option<String>,
    acknowledged_by_id: Option<Uuid>,
}

impl Stored {
    fn acknowledged(&self) -> Result<Option<Mark>, Fault> {
        const COLUMN: &str = "alerts.acknowledged_by";
        match (self.acknowledged_at, self.acknowledged_by.as_deref()) {
            (None, None) => Ok(None),
            (Some(at), Some(by)) => Ok(Some(Mark {
                at: Micros(at),
                by: code::actor(COLUMN, by, self.acknowledged_by_id)?,
            })),
            _ => Err(corrupt(COLUMN)),
        }
    }
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Alert>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading alerts",
        "SELECT kind, object_id, measured_value, limit_value, raised_at, acknowledged_at, \
         acknowledged_by, acknowledged_by_id FROM alerts WHERE event_id = $1",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Alert {
                key: key(&row.kind, row.object_id)?,
                value: code::number("alerts.measured_value", row.measured_value)?,
                limit: code::number("alerts.limit_value", row.limit_value)?,
                raised_at: Micros(row.raised_at),
                acknowledged: row.acknowledged()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use protocol::id::{PersonId, PlaceId, SessionId};

    use super::*;

    #[test]
    fn every_alert_key_reads_back() {
        for about in [
            AlertKey::FillLow(FillObject::Event),
            AlertKey::FillLow(FillObject::Session(SessionId::example(1))),
            AlertKey::FillLow(FillObject::Expert(PersonId::example(2))),
            AlertKey::RoomNearlyFull(PlaceId::example(3)),
            AlertKey::RoomOverfull(PlaceId::example(4)),
            AlertKey::ExpertAbsent(PersonId::example(5)),
            AlertKey::ExpertOverbooked(PersonId::example(6)),
        ] {
            let (kind, id) = key_columns(about);
            assert_eq!(key(kind, id).unwrap(), about);
        }
        assert!(key("weather", Uuid::nil()).is_err());
    }
}
