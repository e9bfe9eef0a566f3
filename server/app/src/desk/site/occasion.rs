//! What the event itself gives to its public pages: when, where and the programme, as of the newest
//! entry. Who takes part is in `catalogue`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use protocol::site::Language;
use protocol::{Card, CardKey, EventStage, Micros, Session, SessionStatus};

use crate::live::View;

/// The event, for visitors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occasion {
    /// Its label.
    pub name: String,
    /// The second line of its label.
    pub detail: String,
    /// "Du 26 au 28 novembre 2026"; empty before there is a timetable.
    pub dates: String,
    /// First and last day, as machines read them.
    pub days: Option<(String, String)>,
    /// The zone of all times.
    pub zone: String,
    /// How far it has come.
    pub stage: EventStage,
    /// Where it takes place.
    pub venues: Vec<Venue>,
    /// Sessions by day.
    pub programme: Vec<Day>,
}

/// A site where the event takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Venue {
    pub name: String,
    pub address: String,
}

/// A day of the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Day {
    pub label: String,
    pub items: Vec<Item>,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Item {
    pub from: String,
    pub until: String,
    /// For machines.
    pub from_stamp: String,
    pub title: String,
    pub speaker: String,
    pub room: String,
    pub note: Note,
}

/// What a visitor should know about a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Note {
    None,
    Full,
    Cancelled,
}

impl Occasion {
    /// Reads the event's newest moment.
    #[must_use]
    pub fn of(view: &View, language: Language) -> Self {
        let label = |key: CardKey| view.labels.get(&key);
        let title = |key: CardKey| label(key).map_or(String::new(), |card| card.title.clone());
        let event = label(CardKey::Event).cloned().unwrap_or_default();
        let zone = TimeZone::get(&event.code).unwrap_or(TimeZone::UTC);
        let span = span(view, &zone);
        Self {
            dates: span.map_or(String::new(), |(first, last)| dates(first, last, language)),
            days: span.map(|(first, last)| (first.to_string(), last.to_string())),
            stage: view.state.stage(),
            venues: venues(view),
            programme: programme(view, &zone, language, &title),
            zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            name: event.title,
            detail: event.detail,
        }
    }
}

fn local(at: Micros, zone: &TimeZone) -> Zoned {
    let stamp = Timestamp::from_microsecond(at.0).unwrap_or_default();
    stamp.to_zoned(zone.clone())
}

/// First and last day of meetings and sessions.
fn span(view: &View, zone: &TimeZone) -> Option<(Date, Date)> {
    let slots = view
        .state
        .slots()
        .map(|slot| (slot.starts_at, slot.ends_at));
    let sessions = view.state.sessions();
    let sessions = sessions.map(|session| (session.starts_at, session.ends_at));
    let all: Vec<_> = slots.chain(sessions).collect();
    let first = all.iter().map(|(from, _)| *from).min()?;
    let last = all.iter().map(|(_, until)| *until).max()?;
    Some((local(first, zone).date(), local(last, zone).date()))
}

fn venues(view: &View) -> Vec<Venue> {
    let sites: BTreeSet<_> = view.state.places().map(|place| place.site).collect();
    let card = |site| view.labels.get(&CardKey::Site(site)).cloned();
    let venue = |card: Card| Venue {
        name: card.title,
        address: card.detail,
    };
    sites.into_iter().filter_map(card).map(venue).collect()
}

fn programme(
    view: &View,
    zone: &TimeZone,
    language: Language,
    title: &impl Fn(CardKey) -> String,
) -> Vec<Day> {
    let mut sessions: Vec<&Session> = view.state.sessions().collect();
    sessions.sort_by_key(|session| (session.starts_at, session.id));
    let mut days: BTreeMap<Date, Vec<Item>> = BTreeMap::new();
    for session in sessions {
        let card = view.labels.get(&CardKey::Session(session.id));
        let Some(card) = card.filter(|card| !card.title.is_empty()) else {
            continue;
        };
        let (from, until) = (local(session.starts_at, zone), local(session.ends_at, zone));
        days.entry(from.date()).or_default().push(Item {
            from: time(&from, language),
            until: time(&until, language),
            from_stamp: from.timestamp().to_string(),
            title: card.title.clone(),
            speaker: card.detail.clone(),
            room: title(CardKey::Place(session.place)),
            note: match session.status {
                SessionStatus::Cancelled => Note::Cancelled,
                SessionStatus::ClosedFull => Note::Full,
                SessionStatus::Planned | SessionStatus::Open | SessionStatus::ClosedManually => {
                    Note::None
                }
            },
        });
    }
    days.into_iter()
        .map(|(date, items)| Day {
            label: weekday_and_day(date, language),
            items,
        })
        .collect()
}

