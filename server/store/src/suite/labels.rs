//! Cards are put, replaced, found and forgotten.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::card::CardUpdate;
use protocol::id::*;
use protocol::*;

use super::world::*;
use super::{Bench, on_both_engines};

on_both_engines! {
    cards_are_put_replaced_and_forgotten
    the_later_of_two_updates_counts
    cards_go_with_the_batch_that_needs_them
    thousands_of_cards_are_put_at_once
}

fn card(title: &str) -> Card {
    Card {
        title: title.into(),
        detail: "Directrice, « achats »".into(),
        code: "FR".into(),
    }
}

fn put(key: CardKey, title: &str) -> CardUpdate {
    CardUpdate {
        key,
        card: Some(card(title)),
    }
}

fn every_key() -> Vec<CardKey> {
    vec![
        CardKey::Event,
        CardKey::Person(person(1)),
        CardKey::Company(CompanyId::example(1)),
        CardKey::Organisation(OrganisationId::example(1)),
        CardKey::Place(table(1)),
        CardKey::Site(SiteId(255)),
        CardKey::Session(SessionId::example(1)),
        CardKey::Staff(StaffId::example(1)),
        CardKey::Announcement(AnnouncementId::example(1)),
        CardKey::Tag(Tag(65_535)),
    ]
}

async fn cards_are_put_replaced_and_forgotten(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let updates: Vec<_> = every_key().into_iter().map(|key| put(key, "Éva")).collect();
    store.put_cards(EVENT, &updates).await.unwrap();
    let all: BTreeMap<_, _> = store.all_cards(EVENT).await.unwrap().into_iter().collect();
    let expected: BTreeMap<_, _> = every_key().into_iter().map(|k| (k, card("Éva"))).collect();
    assert_eq!(all, expected);

    let key = CardKey::Person(person(1));
    store.put_cards(EVENT, &[put(key, "Ève")]).await.unwrap();
    store
        .forget_card(EVENT, CardKey::Site(SiteId(255)))
        .await
        .unwrap();
    let asked = [key, CardKey::Site(SiteId(255)), CardKey::Person(person(2))];
    let found = store.cards(EVENT, &asked).await.unwrap();
    assert_eq!(found, vec![(key, card("Ève"))]);
    assert_eq!(store.all_cards(EVENT).await.unwrap().len(), all.len() - 1);
    assert!(store.cards(EVENT, &[]).await.unwrap().is_empty());
    // Cards belong to one event.
    let elsewhere = EventId::example(9);
    assert!(store.all_cards(elsewhere).await.unwrap().is_empty());
}

async fn the_later_of_two_updates_counts(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let (a, b) = (CardKey::Event, CardKey::Tag(Tag(1)));
    let forget = |key| CardUpdate { key, card: None };
    let updates = [put(a, "first"), put(b, "b"), put(a, "second"), forget(b)];
    store.put_cards(EVENT, &updates).await.unwrap();
    let all = store.all_cards(EVENT).await.unwrap();
    assert_eq!(all, vec![(a, card("second"))]);
}

async fn cards_go_with_the_batch_that_needs_them(bench: Arc<Bench>) {
    let store = &bench.store;
    let mut world = World::furnish(store).await;
    let key = CardKey::Announcement(AnnouncementId::example(5));
    for is_kept in [false, true] {
        let mut tx = store.begin(EVENT).await.unwrap();
        tx.put_cards(&[put(key, "Le buffet est ouvert")])
            .await
            .unwrap();
        if is_kept {
            world.book_somewhere(&mut Dice::new(9)).unwrap();
            world.commit_in(tx).await;
        } else {
            drop(tx);
        }
        let found = store.cards(EVENT, &[key]).await.unwrap();
        assert_eq!(found.len(), usize::from(is_kept));
    }
}

async fn thousands_of_cards_are_put_at_once(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let keys: Vec<_> = (0..3_333).map(|n| CardKey::Person(person(n))).collect();
    let updates: Vec<_> = keys.iter().map(|key| put(*key, "x")).collect();
    store.put_cards(EVENT, &updates).await.unwrap();
    assert_eq!(store.cards(EVENT, &keys).await.unwrap().len(), keys.len());
}
