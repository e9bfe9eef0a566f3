//! Interpreters and equipment in plans: what there is one of serves one meeting at a time, and
//! who gets none is told so.

use protocol::id::*;
use protocol::proposal::{Demands, Proposal, Suppose, Why};
use protocol::*;
use scheduler::proposal::{Options, propose};

use crate::world::*;

const INTERPRETER: ResourceId = ResourceId::example(1);

fn options() -> Options {
    Options {
        seed: 1,
        steps_max: 3_000,
        n_walks: 1,
        suppose: Suppose::default(),
        demands: Demands::default(),
    }
}

fn plan(world: &World) -> Proposal {
    propose(&world.state, world.now, &options(), &|| 0.0)
}

/// Tables and time for everybody: what is scarce is the interpreter only.
fn with_interpreter(n_slots: u16, n_persons: u64, slots: &[u16]) -> World {
    let mut world = World::empty(n_slots, &[0; 8], 0);
    world.let_choose();
    let persons = (1..=n_persons).map(|n| somebody(person(n), n_slots));
    world.register(persons.collect());
    world.provide(INTERPRETER, 1, slots);
    world
}

/// The slot of each placed request, by request.
fn slots(plan: &Proposal) -> Vec<u16> {
    plan.placements
        .iter()
        .map(|row| row.spot.slot.number())
        .collect()
}

#[test]
fn two_who_need_the_one_interpreter_meet_at_different_times() {
    let mut world = with_interpreter(2, 6, &[]);
    for (from, to) in [(1, 2), (3, 4), (5, 6)] {
        world.agree(person(from), person(to));
    }
    world.need(person(1), &[INTERPRETER]);
    world.need(person(4), &[INTERPRETER]);
    let plan = plan(&world);
    assert_eq!(plan.placements.len(), 3, "{:?}", plan.unplaced);
    let slots = slots(&plan);
    assert_ne!(slots[0], slots[1]);
}

#[test]
fn whom_no_interpreter_is_left_for_is_told_which() {
    let mut world = with_interpreter(1, 4, &[]);
    for (from, to) in [(1, 2), (3, 4)] {
        world.agree(person(from), person(to));
        world.need(person(from), &[INTERPRETER]);
    }
    let plan = plan(&world);
    assert_eq!(plan.placements.len(), 1, "those who asked first get it");
    let why = &plan.unplaced[0].why;
    let resource = INTERPRETER;
    assert_eq!(*why, Why::NoResource { resource });
}

#[test]
fn an_interpreter_who_is_there_in_the_afternoon_only_serves_then() {
    let mut world = with_interpreter(4, 4, &[2, 3]);
    world.agree(person(1), person(2));
    world.need(person(2), &[INTERPRETER]);
    assert!(slots(&plan(&world)).iter().all(|slot| *slot >= 2));
    world.provide(INTERPRETER, 0, &[2, 3]);
    let none = plan(&world);
    let resource = INTERPRETER;
    assert_eq!(none.unplaced[0].why, Why::NoResource { resource });
}

#[test]
fn what_was_booked_before_keeps_its_interpreter() {
    let mut world = with_interpreter(2, 4, &[]);
    for n in [1, 3] {
        world.need(person(n), &[INTERPRETER]);
    }
    let at = Spot {
        slot: slot(0),
        place: table(1),
    };
    world.book(person(1), person(2), at);
    world.agree(person(3), person(4));
    assert_eq!(slots(&plan(&world)), [1]);
}

#[cfg(feature = "exact")]
#[test]
fn required_meetings_that_one_interpreter_cannot_serve_name_him() {
    use protocol::proposal::{PlanCause, Required};

    let mut world = with_interpreter(1, 4, &[]);
    let required: Vec<RequestId> = [(1, 2), (3, 4)]
        .map(|(from, to)| {
            world.need(person(from), &[INTERPRETER]);
            world.agree(person(from), person(to))
        })
        .to_vec();
    let demands = Demands {
        required: list(
            required
                .iter()
                .map(|request| Required {
                    request: *request,
                    slot: None,
                })
                .collect(),
        ),
        ..Demands::default()
    };
    let options = Options {
        demands,
        ..options()
    };
    let plan = propose(&world.state, world.now, &options, &|| 0.0);
    let conflict = plan.conflict.as_ref().expect("it cannot be kept");
    let resource = INTERPRETER;
    let mut causes = conflict.causes.to_vec();
    assert!(
        causes.contains(&PlanCause::Resource { resource }),
        "{causes:?}"
    );
    causes.retain(|cause| *cause != PlanCause::Resource { resource });
    let of = |request: &RequestId| PlanCause::Required { request: *request };
    assert_eq!(causes, required.iter().map(of).collect::<Vec<_>>());
}
