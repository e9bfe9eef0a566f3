//! Several nodes on one database.

use std::sync::Arc;
use std::time::Duration;

use protocol::card::CardUpdate;
use protocol::id::EventId;
use protocol::{Card, CardKey};

use super::world::*;
use super::{Bench, DEADLINE, another_node, assert_sound, on_both_engines, tamper};
use crate::testing::{Engine, TestDatabase};
use crate::{Options, Ring, Store};

on_both_engines! {
    commits_of_two_nodes_stay_dense
    an_event_locked_for_too_long_is_busy
    readers_do_not_wait_for_a_writer
}

const COMMITS_PER_NODE: usize = 40;

async fn commits_of_two_nodes_stay_dense(bench: Arc<Bench>) {
    let world = World::furnish(&bench.store).await;
    let before = world.seq;
    let mut nodes = Vec::new();
    for seed in [1, 2] {
        let store = another_node(&bench, Options::default()).await;
        nodes.push(tokio::spawn(work(store, seed)));
    }
    let mut worlds = Vec::new();
    for node in nodes {
        worlds.push(node.await.unwrap());
    }

    let head = bench.store.load(EVENT).await.unwrap().unwrap().head;
    let n_entries: u64 = worlds.iter().map(|(_, n)| n).sum();
    assert_eq!(head.seq, before + n_entries);
    assert_sound(&bench.store).await;
    for (mut world, _) in worlds {
        let missed = bench.store.entries(EVENT, world.seq, 10_000).await.unwrap();
        world.follow(missed);
        let loaded = bench.store.load(EVENT).await.unwrap().unwrap();
        assert_eq!(loaded.state, world.state);
        assert_eq!(loaded.public_offset, world.public_offset);
        assert_eq!(loaded.person_offsets, world.person_offsets);
    }
}

/// What a node does: lock, catch up, decide, commit.
async fn work(store: Store, seed: u64) -> (World, u64) {
    let mut world = World::load(&store).await;
    let mut dice = Dice::new(seed);
    let mut n_entries = 0;
    for _ in 0..COMMITS_PER_NODE {
        let mut tx = store.begin(EVENT).await.unwrap();
        let missed = tx.entries_after(world.seq, 10_000).await.unwrap();
        world.follow(missed);
        for _ in 0..5 {
            n_entries += u64::from(super::life::live_a_little(&mut world, &mut dice));
        }
        world.commit_in(tx).await;
    }
    store.close().await;
    (world, n_entries)
}

async fn an_event_locked_for_too_long_is_busy(bench: Arc<Bench>) {
    World::furnish(&bench.store).await;
    let options = Options {
        wait_max: Duration::from_millis(100),
        ..Options::default()
    };
    let impatient = another_node(&bench, options).await;
    let holding = bench.store.begin(EVENT).await.unwrap();
    let fault = impatient.begin(EVENT).await.map(drop).unwrap_err();
    assert!(fault.is_retry(), "{fault:?}");
    holding.roll_back().await.unwrap();
    impatient
        .begin(EVENT)
        .await
        .unwrap()
        .roll_back()
        .await
        .unwrap();
    impatient.close().await;
}

async fn readers_do_not_wait_for_a_writer(bench: Arc<Bench>) {
    let mut world = World::furnish(&bench.store).await;
    let seq = world.seq;
    let tx = bench.store.begin(EVENT).await.unwrap();
    world.book_somewhere(&mut Dice::new(14)).unwrap();
    let seen = bench.store.load(EVENT).await.unwrap().unwrap().head;
    assert_eq!(seen.seq, seq);
    world.commit_in(tx).await;
    let seen = bench.store.load(EVENT).await.unwrap().unwrap().head;
    assert_eq!(seen.seq, seq + 1);
}

async fn next(bell: &mut crate::Doorbell) -> Ring {
    tokio::time::timeout(DEADLINE, bell.next())
        .await
        .expect("the doorbell rings in time")
}

