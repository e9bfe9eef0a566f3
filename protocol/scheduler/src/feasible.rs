//! What the rules allow, asked in the ways that rankings need it.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use domain::{Commitment, State};
use protocol::id::{MeetingId, PersonId, PlaceId};
use protocol::limits::SLOTS_MAX;
use protocol::{
    Meeting, MeetingStatus, Micros, Person, PlaceKind, Reject, Request, RequestStatus, SiteId,
    Slot, SlotId, Spot,
};

/// Two persons, the host first.
pub(crate) type Pair = (PersonId, PersonId);

/// Whether two persons already have a meeting that was not called off, `except` aside.
pub(crate) fn have_met(state: &State, (a, b): Pair, except: Option<MeetingId>) -> bool {
    state
        .standing_meetings_of(a)
        .any(|meeting| Some(meeting.id) != except && (meeting.host == b || meeting.guest == b))
}

/// Whether a meeting of two persons would be accepted at a spot; `leaving` is the meeting that
/// gives up its own spot for it, if any.
pub(crate) fn fits(
    state: &State,
    pair: Pair,
    spot: Spot,
    now: Micros,
    leaving: Option<MeetingId>,
) -> bool {
    match leaving {
        Some(meeting) => state
            .check_booking(pair, spot, now, &[Commitment::Meeting(meeting)])
            .is_ok(),
        None => state.check_booking(pair, spot, now, &[]).is_ok(),
    }
}

/// Slots that can still be booked, in order of time.
pub(crate) fn open_slots(state: &State, now: Micros) -> Vec<&Slot> {
    state
        .timetable()
        .into_iter()
        .filter(|slot| state.check_slot_open(slot.id, now).is_ok())
        .collect()
}

/// A meeting that has neither happened nor been called off.
pub(crate) fn is_planned(meeting: &Meeting) -> bool {
    match meeting.status {
        MeetingStatus::Planned => true,
        MeetingStatus::Held | MeetingStatus::NotHeld { .. } | MeetingStatus::Cancelled { .. } => {
            false
        }
    }
}

/// How the wish of two persons to meet stands, if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Asked and not answered, agreed without a time yet, or accepted and run out: still wanted.
    Wanted {
        request: protocol::id::RequestId,
        made_at: Micros,
    },
    /// Accepted: a slot is held for the two, they need no other.
    Held,
    /// One of them said no.
    Unwanted,
}

/// Whom somebody has met, and what he and others wish of each other: gathered once per question,
/// not once per pair.
pub(crate) struct Ties {
    met: BTreeSet<PersonId>,
    wishes: BTreeMap<PersonId, Wish>,
}

impl Ties {
    pub(crate) fn of(state: &State, person: PersonId) -> Self {
        let met = state.standing_meetings_of(person);
        let mut wishes = BTreeMap::new();
        for request in state.requests_of(person) {
            let other = if request.from == person {
                request.to
            } else {
                request.from
            };
            let before = wishes.get(&other).copied();
            if let Some(wish) = clearer(before, request) {
                wishes.insert(other, wish);
            }
        }
        Self {
            met: met
                .flat_map(|meeting| [meeting.host, meeting.guest])
                .collect(),
            wishes,
        }
    }

    /// Whether the two have a meeting that was not called off.
    pub(crate) fn have_met(&self, other: PersonId) -> bool {
        self.met.contains(&other)
    }

    /// The wish of the two, if there is one; the clearest request between them decides.
    pub(crate) fn wish(&self, other: PersonId) -> Option<Wish> {
        self.wishes.get(&other).copied()
    }
}

/// How a wish stands when one more request between the two is known.
fn clearer(before: Option<Wish>, request: &Request) -> Option<Wish> {
    match request.status {
        RequestStatus::Accepted { .. } => Some(Wish::Held),
        RequestStatus::Requested
        | RequestStatus::Expired
        | RequestStatus::Agreed
        | RequestStatus::Waiting => match before {
            Some(Wish::Held) => before,
            Some(Wish::Wanted { made_at, .. }) if made_at <= request.made_at => before,
            Some(Wish::Wanted { .. } | Wish::Unwanted) | None => Some(Wish::Wanted {
                request: request.id,
                made_at: request.made_at,
            }),
        },
        // Whom the organiser did not retain still wants to meet; a slot has come free since.
        RequestStatus::NotRetained => before.or(Some(Wish::Wanted {
            request: request.id,
            made_at: request.made_at,
        })),
        RequestStatus::Refused | RequestStatus::Cancelled => before.or(Some(Wish::Unwanted)),
        RequestStatus::Confirmed { .. } => before,
    }
}

/// Whether a request says that a slot suits the asker.
pub(crate) fn suits(request: &Request, slot: SlotId) -> bool {
    request.slots.is_empty() || request.slots.contains(slot)
}

/// When and where somebody can be: the rules are asked once per slot and site, since of a place
/// they look at its site only.
pub(crate) struct Reach<'a> {
    state: &'a State,
    person: PersonId,
    /// The commitment that gives way, if any.
    moving: Option<Commitment>,
    known: RefCell<BTreeMap<(SlotId, SiteId), bool>>,
}

