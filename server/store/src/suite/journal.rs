//! The journal: appended with its cause, chained, and what was done to it is found.

use std::sync::Arc;

use protocol::Micros;
use protocol::id::{LetterId, PersonId, StaffId};
use uuid::Uuid;

use super::world::*;
use super::{Bench, literal, on_both_engines, tamper};
use crate::{
    Detail, JournalAction, JournalActor, JournalBreak, JournalNote, JournalSubject, JournalSurface,
    Journalled, PostSetup,
};

on_both_engines! {
    lines_are_numbered_and_read_back_as_they_were_written
    a_line_stands_or_falls_with_its_cause
    a_line_stands_behind_the_entry_that_the_log_ended_with
    lines_of_many_writers_are_one_chain
    whatever_is_done_to_a_line_is_found
    a_line_that_is_put_in_or_moved_is_found
    a_journal_that_was_cut_is_found
    the_chain_of_the_log_is_gone_through_by_itself
}

const WHOSE: Journalled = Journalled::Event(EVENT);

fn note(n: u64) -> JournalNote {
    JournalNote {
        at: Micros(1_000 + i64::try_from(n).unwrap()),
        by: JournalActor::Staff(StaffId::example(n)),
        surface: JournalSurface::Console,
        action: JournalAction::DataExported,
        subject: JournalSubject::Person(PersonId::example(n)),
        detail: Detail::number(n),
    }
}

/// An event whose journal has so many lines.
async fn written(bench: &Bench, n_lines: u64) {
    World::furnish(&bench.store).await;
    for n in 1..=n_lines {
        bench.store.note(WHOSE, &note(n)).await.unwrap();
    }
    assert!(bench.store.check_journal(WHOSE).await.unwrap().is_whole());
}

async fn broken(bench: &Bench) -> Option<JournalBreak> {
    bench.store.check_journal(WHOSE).await.unwrap().broken
}

async fn lines_are_numbered_and_read_back_as_they_were_written(bench: Arc<Bench>) {
    written(&bench, 3).await;
    let other = JournalNote {
        by: JournalActor::Operator,
        surface: JournalSurface::CommandLine,
        action: JournalAction::KeyAdded,
        subject: JournalSubject::Nothing,
        detail: Detail::words(&["one", "two"]),
        at: Micros(7),
    };
    bench.store.note(Journalled::House, &other).await.unwrap();
    let store = &bench.store;
    let page = store.journal(WHOSE, None, 2).await.unwrap();
    let numbers: Vec<_> = page.iter().map(|line| line.line).collect();
    assert_eq!(numbers, [3, 2]);
    assert_eq!(page[0].note, note(3));
    let rest = store.journal(WHOSE, Some(2), 5).await.unwrap();
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0].note, note(1));
    let forward = store.journal_after(WHOSE, 1, 9).await.unwrap();
    let numbers: Vec<_> = forward.iter().map(|line| line.line).collect();
    assert_eq!(numbers, [2, 3]);
    let house = store.journal(Journalled::House, None, 9).await.unwrap();
    assert_eq!(house.len(), 1);
    assert_eq!(house[0].note, other);
    assert_eq!(house[0].note.detail.as_str(), "one/two");
}

async fn a_line_stands_or_falls_with_its_cause(bench: Arc<Bench>) {
    World::furnish(&bench.store).await;
    let store = &bench.store;
    let setup = PostSetup {
        revision: 1,
        ..PostSetup::default()
    };
    assert!(
        store
            .put_post_setup(EVENT, &setup, Some(&note(1)))
            .await
            .unwrap()
    );
    assert!(
        !store
            .put_post_setup(EVENT, &setup, Some(&note(2)))
            .await
            .unwrap()
    );
    let id = LetterId::example(1);
    let third = note(3);
    let cancelled = store.cancel_letter(EVENT, id, Micros(1), Some(&third));
    assert!(!cancelled.await.unwrap());
    let retried = store.retry_letters(EVENT, None, Micros(1), Some(&third));
    assert_eq!(retried.await.unwrap(), 0);
    let lines = store.journal(WHOSE, None, 9).await.unwrap();
    assert_eq!(lines.len(), 1, "what did not happen left no line");
    assert_eq!(lines[0].note, note(1));
}

async fn a_line_stands_behind_the_entry_that_the_log_ended_with(bench: Arc<Bench>) {
    let mut world = World::furnish(&bench.store).await;
    let before = world.seq;
    bench.store.note(WHOSE, &note(1)).await.unwrap();
    let mut dice = Dice::new(3);
    world.book_somewhere(&mut dice).unwrap();
    world.commit(&bench.store).await;
    bench.store.note(WHOSE, &note(2)).await.unwrap();
    let lines = bench.store.journal_after(WHOSE, 0, 9).await.unwrap();
    let places: Vec<_> = lines.iter().map(|line| line.after_seq).collect();
    assert_eq!(places, [before, world.seq]);
    assert!(world.seq > before);
}

