//! The live conversation over real sockets.

use std::time::Duration;

use app::Holder;
use app::testing::{DOOR, MAIN, SECOND, person, spot};
use domain::State;
use futures_util::SinkExt;
use protocol::command::BookMeeting;
use protocol::id::{CommandId, MeetingId};
use protocol::limits::{CLIENT_MESSAGE_BYTES_MAX, COMMANDS_BURST_MAX};
use protocol::message::{Hello, SUBPROTOCOL, Send, ServerMessage, Topic};
use protocol::reject::Reject;
use protocol::{Actor, Change, Command};
use serde_bytes::ByteBuf;
use tokio_tungstenite::tungstenite::Message;
use web::{Limits, Surface};

use crate::stage::{Socket, Stage, hello, refused, within};

fn book(n: u64, host: u64, guest: u64) -> (CommandId, Send) {
    let command = Command::from(BookMeeting {
        meeting: MeetingId::example(n),
        host: person(host),
        guest: person(guest),
        spot: spot(0, 1),
    });
    let id = CommandId::example(100 + n);
    let payload = ByteBuf::from(command.encode());
    (
        id,
        Send {
            command: id,
            kind: command.kind(),
            payload,
        },
    )
}

async fn outcome(socket: &mut Socket, id: CommandId) -> Result<u64, Reject> {
    let heard = socket
        .until("an outcome", |message| match message {
            ServerMessage::Committed(m) => m.command == id,
            ServerMessage::Refused(m) => m.command == id,
            _ => false,
        })
        .await;
    match &heard.last().unwrap().1 {
        ServerMessage::Committed(m) => Ok(m.offset.unwrap_or_default()),
        ServerMessage::Refused(m) => Err(Reject::decode(m.kind, &m.payload).unwrap()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_command_travels_from_one_console_to_another_and_to_the_phones_concerned() {
    let stage = Stage::new().await;
    let a_cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let b_cookie = stage.cookie(Surface::Console, Holder::Staff(SECOND)).await;
    let phone_cookie = stage
        .cookie(Surface::Phone, Holder::Person(person(1)))
        .await;
    let (mut a, mut b) = (stage.socket(&a_cookie).await, stage.socket(&b_cookie).await);
    let mut phone = stage.socket(&phone_cookie).await;
    a.join(&stage, &a_cookie).await;
    let before = b.join(&stage, &b_cookie).await;
    phone.join(&stage, &phone_cookie).await;
    assert_eq!(State::from_snapshot(&before.snapshot).n_persons(), 12);

    let (id, send) = book(1, 1, 2);
    a.say(send).await;
    let seq = outcome(&mut a, id).await.unwrap();
    let is_entry = |message: &ServerMessage| matches!(message, ServerMessage::EntryBody(_));
    let heard = b.until("the entry", is_entry).await;
    let (frame, ServerMessage::EntryBody(body)) = heard.last().unwrap() else {
        unreachable!()
    };
    assert_eq!(frame.position, Some((Topic::Ops, seq)));
    assert_eq!(
        body.by,
        Some(Actor::Staff(MAIN)),
        "colleagues see who it was"
    );
    assert!(matches!(
        body.known_changes().0[..],
        [Change::MeetingBooked(_), ..]
    ));
    let heard = phone.until("the entry", is_entry).await;
    let (frame, ServerMessage::EntryBody(body)) = heard.last().unwrap() else {
        unreachable!()
    };
    assert_eq!(frame.position.map(|(topic, _)| topic), Some(Topic::Mine));
    assert_eq!((body.by, body.command), (None, None));
}

#[tokio::test]
async fn two_clients_want_one_slot_and_exactly_one_wins() {
    let stage = Stage::new().await;
    let mut sockets = Vec::new();
    for holder in [MAIN, SECOND] {
        let cookie = stage.cookie(Surface::Console, Holder::Staff(holder)).await;
        let mut socket = stage.socket(&cookie).await;
        socket.join(&stage, &cookie).await;
        sockets.push(socket);
    }
    let wishes = [book(1, 1, 2), book(2, 3, 4)];
    for (socket, (_, send)) in sockets.iter_mut().zip(&wishes) {
        socket.say(send.clone()).await;
    }
    let mut outcomes = Vec::new();
    for (socket, (id, _)) in sockets.iter_mut().zip(&wishes) {
        outcomes.push(outcome(socket, *id).await);
    }
    assert_eq!(
        outcomes.iter().filter(|o| o.is_ok()).count(),
        1,
        "{outcomes:?}"
    );
    assert!(
        outcomes
            .iter()
            .any(|o| matches!(o, Err(Reject::PlaceBusy(_)))),
        "{outcomes:?}"
    );
}

#[tokio::test]
async fn only_our_own_pages_open_a_socket() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let port = stage.port;
    let good = stage.origin();
    let others = [
        "null".to_owned(),
        "https://evil.test".to_owned(),
        format!("https://127.0.0.1:{port}"),
        format!("http://127.0.0.1:{}", u32::from(port) + 1),
        format!("http://localhost:{port}"),
        format!("{good}/"),
        format!("{good}.evil.test"),
        "http://127.0.0.1".to_owned(),
    ];
    let rest = [
        ("cookie", &*cookie),
        ("sec-websocket-protocol", SUBPROTOCOL),
    ];
    for origin in &others {
        let headers = [&[("origin", &**origin)], &rest[..]].concat();
        assert_eq!(refused(stage.upgrade(&headers).await), 403, "{origin}");
    }
    assert_eq!(refused(stage.upgrade(&rest).await), 403, "no origin at all");
    let site = [("sec-fetch-site", "cross-site"), ("origin", &good)];
    assert_eq!(
        refused(stage.upgrade(&[&site[..], &rest[..]].concat()).await),
        403
    );
    let headers = [&[("origin", &*good)], &rest[..]].concat();
    assert!(stage.upgrade(&headers).await.is_ok());
}

#[tokio::test]
async fn a_socket_needs_a_sign_in_to_this_event_and_the_sub_protocol() {
    let stage = Stage::new().await;
    let origin = stage.origin();
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let with = |cookie: &str, protocol: &'static str| {
        let (origin, cookie) = (origin.clone(), cookie.to_owned());
        let stage = &stage;
        async move {
            let headers = [
                ("origin", &*origin),
                ("cookie", &*cookie),
                ("sec-websocket-protocol", protocol),
            ];
            stage.upgrade(&headers).await
        }
    };
    assert_eq!(refused(with("", SUBPROTOCOL).await), 401);
    assert_eq!(refused(with("regie-console=AAAA", SUBPROTOCOL).await), 401);
    assert_eq!(refused(with(&cookie, "regie.v0.msgpack").await), 400);
    // The cookie of one surface opens no other.
    let phone = cookie.replace("regie-console", "regie-elsewhere");
    assert_eq!(refused(with(&phone, SUBPROTOCOL).await), 401);
    assert!(with(&cookie, SUBPROTOCOL).await.is_ok());
}

#[tokio::test]
async fn bad_messages_are_refused_with_a_code_and_the_connection_stays() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let mut socket = stage.socket(&cookie).await;
    socket.join(&stage, &cookie).await;
    socket.send(b"\xc1nonsense".to_vec()).await;
    assert!(matches!(socket.refusal().await, Reject::Malformed(_)));
    socket
        .socket
        .send(Message::Text("hello".into()))
        .await
        .unwrap();
    assert!(matches!(socket.refusal().await, Reject::Malformed(_)));
    socket.send(vec![0; CLIENT_MESSAGE_BYTES_MAX + 1]).await;
    let Reject::TooLarge(refusal) = socket.refusal().await else {
        panic!("not told the bound")
    };
    assert_eq!(refusal.bytes_max as usize, CLIENT_MESSAGE_BYTES_MAX);
    let (id, send) = book(1, 1, 2);
    socket.say(send).await;
    assert!(
        outcome(&mut socket, id).await.is_ok(),
        "the connection still works"
    );
}

