//! The fallback without sockets: the same frames, the same positions.

use app::Holder;
use app::testing::{MAIN, SECOND, person, spot};
use protocol::command::{BookMeeting, RegisterPersons};
use protocol::id::{CommandId, CompanyId, MeetingId, OrganisationId, PersonId};
use protocol::message::{ClientMessage, Cursor, EntryBody, Hello, Send, ServerMessage, Topic};
use protocol::{Actor, Command, List, Person, Side, SlotSet};
use serde_bytes::ByteBuf;
use web::Surface;

use crate::stage::{Stage, hello, snapshot, within};

const KIND: &str = "application/vnd.msgpack";

fn greeting(cursors: &[Cursor]) -> Vec<u8> {
    let cursors = List::new(cursors.to_vec()).unwrap();
    ClientMessage::from(Hello { cursors, ..hello() })
        .to_frame()
        .encode()
}

fn book(n: u64) -> Command {
    let (meeting, spot) = (MeetingId::example(n), spot(0, 1));
    BookMeeting {
        meeting,
        host: person(1),
        guest: person(2),
        spot,
    }
    .into()
}

#[tokio::test]
async fn a_newcomer_is_answered_at_once_and_then_only_when_something_happens() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let poll = stage.live("poll");
    let first = within(
        "the welcome",
        stage.post(&poll, &cookie, KIND, &greeting(&[])),
    )
    .await;
    let messages = first.messages();
    assert!(matches!(&messages[0].1, ServerMessage::Welcome(m) if !m.streams[0].resumed));

    let mut cursors = snapshot(&stage, &cookie).await.cursors;
    // Its own arrival is news as well: who is here.
    let second = stage.post(&poll, &cookie, KIND, &greeting(&cursors)).await;
    assert!(matches!(&second.messages()[0].1, ServerMessage::Welcome(m) if m.streams[0].resumed));

    let seq = {
        let event = stage
            .node
            .registry
            .event(app::testing::EVENT)
            .await
            .unwrap()
            .unwrap();
        let body = greeting(&cursors);
        let waiting = stage.post(&poll, &cookie, KIND, &body);
        let acting = event.command_as(Actor::Staff(SECOND), CommandId::example(1), book(1));
        let (answer, _) = within("the entry", async { tokio::join!(waiting, acting) }).await;
        let mut messages = answer.messages();
        if !messages
            .iter()
            .any(|(_, m)| matches!(m, ServerMessage::EntryBody(_)))
        {
            // The poll was answered by something else; the next one has it.
            messages = stage.post(&poll, &cookie, KIND, &body).await.messages();
        }
        let position = messages
            .iter()
            .find_map(|(frame, _)| frame.position)
            .unwrap();
        assert_eq!(position.0, Topic::Ops);
        position.1
    };
    assert_eq!(seq, cursors[0].offset + 1);
    cursors[0].offset = seq;
}

#[tokio::test]
async fn messages_come_back_with_their_answers() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let cursors = snapshot(&stage, &cookie).await.cursors;
    let command = book(1);
    let id = CommandId::example(5);
    let payload = ByteBuf::from(command.encode());
    let send = ClientMessage::from(Send {
        command: id,
        kind: command.kind(),
        payload,
    });
    for greeted in [true, false] {
        let mut body = if greeted {
            greeting(&cursors)
        } else {
            Vec::new()
        };
        body.extend(send.to_frame().encode());
        let answer = stage
            .post(&stage.live("messages"), &cookie, KIND, &body)
            .await;
        assert_eq!(answer.status, 200);
        let messages = answer.messages();
        let committed = messages.iter().find_map(|(_, message)| match message {
            ServerMessage::Committed(m) if m.command == id => m.offset,
            _ => None,
        });
        assert_eq!(committed, Some(cursors[0].offset + 1), "{messages:?}");
        let has_entry = messages
            .iter()
            .any(|(_, m)| matches!(m, ServerMessage::EntryBody(_)));
        assert_eq!(
            has_entry, greeted,
            "positions that were named are gone on from"
        );
    }
}

