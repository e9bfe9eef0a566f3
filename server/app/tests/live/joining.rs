//! Snapshot and stream are one: whoever joins at any moment ends up with the same state.

use app::live::Outcome;
use app::testing::{MAIN, Node, SCOPED, SECOND, node, person, spot};
use domain::State;
use domain::access::{self, snapshot_for};
use protocol::command::{BookMeeting, CancelMeeting, CheckIn, CheckOut, MoveMeeting, TakeSeat};
use protocol::id::{CommandId, MeetingId};
use protocol::limits::{OUTBOX_BYTES_MAX, RESUME_ENTRIES_MAX, SERVER_MESSAGE_BYTES_MAX};
use protocol::message::{Cursor, Topic};
use protocol::{Actor, CancelReason, Command, Gate};

use crate::client::{Client, event, participant, staff, within};

/// Something that is always possible, different each time.
fn act(n: u64) -> Command {
    let gate = Gate::Event;
    let who = person(1 + n / 2 % 10);
    if n % 2 == 0 {
        CheckIn { person: who, gate }.into()
    } else {
        CheckOut { person: who, gate }.into()
    }
}

async fn commit(node: &Node, n: u64, command: impl Into<Command>) {
    let id = CommandId::example(50_000 + n);
    let outcome = event(node)
        .await
        .command_as(Actor::Staff(SECOND), id, command.into())
        .await;
    assert!(
        matches!(outcome, Outcome::Committed { seq: Some(_) }),
        "{outcome:?}"
    );
}

/// A little of everything, on three tables and two slots.
async fn busy_minute(node: &Node, round: u64) {
    let base = round * 100;
    let meeting = MeetingId::example(base + 1);
    let (host, guest) = (person(1), person(2));
    commit(
        node,
        base,
        BookMeeting {
            meeting,
            host,
            guest,
            spot: spot(10, 1),
        },
    )
    .await;
    let (from, to) = (spot(10, 1), spot(11, 2));
    commit(node, base + 1, MoveMeeting { meeting, from, to }).await;
    let other = MeetingId::example(base + 2);
    let (host, guest) = (person(4), person(6));
    commit(
        node,
        base + 2,
        BookMeeting {
            meeting: other,
            host,
            guest,
            spot: spot(10, 3),
        },
    )
    .await;
    for n in 0..4 {
        commit(node, base + 10 + n, act(n)).await;
    }
    let reason = CancelReason::Travel;
    commit(node, base + 20, CancelMeeting { meeting, reason }).await;
    commit(
        node,
        base + 21,
        CancelMeeting {
            meeting: other,
            reason,
        },
    )
    .await;
}

