//! Messages are read as they were written, within their bounds, and go with whoever wrote them.

use std::sync::Arc;

use protocol::correspondence::{MessageSettings, ReportReason};
use protocol::id::*;
use protocol::limits::PRIVATE_MESSAGES_PER_MINUTE_MAX;
use protocol::{Actor, Micros};

use super::world::*;
use super::{Bench, on_both_engines};
use crate::{
    Conversation, ConversationKey, ConversationSide, CorrespondenceWrite, Erasure, Fault, Holder,
    Store, letters_of,
};

on_both_engines! {
    messages_are_numbered_and_read_as_they_were_written
    nobody_writes_beyond_a_bound_or_in_what_was_ended
    a_report_counts_once_and_settings_are_not_overwritten_unseen
    a_person_takes_his_conversations_along
}

const CANARY: &str = "Kanarienvogel-Nachricht-0815";

fn key(n: u64, a: u64, other: Option<u64>) -> ConversationKey {
    ConversationKey {
        id: ConversationId::example(n),
        person: person(a),
        other: other.map(person),
        meeting: None,
    }
}

fn said(key: ConversationKey, n: u64, by: Actor, body: &str) -> CorrespondenceWrite {
    CorrespondenceWrite::Send {
        conversation: key,
        id: MessageId::example(n),
        by,
        at: Micros(1_000 + n as i64),
        body: body.into(),
    }
}

async fn write(store: &Store, write: &CorrespondenceWrite) -> Result<(), Fault> {
    let mut tx = store.begin(EVENT).await.unwrap();
    let written = tx.write_correspondence(write).await;
    match written {
        Ok(()) => {
            let state = World::load(store).await.state;
            tx.commit(&[], &state).await.unwrap();
        }
        Err(_) => tx.roll_back().await.unwrap(),
    }
    written
}

async fn found(store: &Store, key: ConversationKey) -> Conversation {
    store.conversation(EVENT, key.id).await.unwrap().unwrap()
}

async fn messages_are_numbered_and_read_as_they_were_written(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let pair = key(1, 1, Some(2));
    let help = key(2, 1, None);
    let (one, two) = (Actor::Person(person(1)), Actor::Person(person(2)));
    write(store, &said(pair, 1, one, "Bonjour\nà vous"))
        .await
        .unwrap();
    write(store, &said(pair, 2, two, "<b>")).await.unwrap();
    write(store, &said(help, 3, one, "Aide")).await.unwrap();

    let pages = store
        .private_messages(EVENT, pair.id, None, 1)
        .await
        .unwrap();
    assert_eq!(
        (pages[0].number, &*pages[0].body, pages[0].by),
        (2, "<b>", two)
    );
    let older = store.private_messages(EVENT, pair.id, Some(2), 9).await;
    assert_eq!(older.unwrap()[0].body, "Bonjour\nà vous");
    let now = found(store, pair).await;
    assert_eq!((now.n_messages, now.person_read, now.other_read), (2, 1, 2));
    assert_eq!(now.newest, "<b>");

    let of = async |n, behind| {
        let rows = store.conversations_of(EVENT, person(n), behind, 1).await;
        rows.unwrap()
            .into_iter()
            .map(|row| row.key)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(1, None).await, [help]);
    assert_eq!(of(1, Some((Micros(1_003), help.id))).await, [pair]);
    assert_eq!(of(2, None).await, [pair]);
    assert_eq!(of(3, None).await, []);
    let team = store.team_conversations(EVENT, None, 9).await.unwrap();
    assert_eq!(
        team.into_iter().map(|row| row.key).collect::<Vec<_>>(),
        [help]
    );
    assert_eq!(store.unread_by_team(EVENT).await.unwrap(), [person(1)]);

    assert_eq!(
        store
            .n_unread_conversations(EVENT, person(1))
            .await
            .unwrap(),
        1
    );
    let side = ConversationSide::Person;
    let letters = letters_of(EVENT, pair.id);
    let read = async |number| {
        let about = (letters.as_str(), Micros(5));
        store
            .mark_read(EVENT, pair.id, side, number, about)
            .await
            .unwrap()
    };
    assert!(!read(3).await, "more than there is");
    assert!(read(2).await);
    assert!(!read(1).await, "less than before");
    assert_eq!(
        store
            .n_unread_conversations(EVENT, person(1))
            .await
            .unwrap(),
        0
    );
}

async fn nobody_writes_beyond_a_bound_or_in_what_was_ended(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let pair = key(1, 1, Some(2));
    let (one, two) = (Actor::Person(person(1)), Actor::Person(person(2)));
    for n in 1..=u64::from(PRIVATE_MESSAGES_PER_MINUTE_MAX) {
        write(store, &said(pair, n, one, "x")).await.unwrap();
    }
    assert!(
        write(store, &said(pair, 90, one, "x"))
            .await
            .unwrap_err()
            .is_stale()
    );
    let lately = store
        .written_lately(EVENT, person(1), Micros(2_000))
        .await
        .unwrap();
    assert_eq!(lately.n_minute, PRIVATE_MESSAGES_PER_MINUTE_MAX);
    assert_eq!((lately.n_day, lately.n_conversations), (lately.n_minute, 1));
    // The bound is each one's own, and time lifts it.
    write(store, &said(pair, 91, two, "x")).await.unwrap();
    let later = CorrespondenceWrite::Send {
        conversation: pair,
        id: MessageId::example(92),
        by: one,
        at: Micros(61_000_000),
        body: "x".into(),
    };
    write(store, &later).await.unwrap();

    let ended = Some((Micros(3), MAIN_STAFF));
    let end = |ended| CorrespondenceWrite::End {
        conversation: pair.id,
        ended,
    };
    write(store, &end(ended)).await.unwrap();
    assert_eq!(found(store, pair).await.ended, ended);
    assert!(
        write(store, &said(pair, 93, two, "x"))
            .await
            .unwrap_err()
            .is_stale()
    );
    write(store, &end(None)).await.unwrap();
    write(store, &said(pair, 93, two, "x")).await.unwrap();
}

