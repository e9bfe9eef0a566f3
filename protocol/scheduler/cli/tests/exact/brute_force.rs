//! Small random problems, of which every schedule is tried.

use std::cell::RefCell;

use proptest::prelude::*;
use scheduler::batch::exact::{Objective, Request, Watch, solve_exactly, solve_together};
use scheduler::batch::{
    Chance, Instance, Measures, Meeting, Scarce, Schedule, Sites, Terms, breaks_bound,
    check_schedule, propagate,
};

/// A small problem drawn from a seed; the proptest report names the seed.
pub(crate) fn draw(problem: u64) -> Instance {
    let mut chance = Chance::new(problem);
    let n_slots = 2 + chance.below(5);
    let n_participants = 2 + chance.below(4);
    let n_meetings = 1 + chance.below(5);
    let all = (1 << n_slots) - 1;
    let mut some_slots = |percent: usize| {
        (0..n_slots)
            .filter(|_| chance.below(100) < percent)
            .fold(0, |set, slot| set | 1 << slot)
    };
    let free = (0..n_participants).map(|_| some_slots(85)).collect();
    let windows: Vec<u128> = (0..n_meetings).map(|_| some_slots(80)).collect();
    let day_starts = 1 | (some_slots(15) & all);
    let meetings = windows
        .into_iter()
        .enumerate()
        .map(|(meeting, slots)| {
            let first = chance.below(n_participants);
            let second = (first + 1 + chance.below(n_participants - 1)) % n_participants;
            let after = (0..n_meetings).filter(|other| *other != meeting && chance.below(100) < 6);
            Meeting {
                after: after.collect(),
                ..Meeting::open([first, second], slots)
            }
        })
        .collect();
    let capacity = (0..n_slots).map(|_| 1 + chance.below(2)).collect();
    let scarce = (0..chance.below(3)).map(|_| Scarce {
        capacity: (0..n_slots).map(|_| chance.below(3)).collect(),
        meetings: (0..n_meetings)
            .filter(|m| (problem >> m) % 2 == 0)
            .collect(),
        site: None,
    });
    Instance {
        n_slots,
        day_starts,
        scarce: scarce.collect(),
        terms: Terms::default(),
        capacity,
        free,
        meetings,
    }
}

/// Every legal schedule with what it is worth.
pub(crate) fn all_legal(instance: &Instance, fairness: Option<usize>) -> Vec<(Schedule, Measures)> {
    let n_sites = instance.terms.sites.as_ref().map_or(1, Sites::len);
    let n_meetings = u32::try_from(instance.meetings.len()).unwrap();
    let n_choices = instance.n_slots * n_sites;
    let judge = |mut number: usize| {
        let places = (0..n_meetings).map(|_| {
            let place = number % n_choices;
            number /= n_choices;
            (place / n_sites, place % n_sites)
        });
        let (slot_of, site_of) = places.unzip();
        let schedule = Schedule { slot_of, site_of };
        let measures = check_schedule(instance, &schedule, fairness).ok()?;
        Some((schedule, measures))
    };
    (0..n_choices.pow(n_meetings)).filter_map(judge).collect()
}

