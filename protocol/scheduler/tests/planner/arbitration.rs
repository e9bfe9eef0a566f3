//! Ranking an expert's applicants: the documented order, and what may be kept.

use proptest::prelude::*;
use protocol::command::*;
use protocol::query::{Applicant, Applicants, RankedApplicants};
use protocol::*;

use crate::world::*;

fn ranked(world: &World, n: u64) -> RankedApplicants {
    let query = Applicants { expert: expert(n) }.into();
    match scheduler::answer(&world.state, world.now, &query) {
        Ok(Answer::RankedApplicants(answer)) => answer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_reason_decides_only_where_those_before_it_do_not() {
    let mut world = World::empty(6, &[0, 0, 0], 0);
    let mut asked = an_expert(expert(1), 6);
    asked.offered = list(vec![Tag(1), Tag(2)]);
    let mut persons = vec![asked, an_expert(expert(2), 6)];
    for n in 1..=7 {
        let mut row = somebody(person(n), 6);
        row.sought = list(if n == 3 { vec![Tag(1)] } else { vec![] });
        persons.push(row);
    }
    // Nobody can meet person 1; person 6 has a meeting already.
    persons[2].availability = SlotSet::EMPTY;
    world.register(persons);
    let mut requests = Vec::new();
    for n in 1..=7 {
        world.now = world.now + Minutes(1);
        requests.push(world.ask(person(n), expert(1)));
    }
    let at = Spot {
        slot: slot(0),
        place: table(1),
    };
    world.book(expert(2), person(6), at);
    world
        .run(AcceptRequest {
            request: requests[6],
            spot: None,
            by_plan: false,
        })
        .unwrap();
    let answer = ranked(&world, 1);
    let order: Vec<_> = answer.applicants.iter().map(|row| row.from).collect();
    let expected = [7, 3, 2, 4, 5, 6, 1].map(person);
    assert_eq!(order, expected);
    assert_eq!(answer.n_free, 6);
    let first = &answer.applicants[0];
    assert_eq!((first.is_retained, first.arrived), (true, 7));
    assert_eq!(answer.applicants[1].n_keywords, 1);
    assert_eq!(answer.applicants[5].n_company_meetings, 1);
    assert_eq!(answer.applicants[6].n_slots, 0);
}

#[test]
fn only_an_expert_has_applicants() {
    let mut world = World::empty(2, &[0], 0);
    world.register(vec![somebody(person(1), 2)]);
    let query = Applicants { expert: person(1) }.into();
    let refusal = scheduler::answer(&world.state, world.now, &query).unwrap_err();
    assert_eq!(refusal.name(), "NotFound");
}

/// The documented order, pair by pair.
fn comes_before(a: &Applicant, b: &Applicant, world: &World) -> bool {
    let made_at = |row: &Applicant| world.state.request(row.request).unwrap().made_at;
    if a.is_retained != b.is_retained {
        return a.is_retained;
    }
    if (a.n_slots > 0) != (b.n_slots > 0) {
        return a.n_slots > 0;
    }
    if a.n_keywords != b.n_keywords {
        return a.n_keywords > b.n_keywords;
    }
    if a.n_company_meetings != b.n_company_meetings {
        return a.n_company_meetings < b.n_company_meetings;
    }
    (made_at(a), a.request) < (made_at(b), b.request)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Everybody who waits is ranked once, in the documented order; keeping the first as many as
    /// the ranking says is never refused as too many.
    #[test]
    fn the_ranking_is_whole_in_order_and_can_be_applied(
        seed in any::<u64>(), n_slots in 2..8_u16, n_persons in 3..14_u64, n_steps in 20..160_u64
    ) {
        let size = Size { n_slots, n_tables: 3, n_persons, n_experts: 3, n_steps };
        let world = World::random_with_plan(seed, size);
        for n in 1..=3 {
            let answer = ranked(&world, n);
            let mut named: Vec<_> = answer.applicants.iter().map(|row| row.request).collect();
            for pair in answer.applicants.windows(2) {
                prop_assert!(comes_before(&pair[0], &pair[1], &world), "{pair:?}");
            }
            let n_kept = named.len().min(answer.n_free as usize);
            let dropped = named.split_off(n_kept);
            let wish = ArbitrateExpert {
                expert: expert(n),
                kept: list(named),
                waiting: list(vec![]),
                dropped: list(dropped),
            };
            match world.clone().run(wish) {
                Ok(_) => {}
                // Kept in a self-service event: each needs a slot of its own.
                Err(why) => prop_assert!(
                    ["NoCommonSlot", "AlreadyMeeting", "PersonWithdrawnAlready"].contains(&why.name()),
                    "{why:?}"
                ),
            }
        }
    }
}
