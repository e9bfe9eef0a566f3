//! Table `resources`: interpreters and equipment.

use domain::State;
use protocol::Resource;
use protocol::id::{EventId, ResourceId};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, Word};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Resources;

impl StateTable for Resources {
    type Key = ResourceId;
    type Row = Resource;

    const PUT: AroundRows = AroundRows {
        attempt: "writing resources",
        before: "INSERT INTO resources (event_id, resource_id, kind, capacity, slots) ",
        after: " ON CONFLICT (event_id, resource_id) DO UPDATE SET \
                kind = excluded.kind, capacity = excluded.capacity, slots = excluded.slots",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting resources",
        before: "DELETE FROM resources WHERE (event_id, resource_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: ResourceId) -> Option<Resource> {
        state.resource(key).cloned()
    }

    fn key(event: EventId, key: ResourceId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, row: &Resource) -> Vec<Value> {
        values![
            event.uuid(),
            row.id.uuid(),
            row.kind.word(),
            i64::from(row.capacity),
            code::slot_bytes(row.slots),
        ]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    resource_id: Uuid,
    kind: String,
    capacity: i64,
    slots: Vec<u8>,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Resource>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading resources",
        "SELECT resource_id, kind, capacity, slots FROM resources WHERE event_id = $1 \
         ORDER BY resource_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Resource {
                id: row.resource_id.into(),
                kind: code::word("resources.kind", &row.kind)?,
                capacity: code::number("resources.capacity", row.capacity)?,
                slots: code::slots("resources.slots", &row.slots)?,
            })
        })
        .collect()
}
