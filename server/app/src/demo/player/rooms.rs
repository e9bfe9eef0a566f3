//! Rooms fill and empty: people go to their sessions, and between meetings to the lounge.

use protocol::command::{CheckIn, CheckOut};
use protocol::id::{PersonId, PlaceId};
use protocol::{Actor, Gate, PlaceKind, SeatStatus, Session, SessionStatus, Slot};

use super::{Scene, after, arrivals, minutes_between};

/// How many of a hundred seated persons really go.
const ATTENDS_PERCENT: usize = 88;
/// How many of a hundred idle persons spend a slot in the lounge.
const LOUNGE_PERCENT: usize = 20;

pub(super) fn play(scene: &mut Scene<'_>) {
    let door = arrivals::door(scene);
    let (state, today, now) = (scene.state, scene.today, scene.now);
    let sessions = state
        .sessions()
        .filter(|session| session.status != SessionStatus::Cancelled);
    for session in sessions {
        let is_today = today.opens_at < session.ends_at && session.starts_at < today.closes_at;
        if is_today && session.starts_at.since(now) < 30 * 60_000_000 {
            attend(scene, door, session);
        }
    }
    if let Some(slot) = today.running(now) {
        rest(scene, door, slot);
    }
}

fn attend(scene: &mut Scene<'_>, door: Actor, session: &Session) {
    let state = scene.state;
    for seat in state
        .seats(session.id)
        .filter(|seat| seat.status == SeatStatus::Taken)
    {
        let mut lot = scene
            .lot("attend", session.id.to_bytes())
            .about("who", seat.person.to_bytes());
        let Some(attendance) = state.attendance(seat.person) else {
            continue;
        };
        if !lot.percent(ATTENDS_PERCENT) || !scene.is_present(seat.person) {
            continue;
        }
        let enters_at = after(session.starts_at, minutes_between(&mut lot, -8, 5));
        let leaves_at = after(session.ends_at, minutes_between(&mut lot, 0, 4));
        if !seat.attended && scene.now < session.ends_at {
            let gate = Gate::Session(session.id);
            scene.cue(
                &lot.part("in"),
                enters_at,
                door,
                CheckIn {
                    person: seat.person,
                    gate,
                },
            );
        }
        let is_still_in =
            attendance.room == Some(session.place) && attendance.mark.at < session.ends_at;
        if seat.attended && is_still_in {
            let gate = Gate::Room(session.place);
            let command = CheckOut {
                person: seat.person,
                gate,
            };
            scene.cue(&lot.part("out"), leaves_at, door, command);
        }
    }
}

fn rest(scene: &mut Scene<'_>, door: Actor, slot: &Slot) {
    let Some(lounge) = lounge(scene) else { return };
    let (state, today, now) = (scene.state, scene.today, scene.now);
    let left = slot.ends_at.since(now);
    for (person, attendance) in state.attendances() {
        if !scene.is_present(person) {
            continue;
        }
        let mut lot = scene.lot_today("rest", person).about("slot", key(slot));
        let is_busy = state.floor().of_person(person, slot.id).is_some();
        let leaves_at = after(slot.ends_at, -minutes_between(&mut lot, 0, 3));
        if attendance.room == Some(lounge) {
            // Whoever waits there leaves in time for the next appointment, and stays otherwise.
            let is_busy_next = next(today, slot)
                .is_some_and(|next| state.floor().of_person(person, next.id).is_some());
            if is_busy || is_busy_next || lot.percent(40) {
                let at = if is_busy { slot.starts_at } else { leaves_at };
                let command = CheckOut {
                    person,
                    gate: Gate::Room(lounge),
                };
                scene.cue(&lot.part("out"), at, door, command);
            }
        } else if attendance.room.is_none()
            && !is_busy
            && left > 5 * 60_000_000
            && lot.percent(LOUNGE_PERCENT)
            && !is_at_desk(scene, person)
        {
            let at = after(slot.starts_at, minutes_between(&mut lot, 0, 12));
            let command = CheckIn {
                person,
                gate: Gate::Room(lounge),
            };
            scene.cue(&lot.part("in"), at, door, command);
        }
    }
}

/// The room where no session takes place: people wait there.
fn lounge(scene: &Scene<'_>) -> Option<PlaceId> {
    let rooms = scene
        .state
        .places()
        .filter(|place| place.kind == PlaceKind::Room);
    rooms
        .map(|room| room.id)
        .find(|id| scene.state.sessions().all(|s| s.place != *id))
}

/// Experts stay at their booth, and who is played by people goes where they like.
fn is_at_desk(scene: &Scene<'_>, person: PersonId) -> bool {
    scene.is_left_alone(person)
        || scene
            .state
            .person(person)
            .is_some_and(|person| person.home.is_some())
}

fn next<'a>(today: &'a super::Day, slot: &Slot) -> Option<&'a Slot> {
    today
        .slots
        .iter()
        .find(|other| other.starts_at >= slot.ends_at)
}

fn key(slot: &Slot) -> [u8; 16] {
    let mut key = [0; 16];
    key[..2].copy_from_slice(&slot.id.number().to_le_bytes());
    key
}
