//! The store fails in the middle: every wish gets its answer, once, and memory stays true.

use std::sync::Arc;
use std::time::Duration;

use app::live::{Outcome, Registry};
use app::port::SeededRandom;
use app::testing::{EVENT, MAIN, Node, node, person, spot};
use futures_util::future::join_all;
use protocol::command::BookMeeting;
use protocol::id::{CommandId, MeetingId};
use protocol::reject::Reject;
use protocol::{Actor, Command};
use store::testing::Lost;

use crate::client::{Client, event, staff, within};

const BY_MAIN: Actor = Actor::Staff(MAIN);

fn id(n: u64) -> CommandId {
    CommandId::example(1_000 + n)
}

/// A meeting of persons of its own, so that wishes do not get in each other's way.
fn book(n: u64) -> Command {
    BookMeeting {
        meeting: MeetingId::example(n),
        host: person(2 * n - 1),
        guest: person(2 * n),
        spot: spot(0, n),
    }
    .into()
}

/// Sends wishes that all wait for the same commit.
async fn together(node: &Node, wishes: &[u64]) -> Vec<Outcome> {
    let event = event(node).await;
    // Whoever holds the head makes them wait: the first is under way, the others share the next.
    let held = node.store.begin(EVENT).await.unwrap();
    let mut asked = Box::pin(join_all(
        wishes
            .iter()
            .map(|n| event.command_as(BY_MAIN, id(*n), book(*n))),
    ));
    assert!(futures_util::poll!(&mut asked).is_pending());
    drop(held);
    within("the outcomes", asked).await
}

fn is_committed(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Committed { seq: Some(_) })
}

async fn assert_sound(node: &Node) {
    let report = node.store.doctor(EVENT).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
    let loaded = node.store.load(EVENT).await.unwrap().unwrap();
    let view = event(node).await.view();
    assert_eq!((view.seq, &view.state), (loaded.head.seq, &loaded.state));
}

#[tokio::test]
async fn a_wish_that_the_tables_refuse_harms_none_that_shared_its_commit() {
    let (_database, node) = node().await;
    event(&node).await;
    node.store.occupy(EVENT, person(4), spot(0, 1).slot).await;
    let outcomes = together(&node, &[1, 2, 3, 5]).await;
    let [first, refused, third, last] = &outcomes[..] else {
        unreachable!()
    };
    for outcome in [first, third, last] {
        assert!(is_committed(outcome), "{outcomes:?}");
    }
    assert!(
        matches!(refused, Outcome::Refused(Reject::Unavailable(_))),
        "{refused:?}"
    );
    let view = event(&node).await.view();
    assert!(view.state.meeting(MeetingId::example(2)).is_none());
    assert!(view.state.meeting(MeetingId::example(5)).is_some());
}

#[tokio::test]
async fn a_commit_of_which_nobody_heard_is_found_in_the_log_and_answered_once() {
    let (_database, node) = node().await;
    let mut console = Client::joined(&node, staff(MAIN)).await;
    let before = event(&node).await.view().seq;
    for way in [Lost::After, Lost::After] {
        node.store.lose_commit(way);
    }
    let outcomes = together(&node, &[1, 2, 3]).await;
    assert!(outcomes.iter().all(is_committed), "{outcomes:?}");
    console.catch_up().await;
    assert_eq!(
        (event(&node).await.view().seq, console.entries.len()),
        (before + 3, 3),
        "each once in the log, each once on the console"
    );
    assert_sound(&node).await;
}

#[tokio::test]
async fn a_commit_that_was_lost_is_done_again() {
    let (_database, node) = node().await;
    let before = event(&node).await.view().seq;
    node.store.lose_commit(Lost::Before);
    let outcomes = together(&node, &[1, 2, 3]).await;
    assert!(outcomes.iter().all(is_committed), "{outcomes:?}");
    assert_eq!(event(&node).await.view().seq, before + 3);
    assert_sound(&node).await;
}

#[tokio::test]
async fn after_two_losses_the_client_is_told_to_ask_again_and_finds_its_answer() {
    let (_database, node) = node().await;
    let before = event(&node).await.view().seq;
    node.store.lose_commit(Lost::Before);
    node.store.lose_commit(Lost::After);
    let event = event(&node).await;
    let first = event.command_as(BY_MAIN, id(1), book(1)).await;
    assert!(
        matches!(first, Outcome::Refused(Reject::Unavailable(_))),
        "{first:?}"
    );
    let again = event.command_as(BY_MAIN, id(1), book(1)).await;
    assert_eq!(
        again,
        Outcome::Committed {
            seq: Some(before + 1)
        }
    );
    assert_sound(&node).await;
}

#[tokio::test]
async fn an_event_without_anybody_goes_to_sleep_and_wakes_as_it_was() {
    let (_database, node) = node().await;
    let registry = Registry::with_idle_life(
        node.store.clone(),
        Arc::new(node.clock.clone()),
        Arc::new(SeededRandom::new(5)),
        Duration::ZERO,
    );
    let awake = registry.event(EVENT).await.unwrap().unwrap();
    let outcome = awake.command_as(BY_MAIN, id(1), book(1)).await;
    assert!(is_committed(&outcome));
    let (before, first) = (awake.view(), Arc::downgrade(&awake));
    drop(awake);
    let asleep = async {
        while registry.n_awake() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    within("sleep", asleep).await;
    assert!(first.upgrade().is_none(), "nothing holds its memory");

    let awake = registry.event(EVENT).await.unwrap().unwrap();
    assert_eq!(
        (awake.view().seq, &awake.view().state),
        (before.seq, &before.state)
    );
    registry.drain().await;
}
