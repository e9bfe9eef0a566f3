//! Table `places`: tables, booths and rooms in use.

use domain::State;
use protocol::Place;
use protocol::id::{EventId, PlaceId};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, Word};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Places;

impl StateTable for Places {
    type Key = PlaceId;
    type Row = Place;

    const PUT: AroundRows = AroundRows {
        attempt: "writing places",
        before: "INSERT INTO places (event_id, place_id, site, kind, capacity) ",
        after: " ON CONFLICT (event_id, place_id) DO UPDATE SET \
                site = excluded.site, kind = excluded.kind, capacity = excluded.capacity",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting places",
        before: "DELETE FROM places WHERE (event_id, place_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: PlaceId) -> Option<Place> {
        state.place(key).cloned()
    }

    fn key(event: EventId, key: PlaceId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, row: &Place) -> Vec<Value> {
        values![
            event.uuid(),
            row.id.uuid(),
            i64::from(row.site.0),
            row.kind.word(),
            i64::from(row.capacity),
        ]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    place_id: Uuid,
    site: i64,
    kind: String,
    capacity: i64,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Place>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading places",
        "SELECT place_id, site, kind, capacity FROM places WHERE event_id = $1 ORDER BY place_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Place {
                id: row.place_id.into(),
                site: code::site("places.site", row.site)?,
                kind: code::word("places.kind", &row.kind)?,
                capacity: code::number("places.capacity", row.capacity)?,
            })
        })
        .collect()
}
