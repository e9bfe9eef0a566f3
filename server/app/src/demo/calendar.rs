//! The demo's days: which instants its slots and sessions stand at.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use protocol::{Micros, Minutes, Slot, SlotId};

/// Where the demo events take place.
pub const ZONE: &str = "Europe/Paris";
/// Length of a slot; a break to change tables is part of it.
const SLOT_MINUTES: u16 = 20;
/// Stretches of the day in which meetings take place, in minutes after midnight.
const STRETCHES: [(u16, u16); 2] = [(9 * 60, 12 * 60 + 20), (13 * 60 + 20, 18 * 60)];

/// The days of one event.
#[derive(Clone, Debug)]
pub struct Calendar {
    midnights: Vec<Micros>,
}

impl Calendar {
    /// The midnights of `n_days` days from a date on, in the demo's zone.
    ///
    /// # Errors
    /// When the date is outside what the calendar knows.
    pub fn new(first: Date, n_days: usize) -> Result<Self, jiff::Error> {
        let zone = TimeZone::get(ZONE)?;
        let mut midnights = Vec::with_capacity(n_days);
        let mut date = first;
        for _ in 0..n_days {
            let midnight = zone.to_ambiguous_zoned(date.at(0, 0, 0, 0)).compatible()?;
            midnights.push(Micros(midnight.timestamp().as_microsecond()));
            date = date.tomorrow()?;
        }
        Ok(Self { midnights })
    }

    /// Number of days.
    pub(super) fn n_days(&self) -> usize {
        self.midnights.len()
    }

    /// An instant of a day, in hours and minutes. Days on which clocks change are taken to have
    /// changed at night, as they do.
    pub(super) fn at(&self, day: usize, hour: u16, minute: u16) -> Micros {
        self.midnights[day] + Minutes(hour * 60 + minute)
    }

    /// An instant before the event, in days before the first midnight.
    pub(super) fn days_before(&self, days: u16) -> Micros {
        Micros(self.midnights[0].0 - i64::from(days) * 24 * 3_600_000_000)
    }

    /// The slots of all days, with the day and the half of it (0 or 1) of each.
    pub(super) fn slots(&self) -> Vec<DaySlot> {
        let mut slots = Vec::new();
        for day in 0..self.n_days() {
            for (half, (from, until)) in STRETCHES.iter().enumerate() {
                for start in (*from..*until).step_by(usize::from(SLOT_MINUTES)) {
                    let number = u16::try_from(slots.len()).expect("a few days of slots");
                    let starts_at = self.midnights[day] + Minutes(start);
                    let slot = Slot {
                        id: SlotId::new(number).expect("a few days of slots"),
                        starts_at,
                        ends_at: starts_at + Minutes(SLOT_MINUTES),
                    };
                    slots.push(DaySlot { day, half, slot });
                }
            }
        }
        slots
    }
}

/// A slot and the half-day that it belongs to.
#[derive(Clone, Debug)]
pub(super) struct DaySlot {
    pub(super) day: usize,
    pub(super) half: usize,
    pub(super) slot: Slot,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_twenty_four_slots_and_begins_at_nine_in_the_zone() {
        let calendar = Calendar::new(jiff::civil::date(2026, 11, 26), 2).unwrap();
        let slots = calendar.slots();
        assert_eq!(slots.len(), 48);
        // Nine in the morning in winter is eight o'clock universal time.
        let nine = jiff::civil::date(2026, 11, 26).at(8, 0, 0, 0);
        let nine = nine
            .to_zoned(TimeZone::UTC)
            .unwrap()
            .timestamp()
            .as_microsecond();
        assert_eq!(slots[0].slot.starts_at, Micros(nine));
        assert_eq!(slots[24].slot.starts_at, calendar.at(1, 9, 0));
    }
}
