//! A deleted label is gone from the engine's files, not only from answers.

use protocol::card::CardUpdate;
use protocol::{Card, CardKey};

use super::world::*;
use crate::testing::{Engine, TestDatabase};

const CANARY: &str = "Kanarienvogel-Zwitscher-4711";

fn occurrences(folder: &std::path::Path) -> usize {
    let needle = CANARY.as_bytes();
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .map(|bytes| bytes.windows(needle.len()).filter(|w| *w == needle).count())
        .sum()
}

#[tokio::test]
async fn a_forgotten_card_is_in_no_file_of_sqlite() {
    let database = TestDatabase::new(Engine::Sqlite).await.unwrap();
    let store = database.open().await;
    World::furnish(&store).await;
    let folder = database.folder().unwrap();
    let key = CardKey::Person(person(1));
    let labelled = Card {
        title: CANARY.into(),
        detail: CANARY.into(),
        code: CANARY.into(),
    };
    let updates = [CardUpdate {
        key,
        card: Some(labelled),
    }];
    store.put_cards(EVENT, &updates).await.unwrap();
    store.scrub().await.unwrap();
    assert!(occurrences(folder) >= 3, "the search finds what is there");

    store.forget_card(EVENT, key).await.unwrap();
    store.scrub().await.unwrap();
    assert_eq!(occurrences(folder), 0);
    store.close().await;
    assert_eq!(occurrences(folder), 0);
}

#[tokio::test]
async fn scrubbing_works_on_postgres() {
    let Some(database) = TestDatabase::new(Engine::Postgres).await else {
        return;
    };
    let store = database.open().await;
    World::furnish(&store).await;
    let card = Some(Card::default());
    let key = CardKey::Event;
    store
        .put_cards(EVENT, &[CardUpdate { key, card }])
        .await
        .unwrap();
    store.forget_card(EVENT, key).await.unwrap();
    store.scrub().await.unwrap();
    assert!(store.all_cards(EVENT).await.unwrap().is_empty());
    store.close().await;
}

#[tokio::test]
async fn a_reader_in_the_way_of_scrubbing_is_told() {
    let database = TestDatabase::new(Engine::Sqlite).await.unwrap();
    let options = crate::Options {
        wait_max: std::time::Duration::from_millis(50),
        ..crate::Options::default()
    };
    let store = crate::Store::open(&database.url(), options).await.unwrap();
    World::furnish(&store).await;
    // A reader that stands at a moment before the deletion keeps the log from being folded in.
    let mut reading = store.pools.reading().await.unwrap();
    crate::load::snapshot(&mut reading.link(), EVENT)
        .await
        .unwrap();
    let card = Some(Card::default());
    let key = CardKey::Event;
    store
        .put_cards(EVENT, &[CardUpdate { key, card }])
        .await
        .unwrap();
    assert!(store.scrub().await.unwrap_err().is_retry());
    reading.roll_back().await.unwrap();
    store.scrub().await.unwrap();
    store.close().await;
}
