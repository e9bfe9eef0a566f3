//! What was damaged behind the store's back is found, and named.

use std::sync::Arc;

use domain::invariants::Violation;
use protocol::change::AttendanceChanged;
use protocol::*;

use super::world::*;
use super::{Bench, assert_sound, literal, on_both_engines, tamper};
use crate::Finding;
use crate::statement::values;

on_both_engines! {
    a_flipped_byte_names_its_entry
    a_changed_actor_names_its_entry
    a_missing_entry_is_a_gap
    a_cut_log_is_not_its_head
    changed_rows_are_not_what_the_log_leads_to
    a_missing_commitment_is_found
    an_invented_commitment_is_found
    a_hole_in_the_public_stream_is_found
    a_hole_in_a_persons_stream_is_found
    stream_items_that_name_wrong_entries_are_found
    a_broken_rule_is_found
    an_unreadable_row_is_told_apart
}

/// An event with a few meetings; sound.
async fn furnished(bench: &Bench) -> World {
    let mut world = World::furnish(&bench.store).await;
    let mut dice = Dice::new(8);
    for _ in 0..5 {
        world.book_somewhere(&mut dice).unwrap();
    }
    world.commit(&bench.store).await;
    assert_sound(&bench.store).await;
    world
}

async fn findings(bench: &Bench) -> Vec<Finding> {
    let report = bench.store.doctor(EVENT).await.unwrap();
    assert!(!report.is_sound());
    for finding in &report.findings {
        assert!(!finding.to_string().is_empty());
    }
    report.findings
}

async fn a_flipped_byte_names_its_entry(bench: Arc<Bench>) {
    furnished(&bench).await;
    for (seq, byte) in [(5_u64, 0_usize), (6, 9), (7, 40)] {
        flip(&bench, seq, byte).await;
        let found = findings(&bench).await;
        assert!(found.contains(&Finding::BrokenChain { seq }), "{found:?}");
        let first = found.iter().find_map(|finding| match finding {
            Finding::BrokenChain { seq } | Finding::UnreadableEntry { seq, .. } => Some(*seq),
            _ => None,
        });
        assert_eq!(first, Some(seq));

        flip(&bench, seq, byte).await;
        assert_sound(&bench.store).await;
    }
}

/// Flips a bit in an entry's changes; the second time it is as before.
async fn flip(bench: &Bench, seq: u64, byte: usize) {
    let seq = i64::try_from(seq).unwrap();
    let mut open = bench.store.pools.writing().await.unwrap();
    let mut link = open.link();
    let read = "SELECT changes FROM entries WHERE seq = $1";
    let (mut changes,): (Vec<u8>,) = link.one("reading", read, values![seq]).await.unwrap();
    let index = byte.min(changes.len() - 1);
    changes[index] ^= 1;
    let write = "UPDATE entries SET changes = $1 WHERE seq = $2";
    let written = link.execute("flipping", write, values![changes, seq]).await;
    assert_eq!(written.unwrap(), 1);
    open.commit().await.unwrap();
}

async fn a_changed_actor_names_its_entry(bench: Arc<Bench>) {
    furnished(&bench).await;
    let blame = "UPDATE entries SET decided_at = decided_at + 1 WHERE seq = 4";
    assert_eq!(tamper(&bench.store, blame).await, 1);
    let found = findings(&bench).await;
    assert!(
        found.contains(&Finding::BrokenChain { seq: 4 }),
        "{found:?}"
    );
}

async fn a_missing_entry_is_a_gap(bench: Arc<Bench>) {
    furnished(&bench).await;
    assert_eq!(
        tamper(&bench.store, "DELETE FROM entries WHERE seq = 3").await,
        1
    );
    let found = findings(&bench).await;
    let gap = Finding::GapInLog {
        expected: 3,
        found: 4,
    };
    assert!(found.contains(&gap), "{found:?}");
}

