//! What a line does with good messages and bad ones.

use std::sync::{Arc, Mutex, Weak};
use std::time::Instant;

use app::live::{Call, Crier, Ending, Line, Transport};
use app::testing::{DOOR, MAIN, SCOPED, SCREEN, SECOND, SESSION, node, person, spot};
use protocol::command::{BookMeeting, CloseSession, ReviewDeadlines, TakeSeat};
use protocol::id::{CommandId, MeetingId};
use protocol::limits::{CLIENT_MESSAGE_BYTES_MAX, COMMANDS_BURST_MAX, CONNECTIONS_PER_ACCOUNT_MAX};
use protocol::message::{Frame, Hello, PROTOCOL_VERSIONS, Send, Topic};
use protocol::query::{Applicants, MoveTargets, Suggestions, WalkInCandidates};
use protocol::reject::{Malformed, Reject, TooLarge};
use protocol::snapshot::SCHEMA;
use protocol::{Answer, List};
use serde_bytes::ByteBuf;

use crate::client::{Client, event, participant, staff, standing};

fn book(n: u64) -> BookMeeting {
    BookMeeting {
        meeting: MeetingId::example(n),
        host: person(1),
        guest: person(2),
        spot: spot(0, 1),
    }
}

#[tokio::test]
async fn a_command_comes_back_as_its_entry_and_its_confirmation() {
    let (_database, node) = node().await;
    let mut console = Client::joined(&node, staff(MAIN)).await;
    let seq = console
        .wish(CommandId::example(1), book(1))
        .await
        .unwrap()
        .unwrap();
    let (_, offset, body) = console.entries.last().unwrap();
    assert_eq!((*offset, body.command), (seq, Some(CommandId::example(1))));
    assert!(console.replica.meeting(MeetingId::example(1)).is_some());
}

#[tokio::test]
async fn of_two_who_want_one_slot_exactly_one_wins_and_the_other_learns_why() {
    let (_database, node) = node().await;
    let mut a = Client::joined(&node, staff(MAIN)).await;
    let mut b = Client::joined(&node, staff(SECOND)).await;
    a.send(CommandId::example(1), book(1)).await;
    b.send(
        CommandId::example(2),
        BookMeeting {
            host: person(3),
            guest: person(4),
            ..book(2)
        },
    )
    .await;
    a.until("an outcome", |client| !client.outcomes.is_empty())
        .await;
    b.until("an outcome", |client| !client.outcomes.is_empty())
        .await;
    let outcomes = [
        a.outcomes[&CommandId::example(1)].clone(),
        b.outcomes[&CommandId::example(2)].clone(),
    ];
    assert_eq!(
        outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
        1,
        "{outcomes:?}"
    );
    let loser = if outcomes[0].is_ok() { &b } else { &a };
    let Some(Err(Reject::PlaceBusy(busy))) = loser.outcomes.values().next() else {
        panic!("{outcomes:?}")
    };
    let touch = busy.touch.expect("who was faster");
    // The refusal refers to an entry that the loser has already.
    assert!(
        loser
            .entries
            .iter()
            .any(|(_, offset, _)| *offset == touch.seq)
    );
}

/// Takes calls over and lets them lie.
#[derive(Default)]
struct Dawdler(Mutex<Vec<Call>>);

impl Crier for Dawdler {
    fn cry(&self, call: Call) {
        self.0.lock().unwrap().push(call);
    }
}

#[tokio::test]
async fn a_refusal_leaves_after_what_it_refers_to_even_if_nobody_was_called_yet() {
    let (_database, node) = node().await;
    let mut console = Client::joined(&node, staff(MAIN)).await;
    let mut guest = Client::joined(&node, participant(person(2))).await;
    let dawdler = Arc::new(Dawdler::default());
    let crier: Weak<Dawdler> = Arc::downgrade(&dawdler);
    guest.line.cry_through(crier);
    let close = CloseSession { session: SESSION };
    console.wish(CommandId::example(1), close).await.unwrap();
    let seat = TakeSeat {
        session: SESSION,
        person: person(2),
    };
    let refusal = guest.wish(CommandId::example(2), seat).await.unwrap_err();
    assert!(
        guest
            .entries
            .iter()
            .any(|(topic, _, body)| *topic == Topic::Public && !body.changes.is_empty()),
        "{refusal:?} came before the closing that it is about"
    );
    let calls = dawdler.0.lock().unwrap().len();
    assert_eq!(
        calls, 1,
        "the closing is the only thing that concerns everybody"
    );
}

