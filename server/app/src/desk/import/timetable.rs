//! The timetable: stretches of time, each cut into slots.

use std::collections::BTreeSet;

use protocol::command::DefineSlots;
use protocol::limits::SLOTS_MAX;
use protocol::{List, Micros, Minutes, Slot, SlotId};

use super::columns::Column::{Date, From, SlotMinutes, Until};
use super::flaw::FlawKind;
use super::moments::{self, Moments};
use super::sheet::{Row, Sheet};
use super::{Table, Work};

/// Length of a slot where the file says nothing.
const SLOT_MINUTES_DEFAULT: u16 = 20;
const SLOT_MINUTES_MAX: u16 = 240;

/// Adds the slots of a file to those that the event has; the same slot again is the same slot.
pub(super) fn read(work: &mut Work<'_>, sheet: &Sheet) {
    let moments = Moments::new(work.ground.zone, &work.draft, true);
    let mut slots: Vec<Slot> = work.draft.slots().cloned().collect();
    let n_before = slots.len();
    let mut numbers: BTreeSet<u16> = slots.iter().map(|slot| slot.id.number()).collect();
    for row in sheet.rows() {
        let Some((starts_at, ends_at, length)) = stretch(work, &moments, &row) else {
            continue;
        };
        let mut at = starts_at;
        while at + length <= ends_at {
            let (from, until) = (at, at + length);
            at = until;
            if slots
                .iter()
                .any(|slot| slot.starts_at == from && slot.ends_at == until)
            {
                continue;
            }
            if slots
                .iter()
                .any(|slot| slot.starts_at < until && from < slot.ends_at)
            {
                work.flaws.push(row.flaw(From, FlawKind::SlotsOverlap));
                break;
            }
            let free = (0..).find(|number| !numbers.contains(number));
            let Some(id) = free.and_then(SlotId::new) else {
                work.flaws.push(row.flaw(From, FlawKind::TooManySlots));
                return;
            };
            numbers.insert(id.number());
            slots.push(Slot {
                id,
                starts_at: from,
                ends_at: until,
            });
        }
    }
    work.summary.n_slots = slots.len() - n_before;
    if work.summary.n_slots > 0 {
        let slots = List::<_, SLOTS_MAX>::new(slots).expect("every slot has a number of its own");
        work.run(Table::Timetable, DefineSlots { slots });
    }
}

fn stretch(
    work: &mut Work<'_>,
    moments: &Moments,
    row: &Row<'_>,
) -> Option<(Micros, Micros, Minutes)> {
    let date = moments::date(row.cell(Date));
    let (from, until) = (
        moments::time(row.cell(From)),
        moments::time(row.cell(Until)),
    );
    let n_flaws = work.flaws.count();
    let length = row.number(SlotMinutes, SLOT_MINUTES_MAX, &mut work.flaws);
    for (column, is_read) in [(From, from.is_some()), (Until, until.is_some())] {
        if !is_read {
            work.flaws.push(row.flaw(column, FlawKind::BadTime));
        }
    }
    let Some(date) = date else {
        work.flaws.push(row.flaw(Date, FlawKind::BadDate));
        return None;
    };
    if work.flaws.count() > n_flaws {
        return None;
    }
    let length = Minutes(length.unwrap_or(SLOT_MINUTES_DEFAULT));
    let (starts_at, ends_at) = (
        moments.instant(date, from?)?,
        moments.instant(date, until?)?,
    );
    if starts_at + length > ends_at {
        work.flaws.push(row.flaw(Until, FlawKind::BadTime));
        return None;
    }
    Some((starts_at, ends_at, length))
}
