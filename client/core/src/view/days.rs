//! Days of the timetable, without a time zone: a night is a long pause between two slots.

use domain::State;
use protocol::{Micros, Slot, SlotId, SlotSet};

/// A pause of this length begins a new day.
const NIGHT: i64 = 5 * 3_600 * 1_000_000;

/// One day of the timetable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// Counted from zero.
    pub index: usize,
    /// Beginning of the first slot.
    pub starts_at: Micros,
    /// End of the last slot.
    pub ends_at: Micros,
    /// The slots, in order of time.
    pub slots: Vec<SlotId>,
}

/// The days, in order.
#[must_use]
pub fn days(state: &State) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for slot in state.timetable() {
        match days.last_mut() {
            Some(day) if slot.starts_at.since(day.ends_at) < NIGHT => {
                day.ends_at = day.ends_at.max(slot.ends_at);
                day.slots.push(slot.id);
            }
            Some(_) | None => days.push(new_day(days.len(), slot)),
        }
    }
    days
}

/// Slots that follow each other as spans of time, day by day.
#[must_use]
pub fn spans(state: &State, slots: &SlotSet) -> Vec<(Micros, Micros)> {
    let mut spans: Vec<(Micros, Micros)> = Vec::new();
    for day in days(state) {
        let mut last_was_in = false;
        for slot in day.slots.iter().filter_map(|id| state.slot(*id)) {
            let is_in = slots.contains(slot.id);
            match spans.last_mut() {
                Some(last) if is_in && last_was_in => last.1 = slot.ends_at,
                Some(_) | None if is_in => spans.push((slot.starts_at, slot.ends_at)),
                Some(_) | None => {}
            }
            last_was_in = is_in;
        }
    }
    spans
}

fn new_day(index: usize, slot: &Slot) -> Day {
    Day {
        index,
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        slots: vec![slot.id],
    }
}

/// The day to show at a moment: the one that runs, else the next one, else the last one.
#[must_use]
pub fn day_at(days: &[Day], now: Micros) -> Option<&Day> {
    days.iter().find(|day| now < day.ends_at).or(days.last())
}
