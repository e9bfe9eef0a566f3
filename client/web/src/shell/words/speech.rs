//! Everything that turns data into what a reader sees.

use std::rc::Rc;

use client_core::words::{Message, Value};
use protocol::Micros;
use yew::prelude::*;

use super::bundle::Bundle;
use super::format::Formatter;
use super::{Arg, Language};

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Sentences and formats of one language in one zone. Cheap to copy.
#[derive(Clone)]
pub struct Speech(Rc<Inside>);

struct Inside {
    language: Language,
    zone: String,
    bundle: Bundle,
    time: Option<Formatter>,
    time_seconds: Option<Formatter>,
    day: Option<Formatter>,
    day_short: Option<Formatter>,
    number: Option<Formatter>,
    percent: Option<Formatter>,
    decimal: Option<Formatter>,
    relative: Option<Formatter>,
    seconds: Option<Formatter>,
    minutes: Option<Formatter>,
    hours: Option<Formatter>,
    days: Option<Formatter>,
}

impl PartialEq for Speech {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Speech {
    /// What is said with the sentences of `words`, which are of `language`.
    pub(in crate::shell) fn new(words: &'static str, language: Language, zone: &str) -> Self {
        let locale = language.locale();
        let date = |options: &[(&str, &str)]| {
            let mut all = vec![("timeZone", zone)];
            all.extend_from_slice(options);
            // Without the zone, the device's own is better than nothing.
            Formatter::new("DateTimeFormat", locale, &all)
                .or_else(|| Formatter::new("DateTimeFormat", locale, options))
        };
        let number = |options: &[(&str, &str)]| Formatter::new("NumberFormat", locale, options);
        let length =
            |unit: &str| number(&[("style", "unit"), ("unit", unit), ("unitDisplay", "short")]);
        let clock = [
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("hourCycle", "h23"),
        ];
        let clock_seconds = [clock[0], clock[1], clock[2], ("second", "2-digit")];
        Self(Rc::new(Inside {
            language,
            zone: zone.to_owned(),
            bundle: Bundle::new(words, language),
            time: date(&clock),
            time_seconds: date(&clock_seconds),
            day: date(&[("weekday", "long"), ("day", "numeric"), ("month", "long")]),
            day_short: date(&[("weekday", "short"), ("day", "numeric")]),
            number: number(&[]),
            percent: number(&[("style", "percent")]),
            decimal: number(&[
                ("minimumFractionDigits", "1"),
                ("maximumFractionDigits", "1"),
                ("signDisplay", "exceptZero"),
            ]),
            relative: Formatter::new(
                "RelativeTimeFormat",
                locale,
                &[("style", "short"), ("numeric", "always")],
            ),
            seconds: length("second"),
            minutes: length("minute"),
            hours: length("hour"),
            days: length("day"),
        }))
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.0.language
    }

    /// The zone.
    #[must_use]
    pub fn zone(&self) -> &str {
        &self.0.zone
    }

    /// The sentence of a key. A missing one shows its key: ugly, and found at once.
    #[must_use]
    pub fn t(&self, key: &str) -> AttrValue {
        self.tr(key, [])
    }