fn assert_up_to_date(client: &Client, state: &State) {
    let viewer = access::viewer_of(state, client.standing.actor()).unwrap();
    let expected = State::from_snapshot(&snapshot_for(state, &viewer));
    assert_eq!(client.replica, expected, "what {viewer:?} holds");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_joins_in_the_middle_of_commits_misses_nothing_and_sees_nothing_twice() {
    let (_database, node) = node().await;
    let node = std::sync::Arc::new(node);
    let writer = {
        let node = node.clone();
        tokio::spawn(async move {
            for round in 1..=12 {
                busy_minute(&node, round).await;
            }
        })
    };
    let holders = [
        staff(MAIN),
        staff(SCOPED),
        participant(person(1)),
        participant(person(4)),
    ];
    let mut clients = Vec::new();
    let mut n = 0_usize;
    while !writer.is_finished() {
        let holder = holders[n % holders.len()];
        n += 1;
        // Sixteen lines for each account at most.
        if clients.len() < 48 {
            clients.push(Client::joined(&node, holder).await);
        }
        for client in &mut clients {
            client.read().unwrap();
        }
        tokio::task::yield_now().await;
    }
    writer.await.unwrap();
    let state = event(&node).await.view().state.clone();
    for client in &mut clients {
        client.catch_up().await;
        assert_up_to_date(client, &state);
        assert!(client.resyncs.is_empty());
    }
    assert!(clients.len() >= 4, "too few joined to say anything");
}

#[tokio::test]
async fn a_position_is_taken_up_from_memory_and_from_the_log_after_a_restart() {
    let (database, node) = node().await;
    let mut console = Client::joined(&node, staff(MAIN)).await;
    let mut phone = Client::joined(&node, participant(person(1))).await;
    let (console_at, phone_at) = (console.positions(), phone.positions());
    busy_minute(&node, 1).await;
    console.catch_up().await;
    phone.catch_up().await;
    let told = phone.entries.clone();
    let all = console.entries.clone();
    assert!(
        told.len() >= 3 && all.len() == 9,
        "{} and {}",
        told.len(),
        all.len()
    );

    // Back after the line was lost: the person's channel is gone, memory is not.
    drop((console, phone));
    let check = async |node: &Node, place: &str| {
        let mut console = Client::silent(node, staff(MAIN)).await;
        assert!(
            console.greet(console_at.clone()).await,
            "console from {place}"
        );
        let mut phone = Client::silent(node, participant(person(1))).await;
        assert!(phone.greet(phone_at.clone()).await, "phone from {place}");
        console.catch_up().await;
        phone.catch_up().await;
        assert_eq!(console.entries, all, "console from {place}");
        assert_eq!(phone.entries, told, "phone from {place}");
    };
    check(&node, "memory").await;
    node.registry.drain().await;
    check(&Node::on(&database, &node.clock, 3).await, "the log").await;
}

#[tokio::test]
async fn a_position_beyond_the_bounds_means_a_snapshot_and_never_a_part() {
    let (_database, node) = node().await;
    let after_setup = event(&node).await.view().seq;
    let n = RESUME_ENTRIES_MAX as u64 + 20;
    let event = event(&node).await;
    for chunk in (0..n).collect::<Vec<_>>().chunks(10) {
        let wishes = chunk.iter().map(|n| {
            event.command_as(
                Actor::Staff(SECOND),
                CommandId::example(50_000 + n),
                act(*n),
            )
        });
        futures_util::future::join_all(wishes).await;
    }
    node.registry.drain().await;
    let node = Node::on(&_database, &node.clock, 3).await;
    let event = crate::client::event(&node).await;
    let head = event.view().seq;
    assert_eq!(head, after_setup + n);
    let epoch = event.view().epoch;
    let oldest = head - RESUME_ENTRIES_MAX as u64;
    let cases = [
        (epoch, head, true),
        (epoch, oldest, true),
        (epoch, oldest - 1, false),
        (epoch, 0, false),
        (epoch, head + 1, false),
        (epoch + 1, head, false),
    ];
    for (epoch, offset, expected) in cases {
        let mut console = Client::silent(&node, staff(MAIN)).await;
        let cursor = Cursor {
            topic: Topic::Ops,
            epoch,
            offset,
        };
        assert_eq!(
            console.greet(vec![cursor]).await,
            expected,
            "epoch {epoch}, offset {offset}"
        );
        if expected {
            console.catch_up().await;
            assert_eq!(console.entries.len() as u64, head - offset);
            assert!(console.largest_message <= SERVER_MESSAGE_BYTES_MAX);
        } else {
            console.read().unwrap();
            assert!(console.entries.is_empty(), "not even a part was told");
            console.load().await;
            console.catch_up().await;
            assert_up_to_date(&console, &event.view().state);
        }
    }
}

#[tokio::test]
async fn a_reader_that_is_too_slow_is_told_to_load_a_snapshot() {
    let (_database, node) = node().await;
    let mut slow = Client::joined(&node, staff(MAIN)).await;
    let mut quick = Client::joined(&node, staff(SECOND)).await;
    slow.catch_up().await;
    let event = event(&node).await;
    let mut n = 0;
    let mut n_bytes = 0;
    while n_bytes < OUTBOX_BYTES_MAX + 64 * 1024 {
        let wishes: Vec<_> = (n..n + 10)
            .map(|n| event.command_as(Actor::Staff(SECOND), CommandId::example(50_000 + n), act(n)))
            .collect();
        futures_util::future::join_all(wishes).await;
        n += 10;
        let before = quick.entries.len();
        quick.catch_up().await;
        // Less than a frame's true size, so the slow reader is surely behind by more.
        n_bytes += (quick.entries.len() - before) * 100;
    }
    slow.until("a resync", |client| !client.resyncs.is_empty())
        .await;
    assert_eq!(slow.resyncs, [Topic::Ops]);
    assert!(
        slow.entries.is_empty(),
        "a part of what was missed is half a truth"
    );
    slow.load().await;
    slow.catch_up().await;
    assert_up_to_date(&slow, &event.view().state);
    assert!(quick.resyncs.is_empty());
    assert!(quick.largest_message <= SERVER_MESSAGE_BYTES_MAX);
}

#[tokio::test]
async fn a_phone_hears_what_concerns_it_and_cannot_tell_how_busy_others_are() {
    let (_database, node) = node().await;
    let mut phone = Client::joined(&node, participant(person(1))).await;
    let before = phone.positions();
    let meeting = MeetingId::example(1);
    let (host, guest) = (person(4), person(6));
    commit(
        &node,
        1,
        BookMeeting {
            meeting,
            host,
            guest,
            spot: spot(3, 1),
        },
    )
    .await;
    commit(&node, 2, act(2)).await;
    let seat = TakeSeat {
        session: app::testing::SESSION,
        person: person(6),
    };
    commit(&node, 3, seat).await;
    phone.read().unwrap();
    assert_eq!(phone.positions(), before, "others were busy");
    let meeting = MeetingId::example(2);
    let (host, guest) = (person(1), person(6));
    commit(
        &node,
        4,
        BookMeeting {
            meeting,
            host,
            guest,
            spot: spot(4, 1),
        },
    )
    .await;
    phone.catch_up().await;
    assert_eq!(phone.entries.len(), 1);
    let (topic, _, body) = &phone.entries[0];
    assert_eq!((*topic, body.by, body.command), (Topic::Mine, None, None));
    let partner = protocol::CardKey::Person(person(6));
    assert_eq!(
        phone.cards[&partner].title, "Person 6",
        "the name came before the entry"
    );
}

#[tokio::test]
async fn a_flood_of_entries_for_a_line_that_waits_costs_it_nothing_but_a_snapshot() {
    let (_database, node) = node().await;
    let mut late = Client::silent(&node, staff(MAIN)).await;
    assert!(!late.greet(vec![]).await);
    busy_minute(&node, 1).await;
    late.read().unwrap();
    assert!(
        late.entries.is_empty(),
        "nothing is told before a position is named"
    );
    late.load().await;
    within("up to date", late.catch_up()).await;
    assert_up_to_date(&late, &event(&node).await.view().state);
}
