//! Exact answers: the least breaks with proof, or proof that no schedule exists.
//!
//! Fairness bounds the difference between two participants' breaks. Everybody then has between
//! `n` and `n + d` for some `n`; each `n` that could still be cheaper is searched in turn, and in
//! practice somebody has a single meeting and only `n = 0` is left.

mod cardinality;
mod encode;
mod engine;
mod reasons;
mod search;
mod sites;
#[cfg(feature = "threads")]
mod together;
mod watch;

pub use encode::Objective;
pub use reasons::{Cause, Reasons, keep_only, reasons};
#[cfg(feature = "threads")]
pub use together::solve_together;
pub use watch::Watch;

use super::anneal::{Effort, first_schedule};
use super::bound::breaks_bound_in;
use super::check::check_schedule;
use super::domains::{Contradiction, propagate};
use super::instance::{Instance, Schedule, Slots};
use encode::{Encoding, Share};
use engine::Engine;
use search::{Ending, Search};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is made least.
    pub objective: Objective,
    /// Most breaks of a participant minus fewest of another.
    pub fairness_max: Option<usize>,
    /// Chooses between searches that are equally good.
    pub seed: u64,
    /// Conflicts that the engine may meet.
    pub steps_max: u64,
}

/// What is known at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExactAnswer {
    /// The best schedule, if one was found.
    pub schedule: Option<Schedule>,
    /// No schedule costs less; nothing when none exists.
    pub bound: Option<usize>,
    /// Whether the schedule is the best, or it is proven that none exists.
    pub is_proven: bool,
    /// Why none exists, where a short reason shows.
    pub contradiction: Option<Contradiction>,
    /// Conflicts spent.
    pub n_steps: u64,
}

/// Searches for the cheapest schedule.
///
/// It begins from the schedule of a short annealing walk, so that it is worth something when it
/// is cut short. The same request gives the same answer, unless `watch` stops it, which it is
/// asked about often: then the best so far comes back.
///
/// # Panics
/// If the instance does not [validate](Instance::validate).
pub fn solve_exactly(instance: &Instance, request: Request, watch: &dyn Watch) -> ExactAnswer {
    instance.validate().expect("the instance is well formed");
    let mut answer = ExactAnswer {
        schedule: None,
        bound: None,
        is_proven: true,
        contradiction: None,
        n_steps: 0,
    };
    let domains = match propagate(instance) {
        Ok(domains) => domains,
        Err(contradiction) => {
            answer.contradiction = Some(contradiction);
            return answer;
        }
    };
    let floor = breaks_bound_in(instance, &domains);
    let mut best = incumbent(instance, &domains, request, floor, watch);
    for breaks_min in 0..=breaks_possible(instance) {
        let ceiling = best.as_ref().map_or(usize::MAX, |(cost, _)| *cost);
        let is_fair = breaks_min == 0 || request.fairness_max.is_some();
        // As many breaks as everybody has at least.
        let least = floor.max(breaks_min * instance.free.len());
        if !is_fair || least >= ceiling {
            break;
        }
        let share = Share {
            breaks_min,
            breaks_max: request.fairness_max.map(|max| breaks_min + max),
        };
        let job = Job {
            instance,
            domains: &domains,
            request,
            ceiling,
            floor: least,
            n_steps_before: answer.n_steps,
        };
        let part = solve_share(job, share, watch);
        answer.n_steps = part.n_steps;
        answer.is_proven &= part.ending != Ending::OutOfBudget;
        if part.ending != Ending::Exhausted {
            let bound = part.bound.max(least).min(ceiling);
            answer.bound = Some(answer.bound.map_or(bound, |other| other.min(bound)));
        }
        if part.found.is_some() {
            best = part.found;
        }
    }
    if let Some((cost, _)) = &best {
        let is_bound = answer.is_proven || answer.bound.is_none_or(|bound| bound > *cost);
        answer.bound = if is_bound { Some(*cost) } else { answer.bound };
    }
    answer.schedule = best.map(|(_, schedule)| schedule);
    answer
}

/// Steps of the walk that the search begins with.
const FIRST_STEPS: u64 = 400_000;

/// A legal schedule with its cost, if annealing soon finds one.
fn incumbent(
    instance: &Instance,
    domains: &[Slots],
    request: Request,
    floor: usize,
    watch: &dyn Watch,
) -> Option<(usize, Schedule)> {
    let effort = Effort {
        seed: request.seed,
        steps_max: FIRST_STEPS,
        n_walks: 1,
        fairness_max: request.fairness_max,
    };
    let should_stop = || watch.should_stop();
    let schedule = first_schedule(instance, domains, effort, floor, &should_stop)?;
    let measures = check_schedule(instance, &schedule, request.fairness_max).ok()?;
    let cost = request.objective.cost(&measures);
    watch.found(&schedule, cost);
    Some((cost, schedule))
}

struct Part {
    found: Option<(usize, Schedule)>,
    bound: usize,
    ending: Ending,
    n_steps: u64,
}

/// One share of the breaks to search, and what is known before.
#[derive(Clone, Copy)]
struct Job<'a> {
    instance: &'a Instance,
    domains: &'a [Slots],
    request: Request,
    /// What the best schedule costs.
    ceiling: usize,
    /// No schedule costs less.
    floor: usize,
    n_steps_before: u64,
}

fn solve_share(job: Job<'_>, share: Share, watch: &dyn Watch) -> Part {
    let Job {
        instance, request, ..
    } = job;
    let budget = request.steps_max.saturating_sub(job.n_steps_before);
    let mut engine = Engine::new(budget, watch);
    let encoding = Encoding::new(
        &mut engine,
        instance,
        job.domains,
        request.objective,
        share,
        request.seed,
    );
    let limits = [job.floor, job.ceiling];
    let mut search = Search::new(&mut engine, &encoding, instance, request.objective, limits);
    let ending = search.run(&mut engine, &encoding, watch);
    Part {
        found: search.best,
        bound: search.bound,
        ending,
        n_steps: job.n_steps_before + engine.n_conflicts(),
    }
}

/// The most breaks that everybody can have at once: somebody with one meeting has none.
fn breaks_possible(instance: &Instance) -> usize {
    let mut n_meetings = vec![0_usize; instance.free.len()];
    for (participant, n_meetings) in n_meetings.iter_mut().enumerate() {
        *n_meetings = instance.engaged(participant).count_ones() as usize;
    }
    for row in &instance.meetings {
        for participant in row.parties {
            n_meetings[participant] += 1;
        }
    }
    let fewest = n_meetings.into_iter().min().unwrap_or(0);
    fewest.saturating_sub(1).min(instance.n_slots)
}