async fn a_cut_log_is_not_its_head(bench: Arc<Bench>) {
    let world = furnished(&bench).await;
    let cut = format!("DELETE FROM entries WHERE seq = {}", world.seq);
    assert_eq!(tamper(&bench.store, &cut).await, 1);
    let found = findings(&bench).await;
    let log_seq = world.seq - 1;
    assert!(
        found.contains(&Finding::HeadDiffers { log_seq }),
        "{found:?}"
    );
}

async fn changed_rows_are_not_what_the_log_leads_to(bench: Arc<Bench>) {
    furnished(&bench).await;
    for (rows, damage, repair) in [
        (
            "setup",
            "UPDATE setups SET n_expected = n_expected + 1",
            "UPDATE setups SET n_expected = n_expected - 1",
        ),
        (
            "slots",
            "UPDATE slots SET ends_at = ends_at + 1",
            "UPDATE slots SET ends_at = ends_at - 1",
        ),
        (
            "meetings",
            "UPDATE meetings SET touch_at = touch_at + 1",
            "UPDATE meetings SET touch_at = touch_at - 1",
        ),
        (
            "persons",
            "UPDATE persons SET is_withdrawn = NOT is_withdrawn",
            "UPDATE persons SET is_withdrawn = NOT is_withdrawn",
        ),
        (
            "thresholds",
            "UPDATE thresholds SET percent = percent + 1",
            "UPDATE thresholds SET percent = percent - 1",
        ),
        (
            "staff",
            "UPDATE staff SET functions = functions + 1",
            "UPDATE staff SET functions = functions - 1",
        ),
    ] {
        assert!(tamper(&bench.store, damage).await > 0);
        let found = findings(&bench).await;
        assert!(found.contains(&Finding::RowsDiffer { rows }), "{found:?}");
        assert!(tamper(&bench.store, repair).await > 0);
        assert_sound(&bench.store).await;
    }
}

async fn a_missing_commitment_is_found(bench: Arc<Bench>) {
    let world = furnished(&bench).await;
    let (who, when, what) = world.state.floor().person_commitments().next().unwrap();
    let delete = format!(
        "DELETE FROM person_slots WHERE person_id = {} AND slot_id = {}",
        literal(bench.engine, who.uuid()),
        when.number()
    );
    assert_eq!(tamper(&bench.store, &delete).await, 1);
    let expected = Finding::PersonSlotDiffers {
        person: who,
        slot: when,
        stored: None,
        expected: Some(what),
    };
    assert_eq!(findings(&bench).await, vec![expected]);
}

async fn an_invented_commitment_is_found(bench: Arc<Bench>) {
    let world = furnished(&bench).await;
    let (spot, what) = world.state.floor().place_commitments().next().unwrap();
    let move_away = format!(
        "UPDATE place_slots SET slot_id = 200 WHERE place_id = {} AND slot_id = {}",
        literal(bench.engine, spot.place.uuid()),
        spot.slot.number()
    );
    assert_eq!(tamper(&bench.store, &move_away).await, 1);
    let differs = |spot, stored, expected| Finding::PlaceSlotDiffers {
        spot,
        stored,
        expected,
    };
    let elsewhere = Spot {
        slot: slot(200),
        ..spot
    };
    let expected = vec![
        differs(elsewhere, Some(what), None),
        differs(spot, None, Some(what)),
    ];
    assert_eq!(findings(&bench).await, expected);
}

async fn a_hole_in_the_public_stream_is_found(bench: Arc<Bench>) {
    furnished(&bench).await;
    let delete = "DELETE FROM public_entries WHERE stream_offset = 2";
    assert_eq!(tamper(&bench.store, delete).await, 1);
    assert_eq!(findings(&bench).await, vec![Finding::GapInPublicStream]);
}

