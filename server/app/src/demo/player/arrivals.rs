//! People come, most in the morning, and go when their day is done. Some never come.

use domain::Commitment;
use protocol::command::{CheckIn, CheckInBadge, CheckOut};
use protocol::id::PersonId;
use protocol::{Actor, Gate, Micros, Person, Presence, Role};

use super::{Lot, Scene, after, minutes_between};

/// How many of a hundred stay away without a word.
const NO_SHOW_PERCENT: usize = 4;
/// How many of a hundred show their badge; the others are ticked on a list.
const BADGE_PERCENT: usize = 72;

pub(super) fn play(scene: &mut Scene<'_>) {
    let door = door(scene);
    let state = scene.state;
    for person in state.persons().filter(|person| !person.is_withdrawn) {
        match state.attendance(person.id) {
            Some(row) if row.presence == Presence::Present => leave(scene, door, person.id),
            // Who left during this day does not come back.
            Some(row) if row.mark.at >= scene.today.opens_at => {}
            Some(_) | None => arrive(scene, door, person),
        }
    }
}

/// The door staff, or the product itself when there is none.
pub(super) fn door(scene: &Scene<'_>) -> Actor {
    let is_door = |role: &Role| match role {
        Role::Door => true,
        Role::Main | Role::Secondary { .. } | Role::Screen => false,
    };
    let door = scene.state.staff().find(|staff| is_door(&staff.role));
    door.map_or(Actor::System, |staff| Actor::Staff(staff.id))
}

fn arrive(scene: &mut Scene<'_>, door: Actor, person: &Person) {
    let mut lot = scene.lot_today("arrive", person.id);
    if scene.was_tried(&lot) {
        return;
    }
    let is_awaited = person.expert.is_some() || scene.is_left_alone(person.id);
    if lot.percent(NO_SHOW_PERCENT) && !is_awaited {
        return;
    }
    let first_slot = scene
        .today
        .slots
        .iter()
        .find(|slot| person.availability.contains(slot.id));
    let Some(first_slot) = first_slot.map(|slot| slot.starts_at) else {
        return;
    };
    let at = arrival(scene, &mut lot, person.id, first_slot, is_awaited);
    let badge = scene
        .state
        .badge(person.id)
        .filter(|_| lot.percent(BADGE_PERCENT));
    match badge {
        Some(badge) => scene.cue(
            &lot,
            at,
            door,
            CheckInBadge {
                badge,
                gate: Gate::Event,
            },
        ),
        None => scene.cue(
            &lot,
            at,
            door,
            CheckIn {
                person: person.id,
                gate: Gate::Event,
            },
        ),
    }
}

fn arrival(
    scene: &Scene<'_>,
    lot: &mut Lot,
    person: PersonId,
    first_slot: Micros,
    is_awaited: bool,
) -> Micros {
    let opens_at = scene.today.opens_at;
    let comes_with_the_doors = first_slot.since(opens_at) < 2 * 3_600_000_000;
    let wished = if comes_with_the_doors {
        // Two draws added make a peak: most come around the first meetings.
        let early = minutes_between(lot, 4, 52) + minutes_between(lot, 0, 48);
        let straggles = if lot.percent(22) {
            minutes_between(lot, 0, 150)
        } else {
            0
        };
        after(opens_at, early + straggles)
    } else {
        after(first_slot, -minutes_between(lot, 2, 50))
    };
    let latest = first_commitment(scene, person)
        .map(|starts_at| after(starts_at, -minutes_between(lot, 2, 12)));
    match latest {
        // A few come late for their first appointment.
        Some(latest) if is_awaited || !lot.percent(3) => wished.min(latest).max(opens_at),
        Some(_) | None => wished,
    }
}

fn first_commitment(scene: &Scene<'_>, person: PersonId) -> Option<Micros> {
    let agenda = scene.state.floor().agenda(person);
    agenda
        .filter_map(|(slot, _)| scene.today.slot(slot))
        .map(|slot| slot.starts_at)
        .min()
}

fn last_commitment(scene: &Scene<'_>, person: PersonId) -> Option<Micros> {
    let agenda = scene.state.floor().agenda(person);
    agenda
        .filter(|(_, commitment)| match commitment {
            Commitment::Meeting(_)
            | Commitment::Hold(_)
            | Commitment::Offer(_)
            | Commitment::Session(_) => true,
            Commitment::Unseen(_) => false,
        })
        .filter_map(|(slot, _)| scene.today.slot(slot))
        .map(|slot| slot.ends_at)
        .max()
}

fn leave(scene: &mut Scene<'_>, door: Actor, person: PersonId) {
    if scene.is_left_alone(person) {
        return;
    }
    let mut lot = scene.lot_today("leave", person);
    if scene.was_tried(&lot) {
        return;
    }
    let stays_on = minutes_between(&mut lot, 6, 95);
    let closing = after(scene.today.closes_at, -minutes_between(&mut lot, 5, 55));
    let at = match last_commitment(scene, person) {
        Some(done_at) if lot.percent(65) => after(done_at, stays_on).min(closing),
        Some(done_at) => closing.max(done_at),
        // Nothing planned: a walk through the stands.
        None => {
            let came_at = scene
                .state
                .attendance(person)
                .map_or(closing, |row| row.mark.at);
            after(came_at, stays_on + minutes_between(&mut lot, 60, 180)).min(closing)
        }
    };
    scene.cue(
        &lot,
        at,
        door,
        CheckOut {
            person,
            gate: Gate::Event,
        },
    );
}
