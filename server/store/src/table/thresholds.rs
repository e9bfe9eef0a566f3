//! Table `thresholds`: fill rates that must be reached from a date on.

use domain::State;
use protocol::id::EventId;
use protocol::{FillObject, Micros, Threshold};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, corrupt};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Thresholds;

impl StateTable for Thresholds {
    type Key = FillObject;
    type Row = Threshold;

    const PUT: AroundRows = AroundRows {
        attempt: "writing thresholds",
        before: "INSERT INTO thresholds (event_id, object_kind, object_id, percent, applies_from) ",
        after: " ON CONFLICT (event_id, object_kind, object_id) DO UPDATE SET \
                percent = excluded.percent, applies_from = excluded.applies_from",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting thresholds",
        before: "DELETE FROM thresholds WHERE (event_id, object_kind, object_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: FillObject) -> Option<Threshold> {
        state.threshold(key).cloned()
    }

    fn key(event: EventId, key: FillObject) -> Vec<Value> {
        let (kind, id) = object_columns(key);
        values![event.uuid(), kind, id]
    }

    fn values(event: EventId, row: &Threshold) -> Vec<Value> {
        let (kind, id) = object_columns(row.object);
        values![event.uuid(), kind, id, i64::from(row.percent), row.from.0]
    }
}

const fn object_columns(object: FillObject) -> (&'static str, Uuid) {
    match object {
        FillObject::Event => ("event", Uuid::nil()),
        FillObject::Session(id) => ("session", id.uuid()),
        FillObject::Expert(id) => ("expert", id.uuid()),
    }
}

fn object(kind: &str, id: Uuid) -> Result<FillObject, Fault> {
    match kind {
        "event" => Ok(FillObject::Event),
        "session" => Ok(FillObject::Session(id.into())),
        "expert" => Ok(FillObject::Expert(id.into())),
        _ => Err(corrupt("thresholds.object_kind")),
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    object_kind: String,
    object_id: Uuid,
    percent: i64,
    applies_from: i64,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Threshold>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading thresholds",
        "SELECT object_kind, object_id, percent, applies_from FROM thresholds WHERE event_id = $1",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Threshold {
                object: object(&row.object_kind, row.object_id)?,
                percent: code::number("thresholds.percent", row.percent)?,
                from: Micros(row.applies_from),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use protocol::id::{PersonId, SessionId};

    use super::*;

    #[test]
    fn every_watched_object_reads_back() {
        for watched in [
            FillObject::Event,
            FillObject::Session(SessionId::example(1)),
            FillObject::Expert(PersonId::example(2)),
        ] {
            let (kind, id) = object_columns(watched);
            assert_eq!(object(kind, id).unwrap(), watched);
        }
        assert!(object("room", Uuid::nil()).is_err());
    }
}
