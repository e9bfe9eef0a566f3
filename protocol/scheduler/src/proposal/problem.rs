//! From the state to a batch problem: who takes part, when each is free, which requests.

use std::collections::{BTreeMap, BTreeSet};

use domain::State;
use protocol::id::{PersonId, PlaceId, RequestId};
use protocol::limits::MEETINGS_PER_COMMAND_MAX;
use protocol::{Request, RequestStatus, SiteId, Spot};

use super::free::Free;
use super::{tables, terms};
use crate::batch::{self, Instance, Meeting, Slots};
use crate::feasible::have_met;

/// The batch problem of an event, and the way back.
pub(super) struct Problem {
    pub(super) instance: Instance,
    /// Per meeting of the instance its request: what is required first, each in order of arrival.
    pub(super) requests: Vec<RequestId>,
    /// How many of them are required.
    pub(super) n_required: usize,
    /// Requests beyond what one plan holds, or of two who asked each other twice: tried when the
    /// others are placed.
    pub(super) late: Vec<RequestId>,
    /// No plan places more.
    pub(super) placed_bound: usize,
    /// The sites of the instance, where they matter.
    sites: Vec<SiteId>,
    /// Requests that cannot stand anywhere, even alone.
    pub(super) hopeless: Vec<RequestId>,
    /// Per person the plannable requests that could stand somewhere, and his free slots.
    pub(super) wanted: BTreeMap<PersonId, (usize, usize)>,
}

impl Problem {
    pub(super) fn of(state: &State, free: &Free) -> Self {
        let mut plannable: Vec<&Request> = state
            .requests()
            .filter(|request| is_planned_anew(state, request))
            .collect();
        plannable.sort_by_key(|request| {
            let is_required = free.is_required(request.id);
            (!is_required, request.made_at, request.id)
        });
        let mut people = People::new(state, free);
        for request in &plannable {
            people.number(request.from);
            people.number(request.to);
        }
        let capacity = free.grid().iter().map(|slot| {
            let is_open = free.open().contains(slot);
            let persons = people.numbers.keys();
            if is_open {
                n_free_places(state, free, *slot, persons)
            } else {
                0
            }
        });
        let mut capacity: Vec<usize> = capacity.collect();
        // Where nothing is free nobody can meet, whoever has time.
        let with_places = capacity
            .iter()
            .enumerate()
            .filter(|(_, n_places)| **n_places > 0)
            .fold(0, |slots, (index, _)| slots | 1 << index);
        let (mut requests, mut late, mut hopeless) = (Vec::new(), Vec::new(), Vec::new());
        let mut n_required = 0;
        let mut meetings: Vec<Meeting> = Vec::new();
        let mut pairs = BTreeSet::new();
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
            let is_new = pairs.insert(pair.min((pair.1, pair.0)));
            if is_new && requests.len() < PLACED_MAX {
                n_required += usize::from(free.is_required(request.id));
                requests.push(request.id);
                meetings.push(Meeting::open(parties, slots));
            } else {
                late.push(request.id);
            }
        }
        let mut day_starts: Slots = 1;
        for (index, pair) in free.grid().windows(2).enumerate() {
            if free.day_of(pair[0]) != free.day_of(pair[1]) {
                day_starts |= 1 << (index + 1);
            }
        }
        // An instance has at least one slot; with no capacity it is as good as none.
        if capacity.is_empty() {
            capacity.push(0);
        }
        let mut instance = Instance {
            n_slots: capacity.len(),
            day_starts,
            capacity,
            terms: terms::of(state, free, &people),
            free: people.free,
            meetings,
            scarce: Vec::new(),
        };
        let sites = match instance.terms.sites {
            Some(_) => free.sites().collect(),
            None => Vec::new(),
        };
        let every_site = sites
            .iter()
            .enumerate()
            .fold(0, |all, (site, _)| all | 1 << site);
        for row in &mut instance.meetings {
            row.sites = if sites.is_empty() { 1 } else { every_site };
        }
        // Before anything is only preferred: no plan exceeds it. A late request can only stand in
        // for one that is not placed.
        let placed_bound = batch::placed_bound(&instance) + late.len();
        tables::share_out(state, free, &requests, &sites, &mut instance);
        Self {
            instance,
            placed_bound: placed_bound.min(requests.len()),
            requests,
            late,
            hopeless,
            wanted,
            sites,
            n_required,
        }
    }

    /// The site of a number in the instance; none where sites do not matter.
    pub(super) fn site(&self, number: usize) -> Option<SiteId> {
        self.sites.get(number).copied()
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
    let suiting = free.grid().iter().enumerate();
    suiting
        .filter(|(_, slot)| free.open().contains(slot) && free.suits(request, **slot))
        .fold(0, |slots, (index, _)| slots | 1 << index)
}

/// The persons of the problem, numbered as they come.
pub(super) struct People<'a> {
    state: &'a State,
    slots: &'a Free,
    pub(super) numbers: BTreeMap<PersonId, usize>,
    /// Per number the slots in which somebody could be at one site at least.
    pub(super) free: Vec<Slots>,
    /// The same for each of the sites.
    pub(super) free_at: Vec<Vec<Slots>>,
}

impl<'a> People<'a> {
    pub(super) fn new(state: &'a State, slots: &'a Free) -> Self {
        Self {
            state,
            slots,
            numbers: BTreeMap::new(),
            free: Vec::new(),
            free_at: Vec::new(),
        }
    }

    pub(super) fn number(&mut self, person: PersonId) -> usize {
        if let Some(number) = self.numbers.get(&person) {
            return *number;
        }
        let sites: Vec<SiteId> = self.slots.sites().collect();
        let mut free_at: Vec<Slots> = vec![0; sites.len()];
        for (index, slot) in self.slots.grid().iter().enumerate() {
            if !self.slots.open().contains(slot) {
                continue;
            }
            for site in self.slots.sites_for(self.state, person, *slot) {
                let number = sites.iter().position(|other| *other == site);
                free_at[number.expect("it is one of the sites")] |= 1 << index;
            }
        }
        self.free
            .push(free_at.iter().fold(0, |all, slots| all | slots));
        self.free_at.push(free_at);
        self.numbers.insert(person, self.free.len() - 1);
        self.free.len() - 1
    }

    /// Everybody, by number.
    pub(super) fn in_order(&self) -> Vec<PersonId> {
        let mut persons: Vec<(usize, PersonId)> = self
            .numbers
            .iter()
            .map(|(person, number)| (*number, *person))
            .collect();
        persons.sort_unstable();
        persons.into_iter().map(|(_, person)| person).collect()
    }
}

pub(super) fn n_free_places<'a>(
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