#[tokio::test]
async fn nonsense_is_refused_with_a_code_and_the_line_goes_on() {
    let (_database, node) = node().await;
    let mut console = Client::joined(&node, staff(MAIN)).await;
    let before = event(&node).await.view().seq;
    let malformed = Reject::from(Malformed {});
    let unknown = Frame {
        position: None,
        kind: 60_000,
        payload: vec![],
    }
    .encode();
    let half = Frame {
        position: None,
        kind: 2,
        payload: vec![0x81],
    }
    .encode();
    let hello_again = Hello {
        versions: PROTOCOL_VERSIONS,
        schema: SCHEMA,
        cursors: List::default(),
    };
    let hello_again = protocol::message::ClientMessage::from(hello_again)
        .to_frame()
        .encode();
    let messages = [
        &b"\xc1"[..],
        b"hello",
        &[0x95, 1],
        &unknown,
        &half,
        &hello_again,
    ];
    for message in messages {
        console.line.receive(message, Instant::now()).await.unwrap();
        console.read().unwrap();
        assert_eq!(
            console.refusals.pop(),
            Some(malformed.clone()),
            "{message:?}"
        );
    }
    let id = CommandId::example(9);
    for (kind, payload) in [(60_000, vec![]), (400, vec![0xc0]), (400, vec![])] {
        let payload = ByteBuf::from(payload);
        console
            .say(
                &Send {
                    command: id,
                    kind,
                    payload,
                }
                .into(),
            )
            .await
            .unwrap();
        console.read().unwrap();
        assert_eq!(console.outcomes.remove(&id), Some(Err(malformed.clone())));
    }
    console
        .line
        .refuse_message(TooLarge { bytes_max: 1 }.into())
        .unwrap();
    console.read().unwrap();
    assert!(matches!(console.refusals.pop(), Some(Reject::TooLarge(_))));
    assert_eq!(event(&node).await.view().seq, before);
    assert!(
        console.wish(CommandId::example(1), book(1)).await.is_ok(),
        "the line still works"
    );
}

#[tokio::test]
async fn whoever_is_too_old_must_reload_and_whoever_does_not_greet_must_go() {
    let (_database, node) = node().await;
    let versions_and_schemas = [
        ((0, 0), SCHEMA),
        ((2, 9), SCHEMA),
        (PROTOCOL_VERSIONS, SCHEMA + 1),
    ];
    for (versions, schema) in versions_and_schemas {
        let mut console = Client::silent(&node, staff(MAIN)).await;
        let hello = Hello {
            versions,
            schema,
            cursors: List::default(),
        };
        assert_eq!(console.say(&hello.into()).await, Err(Ending::TooOld));
        let words = console.line.last_words().unwrap();
        assert_eq!(
            Frame::decode_all(&words).unwrap().len(),
            1,
            "it is told why"
        );
    }
    let mut console = Client::silent(&node, staff(MAIN)).await;
    let send = Send {
        command: CommandId::example(1),
        kind: 400,
        payload: ByteBuf::new(),
    };
    assert_eq!(console.say(&send.into()).await, Err(Ending::BadGreeting));
}

