//! Examples of requests that are left to the plan, and of plans.

use protocol::command::*;
use protocol::id::*;
use protocol::*;

use crate::world::*;

const FIRST: RequestId = RequestId::example(1);
const SECOND: RequestId = RequestId::example(2);

fn world(mode: AssignmentMode) -> World {
    let mut world = World::new();
    let setup = EventSetup {
        mode: Some(mode),
        ..world.state.setup().unwrap().clone()
    };
    world.run(MAIN, ConfigureEvent { setup }).unwrap();
    world
}

fn ask(world: &mut World, request: RequestId, from: PersonId, to: PersonId) {
    let slots = SlotSet::EMPTY;
    let wish = MakeRequest {
        request,
        from,
        to,
        slots,
    };
    world.run(Actor::Person(from), wish).unwrap();
}

fn accept(
    world: &mut World,
    request: RequestId,
    spot: Option<Spot>,
    by_plan: bool,
) -> Result<Vec<Change>, Reject> {
    let asked = world.state.request(request).unwrap().to;
    let wish = AcceptRequest {
        request,
        spot,
        by_plan,
    };
    world.run(Actor::Person(asked), wish)
}

fn status(world: &World, request: RequestId) -> RequestStatus {
    world.state.request(request).unwrap().status.clone()
}

/// Request `n` becomes meeting `n`.
fn plan(placed: &[(u64, Spot)]) -> PublishPlan {
    let placements = placed.iter().map(|(n, spot)| PlannedRequest {
        request: RequestId::example(*n),
        meeting: MeetingId::example(*n),
        spot: *spot,
    });
    let placements = List::new(placements.collect()).unwrap();
    PublishPlan { placements }
}

fn problems(refusal: Reject) -> Vec<(RequestId, &'static str)> {
    let Reject::ProposalOutdated(why) = refusal else {
        panic!("{refusal:?}")
    };
    let name =
        |problem: &reject::PlacementProblem| (problem.request, problem.why().unwrap().name());
    why.problems.iter().map(name).collect()
}

#[test]
fn who_accepts_takes_a_slot_or_leaves_it_to_the_plan_as_the_event_says() {
    use AssignmentMode::{Mixed, PreAssigned, SelfService};
    let check = |mode, spot, by_plan, expected: &str| {
        let mut world = world(mode);
        ask(&mut world, FIRST, person(1), person(2));
        let told = match accept(&mut world, FIRST, spot, by_plan) {
            Ok(_) => match status(&world, FIRST) {
                RequestStatus::Agreed => "agreed",
                RequestStatus::Accepted { .. } => "held",
                other => panic!("{other:?}"),
            },
            Err(refusal) => refusal.name(),
        };
        assert_eq!(told, expected, "{mode:?} {spot:?} {by_plan}");
    };
    let there = Some(spot(3, 2));
    check(SelfService, None, false, "held");
    check(SelfService, None, true, "NoPlanComing");
    check(PreAssigned, None, false, "agreed");
    check(PreAssigned, None, true, "agreed");
    check(PreAssigned, there, false, "held");
    check(Mixed, None, false, "held");
    check(Mixed, None, true, "agreed");
    check(Mixed, there, true, "held");
}

#[test]
fn an_agreed_request_is_open_and_holds_nothing() {
    let mut world = world(AssignmentMode::PreAssigned);
    ask(&mut world, FIRST, person(1), person(2));
    accept(&mut world, FIRST, None, false).unwrap();
    assert_eq!(world.state.floor().busy_slots(person(1)), SlotSet::EMPTY);
    let confirm = ConfirmRequest {
        request: FIRST,
        meeting: MeetingId::example(1),
    };
    let refusal = world.run(Actor::Person(person(1)), confirm).unwrap_err();
    assert_eq!(refusal.name(), "RequestNotAccepted");
    let again = MakeRequest {
        request: SECOND,
        from: person(2),
        to: person(1),
        slots: SlotSet::EMPTY,
    };
    assert!(world.run(Actor::Person(person(2)), again).is_err());
    let withdraw = WithdrawPerson { person: person(1) };
    world.run(MAIN, withdraw).unwrap();
    assert_eq!(status(&world, FIRST), RequestStatus::Cancelled);
}

#[test]
fn a_plan_books_agreed_accepted_and_expert_requests_in_one_entry() {
    let mut world = world(AssignmentMode::Mixed);
    ask(&mut world, FIRST, person(1), person(2));
    accept(&mut world, FIRST, None, true).unwrap();
    ask(&mut world, SECOND, person(3), person(4));
    accept(&mut world, SECOND, Some(spot(0, 1)), false).unwrap();
    ask(&mut world, RequestId::example(3), person(5), expert(1));
    let n_entries = world.log.len();
    // The first takes what the second held; the second moves elsewhere.
    let placed = [(1, spot(0, 1)), (2, spot(1, 1)), (3, spot(0, 2))];
    world.run(MAIN, plan(&placed)).unwrap();
    assert_eq!(world.log.len(), n_entries + 1);
    for (n, at) in placed {
        assert_eq!(world.state.meeting(MeetingId::example(n)).unwrap().spot, at);
    }
    assert_eq!(
        world.state.meeting(MeetingId::example(3)).unwrap().host,
        expert(1)
    );
    let seq = world.last_seq();
    world.run(MAIN, UndoEntry { seq }).unwrap();
    assert_eq!(status(&world, FIRST), RequestStatus::Agreed);
    assert!(matches!(
        status(&world, SECOND),
        RequestStatus::Accepted { spot: held, .. } if held == spot(0, 1)
    ));
    assert!(world.state.meetings().next().is_none());
}

