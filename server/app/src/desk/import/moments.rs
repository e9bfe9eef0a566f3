//! Dates, times and "when somebody is there", as organisers write them, in the event's zone.

use domain::State;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use protocol::{Micros, Slot, SlotSet};

use super::columns::fold;

/// The afternoon begins at this hour.
const NOON_HOUR: i8 = 13;

/// Half of a day, or all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Morning,
    Afternoon,
    Between(Time, Time),
}

/// The event's timetable in local time.
pub(super) struct Moments {
    zone: TimeZone,
    slots: Vec<LocalSlot>,
    /// Whether the timetable was read without a flaw; else a slot may merely be missing here.
    is_complete: bool,
}

struct LocalSlot {
    slot: Slot,
    date: Date,
    starts: Time,
    ends: Time,
}

/// Why a text does not say when somebody is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WhenError {
    /// It cannot be read; the part that cannot.
    Unreadable(String),
    /// The timetable has no slot then; the part.
    NoSlot(String),
}

impl Moments {
    /// An unknown zone is taken as universal time; the event's card carries a checked one.
    pub(super) fn new(zone: &str, state: &State, is_complete: bool) -> Self {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let local = |slot: &Slot| {
            let starts = civil(&zone, slot.starts_at)?;
            let ends = civil(&zone, slot.ends_at)?;
            Some(LocalSlot {
                slot: slot.clone(),
                date: starts.date(),
                starts: starts.time(),
                ends: ends.time(),
            })
        };
        let slots = state.timetable().into_iter().filter_map(local).collect();
        Self {
            zone,
            slots,
            is_complete,
        }
    }

    /// A local date and time as an instant.
    pub(super) fn instant(&self, date: Date, time: Time) -> Option<Micros> {
        let zoned = self
            .zone
            .to_ambiguous_zoned(date.to_datetime(time))
            .compatible()
            .ok()?;
        Some(Micros(zoned.timestamp().as_microsecond()))
    }

    /// Every slot.
    pub(super) fn all(&self) -> SlotSet {
        self.slots.iter().map(|local| local.slot.id).collect()
    }

    /// Slots of a part of a day; of every day when none is named.
    pub(super) fn slots(&self, date: Option<Date>, part: Part) -> SlotSet {
        let noon = Time::constant(NOON_HOUR, 0, 0, 0);
        self.slots
            .iter()
            .filter(|local| date.is_none_or(|date| date == local.date))
            .filter(|local| match part {
                Part::Whole => true,
                Part::Morning => local.starts < noon,
                Part::Afternoon => local.starts >= noon,
                Part::Between(from, until) => from <= local.starts && local.ends <= until,
            })
            .map(|local| local.slot.id)
            .collect()
    }

    /// Whether a file that means these slots means none, and it is its own fault.
    pub(super) fn is_nothing(&self, slots: &SlotSet) -> bool {
        self.is_complete && slots.is_empty()
    }

    /// Reads a cell: parts separated by `|`, each a date, a half-day, a range of hours, or a date
    /// with one of these. An empty cell means always.
    pub(super) fn read(&self, text: &str) -> Result<SlotSet, WhenError> {
        let parts: Vec<&str> = text
            .split('|')
            .map(str::trim)
            .filter(|p| !p.is_empty())
            .collect();
        if parts.is_empty() {
            return Ok(self.all());
        }
        let mut slots = SlotSet::EMPTY;
        for text in parts {
            let (date, part) =
                read_part(text).ok_or_else(|| WhenError::Unreadable(text.to_owned()))?;
            let found = self.slots(date, part);
            if self.is_nothing(&found) {
                return Err(WhenError::NoSlot(text.to_owned()));
            }
            found.iter().for_each(|slot| slots.insert(slot));
        }
        Ok(slots)
    }
}

fn civil(zone: &TimeZone, at: Micros) -> Option<jiff::civil::DateTime> {
    let timestamp = jiff::Timestamp::from_microsecond(at.0).ok()?;
    Some(zone.to_datetime(timestamp))
}