const MONTHS: [(&str, &str); 12] = [
    ("janvier", "January"),
    ("février", "February"),
    ("mars", "March"),
    ("avril", "April"),
    ("mai", "May"),
    ("juin", "June"),
    ("juillet", "July"),
    ("août", "August"),
    ("septembre", "September"),
    ("octobre", "October"),
    ("novembre", "November"),
    ("décembre", "December"),
];
const WEEKDAYS: [(&str, &str); 7] = [
    ("Lundi", "Monday"),
    ("Mardi", "Tuesday"),
    ("Mercredi", "Wednesday"),
    ("Jeudi", "Thursday"),
    ("Vendredi", "Friday"),
    ("Samedi", "Saturday"),
    ("Dimanche", "Sunday"),
];

const fn said(words: (&'static str, &'static str), language: Language) -> &'static str {
    match language {
        Language::French => words.0,
        Language::English => words.1,
    }
}

fn month(date: Date, language: Language) -> &'static str {
    let at = usize::try_from(date.month() - 1).expect("months count from one");
    said(MONTHS[at], language)
}

fn day(date: Date, language: Language) -> String {
    match (date.day(), language) {
        (1, Language::French) => "1er".to_owned(),
        (day, Language::French | Language::English) => day.to_string(),
    }
}

fn weekday_and_day(date: Date, language: Language) -> String {
    let at = usize::try_from(date.weekday().to_monday_zero_offset()).expect("below seven");
    let weekday = said(WEEKDAYS[at], language);
    format!(
        "{weekday} {} {}",
        day(date, language),
        month(date, language)
    )
}

/// A date as people write it.
#[must_use]
pub fn date_of(at: Micros, zone: &str, language: Language) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let date = local(at, &zone).date();
    let (day, month) = (day(date, language), month(date, language));
    format!("{day} {month} {}", date.year())
}

/// A day as machines read it, in UTC.
#[must_use]
pub fn day_stamp(at: Micros) -> String {
    local(at, &TimeZone::UTC).date().to_string()
}

/// A stretch of days as people write it, as short as can be.
fn dates(first: Date, last: Date, language: Language) -> String {
    let full = |date: Date| {
        let (day, month) = (day(date, language), month(date, language));
        format!("{day} {month} {}", date.year())
    };
    if first == last {
        return match language {
            Language::French => format!("Le {}", full(first)),
            Language::English => full(first),
        };
    }
    let begin = if first.year() != last.year() {
        full(first)
    } else if first.month() != last.month() {
        format!("{} {}", day(first, language), month(first, language))
    } else {
        day(first, language)
    };
    match language {
        Language::French => format!("Du {begin} au {}", full(last)),
        Language::English => format!("{begin} to {}", full(last)),
    }
}

/// A number as people write it.
#[must_use]
pub fn numeral(value: i64, language: Language) -> String {
    let separator = match language {
        Language::French => '\u{202f}',
        Language::English => ',',
    };
    let digits = value.unsigned_abs().to_string();
    let mut said = String::new();
    if value < 0 {
        said.push('\u{2212}');
    }
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            said.push(separator);
        }
        said.push(digit);
    }
    said
}

/// A time of day as people write it.
fn time(at: &Zoned, language: Language) -> String {
    match language {
        Language::French => format!("{}\u{a0}h\u{a0}{:02}", at.hour(), at.minute()),
        Language::English => format!("{:02}:{:02}", at.hour(), at.minute()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_said_as_short_as_they_can_be() {
        let cases = [
            (
                date(2026, 11, 26),
                date(2026, 11, 26),
                "Le 26 novembre 2026",
                "26 November 2026",
            ),
            (
                date(2026, 11, 1),
                date(2026, 11, 3),
                "Du 1er au 3 novembre 2026",
                "1 to 3 November 2026",
            ),
            (
                date(2026, 11, 30),
                date(2026, 12, 1),
                "Du 30 novembre au 1er décembre 2026",
                "30 November to 1 December 2026",
            ),
            (
                date(2026, 12, 31),
                date(2027, 1, 1),
                "Du 31 décembre 2026 au 1er janvier 2027",
                "31 December 2026 to 1 January 2027",
            ),
        ];
        for (first, last, french, english) in cases {
            assert_eq!(dates(first, last, Language::French), french);
            assert_eq!(dates(first, last, Language::English), english);
        }
        for (value, french, english) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1_500, "1\u{202f}500", "1,500"),
            (
                -1_234_567,
                "\u{2212}1\u{202f}234\u{202f}567",
                "\u{2212}1,234,567",
            ),
        ] {
            assert_eq!(numeral(value, Language::French), french);
            assert_eq!(numeral(value, Language::English), english);
        }
        assert_eq!(
            weekday_and_day(date(2026, 11, 26), Language::French),
            "Jeudi 26 novembre"
        );
    }
}
