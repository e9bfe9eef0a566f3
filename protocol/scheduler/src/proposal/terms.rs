//! What the optimiser is told of an event beside slots and parties: what is booked, what experts
//! take, and the way between the sites.

use domain::State;
use protocol::SlotId;

use super::free::Free;
use super::problem::People;
use crate::batch::{BATCH_SITES_MAX, Sites, Slots, Terms};

pub(super) fn of(state: &State, free: &Free, people: &People<'_>) -> Terms {
    let persons = people.in_order();
    let in_grid = |holds: &dyn Fn(SlotId) -> bool| -> Slots {
        let slots = free.grid().iter().enumerate();
        slots
            .filter(|(_, slot)| holds(**slot))
            .fold(0, |set, (index, _)| set | 1 << index)
    };
    let engaged = persons.iter().map(|person| {
        let floor = state.floor();
        in_grid(&|slot| floor.of_person(*person, slot).is_some())
    });
    let meetings_max = persons
        .iter()
        .map(|person| state.n_meetings_left(*person, &[]));
    Terms {
        engaged: engaged.collect(),
        meetings_max: meetings_max.collect(),
        // The rules keep experts apart; such requests are told as hopeless.
        apart: Vec::new(),
        sites: sites(state, free, people),
    }
}

/// The sites, if there is a way between any two of them.
fn sites(state: &State, free: &Free, people: &People<'_>) -> Option<Sites> {
    let sites: Vec<_> = free.sites().collect();
    let has_ways = state.travel().next().is_some() && !free.grid().is_empty();
    if !has_ways || !(1..=BATCH_SITES_MAX).contains(&sites.len()) {
        return None;
    }
    let grid: Vec<_> = free
        .grid()
        .iter()
        .filter_map(|slot| state.slot(*slot))
        .collect();
    // The rule of the event: what lies between two slots must be as long as the way.
    let is_too_near = |here: usize, there: usize, way: protocol::Minutes| {
        let (earlier, later) = if grid[here].starts_at < grid[there].starts_at {
            (grid[here], grid[there])
        } else {
            (grid[there], grid[here])
        };
        here != there && later.starts_at.since(earlier.ends_at) < way.micros()
    };
    let barred = sites.iter().map(|from| {
        let to = sites.iter().map(|to| {
            let way = state.travel_minutes(*from, *to);
            let barred_at = |here: usize| {
                let near = (0..grid.len()).filter(|there| is_too_near(here, *there, way));
                near.fold(0, |set: Slots, there| set | 1 << there)
            };
            (0..grid.len()).map(barred_at).collect()
        });
        to.collect()
    });
    let barred = barred.collect();
    let away_from = |site: usize| {
        let rows = people.free.iter().zip(&people.free_at);
        rows.map(|(free, free_at)| free & !free_at[site]).collect()
    };
    let away = (0..sites.len()).map(away_from).collect();
    Some(Sites { barred, away })
}
