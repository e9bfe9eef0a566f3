//! From the state to a batch problem: who takes part, when each is free, which requests.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Commitment, State};
use protocol::id::{PersonId, PlaceId, RequestId};
use protocol::limits::MEETINGS_PER_COMMAND_MAX;
use protocol::proposal::Unplaced;
use protocol::{MeetingStatus, Request, RequestStatus, Spot};

use super::free::Free;
use super::why::Reasons;
use crate::batch::{Instance, Meeting, Slots};
use crate::feasible::{have_met, suits};

/// The batch problem of an event, and the way back.
pub(super) struct Problem {
    pub(super) instance: Instance,
    /// Per meeting of the instance its request, in order of arrival.
    pub(super) requests: Vec<RequestId>,
    /// Requests beyond an expert's allowed number: tried when the others are placed.
    pub(super) late: Vec<RequestId>,
    /// Requests that cannot stand anywhere, even alone.
    hopeless: Vec<RequestId>,
    /// Per person the plannable requests that could stand somewhere, and his free slots.
    pub(super) wanted: BTreeMap<PersonId, (usize, usize)>,
}

impl Problem {
    pub(super) fn of(state: &State, free: &Free) -> Self {
        let mut plannable: Vec<&Request> = state
            .requests()
            .filter(|request| is_planned_anew(state, request))
            .collect();
        plannable.sort_by_key(|request| (request.made_at, request.id));
        let mut people = People::new(state, free);
        for request in &plannable {
            people.number(request.from);
            people.number(request.to);
        }
        let capacity = free
            .open()
            .iter()
            .map(|slot| n_free_places(state, free, *slot, people.numbers.keys()));
        let mut capacity: Vec<usize> = capacity.collect();
        // Where nothing is free nobody can meet, whoever has time.
        let with_places = capacity
            .iter()
            .enumerate()
            .filter(|(_, n_places)| **n_places > 0)
            .fold(0, |slots, (index, _)| slots | 1 << index);
        let mut quotas = Quotas::default();
        let (mut requests, mut late, mut hopeless) = (Vec::new(), Vec::new(), Vec::new());
        let mut meetings: Vec<Meeting> = Vec::new();
        let mut wanted: BTreeMap<PersonId, (usize, usize)> = BTreeMap::new();
        for request in plannable {
            let parties = [people.number(request.from), people.number(request.to)];
            let slots = people.free[parties[0]]
                & people.free[parties[1]]
                & slots_that_suit(free, request)
                & with_places;
            let pair = (request.from, request.to);
            if slots == 0 || state.check_pair(pair).is_err() || have_met(state, pair, None) {
                hopeless.push(request.id);
                continue;
            }
            for (person, number) in [(request.from, parties[0]), (request.to, parties[1])] {
                let n_slots = people.free[number].count_ones() as usize;
                wanted.entry(person).or_insert((0, n_slots)).0 += 1;
            }
            let is_within = quotas.take(state, request) && requests.len() < PLACED_MAX;
            if is_within {
                requests.push(request.id);
                meetings.push(Meeting::open(parties, slots));
            } else {
                late.push(request.id);
            }
        }
        let mut day_starts: Slots = 1;
        for (index, pair) in free.open().windows(2).enumerate() {
            if free.day_of(pair[0]) != free.day_of(pair[1]) {
                day_starts |= 1 << (index + 1);
            }
        }
        // An instance has at least one slot; with no capacity it is as good as none.
        if capacity.is_empty() {
            capacity.push(0);
        }
        let instance = Instance {
            n_slots: capacity.len(),
            day_starts,
            capacity,
            free: people.free,
            meetings,
            scarce: Vec::new(),
            terms: crate::batch::Terms::default(),
        };
        Self {
            instance,
            requests,
            late,
            hopeless,
            wanted,
        }
    }

    /// No plan places more. A late request can only stand in for one that is not placed: the
    /// experts' allowed numbers are exhausted.
    pub(super) fn bound(&self, placed_bound: usize) -> usize {
        (placed_bound + self.late.len()).min(self.requests.len())
    }