#[tokio::test]
async fn a_burst_passes_and_a_flood_is_told_to_wait() {
    let (_database, node) = node().await;
    let mut console = Client::joined(&node, staff(MAIN)).await;
    let now = Instant::now();
    for n in 0..u64::from(COMMANDS_BURST_MAX) + 20 {
        let send = Send {
            command: CommandId::example(n),
            kind: 60_000,
            payload: ByteBuf::new(),
        };
        let bytes = protocol::message::ClientMessage::from(send)
            .to_frame()
            .encode();
        console.line.receive(&bytes, now).await.unwrap();
    }
    console.read().unwrap();
    let count = |is: fn(&Reject) -> bool| {
        console
            .outcomes
            .values()
            .filter(|outcome| outcome.as_ref().is_err_and(is))
            .count()
    };
    assert!(count(|reject| matches!(reject, Reject::TooMany(_))) >= 20);
    assert!(
        count(|reject| matches!(reject, Reject::Malformed(_))) >= COMMANDS_BURST_MAX as usize - 2
    );
}

#[tokio::test]
async fn nobody_floods_for_ever() {
    let (_database, node) = node().await;
    let mut console = Client::joined(&node, staff(MAIN)).await;
    let now = Instant::now();
    let mut n = 0;
    let ending = loop {
        match console.line.receive(b"\xc1", now).await {
            Ok(()) => n += 1,
            Err(ending) => break ending,
        }
        console.read().unwrap();
        assert!(n < 5_000, "still served");
    };
    assert_eq!(ending, Ending::TooFast);
}

#[tokio::test]
async fn deadlines_are_no_clients_business() {
    let (_database, node) = node().await;
    let mut console = Client::joined(&node, staff(MAIN)).await;
    let outcome = console
        .wish(CommandId::example(1), ReviewDeadlines {})
        .await;
    assert!(matches!(outcome, Err(Reject::Forbidden(_))), "{outcome:?}");
}

#[tokio::test]
async fn an_account_has_so_many_lines_and_no_more() {
    let (_database, node) = node().await;
    let standing = standing(&node, staff(MAIN)).await;
    let event = event(&node).await;
    let open = || {
        Line::open(
            event.clone(),
            standing.clone(),
            Transport::Socket,
            Instant::now(),
        )
    };
    let mut lines: Vec<_> = (0..CONNECTIONS_PER_ACCOUNT_MAX)
        .map(|_| open().unwrap())
        .collect();
    assert!(matches!(open().err(), Some(Reject::LimitReached(_))));
    lines.pop();
    assert!(open().is_ok(), "a line that ended makes room");
}

#[tokio::test]
async fn questions_are_answered_for_those_who_may_ask() {
    let (_database, node) = node().await;
    let mut console = Client::joined(&node, staff(MAIN)).await;
    console.wish(CommandId::example(1), book(1)).await.unwrap();
    let meeting = MeetingId::example(1);
    console.ask(1, MoveTargets { meeting }).await;
    console
        .ask(
            2,
            MoveTargets {
                meeting: MeetingId::example(99),
            },
        )
        .await;
    console
        .until("two answers", |client| client.answers.len() == 2)
        .await;
    let (based_on, Answer::RankedSpots(spots)) = console.answers[&1].clone().unwrap() else {
        panic!("{:?}", console.answers)
    };
    assert_eq!(based_on, event(&node).await.view().seq);
    assert!(!spots.spots.is_empty());
    assert!(matches!(console.answers[&2], Err(Reject::NotFound(_))));

    let me = person(1);
    let mut phone = Client::joined(&node, participant(me)).await;
    phone.ask(1, WalkInCandidates { person: me }).await;
    phone.ask(2, WalkInCandidates { person: person(2) }).await;
    phone.ask(3, MoveTargets { meeting }).await;
    phone
        .until("three answers", |client| client.answers.len() == 3)
        .await;
    let (based_on, Answer::RankedPartners(partners)) = phone.answers[&1].clone().unwrap() else {
        panic!("{:?}", phone.answers)
    };
    assert_eq!(based_on, 0, "the log's number is nobody's business");
    for partner in partners.partners {
        assert!(
            phone
                .cards
                .contains_key(&protocol::CardKey::Person(partner.person))
        );
    }
    for n in [2, 3] {
        assert!(
            matches!(phone.answers[&n], Err(Reject::Forbidden(_))),
            "{n}"
        );
    }
    for holder in [DOOR, SCREEN] {
        let mut other = Client::joined(&node, staff(holder)).await;
        other.ask(1, MoveTargets { meeting }).await;
        other
            .until("an answer", |client| client.answers.len() == 1)
            .await;
        assert!(matches!(other.answers[&1], Err(Reject::Forbidden(_))));
    }
    let mut scoped = Client::joined(&node, staff(SCOPED)).await;
    scoped.ask(1, WalkInCandidates { person: person(2) }).await;
    scoped
        .until("an answer", |client| client.answers.len() == 1)
        .await;
    assert!(
        matches!(scoped.answers[&1], Err(Reject::NotFound(_))),
        "another organisation's person"
    );
}

