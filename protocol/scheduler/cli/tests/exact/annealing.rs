//! Annealing on small random problems: legal, within its bound, and the same again.

use proptest::prelude::*;
use scheduler::batch::{
    Effort, Instance, Meeting, PartialSchedule, Schedule, Sites, anneal, check_schedule,
};

use crate::brute_force::all_legal;
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

/// Whether a meeting that is out could be placed, alone or for one of the others: all else stays.
fn could_be_placed(
    instance: &Instance,
    found: &PartialSchedule,
    meeting: usize,
    out: Option<usize>,
) -> bool {
    let n_sites = instance.terms.sites.as_ref().map_or(1, Sites::len);
    let places = (0..instance.n_slots).flat_map(|slot| (0..n_sites).map(move |site| (slot, site)));
    places.into_iter().any(|(slot, site)| {
        let mut trial = found.clone();
        if let Some(out) = out {
            trial.slot_of[out] = None;
        }
        trial.slot_of[meeting] = Some(slot);
        trial.site_of[meeting] = site;
        let (kept, schedule) = placed(instance, &trial);
        check_schedule(&kept, &schedule, None).is_ok()
    })
}

#[test]
fn nobody_stays_out_for_who_came_later() {
    let (mut n_out, mut n_fewer) = (0, 0);
    for problem in 0..1_500 {
        let instance = draw_with_terms(problem);
        let found = anneal(&instance, effort(problem), &|| 0.0);
        let slots = &found.schedule.slot_of;
        for meeting in (0..slots.len()).filter(|meeting| slots[*meeting].is_none()) {
            n_out += 1;
            let could = |out| could_be_placed(&instance, &found.schedule, meeting, out);
            assert!(!could(None), "problem {problem}: {meeting} fits in");
            let is_rival = |m: &usize| slots[*m].is_some() && !instance.meetings[*m].stays;
            for later in (meeting + 1..slots.len()).filter(is_rival) {
                assert!(
                    !could(Some(later)),
                    "problem {problem}: {meeting} fits for {later}"
                );
            }
        }
        n_fewer += usize::from(found.n_placed < most_placed(&instance));
    }
    println!("{n_out} out, fewer placed than possible in {n_fewer} problems");
    assert!(n_out > 300 && n_fewer <= 3);
}

/// The most meetings that any schedule places, by trying everything.
fn most_placed(instance: &Instance) -> usize {
    let n = instance.meetings.len();
    let is_possible = |set: &u32| {
        let keep = |m: usize| set >> m & 1 == 1;
        let is_whole = (0..n).all(|m| keep(m) || !instance.meetings[m].stays);
        let slots = (0..n).map(|m| keep(m).then_some(0)).collect();
        let kept = PartialSchedule {
            slot_of: slots,
            site_of: vec![0; n],
        };
        is_whole && !all_legal(&placed(instance, &kept).0, None).is_empty()
    };
    let sets = 0..1_u32 << n;
    let sizes = sets.filter(is_possible).map(u32::count_ones);
    sizes.max().unwrap_or(0) as usize
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
