//! Interpreters and equipment: no more meetings at a time than there are of what they need.

use protocol::command::*;
use protocol::id::*;
use protocol::reject::{
    LimitReached, NeedsOutdated, NotFound, ResourceBusy, ResourceChanged, UnknownSlot,
};
use protocol::*;

use crate::world::*;

const INTERPRETER: ResourceId = ResourceId::example(1);
const SCREEN: ResourceId = ResourceId::example(2);

fn needs(world: &mut World, of: PersonId, resources: &[ResourceId]) -> Result<Vec<Change>, Reject> {
    let before = List::new(world.state.needs_of(of).to_vec()).unwrap();
    let after = List::new(resources.to_vec()).unwrap();
    let change = ChangeNeeds {
        person: of,
        before,
        after,
    };
    world.run(MAIN, change)
}

fn define(world: &mut World, after: Resource) -> Result<Vec<Change>, Reject> {
    let before = world.state.resource(after.id).cloned();
    world.run(MAIN, DefineResource { before, after })
}

fn book(
    world: &mut World,
    n: u64,
    (host, guest): (u64, u64),
    at: Spot,
) -> Result<Vec<Change>, Reject> {
    let meeting = MeetingId::example(n);
    let (host, guest) = (person(host), person(guest));
    world.run(
        MAIN,
        BookMeeting {
            meeting,
            host,
            guest,
            spot: at,
        },
    )
}

fn busy(resource: ResourceId, n: u16) -> Reject {
    let slot = slot(n);
    ResourceBusy { resource, slot }.into()
}

#[test]
fn one_interpreter_serves_one_meeting_at_a_time() {
    let mut world = World::new();
    needs(&mut world, person(1), &[INTERPRETER]).unwrap();
    needs(&mut world, person(3), &[INTERPRETER]).unwrap();
    book(&mut world, 1, (1, 2), spot(0, 1)).unwrap();
    let refused = book(&mut world, 2, (3, 4), spot(0, 2)).unwrap_err();
    assert_eq!(refused, busy(INTERPRETER, 0));
    book(&mut world, 3, (3, 4), spot(1, 2)).unwrap();
    // Nobody else is kept from the slot.
    book(&mut world, 4, (5, 6), spot(0, 2)).unwrap();
}

#[test]
fn one_serves_both_parties() {
    let mut world = World::new();
    needs(&mut world, person(1), &[INTERPRETER]).unwrap();
    needs(&mut world, person(2), &[INTERPRETER]).unwrap();
    book(&mut world, 1, (1, 2), spot(0, 1)).unwrap();
}

#[test]
fn what_is_not_there_in_a_slot_serves_nobody_then() {
    let mut world = World::new();
    needs(&mut world, person(1), &[SCREEN]).unwrap();
    book(&mut world, 1, (1, 2), spot(3, 1)).unwrap();
    let refused = book(&mut world, 2, (1, 4), spot(4, 1)).unwrap_err();
    assert_eq!(refused, busy(SCREEN, 4));
}

#[test]
fn a_meeting_that_moves_gives_back_what_it_used() {
    let mut world = World::new();
    needs(&mut world, person(1), &[INTERPRETER]).unwrap();
    book(&mut world, 1, (1, 2), spot(0, 1)).unwrap();
    let meeting = MeetingId::example(1);
    let (from, to) = (spot(0, 1), spot(0, 2));
    world.run(MAIN, MoveMeeting { meeting, from, to }).unwrap();
    let (from, to) = (spot(0, 2), spot(1, 2));
    world.run(MAIN, MoveMeeting { meeting, from, to }).unwrap();
    needs(&mut world, person(3), &[INTERPRETER]).unwrap();
    book(&mut world, 2, (3, 4), spot(0, 1)).unwrap();
}

#[test]
fn meetings_beyond_a_lowered_number_stand() {
    let mut world = World::new();
    needs(&mut world, person(1), &[SCREEN]).unwrap();
    needs(&mut world, person(3), &[SCREEN]).unwrap();
    book(&mut world, 1, (1, 2), spot(0, 1)).unwrap();
    book(&mut world, 2, (3, 4), spot(0, 2)).unwrap();
    let resource = Resource {
        capacity: 1,
        ..resource(2)
    };
    define(&mut world, resource).unwrap();
    assert_eq!(world.state.standing_meetings_of(person(3)).count(), 1);
    assert_eq!(world.state.n_resource_used(SCREEN, slot(0), &[]), 2);
}

