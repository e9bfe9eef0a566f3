//! Examples that say what "best first" means.

use protocol::command::*;
use protocol::limits::CANDIDATES_MAX;
use protocol::query::*;
use protocol::*;

use crate::world::{MORNING, World, an_expert, expert, list, person, slot, somebody, table};

fn at(slot_number: u16, table_number: u64) -> Spot {
    Spot {
        slot: slot(slot_number),
        place: table(table_number),
    }
}

/// An expert whose meeting with person 1 in the second slot was called off by person 1.
fn with_a_vacancy(n_persons: u64) -> (World, id::VacancyId) {
    let mut world = World::empty(6, &[0, 0, 0], 0);
    let mut persons: Vec<_> = (1..=n_persons).map(|n| somebody(person(n), 6)).collect();
    persons.push(an_expert(expert(1), 6));
    world.register(persons);
    let meeting = world.book(expert(1), person(1), at(1, 1));
    let actor = Actor::Person(person(1));
    world
        .run_as(
            actor,
            CancelMeeting {
                meeting,
                reason: CancelReason::Other,
            },
        )
        .unwrap();
    let vacancy = world.state.vacancies().next().unwrap().id;
    (world, vacancy)
}

fn candidates(world: &World, vacancy: id::VacancyId) -> Vec<Candidate> {
    let query = VacancyCandidates { vacancy }.into();
    match scheduler::answer(&world.state, world.now, &query) {
        Ok(Answer::RankedCandidates(answer)) => answer.candidates,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_asked_and_found_no_slot_comes_before_who_waits_before_who_matches() {
    let (mut world, vacancy) = with_a_vacancy(5);
    // Person 4 asked, and could still meet the expert in other slots.
    world.ask(person(4), expert(1));
    // Person 3 asked, and only this slot is left.
    world.ask(person(3), expert(1));
    let only = [slot(1)].into_iter().collect();
    world
        .run(ChangeAvailability {
            person: person(3),
            availability: only,
        })
        .unwrap();
    // Person 2 is on site.
    world
        .run(CheckIn {
            person: person(2),
            gate: Gate::Event,
        })
        .unwrap();
    let ranked = candidates(&world, vacancy);
    let order: Vec<_> = ranked.iter().map(|candidate| candidate.person).collect();
    assert_eq!(order, [person(3), person(4), person(2), person(5)]);
    assert_eq!(ranked[0].reasons[0], Reason::AskedForIt);
    assert_eq!(ranked[1].reasons[0], Reason::Waiting);
    assert!(ranked[2].reasons.contains(&Reason::Present));
}

#[test]
fn among_those_who_wait_the_earlier_request_is_first() {
    let (mut world, vacancy) = with_a_vacancy(4);
    world.ask(person(4), expert(1));
    world.now = world.now + Minutes(1);
    world.ask(person(2), expert(1));
    let order: Vec<_> = candidates(&world, vacancy)
        .iter()
        .map(|c| c.person)
        .collect();
    assert_eq!(order, [person(4), person(2), person(3)]);
}

#[test]
fn who_called_off_or_refused_is_no_candidate() {
    let (mut world, vacancy) = with_a_vacancy(4);
    let request = world.ask(person(2), expert(1));
    world.run(RefuseRequest { request }).unwrap();
    let order: Vec<_> = candidates(&world, vacancy)
        .iter()
        .map(|c| c.person)
        .collect();
    assert_eq!(order, [person(3), person(4)]);
}

#[test]
fn a_ranking_ends_at_its_bound() {
    let (world, vacancy) = with_a_vacancy(CANDIDATES_MAX as u64 + 20);
    assert_eq!(candidates(&world, vacancy).len(), CANDIDATES_MAX);
}

fn absence_plan(world: &World) -> Vec<ReassignmentChoices> {
    let absence = Absence {
        from: MORNING,
        until: None,
    };
    let query = AbsencePlan {
        expert: expert(1),
        absence,
    }
    .into();
    match scheduler::answer(&world.state, world.now, &query) {
        Ok(Answer::RankedReassignments(answer)) => answer.meetings,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_substitute_at_the_same_time_and_place_comes_first() {
    let mut world = World::empty(6, &[0, 0, 0], 0);
    let mut busy = an_expert(expert(2), 6);
    // The second expert knows the subject but is not free at that time.
    busy.offered = list(vec![Tag(1)]);
    busy.availability.remove(slot(1));
    let mut guest = somebody(person(1), 6);
    guest.sought = list(vec![Tag(1)]);
    world.register(vec![
        an_expert(expert(1), 6),
        busy,
        an_expert(expert(3), 6),
        guest,
    ]);
    world.book(expert(1), person(1), at(1, 2));
    let plan = absence_plan(&world);
    let first = &plan[0].choices[0];
    assert_eq!((first.expert, first.spot), (expert(3), at(1, 2)));
    assert_eq!(first.reasons[..2], [Reason::SameTime, Reason::SamePlace]);
    assert_eq!(plan[0].chosen, Some(0));
    assert!(
        plan[0]
            .choices
            .iter()
            .any(|choice| choice.expert == expert(2))
    );
}

#[test]
fn the_whole_plan_prefers_keeping_all_to_the_best_for_one() {
    // Expert 2 is the only one for person 2, and person 1's best; expert 3 can take person 1.
    let mut world = World::empty(2, &[0, 0, 0, 0], 0);
    let mut third = an_expert(expert(3), 2);
    third.availability.remove(slot(1));
    let mut second = an_expert(expert(2), 2);
    second.expert = Some(ExpertTerms {
        meetings_max: Some(1),
        absence: None,
    });
    second.offered = list(vec![Tag(1)]);
    let mut first_guest = somebody(person(1), 2);
    first_guest.sought = list(vec![Tag(1)]);
    let mut second_guest = somebody(person(2), 2);
    second_guest.availability.remove(slot(0));
    world.register(vec![
        an_expert(expert(1), 2),
        second,
        third,
        first_guest,
        second_guest,
    ]);
    world.book(expert(1), person(1), at(0, 1));
    world.book(expert(1), person(2), at(1, 1));
    let plan = absence_plan(&world);
    let chosen: Vec<_> = plan
        .iter()
        .map(|meeting| meeting.choices[usize::from(meeting.chosen.unwrap())].expert)
        .collect();
    assert_eq!(plan[0].choices[0].expert, expert(2));
    assert_eq!(chosen, [expert(3), expert(2)]);
}

#[test]
fn without_another_expert_only_cancelling_is_left() {
    let mut world = World::empty(2, &[0], 0);
    world.register(vec![an_expert(expert(1), 2), somebody(person(1), 2)]);
    world.book(expert(1), person(1), at(0, 1));
    let plan = absence_plan(&world);
    assert_eq!((plan[0].choices.len(), plan[0].chosen), (0, None));
}

#[test]
fn a_delay_takes_its_minutes_from_the_next_meeting_of_either_party() {
    let mut world = World::empty(6, &[0, 0, 1], 0);
    world.register((1..=4).map(|n| somebody(person(n), 6)).collect());
    let late = world.book(person(1), person(2), at(0, 1));
    let next = world.book(person(2), person(3), at(1, 1));
    let far = world.book(person(1), person(4), at(2, 3));
    let effects = |minutes| {
        let query = DelayEffects {
            meeting: late,
            party: person(1),
            minutes: Minutes(minutes),
        };
        match scheduler::answer(&world.state, world.now, &query.into()) {
            Ok(Answer::KnockOn(answer)) => answer,
            other => panic!("{other:?}"),
        }
    };
    let lost = |minutes| {
        let affected = effects(minutes).affected;
        affected
            .iter()
            .map(|hit| (hit.meeting, hit.minutes_lost.0))
            .collect::<Vec<_>>()
    };
    // Five minutes hit the guest's next meeting; ten also the host's way to the other site.
    assert_eq!(lost(5), [(next, 5)]);
    assert_eq!(lost(10), [(next, 10), (far, 5)]);
    assert!(
        effects(25)
            .proposals
            .iter()
            .all(|spot| spot.slot >= slot(2))
    );
}

#[test]
fn the_nearest_slot_is_the_first_target() {
    let mut world = World::empty(6, &[0, 0], 0);
    world.register((1..=2).map(|n| somebody(person(n), 6)).collect());
    let meeting = world.book(person(1), person(2), at(2, 1));
    let query = MoveTargets { meeting }.into();
    let Ok(Answer::RankedSpots(answer)) = scheduler::answer(&world.state, world.now, &query) else {
        panic!("no spots");
    };
    // Later before earlier at the same distance, the same table, the same time elsewhere last.
    let expected = [at(3, 1), at(1, 1), at(4, 1), at(0, 1), at(5, 1), at(2, 2)];
    assert_eq!(answer.spots, expected);
}

#[test]
fn a_walk_in_is_proposed_who_asked_for_him_first() {
    let mut world = World::empty(6, &[0, 0], 0);
    let mut match_ = somebody(person(2), 6);
    match_.offered = list(vec![Tag(3)]);
    let mut walk_in = somebody(person(1), 6);
    walk_in.sought = list(vec![Tag(3)]);
    world.register(vec![
        walk_in,
        match_,
        somebody(person(3), 6),
        somebody(person(4), 6),
    ]);
    world.ask(person(3), person(1));
    let query = WalkInCandidates { person: person(1) }.into();
    let Ok(Answer::RankedPartners(answer)) = scheduler::answer(&world.state, world.now, &query)
    else {
        panic!("no partners");
    };
    let order: Vec<_> = answer
        .partners
        .iter()
        .map(|partner| partner.person)
        .collect();
    assert_eq!(order, [person(3), person(2), person(4)]);
    assert_eq!(answer.partners[0].spot, at(0, 1));
}