impl<'a> Reach<'a> {
    pub(crate) fn new(state: &'a State, person: PersonId, moving: Option<Commitment>) -> Self {
        Self {
            state,
            person,
            moving,
            known: RefCell::default(),
        }
    }

    fn is_free(&self, spot: Spot, site: SiteId) -> bool {
        let mut known = self.known.borrow_mut();
        *known.entry((spot.slot, site)).or_insert_with(|| {
            let (person, moving) = (self.person, self.moving.as_slice());
            self.state.check_person_free(person, spot, moving).is_ok()
        })
    }
}

/// The first of some places where two persons who may meet can do so in an open slot.
pub(crate) fn first_reached(
    (a, b): (&Reach<'_>, &Reach<'_>),
    slot: SlotId,
    places: impl Iterator<Item = PlaceId>,
    leaving: Option<MeetingId>,
) -> Option<Spot> {
    let state = a.state;
    let moving = leaving.map(Commitment::Meeting);
    let gone = [a.moving, b.moving, moving].into_iter().flatten();
    let gone: Vec<Commitment> = gone.collect();
    let pair = (a.person, b.person);
    if state.check_needs(pair, slot, &gone).is_err() {
        return None;
    }
    let is_allowed = |spot: &Spot| {
        let site = state.place(spot.place).map(|place| place.site);
        site.is_some_and(|site| a.is_free(*spot, site) && b.is_free(*spot, site))
            && state.check_place_free(*spot, moving.as_slice()).is_ok()
    };
    let mut spots = places.map(|place| Spot { slot, place });
    spots.find(is_allowed)
}

/// The tables that belong to nobody, gathered once per question.
pub(crate) struct Tables {
    all: Vec<PlaceId>,
    /// Per slot those that are free, once somebody asked.
    free: Vec<OnceCell<Vec<PlaceId>>>,
}

impl Tables {
    /// Tables of the event without those that are somebody's home.
    pub(crate) fn of(state: &State) -> Self {
        let homes: BTreeSet<PlaceId> = state.persons().filter_map(|person| person.home).collect();
        let tables = state
            .places()
            .filter(|place| place.kind == PlaceKind::Table && !homes.contains(&place.id))
            .map(|place| place.id);
        Self {
            all: tables.collect(),
            free: vec![OnceCell::new(); SLOTS_MAX],
        }
    }

    /// Those that are free in a slot, in order; always asked about the same state.
    pub(crate) fn free_in(
        &self,
        state: &State,
        slot: SlotId,
    ) -> impl Iterator<Item = PlaceId> + '_ {
        let is_free = |place: &PlaceId| {
            let place = *place;
            state.floor().of_place(Spot { slot, place }).is_none()
        };
        let cell = &self.free[usize::from(slot.number())];
        let free = cell.get_or_init(|| self.all.iter().copied().filter(is_free).collect());
        free.iter().copied()
    }

    /// The same of two who leave no meeting for it, when what is asked of either is kept.
    pub(crate) fn first_reached(
        &self,
        state: &State,
        pair: (&Reach<'_>, &Reach<'_>),
        slot: SlotId,
    ) -> Option<Spot> {
        let homes = [pair.0, pair.1].into_iter();
        let homes = homes.filter_map(|reach| state.person(reach.person)?.home);
        first_reached(pair, slot, homes.chain(self.free_in(state, slot)), None)
    }

    /// The first place where two persons can meet in a slot: homes of either, the place where
    /// they were before, then free tables in order.
    pub(crate) fn first_fit(
        &self,
        state: &State,
        now: Micros,
        pair: Pair,
        slot: SlotId,
        leaving: Option<&Meeting>,
    ) -> Option<Spot> {
        let home = |id: PersonId| state.person(id).and_then(|person: &Person| person.home);
        let before = leaving.map(|meeting| meeting.spot.place);
        let places = [home(pair.0), home(pair.1), before]
            .into_iter()
            .flatten()
            .chain(self.free_in(state, slot));
        first_allowed(
            state,
            now,
            pair,
            slot,
            places,
            leaving.map(|meeting| meeting.id),
        )
    }
}

/// The first of some places where the rules let two persons meet in a slot. A refusal that no
/// other place would change ends the search.
pub(crate) fn first_allowed(
    state: &State,
    now: Micros,
    pair: Pair,
    slot: SlotId,
    places: impl Iterator<Item = PlaceId>,
    leaving: Option<MeetingId>,
) -> Option<Spot> {
    let moving = leaving.map(Commitment::Meeting);
    let mut too_far = Vec::new();
    for place in places {
        let site = state.place(place).map(|place| place.site);
        if too_far.contains(&site) {
            continue;
        }
        let spot = Spot { slot, place };
        match state.check_booking(pair, spot, now, moving.as_slice()) {
            Ok(()) => return Some(spot),
            Err(Reject::TooFar(_)) => too_far.push(site),
            Err(reject) => {
                if !matches!(reject, Reject::PlaceBusy(_) | Reject::NoMeetingPlace(_)) {
                    return None;
                }
            }
        }
    }
    None
}
