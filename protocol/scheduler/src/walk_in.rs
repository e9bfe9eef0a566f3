//! Whom somebody could still meet in free slots, best first (B2B-08, B2B-12, CHK-03), without
//! touching a meeting that stands.

use domain::State;
use protocol::id::PersonId;
use protocol::limits::CANDIDATES_MAX;
use protocol::query::{Partner, RankedPartners, Reason};
use protocol::{Micros, Person, Reject, SlotId, Spot};

use crate::feasible::{self, Tables, Wish};
use crate::merit::Merit;

/// A minute of waiting costs less than any reason is worth, and decides between equals.
const POINTS_PER_SLOT_WAITED: i32 = 2;
const WAITING_POINTS_MAX: i32 = 60;

/// Ranks partners, each with the earliest spot that fits.
///
/// # Errors
/// When there is no such person, or not any more.
pub(crate) fn rank(state: &State, now: Micros, person: PersonId) -> Result<RankedPartners, Reject> {
    let person = state.known_person(person)?;
    let open: Vec<SlotId> = feasible::open_slots(state, now)
        .into_iter()
        .map(|slot| slot.id)
        .collect();
    let tables = Tables::of(state);
    let mut partners: Vec<Partner> = state
        .persons()
        .filter_map(|other| weigh(state, now, person, other, &open, &tables))
        .collect();
    partners.sort_by_key(|partner| (-partner.score, partner.person));
    partners.truncate(CANDIDATES_MAX);
    Ok(RankedPartners { partners })
}

fn weigh(
    state: &State,
    now: Micros,
    person: &Person,
    other: &Person,
    open: &[SlotId],
    tables: &Tables,
) -> Option<Partner> {
    let pair = state.roles(person.id, other.id);
    if state.check_pair(pair).is_err() || feasible::have_met(state, pair, None) {
        return None;
    }
    let wish = feasible::wish_between(state, pair);
    if matches!(wish, Some(Wish::Held | Wish::Unwanted)) {
        return None;
    }
    let (waited, spot) = earliest_spot(state, now, pair, open, tables)?;
    let mut merit = Merit::of_person(state, other.id, spot.slot);
    if wish.is_some() {
        merit.because(Reason::AskedForIt);
    }
    merit.match_keywords(person, other);
    merit.adjust(-(POINTS_PER_SLOT_WAITED * waited).min(WAITING_POINTS_MAX));
    let merit = merit.ordered();
    Some(Partner {
        person: other.id,
        spot,
        score: merit.score,
        reasons: merit.reasons,
    })
}

/// The earliest spot of two persons, with the number of open slots that pass before.
fn earliest_spot(
    state: &State,
    now: Micros,
    pair: (PersonId, PersonId),
    open: &[SlotId],
    tables: &Tables,
) -> Option<(i32, Spot)> {
    let free = state.free_slots(pair.0).and(&state.free_slots(pair.1));
    open.iter()
        .zip(0..)
        .filter(|(slot, _)| free.contains(**slot))
        .find_map(|(slot, waited)| {
            tables
                .first_fit(state, now, pair, *slot, None)
                .map(|spot| (waited, spot))
        })
}
