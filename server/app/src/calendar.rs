//! An agenda as calendar programs read it (RFC 5545, RFC 7986).
//!
//! Times are in UTC, which every program turns into its own zone; ids are those of the meetings,
//! so that a program replaces what it knew; what was called off stays, marked as such.

use chrono::{DateTime, Utc};
use domain::State;
use icalendar::{Calendar, Component, Event as Entry, EventLike, EventStatus, Property};
use protocol::id::PersonId;
use protocol::{
    CardKey, EventStage, Meeting, MeetingStatus, Micros, SeatStatus, Session, SessionStatus, Spot,
};

use crate::live::View;
use store::Tongue;

/// How often programs should ask again; most choose for themselves.
const REFRESH: &str = "PT15M";

/// A person's agenda. `now` stamps what bears no time of its own.
#[must_use]
pub fn agenda(view: &View, person: PersonId, language: Tongue, now: Micros) -> String {
    let words = Words::of(language);
    let mut calendar = Calendar::new();
    calendar.name(&title(view, CardKey::Event));
    calendar.append_property(Property::new("PRODID", "-//Regie//Agenda//FR"));
    calendar.append_property(
        Property::new("REFRESH-INTERVAL", REFRESH)
            .add_parameter("VALUE", "DURATION")
            .done(),
    );
    calendar.append_property(Property::new("X-PUBLISHED-TTL", REFRESH));
    let state = &view.state;
    let is_off = state.stage() == EventStage::CalledOff;
    let mut meetings: Vec<&Meeting> = state.meetings_of(person).collect();
    meetings.sort_by_key(|meeting| meeting.id);
    for meeting in meetings {
        if let Some(entry) = meeting_entry(view, person, meeting, &words) {
            calendar.push(stands_unless(is_off, entry));
        }
    }
    let mut seats: Vec<_> = state
        .seats_of(person)
        .filter(|seat| seat.status == SeatStatus::Taken)
        .filter_map(|seat| state.session(seat.session))
        .collect();
    seats.sort_by_key(|session| session.id);
    for session in seats {
        if let Some(entry) = session_entry(view, session, now) {
            calendar.push(stands_unless(is_off, entry));
        }
    }
    calendar.to_string()
}

/// An entry as it is, or cancelled with the whole event (EVT-10).
fn stands_unless(is_off: bool, mut entry: Entry) -> Entry {
    if is_off {
        entry.status(EventStatus::Cancelled);
    }
    entry
}

struct Words {
    meeting: &'static str,
}

impl Words {
    const fn of(language: Tongue) -> Self {
        match language {
            Tongue::French => Self {
                meeting: "Rendez-vous\u{a0}: ",
            },
            Tongue::English => Self {
                meeting: "Meeting: ",
            },
        }
    }
}

fn meeting_entry(view: &View, me: PersonId, meeting: &Meeting, words: &Words) -> Option<Entry> {
    let (starts_at, ends_at) = times(&view.state, meeting.spot)?;
    let other = if meeting.host == me {
        meeting.guest
    } else {
        meeting.host
    };
    let person = title(view, CardKey::Person(other));
    let company = view
        .state
        .person(other)
        .map(|person| title(view, CardKey::Company(person.company)))
        .unwrap_or_default();
    let with = [person, company]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let mut entry = Entry::new();
    entry
        .uid(&format!("meeting-{}@regie", meeting.id))
        .sequence(u32::try_from(meeting.touch.seq).unwrap_or(u32::MAX))
        .summary(&format!("{}{with}", words.meeting))
        .starts(starts_at)
        .ends(ends_at)
        .timestamp(instant(meeting.touch.at)?)
        .location(&place(view, meeting.spot))
        .status(match meeting.status {
            MeetingStatus::Planned | MeetingStatus::Held => EventStatus::Confirmed,
            MeetingStatus::NotHeld { .. } | MeetingStatus::Cancelled { .. } => {
                EventStatus::Cancelled
            }
        });
    Some(entry.done())
}

fn session_entry(view: &View, session: &Session, now: Micros) -> Option<Entry> {
    let mut entry = Entry::new();
    entry
        .uid(&format!("session-{}@regie", session.id))
        .summary(&title(view, CardKey::Session(session.id)))
        .starts(instant(session.starts_at)?)
        .ends(instant(session.ends_at)?)
        .timestamp(instant(now)?)
        .location(&title(view, CardKey::Place(session.place)))
        .status(match session.status {
            SessionStatus::Cancelled => EventStatus::Cancelled,
            SessionStatus::Planned
            | SessionStatus::Open
            | SessionStatus::ClosedFull
            | SessionStatus::ClosedManually => EventStatus::Confirmed,
        });
    Some(entry.done())
}

fn times(state: &State, spot: Spot) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let slot = state.slot(spot.slot)?;
    Some((instant(slot.starts_at)?, instant(slot.ends_at)?))
}

fn instant(at: Micros) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(at.0)
}

/// The table, and the address of its site.
fn place(view: &View, spot: Spot) -> String {
    let table = title(view, CardKey::Place(spot.place));
    let site = view
        .state
        .place(spot.place)
        .and_then(|place| view.labels.get(&CardKey::Site(place.site)))
        .map(|card| format!("{} {}", card.title, card.detail).trim().to_owned())
        .filter(|site| !site.is_empty());
    match site {
        Some(site) => format!("{table}, {site}"),
        None => table,
    }
}

fn title(view: &View, key: CardKey) -> String {
    view.labels
        .get(&key)
        .map(|card| card.title.clone())
        .unwrap_or_default()
}
