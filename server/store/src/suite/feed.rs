//! A feed is there as long as the look names it, and its items are seen at once.

use std::sync::Arc;

use protocol::Micros;

use super::files::site;
use super::world::*;
use super::{Bench, on_both_engines, rows_everywhere};
use crate::{Fault, LibraryWrite, SiteFeed, SiteLook, Store};

on_both_engines! {
    a_feed_follows_the_look
    other_items_are_seen_and_trouble_is_not
    what_was_read_elsewhere_is_not_kept
}

const ADDRESS: &str = "https://news.example.org/feed.xml";

/// Saves a look over a revision that names this feed.
async fn look(store: &Store, seen: u64, feed: Option<&str>) -> Result<(), Fault> {
    let look = SiteLook {
        revision: seen + 1,
        definition: "{}".into(),
    };
    let world = World::load(store).await;
    let mut tx = store.begin(EVENT).await?;
    tx.write_library(&LibraryWrite::Look(seen, look, feed.map(str::to_owned)))
        .await?;
    tx.commit(&[], &world.state).await.map(drop)
}

async fn prepare(bench: &Bench) {
    World::furnish(&bench.store).await;
    site(&bench.store, "").await;
    look(&bench.store, 0, Some(ADDRESS)).await.unwrap();
}

fn read(items: &str) -> SiteFeed {
    SiteFeed {
        address: ADDRESS.into(),
        due_at: Micros(9_000),
        tried_at: Some(Micros(50)),
        read_at: Some(Micros(50)),
        etag: "\"1\"".into(),
        modified: "Mon, 23 Nov 2026 08:00:00 GMT".into(),
        items: items.into(),
        ..SiteFeed::default()
    }
}

async fn a_feed_follows_the_look(bench: Arc<Bench>) {
    let store = &bench.store;
    prepare(&bench).await;
    let due = store.site_feeds_due(Micros(1), 9).await.unwrap();
    assert_eq!(due, [(EVENT, Micros(0))]);
    let kept = read("[1]");
    assert!(store.keep_site_feed(EVENT, &kept).await.unwrap());
    assert!(
        store
            .site_feeds_due(Micros(8_999), 9)
            .await
            .unwrap()
            .is_empty()
    );
    // Saving the rest of the look changes nothing of the feed; a stale save neither.
    look(store, 1, Some(ADDRESS)).await.unwrap();
    assert!(look(store, 1, None).await.unwrap_err().is_stale());
    assert_eq!(store.site_feed(EVENT).await.unwrap(), Some(kept));
    // Another address begins anew, none ends it.
    let other = "https://other.example.org/";
    look(store, 2, Some(other)).await.unwrap();
    let anew = SiteFeed {
        address: other.into(),
        ..SiteFeed::default()
    };
    assert_eq!(store.site_feed(EVENT).await.unwrap(), Some(anew));
    look(store, 3, None).await.unwrap();
    assert_eq!(rows_everywhere(store).await["site_feeds"], 0);
}

async fn other_items_are_seen_and_trouble_is_not(bench: Arc<Bench>) {
    let store = &bench.store;
    prepare(&bench).await;
    let revision = async || store.site(EVENT).await.unwrap().unwrap().revision;
    let before = revision().await;
    assert!(store.keep_site_feed(EVENT, &read("[1]")).await.unwrap());
    assert_eq!(revision().await, before + 1);
    let trouble = SiteFeed {
        error: "slow".into(),
        n_failures: 3,
        tried_at: Some(Micros(70)),
        ..read("[1]")
    };
    assert!(store.keep_site_feed(EVENT, &trouble).await.unwrap());
    assert_eq!(revision().await, before + 1);
    let public = store.public_site(EVENT).await.unwrap().unwrap();
    assert_eq!(public.feed, Some(trouble));
    // Sooner, and never later.
    store.hasten_site_feed(EVENT, Micros(100)).await.unwrap();
    store.hasten_site_feed(EVENT, Micros(200)).await.unwrap();
    let due = store.site_feeds_due(Micros(100), 9).await.unwrap();
    assert_eq!(due, [(EVENT, Micros(100))]);
}

async fn what_was_read_elsewhere_is_not_kept(bench: Arc<Bench>) {
    let store = &bench.store;
    prepare(&bench).await;
    look(store, 1, Some("https://other.example.org/"))
        .await
        .unwrap();
    assert!(!store.keep_site_feed(EVENT, &read("[1]")).await.unwrap());
    look(store, 2, None).await.unwrap();
    assert!(!store.keep_site_feed(EVENT, &read("[1]")).await.unwrap());
}