#[tokio::test]
async fn a_message_far_beyond_the_bound_ends_the_connection_with_a_code() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let mut socket = stage.socket(&cookie).await;
    socket.greet().await;
    // Sent as far as the server reads: it may close before the end.
    let _ = socket
        .socket
        .send(Message::Binary(vec![0; 1024 * 1024].into()))
        .await;
    let (heard, code) = socket.closing().await;
    assert!(code.is_none_or(|code| code == 1009), "{code:?}");
    assert!(
        heard
            .iter()
            .all(|m| !matches!(m, ServerMessage::Committed(_)))
    );
}

#[tokio::test]
async fn a_client_of_another_time_is_told_to_reload() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    for greeting in [
        Hello {
            versions: (0, 0),
            ..hello()
        },
        Hello {
            schema: 0,
            ..hello()
        },
    ] {
        let mut socket = stage.socket(&cookie).await;
        socket.say(greeting).await;
        let (heard, code) = socket.closing().await;
        assert_eq!(code, Some(3_501));
        let [ServerMessage::MessageRefused(refused)] = &heard[..] else {
            panic!("{heard:?}")
        };
        assert!(matches!(
            Reject::decode(refused.kind, &refused.payload),
            Ok(Reject::TooOld(_))
        ));
    }
}

#[tokio::test]
async fn whoever_begins_without_a_greeting_is_sent_off() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let mut socket = stage.socket(&cookie).await;
    socket.say(book(1, 1, 2).1).await;
    let (heard, code) = socket.closing().await;
    assert_eq!(code, Some(3_500));
    assert!(
        matches!(&heard[..], [ServerMessage::MessageRefused(_)]),
        "{heard:?}"
    );
}

