//! Whom somebody could still meet in free slots, best first (B2B-08, B2B-12, CHK-03), without
//! touching a meeting that stands.

use domain::State;
use protocol::id::PersonId;
use protocol::limits::CANDIDATES_MAX;
use protocol::query::{Partner, RankedPartners, Reason};
use protocol::{Micros, Person, Presence, Reject, SlotId, SlotSet, Spot};

use crate::feasible::{self, Reach, Tables, Ties, Wish};
use crate::merit::{self, Merit};

/// A minute of waiting costs less than any reason is worth, and decides between equals.
const POINTS_PER_SLOT_WAITED: i32 = 2;
const WAITING_POINTS_MAX: i32 = 60;

/// Ranks partners, each with the earliest spot that fits.
///
/// # Errors
/// When there is no such person, or not any more.
pub(crate) fn rank(state: &State, now: Micros, person: PersonId) -> Result<RankedPartners, Reject> {
    let person = state.known_person(person)?;
    let open = feasible::open_slots(state, now);
    let question = Question {
        state,
        person,
        ties: Ties::of(state, person.id),
        free: state.free_slots(person.id),
        reach: Reach::new(state, person.id, None),
        open: open.into_iter().map(|slot| slot.id).collect(),
        tables: Tables::of(state),
    };
    let hopes = merit::persons_and_presence(state);
    let hopes = hopes.filter_map(|(other, presence)| question.hope(other, presence));
    let mut partners = merit::best_of(
        hopes.collect(),
        CANDIDATES_MAX,
        |hope| question.weigh(hope),
        |_| true,
    );
    partners.sort_by_key(|partner| (-partner.score, partner.person));
    partners.truncate(CANDIDATES_MAX);
    Ok(RankedPartners { partners })
}

/// Whom could this person meet?
struct Question<'a> {
    state: &'a State,
    person: &'a Person,
    ties: Ties,
    free: SlotSet,
    reach: Reach<'a>,
    /// Slots that can still be booked, in order of time.
    open: Vec<SlotId>,
    tables: Tables,
}

/// Somebody with what speaks for him, his agenda aside.
struct Hope<'a> {
    other: &'a Person,
    is_wished: bool,
    merit: Merit,
}

impl Question<'_> {
    /// What speaks for somebody without a look at his agenda, and the score that he cannot exceed.
    fn hope<'a>(&self, other: &'a Person, presence: Option<Presence>) -> Option<(i32, Hope<'a>)> {
        if other.is_withdrawn || self.ties.have_met(other.id) {
            return None;
        }
        let wish = self.ties.wish(other.id);
        if matches!(wish, Some(Wish::Held | Wish::Unwanted)) {
            return None;
        }
        let common = self.free.and(&other.availability);
        let waited = self.waited(|slot| common.contains(slot))?;
        let mut merit = Merit::of_presence(presence);
        merit.match_keywords(self.person, other);
        let is_wished = wish.is_some();
        let wished = if is_wished { merit::WISH_POINTS_MAX } else { 0 };
        let ceiling = merit.score + wished + merit::AGENDA_POINTS_MAX - waiting_points(waited);
        let hope = Hope {
            other,
            is_wished,
            merit,
        };
        Some((ceiling, hope))
    }

    /// Open slots that pass before the first that will do.
    fn waited(&self, will_do: impl Fn(SlotId) -> bool) -> Option<usize> {
        self.open.iter().position(|slot| will_do(*slot))
    }

    /// The true score, if there is a spot for the two.
    fn weigh(&self, hope: Hope<'_>) -> Option<(i32, Partner)> {
        let state = self.state;
        let Hope {
            other,
            is_wished,
            mut merit,
        } = hope;
        let pair = state.roles(self.person.id, other.id);
        state.check_pair(pair).ok()?;
        let (waited, spot) = self.earliest_spot(pair, other.id)?;
        if is_wished {
            merit.because(Reason::AskedForIt);
        }
        merit.weigh_agenda(state, other.id, spot.slot);
        merit.adjust(-waiting_points(waited));
        let merit = merit.ordered();
        let partner = Partner {
            person: other.id,
            spot,
            score: merit.score,
            reasons: merit.reasons,
        };
        Some((partner.score, partner))
    }

    /// The earliest spot of two persons, with the number of open slots that pass before.
    fn earliest_spot(&self, pair: feasible::Pair, other: PersonId) -> Option<(usize, Spot)> {
        let free = self.free.and(&self.state.free_slots(other));
        let theirs = Reach::new(self.state, other, None);
        // The host's home comes first.
        let reaches = if pair.0 == other {
            (&theirs, &self.reach)
        } else {
            (&self.reach, &theirs)
        };
        let slots = self.open.iter().enumerate();
        slots
            .filter(|(_, slot)| free.contains(**slot))
            .find_map(|(waited, slot)| {
                let tables = &self.tables;
                let spot = tables.first_reached(self.state, reaches, *slot)?;
                Some((waited, spot))
            })
    }
}

fn waiting_points(waited: usize) -> i32 {
    let waited = i32::try_from(waited).unwrap_or(i32::MAX);
    waited
        .saturating_mul(POINTS_PER_SLOT_WAITED)
        .min(WAITING_POINTS_MAX)
}
