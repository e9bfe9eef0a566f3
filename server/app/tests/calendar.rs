//! An agenda as calendar programs read it (PRV-08).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::account::Tongue;
use app::calendar::agenda;
use app::live::Outcome;
use app::testing::{self, EVENT, MAIN, MORNING, SESSION, person, spot};
use protocol::card::CardUpdate;
use protocol::command::{BookMeeting, CancelMeeting, MoveMeeting, TakeSeat};
use protocol::id::{CommandId, CompanyId, MeetingId};
use protocol::{Actor, CancelReason, Card, CardKey, Command, Micros};

/// What a property of an entry says, by the entry's id; lines are unfolded.
fn property(text: &str, uid: &str, name: &str) -> Option<String> {
    let text = text.replace("\r\n ", "");
    let entries = text.split("\r\nBEGIN:VEVENT\r\n").skip(1);
    let entry = entries
        .filter_map(|entry| entry.split("END:VEVENT").next())
        .find(|entry| entry.contains(&format!("UID:{uid}")))?;
    entry.lines().find_map(|line| {
        let rest = line.strip_prefix(name)?;
        rest.starts_with([':', ';'])
            .then(|| rest.split_once(':').map(|(_, value)| value.to_owned()))?
    })
}

#[tokio::test]
async fn meetings_keep_their_id_are_numbered_anew_and_stay_when_called_off() {
    let (_database, node) = testing::node().await;
    let cards = [
        (CardKey::Person(person(2)), "Ève; Duc, fille"),
        (
            CardKey::Company(CompanyId::example(2)),
            "Forge\nBEGIN:VEVENT",
        ),
    ]
    .map(|(key, title)| CardUpdate {
        key,
        card: Some(Card {
            title: title.into(),
            ..Card::default()
        }),
    });
    node.store.put_cards(EVENT, &cards).await.unwrap();
    let event = node.registry.event(EVENT).await.unwrap().unwrap();
    let mut n = 600;
    let mut wish = async |by: Actor, command: Command| {
        n += 1;
        let outcome = event.command_as(by, CommandId::example(n), command).await;
        assert!(matches!(outcome, Outcome::Committed { .. }), "{outcome:?}");
    };
    let main = Actor::Staff(MAIN);
    let meeting = MeetingId::example(1);
    let uid = format!("meeting-{meeting}@regie");
    let booked = BookMeeting {
        meeting,
        host: person(1),
        guest: person(2),
        spot: spot(0, 1),
    };
    wish(main, booked.into()).await;
    let seat = TakeSeat {
        session: SESSION,
        person: person(1),
    };
    wish(main, seat.into()).await;
    let now = Micros(MORNING.0 + 1);
    let read = || agenda(&event.view(), person(1), Tongue::French, now);

    let first = read();
    assert!(first.starts_with("BEGIN:VCALENDAR\r\n"), "{first}");
    assert_eq!(
        first.matches("BEGIN:VEVENT").count(),
        2 + 1,
        "one is text: {first}"
    );
    assert_eq!(
        first.lines().filter(|line| *line == "BEGIN:VEVENT").count(),
        2
    );
    assert_eq!(
        property(&first, &uid, "DTSTART").unwrap(),
        "20261126T090000Z"
    );
    assert_eq!(property(&first, &uid, "DTEND").unwrap(), "20261126T093000Z");
    assert_eq!(property(&first, &uid, "LOCATION").unwrap(), "Table 1");
    assert_eq!(property(&first, &uid, "STATUS").unwrap(), "CONFIRMED");
    let summary = property(&first, &uid, "SUMMARY").unwrap();
    assert!(summary.contains("Ève\\; Duc\\, fille"), "{summary}");
    let session = format!("session-{SESSION}@regie");
    assert_eq!(property(&first, &session, "SUMMARY").unwrap(), "Session");
    let number = |text: &str| -> u64 { property(text, &uid, "SEQUENCE").unwrap().parse().unwrap() };

    let moved = MoveMeeting {
        meeting,
        from: spot(0, 1),
        to: spot(2, 3),
    };
    wish(main, moved.into()).await;
    let second = read();
    assert_eq!(
        property(&second, &uid, "DTSTART").unwrap(),
        "20261126T100000Z"
    );
    assert_eq!(property(&second, &uid, "LOCATION").unwrap(), "Table 3");
    assert!(number(&second) > number(&first));

    let off = CancelMeeting {
        meeting,
        reason: CancelReason::Other,
    };
    wish(main, off.into()).await;
    let third = read();
    assert_eq!(property(&third, &uid, "STATUS").unwrap(), "CANCELLED");
    assert!(number(&third) > number(&second));
    // Nobody else's agenda is in it.
    let others = agenda(&event.view(), person(5), Tongue::English, now);
    assert!(!others.contains("VEVENT"), "{others}");
}
