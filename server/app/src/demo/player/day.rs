//! The days of an event, read off its timetable.

use domain::State;
use protocol::limits::SLOTS_MAX;
use protocol::{Micros, Minutes, Slot, SlotId};

/// A longer pause than this between two slots is a night.
const NIGHT: Minutes = Minutes(5 * 60);
/// Doors open this long before the first slot and close this long after the last.
const DOORS: Minutes = Minutes(60);

/// One day: its slots in order of time, and its doors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) opens_at: Micros,
    pub(super) closes_at: Micros,
    pub(super) slots: Vec<Slot>,
    /// Positions in `slots` by number: asked for every commitment of everybody at each look.
    positions: Vec<Option<usize>>,
}

impl Day {
    /// The day that an instant falls into.
    pub(super) fn of(state: &State, now: Micros) -> Option<Self> {
        days(state)
            .into_iter()
            .find(|day| day.opens_at <= now && now <= day.closes_at)
    }

    /// The last day.
    pub(super) fn last(state: &State) -> Option<Self> {
        days(state).pop()
    }

    /// What tells this day from the others.
    pub(super) fn key(&self) -> [u8; 16] {
        let mut key = [0; 16];
        key[..8].copy_from_slice(&self.opens_at.0.to_le_bytes());
        key
    }

    /// A slot of this day.
    pub(super) fn slot(&self, id: SlotId) -> Option<&Slot> {
        let position = self
            .positions
            .get(usize::from(id.number()))
            .copied()
            .flatten()?;
        self.slots.get(position)
    }

    /// The slot that runs now.
    pub(super) fn running(&self, now: Micros) -> Option<&Slot> {
        self.slots
            .iter()
            .find(|slot| slot.starts_at <= now && now < slot.ends_at)
    }
}

fn days(state: &State) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for slot in state.timetable() {
        match days.last_mut() {
            Some(day) if slot.starts_at - NIGHT < day.closes_at - DOORS => {
                day.closes_at = slot.ends_at + DOORS;
                day.slots.push(slot.clone());
            }
            Some(_) | None => days.push(Day {
                opens_at: slot.starts_at - DOORS,
                closes_at: slot.ends_at + DOORS,
                slots: vec![slot.clone()],
                positions: vec![None; SLOTS_MAX],
            }),
        }
    }
    for day in &mut days {
        for (position, slot) in day.slots.iter().enumerate() {
            day.positions[usize::from(slot.id.number())] = Some(position);
        }
    }
    days
}
