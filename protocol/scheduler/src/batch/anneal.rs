//! Large events: as many meetings as can be placed, then few breaks, by simulated annealing.
//!
//! Several walks cool side by side, each with chances of its own; the last begins with the
//! participants laid out along a line. Time is cut into rounds; once the walks are as warm as each
//! other they meet after each round, and one that is far behind goes on from the best. What they find
//! depends on the seed, the steps and the number of walks, never on how fast each of them ran.

mod arrival;
mod board;
mod day;
mod exchange;
mod insertion;
mod seriation;
mod walk;

use std::cmp::Reverse;

use super::bound::breaks_bound;
use super::chance::Chance;
use super::instance::{Instance, Meeting, Scarce, Schedule, Slots};
use board::Task;
use day::Word;
use walk::{Walk, Worth};

/// A schedule in which some meetings may stand nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialSchedule {
    /// Per meeting its slot.
    pub slot_of: Vec<Option<usize>>,
    /// Per meeting its site; of no meaning for those that stand nowhere.
    pub site_of: Vec<usize>,
}

impl PartialSchedule {
    /// The problem of the placed meetings alone, in their order, and its schedule.
    #[must_use]
    pub fn placed(&self, instance: &Instance) -> (Instance, Schedule) {
        let mut n_placed = 0;
        let mut numbers = Vec::with_capacity(self.slot_of.len());
        for slot in &self.slot_of {
            numbers.push(slot.map(|_| n_placed));
            n_placed += usize::from(slot.is_some());
        }
        let number = |meeting: &usize| numbers[*meeting];
        let rows = instance.meetings.iter().zip(&numbers);
        let meetings = rows
            .filter(|(_, number)| number.is_some())
            .map(|(row, _)| Meeting {
                after: row.after.iter().filter_map(number).collect(),
                ..row.clone()
            });
        let scarce = instance.scarce.iter().map(|scarce| Scarce {
            meetings: scarce.meetings.iter().filter_map(number).collect(),
            ..scarce.clone()
        });
        let kept = Instance {
            meetings: meetings.collect(),
            scarce: scarce.collect(),
            ..instance.clone()
        };
        let placed = self.slot_of.iter().zip(&self.site_of);
        let placed = placed.filter_map(|(slot, site)| Some(((*slot)?, *site)));
        let (slot_of, site_of) = placed.unzip();
        (kept, Schedule { slot_of, site_of })
    }

    /// The schedule, if it has every meeting.
    #[must_use]
    pub fn whole(self) -> Option<Schedule> {
        let slot_of: Option<Vec<usize>> = self.slot_of.into_iter().collect();
        let site_of = self.site_of;
        slot_of.map(|slot_of| Schedule { slot_of, site_of })
    }
}

/// How hard annealing tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Chooses between searches that are equally good.
    pub seed: u64,
    /// Steps of each walk.
    pub steps_max: u64,
    /// Walks side by side; each keeps one core busy.
    pub n_walks: usize,
    /// Breaks of a participant that are fair; more cost much more, and are not ruled out.
    pub fairness_max: Option<usize>,
}

/// What annealing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annealed {
    /// The best schedule.
    pub schedule: PartialSchedule,
    /// Meetings placed.
    pub n_placed: usize,
    /// Nobody can place more.
    pub placed_bound: usize,
    /// Breaks of the placed meetings.
    pub n_breaks: usize,
    /// No schedule of these meetings has fewer.
    pub breaks_bound: usize,
    /// Steps used, by all walks.
    pub n_steps: u64,
}

/// One break for so many meetings more than the best is far behind.
const BEHIND_SHARE: usize = 100;
/// The round from which on the walks meet: they are as warm as each other then.
const MEETING_ROUND: u32 = 26;
/// The round after which it is decided which meetings are placed.
const SETTLING_ROUND: u32 = 52;
/// Times that the walks meet.
const N_ROUNDS: u32 = 64;

/// Places meetings.
///
/// The same instance and effort give the same schedule. `progress` is asked now and then how
/// much of the time is gone, from 0 to 1; the search ends at 1. A caller without a clock answers
/// 0.
///
/// # Panics
/// If the instance does not [validate](Instance::validate).
pub fn anneal(
    instance: &Instance,
    effort: Effort,
    progress: &(dyn Fn() -> f64 + Sync),
) -> Annealed {
    instance.validate().expect("the instance is well formed");
    let domains: Vec<Slots> = (0..instance.meetings.len())
        .map(|m| instance.slots_of(m))
        .collect();
    if instance.n_slots <= u64::N_SLOTS {
        anneal_in::<u64>(instance, &domains, effort, progress)
    } else {
        anneal_in::<u128>(instance, &domains, effort, progress)
    }
}

