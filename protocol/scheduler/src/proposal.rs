//! A plan for every open request at once: from the state of an event to a proposal that the
//! rules accept on that same state (B2B-03, B2B-10, B2B-11, EXP-04).
//!
//! The batch optimiser knows slots, parties, sites with the way between them, tables of each site,
//! what is booked and what experts take; this module translates the event into such a problem,
//! gives the chosen slots places, and says of each request that found none why not. Every placement is asked of the rules themselves, on a copy of the state that
//! holds the placements before it, so nothing that the optimiser cannot express slips through:
//! what fails there is tried elsewhere, and told if nothing helps.
//!
//! What is booked stands, and so does what an accepted request holds: who chose a time keeps it.
//!
//! What is required is placed before anything else is weighed, and where it cannot all be kept the
//! proposal says what contradicts each other.

#[cfg(feature = "exact")]
mod conflict;
mod figures;
mod free;
mod places;
mod problem;
mod repair;
mod required;
mod suppose;
mod tables;
mod terms;
mod trial;
mod why;
mod windows;

use domain::State;
use protocol::id::RequestId;
use protocol::proposal::{Demands, Making, Planned, Proposal, Suppose, Unplaced};
use protocol::{List, Micros, SlotId};

use crate::batch::Effort;
pub use windows::propose_whole;

use free::Free;
use problem::Problem;
use required::Must;
use trial::Trial;

/// Breaks of one participant that nobody needs to explain.
const FAIR_BREAKS_MAX: usize = 2;

/// How a plan is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Chooses between plans that are equally good.
    pub seed: u64,
    /// Steps of each walk of the search.
    pub steps_max: u64,
    /// Walks side by side; each keeps one core busy.
    pub n_walks: usize,
    /// "What if".
    pub suppose: Suppose,
    /// The slots to plan, and what must be placed.
    pub demands: Demands,
}

impl Options {
    /// Whether a slot is to be planned.
    fn plans(&self, slot: SlotId) -> bool {
        let is_chosen = self.demands.slots.is_empty() || self.demands.slots.contains(slot);
        is_chosen && !self.suppose.slots_closed.contains(slot)
    }
}

/// Proposes a plan for as many open slots as one problem holds, from now on; see
/// [`propose_whole`]. The same state, time and options give the same proposal.
///
/// `progress` is asked now and then how much of the time is gone, from 0 to 1; the search for a
/// plan ends at 1, the search for reasons at 2. A caller without a clock answers 0.
#[must_use]
pub fn propose(
    state: &State,
    now: Micros,
    options: &Options,
    progress: &(dyn Fn() -> f64 + Sync),
) -> Proposal {
    let (supposed, n_displaced) = suppose::apply(state, now, &options.suppose);
    let must = Must::of(&supposed, &options.demands.required);
    let free = Free::new(&supposed, now, &must, |slot| options.plans(slot));
    let problem = Problem::of(&supposed, &free);
    let effort = Effort {
        seed: options.seed,
        steps_max: options.steps_max,
        n_walks: options.n_walks,
        fairness_max: Some(FAIR_BREAKS_MAX),
    };
    let found = required::search(&problem, effort, progress);
    let mut trial = Trial::new(&supposed, now);
    let stands: Vec<_> = found
        .schedule
        .slot_of
        .iter()
        .zip(&found.schedule.site_of)
        .collect();
    let (first, others) = stands.split_at(problem.n_required);
    let (required, requests) = problem.requests.split_at(problem.n_required);
    // What is required takes its places before anything else can stand in its way: there the
    // optimiser's picture of the places need not be the rules'.
    let mut left = assign(&mut trial, &free, &problem, required, first);
    let beside = problem.late.iter().chain(&problem.hopeless);
    left.extend(beside.filter(|request| must.has(**request)));
    insert_left(&mut trial, &free, &mut left);
    left.extend(assign(&mut trial, &free, &problem, requests, others));
    left.extend(problem.late.iter().filter(|request| !must.has(**request)));
    insert_left(&mut trial, &free, &mut left);

    let reasons = why::Reasons::new(&supposed, &trial, &free, &problem);
    let hopeless = problem.hopeless.iter();
    left.extend(hopeless.filter(|request| !must.has(**request)));
    let unplaced = left.into_iter().map(|request| Unplaced {
        request,
        why: reasons.of(request),
    });
    let unplaced: Vec<_> = unplaced.collect();
    let placed = trial.placed();
    let mut figures = figures::measure(&trial, &free);
    figures.n_plannable = count(placed.len() + unplaced.len());
    figures.n_placed = count(placed.len());
    figures.placed_bound = count(problem.placed_bound.max(placed.len()));
    figures.n_displaced = n_displaced;
    let n_kept = must.n_kept(&trial.state);
    figures.making = (!must.is_empty()).then(|| Making {
        n_windows: 1,
        n_required: count(must.len()),
        n_required_kept: count(n_kept),
    });
    #[cfg(feature = "exact")]
    let conflict = (n_kept < must.len())
        .then(|| conflict::find(&supposed, &free, &must, &|| progress() >= 2.0))
        .flatten();
    #[cfg(not(feature = "exact"))]
    let conflict = None;
    Proposal {
        conflict,
        placements: bounded(placed),
        empty_agendas: bounded(figures::empty_agendas(&trial, &unplaced)),
        unplaced: bounded(unplaced),
        figures,
    }
}

/// Gives requests places in the slots that were found for them; those that got none.
fn assign(
    trial: &mut Trial,
    free: &Free,
    problem: &Problem,
    requests: &[RequestId],
    stands: &[(&Option<usize>, &usize)],
) -> Vec<RequestId> {
    let mut left = Vec::new();
    for (index, slot) in free.grid().iter().enumerate() {
        let chosen: Vec<_> = requests
            .iter()
            .zip(stands)
            .filter(|(_, (at, _))| **at == Some(index))
            .map(|(request, (_, site))| (*request, problem.site(**site)))
            .collect();
        left.extend(places::assign(trial, free, *slot, &chosen));
    }
    let nowhere = requests
        .iter()
        .zip(stands)
        .filter(|(_, (at, _))| at.is_none());
    left.extend(nowhere.map(|(request, _)| *request));
    left
}

/// Puts requests wherever the rules let them, in order of arrival; those that found nothing stay.
fn insert_left(trial: &mut Trial, free: &Free, left: &mut Vec<RequestId>) {
    left.sort_unstable_by_key(|id| trial.state.request(*id).map(|row| (row.made_at, row.id)));
    left.retain(|request| !repair::insert(trial, free, *request));
}

/// Rows that come from a state have its bounds; only placements have a tighter one, and the
/// problem is cut to it.
fn bounded<T, const MAX: usize>(rows: Vec<T>) -> List<T, MAX> {
    List::new(rows).expect("the state bounds them")
}

fn count(n: usize) -> u32 {
    u32::try_from(n).expect("requests are bounded")
}

/// A placement, in order of arrival of the requests.
fn planned(request: RequestId, spot: protocol::Spot) -> Planned {
    Planned { request, spot }
}
