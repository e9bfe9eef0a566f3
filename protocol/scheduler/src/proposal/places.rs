//! Places for the meetings of one slot: homes first, then the table where a party already sits.

use std::collections::BTreeMap;

use protocol::id::{PlaceId, RequestId};
use protocol::{SiteId, SlotId, Spot};

use super::free::{Free, IsHome};
use super::trial::Trial;
use crate::assignment::Network;

/// Up to so many pairs of meeting and place the best assignment of all is looked for; beyond,
/// each meeting takes its best place in order of arrival.
const PAIRS_MATCHED_MAX: usize = 40_000;
/// A table for a meeting whose host has a place of his own, in table changes.
const TABLE_COST: i64 = 3;

/// Gives the meetings that should stand in a slot their places, at the site that was meant for
/// each; returns those that found none.
pub(super) fn assign(
    trial: &mut Trial,
    free: &Free,
    slot: SlotId,
    chosen: &[(RequestId, Option<SiteId>)],
) -> Vec<RequestId> {
    let is_at = |place: PlaceId, site: SiteId| {
        let place = trial.state.place(place);
        place.is_some_and(|place| place.site == site)
    };
    let wished = chosen.iter().map(|(request, site)| {
        let mut places = choices(trial, free, slot, *request);
        places.retain(|(place, _)| site.is_none_or(|site| is_at(*place, site)));
        places
    });
    let wished: Vec<Vec<(PlaceId, i64)>> = wished.collect();
    let n_pairs: usize = wished.iter().map(Vec::len).sum();
    let places = if n_pairs <= PAIRS_MATCHED_MAX {
        matched(&wished)
    } else {
        one_by_one(&wished)
    };
    let mut left = Vec::new();
    for ((id, _), place) in chosen.iter().zip(places) {
        let request = trial.state.request(*id).cloned();
        let is_placed = request
            .zip(place)
            .is_some_and(|(request, place)| trial.place(&request, Spot { slot, place }));
        if !is_placed {
            left.push(*id);
        }
    }
    left
}

/// Where a request's meeting could be in a slot, and what that costs.
pub(super) fn choices(
    trial: &Trial,
    free: &Free,
    slot: SlotId,
    request: RequestId,
) -> Vec<(PlaceId, i64)> {
    let state = &trial.state;
    let Some(request) = state.request(request) else {
        return Vec::new();
    };
    let pair = (request.from, request.to);
    let sites = free.meet_somewhere(state, pair, slot);
    if sites.is_empty() {
        return Vec::new();
    }
    let day_of = |slot| free.day_of(slot);
    let around: Vec<PlaceId> = [pair.0, pair.1]
        .into_iter()
        .flat_map(|person| trial.neighbours(person, slot, day_of))
        .flatten()
        .collect();
    free.places_for(state, pair, slot, &sites)
        .into_iter()
        .map(|(place, is_home)| {
            let n_changes = around.iter().filter(|other| **other != place).count();
            let changes = i64::try_from(n_changes).expect("two parties have four neighbours");
            let IsHome(is_home) = is_home;
            (place, changes + if is_home { 0 } else { TABLE_COST })
        })
        .collect()
}

/// As many as possible, then with as few changes as possible.
fn matched(wished: &[Vec<(PlaceId, i64)>]) -> Vec<Option<PlaceId>> {
    let mut network = Network::default();
    let (source, sink) = (network.node(), network.node());
    let mut nodes: BTreeMap<PlaceId, usize> = BTreeMap::new();
    let mut edges = Vec::new();
    for choices in wished {
        let meeting = network.node();
        network.edge(source, meeting, 1, 0);
        let mut row = Vec::with_capacity(choices.len());
        for (place, cost) in choices {
            let node = *nodes.entry(*place).or_insert_with(|| {
                let node = network.node();
                network.edge(node, sink, 1, 0);
                node
            });
            row.push((*place, network.edge(meeting, node, 1, *cost)));
        }
        edges.push(row);
    }
    network.fill(source, sink);
    edges
        .iter()
        .map(|row| {
            row.iter()
                .find(|(_, edge)| network.is_used(*edge))
                .map(|(place, _)| *place)
        })
        .collect()
}

fn one_by_one(wished: &[Vec<(PlaceId, i64)>]) -> Vec<Option<PlaceId>> {
    let mut taken = std::collections::BTreeSet::new();
    wished
        .iter()
        .map(|choices| {
            let open = choices.iter().filter(|(place, _)| !taken.contains(place));
            let best = open.min_by_key(|(_, cost)| *cost).map(|(place, _)| *place);
            taken.extend(best);
            best
        })
        .collect()
}
