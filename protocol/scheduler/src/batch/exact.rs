//! Exact answers: the least breaks with proof, or proof that no schedule exists.
//!
//! Fairness bounds the difference between two participants' breaks. Everybody then has between
//! `n` and `n + d` for some `n`; each `n` that could still be cheaper is searched in turn, and in
//! practice somebody has a single meeting and only `n = 0` is left.

mod cardinality;
mod encode;
mod engine;
mod search;

pub use encode::Objective;

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
/// The same request gives the same answer, unless `should_stop` says yes, which it is asked
/// often: then the best so far comes back.
///
/// # Panics
/// If the instance does not [validate](Instance::validate).
pub fn solve_exactly(
    instance: &Instance,
    request: Request,
    should_stop: &dyn Fn() -> bool,
) -> ExactAnswer {
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
    let mut best: Option<(usize, Schedule)> = None;
    for breaks_min in 0..=breaks_possible(instance) {
        let ceiling = best.as_ref().map_or(usize::MAX, |(cost, _)| *cost);
        if breaks_min > 0
            && (request.fairness_max.is_none() || breaks_min * instance.free.len() >= ceiling)
        {
            break;
        }
        let share = Share {
            breaks_min,
            breaks_max: request.fairness_max.map(|max| breaks_min + max),
        };
        let part = solve_share(
            instance,
            &domains,
            request,
            share,
            ceiling,
            answer.n_steps,
            should_stop,
        );
        answer.n_steps = part.n_steps;
        answer.is_proven &= part.ending != Ending::OutOfBudget;
        if part.ending != Ending::Exhausted {
            let bound = part.bound.min(ceiling);
            answer.bound = Some(answer.bound.map_or(bound, |other| other.min(bound)));
        }
        if let Some((cost, schedule)) = part.found
            && cost < ceiling
        {
            best = Some((cost, schedule));
        }
    }
    answer.schedule = best.map(|(_, schedule)| schedule);
    answer
}

struct Part {
    found: Option<(usize, Schedule)>,
    bound: usize,
    ending: Ending,
    n_steps: u64,
}

fn solve_share(
    instance: &Instance,
    domains: &[Slots],
    request: Request,
    share: Share,
    ceiling: usize,
    n_steps_before: u64,
    should_stop: &dyn Fn() -> bool,
) -> Part {
    let budget = request.steps_max.saturating_sub(n_steps_before);
    let mut engine = Engine::new(budget, should_stop);
    let encoding = Encoding::new(
        &mut engine,
        instance,
        domains,
        request.objective,
        share,
        request.seed,
    );
    let mut search = Search::new(&mut engine, &encoding, instance, request.objective);
    let ending = search.run(&mut engine, &encoding, ceiling);
    Part {
        found: search.best,
        bound: search.bound,
        ending,
        n_steps: n_steps_before + engine.n_conflicts(),
    }
}

/// The most breaks that everybody can have at once: somebody with one meeting has none.
fn breaks_possible(instance: &Instance) -> usize {
    let mut n_meetings = vec![0_usize; instance.free.len()];
    for row in &instance.meetings {
        for participant in row.parties {
            n_meetings[participant] += 1;
        }
    }
    let fewest = n_meetings.into_iter().min().unwrap_or(0);
    fewest.saturating_sub(1).min(instance.n_slots)
}
