//! The ways to keep one meeting of an absent expert: who else, when and where.

use std::cell::RefCell;
use std::collections::BTreeMap;

use domain::{Commitment, State};
use protocol::id::{PersonId, PlaceId};
use protocol::query::{Reason, SubstituteChoice};
use protocol::{Meeting, Micros, Person, SlotId, SlotSet, Spot};

use crate::feasible::{self, Reach, Tables, Ties};
use crate::merit::{self, Merit};

/// Other times proposed per meeting and expert, nearest first.
const OTHER_TIMES_MAX: usize = 4;
/// What one slot of distance costs, up to a bound.
const POINTS_PER_SLOT_AWAY: i32 = 8;
const AWAY_POINTS_MAX: i32 = 200;

/// One way to keep one meeting.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) meeting_index: usize,
    pub(super) guest: PersonId,
    pub(super) expert: PersonId,
    pub(super) spot: Spot,
    pub(super) score: i32,
    reasons: Vec<Reason>,
}

impl Choice {
    /// Best first; the rest only makes the order total.
    pub(super) fn rank(&self) -> impl Ord + use<> {
        (-self.score, self.meeting_index, self.expert, self.spot)
    }

    /// Whether two choices, each possible alone, exclude each other.
    pub(super) fn clashes_with(&self, other: &Self, state: &State) -> bool {
        if self.spot == other.spot {
            return true;
        }
        let is_shared = [self.guest, self.expert]
            .iter()
            .any(|id| [other.guest, other.expert].contains(id));
        let is_same_pair = self.guest == other.guest && self.expert == other.expert;
        is_same_pair
            || is_shared
                && (self.spot.slot == other.spot.slot || is_too_far(state, self.spot, other.spot))
    }
}

impl From<&Choice> for SubstituteChoice {
    fn from(choice: &Choice) -> Self {
        Self {
            expert: choice.expert,
            spot: choice.spot,
            score: choice.score,
            reasons: choice.reasons.clone(),
        }
    }
}

fn is_too_far(state: &State, a: Spot, b: Spot) -> bool {
    let (Some(slot_a), Some(slot_b)) = (state.slot(a.slot), state.slot(b.slot)) else {
        return false;
    };
    let (Some(place_a), Some(place_b)) = (state.place(a.place), state.place(b.place)) else {
        return false;
    };
    let gap = if slot_a.starts_at < slot_b.starts_at {
        slot_b.starts_at.since(slot_a.ends_at)
    } else {
        slot_a.starts_at.since(slot_b.ends_at)
    };
    gap < state.travel_minutes(place_a.site, place_b.site).micros()
}

/// How many more meetings an expert accepts.
pub(super) fn n_more(state: &State, expert: PersonId) -> u32 {
    let n_left = state.n_meetings_left(expert, &[]);
    n_left.map_or(u32::MAX, |n| u32::try_from(n).unwrap_or(u32::MAX))
}

/// Every way to keep every meeting, at most `choices_max` altogether.
pub(super) fn choices(
    state: &State,
    now: Micros,
    absent: PersonId,
    affected: &[&Meeting],
    choices_max: usize,
) -> Vec<Choice> {
    let experts: Vec<&Person> = state
        .experts()
        .filter(|expert| expert.id != absent)
        .collect();
    let times = Times::new(state, now);
    let desks = Desks::new(state, &times, &experts, affected);
    let substitutes = experts.iter().map(|expert| Substitute {
        expert,
        n_more: n_more(state, expert.id),
        free: state.free_slots(expert.id),
        ties: Ties::of(state, expert.id),
        reach: Reach::new(state, expert.id, None),
        merits: RefCell::default(),
    });
    let substitutes: Vec<Substitute<'_>> = substitutes.collect();
    let mut choices = Vec::new();
    for (meeting_index, meeting) in affected.iter().enumerate() {
        let guest = if meeting.host == absent {
            meeting.guest
        } else {
            meeting.host
        };
        let free_of_guest = state.free_slots(guest);
        let reach_of_guest = Reach::new(state, guest, Some(Commitment::Meeting(meeting.id)));
        let mut others = times.open.clone();
        others.retain(|slot| free_of_guest.contains(*slot) && *slot != meeting.spot.slot);
        others.sort_by_key(|slot| (times.distance(meeting.spot.slot, *slot), *slot));
        for substitute in &substitutes {
            if choices.len() >= choices_max {
                return choices;
            }
            let pair = (substitute.expert.id, guest);
            if substitute.n_more == 0
                || substitute.ties.have_met(guest)
                || state.check_pair(pair).is_err()
            {
                continue;
            }
            let question = Question {
                state,
                absent,
                guest,
                reach_of_guest: &reach_of_guest,
                meeting,
                meeting_index,
                substitute,
                others: &others,
            };
            question.answer(&times, &desks, &mut choices);
        }
    }
    choices
}

/// An expert who may stand in, and what is asked of him again and again.
struct Substitute<'a> {
    expert: &'a Person,
    n_more: u32,
    free: SlotSet,
    ties: Ties,
    reach: Reach<'a>,
    /// What makes him welcome in a slot, once somebody asked.
    merits: RefCell<BTreeMap<SlotId, Merit>>,
}

impl Substitute<'_> {
    fn merit(&self, state: &State, slot: SlotId) -> Merit {
        let mut merits = self.merits.borrow_mut();
        let merit = merits
            .entry(slot)
            .or_insert_with(|| Merit::of_person(state, self.expert.id, slot));
        merit.clone()
    }
}