#[tokio::test]
async fn the_fallback_asks_for_the_same_proofs() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    for way in ["poll", "messages"] {
        let path = stage.live(way);
        let nobody = stage.post(&path, "", KIND, &greeting(&[])).await;
        assert_eq!(nobody.status, 401, "{way}");
        let no_origin = stage
            .request("POST", &path, &[("cookie", &cookie)], &greeting(&[]))
            .await;
        assert_eq!(no_origin.status, 403, "{way}");
        let too_large = stage.post(&path, &cookie, KIND, &vec![0; 70_000]).await;
        assert_eq!(too_large.status, 413, "{way}");
        let nonsense = stage.post(&path, &cookie, KIND, b"\xc1").await;
        assert!(
            matches!(
                &nonsense.messages()[..],
                [(_, ServerMessage::MessageRefused(_))]
            ),
            "{way}"
        );
    }
}

#[tokio::test]
async fn an_announcement_carries_its_text_to_those_whom_it_reaches() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let phone_cookie = stage
        .cookie(Surface::Phone, Holder::Person(person(1)))
        .await;
    let mut phone = stage.socket(&phone_cookie).await;
    phone.join(&stage, &phone_cookie).await;
    let announcement = protocol::id::AnnouncementId::example(1);
    let body = |text: &str| {
        format!(
            r#"{{"command":"{}","announcement":"{announcement}","audience":"everybody","text":"{text}"}}"#,
            CommandId::example(1)
        )
    };
    let path = stage.live("announcements");
    let post = |cookie: String, body: String| {
        let (stage, path) = (&stage, path.clone());
        async move {
            stage
                .post(&path, &cookie, "application/json", body.as_bytes())
                .await
                .status
        }
    };
    assert_eq!(post(cookie.clone(), body("  ")).await, 400);
    assert_eq!(post(cookie.clone(), "{}".into()).await, 400);
    assert_eq!(post(cookie.clone(), body(&"x".repeat(501))).await, 409);
    assert_eq!(post(phone_cookie.clone(), body("no right")).await, 403);
    assert_eq!(
        post(cookie.clone(), body("Le déjeuner est servi")).await,
        204
    );
    assert_eq!(
        post(cookie, body("Le déjeuner est servi")).await,
        204,
        "the same again is the same"
    );
    let heard = phone
        .until("the entry", |m| matches!(m, ServerMessage::EntryBody(_)))
        .await;
    let text = heard.iter().find_map(|(_, message)| match message {
        ServerMessage::Cards(m) => m.updates[0].card.as_ref().map(|card| card.title.clone()),
        _ => None,
    });
    assert_eq!(text.as_deref(), Some("Le déjeuner est servi"), "{heard:?}");
}

#[tokio::test]
async fn an_entry_larger_than_a_message_is_answered_whole() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let cursors = snapshot(&stage, &cookie).await.cursors;
    let persons = (0..4_000).map(|n| Person {
        id: PersonId::example(10_000 + n),
        company: CompanyId::example(n),
        organisation: OrganisationId::example(1),
        side: Side::Guest,
        expert: None,
        availability: SlotSet::default(),
        home: None,
        offered: List::default(),
        sought: List::default(),
        is_withdrawn: false,
        figures: None,
    });
    let persons = List::new(persons.collect()).unwrap();
    let registry = &stage.node.registry;
    let event = registry.event(app::testing::EVENT).await.unwrap().unwrap();
    let wish = RegisterPersons { persons }.into();
    event
        .command_as(Actor::Staff(SECOND), CommandId::example(1), wish)
        .await;
    let answer = stage
        .post(&stage.live("poll"), &cookie, KIND, &greeting(&cursors))
        .await;
    let mut payload = Vec::new();
    let mut position = None;
    for (frame, message) in answer.messages() {
        if let ServerMessage::EntryPart(part) = message {
            payload.extend(part.bytes.iter());
            position = position.or(frame.position);
        }
    }
    assert_eq!(position, Some((Topic::Ops, cursors[0].offset + 1)));
    let body = ServerMessage::decode(EntryBody::KIND, &payload).unwrap();
    assert!(matches!(body, ServerMessage::EntryBody(body) if body.changes.len() == 4_000));
}
