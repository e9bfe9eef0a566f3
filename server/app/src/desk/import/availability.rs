//! When persons are there, line by line. Whoever has lines here is there then and at no other
//! time; the column of the same name in the list of persons no longer counts for him.

use std::collections::BTreeMap;

use protocol::SlotSet;
use protocol::id::PersonId;

use super::Work;
use super::columns::Column::{Date, From, HalfDay, Id, Until};
use super::flaw::{Flaw, FlawKind};
use super::moments::{self, Moments, Part};
use super::sheet::{Row, Sheet};

/// The slots of each person named, and a line to point at should the person be unknown.
pub(super) type Availability = BTreeMap<PersonId, (SlotSet, Flaw)>;

pub(super) fn read(work: &mut Work<'_>, moments: &Moments, sheet: &Sheet) -> Availability {
    let mut availability = Availability::new();
    for row in sheet.rows() {
        let Some(external) = row.text(Id, true, &mut work.flaws) else {
            continue;
        };
        let Some(slots) = slots(work, moments, &row) else {
            continue;
        };
        let unknown = row.flaw(Id, FlawKind::UnknownPerson);
        let entry = availability
            .entry(work.labels.person(external))
            .or_insert_with(|| (SlotSet::EMPTY, unknown));
        slots.iter().for_each(|slot| entry.0.insert(slot));
    }
    availability
}

fn slots(work: &mut Work<'_>, moments: &Moments, row: &Row<'_>) -> Option<SlotSet> {
    let Some(date) = moments::date(row.cell(Date)) else {
        work.flaws.push(row.flaw(Date, FlawKind::BadDate));
        return None;
    };
    let part = part(work, row)?;
    let slots = moments.slots(Some(date), part);
    if moments.is_nothing(&slots) {
        work.flaws.push(row.flaw(Date, FlawKind::NoSlotThen));
        return None;
    }
    Some(slots)
}

/// A half-day by its word, or two times, or neither: the whole day.
fn part(work: &mut Work<'_>, row: &Row<'_>) -> Option<Part> {
    if !row.cell(HalfDay).is_empty() {
        let part = moments::half_day(row.cell(HalfDay));
        if part.is_none() {
            work.flaws
                .push(row.flaw(HalfDay, FlawKind::BadAvailability));
        }
        return part;
    }
    if row.cell(From).is_empty() && row.cell(Until).is_empty() {
        return Some(Part::Whole);
    }
    match (
        moments::time(row.cell(From)),
        moments::time(row.cell(Until)),
    ) {
        (Some(from), Some(until)) if from < until => Some(Part::Between(from, until)),
        (from, _) => {
            let column = if from.is_none() { From } else { Until };
            work.flaws.push(row.flaw(column, FlawKind::BadTime));
            None
        }
    }
}
