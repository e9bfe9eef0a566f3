//! What must be placed, whatever else is not.

use std::collections::{BTreeMap, BTreeSet};

use domain::State;
use protocol::id::RequestId;
use protocol::proposal::Required;
use protocol::{RequestStatus, SlotId};

use super::problem::Problem;
use crate::batch::{Annealed, Effort, Instance, PartialSchedule, Scarce, anneal};

/// The required requests, with the time of those that have one.
pub(super) struct Must(BTreeMap<RequestId, Option<SlotId>>);

impl Must {
    /// Named twice, the later time counts. What the event does not know cannot be placed.
    pub(super) fn of(state: &State, required: &[Required]) -> Self {
        let known = required
            .iter()
            .filter(|row| state.request(row.request).is_some());
        Self(known.map(|row| (row.request, row.slot)).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn has(&self, request: RequestId) -> bool {
        self.0.contains_key(&request)
    }

    pub(super) fn requests(&self) -> BTreeSet<RequestId> {
        self.0.keys().copied().collect()
    }

    pub(super) fn fixed(&self) -> BTreeMap<RequestId, SlotId> {
        let rows = self.0.iter();
        rows.filter_map(|(request, slot)| Some((*request, (*slot)?)))
            .collect()
    }

    /// Those that have their place on a state: a meeting or a held slot, at the required time.
    pub(super) fn n_kept(&self, state: &State) -> usize {
        self.0.keys().filter(|id| self.is_kept(state, **id)).count()
    }

    pub(super) fn is_kept(&self, state: &State, request: RequestId) -> bool {
        let fixed = self.0.get(&request).copied().flatten();
        let stands = slot_of(state, request);
        stands.is_some_and(|slot| fixed.is_none_or(|fixed| fixed == slot))
    }
}

/// When a request stands on a state, if it does.
pub(super) fn slot_of(state: &State, request: RequestId) -> Option<SlotId> {
    match state.request(request)?.status {
        RequestStatus::Confirmed { meeting } => Some(state.meeting(meeting)?.spot.slot),
        RequestStatus::Accepted { spot, .. } => Some(spot.slot),
        RequestStatus::Requested
        | RequestStatus::Refused
        | RequestStatus::Cancelled
        | RequestStatus::Expired
        | RequestStatus::Agreed
        | RequestStatus::NotRetained
        | RequestStatus::Waiting => None,
    }
}

/// Steps of the walk that places what is required by itself; it is small.
const ALONE_STEPS: u64 = 200_000;

/// Looks for a schedule. When the freest search leaves out what is required, it is given its
/// slots first, and everything else finds its way around it, in the second half of the time.
pub(super) fn search(
    problem: &Problem,
    effort: Effort,
    progress: &(dyn Fn() -> f64 + Sync),
) -> Annealed {
    let (instance, n) = (&problem.instance, problem.n_required);
    if n == 0 {
        return anneal(instance, effort, progress);
    }
    let freely = anneal(instance, effort, &|| progress() * 2.0);
    let is_kept = |found: &Annealed| found.schedule.slot_of[..n].iter().all(Option::is_some);
    if is_kept(&freely) {
        return freely;
    }
    let alone = alone(&first_of(instance, n), effort);
    let fixed = with_fixed(instance, &alone);
    anneal(&fixed, effort, &|| (progress() * 2.0 - 1.0).max(0.0))
}

/// Where what is required can stand if there is nothing else.
fn alone(required: &Instance, effort: Effort) -> PartialSchedule {
    let effort = Effort {
        steps_max: effort.steps_max.min(ALONE_STEPS),
        n_walks: 1,
        ..effort
    };
    let walked = anneal(required, effort, &|| 0.0).schedule;
    #[cfg(feature = "exact")]
    if walked.slot_of.contains(&None)
        && let Some(exact) = exactly(required, effort.seed)
    {
        return exact;
    }
    walked
}

/// A schedule of all of them, if the engine soon finds one.
#[cfg(feature = "exact")]
fn exactly(required: &Instance, seed: u64) -> Option<PartialSchedule> {
    use crate::batch::exact::{Objective, Request, solve_exactly};

    let request = Request {
        objective: Objective::Breaks,
        fairness_max: None,
        seed,
        steps_max: EXACT_STEPS,
    };
    let found = solve_exactly(required, request, &|| false).schedule?;
    Some(PartialSchedule {
        slot_of: found.slot_of.into_iter().map(Some).collect(),
        site_of: found.site_of,
    })
}

/// Conflicts that the engine may meet on the way to a first schedule.
#[cfg(feature = "exact")]
const EXACT_STEPS: u64 = 5_000;

/// The problem of the first meetings alone.
fn first_of(instance: &Instance, n: usize) -> Instance {
    let scarce = instance.scarce.iter().map(|row| Scarce {
        meetings: row.meetings.iter().copied().filter(|m| *m < n).collect(),
        ..row.clone()
    });
    Instance {
        meetings: instance.meetings[..n].to_vec(),
        scarce: scarce.collect(),
        ..instance.clone()
    }
}

/// The problem in which the first meetings stand where a schedule has them. They count towards the
/// allowed numbers, which a meeting that stays by itself does not.
fn with_fixed(instance: &Instance, schedule: &PartialSchedule) -> Instance {
    let mut fixed = instance.clone();
    for (meeting, (slot, site)) in schedule
        .slot_of
        .iter()
        .zip(&schedule.site_of)
        .enumerate()
        .filter_map(|(meeting, (slot, site))| Some((meeting, ((*slot)?, *site))))
    {
        let row = &mut fixed.meetings[meeting];
        row.slots = 1 << slot;
        row.sites = 1 << site;
        row.stays = true;
        for party in row.parties {
            if let Some(Some(most)) = fixed.terms.meetings_max.get_mut(party) {
                *most = most.saturating_sub(1);
            }
        }
    }
    fixed
}