fn anneal_in<W: Word>(
    instance: &Instance,
    domains: &[Slots],
    effort: Effort,
    progress: &(dyn Fn() -> f64 + Sync),
) -> Annealed {
    let n_seated = super::domains::most_seated(instance, domains);
    let placed_bound = n_seated.min(super::domains::most_allowed(instance));
    let task = Task {
        instance,
        domains,
        n_placed_max: placed_bound,
        fairness_max: effort.fairness_max,
    };
    let ideal = (placed_bound, Reverse(0));
    let mut seeds = Chance::new(effort.seed);
    let mut walks: Vec<Walk<'_, W>> = (0..effort.n_walks.max(1))
        .map(|_| Walk::new(task, seeds.next_u64()))
        .collect();
    if let Some(last) = walks.last_mut() {
        last.deal_along_line();
        last.begin_cool();
    }
    for round in 1..=N_ROUNDS {
        let until = f64::from(round) / f64::from(N_ROUNDS);
        let job = Job {
            steps_max: effort.steps_max,
            until,
            ideal,
        };
        run_all(&mut walks, job, progress);
        let is_over = progress() >= 1.0;
        if is_over || walks.iter().any(|walk| walk.best_worth >= ideal) {
            break;
        }
        if round >= MEETING_ROUND {
            meet(&mut walks);
        }
        if round == SETTLING_ROUND {
            settle(&mut walks);
        }
    }
    for walk in &mut walks {
        let best = walk.best.clone();
        if best.slot_of.contains(&None) {
            walk.load(&best);
            walk.settle();
            walk.forget();
            walk.note();
        }
    }
    let n_steps = walks.iter().map(|walk| walk.n_steps).sum();
    let best = walks.into_iter().reduce(|best, walk| {
        if walk.strict_worth() > best.strict_worth() {
            walk
        } else {
            best
        }
    });
    let best = best.expect("there is a walk");
    let (n_placed, Reverse(n_breaks)) = best.best_worth;
    let schedule = best.best;
    Annealed {
        breaks_bound: breaks_bound(&schedule.placed(instance).0),
        schedule,
        n_placed,
        placed_bound,
        n_breaks,
        n_steps,
    }
}

/// Decides which meetings are placed, by order of arrival, when the walks have cooled so far that
/// few more will be; the last rounds make their breaks few.
fn settle<W: Word>(walks: &mut [Walk<'_, W>]) {
    for walk in walks.iter_mut().filter(|walk| !walk.unplaced.is_empty()) {
        if walk.board.n_excess > 0 {
            // Too many meetings for the tables are no schedule: go on from one that is.
            let best = walk.best.clone();
            walk.load(&best);
        }
        walk.settle();
        walk.forget();
        walk.note();
    }
}

/// A first schedule of all meetings for the exact search, if a short walk finds one.
#[cfg(feature = "exact")]
pub(super) fn first_schedule(
    instance: &Instance,
    domains: &[Slots],
    effort: Effort,
    breaks_bound: usize,
    should_stop: &dyn Fn() -> bool,
) -> Option<Schedule> {
    let n_meetings = domains.len();
    let task = Task {
        instance,
        domains,
        n_placed_max: n_meetings,
        fairness_max: effort.fairness_max,
    };
    let ideal = (n_meetings, Reverse(breaks_bound));
    let gone = || if should_stop() { 1.0 } else { 0.0 };
    let found = if instance.n_slots <= u64::N_SLOTS {
        let mut walk = Walk::<u64>::new(task, effort.seed);
        walk.run(effort.steps_max, 1.0, ideal, &gone);
        walk.best
    } else {
        let mut walk = Walk::<u128>::new(task, effort.seed);
        walk.run(effort.steps_max, 1.0, ideal, &gone);
        walk.best
    };
    found.whole()
}

/// Walks that are far behind the best go on from there: what keeps them back is a part of the
/// day in a wrong order, which a walk that has cooled does not leave.
fn meet<W: Word>(walks: &mut [Walk<'_, W>]) {
    let best = (0..walks.len()).max_by_key(|index| (walks[*index].standing(), Reverse(*index)));
    let best = best.expect("there is a walk");
    let (n_placed, Reverse(n_faults)) = walks[best].standing();
    let margin = n_placed / BEHIND_SHARE;
    for index in 0..walks.len() {
        if walks[index].standing() < (n_placed, Reverse(n_faults + margin))
            && let Ok([behind, ahead]) = walks.get_disjoint_mut([index, best])
        {
            behind.join(ahead);
        }
    }
}

/// A walk's part of a round.
#[derive(Clone, Copy)]
struct Job {
    steps_max: u64,
    until: f64,
    ideal: Worth,
}

impl Job {
    fn run<W: Word>(self, walk: &mut Walk<'_, W>, progress: &dyn Fn() -> f64) {
        walk.run(self.steps_max, self.until, self.ideal, progress);
    }
}

/// Every walk's part of a round: each on a core of its own where threads are allowed.
fn run_all<W: Word>(walks: &mut [Walk<'_, W>], job: Job, progress: &(dyn Fn() -> f64 + Sync)) {
    #[cfg(feature = "threads")]
    if let [first, others @ ..] = walks {
        std::thread::scope(|scope| {
            for walk in others {
                scope.spawn(move || job.run(walk, progress));
            }
            job.run(first, progress);
        });
    }
    #[cfg(not(feature = "threads"))]
    for walk in walks {
        job.run(walk, progress);
    }
}
