//! The planner's board: who and what is free, as bit sets and small tables, so that trying a slot
//! costs nanoseconds. It knows the same rules as [`domain::State::check_booking`]; a property
//! test holds the two together.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Commitment, State};
use protocol::id::{PersonId, PlaceId, ResourceId};
use protocol::{MeetingStatus, Micros, PlaceKind, SiteId, SlotId, SlotSet, Spot};

use super::Wish;

/// What is free, and what this plan has taken so far.
pub(super) struct Board {
    persons: Vec<PersonRow>,
    places: Vec<PlaceRow>,
    tables: Vec<usize>,
    slots: BTreeMap<SlotId, SlotRow>,
    /// Slots that can still be booked.
    open: SlotSet,
    travel: BTreeMap<(SiteId, SiteId), i64>,
    wishes: Vec<WishRow>,
    /// Pairs who meet by this plan: a second wish of the same two is served by the first.
    met: BTreeSet<[usize; 2]>,
    free_tables: BTreeMap<SlotId, u32>,
    /// How many of what somebody needs are left.
    stock: BTreeMap<(ResourceId, SlotId), usize>,
    seed: u64,
}

struct PersonRow {
    free: SlotSet,
    n_more: u32,
    home: Option<usize>,
    /// Where the person is when, standing commitments included.
    sites: BTreeMap<SlotId, SiteId>,
    /// Which wish of this plan takes a slot.
    planned: BTreeMap<SlotId, usize>,
}

struct PlaceRow {
    id: PlaceId,
    site: SiteId,
    free: SlotSet,
    planned: BTreeMap<SlotId, usize>,
}

struct SlotRow {
    order: usize,
    starts_at: Micros,
    ends_at: Micros,
}

struct WishRow {
    host: usize,
    guest: usize,
    /// Slots that suit the wish, whatever is taken.
    suits: SlotSet,
    /// The two may meet at all, and have not.
    is_possible: bool,
    /// What one of the two needs, each once.
    needs: Vec<ResourceId>,
    taken: Option<(SlotId, usize)>,
}

impl Board {
    pub(super) fn new(state: &State, now: Micros, wishes: &[Wish], seed: u64) -> Self {
        let mut board = Self {
            persons: Vec::new(),
            places: Vec::new(),
            tables: Vec::new(),
            slots: BTreeMap::new(),
            open: SlotSet::EMPTY,
            travel: BTreeMap::new(),
            wishes: Vec::with_capacity(wishes.len()),
            met: BTreeSet::new(),
            free_tables: BTreeMap::new(),
            stock: BTreeMap::new(),
            seed,
        };
        board.lay_slots(state, now);
        board.lay_stock(state);
        let place_index = board.lay_places(state);
        let person_index = board.lay_persons(state, wishes, &place_index);
        board.lay_wishes(state, wishes, &person_index);
        board
    }

    fn lay_slots(&mut self, state: &State, now: Micros) {
        for (order, slot) in state.timetable().into_iter().enumerate() {
            let row = SlotRow {
                order,
                starts_at: slot.starts_at,
                ends_at: slot.ends_at,
            };
            self.slots.insert(slot.id, row);
            if state.check_slot_open(slot.id, now).is_ok() {
                self.open.insert(slot.id);
            }
        }
        self.travel = state
            .travel()
            .map(|(a, b, length)| ((a, b), length.micros()))
            .collect();
    }

    fn lay_stock(&mut self, state: &State) {
        for resource in state.resources() {
            for slot in self.open.iter() {
                let n_used = state.n_resource_used(resource.id, slot, &[]);
                let capacity = state.resource_capacity(resource.id, slot);
                let n_left = capacity.saturating_sub(n_used);
                self.stock.insert((resource.id, slot), n_left);
            }
        }
    }

    fn lay_places(&mut self, state: &State) -> BTreeMap<PlaceId, usize> {
        let open = self.open;
        let homes: BTreeSet<PlaceId> = state.persons().filter_map(|person| person.home).collect();
        let mut index = BTreeMap::new();
        for place in state.places().filter(|place| place.kind != PlaceKind::Room) {
            let busy: SlotSet = state.floor().plan(place.id).map(|(slot, _)| slot).collect();
            if place.kind == PlaceKind::Table && !homes.contains(&place.id) {
                self.tables.push(self.places.len());
            }
            index.insert(place.id, self.places.len());
            self.places.push(PlaceRow {
                id: place.id,
                site: place.site,
                free: open.without(&busy),
                planned: BTreeMap::new(),
            });
        }
        for slot in open.iter() {
            let n_free = self
                .tables
                .iter()
                .filter(|t| self.places[**t].free.contains(slot))
                .count();
            self.free_tables
                .insert(slot, u32::try_from(n_free).expect("places are bounded"));
        }
        index
    }

