//! Where meetings could take place, as the optimiser sees it: at the home of a party if one has a
//! home, else at a table of a site.

use std::collections::BTreeMap;

use domain::State;
use protocol::id::{PlaceId, RequestId};
use protocol::{PlaceKind, SiteId, SlotId, Spot};

use super::free::Free;
use crate::batch::{Instance, Scarce};

/// Sends meetings to their homes, and limits the others to the tables of each site. Per scarce
/// row the home that it is; none for tables.
pub(super) fn share_out(
    state: &State,
    free: &Free,
    requests: &[RequestId],
    sites: &[SiteId],
    instance: &mut Instance,
) -> Vec<Option<PlaceId>> {
    let is_free = |place: PlaceId, slot: SlotId| {
        let spot = Spot { slot, place };
        state.floor().of_place(spot).is_none() && free.open().contains(&slot)
    };
    let n_free = |places: &[PlaceId]| {
        let per_slot = free.grid().iter();
        let per_slot = per_slot.map(|slot| places.iter().filter(|id| is_free(**id, *slot)).count());
        let mut per_slot: Vec<usize> = per_slot.collect();
        // An instance has at least one slot.
        per_slot.resize(instance.n_slots, 0);
        per_slot
    };
    let number = |id: PlaceId| {
        let site = state.place(id)?.site;
        sites.iter().position(|other| *other == site)
    };
    let mut homes: BTreeMap<PlaceId, Vec<usize>> = BTreeMap::new();
    let mut at_tables = Vec::new();
    let mut sites_of = Vec::with_capacity(requests.len());
    for (meeting, request) in requests.iter().enumerate() {
        let home = home(state, *request);
        let site = home
            .and_then(number)
            .filter(|site| instance.slots_at(meeting, *site) != 0);
        match home {
            // Its site cannot be reached: it is a table, then.
            Some(_) if !sites.is_empty() && site.is_none() => at_tables.push(meeting),
            Some(home) => homes.entry(home).or_default().push(meeting),
            None => at_tables.push(meeting),
        }
        sites_of.push(site.map(|site| 1 << site));
    }
    let mut scarce = Vec::new();
    let mut labels: Vec<Option<PlaceId>> = Vec::new();
    for (home, meetings) in homes {
        labels.push(Some(home));
        scarce.push(Scarce {
            capacity: n_free(&[home]),
            meetings,
            site: None,
        });
    }
    let is_at = |id: &PlaceId, site: SiteId| state.place(*id).is_some_and(|row| row.site == site);
    if sites.is_empty() && scarce.is_empty() {
        // The tables are all there is, and the instance counts them.
    } else if sites.is_empty() {
        scarce.push(Scarce {
            capacity: n_free(&free.tables),
            meetings: at_tables,
            site: None,
        });
    } else {
        for (index, site) in sites.iter().enumerate() {
            let tables = free.tables.iter().copied().filter(|id| is_at(id, *site));
            scarce.push(Scarce {
                capacity: n_free(&tables.collect::<Vec<_>>()),
                meetings: at_tables.clone(),
                site: Some(index),
            });
        }
    }
    labels.resize(scarce.len(), None);
    instance.scarce = scarce;
    for (row, site) in instance.meetings.iter_mut().zip(sites_of) {
        row.sites = site.unwrap_or(row.sites);
    }
    labels
}

/// The place at which one of the two receives, the host's first.
fn home(state: &State, request: RequestId) -> Option<PlaceId> {
    let request = state.request(request)?;
    let (host, guest) = state.roles(request.from, request.to);
    let mut homes = [host, guest]
        .into_iter()
        .filter_map(|id| state.person(id)?.home);
    homes.find(|id| {
        let place = state.place(*id);
        place.is_some_and(|place| place.kind != PlaceKind::Room)
    })
}
