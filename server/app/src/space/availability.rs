//! When a person can be met: the event's slots by half-day, and which of them he declared
//! (REG-16).

use protocol::id::PersonId;
use protocol::{Micros, SlotId, SlotSet};

use crate::desk::registration::half_days;
use crate::live::View;

/// A half-day with its slots.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Half {
    pub code: String,
    pub french: String,
    pub english: String,
    pub slots: Vec<HalfSlot>,
}

/// A slot as its owner may declare it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct HalfSlot {
    pub id: SlotId,
    pub starts_at: Micros,
    pub ends_at: Micros,
    pub is_available: bool,
    /// Something stands there: it stays when the slot is no longer declared.
    pub is_taken: bool,
}

/// The event's half-days with what a person declared.
#[must_use]
pub fn halves(view: &View, me: PersonId) -> Vec<Half> {
    let state = &view.state;
    let available = state
        .person(me)
        .map_or(SlotSet::EMPTY, |row| row.availability);
    let timetable = state.timetable();
    let halves = half_days(view).into_iter().map(|half| Half {
        slots: timetable
            .iter()
            .filter(|slot| half.slots.contains(slot.id))
            .map(|slot| HalfSlot {
                id: slot.id,
                starts_at: slot.starts_at,
                ends_at: slot.ends_at,
                is_available: available.contains(slot.id),
                is_taken: state.floor().of_person(me, slot.id).is_some(),
            })
            .collect(),
        code: half.code,
        french: half.french,
        english: half.english,
    });
    halves.collect()
}

/// A set of slots in a form, by which a page tells what its reader saw.
#[must_use]
pub fn text_of(slots: &SlotSet) -> String {
    let numbers: Vec<String> = slots.iter().map(|slot| slot.number().to_string()).collect();
    numbers.join(".")
}