const MAIN_STAFF: StaffId = StaffId::example(1);

async fn a_report_counts_once_and_settings_are_not_overwritten_unseen(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let pair = key(1, 1, Some(2));
    let one = Actor::Person(person(1));
    let message = MessageId::example(1);
    write(store, &said(pair, 1, one, "Offre !")).await.unwrap();
    let report = |reason, at| CorrespondenceWrite::Report {
        message,
        conversation: pair.id,
        by: person(2),
        reason,
        at: Micros(at),
    };
    assert!(!store.is_reported(EVENT, message).await.unwrap());
    write(store, &report(ReportReason::Unwanted, 7))
        .await
        .unwrap();
    write(store, &report(ReportReason::Hostile, 8))
        .await
        .unwrap();
    assert!(store.has_report(EVENT, pair.id).await.unwrap());
    let hidden = Some((Micros(9), MAIN_STAFF));
    write(store, &CorrespondenceWrite::Hide { message, hidden })
        .await
        .unwrap();
    let settled = hidden;
    write(store, &CorrespondenceWrite::Settle { message, settled })
        .await
        .unwrap();
    let reports = store.message_reports(EVENT, None, 9).await.unwrap();
    assert_eq!(reports.len(), 1);
    let first = &reports[0];
    assert_eq!(
        (first.reason, first.reported_at),
        (ReportReason::Unwanted, Micros(7))
    );
    assert_eq!((first.message.hidden, first.settled), (hidden, settled));
    assert_eq!(
        found(store, pair).await.newest,
        "",
        "a list shows nothing hidden"
    );
    let behind = Some((Micros(7), message));
    assert_eq!(store.message_reports(EVENT, behind, 9).await.unwrap(), []);
    let nowhere = CorrespondenceWrite::Hide {
        message: MessageId::example(99),
        hidden,
    };
    assert!(write(store, &nowhere).await.unwrap_err().is_stale());

    assert_eq!(
        store.message_settings(EVENT).await.unwrap(),
        MessageSettings::default()
    );
    let set = |seen, minutes| CorrespondenceWrite::Settings {
        seen,
        settings: MessageSettings {
            revision: seen + 1,
            is_catalogue_open: true,
            letter_after_minutes: Some(minutes),
            has_text: true,
        },
    };
    write(store, &set(0, 5)).await.unwrap();
    assert!(write(store, &set(0, 6)).await.unwrap_err().is_stale());
    write(store, &set(1, 7)).await.unwrap();
    let settings = store.message_settings(EVENT).await.unwrap();
    assert_eq!(
        (settings.revision, settings.letter_after_minutes),
        (2, Some(7))
    );
}

async fn a_person_takes_his_conversations_along(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let (pair, help, theirs) = (key(1, 1, Some(2)), key(2, 1, None), key(3, 2, Some(3)));
    let (one, two) = (Actor::Person(person(1)), Actor::Person(person(2)));
    let staff = Actor::Staff(MAIN_STAFF);
    write(store, &said(pair, 1, one, CANARY)).await.unwrap();
    write(store, &said(pair, 2, two, CANARY)).await.unwrap();
    write(store, &said(help, 3, one, CANARY)).await.unwrap();
    write(store, &said(help, 4, staff, CANARY)).await.unwrap();
    write(store, &said(theirs, 5, two, "Bonjour"))
        .await
        .unwrap();
    let by = Holder::Person(person(1));
    assert_eq!(
        store.private_messages_by(EVENT, by, 9).await.unwrap().len(),
        2
    );

    let erasure = |holder| Erasure {
        holder,
        keys: vec![],
        names: vec![],
    };
    let erase = async |holder| {
        let mut tx = store.begin(EVENT).await.unwrap();
        tx.erase(&erasure(holder)).await.unwrap();
        let state = World::load(store).await.state;
        tx.commit(&[], &state).await.unwrap();
    };
    // A member of the team leaves the conversation standing and takes his own words.
    erase(Holder::Staff(MAIN_STAFF)).await;
    let left = store
        .private_messages(EVENT, help.id, None, 9)
        .await
        .unwrap();
    assert_eq!((&*left[0].body, &*left[1].body), (CANARY, ""));
    erase(by).await;
    for gone in [pair, help] {
        assert_eq!(store.conversation(EVENT, gone.id).await.unwrap(), None);
        assert_eq!(
            store
                .private_messages(EVENT, gone.id, None, 9)
                .await
                .unwrap(),
            []
        );
    }
    assert_eq!(found(store, theirs).await.n_messages, 1);
    store.scrub().await.unwrap();
    if let Some(folder) = bench.database.folder() {
        let files = std::fs::read_dir(folder).unwrap();
        for file in files {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            let needle = CANARY.as_bytes();
            assert!(!bytes.windows(needle.len()).any(|window| window == needle));
        }
    }
}