pub(crate) fn check(
    instance: &Instance,
    objective: Objective,
    fairness_max: Option<usize>,
    seed: u64,
) {
    let least = all_legal(instance, fairness_max)
        .iter()
        .map(|(_, measures)| objective.cost(measures))
        .min();
    let request = Request {
        objective,
        fairness_max,
        seed,
        steps_max: 100_000,
    };
    let answer = solve_exactly(instance, request, &|| false);
    assert!(answer.is_proven, "{instance:?}");
    assert_eq!(answer.bound, least, "{instance:?}");
    let reached = answer.schedule.as_ref().map(|schedule| {
        let measures = check_schedule(instance, schedule, fairness_max).unwrap();
        objective.cost(&measures)
    });
    assert_eq!(reached, least, "{instance:?}");
    assert_eq!(
        solve_exactly(instance, request, &|| false),
        answer,
        "the same again"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_least_cost_is_what_trying_everything_finds(
        problem in any::<u64>(),
        is_idle in any::<bool>(),
        fairness in prop::option::of(0_usize..3),
        seed in 0_u64..3,
    ) {
        let objective = if is_idle { Objective::IdleSlots } else { Objective::Breaks };
        check(&draw(problem), objective, fairness, seed);
    }

    #[test]
    fn propagation_drops_no_schedule_and_contradicts_only_where_none_is(problem in any::<u64>()) {
        let instance = draw(problem);
        let legal = all_legal(&instance, None);
        match propagate(&instance) {
            Ok(domains) => {
                for (schedule, _) in &legal {
                    for (meeting, slot) in schedule.slot_of.iter().enumerate() {
                        prop_assert!(domains[meeting] >> slot & 1 == 1, "{instance:?}");
                    }
                }
            }
            Err(contradiction) => prop_assert!(legal.is_empty(), "{contradiction:?} {instance:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_schedule_has_fewer_breaks_than_the_bound(problem in any::<u64>()) {
        let instance = draw(problem);
        let legal = all_legal(&instance, None);
        if let Some(least) = legal.iter().map(|(_, measures)| measures.n_breaks).min() {
            prop_assert!(breaks_bound(&instance) <= least, "{instance:?}");
        }
    }

    #[test]
    fn a_search_on_both_cores_ends_with_the_same_cost(
        problem in any::<u64>(),
        fairness in prop::option::of(0_usize..3),
    ) {
        let instance = draw(problem);
        let request = Request {
            objective: Objective::Breaks,
            fairness_max: fairness,
            seed: 0,
            steps_max: 1_000,
        };
        let alone = solve_exactly(&instance, request, &|| false);
        let together = solve_together(&instance, request, &|| false);
        prop_assert_eq!(together, alone, "{:?}", instance);
    }
}

/// Stopped at once, the search has the schedule that annealing found and a bound below it.
#[test]
fn a_search_that_is_stopped_at_once_is_worth_something() {
    /// Stops when the first schedule is found, and keeps what it is told.
    #[derive(Default)]
    struct Impatient {
        costs: RefCell<Vec<usize>>,
    }
    impl Watch for Impatient {
        fn should_stop(&self) -> bool {
            !self.costs.borrow().is_empty()
        }
        fn found(&self, _: &Schedule, cost: usize) {
            self.costs.borrow_mut().push(cost);
        }
    }
    let mut n_cut_short = 0;
    for seed in 0..400 {
        let instance = draw(seed);
        let request = Request {
            objective: Objective::IdleSlots,
            fairness_max: None,
            seed: 0,
            steps_max: 1_000,
        };
        let watch = Impatient::default();
        let answer = solve_exactly(&instance, request, &watch);
        let best = watch.costs.borrow().last().copied();
        let reached = answer.schedule.as_ref().map(|schedule| {
            let measures = check_schedule(&instance, schedule, None).unwrap();
            request.objective.cost(&measures)
        });
        assert_eq!(reached, best, "seed {seed}");
        assert!(answer.bound <= reached, "seed {seed}");
        n_cut_short += usize::from(!answer.is_proven);
    }
    assert!(n_cut_short > 0, "no search was cut short");
}

/// A counter that claimed more idle slots than there are once made a dearer schedule look better.
#[test]
fn a_cost_is_measured_and_not_read_off_the_counters() {
    let meeting = |parties: [usize; 2], slots: u128, after: &[usize]| Meeting {
        after: after.to_vec(),
        ..Meeting::open(parties, slots)
    };
    let instance = Instance {
        n_slots: 6,
        day_starts: 1,
        scarce: Vec::new(),
        terms: Terms::default(),
        capacity: vec![2, 1, 2, 2, 1, 1],
        free: vec![0b11_0111, 0b11_1101, 0b11_1111],
        meetings: vec![
            meeting([0, 2], 0b11_0111, &[2]),
            meeting([2, 1], 0b11_1011, &[]),
            meeting([1, 0], 0b11_0111, &[]),
        ],
    };
    for fairness in [None, Some(0), Some(1), Some(2)] {
        check(&instance, Objective::IdleSlots, fairness, 0);
    }
}

/// Everybody has at least two meetings, so that it can be fair that everybody has a break.
#[test]
fn fairness_may_give_everybody_a_break() {
    let fixed =
        |first: usize, second: usize, slot: usize| Meeting::open([first, second], 1 << slot);
    // Participants 0 and 1 meet at both ends of the day; 2 and 3 could meet without a break.
    let free = |first: usize, second: usize| Meeting::open([first, second], 0b1_1111);
    let instance = Instance {
        n_slots: 5,
        day_starts: 1,
        scarce: Vec::new(),
        terms: Terms::default(),
        capacity: vec![2; 5],
        free: vec![0b1_1111; 4],
        meetings: vec![fixed(0, 1, 0), fixed(0, 1, 4), free(2, 3), free(2, 3)],
    };
    check(&instance, Objective::Breaks, None, 0);
    check(&instance, Objective::Breaks, Some(0), 0);
    check(&instance, Objective::Breaks, Some(1), 0);
    let request = Request {
        objective: Objective::Breaks,
        fairness_max: Some(0),
        seed: 0,
        steps_max: 1_000,
    };
    assert_eq!(solve_exactly(&instance, request, &|| false).bound, Some(4));
}
