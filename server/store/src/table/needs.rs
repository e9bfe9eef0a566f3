//! Table `needs`: the resources that somebody needs at meetings. Who needs nothing has no row.

use domain::State;
use protocol::id::{EventId, PersonId, ResourceId};
use protocol::{List, Needs};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::corrupt;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct NeedsOfPersons;

impl StateTable for NeedsOfPersons {
    type Key = PersonId;
    type Row = Needs;

    const PUT: AroundRows = AroundRows {
        attempt: "writing needs",
        before: "INSERT INTO needs (event_id, person_id, resource_ids) ",
        after: " ON CONFLICT (event_id, person_id) DO UPDATE SET \
                resource_ids = excluded.resource_ids",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting needs",
        before: "DELETE FROM needs WHERE (event_id, person_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: PersonId) -> Option<Needs> {
        let resources = List::new(state.needs_of(key).to_vec())?;
        (!resources.is_empty()).then_some(Needs {
            person: key,
            resources,
        })
    }

    fn key(event: EventId, key: PersonId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, row: &Needs) -> Vec<Value> {
        let ids: Vec<u8> = row.resources.iter().flat_map(|id| id.to_bytes()).collect();
        values![event.uuid(), row.person.uuid(), ids]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    person_id: Uuid,
    resource_ids: Vec<u8>,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Needs>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading needs",
        "SELECT person_id, resource_ids FROM needs WHERE event_id = $1 ORDER BY person_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Needs {
                person: row.person_id.into(),
                resources: ids(&row.resource_ids)?,
            })
        })
        .collect()
}

fn ids<const MAX: usize>(stored: &[u8]) -> Result<List<ResourceId, MAX>, Fault> {
    let broken = || corrupt("needs.resource_ids");
    let (ids, rest) = stored.as_chunks::<16>();
    if !rest.is_empty() {
        return Err(broken());
    }
    let ids = ids.iter().map(|bytes| ResourceId::from_bytes(*bytes));
    List::new(ids.collect()).ok_or_else(broken)
}
