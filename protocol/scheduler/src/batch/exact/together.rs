//! Both cores: one proves while the other anneals.
//!
//! Which answer is taken depends on the budget and never on which side was quicker: a proven one
//! is the exact search's; otherwise the cheaper schedule, the exact search's when they are equal.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{ExactAnswer, Request, Watch, solve_exactly};
use crate::batch::anneal::{Effort, anneal};
use crate::batch::check::check_schedule;
use crate::batch::instance::{Instance, Schedule};

/// Steps of a walk for each conflict that the engine may meet: about the same time.
const STEPS_PER_CONFLICT: u64 = 500;

/// Like [`solve_exactly`], with annealing on another core until the proof is done.
///
/// # Panics
/// If the instance does not [validate](Instance::validate).
pub fn solve_together(
    instance: &Instance,
    request: Request,
    watch: &(dyn Watch + Sync),
) -> ExactAnswer {
    let is_proven = AtomicBool::new(false);
    let gone = || {
        if watch.should_stop() || is_proven.load(Ordering::Relaxed) {
            1.0
        } else {
            0.0
        }
    };
    let effort = Effort {
        seed: request.seed,
        // Longer walks cool too slowly to be of use when somebody stops them.
        steps_max: request
            .steps_max
            .saturating_mul(STEPS_PER_CONFLICT)
            .min(STEPS_MAX),
        n_walks: 1,
        fairness_max: request.fairness_max,
    };
    std::thread::scope(|scope| {
        let walk = scope.spawn(|| anneal(instance, effort, &gone));
        let mut answer = solve_exactly(instance, request, watch);
        is_proven.store(answer.is_proven, Ordering::Relaxed);
        let annealed = walk.join().expect("annealing has no reason to panic");
        if answer.is_proven {
            return answer;
        }
        let walked = annealed.schedule.whole();
        let cost = |schedule: &Schedule| {
            let measures = check_schedule(instance, schedule, request.fairness_max).ok()?;
            Some(request.objective.cost(&measures))
        };
        let theirs = walked.as_ref().and_then(cost);
        let ours = answer.schedule.as_ref().and_then(cost);
        if theirs.is_some_and(|theirs| ours.is_none_or(|ours| theirs < ours)) {
            answer.schedule = walked;
            // It cannot cost less than what is proven.
            answer.is_proven = theirs == answer.bound;
        }
        answer
    })
}

/// Steps of the longest walk.
const STEPS_MAX: u64 = 40_000_000;