#[tokio::test]
async fn somebody_without_the_right_is_refused_and_nothing_happens() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Door, Holder::Staff(DOOR)).await;
    let mut socket = stage.socket(&cookie).await;
    socket.join(&stage, &cookie).await;
    let (id, send) = book(1, 1, 2);
    socket.say(send).await;
    let refusal = outcome(&mut socket, id).await;
    assert!(matches!(refusal, Err(Reject::Forbidden(_))), "{refusal:?}");
}

#[tokio::test]
async fn signing_out_closes_the_sockets_at_once() {
    let stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let mut socket = stage.socket(&cookie).await;
    socket.join(&stage, &cookie).await;
    let answer = stage.post("/sign-out", &cookie, "text/plain", b"").await;
    assert_eq!(answer.status, 303);
    assert_eq!(socket.closing().await.1, Some(3_502));
    let origin = stage.origin();
    let headers = [
        ("origin", &*origin),
        ("cookie", &*cookie),
        ("sec-websocket-protocol", SUBPROTOCOL),
    ];
    assert_eq!(refused(stage.upgrade(&headers).await), 401);
}

#[tokio::test]
async fn a_server_that_goes_away_says_when_to_come_back() {
    let mut stage = Stage::new().await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let mut socket = stage.socket(&cookie).await;
    socket.join(&stage, &cookie).await;
    let (ended, closing) = tokio::join!(stage.end(), socket.closing());
    let () = ended;
    let (heard, code) = closing;
    assert_eq!(code, Some(3_001));
    let away = heard.iter().find_map(|message| match message {
        ServerMessage::GoAway(m) => Some(m.reconnect_after_ms),
        _ => None,
    });
    assert!(
        away.is_some_and(|ms| (1_000..3_000).contains(&ms)),
        "{away:?}"
    );
}

#[tokio::test]
async fn a_flood_is_slowed_down_and_others_do_not_notice() {
    let stage = Stage::new().await;
    let flooder = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let other = stage.cookie(Surface::Console, Holder::Staff(SECOND)).await;
    let mut flood = stage.socket(&flooder).await;
    flood.join(&stage, &flooder).await;
    let mut calm = stage.socket(&other).await;
    calm.join(&stage, &other).await;
    for n in 0..u64::from(COMMANDS_BURST_MAX) * 3 {
        let (id, kind) = (CommandId::example(n), 60_000);
        flood
            .say(Send {
                command: id,
                kind,
                payload: ByteBuf::new(),
            })
            .await;
    }
    flood
        .until("a word of caution", |message| match message {
            ServerMessage::Refused(m) => {
                matches!(Reject::decode(m.kind, &m.payload), Ok(Reject::TooMany(_)))
            }
            _ => false,
        })
        .await;
    let (id, send) = book(1, 1, 2);
    calm.say(send).await;
    assert!(outcome(&mut calm, id).await.is_ok());
}

#[tokio::test]
async fn beyond_the_bound_no_connection_is_held() {
    let limits = Limits {
        connections_max: 3,
        connections_per_address_max: 3,
    };
    let stage = Stage::with(|_| {}, limits).await;
    let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(stage.socket(&cookie).await);
    }
    let origin = stage.origin();
    let headers = [
        ("origin", &*origin),
        ("cookie", &*cookie),
        ("sec-websocket-protocol", SUBPROTOCOL),
    ];
    assert!(
        stage.upgrade(&headers).await.is_err(),
        "the fourth is dropped"
    );
    held.pop();
    within("room again", async {
        while stage.upgrade(&headers).await.is_err() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}
