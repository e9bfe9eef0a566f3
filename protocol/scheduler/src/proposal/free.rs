//! Which slots and places are left: what is open, on which day, and where meetings can be.

use std::collections::{BTreeMap, BTreeSet};

use domain::State;
use protocol::id::{PersonId, PlaceId, RequestId};
use protocol::{Micros, Minutes, PlaceKind, Request, SiteId, SlotId, Spot};

use crate::batch::BATCH_SLOTS_MAX;
use crate::feasible::{self, open_slots};

use super::required::Must;

/// A pause from which on two slots belong to different days, whatever the zone.
const NIGHT: Minutes = Minutes(5 * 60);

/// The timetable and the floor plan as a planner needs them.
#[derive(Clone)]
pub(super) struct Free {
    open: Vec<SlotId>,
    /// Slots of the batch problem: the open ones, and what else is on their days.
    grid: Vec<SlotId>,
    day_of: BTreeMap<SlotId, u16>,
    /// Slots of the whole event in order of time.
    timetable: Vec<SlotId>,
    /// A place of each site at which meetings take place.
    sites: BTreeMap<SiteId, PlaceId>,
    /// Tables that are nobody's home.
    pub(super) tables: Vec<PlaceId>,
    /// Requests whose time is required.
    fixed: BTreeMap<RequestId, SlotId>,
    /// Requests that are to be placed before all others.
    required: BTreeSet<RequestId>,
}

impl Free {
    pub(super) fn new(
        state: &State,
        now: Micros,
        must: &Must,
        plans: impl Fn(SlotId) -> bool,
    ) -> Self {
        let homes: BTreeSet<PlaceId> = state.persons().filter_map(|person| person.home).collect();
        let tables = state
            .places()
            .filter(|place| place.kind == PlaceKind::Table && !homes.contains(&place.id));
        let mut sites = BTreeMap::new();
        for place in state.places().filter(|place| place.kind != PlaceKind::Room) {
            sites.entry(place.site).or_insert(place.id);
        }
        let mut day_of = BTreeMap::new();
        let (mut day, mut last_end) = (0, None);
        for slot in state.timetable() {
            if last_end.is_some_and(|end| slot.starts_at.since(end) >= NIGHT.micros()) {
                day += 1;
            }
            last_end = Some(slot.ends_at);
            day_of.insert(slot.id, day);
        }
        let timetable: Vec<SlotId> = state.timetable().into_iter().map(|slot| slot.id).collect();
        // One problem holds so many slots; an event with more is planned in windows.
        let open = open_slots(state, now).into_iter().map(|slot| slot.id);
        let open = open.filter(|slot| plans(*slot));
        let open: Vec<SlotId> = open.take(BATCH_SLOTS_MAX).collect();
        let days: BTreeSet<u16> = open.iter().map(|slot| day_of[slot]).collect();
        let on_these_days = timetable
            .iter()
            .filter(|slot| days.contains(&day_of[*slot]));
        let mut grid: Vec<SlotId> = on_these_days.copied().collect();
        if grid.len() > BATCH_SLOTS_MAX {
            grid.clone_from(&open);
        }
        Self {
            open,
            grid,
            timetable,
            tables: tables.map(|place| place.id).collect(),
            day_of,
            sites,
            fixed: must.fixed(),
            required: must.requests(),
        }
    }

    /// The same with a batch problem of the open slots alone.
    #[cfg(feature = "exact")]
    pub(super) fn of_open_slots(&self) -> Self {
        Self {
            grid: self.open.clone(),
            ..self.clone()
        }
    }

    /// Whether a request may stand in a slot: it suits the asker, and no other time is required.
    pub(super) fn suits(&self, request: &Request, slot: SlotId) -> bool {
        let fixed = self.fixed.get(&request.id);
        feasible::suits(request, slot) && fixed.is_none_or(|fixed| *fixed == slot)
    }

    /// Whether a request is to be placed before all others.
    pub(super) fn is_required(&self, request: RequestId) -> bool {
        self.required.contains(&request)
    }

    /// Slots that a plan may use, in order of time.
    pub(super) fn open(&self) -> &[SlotId] {
        &self.open
    }

    /// Slots of the batch problem, in order of time: those of every day that has an open one. What
    /// is booked in the others counts, too, when a participant's breaks are counted; where the days
    /// are too long for one problem, the open slots alone.
    pub(super) fn grid(&self) -> &[SlotId] {
        &self.grid
    }

    /// Sites at which meetings take place, in order.
    pub(super) fn sites(&self) -> impl Iterator<Item = SiteId> + '_ {
        self.sites.keys().copied()
    }

    pub(super) fn timetable(&self) -> &[SlotId] {
        &self.timetable
    }

    pub(super) fn day_of(&self, slot: SlotId) -> u16 {
        self.day_of.get(&slot).copied().unwrap_or(0)
    }

    /// Sites at which somebody can be in a slot, by the rules, on this state.
    pub(super) fn sites_for<'a>(
        &'a self,
        state: &'a State,
        person: PersonId,
        slot: SlotId,
    ) -> impl Iterator<Item = SiteId> + 'a {
        self.sites.iter().filter_map(move |(site, place)| {
            let spot = Spot {
                slot,
                place: *place,
            };
            state
                .check_person_free(person, spot, &[])
                .is_ok()
                .then_some(*site)
        })
    }

    /// Whether both can be at one site in a slot.
    pub(super) fn meet_somewhere(
        &self,
        state: &State,
        (a, b): (PersonId, PersonId),
        slot: SlotId,
    ) -> BTreeSet<SiteId> {
        let of_b: BTreeSet<SiteId> = self.sites_for(state, b, slot).collect();
        self.sites_for(state, a, slot)
            .filter(|site| of_b.contains(site))
            .collect()
    }

    /// Free places for two persons in a slot at these sites: their homes first, then tables.
    pub(super) fn places_for(
        &self,
        state: &State,
        pair: (PersonId, PersonId),
        slot: SlotId,
        sites: &BTreeSet<SiteId>,
    ) -> Vec<(PlaceId, IsHome)> {
        let is_free = |place: &PlaceId| {
            let spot = Spot {
                slot,
                place: *place,
            };
            state.floor().of_place(spot).is_none()
        };
        let homes = [pair.0, pair.1]
            .into_iter()
            .filter_map(|id| state.person(id)?.home)
            .map(|place| (place, IsHome(true)));
        let tables = self.tables.iter().map(|place| (*place, IsHome(false)));
        homes
            .chain(tables)
            .filter(|(id, _)| {
                state.place(*id).is_some_and(|place| {
                    place.kind != PlaceKind::Room && sites.contains(&place.site)
                })
            })
            .filter(|(id, _)| is_free(id))
            .collect()
    }
}

/// Whether a place is the home of one of those who meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct IsHome(pub(super) bool);
