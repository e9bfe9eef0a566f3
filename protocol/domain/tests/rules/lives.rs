//! Random lives of the small event: who wishes what, one after the other, and what becomes of it.

mod aimed;
mod blind;

use domain::State;
use domain::access::{self, Viewer};
use proptest::prelude::*;
use protocol::*;

use self::aimed::{Aimed, aim, aimed};
use self::blind::{any_actor, blind_command};
use crate::world::*;

/// One random step: who wishes what, after how many seconds.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) actor: Actor,
    pub(crate) command: Command,
    pub(crate) seconds: u16,
}

#[derive(Clone, Debug)]
pub(crate) enum Move {
    Blind(Step),
    Aimed(Actor, Aimed, u16),
}

pub(crate) fn life(len: usize) -> impl Strategy<Value = Vec<Move>> {
    let seconds = prop_oneof![4 => 0..30_u16, 1 => 0..1_500_u16];
    let one = prop_oneof![
        (any_actor(), blind_command(), seconds.clone()).prop_map(|(actor, command, seconds)| {
            Move::Blind(Step {
                actor,
                command,
                seconds,
            })
        }),
        (any_actor(), aimed(), seconds)
            .prop_map(|(actor, aimed, seconds)| Move::Aimed(actor, aimed, seconds)),
    ];
    proptest::collection::vec(one, 1..len)
}

/// Turns a move into a step on this world, if its aim finds something.
fn step(world: &World, next: &Move) -> Option<Step> {
    match next {
        Move::Blind(step) => Some(step.clone()),
        Move::Aimed(actor, aimed, seconds) => aim(world, aimed).map(|command| Step {
            actor: *actor,
            command,
            seconds: *seconds,
        }),
    }
}

pub(crate) fn play(
    moves: &[Move],
    mut check: impl FnMut(&World, &Step, &World, &Result<Vec<Change>, Reject>),
) {
    let mut world = World::new();
    for next in moves {
        let Some(step) = step(&world, next) else {
            continue;
        };
        world.now.0 += i64::from(step.seconds) * 1_000_000;
        let before = world.clone();
        let outcome = world.run(step.actor, step.command.clone());
        check(&before, &step, &world, &outcome);
    }
}

pub(crate) fn viewers(state: &State) -> Vec<Viewer> {
    let mut viewers: Vec<Viewer> = [MAIN, SCOPED, DOOR, SCREEN]
        .into_iter()
        .filter_map(|actor| access::viewer_of(state, actor))
        .collect();
    viewers.extend([person(1), person(2), expert(1)].map(Viewer::Person));
    viewers
}

/// What a client of this viewer's class would make of an entry.
pub(crate) fn replay(replica: &mut State, after: &State, viewer: &Viewer, entry: &Entry) {
    let head = access::head_for(viewer, &entry.head);
    for change in &entry.changes {
        if matches!(viewer, Viewer::Person(_)) {
            for public in access::project(after, &Viewer::Public, change) {
                replica.evolve(&head, &public);
            }
        }
        for seen in access::project(after, viewer, change) {
            replica.evolve(&head, &seen);
        }
    }
}
