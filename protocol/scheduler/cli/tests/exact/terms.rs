//! What an event has beside the published problem, on small random problems of which every
//! schedule is tried.

use proptest::prelude::*;
use scheduler::batch::exact::Objective;
use scheduler::batch::{Chance, Instance, Malformed, Sites, Slots, Terms, breaks_bound, propagate};

use crate::brute_force::{all_legal, check, draw};

/// A small problem with engagements, allowed numbers, meetings that stay, and sites.
pub(crate) fn draw_with_terms(problem: u64) -> Instance {
    let mut instance = draw(problem);
    let mut chance = Chance::new(problem ^ 0x5eed);
    instance.meetings.truncate(4);
    let n_meetings = instance.meetings.len();
    for row in &mut instance.meetings {
        row.after.retain(|meeting| *meeting < n_meetings);
    }
    for scarce in &mut instance.scarce {
        scarce.meetings.retain(|meeting| *meeting < n_meetings);
    }
    let (n_slots, n_participants) = (instance.n_slots, instance.free.len());
    let mut some_slots = |percent: usize| {
        (0..n_slots)
            .filter(|_| chance.below(100) < percent)
            .fold(0, |set, slot| set | 1 << slot)
    };
    let mut terms = Terms {
        engaged: (0..n_participants).map(|_| some_slots(10)).collect(),
        ..Terms::default()
    };
    let away: Vec<Vec<Slots>> = (0..2)
        .map(|_| (0..n_participants).map(|_| some_slots(10)).collect())
        .collect();
    let limit = |_| (chance.below(3) == 0).then(|| chance.below(4));
    terms.meetings_max = (0..n_participants).map(limit).collect();
    if chance.below(2) == 0 {
        let (there, here) = (chance.below(3), chance.below(8) / 7);
        let between = [vec![0, there], vec![there, here]];
        let sites = Sites::apart(n_slots, instance.day_starts, &between);
        terms.sites = Some(Sites { away, ..sites });
        for row in &mut instance.meetings {
            row.sites = [0b01, 0b10, 0b11][chance.below(3)];
        }
        for scarce in &mut instance.scarce {
            scarce.site = [None, Some(0), Some(1)][chance.below(3)];
        }
    }
    for row in &mut instance.meetings {
        if chance.below(5) == 0 && row.slots != 0 {
            row.slots &= row.slots.wrapping_neg();
            row.sites &= row.sites.wrapping_neg();
            row.stays = true;
        }
    }
    instance.terms = terms;
    instance
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_least_cost_is_what_trying_everything_finds(
        problem in any::<u64>(),
        is_idle in any::<bool>(),
        fairness in prop::option::of(0_usize..3),
    ) {
        let objective = if is_idle { Objective::IdleSlots } else { Objective::Breaks };
        check(&draw_with_terms(problem), objective, fairness, 0);
    }

    #[test]
    fn propagation_drops_no_schedule_and_the_bound_none(problem in any::<u64>()) {
        let instance = draw_with_terms(problem);
        let legal = all_legal(&instance, None);
        match propagate(&instance) {
            Ok(domains) => {
                for (schedule, measures) in &legal {
                    for (meeting, slot) in schedule.slot_of.iter().enumerate() {
                        prop_assert!(domains[meeting] >> slot & 1 == 1, "{instance:?}");
                    }
                    prop_assert!(breaks_bound(&instance) <= measures.n_breaks, "{instance:?}");
                }
            }
            Err(contradiction) => prop_assert!(legal.is_empty(), "{contradiction:?} {instance:?}"),
        }
    }
}

/// A property over problems without solution proves little.
#[test]
fn drawn_problems_have_schedules_and_feel_their_terms() {
    let (mut n_solvable, mut n_freed, mut n_chosen) = (0, 0, 0);
    for problem in 0..300 {
        let instance = draw_with_terms(problem);
        let n_legal = all_legal(&instance, None).len();
        n_solvable += usize::from(n_legal > 0);
        let mut relaxed = instance.clone();
        relaxed.terms.engaged.clear();
        relaxed.terms.meetings_max.clear();
        if let Some(sites) = &mut relaxed.terms.sites {
            sites.away.clear();
            sites
                .barred
                .iter_mut()
                .flatten()
                .flatten()
                .for_each(|barred| *barred = 0);
        }
        n_freed += usize::from(all_legal(&relaxed, None).len() > n_legal);
        let has_choice = instance.meetings.iter().any(|row| row.sites == 0b11);
        n_chosen += usize::from(has_choice && n_legal > 0);
    }
    println!(
        "{n_solvable} solvable, {n_freed} freer without terms, {n_chosen} with a choice of site"
    );
    assert!(n_solvable > 60 && n_freed > 60 && n_chosen > 15);
}

#[test]
fn what_cannot_be_is_rejected() {
    let sound = |problem: u64| {
        let instance = draw_with_terms(problem);
        assert_eq!(instance.validate(), Ok(()), "{problem}");
        instance
    };
    let with_sites = (0..)
        .map(sound)
        .find(|instance| instance.terms.sites.is_some());
    let with_sites = with_sites.expect("one in two has sites");
    let check = |expected: Malformed, change: &dyn Fn(&mut Instance)| {
        let mut instance = with_sites.clone();
        change(&mut instance);
        assert_eq!(instance.validate(), Err(expected));
    };
    check(Malformed::Terms, &|row| row.terms.engaged.push(0));
    check(Malformed::Terms, &|row| row.terms.meetings_max.push(None));
    check(Malformed::Terms, &|row| row.terms.apart.push([0, 99]));
    check(Malformed::Terms, &|row| {
        let sites = row.terms.sites.as_mut().unwrap();
        sites.barred[0][1][0] ^= 2;
    });
    check(Malformed::UnknownSite { meeting: 0 }, &|row| {
        row.meetings[0].sites = 0
    });
    check(Malformed::UnknownSite { meeting: 0 }, &|row| {
        row.meetings[0].sites = 0b100
    });
    check(Malformed::StaysNowhere { meeting: 0 }, &|row| {
        row.meetings[0].stays = true;
        row.meetings[0].slots = 0b11;
    });
    check(Malformed::KeptApart { meeting: 0 }, &|row| {
        let [a, b] = row.meetings[0].parties;
        row.terms.apart.push([b, a]);
    });
}
