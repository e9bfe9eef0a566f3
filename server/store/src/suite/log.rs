//! Log and streams are read in order, from any position, in pages.

use std::sync::Arc;

use super::world::*;
use super::{Bench, on_both_engines};

on_both_engines! {
    the_log_is_read_in_pages
    one_entry_is_found_by_its_number
    streams_hold_what_was_prepared_for_them
    a_transaction_reads_what_others_appended
}

async fn lived_in(bench: &Bench) -> (World, Vec<crate::Prepared>) {
    let mut world = World::furnish(&bench.store).await;
    let mut dice = Dice::new(10);
    while world.batch.len() < 60 {
        super::life::live_a_little(&mut world, &mut dice);
    }
    let batch = world.batch.clone();
    world.commit(&bench.store).await;
    (world, batch)
}

async fn the_log_is_read_in_pages(bench: Arc<Bench>) {
    let (world, _) = lived_in(&bench).await;
    let mut read = Vec::new();
    loop {
        let after = read.len().try_into().unwrap();
        let page = bench.store.entries(EVENT, after, 7).await.unwrap();
        assert!(page.len() <= 7);
        if page.is_empty() {
            break;
        }
        read.extend(page);
    }
    assert_eq!(read, world.log);
    let beyond = bench.store.entries(EVENT, world.seq, 7).await.unwrap();
    assert!(beyond.is_empty());
}

async fn one_entry_is_found_by_its_number(bench: Arc<Bench>) {
    let (world, _) = lived_in(&bench).await;
    for entry in [world.log.first().unwrap(), world.log.last().unwrap()] {
        let found = bench.store.find_entry(EVENT, entry.head.seq).await.unwrap();
        assert_eq!(found.as_ref(), Some(entry));
    }
    for seq in [0, world.seq + 1, u64::from(u32::MAX)] {
        assert!(bench.store.find_entry(EVENT, seq).await.unwrap().is_none());
    }
}

async fn streams_hold_what_was_prepared_for_them(bench: Arc<Bench>) {
    let (world, batch) = lived_in(&bench).await;
    let store = &bench.store;

    let public: Vec<_> = batch
        .iter()
        .filter_map(|p| Some((p.public_offset?, p.entry.clone())))
        .collect();
    let before = public.first().unwrap().0 - 1;
    let read = store.stream_public(EVENT, before, 1_000).await.unwrap();
    assert_eq!(read, public);
    let one = store.stream_public(EVENT, before, 1).await.unwrap();
    assert_eq!(one, public[..1]);

    let (busiest, last) = world
        .person_offsets
        .iter()
        .max_by_key(|(_, offset)| **offset)
        .unwrap();
    let own: Vec<_> = batch
        .iter()
        .filter_map(|p| {
            let (_, offset) = p.person_offsets.iter().find(|(who, _)| who == busiest)?;
            Some((*offset, p.entry.clone()))
        })
        .collect();
    assert!(own.len() > 3);
    let before = own.first().unwrap().0 - 1;
    let read = store
        .stream_person(EVENT, *busiest, before, 1_000)
        .await
        .unwrap();
    assert_eq!(read, own);
    let end = store
        .stream_person(EVENT, *busiest, *last, 10)
        .await
        .unwrap();
    assert!(end.is_empty());
    let nobody = protocol::id::PersonId::example(9_999_999);
    assert!(
        store
            .stream_person(EVENT, nobody, 0, 10)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_transaction_reads_what_others_appended(bench: Arc<Bench>) {
    let mut late = World::furnish(&bench.store).await;
    let mut early = World::load(&bench.store).await;
    early.book_somewhere(&mut Dice::new(11)).unwrap();
    early.book_somewhere(&mut Dice::new(12)).unwrap();
    early.commit(&bench.store).await;

    let mut tx = bench.store.begin(EVENT).await.unwrap();
    assert_eq!(tx.head().seq, late.seq + 2);
    let one = tx.entries_after(late.seq, 1).await.unwrap();
    assert_eq!(one.len(), 1);
    late.follow(one);
    late.follow(tx.entries_after(late.seq, 100).await.unwrap());
    assert_eq!(late.state, early.state);
    late.book_somewhere(&mut Dice::new(13)).unwrap();
    late.commit_in(tx).await;
    super::assert_sound(&bench.store).await;
}
