//! The actor: one way in, one commit for many, an answer for each.

use std::time::Duration;

use app::live::Outcome;
use app::testing::{EVENT, MAIN, MORNING, Node, SECOND, badge, expert, node, person, spot, table};
use futures_util::future::join_all;
use metrics_util::debugging::{DebugValue, DebuggingRecorder};
use protocol::command::{
    AcceptRequest, BookMeeting, CancelMeeting, CheckIn, CheckInBadge, CheckOut, MakeRequest,
    MoveMeeting, UndoEntry,
};
use protocol::id::{CommandId, MeetingId, RequestId};
use protocol::limits::{BATCH_COMMANDS_MAX, MAILBOX_COMMANDS_MAX};
use protocol::reject::{CommandIdReused, Reject};
use protocol::{Actor, CancelReason, Command, Gate, RequestStatus, SlotSet};

use crate::client::{event, within};

const BY_MAIN: Actor = Actor::Staff(MAIN);

fn id(n: u64) -> CommandId {
    CommandId::example(1_000 + n)
}

fn meeting(n: u64) -> MeetingId {
    MeetingId::example(n)
}

fn book(n: u64, host: u64, guest: u64, slot: u16, table: u64) -> Command {
    let (host, guest) = (person(host), person(guest));
    BookMeeting {
        meeting: meeting(n),
        host,
        guest,
        spot: spot(slot, table),
    }
    .into()
}