/// Which slots are open, and how far they are from each other.
struct Times {
    open: Vec<SlotId>,
    order: BTreeMap<SlotId, usize>,
}

impl Times {
    fn new(state: &State, now: Micros) -> Self {
        Self {
            open: feasible::open_slots(state, now)
                .into_iter()
                .map(|slot| slot.id)
                .collect(),
            order: state
                .timetable()
                .into_iter()
                .map(|slot| slot.id)
                .zip(0..)
                .collect(),
        }
    }

    fn distance(&self, a: SlotId, b: SlotId) -> usize {
        match (self.order.get(&a), self.order.get(&b)) {
            (Some(a), Some(b)) => a.abs_diff(*b),
            (None, _) | (_, None) => usize::MAX,
        }
    }
}

/// Could this expert take over this meeting?
struct Question<'a> {
    state: &'a State,
    absent: PersonId,
    guest: PersonId,
    reach_of_guest: &'a Reach<'a>,
    meeting: &'a Meeting,
    meeting_index: usize,
    substitute: &'a Substitute<'a>,
    /// The other slots in which the guest could come, nearest first.
    others: &'a [SlotId],
}

impl Question<'_> {
    fn answer(&self, times: &Times, desks: &Desks, choices: &mut Vec<Choice>) {
        let stands_in = self.meeting.spot.slot;
        let expert = self.substitute.expert.id;
        if times.open.contains(&stands_in) {
            let here = [self.meeting.spot.place].into_iter();
            let places = here.chain(desks.of(expert, stands_in));
            choices.extend(self.first_fit(stands_in, places, 0));
        }
        let is_free = |slot: &SlotId| self.substitute.free.contains(*slot);
        let others = self.others.iter().copied().filter(is_free);
        let fitting = others.filter_map(|slot| {
            let places = desks.of(expert, slot);
            self.first_fit(slot, places, times.distance(stands_in, slot))
        });
        choices.extend(fitting.take(OTHER_TIMES_MAX));
    }

    fn first_fit(
        &self,
        slot: SlotId,
        places: impl Iterator<Item = PlaceId>,
        n_slots_away: usize,
    ) -> Option<Choice> {
        let expert = self.substitute.expert;
        let pair = (&self.substitute.reach, self.reach_of_guest);
        let spot = feasible::first_reached(pair, slot, places, Some(self.meeting.id))?;
        let mut merit = self.substitute.merit(self.state, slot);
        if slot == self.meeting.spot.slot {
            merit.because(Reason::SameTime);
        } else {
            let away = i32::try_from(n_slots_away).unwrap_or(i32::MAX);
            merit.adjust(
                -away
                    .saturating_mul(POINTS_PER_SLOT_AWAY)
                    .min(AWAY_POINTS_MAX),
            );
        }
        if spot.place == self.meeting.spot.place {
            merit.because(Reason::SamePlace);
        }
        self.weigh_competence(&mut merit);
        let merit = merit.ordered();
        Some(Choice {
            meeting_index: self.meeting_index,
            guest: self.guest,
            expert: expert.id,
            spot,
            score: merit.score,
            reasons: merit.reasons,
        })
    }

    /// A substitute is good when he offers what the guest seeks, and what the absent one offered.
    fn weigh_competence(&self, merit: &mut Merit) {
        if let Some(guest) = self.state.person(self.guest) {
            merit.match_keywords(guest, self.substitute.expert);
        }
        if let Some(absent) = self.state.person(self.absent) {
            let n_shared = merit::n_shared_offers(absent, self.substitute.expert);
            merit.adjust(15 * i32::from(n_shared));
        }
    }
}

/// Where each expert would sit in each slot if not at the meeting's own place: at home, or at a
/// free table of his own, so that two substitutes of one slot never want the same one.
struct Desks {
    homes: BTreeMap<PersonId, PlaceId>,
    turn: BTreeMap<PersonId, usize>,
    free: BTreeMap<SlotId, Vec<PlaceId>>,
}

impl Desks {
    fn new(state: &State, times: &Times, experts: &[&Person], affected: &[&Meeting]) -> Self {
        let tables = Tables::of(state);
        let vacated: Vec<Spot> = affected.iter().map(|meeting| meeting.spot).collect();
        let free = times.open.iter().map(|slot| {
            let is_kept = |place: &PlaceId| {
                !vacated.contains(&Spot {
                    slot: *slot,
                    place: *place,
                })
            };
            (
                *slot,
                tables.free_in(state, *slot).filter(is_kept).collect(),
            )
        });
        Self {
            homes: experts
                .iter()
                .filter_map(|expert| Some((expert.id, expert.home?)))
                .collect(),
            turn: experts
                .iter()
                .zip(0..)
                .map(|(expert, nth)| (expert.id, nth))
                .collect(),
            free: free.collect(),
        }
    }

    fn of(&self, expert: PersonId, slot: SlotId) -> impl Iterator<Item = PlaceId> + '_ {
        let free = self.free.get(&slot).map_or(&[][..], Vec::as_slice);
        let turn = self.turn.get(&expert).copied().unwrap_or(0);
        let (before, from) = free.split_at(turn % free.len().max(1));
        self.homes
            .get(&expert)
            .copied()
            .into_iter()
            .chain(from.iter().chain(before).copied())
    }
}
