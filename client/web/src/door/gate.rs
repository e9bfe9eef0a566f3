//! Which door this is.

use client_core::view::label::natural_key;
use protocol::id::{PlaceId, SessionId};
use protocol::{Gate, Micros, PlaceKind, SessionStatus};
use yew::AttrValue;

use crate::shell::{Glance, Speech};
use crate::ui::SelectOption;

/// A gate as a text that can be kept and chosen.
#[must_use]
pub(super) fn key(gate: Gate) -> String {
    match gate {
        Gate::Event => "event".into(),
        Gate::Room(room) => format!("room {room}"),
        Gate::Session(session) => format!("session {session}"),
    }
}

/// The gate of a text; the entrance when it says nothing else.
#[must_use]
pub(super) fn parse(key: &str) -> Gate {
    match key.split_once(' ') {
        Some(("room", id)) => PlaceId::parse(id).map_or(Gate::Event, Gate::Room),
        Some(("session", id)) => SessionId::parse(id).map_or(Gate::Event, Gate::Session),
        Some(_) | None => Gate::Event,
    }
}

/// A door that can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Door {
    pub(super) gate: Gate,
    pub(super) label: String,
    /// When a session begins.
    pub(super) at: Option<Micros>,
}

/// Every door: the entrance, the rooms by name, the sessions by time.
pub(super) fn doors(glance: &Glance<'_>) -> Vec<Door> {
    let (state, cards) = (glance.model.state(), glance.model.cards());
    let mut rooms: Vec<Door> = state
        .places()
        .filter(|place| place.kind == PlaceKind::Room)
        .map(|place| Door {
            gate: Gate::Room(place.id),
            label: cards.place(place.id).to_owned(),
            at: None,
        })
        .collect();
    rooms.sort_by_cached_key(|door| natural_key(&door.label));
    let mut sessions: Vec<Door> = state
        .sessions()
        .filter(|session| session.status != SessionStatus::Cancelled)
        .map(|session| Door {
            gate: Gate::Session(session.id),
            label: cards.session(session.id).to_owned(),
            at: Some(session.starts_at),
        })
        .collect();
    sessions.sort_by_key(|door| door.at);
    let entrance = Door {
        gate: Gate::Event,
        label: String::new(),
        at: None,
    };
    [vec![entrance], rooms, sessions].concat()
}

/// What a door is called.
pub(super) fn name(say: &Speech, door: &Door) -> AttrValue {
    match (door.gate, door.at) {
        (Gate::Event, _) => say.t("door-entrance"),
        (Gate::Session(_), Some(at)) => {
            let args = [
                ("day", say.day_short(at).into()),
                ("time", say.time(at).into()),
                ("title", (&door.label).into()),
            ];
            say.tr("door-session", args)
        }
        (Gate::Room(_) | Gate::Session(_), _) => door.label.clone().into(),
    }
}

/// The doors as lines of a choice.
pub(super) fn options(say: &Speech, doors: &[Door]) -> Vec<SelectOption> {
    let option = |door: &Door| SelectOption {
        key: key(door.gate).into(),
        label: name(say, door),
    };
    doors.iter().map(option).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_gate_is_found_again_and_nonsense_is_the_entrance() {
        for gate in [
            Gate::Event,
            Gate::Room(PlaceId::from_bytes([7; 16])),
            Gate::Session(SessionId::from_bytes([9; 16])),
        ] {
            assert_eq!(parse(&key(gate)), gate);
        }
        for nonsense in ["", "room", "room x", "hall 7"] {
            assert_eq!(parse(nonsense), Gate::Event, "{nonsense}");
        }
    }
}
