//! Reasons contradict each other, and none of them could be left out.

use scheduler::batch::exact::{Cause, keep_only, reasons};
use scheduler::batch::{Instance, Meeting, Terms};

use crate::brute_force::{all_legal, draw};
use crate::terms::draw_with_terms;

fn is_possible(instance: &Instance) -> bool {
    !all_legal(instance, None).is_empty()
}

fn check(instance: &Instance) -> bool {
    let Some(found) = reasons(instance, 100_000, &|| false) else {
        assert!(is_possible(instance), "{instance:?}");
        return false;
    };
    assert!(found.is_minimal);
    assert!(
        !is_possible(&keep_only(instance, &found.causes)),
        "{found:?} {instance:?}"
    );
    for left_out in &found.causes {
        let fewer: Vec<Cause> = found
            .causes
            .iter()
            .filter(|c| *c != left_out)
            .copied()
            .collect();
        let without = keep_only(instance, &fewer);
        assert_eq!(without.validate(), Ok(()));
        assert!(
            is_possible(&without),
            "{left_out:?} of {found:?} {instance:?}"
        );
    }
    assert_eq!(
        reasons(instance, 100_000, &|| false),
        Some(found),
        "the same again"
    );
    true
}

#[test]
fn every_set_contradicts_itself_and_no_part_of_it_does() {
    let n_plain = (0..250).filter(|problem| check(&draw(*problem))).count();
    let n_terms = (0..250)
        .filter(|problem| check(&draw_with_terms(*problem)))
        .count();
    println!("{n_plain} and {n_terms} problems without schedule");
    assert!(n_plain > 40 && n_terms > 40);
}

#[test]
fn a_small_reason_is_found_in_a_large_problem() {
    // Forty people who can meet at will, and two who are never there at the same time.
    let all = (1 << 8) - 1;
    let mut free = vec![all; 42];
    (free[40], free[41]) = (0b0000_1111, 0b1111_0000);
    let mut meetings: Vec<Meeting> = (0..40)
        .map(|n| Meeting::open([n, (n + 1) % 40], all))
        .collect();
    meetings.push(Meeting::open([40, 41], all));
    let instance = Instance {
        n_slots: 8,
        day_starts: 1,
        capacity: vec![20; 8],
        free,
        meetings,
        scarce: Vec::new(),
        terms: Terms::default(),
    };
    let found = reasons(&instance, 100_000, &|| false).unwrap();
    let expected = [
        Cause::Meeting { meeting: 40 },
        Cause::Availability { participant: 40 },
        Cause::Availability { participant: 41 },
    ];
    assert_eq!(found.causes, expected);
}
