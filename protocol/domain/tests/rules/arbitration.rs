//! Examples of an expert with more applicants than time.

use protocol::command::*;
use protocol::id::*;
use protocol::*;

use crate::world::*;

fn request(n: u64) -> RequestId {
    RequestId::example(n)
}

/// The first expert takes three meetings; persons 1 to `n` ask him, in that order.
fn over_subscribed(mode: AssignmentMode, n: u64) -> World {
    let mut world = World::new();
    let setup = EventSetup {
        mode: Some(mode),
        ..world.state.setup().unwrap().clone()
    };
    world.run(MAIN, ConfigureEvent { setup }).unwrap();
    for n in 1..=n {
        ask(&mut world, n);
    }
    world
}

fn ask(world: &mut World, n: u64) {
    world.now = world.now + Minutes(1);
    let wish = MakeRequest {
        request: request(n),
        from: person(n),
        to: expert(1),
        slots: SlotSet::EMPTY,
    };
    world.run(Actor::Person(person(n)), wish).unwrap();
}

fn answer(kept: &[u64], waiting: &[u64], dropped: &[u64]) -> ArbitrateExpert {
    let list = |ns: &[u64]| List::new(ns.iter().copied().map(request).collect()).unwrap();
    ArbitrateExpert {
        expert: expert(1),
        kept: list(kept),
        waiting: list(waiting),
        dropped: list(dropped),
    }
}

fn status(world: &World, n: u64) -> RequestStatus {
    world.state.request(request(n)).unwrap().status.clone()
}

#[test]
fn who_is_kept_waits_for_the_plan_and_who_is_not_is_told_why_in_one_entry() {
    let mut world = over_subscribed(AssignmentMode::PreAssigned, 5);
    let n_entries = world.log.len();
    let changes = world.run(MAIN, answer(&[1, 3, 4], &[5], &[2])).unwrap();
    assert_eq!(world.log.len(), n_entries + 1);
    for n in [1, 3, 4] {
        assert_eq!(status(&world, n), RequestStatus::Agreed);
    }
    assert_eq!(status(&world, 5), RequestStatus::Waiting);
    assert_eq!(status(&world, 2), RequestStatus::NotRetained);
    let Change::ExpertArbitrated(told) = &changes[0] else {
        panic!("{changes:?}")
    };
    assert_eq!((told.n_kept, told.n_waiting, told.n_dropped), (3, 1, 1));
    world
        .run(
            MAIN,
            UndoEntry {
                seq: world.last_seq(),
            },
        )
        .unwrap();
    for n in 1..=5 {
        assert_eq!(status(&world, n), RequestStatus::Requested);
    }
}

#[test]
fn without_a_plan_a_slot_is_held_for_each_who_is_kept_so_that_all_are_met() {
    let mut world = over_subscribed(AssignmentMode::SelfService, 4);
    // The third can come in the first slot only: the first, who would have it, moves on.
    world
        .run(
            MAIN,
            ChangeAvailability {
                person: person(3),
                availability: [slot(0)].into_iter().collect(),
            },
        )
        .unwrap();
    world.run(MAIN, answer(&[1, 2, 3], &[], &[4])).unwrap();
    let held = |n| match status(&world, n) {
        RequestStatus::Accepted { spot, .. } => spot.slot,
        other => panic!("{other:?}"),
    };
    assert_eq!(held(3), slot(0));
    assert_eq!([held(1), held(2)], [slot(2), slot(1)]);
}

#[test]
fn who_came_and_who_is_gone_since_is_named_and_nothing_changes() {
    let mut world = over_subscribed(AssignmentMode::PreAssigned, 4);
    let seen = answer(&[1, 2], &[], &[3, 4]);
    world
        .run(
            Actor::Person(person(2)),
            CancelRequest {
                request: request(2),
            },
        )
        .unwrap();
    ask(&mut world, 5);
    let before = world.state.clone();
    let Reject::ApplicantsChanged(why) = world.run(MAIN, seen).unwrap_err() else {
        panic!()
    };
    assert_eq!(
        (&*why.came, &*why.gone),
        (&[request(5)][..], &[request(2)][..])
    );
    assert_eq!(world.state, before);
}

#[test]
fn nobody_is_kept_beyond_what_the_expert_can_meet() {
    let mut world = over_subscribed(AssignmentMode::PreAssigned, 5);
    world.book(9, expert(1), person(8), spot(0, 1));
    let Reject::TooManyKept(why) = world.run(MAIN, answer(&[1, 2, 3], &[4], &[5])).unwrap_err()
    else {
        panic!()
    };
    assert_eq!((why.expert, why.n_free), (expert(1), 2));
    world.run(MAIN, answer(&[1, 2], &[3, 4], &[5])).unwrap();
}

#[test]
fn an_accepted_request_that_is_dropped_gives_its_slot_back_and_an_undo_takes_it_again() {
    let mut world = over_subscribed(AssignmentMode::SelfService, 2);
    world
        .run(
            MAIN,
            AcceptRequest {
                request: request(1),
                spot: Some(spot(0, 1)),
                by_plan: false,
            },
        )
        .unwrap();
    world.run(MAIN, answer(&[2], &[], &[1])).unwrap();
    assert!(matches!(
        status(&world, 2),
        RequestStatus::Accepted { spot: held, .. } if held.slot == slot(0)
    ));
    let seq = world.last_seq();
    world.run(MAIN, UndoEntry { seq }).unwrap();
    assert_eq!(status(&world, 2), RequestStatus::Requested);
    assert!(matches!(
        status(&world, 1),
        RequestStatus::Accepted { spot: held, .. } if held == spot(0, 1)
    ));
}

#[test]
fn who_asked_again_since_is_not_given_two_open_requests_by_an_undo() {
    let mut world = over_subscribed(AssignmentMode::PreAssigned, 2);
    world.run(MAIN, answer(&[1], &[], &[2])).unwrap();
    let seq = world.last_seq();
    let again = MakeRequest {
        request: request(7),
        from: person(2),
        to: expert(1),
        slots: SlotSet::EMPTY,
    };
    world.run(Actor::Person(person(2)), again).unwrap();
    let refusal = world.run(MAIN, UndoEntry { seq }).unwrap_err();
    assert_eq!(refusal.name(), "CannotUndo");
}

#[test]
fn only_who_has_the_expert_in_his_rows_chooses() {
    let mut world = over_subscribed(AssignmentMode::PreAssigned, 2);
    // The first expert belongs to the organisation that the scoped administrator sees.
    world.run(SCOPED, answer(&[1], &[], &[2])).unwrap();
    let other = ArbitrateExpert {
        expert: expert(2),
        ..answer(&[], &[], &[])
    };
    assert_eq!(world.run(SCOPED, other).unwrap_err().name(), "NotFound");
    for actor in [
        DOOR,
        SCREEN,
        Actor::Person(expert(1)),
        Actor::Person(person(1)),
    ] {
        let refusal = world.run(actor, answer(&[1], &[], &[2])).unwrap_err();
        assert_eq!(refusal.name(), "Forbidden");
    }
}
