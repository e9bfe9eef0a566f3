//! Table `person_slots`: who is committed when. One row per person and slot, or none.

use domain::Commitment;
use protocol::SlotId;
use protocol::id::{EventId, PersonId};
use uuid::Uuid;

use crate::batch::{AroundRows, rows_of};
use crate::code;
use crate::commitments;
use crate::fault::Fault;
use crate::link::Link;

/// Never an upsert: a row that is there already is a double-booking.
pub(crate) const INSERT: AroundRows = AroundRows {
    attempt: "committing persons",
    before: "INSERT INTO person_slots (event_id, person_id, slot_id, kind, reference_id) ",
    after: "",
};

/// Releases everybody from what a reference stands for.
pub(crate) const RELEASE: AroundRows = AroundRows {
    attempt: "releasing persons",
    before: "DELETE FROM person_slots WHERE (event_id, reference_id) IN (",
    after: ")",
};

/// Releases one person from what a reference stands for.
pub(crate) const RELEASE_ONE: AroundRows = AroundRows {
    attempt: "releasing a person",
    before: "DELETE FROM person_slots WHERE (event_id, reference_id, person_id) IN (",
    after: ")",
};

#[derive(sqlx::FromRow)]
struct Stored {
    person_id: Uuid,
    slot_id: i64,
    kind: String,
    reference_id: Uuid,
}

pub(crate) async fn load(
    link: &mut Link<'_>,
    event: EventId,
) -> Result<Vec<(PersonId, SlotId, Commitment)>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading commitments of persons",
        "SELECT person_id, slot_id, kind, reference_id \
         FROM person_slots WHERE event_id = $1 ORDER BY person_id, slot_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok((
                row.person_id.into(),
                code::slot("person_slots.slot_id", row.slot_id)?,
                commitments::read("person_slots.kind", &row.kind, row.reference_id)?,
            ))
        })
        .collect()
}
