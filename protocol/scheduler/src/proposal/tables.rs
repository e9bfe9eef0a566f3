//! Where meetings could take place, as the optimiser sees it: at the home of a party if one has a
//! home, else at a table of a site. And what they need there: interpreters and equipment.

use std::collections::BTreeMap;

use domain::State;
use protocol::id::{PlaceId, RequestId, ResourceId};
use protocol::{PlaceKind, SiteId, SlotId, Spot};

use super::free::Free;
use crate::batch::{Instance, Scarce};

/// What a scarce row of an instance stands for.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(
    not(feature = "exact"),
    expect(dead_code, reason = "only the proof of a contradiction names them")
)]
pub(super) enum Stock {
    /// The tables of the event or of a site.
    Tables,
    /// The place at which somebody receives.
    Home(PlaceId),
    /// Interpreters or equipment of one kind.
    Resource(ResourceId),
}

/// Sends meetings to their homes, limits the others to the tables of each site, and all of them
/// to the interpreters and the equipment that they need. Tells what each scarce row stands for.
pub(super) fn share_out(
    state: &State,
    free: &Free,
    requests: &[RequestId],
    sites: &[SiteId],
    instance: &mut Instance,
) -> Vec<Stock> {
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
    let mut stocks: Vec<Stock> = Vec::new();
    for (home, meetings) in homes {
        stocks.push(Stock::Home(home));
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
    stocks.resize(scarce.len(), Stock::Tables);
    for (resource, row) in resources(state, free, requests, instance.n_slots) {
        stocks.push(Stock::Resource(resource));
        scarce.push(row);
    }
    instance.scarce = scarce;
    for (row, site) in instance.meetings.iter_mut().zip(sites_of) {
        row.sites = site.unwrap_or(row.sites);
    }
    stocks
}

/// Interpreters and equipment: what is not in use in each slot, and who asks for it.
fn resources<'a>(
    state: &'a State,
    free: &'a Free,
    requests: &'a [RequestId],
    n_slots: usize,
) -> impl Iterator<Item = (ResourceId, Scarce)> + 'a {
    state.resources().filter_map(move |resource| {
        let needs = |person| state.needs_of(person).contains(&resource.id);
        let is_user = |id: &RequestId| {
            let request = state.request(*id);
            request.is_some_and(|request| needs(request.from) || needs(request.to))
        };
        let users = requests.iter().enumerate();
        let meetings: Vec<usize> = users
            .filter_map(|(meeting, id)| is_user(id).then_some(meeting))
            .collect();
        let left = |slot: &SlotId| {
            let n_used = state.n_resource_used(resource.id, *slot, &[]);
            let capacity = state.resource_capacity(resource.id, *slot);
            capacity.saturating_sub(n_used)
        };
        let mut capacity: Vec<usize> = free.grid().iter().map(left).collect();
        capacity.resize(n_slots, 0);
        let row = Scarce {
            capacity,
            meetings,
            site: None,
        };
        (!row.meetings.is_empty()).then_some((resource.id, row))
    })
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
