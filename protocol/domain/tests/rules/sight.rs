//! What a scoped administrator is told of the team's rights.

use domain::State;
use domain::access::{self, Viewer};
use protocol::command::*;
use protocol::id::*;
use protocol::*;

use crate::world::*;

/// Runs a command, and holds that the scoped viewer's entry leads from the old snapshot to the new
/// one.
fn run(world: &mut World, command: impl Into<Command>) -> State {
    let viewer = access::viewer_of(&world.state, SCOPED).unwrap();
    assert!(matches!(viewer, Viewer::Scoped(_)));
    let rows = |state: &State| State::from_snapshot(&access::snapshot_for(state, &viewer));
    let mut replica = rows(&world.state);
    world.run(MAIN, command).unwrap();
    let entry = world.log.last().unwrap();
    for change in &entry.changes {
        for seen in access::project(&world.state, &viewer, change) {
            replica.evolve(&access::head_for(&viewer, &entry.head), &seen);
        }
    }
    assert_eq!(replica, rows(&world.state));
    replica
}

fn grant(n: u64, functions: Functions, organisations: Option<&[u64]>) -> GrantStaff {
    let scope = organisations.map_or(Scope::All, |numbers| {
        let ids = numbers.iter().map(|n| OrganisationId::example(*n));
        Scope::Organisations(List::new(ids.collect()).unwrap())
    });
    GrantStaff {
        staff: Staff {
            id: StaffId::example(n),
            role: Role::Secondary { functions, scope },
        },
    }
}

fn functions_of(replica: &State, n: u64) -> Option<Functions> {
    match &replica.staff_member(StaffId::example(n))?.role {
        Role::Secondary { functions, .. } => Some(*functions),
        Role::Main | Role::Door | Role::Screen => None,
    }
}

#[test]
fn a_scoped_administrator_is_told_the_own_functions_and_those_of_colleagues_on_the_same_rows() {
    let mut world = World::new();
    let few = Functions::NONE.with(Function::Meetings);
    // The own functions change.
    let replica = run(&mut world, grant(2, few, Some(&[1])));
    assert_eq!(functions_of(&replica, 2), Some(few));
    assert_eq!(replica.staff().count(), 1, "nobody else's are told");
    // Somebody comes who has the same rows, in another order and twice.
    let replica = run(&mut world, grant(9, few, Some(&[1, 1])));
    assert_eq!(functions_of(&replica, 9), Some(few));
    // That one gets other rows, and is seen no more.
    let replica = run(&mut world, grant(9, few, Some(&[1, 2])));
    assert_eq!(functions_of(&replica, 9), None);
    let replica = run(&mut world, grant(9, few, None));
    assert_eq!(functions_of(&replica, 9), None);
    // Back again, and off the team.
    let replica = run(&mut world, grant(9, few, Some(&[1])));
    assert_eq!(functions_of(&replica, 9), Some(few));
    let staff = StaffId::example(9);
    let replica = run(&mut world, RevokeStaff { staff });
    assert_eq!(functions_of(&replica, 9), None);
    // Main administrators, doors and screens are none of these.
    let main = Staff {
        id: staff,
        role: Role::Main,
    };
    let replica = run(&mut world, GrantStaff { staff: main });
    assert_eq!(replica.staff().count(), 1);
}
