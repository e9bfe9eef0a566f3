//! One solve, timed, and judged by the referee.

use anyhow::ensure;
use cpu_time::ThreadTime;
use scheduler::batch::exact::{
    self, ExactAnswer, Objective, Reasons, Request, solve_exactly, solve_together,
};
use scheduler::batch::{Contradiction, Instance, Measures, Schedule, check_schedule};

use crate::onlooker::Onlooker;

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// CPU seconds.
    pub(crate) cpu_seconds_max: Option<f64>,
    /// Steps of the engine: the same on every machine.
    pub(crate) steps_max: Option<u64>,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) schedule: Option<Schedule>,
    /// What the referee measured.
    pub(crate) measures: Option<Measures>,
    pub(crate) bound: Option<usize>,
    pub(crate) is_proven: bool,
    pub(crate) contradiction: Option<Contradiction>,
    pub(crate) n_steps: u64,
    pub(crate) cpu_seconds: f64,
}

/// Solves on one core; a schedule that the referee rejects, or values otherwise, is an error.
pub(crate) fn run(
    instance: &Instance,
    objective: Objective,
    fairness_max: Option<usize>,
    seed: u64,
    limits: Limits,
) -> anyhow::Result<Outcome> {
    let start = ThreadTime::now();
    let is_late = || {
        let max = limits.cpu_seconds_max;
        max.is_some_and(|max| start.elapsed().as_secs_f64() > max)
    };
    let request = Request {
        objective,
        fairness_max,
        seed,
        steps_max: limits.steps_max.unwrap_or(u64::MAX),
    };
    let answer = solve_exactly(instance, request, &is_late);
    judge(instance, request, answer, start.elapsed().as_secs_f64())
}

/// Solves on both cores, telling on the way what is known; who waits no longer gets the best so
/// far.
pub(crate) fn run_watched(
    instance: &Instance,
    request: Request,
    cpu_seconds_max: Option<f64>,
) -> anyhow::Result<Outcome> {
    let onlooker = Onlooker::new(cpu_seconds_max);
    let answer = solve_together(instance, request, &onlooker);
    judge(instance, request, answer, onlooker.cpu_seconds())
}

/// Conflicts that the search for reasons may meet.
const REASON_STEPS_MAX: u64 = 200_000;

/// The smallest set of causes that leaves no schedule, as far as it is found.
pub(crate) fn reasons(instance: &Instance) -> Option<Reasons> {
    let onlooker = Onlooker::new(Some(REASON_SECONDS_MAX));
    exact::reasons(instance, REASON_STEPS_MAX, &onlooker)
}

/// CPU seconds that the search for reasons may take.
const REASON_SECONDS_MAX: f64 = 20.0;

/// What the referee says of an answer.
fn judge(
    instance: &Instance,
    request: Request,
    answer: ExactAnswer,
    cpu_seconds: f64,
) -> anyhow::Result<Outcome> {
    let Request {
        objective,
        fairness_max,
        ..
    } = request;
    let mut measures = None;
    if let Some(schedule) = &answer.schedule {
        let judged = check_schedule(instance, schedule, fairness_max)
            .map_err(|violations| anyhow::anyhow!("the referee rejects it: {violations:?}"))?;
        let cost = objective.cost(&judged);
        ensure!(
            Some(cost) >= answer.bound,
            "the referee counts {cost}, below the bound {:?}",
            answer.bound
        );
        ensure!(
            !answer.is_proven || Some(cost) == answer.bound,
            "the referee counts {cost}, not the proven {:?}",
            answer.bound
        );
        measures = Some(judged);
    }
    Ok(Outcome {
        measures,
        bound: answer.bound,
        is_proven: answer.is_proven,
        contradiction: answer.contradiction,
        n_steps: answer.n_steps,
        cpu_seconds,
        schedule: answer.schedule,
    })
}
