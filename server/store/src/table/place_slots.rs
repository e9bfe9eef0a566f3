//! Table `place_slots`: which place is taken when. One row per place and slot, or none.

use domain::Commitment;
use protocol::Spot;
use protocol::id::EventId;
use uuid::Uuid;

use crate::batch::{AroundRows, rows_of};
use crate::code;
use crate::commitments;
use crate::fault::Fault;
use crate::link::Link;

/// Never an upsert: a row that is there already is a double-booking.
pub(crate) const INSERT: AroundRows = AroundRows {
    attempt: "committing places",
    before: "INSERT INTO place_slots (event_id, place_id, slot_id, kind, reference_id) ",
    after: "",
};

/// Gives back every place that a reference stands for.
pub(crate) const RELEASE: AroundRows = AroundRows {
    attempt: "releasing places",
    before: "DELETE FROM place_slots WHERE (event_id, reference_id) IN (",
    after: ")",
};

#[derive(sqlx::FromRow)]
struct Stored {
    place_id: Uuid,
    slot_id: i64,
    kind: String,
    reference_id: Uuid,
}

pub(crate) async fn load(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<(Spot, Commitment)>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading commitments of places",
        "SELECT place_id, slot_id, kind, reference_id \
         FROM place_slots WHERE event_id = $1 ORDER BY place_id, slot_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok((
                code::spot("place_slots.slot_id", row.slot_id, row.place_id)?,
                commitments::read("place_slots.kind", &row.kind, row.reference_id)?,
            ))
        })
        .collect()
}