async fn committed(node: &Node, n: u64, command: impl Into<Command>) -> u64 {
    match event(node)
        .await
        .command_as(BY_MAIN, id(n), command.into())
        .await
    {
        Outcome::Committed { seq: Some(seq) } => seq,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn commands_that_wait_share_a_commit() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    let _guard = metrics::set_default_local_recorder(&recorder);
    let (_database, node) = node().await;
    let event = event(&node).await;
    let first = event.view().seq;
    // As long as somebody else holds the head, commands can only wait.
    let held = node.store.begin(EVENT).await.unwrap();
    let wishes: Vec<_> = (0..60_u64)
        .map(|n| {
            let (person, gate) = (person(1 + n / 2 % 12), Gate::Event);
            let command: Command = if n % 2 == 0 {
                CheckIn { person, gate }.into()
            } else {
                CheckOut { person, gate }.into()
            };
            event.command_as(BY_MAIN, id(n), command)
        })
        .collect();
    let all = join_all(wishes);
    tokio::pin!(all);
    assert!(futures_util::poll!(&mut all).is_pending());
    drop(held);
    let outcomes = within("all answers", all).await;
    let mut seqs: Vec<u64> = outcomes
        .into_iter()
        .map(|outcome| match outcome {
            Outcome::Committed { seq: Some(seq) } => seq,
            other => panic!("{other:?}"),
        })
        .collect();
    seqs.sort_unstable();
    assert_eq!(seqs, (first + 1..=first + 60).collect::<Vec<_>>());
    let n_batches = snapshotter
        .snapshot()
        .into_vec()
        .into_iter()
        .find_map(|(key, _, _, value)| match value {
            DebugValue::Histogram(values) if key.key().name() == "regie_commit_seconds" => {
                Some(values.len())
            }
            _ => None,
        })
        .unwrap();
    assert!(
        (1..=3).contains(&n_batches),
        "{n_batches} commits for 60 commands"
    );
    assert!(node.store.doctor(EVENT).await.unwrap().is_sound());
}

#[tokio::test]
async fn the_same_command_is_answered_with_the_same_number_now_at_once_and_after_a_restart() {
    let (database, node) = node().await;
    let command = book(1, 1, 2, 0, 1);
    let event_1 = event(&node).await;
    let twice = join_all((0..3).map(|_| event_1.command_as(BY_MAIN, id(1), command.clone()))).await;
    let Outcome::Committed { seq: Some(seq) } = twice[0] else {
        panic!("{twice:?}")
    };
    assert!(
        twice.iter().all(|outcome| *outcome == twice[0]),
        "{twice:?}"
    );
    assert_eq!(
        event_1.command_as(BY_MAIN, id(1), command.clone()).await,
        twice[0]
    );
    assert_eq!(event_1.view().seq, seq);
    node.registry.drain().await;

    let again = Node::on(&database, &node.clock, 3).await;
    let event_2 = event(&again).await;
    assert_eq!(event_2.command_as(BY_MAIN, id(1), command).await, twice[0]);
    assert_eq!(event_2.view().seq, seq, "nothing was appended");
}

#[tokio::test]
async fn an_id_that_was_used_for_something_else_is_refused() {
    let (database, node) = node().await;
    committed(&node, 1, book(1, 1, 2, 0, 1)).await;
    let reused = Outcome::Refused(CommandIdReused {}.into());
    let event_1 = event(&node).await;
    assert_eq!(
        event_1
            .command_as(BY_MAIN, id(1), book(2, 3, 4, 1, 1))
            .await,
        reused
    );
    let by_second = event_1
        .command_as(Actor::Staff(SECOND), id(1), book(1, 1, 2, 0, 1))
        .await;
    assert_eq!(by_second, reused);
    node.registry.drain().await;
    let again = Node::on(&database, &node.clock, 3).await;
    let by_second = event(&again)
        .await
        .command_as(Actor::Staff(SECOND), id(1), book(1, 1, 2, 0, 1))
        .await;
    assert_eq!(
        by_second, reused,
        "after a restart the log still knows whose it was"
    );
}

#[tokio::test]
async fn a_refused_command_changes_nothing() {
    let (_database, node) = node().await;
    committed(&node, 1, book(1, 1, 2, 0, 1)).await;
    let event = event(&node).await;
    let before = event.view();
    let refusals = [
        book(2, 3, 4, 0, 1),
        book(2, 1, 3, 0, 2),
        book(1, 5, 6, 3, 3),
        MoveMeeting {
            meeting: meeting(1),
            from: spot(1, 1),
            to: spot(2, 2),
        }
        .into(),
        CancelMeeting {
            meeting: meeting(9),
            reason: CancelReason::Other,
        }
        .into(),
        UndoEntry { seq: 1_000 }.into(),
        CheckInBadge {
            badge: badge(200),
            gate: Gate::Event,
        }
        .into(),
    ];
    for (n, command) in refusals.into_iter().enumerate() {
        let name = command.name();
        let outcome = event.command_as(BY_MAIN, id(10 + n as u64), command).await;
        assert!(
            matches!(outcome, Outcome::Refused(_)),
            "{name}: {outcome:?}"
        );
    }
    assert_eq!(event.view().seq, before.seq);
    assert_eq!(event.view().state, before.state);
    assert_eq!(
        node.store.load(EVENT).await.unwrap().unwrap().state,
        before.state
    );
}

#[tokio::test]
async fn a_refusal_inside_a_batch_spares_the_others() {
    let (_database, node) = node().await;
    let event = event(&node).await;
    let held = node.store.begin(EVENT).await.unwrap();
    let wishes = [
        event.command_as(BY_MAIN, id(1), book(1, 1, 2, 0, 1)),
        event.command_as(BY_MAIN, id(2), book(2, 3, 4, 0, 1)),
        event.command_as(BY_MAIN, id(3), book(3, 3, 4, 0, 2)),
    ];
    let all = join_all(wishes);
    tokio::pin!(all);
    assert!(futures_util::poll!(&mut all).is_pending());
    drop(held);
    let outcomes = within("answers", all).await;
    assert!(
        matches!(outcomes[0], Outcome::Committed { .. }),
        "{outcomes:?}"
    );
    assert!(
        matches!(&outcomes[1], Outcome::Refused(Reject::PlaceBusy(_))),
        "{outcomes:?}"
    );
    assert!(
        matches!(outcomes[2], Outcome::Committed { .. }),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn a_full_mailbox_says_busy_and_loses_nothing_that_it_took() {
    let (_database, node) = node().await;
    let event = event(&node).await;
    let held = node.store.begin(EVENT).await.unwrap();
    // The actor takes one batch and waits for the head; the mailbox fills behind it.
    let n_more = 10;
    let n_all = BATCH_COMMANDS_MAX + MAILBOX_COMMANDS_MAX + n_more;
    let mut wishes = Vec::new();
    for n in 0..n_all as u64 {
        let gate = Gate::Event;
        let command = CheckIn {
            person: person(1 + n % 12),
            gate,
        };
        let mut wish = Box::pin(event.command_as(BY_MAIN, id(n), command.into()));
        let polled = futures_util::poll!(&mut wish);
        wishes.push((wish, polled));
        if n % 64 == 0 {
            tokio::task::yield_now().await;
        }
    }
    drop(held);
    let mut n_busy = 0;
    let mut n_committed = 0;
    for (wish, polled) in wishes {
        let outcome = match polled {
            std::task::Poll::Ready(outcome) => outcome,
            std::task::Poll::Pending => within("an answer", wish).await,
        };
        match outcome {
            Outcome::Refused(Reject::Busy(_)) => n_busy += 1,
            Outcome::Committed { .. } => n_committed += 1,
            Outcome::Refused(Reject::AlreadyIn(_)) => {}
            other @ Outcome::Refused(_) => panic!("{other:?}"),
        }
    }
    assert!(
        (1..=n_more + BATCH_COMMANDS_MAX).contains(&n_busy),
        "{n_busy} were told to wait"
    );
    assert_eq!(n_committed, 12, "each person came in once");
}

#[tokio::test]
async fn a_deadline_takes_effect_by_itself() {
    let (_database, node) = node().await;
    let event = event(&node).await;
    let request = RequestId::example(1);
    let (from, to) = (person(1), person(2));
    let ask = MakeRequest {
        request,
        from,
        to,
        slots: SlotSet::EMPTY,
    };
    event
        .command_as(Actor::Person(from), id(1), ask.into())
        .await;
    let accept = AcceptRequest {
        request,
        spot: Some(spot(5, 1)),
        by_plan: false,
    };
    let accepted = event
        .command_as(Actor::Person(to), id(2), accept.into())
        .await;
    assert!(
        matches!(accepted, Outcome::Committed { .. }),
        "{accepted:?}"
    );
    node.clock.advance(Duration::from_secs(31 * 60));
    within("the hold runs out", async {
        while event.view().state.request(request).unwrap().status != RequestStatus::Expired {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let last = node
        .store
        .find_entry(EVENT, event.view().seq)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(last.head.by, Actor::System);
    assert!(last.head.at.0 >= MORNING.0 + 30 * 60_000_000);
}

#[tokio::test]
async fn an_entry_of_long_ago_is_found_for_its_undo() {
    let (database, node) = node().await;
    let seq = committed(&node, 1, book(1, 1, 2, 0, 1)).await;
    node.registry.drain().await;
    let again = Node::on(&database, &node.clock, 3).await;
    committed(&again, 2, UndoEntry { seq }).await;
    let view = event(&again).await.view();
    assert!(
        view.state.meeting(meeting(1)).is_none(),
        "a booking that is undone never was"
    );
}

#[tokio::test]
async fn a_wish_that_is_fulfilled_already_gives_no_entry() {
    let (_database, node) = node().await;
    let gate = Gate::Event;
    committed(
        &node,
        1,
        CheckIn {
            person: expert(1),
            gate,
        },
    )
    .await;
    committed(
        &node,
        2,
        CheckOut {
            person: expert(1),
            gate,
        },
    )
    .await;
    let event = event(&node).await;
    let before = event.view().seq;
    let review = protocol::command::ReviewDeadlines {};
    let outcome = event.command_as(Actor::System, id(3), review.into()).await;
    assert_eq!(outcome, Outcome::Committed { seq: None });
    assert_eq!(event.view().seq, before);
}

#[tokio::test]
async fn what_was_accepted_before_the_end_is_committed() {
    let (database, node) = node().await;
    let event = event(&node).await;
    let held = node.store.begin(EVENT).await.unwrap();
    let wish = event.command_as(BY_MAIN, id(1), book(1, 1, 2, 0, 1));
    tokio::pin!(wish);
    assert!(futures_util::poll!(&mut wish).is_pending());
    let drained = node.registry.drain();
    tokio::pin!(drained);
    assert!(futures_util::poll!(&mut drained).is_pending());
    drop(held);
    within("the end", drained).await;
    assert!(matches!(wish.await, Outcome::Committed { seq: Some(_) }));
    let late = event.command_as(BY_MAIN, id(2), book(2, 3, 4, 0, 2)).await;
    assert!(
        matches!(late, Outcome::Refused(Reject::Unavailable(_))),
        "{late:?}"
    );
    let again = Node::on(&database, &node.clock, 3).await;
    let stored = again.store.load(EVENT).await.unwrap().unwrap().state;
    assert!(
        stored
            .meeting(meeting(1))
            .is_some_and(|meeting| meeting.spot.place == table(1))
    );
}

#[tokio::test]
async fn while_the_store_is_away_commands_are_refused_for_now_and_memory_stays_true() {
    let (database, node) = node().await;
    committed(&node, 1, book(1, 1, 2, 0, 1)).await;
    let event_1 = event(&node).await;
    let before = event_1.view();
    node.store.close().await;
    let outcome = event_1
        .command_as(BY_MAIN, id(2), book(2, 3, 4, 0, 2))
        .await;
    assert!(
        matches!(outcome, Outcome::Refused(Reject::Unavailable(_))),
        "{outcome:?}"
    );
    assert_eq!(event_1.view().state, before.state);
    // The same command finds its way once the store is back.
    let again = Node::on(&database, &node.clock, 3).await;
    assert_eq!(
        committed(&again, 2, book(2, 3, 4, 0, 2)).await,
        before.seq + 1
    );
}