async fn a_hole_in_a_persons_stream_is_found(bench: Arc<Bench>) {
    let world = furnished(&bench).await;
    let (who, _) = world
        .person_offsets
        .iter()
        .find(|(_, offset)| **offset >= 2)
        .unwrap();
    let delete = format!(
        "DELETE FROM person_entries WHERE stream_offset = 1 AND person_id = {}",
        literal(bench.engine, who.uuid())
    );
    assert_eq!(tamper(&bench.store, &delete).await, 1);
    let expected = vec![Finding::GapInPersonStream { person: *who }];
    assert_eq!(findings(&bench).await, expected);
}

async fn stream_items_that_name_wrong_entries_are_found(bench: Arc<Bench>) {
    let world = furnished(&bench).await;
    let wrong = "UPDATE public_entries SET seq = 99999 WHERE stream_offset = 1";
    assert_eq!(tamper(&bench.store, wrong).await, 1);
    let found = findings(&bench).await;
    // It names no entry, and so the one behind it does not follow.
    for offset in [1, 2] {
        let misplaced = Finding::PublicItemMisplaced { offset };
        assert!(found.contains(&misplaced), "{found:?}");
    }

    let (who, last) = world.person_offsets.iter().next_back().unwrap();
    let wrong = format!(
        "UPDATE person_entries SET seq = 99999 WHERE stream_offset = {last} AND person_id = {}",
        literal(bench.engine, who.uuid())
    );
    assert_eq!(tamper(&bench.store, &wrong).await, 1);
    let misplaced = Finding::PersonItemMisplaced {
        person: *who,
        offset: i64::try_from(*last).unwrap(),
    };
    let found = findings(&bench).await;
    assert!(found.contains(&misplaced), "{found:?}");
}

async fn a_broken_rule_is_found(bench: Arc<Bench>) {
    let mut world = furnished(&bench).await;
    let after = Attendance {
        presence: Presence::Gone,
        room: Some(room(1)),
        mark: Mark {
            at: MORNING,
            by: MAIN,
        },
    };
    let change = AttendanceChanged {
        person: person(1),
        before: None,
        after,
    };
    world.prepare(MAIN, vec![change.into()]);
    world.commit(&bench.store).await;
    let expected = vec![Finding::Violated(Violation::InsideButAbsent(person(1)))];
    assert_eq!(findings(&bench).await, expected);
}

async fn an_unreadable_row_is_told_apart(bench: Arc<Bench>) {
    furnished(&bench).await;
    for (column, damage, repair) in [
        (
            "meetings.status",
            "UPDATE meetings SET status = 'dreamt'",
            "UPDATE meetings SET status = 'planned'",
        ),
        (
            "slots.slot_id",
            "UPDATE slots SET slot_id = slot_id + 256",
            "UPDATE slots SET slot_id = slot_id - 256",
        ),
        (
            "places.capacity",
            "UPDATE places SET capacity = capacity + 100000",
            "UPDATE places SET capacity = capacity - 100000",
        ),
    ] {
        assert!(tamper(&bench.store, damage).await > 0);
        let fault = bench.store.load(EVENT).await.unwrap_err();
        let crate::Fault::Corrupt { what } = &fault else {
            panic!("{fault:?}");
        };
        assert_eq!(what, column);
        assert!(!fault.is_retry());
        let what = column.to_owned();
        assert_eq!(
            findings(&bench).await,
            vec![Finding::UnreadableRows { what }]
        );
        assert!(tamper(&bench.store, repair).await > 0);
    }
    // An entry is unreadable by itself, and says which one it is.
    let unknown = "UPDATE entries SET actor = 'ghost' WHERE seq = 2";
    assert_eq!(tamper(&bench.store, unknown).await, 1);
    assert!(bench.store.entries(EVENT, 1, 1).await.is_err());
    assert_eq!(bench.store.entries(EVENT, 2, 1).await.unwrap().len(), 1);
    let found = findings(&bench).await;
    assert_eq!(found[0], Finding::BrokenChain { seq: 2 });
    let is_named = |finding: &Finding| matches!(finding, Finding::UnreadableEntry { seq: 2, .. });
    assert!(found.iter().any(is_named), "{found:?}");
}
