//! Table `travel`: minutes between two sites, the smaller number first.

use domain::State;
use protocol::id::EventId;
use protocol::{SiteId, Travel};

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Travels;

impl StateTable for Travels {
    type Key = (SiteId, SiteId);
    type Row = Travel;

    const PUT: AroundRows = AroundRows {
        attempt: "writing travel times",
        before: "INSERT INTO travel (event_id, site_a, site_b, minutes) ",
        after: " ON CONFLICT (event_id, site_a, site_b) DO UPDATE SET minutes = excluded.minutes",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting travel times",
        before: "DELETE FROM travel WHERE (event_id, site_a, site_b) IN (",
        after: ")",
    };

    fn find(state: &State, key: (SiteId, SiteId)) -> Option<Travel> {
        state
            .travel()
            .find(|(a, b, _)| (*a, *b) == key)
            .map(|(a, b, minutes)| Travel {
                between: (a, b),
                minutes,
            })
    }

    fn key(event: EventId, (a, b): (SiteId, SiteId)) -> Vec<Value> {
        values![event.uuid(), i64::from(a.0), i64::from(b.0)]
    }

    fn values(event: EventId, row: &Travel) -> Vec<Value> {
        values![
            event.uuid(),
            i64::from(row.between.0.0),
            i64::from(row.between.1.0),
            i64::from(row.minutes.0),
        ]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    site_a: i64,
    site_b: i64,
    minutes: i64,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Travel>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading travel times",
        "SELECT site_a, site_b, minutes FROM travel WHERE event_id = $1 ORDER BY site_a, site_b",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Travel {
                between: (
                    code::site("travel.site_a", row.site_a)?,
                    code::site("travel.site_b", row.site_b)?,
                ),
                minutes: code::minutes("travel.minutes", row.minutes)?,
            })
        })
        .collect()
}
