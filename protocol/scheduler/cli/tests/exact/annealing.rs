//! Annealing on small random problems: legal, within its bound, and the same again.

use proptest::prelude::*;
use scheduler::batch::{
    Effort, Instance, Meeting, PartialSchedule, Schedule, anneal, check_schedule,
};

use crate::terms::draw_with_terms;

/// The problem and schedule of the placed meetings alone.
fn placed(instance: &Instance, found: &PartialSchedule) -> (Instance, Schedule) {
    let (slots, sites) = (&found.slot_of, &found.site_of);
    let position = |meeting: usize| {
        slots[meeting]?;
        Some(slots[..meeting].iter().flatten().count())
    };
    let mut kept = instance.clone();
    kept.meetings = (0..slots.len())
        .filter(|meeting| slots[*meeting].is_some())
        .map(|meeting| Meeting {
            after: instance.meetings[meeting]
                .after
                .iter()
                .filter_map(|m| position(*m))
                .collect(),
            ..instance.meetings[meeting].clone()
        })
        .collect();
    for scarce in &mut kept.scarce {
        scarce.meetings = scarce
            .meetings
            .iter()
            .filter_map(|m| position(*m))
            .collect();
    }
    let placed = slots.iter().zip(sites);
    let placed = placed.filter_map(|(slot, site)| Some(((*slot)?, *site)));
    let (slot_of, site_of) = placed.unzip();
    (kept, Schedule { slot_of, site_of })
}

fn effort(seed: u64) -> Effort {
    Effort {
        seed,
        steps_max: 3_000,
        n_walks: 2,
        fairness_max: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_placed_is_legal_and_counted_rightly(problem in any::<u64>(), seed in 0_u64..4) {
        let instance = draw_with_terms(problem);
        let found = anneal(&instance, effort(seed), &|| 0.0);
        let (kept, schedule) = placed(&instance, &found.schedule);
        let measures = check_schedule(&kept, &schedule, None);
        prop_assert!(measures.is_ok(), "{measures:?} {instance:?}");
        prop_assert_eq!(measures.unwrap().n_breaks, found.n_breaks);
        prop_assert_eq!(schedule.slot_of.len(), found.n_placed);
        prop_assert!(found.n_placed <= found.placed_bound);
        prop_assert_eq!(anneal(&instance, effort(seed), &|| 0.0), found);
    }
}