    fn lay_persons(
        &mut self,
        state: &State,
        wishes: &[Wish],
        place_index: &BTreeMap<PlaceId, usize>,
    ) -> BTreeMap<PersonId, usize> {
        let mut index = BTreeMap::new();
        for id in wishes.iter().flat_map(|wish| [wish.host, wish.guest]) {
            if index.contains_key(&id) {
                continue;
            }
            let Ok(person) = state.known_person(id) else {
                continue;
            };
            let mut free = SlotSet::EMPTY;
            for (slot, row) in self
                .slots
                .iter()
                .filter(|(slot, _)| self.open.contains(**slot))
            {
                let absence = person
                    .expert
                    .as_ref()
                    .and_then(|terms| terms.absence.as_ref());
                let is_absent = absence.is_some_and(|absence| {
                    absence.from < row.ends_at
                        && absence.until.is_none_or(|until| row.starts_at < until)
                });
                if !is_absent && person.availability.contains(*slot) {
                    free.insert(*slot);
                }
            }
            let mut sites = BTreeMap::new();
            let mut n_counted = 0;
            for (slot, commitment) in state.floor().agenda(id) {
                free.remove(slot);
                n_counted += u32::from(counts_against_limit(state, commitment));
                let site = state
                    .place_of(commitment)
                    .and_then(|place| state.place(place));
                if let Some(site) = site {
                    sites.insert(slot, site.site);
                }
            }
            let meetings_max = person.expert.as_ref().and_then(|terms| terms.meetings_max);
            index.insert(id, self.persons.len());
            self.persons.push(PersonRow {
                free,
                n_more: meetings_max
                    .map_or(u32::MAX, |max| u32::from(max).saturating_sub(n_counted)),
                home: person.home.and_then(|home| place_index.get(&home).copied()),
                sites,
                planned: BTreeMap::new(),
            });
        }
        index
    }

    fn lay_wishes(
        &mut self,
        state: &State,
        wishes: &[Wish],
        person_index: &BTreeMap<PersonId, usize>,
    ) {
        let open = self.open;
        for wish in wishes {
            let pair = (wish.host, wish.guest);
            let is_possible =
                state.check_pair(pair).is_ok() && !crate::feasible::have_met(state, pair, None);
            // A wish of somebody unknown keeps its position and never becomes possible.
            let row = |id: &PersonId| person_index.get(id).copied().unwrap_or(usize::MAX);
            let needs = [wish.host, wish.guest].into_iter();
            let needs: BTreeSet<ResourceId> = needs
                .flat_map(|id| state.needs_of(id).iter().copied())
                .collect();
            self.wishes.push(WishRow {
                needs: needs.into_iter().collect(),
                host: row(&wish.host),
                guest: row(&wish.guest),
                suits: if wish.slots.is_empty() {
                    open
                } else {
                    wish.slots.and(&open)
                },
                is_possible,
                taken: None,
            });
        }
    }

    pub(super) fn n_wishes(&self) -> usize {
        self.wishes.len()
    }

    /// Whether the two of a wish may meet and do not yet.
    pub(super) fn is_open(&self, wish: usize) -> bool {
        self.wishes[wish].is_possible && !self.met.contains(&self.key(wish))
    }

    /// The two persons of a wish in either order.
    fn key(&self, wish: usize) -> [usize; 2] {
        let [a, b] = self.pair(wish);
        [a.min(b), a.max(b)]
    }

    pub(super) fn spot_of(&self, wish: usize) -> Option<Spot> {
        let (slot, place) = self.wishes[wish].taken?;
        Some(Spot {
            slot,
            place: self.places[place].id,
        })
    }

    /// The two persons of a wish, as indexes of the board.
    pub(super) fn pair(&self, wish: usize) -> [usize; 2] {
        [self.wishes[wish].host, self.wishes[wish].guest]
    }

    /// Slots that suit a wish, whatever is taken.
    pub(super) fn suits(&self, wish: usize) -> SlotSet {
        self.wishes[wish].suits
    }

    /// Slots in which both are free and wished for.
    pub(super) fn common_slots(&self, wish: usize) -> SlotSet {
        let row = &self.wishes[wish];
        if !self.is_open(wish)
            || self.persons[row.host].n_more == 0
            || self.persons[row.guest].n_more == 0
        {
            return SlotSet::EMPTY;
        }
        row.suits
            .and(&self.persons[row.host].free)
            .and(&self.persons[row.guest].free)
    }

    /// Whether a person is free in a slot.
    pub(super) fn is_free(&self, person: usize, slot: SlotId) -> bool {
        self.persons[person].free.contains(slot)
    }

    /// Whether a person accepts one more meeting.
    pub(super) fn accepts_more(&self, person: usize) -> bool {
        self.persons[person].n_more > 0
    }

    /// Which wish of this plan takes a person's slot.
    pub(super) fn planned_of(&self, person: usize, slot: SlotId) -> Option<usize> {
        self.persons[person].planned.get(&slot).copied()
    }

    /// Wishes of this plan that take shared tables in a slot, in order of table.
    pub(super) fn planned_at_tables(&self, slot: SlotId) -> Vec<usize> {
        self.tables
            .iter()
            .filter_map(|t| self.places[*t].planned.get(&slot).copied())
            .collect()
    }

