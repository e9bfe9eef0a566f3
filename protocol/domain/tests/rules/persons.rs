//! Who looks after whom, and experts who have more than they may.

use protocol::command::*;
use protocol::id::*;
use protocol::reject::{AssignmentOutdated, Forbidden};
use protocol::*;

use crate::world::*;

fn in_charge(world: &World, n: u64) -> OrganisationId {
    world.state.person(person(n)).unwrap().organisation
}

fn to(world: &World, numbers: &[u64], after: OrganisationId) -> AssignPersons {
    let row = |n: &u64| Assignment {
        person: person(*n),
        before: in_charge(world, *n),
        after,
    };
    AssignPersons {
        assignments: List::new(numbers.iter().map(row).collect()).unwrap(),
    }
}

#[test]
fn many_are_assigned_in_one_entry_and_taken_back_by_one_undo() {
    let mut world = World::new();
    let before = [1, 2, 3].map(|n| in_charge(&world, n));
    let there = OrganisationId::example(77);
    let command = to(&world, &[1, 2, 3], there);
    assert_eq!(world.run(MAIN, command).unwrap().len(), 3);
    assert_eq!([1, 2, 3].map(|n| in_charge(&world, n)), [there; 3]);
    let seq = world.last_seq();
    world.run(MAIN, UndoEntry { seq }).unwrap();
    assert_eq!([1, 2, 3].map(|n| in_charge(&world, n)), before);
}

#[test]
fn somebody_of_some_rows_does_not_send_back_who_was_given_to_him() {
    let mut world = World::new();
    let Role::Secondary { scope, .. } =
        &world.state.staff_member(StaffId::example(2)).unwrap().role
    else {
        panic!("he is a secondary administrator");
    };
    let Scope::Organisations(his) = scope else {
        panic!("his rows are some");
    };
    let (his, strangers) = (his[0], [1, 2, 3, 4, 5, 6, 7, 8]);
    let stranger = strangers.into_iter().find(|n| in_charge(&world, *n) != his);
    let command = to(&world, &[stranger.unwrap()], his);
    world.run(MAIN, command).unwrap();
    let seq = world.last_seq();
    let needed = Some(Function::Persons);
    let refused = world.run(SCOPED, UndoEntry { seq }).unwrap_err();
    assert_eq!(refused, Forbidden { needed }.into());
    world.run(MAIN, UndoEntry { seq }).unwrap();
}

#[test]
fn who_is_there_already_is_no_change() {
    let mut world = World::new();
    let command = to(&world, &[1], in_charge(&world, 1));
    assert_eq!(world.run(MAIN, command).unwrap(), []);
}

#[test]
fn one_whom_a_colleague_assigned_meanwhile_holds_all_of_them_back() {
    let mut world = World::new();
    let late = to(&world, &[1, 2], OrganisationId::example(77));
    let organisation = OrganisationId::example(78);
    let person = person(2);
    world
        .run(
            MAIN,
            AssignPerson {
                person,
                organisation,
            },
        )
        .unwrap();
    let refused = world.run(MAIN, late).unwrap_err();
    assert_eq!(refused, AssignmentOutdated { person }.into());
    assert_ne!(in_charge(&world, 1), OrganisationId::example(77));
}

#[test]
fn meetings_beyond_a_lowered_number_raise_an_alert_until_somebody_chooses() {
    let mut world = World::new();
    let key = AlertKey::ExpertOverbooked(expert(1));
    let meetings = [1, 2].map(|n| {
        let at = spot(u16::try_from(n).unwrap(), n);
        world.book(n, expert(1), person(n), at)
    });
    let limit = |meetings_max| LimitExpert {
        expert: expert(1),
        meetings_max,
    };
    world.run(MAIN, limit(Some(2))).unwrap();
    assert!(world.state.alert(key).is_none(), "two are allowed");
    world.run(MAIN, limit(Some(1))).unwrap();
    let alert = world.state.alert(key).unwrap();
    assert_eq!((alert.value, alert.limit), (2, 1));
    let standing = world.state.standing_meetings_of(expert(1)).count();
    assert_eq!(standing, 2, "what stood stands");
    let seq = world.last_seq();
    world.run(MAIN, UndoEntry { seq }).unwrap();
    assert!(world.state.alert(key).is_none(), "it goes with its cause");
    world.run(MAIN, limit(Some(1))).unwrap();
    let cancel = CancelMeeting {
        meeting: meetings[0],
        reason: CancelReason::Organiser,
    };
    world.run(MAIN, cancel).unwrap();
    assert!(world.state.alert(key).is_none());
}