fn read_part(text: &str) -> Option<(Option<Date>, Part)> {
    if let Some(part) = half_day(text) {
        return Some((None, part));
    }
    if let Some(range) = range(text) {
        return Some((None, range));
    }
    match text.split_once(char::is_whitespace) {
        None => Some((Some(date(text)?), Part::Whole)),
        Some((day, rest)) => {
            let part = half_day(rest).or_else(|| range(rest))?;
            Some((Some(date(day)?), part))
        }
    }
}

/// A word for a part of the day.
pub(super) fn half_day(text: &str) -> Option<Part> {
    match fold(text).as_str() {
        "matin" | "matinee" | "morning" | "am" => Some(Part::Morning),
        "apresmidi" | "afternoon" | "pm" => Some(Part::Afternoon),
        "journee" | "tout" | "toutelajournee" | "day" | "all" | "allday" => Some(Part::Whole),
        _ => None,
    }
}

/// Two times with a dash between.
fn range(text: &str) -> Option<Part> {
    let (from, until) = text.split_once(['-', '–', '—'])?;
    let (from, until) = (time(from)?, time(until)?);
    (from < until).then_some(Part::Between(from, until))
}

/// `2026-11-26` or `26/11/2026`.
pub(super) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let numbers = |separator: char| {
        let mut parts = text.split(separator).map(|part| {
            let is_number = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| part.parse::<i16>().ok()).flatten()
        });
        let found = (parts.next()??, parts.next()??, parts.next()??);
        parts.next().is_none().then_some(found)
    };
    let (year, month, day) = if text.contains('-') {
        numbers('-')?
    } else {
        let (day, month, year) = numbers('/').or_else(|| numbers('.'))?;
        (year, month, day)
    };
    // A year of two digits is ambiguous enough to be refused.
    if year < 1_000 {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `9:00`, `09:00`, `9h`, `9h30`, `9 h 30`.
pub(super) fn time(text: &str) -> Option<Time> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (hour, minute) = text.split_once([':', 'h', 'H'])?;
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        let is_number = digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| text.parse::<i8>().ok()).flatten()
    };
    let hour = number(hour, 1..=2)?;
    let minute = if minute.is_empty() {
        0
    } else {
        number(minute, 2..=2)?
    };
    Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_read_as_people_write_them() {
        let day = jiff::civil::date(2026, 11, 26);
        for text in ["2026-11-26", "26/11/2026", " 26.11.2026 "] {
            assert_eq!(date(text), Some(day), "{text}");
        }
        for text in [
            "26/11/26",
            "2026-13-01",
            "31/02/2026",
            "tomorrow",
            "",
            "2026-11-26-1",
            "+2026-1-1",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
        for (text, expected) in [
            ("9:00", (9, 0)),
            ("09:05", (9, 5)),
            ("9h", (9, 0)),
            ("14h30", (14, 30)),
            ("14\u{a0}h\u{a0}30", (14, 30)),
        ] {
            assert_eq!(
                time(text),
                Some(Time::constant(expected.0, expected.1, 0, 0)),
                "{text}"
            );
        }
        for text in ["9", "25:00", "9:5", "9:60", "-1:00", "h", "9h3"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn parts_of_days_are_told_from_ranges() {
        let nine = Time::constant(9, 0, 0, 0);
        let noon = Time::constant(12, 0, 0, 0);
        let day = Some(jiff::civil::date(2026, 11, 26));
        for (text, expected) in [
            ("matin", Some((None, Part::Morning))),
            ("Après-midi", Some((None, Part::Afternoon))),
            ("2026-11-26", Some((day, Part::Whole))),
            ("26/11/2026 matin", Some((day, Part::Morning))),
            ("2026-11-26 9h-12h", Some((day, Part::Between(nine, noon)))),
            ("09:00–12:00", Some((None, Part::Between(nine, noon)))),
            ("12:00-09:00", None),
            ("soir", None),
            ("26/11/2026 soir", None),
        ] {
            assert_eq!(read_part(text), expected, "{text}");
        }
    }
}