#[test]
fn an_outdated_plan_names_every_placement_that_does_not_hold_and_changes_nothing() {
    let mut world = world(AssignmentMode::PreAssigned);
    for (n, from, to) in [(1, 1, 2), (2, 3, 4), (3, 5, 6), (4, 7, 8)] {
        ask(&mut world, RequestId::example(n), person(from), person(to));
        if n != 4 {
            accept(&mut world, RequestId::example(n), None, false).unwrap();
        }
    }
    world.book(9, person(1), expert(1), spot(0, 3));
    let cancel = CancelRequest { request: SECOND };
    world.run(Actor::Person(person(3)), cancel).unwrap();
    let before = world.state.clone();
    let placed = [
        (1, spot(0, 1)),
        (2, spot(1, 1)),
        (3, spot(2, 1)),
        (4, spot(3, 1)),
        (7, spot(4, 1)),
    ];
    let refusal = world.run(MAIN, plan(&placed)).unwrap_err();
    assert_eq!(
        problems(refusal),
        [
            (FIRST, "PersonBusy"),
            (SECOND, "RequestClosed"),
            (RequestId::example(4), "RequestNotAccepted"),
            (RequestId::example(7), "NotFound"),
        ]
    );
    assert_eq!(world.state, before);
}

#[test]
fn a_plan_that_collides_with_itself_is_refused() {
    let mut world = world(AssignmentMode::PreAssigned);
    for (n, from, to) in [(1, 1, 2), (2, 1, 3)] {
        ask(&mut world, RequestId::example(n), person(from), person(to));
        accept(&mut world, RequestId::example(n), None, false).unwrap();
    }
    let refusal = world
        .run(MAIN, plan(&[(1, spot(0, 1)), (2, spot(0, 2))]))
        .unwrap_err();
    assert_eq!(problems(refusal), [(SECOND, "PersonBusy")]);
    let refusal = world
        .run(MAIN, plan(&[(1, spot(0, 1)), (1, spot(1, 1))]))
        .unwrap_err();
    assert_eq!(problems(refusal), [(FIRST, "RequestClosed")]);
}

#[test]
fn the_refusal_of_a_plan_names_no_more_problems_than_its_bound() {
    let mut world = World::new();
    let n_max = limits::PLAN_PROBLEMS_MAX as u64;
    let placed: Vec<_> = (1..=n_max + 1).map(|n| (n, spot(0, 1))).collect();
    let Reject::ProposalOutdated(why) = world.run(MAIN, plan(&placed)).unwrap_err() else {
        panic!()
    };
    assert_eq!(why.n_problems as usize, limits::PLAN_PROBLEMS_MAX + 1);
    assert_eq!(why.problems.len(), limits::PLAN_PROBLEMS_MAX);
}

#[test]
fn a_plan_of_others_rows_is_not_for_a_scoped_administrator() {
    let mut world = world(AssignmentMode::PreAssigned);
    // Persons with an odd number belong to the organisation that the scoped one sees.
    for (n, from, to) in [(1, 2, 4), (2, 1, 6)] {
        ask(&mut world, RequestId::example(n), person(from), person(to));
        accept(&mut world, RequestId::example(n), None, false).unwrap();
    }
    let both = plan(&[(1, spot(0, 1)), (2, spot(0, 2))]);
    let refusal = world.run(SCOPED, both).unwrap_err();
    assert_eq!(refusal.name(), "NotFound");
    world.run(SCOPED, plan(&[(2, spot(0, 2))])).unwrap();
    assert!(world.run(DOOR, plan(&[(1, spot(0, 1))])).is_err());
    assert!(
        world
            .run(Actor::Person(person(2)), plan(&[(1, spot(0, 1))]))
            .is_err()
    );
}

#[test]
fn the_choice_of_the_mode_is_taken_back_unless_somebody_chose_again() {
    let mut world = world(AssignmentMode::Mixed);
    let chosen = world.last_seq();
    let mode = |world: &World| world.state.setup().unwrap().mode();
    let choose = |world: &mut World, mode| {
        let setup = EventSetup {
            mode: Some(mode),
            ..world.state.setup().unwrap().clone()
        };
        world.run(MAIN, ConfigureEvent { setup }).unwrap();
    };
    choose(&mut world, AssignmentMode::PreAssigned);
    let again = world.last_seq();
    let refused = world.run(MAIN, UndoEntry { seq: chosen });
    assert!(matches!(refused, Err(Reject::CannotUndo(_))));
    world.run(MAIN, UndoEntry { seq: again }).unwrap();
    assert_eq!(mode(&world), AssignmentMode::Mixed);
    world.run(MAIN, UndoEntry { seq: chosen }).unwrap();
    assert_eq!(mode(&world), AssignmentMode::SelfService);
}

#[test]
fn who_may_not_set_the_event_up_does_not_take_it_back() {
    let mut world = world(AssignmentMode::Mixed);
    let seq = world.last_seq();
    for actor in [SCOPED, DOOR, Actor::Person(person(1))] {
        assert!(world.run(actor, UndoEntry { seq }).is_err(), "{actor:?}");
    }
}