#[tokio::test]
async fn a_participant_is_suggested_companies_and_learns_the_labels_of_those_alone() {
    let (_database, node) = node().await;
    let me = person(1);
    let mut phone = Client::joined(&node, participant(me)).await;
    phone.ask(1, Suggestions { person: me }).await;
    phone.ask(2, Suggestions { person: person(2) }).await;
    let expert = event(&node).await.view().state.experts().next().unwrap().id;
    phone.ask(3, Applicants { expert }).await;
    phone
        .until("three answers", |client| client.answers.len() == 3)
        .await;
    let (_, Answer::RankedSuggestions(found)) = phone.answers[&1].clone().unwrap() else {
        panic!("{:?}", phone.answers)
    };
    for row in &found.suggestions {
        for key in [
            protocol::CardKey::Person(row.person),
            protocol::CardKey::Company(row.company),
        ] {
            assert!(phone.cards.contains_key(&key), "{key:?}");
        }
    }
    for n in [2, 3] {
        assert!(
            matches!(phone.answers[&n], Err(Reject::Forbidden(_))),
            "{n}"
        );
    }
    for holder in [DOOR, SCREEN] {
        let mut other = Client::joined(&node, staff(holder)).await;
        other.ask(1, Applicants { expert }).await;
        other.ask(2, Suggestions { person: me }).await;
        other
            .until("two answers", |client| client.answers.len() == 2)
            .await;
        for n in [1, 2] {
            assert!(matches!(other.answers[&n], Err(Reject::Forbidden(_))));
        }
    }
    let mut console = Client::joined(&node, staff(MAIN)).await;
    console.ask(1, Applicants { expert }).await;
    console
        .until("an answer", |client| client.answers.len() == 1)
        .await;
    assert!(matches!(
        console.answers[&1],
        Ok((_, Answer::RankedApplicants(_)))
    ));
}

#[tokio::test]
async fn labels_that_change_without_an_entry_reach_those_who_know_them() {
    let (_database, node) = node().await;
    let mut console = Client::joined(&node, staff(MAIN)).await;
    let mut own = Client::joined(&node, participant(person(1))).await;
    let mut other = Client::joined(&node, participant(person(2))).await;
    let key = protocol::CardKey::Person(person(1));
    let card = protocol::Card {
        title: "Renamed".into(),
        ..protocol::Card::default()
    };
    let update = protocol::card::CardUpdate {
        key,
        card: Some(card.clone()),
    };
    node.store
        .put_cards(app::testing::EVENT, &[update])
        .await
        .unwrap();
    node.registry.labels_changed(app::testing::EVENT);
    for client in [&mut console, &mut own] {
        client
            .until("the new name", |client| {
                client.cards.get(&key) == Some(&card)
            })
            .await;
    }
    other.read().unwrap();
    assert!(
        !other.cards.contains_key(&key),
        "a stranger's name is not told"
    );
    let mut late = Client::joined(&node, staff(SECOND)).await;
    late.read().unwrap();
    assert_eq!(
        late.cards[&key].title, "Renamed",
        "a kept snapshot is not served any more"
    );
}

#[test]
fn a_message_at_the_bound_is_a_message() {
    // The bound itself is enforced where bytes arrive; a frame of that size still decodes.
    let frame = Frame {
        position: None,
        kind: 2,
        payload: vec![0; CLIENT_MESSAGE_BYTES_MAX - 16],
    };
    assert!(frame.encode().len() <= CLIENT_MESSAGE_BYTES_MAX);
}
