//! Two nodes on one PostgreSQL: one truth, wherever somebody is connected.

use app::live::Outcome;
use app::port::ManualClock;
use app::testing::{self, EVENT, MAIN, MORNING, Node, SECOND, person, spot};
use protocol::Actor;
use protocol::command::{BookMeeting, RevokeStaff};
use protocol::id::{CommandId, MeetingId};
use protocol::reject::Reject;
use store::testing::{Engine, TestDatabase};

use crate::client::{Client, event, participant, silent_on, staff};

async fn two_nodes() -> Option<(TestDatabase, Node, Node)> {
    let database = testing::database(Engine::Postgres).await?;
    let clock = ManualClock::at(MORNING);
    let nodes = (
        Node::on(&database, &clock, 2).await,
        Node::on(&database, &clock, 3).await,
    );
    for node in [&nodes.0, &nodes.1] {
        let listening = node.registry.clone().keep_listening(node.accounts.clone());
        tokio::spawn(listening);
    }
    Some((database, nodes.0, nodes.1))
}

fn book(n: u64, slot: u16) -> BookMeeting {
    let (host, guest) = (person(1 + n % 2 * 2), person(2 + n % 2 * 2));
    BookMeeting {
        meeting: MeetingId::example(n),
        host,
        guest,
        spot: spot(slot, 1),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_on_one_node_reaches_the_clients_of_the_other() {
    let Some((_database, a, b)) = two_nodes().await else {
        return;
    };
    let mut on_a = Client::joined(&a, staff(MAIN)).await;
    let mut on_b = Client::joined(&b, staff(SECOND)).await;
    let mut phone = Client::joined(&b, participant(person(3))).await;
    let seq = on_a
        .wish(CommandId::example(1), book(1, 0))
        .await
        .unwrap()
        .unwrap();
    on_b.until("the entry", |client| {
        client.entries.iter().any(|(_, n, _)| *n == seq)
    })
    .await;
    phone
        .until("the meeting", |client| !client.entries.is_empty())
        .await;
    assert_eq!(on_a.replica, on_b.replica);
    // And the other way round, on top of it.
    let seq = on_b
        .wish(CommandId::example(2), book(2, 1))
        .await
        .unwrap()
        .unwrap();
    on_a.until("the entry", |client| {
        client.entries.iter().any(|(_, n, _)| *n == seq)
    })
    .await;
    assert_eq!(on_a.replica, on_b.replica);
    assert!(a.store.doctor(EVENT).await.unwrap().is_sound());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_on_different_nodes_exactly_one_gets_the_slot() {
    let Some((_database, a, b)) = two_nodes().await else {
        return;
    };
    let (event_a, event_b) = (event(&a).await, event(&b).await);
    // Two persons meet once: each wish is for a pair of its own.
    let mut pairs = (1..=10).flat_map(|host| (host + 1..=10).map(move |guest| (host, guest)));
    for round in 0..12_u16 {
        let n = u64::from(round) * 2;
        let mut wish = |event: std::sync::Arc<app::live::Event>, who, n: u64| {
            let (host, guest) = pairs.next().unwrap();
            let (host, guest) = (person(host), person(guest));
            let (meeting, spot) = (MeetingId::example(n), spot(round, 1));
            let book = BookMeeting {
                meeting,
                host,
                guest,
                spot,
            };
            async move {
                event
                    .command_as(Actor::Staff(who), CommandId::example(100 + n), book.into())
                    .await
            }
        };
        let (first, second) = tokio::join!(
            wish(event_a.clone(), MAIN, n),
            wish(event_b.clone(), SECOND, n + 1)
        );
        let outcomes = [first, second];
        let n_won = outcomes
            .iter()
            .filter(|o| matches!(o, Outcome::Committed { .. }))
            .count();
        let n_lost = outcomes
            .iter()
            .filter(|o| {
                matches!(
                    o,
                    Outcome::Refused(Reject::PlaceBusy(_) | Reject::PersonBusy(_))
                )
            })
            .count();
        assert_eq!((n_won, n_lost), (1, 1), "{outcomes:?}");
    }
    assert!(a.store.doctor(EVENT).await.unwrap().is_sound());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_command_sent_to_both_nodes_is_done_once() {
    let Some((_database, a, b)) = two_nodes().await else {
        return;
    };
    let (event_a, event_b) = (event(&a).await, event(&b).await);
    let id = CommandId::example(7);
    let by = Actor::Staff(MAIN);
    let (first, second) = tokio::join!(
        event_a.command_as(by, id, book(1, 0).into()),
        event_b.command_as(by, id, book(1, 0).into())
    );
    assert!(
        matches!(first, Outcome::Committed { seq: Some(_) }),
        "{first:?}"
    );
    assert_eq!(first, second);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_taken_off_the_team_on_one_node_can_do_nothing_on_the_other() {
    let Some((_database, a, b)) = two_nodes().await else {
        return;
    };
    let mut on_b = Client::joined(&b, staff(SECOND)).await;
    let revoke = RevokeStaff { staff: SECOND };
    let revoked = event(&a)
        .await
        .command_as(Actor::Staff(MAIN), CommandId::example(1), revoke.into())
        .await;
    assert!(matches!(revoked, Outcome::Committed { .. }), "{revoked:?}");
    // Sent at once, whether or not the other node has heard of it.
    let event_b = event(&b).await;
    let late = event_b
        .command(
            on_b.standing.clone(),
            CommandId::example(2),
            book(1, 0).into(),
            vec![],
        )
        .await;
    assert!(
        matches!(late, Outcome::Refused(Reject::Forbidden(_))),
        "{late:?}"
    );
    assert_eq!(on_b.ending().await, app::live::Ending::SignedOut);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_out_on_one_node_ends_the_lines_of_the_other_at_once() {
    let Some((_database, a, b)) = two_nodes().await else {
        return;
    };
    let mut own = Client::joined(&b, staff(SECOND)).await;
    let other = Client::joined(&b, staff(MAIN)).await;
    // Nothing but the doorbell can tell: no clock moves in this test.
    a.accounts
        .sign_out_everywhere(EVENT, staff(SECOND))
        .await
        .unwrap();
    assert_eq!(own.ending().await, app::live::Ending::SignedOut);
    assert!(!other.standing.is_ended());

    let token = b.accounts.sign_in(EVENT, staff(SECOND)).await.unwrap();
    let mut own = silent_on(&b, &token).await;
    a.accounts.sign_out(&token).await.unwrap();
    assert_eq!(own.ending().await, app::live::Ending::SignedOut);
}
