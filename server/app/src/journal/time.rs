//! Instants and days of a journal, in the zone of its event.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use protocol::Micros;

fn zone_of(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// An instant for programs, with the offset of a zone: `2026-11-26T09:00:00+01:00`.
#[must_use]
pub fn iso(at: Micros, zone: &str) -> String {
    let at = jiff::Timestamp::from_microsecond(at.0).unwrap_or_default();
    let zoned = at.to_zoned(zone_of(zone));
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// When a day begins in a zone, or the one so many days later. None for what is no day.
#[must_use]
pub fn day_begins(text: &str, n_days: i64, zone: &str) -> Option<Micros> {
    let day: Date = text.parse().ok().filter(|_| text.len() == 10)?;
    let day = day.checked_add(jiff::Span::new().days(n_days)).ok()?;
    let begins = day.to_zoned(zone_of(zone)).ok()?;
    Some(Micros(begins.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_zone_and_nothing_else_is_one() {
        let begins = day_begins("2026-11-26", 0, "Europe/Paris").unwrap();
        assert_eq!(iso(begins, "Europe/Paris"), "2026-11-26T00:00:00+01:00");
        assert_eq!(iso(begins, "nowhere"), "2026-11-25T23:00:00+00:00");
        let next = day_begins("2026-10-25", 1, "Europe/Paris").unwrap();
        let long = day_begins("2026-10-25", 0, "Europe/Paris").unwrap();
        assert_eq!(
            next.since(long),
            25 * 3_600 * 1_000_000,
            "an hour comes twice"
        );
        for text in [
            "",
            "2026-02-30",
            "26/11/2026",
            "2026-11-26T10:00",
            "9999-12-31",
        ] {
            assert_eq!(day_begins(text, 1, "UTC"), None, "{text}");
        }
    }
}