#[test]
fn nobody_needs_what_was_withdrawn_and_undo_brings_both_back() {
    let mut world = World::new();
    needs(&mut world, person(1), &[SCREEN, INTERPRETER]).unwrap();
    world
        .run(MAIN, WithdrawResource { resource: SCREEN })
        .unwrap();
    assert_eq!(world.state.needs_of(person(1)), [INTERPRETER]);
    world
        .run(
            MAIN,
            UndoEntry {
                seq: world.last_seq(),
            },
        )
        .unwrap();
    assert_eq!(world.state.needs_of(person(1)), [SCREEN, INTERPRETER]);
    assert_eq!(world.state.resource(SCREEN), Some(&resource(2)));
}

#[test]
fn a_resource_that_somebody_needs_since_is_not_taken_back() {
    let mut world = World::new();
    let added = Resource {
        id: ResourceId::example(9),
        ..resource(1)
    };
    define(&mut world, added).unwrap();
    let seq = world.last_seq();
    needs(&mut world, person(1), &[ResourceId::example(9)]).unwrap();
    assert!(world.run(MAIN, UndoEntry { seq }).is_err());
}

#[test]
fn needs_name_what_there_is_and_once() {
    let mut world = World::new();
    let unknown = needs(&mut world, person(1), &[ResourceId::example(77)]);
    assert_eq!(unknown.unwrap_err(), NotFound {}.into());
    let twice = needs(&mut world, person(1), &[SCREEN, SCREEN]);
    assert_eq!(twice.unwrap_err(), NotFound {}.into());
    let slots = SlotSet::from_iter([slot(99)]);
    let resource = Resource {
        slots,
        ..resource(1)
    };
    let refused = define(&mut world, resource).unwrap_err();
    assert_eq!(refused, UnknownSlot { slot: slot(99) }.into());
}

#[test]
fn an_edit_of_what_somebody_changed_since_is_refused() {
    let mut world = World::new();
    let fewer = |capacity| Resource {
        capacity,
        ..resource(2)
    };
    define(&mut world, fewer(1)).unwrap();
    let stale = DefineResource {
        before: Some(resource(2)),
        after: fewer(5),
    };
    let refused = world.run(MAIN, stale).unwrap_err();
    assert_eq!(refused, ResourceChanged { resource: SCREEN }.into());
    // Nor is one added over another, or one edited that is gone.
    let unseen = DefineResource {
        before: None,
        after: fewer(5),
    };
    assert!(world.run(MAIN, unseen).is_err());
    needs(&mut world, person(1), &[SCREEN]).unwrap();
    let stale = ChangeNeeds {
        person: person(1),
        before: List::default(),
        after: List::new(vec![INTERPRETER]).unwrap(),
    };
    let refused = world.run(MAIN, stale).unwrap_err();
    assert_eq!(refused, NeedsOutdated { person: person(1) }.into());
    assert_eq!(world.state.needs_of(person(1)), [SCREEN]);
}

#[test]
fn an_event_holds_so_many_resources_and_no_more() {
    let mut world = World::new();
    let added = |n: usize| Resource {
        id: ResourceId::example(u64::try_from(n).unwrap()),
        ..resource(1)
    };
    for n in world.state.resources().count() + 1..=limits::RESOURCES_MAX {
        define(&mut world, added(n)).unwrap();
    }
    let limit = u32::try_from(limits::RESOURCES_MAX).unwrap();
    let refused = define(&mut world, added(limits::RESOURCES_MAX + 1)).unwrap_err();
    assert_eq!(refused, LimitReached { limit }.into());
}

#[test]
fn taking_back_a_change_of_needs_gives_the_former_ones() {
    let mut world = World::new();
    needs(&mut world, person(1), &[SCREEN]).unwrap();
    needs(&mut world, person(1), &[INTERPRETER]).unwrap();
    let seq = world.last_seq();
    world.run(MAIN, UndoEntry { seq }).unwrap();
    assert_eq!(world.state.needs_of(person(1)), [SCREEN]);
    define(
        &mut world,
        Resource {
            capacity: 7,
            ..resource(2)
        },
    )
    .unwrap();
    let seq = world.last_seq();
    world.run(MAIN, UndoEntry { seq }).unwrap();
    assert_eq!(world.state.resource(SCREEN), Some(&resource(2)));
}
