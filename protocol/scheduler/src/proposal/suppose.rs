//! "What if": the state of an event with other resources than it has.

use domain::{Commitment, State};
use protocol::change::{PlaceDefined, PlaceWithdrawn};
use protocol::id::PlaceId;
use protocol::limits::TABLES_ADDED_MAX;
use protocol::proposal::Suppose;
use protocol::{Change, MeetingStatus, Micros, Place, PlaceKind, SiteId};

use super::trial::HEAD;

/// The supposed state, and how many booked meetings to come stand in what is supposed to be lost.
pub(super) fn apply(state: &State, now: Micros, suppose: &Suppose) -> (State, u32) {
    let mut supposed = state.clone();
    for id in &suppose.places_lost {
        if let Some(place) = state.place(*id).cloned() {
            supposed.evolve(&HEAD, &Change::from(PlaceWithdrawn { place }));
        }
    }
    let model = state.places().find(|place| place.kind == PlaceKind::Table);
    let (site, capacity) = model.map_or((SiteId(0), 4), |place| (place.site, place.capacity));
    for n in 0..suppose.n_tables_added.min(TABLES_ADDED_MAX) {
        let after = Place {
            id: added(n),
            site,
            kind: PlaceKind::Table,
            capacity,
        };
        let before = None;
        supposed.evolve(&HEAD, &Change::from(PlaceDefined { before, after }));
    }
    let is_lost = |place: PlaceId| suppose.places_lost.contains(&place);
    let displaced = state.floor().place_commitments().filter(|(spot, held)| {
        let Commitment::Meeting(id) = held else {
            return false;
        };
        let is_to_come = state
            .meeting(*id)
            .is_some_and(|meeting| meeting.status == MeetingStatus::Planned)
            && state.check_slot_open(spot.slot, now).is_ok();
        is_to_come && (is_lost(spot.place) || suppose.slots_closed.contains(spot.slot))
    });
    let n_displaced = super::count(displaced.count());
    (supposed, n_displaced)
}

/// An id that no real place has: those are made from a time.
fn added(n: u16) -> PlaceId {
    let mut bytes = [0xff; 16];
    bytes[14..].copy_from_slice(&n.to_be_bytes());
    PlaceId::from_bytes(bytes)
}