    /// What cannot stand anywhere, with the reasons.
    pub(super) fn hopeless<'a>(
        &'a self,
        reasons: &'a Reasons<'_>,
    ) -> impl Iterator<Item = Unplaced> + 'a {
        self.hopeless.iter().map(|request| Unplaced {
            request: *request,
            why: reasons.of(*request),
        })
    }
}

/// Requests that one plan can hold.
const PLACED_MAX: usize = MEETINGS_PER_COMMAND_MAX;

/// Whether a plan gives this request a slot. What is held already stays.
pub(super) fn is_planned_anew(state: &State, request: &Request) -> bool {
    state.check_plannable(request).is_ok()
        && !matches!(request.status, RequestStatus::Accepted { .. })
}

/// The asker's wishes as a set of the problem's slots.
pub(super) fn slots_that_suit(free: &Free, request: &Request) -> Slots {
    let suiting = free.open().iter().enumerate();
    suiting
        .filter(|(_, slot)| suits(request, **slot))
        .fold(0, |slots, (index, _)| slots | 1 << index)
}

/// The persons of the problem, numbered as they come.
struct People<'a> {
    state: &'a State,
    slots: &'a Free,
    numbers: BTreeMap<PersonId, usize>,
    free: Vec<Slots>,
}

impl<'a> People<'a> {
    fn new(state: &'a State, slots: &'a Free) -> Self {
        Self {
            state,
            slots,
            numbers: BTreeMap::new(),
            free: Vec::new(),
        }
    }

    fn number(&mut self, person: PersonId) -> usize {
        if let Some(number) = self.numbers.get(&person) {
            return *number;
        }
        let open = self.slots.open().iter().enumerate();
        let free = open
            .filter(|(_, slot)| {
                let mut sites = self.slots.sites_for(self.state, person, **slot);
                sites.next().is_some()
            })
            .fold(0, |free, (index, _)| free | 1 << index);
        self.free.push(free);
        self.numbers.insert(person, self.free.len() - 1);
        self.free.len() - 1
    }
}

/// What experts may still take, in order of arrival.
#[derive(Default)]
struct Quotas(BTreeMap<PersonId, usize>);

impl Quotas {
    fn take(&mut self, state: &State, request: &Request) -> bool {
        let experts = [request.from, request.to]
            .into_iter()
            .filter_map(|id| Some((id, n_left(state, id)?)));
        for (expert, n_left) in experts {
            let n_taken = self.0.entry(expert).or_default();
            if *n_taken >= n_left {
                return false;
            }
            *n_taken += 1;
        }
        true
    }
}

/// Meetings that an expert may still take; none where there is no limit.
pub(super) fn n_left(state: &State, expert: PersonId) -> Option<usize> {
    let meetings_max = state.person(expert)?.expert.as_ref()?.meetings_max?;
    let counts = |commitment: &Commitment| match commitment {
        Commitment::Meeting(id) => state
            .meeting(*id)
            .is_some_and(|meeting| !matches!(meeting.status, MeetingStatus::NotHeld { .. })),
        Commitment::Hold(_) | Commitment::Offer(_) => true,
        Commitment::Session(_) | Commitment::Unseen(_) => false,
    };
    let n_taken = state
        .floor()
        .agenda(expert)
        .filter(|(_, commitment)| counts(commitment))
        .count();
    Some(usize::from(meetings_max).saturating_sub(n_taken))
}

fn n_free_places<'a>(
    state: &State,
    free: &Free,
    slot: protocol::SlotId,
    persons: impl Iterator<Item = &'a PersonId>,
) -> usize {
    let homes: BTreeSet<PlaceId> = persons
        .filter_map(|person| state.person(*person)?.home)
        .collect();
    let is_free = |place: &&PlaceId| {
        let spot = Spot {
            slot,
            place: **place,
        };
        state.floor().of_place(spot).is_none()
    };
    free.tables.iter().filter(is_free).count() + homes.iter().filter(is_free).count()
}
