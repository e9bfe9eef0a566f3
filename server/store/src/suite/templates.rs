//! How an event writes is changed by one administrator at a time, and nothing saved is lost.

use std::sync::Arc;

use protocol::Micros;
use protocol::id::*;

use super::world::*;
use super::{Bench, on_both_engines};
use crate::{PostSetup, TemplateRevision, TemplateWords};

on_both_engines! {
    a_setting_is_changed_from_the_revision_that_was_seen
    every_save_of_a_template_is_kept
}

async fn a_setting_is_changed_from_the_revision_that_was_seen(bench: Arc<Bench>) {
    let store = &bench.store;
    let fresh = store.post_setup(EVENT).await.unwrap();
    assert_eq!(fresh, PostSetup::default());
    assert!(fresh.is_on && !fresh.is_announcing);
    let mine = PostSetup {
        revision: 1,
        is_on: false,
        copies: vec!["a@regie.example".into(), "b@regie.example".into()],
        colour: "#004488".into(),
        ..fresh
    };
    assert!(store.put_post_setup(EVENT, &mine, None).await.unwrap());
    assert_eq!(store.post_setup(EVENT).await.unwrap(), mine);
    let theirs = PostSetup {
        is_on: true,
        ..mine.clone()
    };
    assert!(!store.put_post_setup(EVENT, &theirs, None).await.unwrap());
    assert_eq!(store.post_setup(EVENT).await.unwrap(), mine);
    let next = PostSetup {
        revision: 2,
        ..theirs
    };
    assert!(store.put_post_setup(EVENT, &next, None).await.unwrap());
    assert_eq!(store.post_setup(EVENT).await.unwrap(), next);
}

fn save(revision: u64, body: Option<&str>) -> TemplateRevision {
    TemplateRevision {
        matter: "meeting_accepted".into(),
        language: "fr".into(),
        revision,
        words: body.map(|body| TemplateWords {
            subject: "Sujet".into(),
            body: body.into(),
        }),
        made_by: StaffId::example(1),
        made_at: Micros(1),
    }
}

async fn every_save_of_a_template_is_kept(bench: Arc<Bench>) {
    let store = &bench.store;
    assert!(store.templates(EVENT).await.unwrap().is_empty());
    let saves = [save(1, Some("un")), save(2, Some("deux")), save(3, None)];
    for saved in &saves {
        assert!(store.save_template(EVENT, saved, None).await.unwrap());
    }
    let late = save(3, Some("trop tard"));
    assert!(!store.save_template(EVENT, &late, None).await.unwrap());
    let english = TemplateRevision {
        language: "en".into(),
        ..save(1, Some("one"))
    };
    store.save_template(EVENT, &english, None).await.unwrap();
    let history = store
        .template_history(EVENT, "meeting_accepted", "fr")
        .await
        .unwrap();
    let newest_first: Vec<_> = saves.iter().rev().cloned().collect();
    assert_eq!(history, newest_first);
    let newest = store.templates(EVENT).await.unwrap();
    assert_eq!(newest, [english, save(3, None)]);
}
