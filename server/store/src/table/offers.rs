//! Table `offers`: freed slots proposed to somebody, as long as no answer is in.

use domain::State;
use protocol::id::{EventId, OfferId};
use protocol::{Micros, Offer};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code;
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Offers;

impl StateTable for Offers {
    type Key = OfferId;
    type Row = Offer;

    const PUT: AroundRows = AroundRows {
        attempt: "writing offers",
        before: "INSERT INTO offers (event_id, offer_id, vacancy_id, slot_id, place_id, host_id, \
                 to_id, expires_at) ",
        after: " ON CONFLICT (event_id, offer_id) DO UPDATE SET \
                vacancy_id = excluded.vacancy_id, slot_id = excluded.slot_id, \
                place_id = excluded.place_id, host_id = excluded.host_id, \
                to_id = excluded.to_id, expires_at = excluded.expires_at",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting offers",
        before: "DELETE FROM offers WHERE (event_id, offer_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: OfferId) -> Option<Offer> {
        state.offer(key).cloned()
    }

    fn key(event: EventId, key: OfferId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, row: &Offer) -> Vec<Value> {
        values![
            event.uuid(),
            row.id.uuid(),
            row.vacancy.uuid(),
            i64::from(row.spot.slot.number()),
            row.spot.place.uuid(),
            row.host.uuid(),
            row.to.uuid(),
            row.expires_at.0,
        ]
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    offer_id: Uuid,
    vacancy_id: Uuid,
    slot_id: i64,
    place_id: Uuid,
    host_id: Uuid,
    to_id: Uuid,
    expires_at: i64,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Offer>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading offers",
        "SELECT offer_id, vacancy_id, slot_id, place_id, host_id, to_id, expires_at \
         FROM offers WHERE event_id = $1 ORDER BY offer_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Offer {
                id: row.offer_id.into(),
                vacancy: row.vacancy_id.into(),
                spot: code::spot("offers.slot_id", row.slot_id, row.place_id)?,
                host: row.host_id.into(),
                to: row.to_id.into(),
                expires_at: Micros(row.expires_at),
            })
        })
        .collect()
}