    /// The first place where a wish fits in a slot: homes, then tables; none when none does, or
    /// when what the two need there is used up.
    pub(super) fn place_for(&self, wish: usize, slot: SlotId) -> Option<usize> {
        let row = &self.wishes[wish];
        let is_left = |id: &ResourceId| self.stock.get(&(*id, slot)).is_some_and(|n| *n > 0);
        if !row.needs.iter().all(is_left) {
            return None;
        }
        let homes = [self.persons[row.host].home, self.persons[row.guest].home];
        homes
            .into_iter()
            .flatten()
            .chain(self.tables.iter().copied())
            .find(|place| {
                let place = &self.places[*place];
                place.free.contains(slot)
                    && self.can_reach(row.host, slot, place.site)
                    && self.can_reach(row.guest, slot, place.site)
            })
    }

    fn can_reach(&self, person: usize, slot: SlotId, site: SiteId) -> bool {
        if self.travel.is_empty() {
            return true;
        }
        let here = &self.slots[&slot];
        self.persons[person]
            .sites
            .iter()
            .all(|(other, other_site)| {
                let needed = self
                    .travel
                    .get(&(site.min(*other_site), site.max(*other_site)));
                let (Some(needed), Some(other)) = (needed, self.slots.get(other)) else {
                    return true;
                };
                let gap = if other.starts_at < here.starts_at {
                    here.starts_at.since(other.ends_at)
                } else {
                    other.starts_at.since(here.ends_at)
                };
                gap >= *needed
            })
    }

    /// How good a slot is for a wish: next to other meetings of the two, and not crowded; what
    /// is equally good is decided by the seed. Higher is better.
    pub(super) fn appeal(&self, wish: usize, slot: SlotId) -> (u32, u64) {
        let order = self.slots[&slot].order;
        let is_next = |person: usize| {
            self.persons[person]
                .sites
                .keys()
                .filter_map(|s| self.slots.get(s))
                .any(|other| other.order.abs_diff(order) == 1)
        };
        let n_next = self
            .pair(wish)
            .into_iter()
            .filter(|person| is_next(*person))
            .count();
        let n_free = self.free_tables.get(&slot).copied().unwrap_or(0);
        let total = u32::try_from(self.tables.len().max(1)).expect("places are bounded");
        let ease = 8 * n_free / total + u32::try_from(n_next).expect("two persons");
        (
            ease,
            mix(self.seed ^ mix(wish as u64) ^ u64::from(slot.number())),
        )
    }

    /// Takes a slot and a place for a wish that has none.
    pub(super) fn take(&mut self, wish: usize, slot: SlotId, place: usize) {
        let site = self.places[place].site;
        self.met.insert(self.key(wish));
        for person in self.pair(wish) {
            let row = &mut self.persons[person];
            row.free.remove(slot);
            row.n_more = row.n_more.saturating_sub(u32::from(row.n_more != u32::MAX));
            row.sites.insert(slot, site);
            row.planned.insert(slot, wish);
        }
        self.places[place].free.remove(slot);
        self.places[place].planned.insert(slot, wish);
        for id in &self.wishes[wish].needs {
            if let Some(n_left) = self.stock.get_mut(&(*id, slot)) {
                *n_left -= 1;
            }
        }
        self.wishes[wish].taken = Some((slot, place));
        if self.tables.contains(&place)
            && let Some(n_free) = self.free_tables.get_mut(&slot)
        {
            *n_free -= 1;
        }
    }

    /// Gives back what a wish took; says what it was.
    pub(super) fn give_back(&mut self, wish: usize) -> Option<(SlotId, usize)> {
        let (slot, place) = self.wishes[wish].taken.take()?;
        self.met.remove(&self.key(wish));
        for id in &self.wishes[wish].needs {
            if let Some(n_left) = self.stock.get_mut(&(*id, slot)) {
                *n_left += 1;
            }
        }
        for person in self.pair(wish) {
            let row = &mut self.persons[person];
            row.free.insert(slot);
            row.n_more = row.n_more.saturating_add(u32::from(row.n_more != u32::MAX));
            row.sites.remove(&slot);
            row.planned.remove(&slot);
        }
        self.places[place].free.insert(slot);
        self.places[place].planned.remove(&slot);
        if self.tables.contains(&place)
            && let Some(n_free) = self.free_tables.get_mut(&slot)
        {
            *n_free += 1;
        }
        Some((slot, place))
    }
}

fn counts_against_limit(state: &State, commitment: Commitment) -> bool {
    match commitment {
        Commitment::Meeting(id) => state
            .meeting(id)
            .is_some_and(|meeting| !matches!(meeting.status, MeetingStatus::NotHeld { .. })),
        Commitment::Hold(_) | Commitment::Offer(_) => true,
        Commitment::Session(_) | Commitment::Unseen(_) => false,
    }
}

/// Spreads the bits of a number (the finaliser of SplitMix64).
pub(super) const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
