//! Instants as browsers' own fields for a day and a time take them, in the event's zone.

use js_sys::Date;
use protocol::Micros;

use super::format::Formatter;
use super::speech::Speech;

impl Speech {
    /// An instant as a field for a local day and time takes it.
    #[must_use]
    pub fn local_text(&self, at: Micros) -> String {
        shown(self.zone(), millis(at)).unwrap_or_default()
    }

    /// The instant of a local day and time; none when the field is empty.
    #[must_use]
    pub fn local_moment(&self, text: &str) -> Option<Micros> {
        let wanted = read(text)?;
        let mut at = wanted;
        // What the zone is ahead at a guess leads to a better one; the second may cross a change
        // of the clocks.
        for _ in 0..2 {
            at += wanted - read(&shown(self.zone(), at)?)?;
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "milliseconds of a date that a browser accepts"
        )]
        let at = at as i64;
        Some(Micros(at.saturating_mul(1_000)))
    }
}

/// Swedes write a day and a time as the fields do, but for a space.
fn shown(zone: &str, millis: f64) -> Option<String> {
    let options = [
        ("timeZone", zone),
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("hourCycle", "h23"),
    ];
    let format = Formatter::new("DateTimeFormat", "sv-SE", &options)
        .or_else(|| Formatter::new("DateTimeFormat", "sv-SE", &options[1..]))?;
    Some(format.one(millis).replace(' ', "T"))
}

/// The local time as if it were told in Greenwich.
fn read(text: &str) -> Option<f64> {
    let millis = Date::parse(&format!("{text}Z"));
    (!text.is_empty() && millis.is_finite()).then_some(millis)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of a date are far below 2^53"
)]
const fn millis(at: Micros) -> f64 {
    (at.0 / 1_000) as f64
}
