//! An entry larger than a message reaches every class of viewers as one entry.

use app::live::Outcome;
use app::testing::{
    DOOR, MAIN, Node, ORGANISATION_A, ORGANISATION_B, SCOPED, SCREEN, node, person, table,
};
use domain::State;
use domain::access::{self, snapshot_for};
use protocol::command::RegisterPersons;
use protocol::id::{CommandId, CompanyId, PersonId};
use protocol::limits::{
    ENTRY_BYTES_MAX, OUTBOX_BYTES_MAX, PERSONS_MAX, SERVER_MESSAGE_BYTES_MAX, TAGS_MAX,
};
use protocol::{Actor, List, Person, Side, SlotSet, Tag};

use crate::client::{Client, event, participant, staff};

/// Registers so many persons in one entry.
async fn register(node: &Node, command: u64, n: u64) {
    let persons = (0..n).map(|index| Person {
        id: PersonId::example(command * 100_000 + index),
        company: CompanyId::example(command * 100_000 + index),
        organisation: if index % 2 == 0 {
            ORGANISATION_A
        } else {
            ORGANISATION_B
        },
        side: Side::Guest,
        expert: None,
        availability: SlotSet::default(),
        home: Some(table(1)),
        offered: tags(),
        sought: tags(),
        is_withdrawn: false,
        figures: None,
    });
    let persons = List::new(persons.collect()).unwrap();
    let command = CommandId::example(90_000 + command);
    let wish = RegisterPersons { persons }.into();
    let event = event(node).await;
    let outcome = event.command_as(Actor::Staff(MAIN), command, wish).await;
    assert!(matches!(outcome, Outcome::Committed { seq: Some(_) }));
}

/// As many keywords as a side may have.
fn tags() -> List<Tag, TAGS_MAX> {
    let tags = (0..TAGS_MAX).map(|n| Tag(60_000 + u16::try_from(n).unwrap()));
    List::new(tags.collect()).unwrap()
}

fn assert_up_to_date(client: &Client, state: &State) {
    let viewer = access::viewer_of(state, client.standing.actor()).unwrap();
    let expected = State::from_snapshot(&snapshot_for(state, &viewer));
    assert_eq!(client.replica, expected, "what {viewer:?} holds");
}

#[tokio::test]
async fn everybody_who_listens_gets_it_in_parts_and_as_one_number() {
    let (_database, node) = node().await;
    let holders = [
        staff(MAIN),
        staff(SCOPED),
        staff(DOOR),
        staff(SCREEN),
        participant(person(1)),
    ];
    let mut clients = Vec::new();
    for holder in holders {
        let mut client = Client::joined(&node, holder).await;
        client.catch_up().await;
        clients.push(client);
    }
    // Twice, and nobody looks in between: a plan that is published and taken back.
    register(&node, 1, 4_000).await;
    register(&node, 2, 4_000).await;
    let state = event(&node).await.view().state.clone();
    for client in &mut clients {
        client.catch_up().await;
        assert_up_to_date(client, &state);
        assert!(client.resyncs.is_empty(), "{:?}", client.you);
        assert!(client.largest_message <= SERVER_MESSAGE_BYTES_MAX);
    }
    let n_bytes: usize = clients[0]
        .entries
        .iter()
        .flat_map(|(_, _, body)| &body.changes)
        .map(|(_, payload)| payload.len())
        .sum();
    assert!(
        n_bytes > 2 * OUTBOX_BYTES_MAX,
        "{n_bytes} bytes are not large"
    );
    assert!(clients[0].n_parts >= 4 && clients[1].n_parts >= 4);
    assert_eq!(clients[4].n_parts, 0, "others' lives are none of a phone's");
}

#[tokio::test]
async fn who_comes_back_gets_it_from_memory_and_from_the_log() {
    let (database, node) = node().await;
    let mut console = Client::joined(&node, staff(MAIN)).await;
    console.catch_up().await;
    let left_at = console.positions();
    register(&node, 1, 4_000).await;
    console.catch_up().await;
    let told = console.entries.clone();
    drop(console);
    let check = async |node: &Node, place: &str| {
        let mut console = Client::silent(node, staff(MAIN)).await;
        assert!(console.greet(left_at.clone()).await, "from {place}");
        console.catch_up().await;
        assert_eq!(console.entries, told, "from {place}");
        assert!(console.n_parts >= 2, "from {place}");
    };
    check(&node, "memory").await;
    node.registry.drain().await;
    check(&Node::on(&database, &node.clock, 3).await, "the log").await;
}

#[tokio::test]
async fn beyond_the_bound_it_takes_a_snapshot() {
    let (_database, node) = node().await;
    let mut console = Client::joined(&node, staff(MAIN)).await;
    console.catch_up().await;
    // Each takes more than 215 bytes of an entry, with what it offers and seeks.
    const { assert!((PERSONS_MAX - 100) * 215 > ENTRY_BYTES_MAX) };
    register(&node, 1, PERSONS_MAX as u64 - 100).await;
    console
        .until("a resync", |client| !client.resyncs.is_empty())
        .await;
    assert!(console.entries.is_empty(), "not even a part was told");
    assert_eq!(console.n_parts, 0);
    console.load().await;
    console.catch_up().await;
    assert_up_to_date(&console, &event(&node).await.view().state);
}
