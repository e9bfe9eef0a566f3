//! People ask each other for meetings, answer, and confirm.

use protocol::command::{AcceptRequest, ConfirmRequest, MakeRequest, RefuseRequest};
use protocol::id::{MeetingId, PersonId, RequestId};
use protocol::{Actor, Micros, Person, Request, RequestStatus, SlotSet};

use super::{Lot, Scene, after, minutes_between};

/// Minutes looked back for requests to make; older ones were missed and stay unmade.
const LOOK_BACK_MINUTES: i64 = 3;
/// Persons looked at before the best match is asked.
const LOOKS: usize = 24;
/// How many of a hundred new requests go to somebody who is played by people.
const TO_PEOPLE_PERCENT: usize = 12;
const MINUTE_US: i64 = 60_000_000;

pub(super) fn play(scene: &mut Scene<'_>) {
    make(scene);
    let state = scene.state;
    for request in state.requests() {
        match &request.status {
            RequestStatus::Requested => answer(scene, request),
            RequestStatus::Accepted { expires_at, .. } => confirm(scene, request, *expires_at),
            RequestStatus::Confirmed { .. }
            | RequestStatus::Refused
            | RequestStatus::Cancelled
            | RequestStatus::Expired
            | RequestStatus::Agreed
            | RequestStatus::NotRetained
            | RequestStatus::Waiting => {}
        }
    }
}

/// About one request a minute at a thousand persons, and never none for long.
fn make(scene: &mut Scene<'_>) {
    let present: Vec<&Person> = scene
        .state
        .persons()
        .filter(|person| scene.is_present(person.id) && !scene.is_left_alone(person.id))
        .filter(|person| person.expert.is_none() && !person.sought.is_empty())
        .collect();
    if present.is_empty() {
        return;
    }
    let per_mille = 250 + present.len();
    let this_minute = scene.now.0.div_euclid(MINUTE_US);
    for minute in this_minute - LOOK_BACK_MINUTES..=this_minute {
        for nth in 0..=per_mille / 1_000 {
            let mut subject = [0; 16];
            subject[..8].copy_from_slice(&minute.to_le_bytes());
            subject[8..].copy_from_slice(&(nth as u64).to_le_bytes());
            let mut lot = scene.lot("ask", subject);
            let share = per_mille.saturating_sub(nth * 1_000).min(1_000);
            if lot.below(1_000) >= share {
                continue;
            }
            let at = Micros(minute * MINUTE_US + minutes_between(&mut lot, 0, 1));
            let from = lot.pick(&present).id;
            if let Some(to) = somebody_for(scene, &mut lot, from) {
                let request = RequestId::new(at, lot.bytes());
                let command = MakeRequest {
                    request,
                    from,
                    to,
                    slots: SlotSet::EMPTY,
                };
                scene.cue(&lot, at, Actor::Person(from), command);
            }
        }
    }
}

fn somebody_for(scene: &Scene<'_>, lot: &mut Lot, from: PersonId) -> Option<PersonId> {
    let state = scene.state;
    let asker = state.person(from)?;
    let persons: Vec<&Person> = if lot.percent(TO_PEOPLE_PERCENT) {
        scene
            .player
            .left_alone
            .iter()
            .filter_map(|id| state.person(*id))
            .collect()
    } else {
        state.persons().collect()
    };
    let mut best = None;
    for _ in 0..LOOKS.min(persons.len()) {
        let to = *lot.pick(&persons);
        let is_known = state
            .requests_of(from)
            .any(|r| r.from == to.id || r.to == to.id)
            || state
                .standing_meetings_of(from)
                .any(|m| m.host == to.id || m.guest == to.id);
        let common = state.free_slots(from).and(&state.free_slots(to.id));
        let has_time = scene
            .today
            .slots
            .iter()
            .any(|slot| slot.starts_at > scene.now && common.contains(slot.id));
        if is_known || !has_time || state.check_pair((from, to.id)).is_err() {
            continue;
        }
        let n_matches = to
            .offered
            .iter()
            .filter(|tag| asker.sought.contains(tag))
            .count();
        if best.is_none_or(|(n, _)| n < n_matches) {
            best = Some((n_matches, to.id));
        }
    }
    best.map(|(_, to)| to)
}

fn answer(scene: &mut Scene<'_>, request: &Request) {
    if scene.is_left_alone(request.to) || !scene.is_present(request.to) {
        return;
    }
    let mut lot = scene.lot("answer", request.id.to_bytes());
    let is_fresh = request.made_at >= scene.today.opens_at;
    // Old requests lie: few are still answered, at some moment of the day.
    let at = if is_fresh {
        after(request.made_at, minutes_between(&mut lot, 2, 18))
    } else if lot.percent(15) {
        after(scene.today.opens_at, minutes_between(&mut lot, 20, 560))
    } else {
        return;
    };
    let actor = Actor::Person(request.to);
    match lot.below(100) {
        0..=61 => scene.cue(
            &lot,
            at,
            actor,
            AcceptRequest {
                request: request.id,
                spot: None,
                by_plan: false,
            },
        ),
        62..=79 => scene.cue(
            &lot,
            at,
            actor,
            RefuseRequest {
                request: request.id,
            },
        ),
        _ => {}
    }
}

fn confirm(scene: &mut Scene<'_>, request: &Request, expires_at: Micros) {
    let mut lot = scene.lot("confirm", request.id.to_bytes());
    if scene.is_left_alone(request.from) || !lot.percent(86) {
        return;
    }
    let at = after(expires_at, -minutes_between(&mut lot, 1, 42));
    let meeting = MeetingId::new(at, lot.bytes());
    let command = ConfirmRequest {
        request: request.id,
        meeting,
    };
    scene.cue(&lot, at, Actor::Person(request.from), command);
}