async fn lines_of_many_writers_are_one_chain(bench: Arc<Bench>) {
    World::furnish(&bench.store).await;
    let writers = (0..8).map(|writer| {
        let store = bench.store.clone();
        tokio::spawn(async move {
            for n in 0..5 {
                store.note(WHOSE, &note(writer * 10 + n)).await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let check = bench.store.check_journal(WHOSE).await.unwrap();
    assert_eq!((check.n_lines, check.broken), (40, None));
}

async fn whatever_is_done_to_a_line_is_found(bench: Arc<Bench>) {
    written(&bench, 4).await;
    let other = literal(bench.engine, Uuid::from_u128(77));
    for (set, back) in [
        (
            "after_seq = after_seq + 1".to_owned(),
            "after_seq = after_seq - 1".to_owned(),
        ),
        (
            "happened_at = happened_at + 1".into(),
            "happened_at = happened_at - 1".into(),
        ),
        ("actor = 'person'".into(), "actor = 'staff'".into()),
        ("surface = 'account'".into(), "surface = 'console'".into()),
        (
            "action = 'letters_on'".into(),
            "action = 'data_exported'".into(),
        ),
        ("subject = 'staff'".into(), "subject = 'person'".into()),
        ("detail = '9'".into(), "detail = '2'".into()),
        (
            format!("subject_id = {other}"),
            format!(
                "subject_id = {}",
                literal(bench.engine, PersonId::example(2).uuid())
            ),
        ),
        (
            format!("actor_id = {other}"),
            format!(
                "actor_id = {}",
                literal(bench.engine, StaffId::example(2).uuid())
            ),
        ),
    ] {
        let change = |set: &str| format!("UPDATE journal_lines SET {set} WHERE line = 2");
        assert_eq!(tamper(&bench.store, &change(&set)).await, 1);
        assert_eq!(broken(&bench).await, Some(JournalBreak::Line(2)), "{set}");
        tamper(&bench.store, &change(&back)).await;
        assert_eq!(broken(&bench).await, None, "{back}");
    }
}

async fn a_line_that_is_put_in_or_moved_is_found(bench: Arc<Bench>) {
    written(&bench, 5).await;
    let swap = "UPDATE journal_lines SET line = CASE line WHEN 2 THEN 103 ELSE 102 END \
                WHERE line IN (2, 3)";
    tamper(&bench.store, swap).await;
    tamper(
        &bench.store,
        "UPDATE journal_lines SET line = line - 100 WHERE line > 100",
    )
    .await;
    assert_eq!(broken(&bench).await, Some(JournalBreak::Line(2)), "moved");
    tamper(&bench.store, swap).await;
    tamper(
        &bench.store,
        "UPDATE journal_lines SET line = line - 100 WHERE line > 100",
    )
    .await;
    assert_eq!(broken(&bench).await, None);

    let insert = "INSERT INTO journal_lines SELECT event_id, 6, after_seq, happened_at, actor, \
                  actor_id, surface, action, subject, subject_id, detail, checksum \
                  FROM journal_lines WHERE line = 5";
    assert_eq!(tamper(&bench.store, insert).await, 1);
    assert_eq!(broken(&bench).await, Some(JournalBreak::Line(6)), "put in");
    tamper(&bench.store, "DELETE FROM journal_lines WHERE line = 6").await;

    tamper(&bench.store, "DELETE FROM journal_lines WHERE line = 3").await;
    assert_eq!(broken(&bench).await, Some(JournalBreak::Line(3)), "removed");
}

async fn a_journal_that_was_cut_is_found(bench: Arc<Bench>) {
    written(&bench, 3).await;
    assert_eq!(
        tamper(&bench.store, "DELETE FROM journal_lines WHERE line = 3").await,
        1
    );
    assert_eq!(broken(&bench).await, Some(JournalBreak::End(2)));
    // Written on as if nothing were missing, it stays found.
    bench.store.note(WHOSE, &note(9)).await.unwrap();
    assert_eq!(broken(&bench).await, Some(JournalBreak::Line(3)));
}

async fn the_chain_of_the_log_is_gone_through_by_itself(bench: Arc<Bench>) {
    let world = World::furnish(&bench.store).await;
    let check = bench.store.check_log(EVENT).await.unwrap();
    assert_eq!((check.n_lines, check.broken), (world.seq, None));
    tamper(
        &bench.store,
        "UPDATE entries SET decided_at = decided_at + 1 WHERE seq = 2",
    )
    .await;
    let check = bench.store.check_log(EVENT).await.unwrap();
    assert_eq!(check.broken, Some(JournalBreak::Line(2)));
}