#[tokio::test]
async fn the_doorbell_of_sqlite_never_rings() {
    let database = TestDatabase::new(Engine::Sqlite).await.unwrap();
    let store = database.open().await;
    let mut bell = store.doorbell().await.unwrap();
    let mut world = World::furnish(&store).await;
    world.book_somewhere(&mut Dice::new(15)).unwrap();
    world.commit(&store).await;
    let heard = tokio::time::timeout(Duration::ZERO, bell.next()).await;
    assert!(heard.is_err());
    store.close().await;
}

#[tokio::test]
async fn the_doorbell_rings_once_per_commit_and_for_new_cards() {
    let Some(database) = TestDatabase::new(Engine::Postgres).await else {
        return;
    };
    let (here, there) = (database.open().await, database.open().await);
    let mut world = World::furnish(&here).await;
    let mut bell = there.doorbell().await.unwrap();
    let mut dice = Dice::new(16);

    // Given up: nobody hears of it.
    let mut tx = here.begin(EVENT).await.unwrap();
    let key = CardKey::Event;
    let card = || Some(Card::default());
    tx.put_cards(&[CardUpdate { key, card: card() }])
        .await
        .unwrap();
    tx.roll_back().await.unwrap();

    world.book_somewhere(&mut dice).unwrap();
    world.book_somewhere(&mut dice).unwrap();
    world.commit(&here).await;
    let event = EVENT;
    let seq = world.seq;
    assert_eq!(next(&mut bell).await, Ring::Entry { event, seq });

    here.put_cards(EVENT, &[CardUpdate { key, card: card() }])
        .await
        .unwrap();
    assert_eq!(next(&mut bell).await, Ring::Cards { event });

    let mut tx = here.begin(EVENT).await.unwrap();
    tx.put_cards(&[CardUpdate { key, card: card() }])
        .await
        .unwrap();
    world.book_somewhere(&mut dice).unwrap();
    world.commit_in(tx).await;
    // Labels before the entry that needs them.
    let seq = world.seq;
    assert_eq!(next(&mut bell).await, Ring::Cards { event });
    assert_eq!(next(&mut bell).await, Ring::Entry { event, seq });

    drop(bell);
    here.close().await;
    there.close().await;
}

#[tokio::test]
async fn a_doorbell_that_lost_its_line_says_so_and_rings_again() {
    let Some(database) = TestDatabase::new(Engine::Postgres).await else {
        return;
    };
    let store = database.open().await;
    let mut world = World::furnish(&store).await;
    let mut bell = store.doorbell().await.unwrap();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    assert_eq!(tamper(&store, cut).await, 1);
    let mut dice = Dice::new(17);
    world.book_somewhere(&mut dice).unwrap();
    world.commit(&store).await;
    // What was rung in between is lost: that is what "lost" says. A server that shuts a line
    // down announces it first, which counts as lost too.
    assert_eq!(next(&mut bell).await, Ring::Lost);

    world.book_somewhere(&mut dice).unwrap();
    world.commit(&store).await;
    let (event, seq) = (EVENT, world.seq);
    loop {
        match next(&mut bell).await {
            Ring::Lost => {
                // Still on the way back; whoever hears this looks at the log.
                world.book_somewhere(&mut dice).unwrap();
                world.commit(&store).await;
            }
            Ring::Entry {
                event: rung,
                seq: at,
            } => {
                assert_eq!(rung, event);
                assert!(at >= seq);
                break;
            }
            Ring::Cards { .. } => panic!("no card was put"),
            Ring::SignIns { .. } => panic!("nobody signed out"),
        }
    }
    drop(bell);
    store.close().await;
}

#[tokio::test]
async fn events_of_one_server_do_not_wait_for_each_other_on_postgres() {
    let Some(database) = TestDatabase::new(Engine::Postgres).await else {
        return;
    };
    let store = database.open().await;
    World::furnish(&store).await;
    let other = EventId::example(2);
    store.create_event(other, 1, MORNING).await.unwrap();
    let here = store.begin(EVENT).await.unwrap();
    let there = store.begin(other).await.unwrap();
    there.roll_back().await.unwrap();
    here.roll_back().await.unwrap();
    store.close().await;
}