    /// The sentence of a key with values: `say.tr("floor-late", [("n", minutes.into())])`.
    #[must_use]
    pub fn tr<'a, const N: usize>(&self, key: &str, args: [(&str, Arg<'a>); N]) -> AttrValue {
        self.say(key, &args)
    }

    /// The same with any number of values.
    #[must_use]
    pub fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> AttrValue {
        let said = self.0.bundle.say(key, args);
        AttrValue::from(said.unwrap_or_else(|| key.to_owned()))
    }

    /// What the core wants to be said.
    #[must_use]
    pub fn message(&self, message: &Message) -> AttrValue {
        let args = message.args.iter().map(|(name, value)| {
            let arg = match value {
                Value::Text(text) => Arg::from(text),
                Value::Number(number) => Arg::Count(*number),
                Value::Time(at) => self.time(*at).into(),
                Value::Message(inner) => self.message(inner).into(),
            };
            (*name, arg)
        });
        self.say(message.key, &args.collect::<Vec<_>>())
    }

    /// Whether the catalogue has a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.0.bundle.say(key, &[]).is_some()
    }

    /// A time of day: "10:40".
    #[must_use]
    pub fn time(&self, at: Micros) -> AttrValue {
        one(self.0.time.as_ref(), millis(at))
    }

    /// A time of day with seconds: "10:40:18".
    #[must_use]
    pub fn time_with_seconds(&self, at: Micros) -> AttrValue {
        one(self.0.time_seconds.as_ref(), millis(at))
    }

    /// A day in full: "mardi 16 mars".
    #[must_use]
    pub fn day(&self, at: Micros) -> AttrValue {
        one(self.0.day.as_ref(), millis(at))
    }

    /// A day in short: "mar. 16".
    #[must_use]
    pub fn day_short(&self, at: Micros) -> AttrValue {
        one(self.0.day_short.as_ref(), millis(at))
    }

    /// A count: "1 128".
    #[must_use]
    pub fn number(&self, n: impl Into<i64>) -> AttrValue {
        one(self.0.number.as_ref(), float(n.into()))
    }

    /// A share in whole per cent: "87 %".
    #[must_use]
    pub fn percent(&self, percent: impl Into<i64>) -> AttrValue {
        one(self.0.percent.as_ref(), float(percent.into()) / 100.0)
    }

    /// A difference with one decimal and its sign, from tenths: "+1,4".
    #[must_use]
    pub fn tenths(&self, tenths: impl Into<i64>) -> AttrValue {
        one(self.0.decimal.as_ref(), float(tenths.into()) / 10.0)
    }

    /// How long ago, from microseconds: "il y a 4 min".
    #[must_use]
    pub fn ago(&self, age: i64) -> AttrValue {
        self.relative(age.max(0), -1.0)
    }

    /// How long until, from microseconds: "dans 4 min".
    #[must_use]
    pub fn until(&self, ahead: i64) -> AttrValue {
        self.relative(ahead.max(0), 1.0)
    }

    /// A rounded length, from microseconds: "8 s", "4 min", "3 h".
    #[must_use]
    pub fn length(&self, length: i64) -> AttrValue {
        let (n, unit) = rounded(length.max(0));
        let formatter = match unit {
            "second" => &self.0.seconds,
            "minute" => &self.0.minutes,
            "hour" => &self.0.hours,
            _ => &self.0.days,
        };
        one(formatter.as_ref(), float(n))
    }

    /// A length that runs down, from microseconds: "13:42", "1:02:03".
    #[must_use]
    pub fn countdown(&self, left: i64) -> AttrValue {
        let seconds = left.max(0).saturating_add(SECOND - 1) / SECOND;
        let (h, m, s) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        AttrValue::from(if h > 0 {
            format!("{h}:{m:02}:{s:02}")
        } else {
            format!("{m}:{s:02}")
        })
    }

    fn relative(&self, length: i64, direction: f64) -> AttrValue {
        let (n, unit) = rounded(length);
        self.0
            .relative
            .as_ref()
            .map_or_else(AttrValue::default, |formatter| {
                AttrValue::from(formatter.relative(direction * float(n), unit))
            })
    }
}

/// The largest unit that fills at least once, and how often.
const fn rounded(length: i64) -> (i64, &'static str) {
    if length < MINUTE {
        (length / SECOND, "second")
    } else if length < HOUR {
        (length / MINUTE, "minute")
    } else if length < DAY {
        (length / HOUR, "hour")
    } else {
        (length / DAY, "day")
    }
}

fn one(formatter: Option<&Formatter>, value: f64) -> AttrValue {
    formatter.map_or_else(AttrValue::default, |formatter| {
        AttrValue::from(formatter.one(value))
    })
}

fn millis(at: Micros) -> f64 {
    float(at.millis())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts, and milliseconds since 1970, are below 2^53"
)]
const fn float(n: i64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_said_in_its_largest_unit() {
        assert_eq!(rounded(59 * SECOND), (59, "second"));
        assert_eq!(rounded(60 * SECOND), (1, "minute"));
        assert_eq!(rounded(3 * HOUR + 59 * MINUTE), (3, "hour"));
        assert_eq!(rounded(49 * HOUR), (2, "day"));
    }
}
