//! What a plan is worth, counted on the state that it leads to: booked meetings count as well,
//! since participants live the whole day and not only the plan.

use std::collections::{BTreeMap, BTreeSet};

use domain::Commitment;
use protocol::id::{PersonId, PlaceId};
use protocol::limits::SLOTS_MAX;
use protocol::proposal::{PlanFigures, Unplaced};
use protocol::{List, RequestStatus};

use super::free::Free;
use super::repair::n_breaks;
use super::trial::Trial;

pub(super) fn measure(trial: &Trial, free: &Free) -> PlanFigures {
    let state = &trial.state;
    let mut figures = PlanFigures::default();
    let mut distribution: Vec<u32> = Vec::new();
    let (mut fewest, mut most) = (u32::MAX, 0);
    for person in state.persons().filter(|person| !person.is_withdrawn) {
        let day = Day::of(trial, free, person.id);
        if distribution.len() <= day.n_meetings {
            distribution.resize(day.n_meetings + 1, 0);
        }
        distribution[day.n_meetings] += 1;
        if day.n_meetings > 0 {
            figures.n_breaks += day.n_breaks;
            figures.n_table_changes += day.n_table_changes;
            fewest = fewest.min(day.n_breaks);
            most = most.max(day.n_breaks);
        }
    }
    figures.fairness_gap = most.saturating_sub(fewest);
    distribution.truncate(SLOTS_MAX + 1);
    figures.distribution = List::new(distribution).expect("cut to the bound");
    let held = state
        .requests()
        .filter(|request| matches!(request.status, RequestStatus::Accepted { .. }));
    figures.n_held = super::count(held.count());
    figures
}

/// One person's days, as far as they are counted.
struct Day {
    n_meetings: usize,
    n_breaks: u32,
    n_table_changes: u32,
}

impl Day {
    fn of(trial: &Trial, free: &Free, person: PersonId) -> Self {
        let state = &trial.state;
        let agenda: BTreeMap<_, _> = state.floor().agenda(person).collect();
        let mut day = Self {
            n_meetings: 0,
            n_breaks: 0,
            n_table_changes: 0,
        };
        if agenda.is_empty() {
            return day;
        }
        let mut at: Option<PlaceId> = None;
        let mut today = None;
        let mut slots_busy = Vec::new();
        for slot in free.timetable() {
            if today != Some(free.day_of(*slot)) {
                day.add_breaks(&mut slots_busy);
                today = Some(free.day_of(*slot));
                at = None;
            }
            let commitment = agenda.get(slot);
            slots_busy.push(commitment.is_some());
            if let Some(commitment @ Commitment::Meeting(_)) = commitment {
                day.n_meetings += 1;
                let place = state.place_of(*commitment);
                day.n_table_changes += u32::from(at.is_some() && place != at);
                at = place;
            }
        }
        day.add_breaks(&mut slots_busy);
        day
    }

    fn add_breaks(&mut self, slots_busy: &mut Vec<bool>) {
        let n = n_breaks(slots_busy.drain(..));
        self.n_breaks += u32::try_from(n).expect("a count is not negative");
    }
}

/// Who asked or was asked in vain, and meets nobody.
pub(super) fn empty_agendas(trial: &Trial, unplaced: &[Unplaced]) -> Vec<PersonId> {
    let disappointed: BTreeSet<PersonId> = unplaced
        .iter()
        .filter_map(|row| trial.state.request(row.request))
        .flat_map(|request| [request.from, request.to])
        .collect();
    disappointed
        .into_iter()
        .filter(|person| trial.state.standing_meetings_of(*person).next().is_none())
        .collect()
}
