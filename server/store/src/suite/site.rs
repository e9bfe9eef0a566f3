//! Sites are read as they were written, and nobody overwrites what he did not see.

use std::sync::Arc;

use protocol::id::*;
use protocol::site::*;
use protocol::{Actor, List, Micros};

use super::world::*;
use super::{Bench, on_both_engines};
use crate::{Conflict, Fault, Redirect, SiteWrite};

on_both_engines! {
    a_site_is_read_as_it_was_written
    an_edit_of_what_was_edited_meanwhile_writes_nothing
    a_renamed_page_leaves_its_former_address_and_a_removed_one_is_gone
}

fn settings(slug: &str) -> SiteSettings {
    SiteSettings {
        slug: slug.into(),
        languages: List::new(Language::ALL.to_vec()).unwrap(),
        name: Bilingual::default(),
        tagline: Bilingual::default(),
        accent: "#0b57d0".into(),
        opens_at: Micros(1),
        closes_at: Micros(2),
        is_listed: true,
        shows_companies: false,
        organiser: "CCI".into(),
        email: String::new(),
        phone: String::new(),
        address: String::new(),
        partners: List::default(),
    }
}

fn page(n: u64, slug: &str, revision: u64, published: Option<u32>) -> PageHead {
    let text = TextHead {
        language: Language::French,
        slug: slug.into(),
        state: TextState::Draft,
        latest: 1,
        published,
        title: "Bienvenue".into(),
    };
    PageHead {
        id: PageId::example(n),
        kind: PageKind::Own,
        position: 3,
        is_in_menu: true,
        revision,
        texts: List::new(vec![text]).unwrap(),
    }
}

fn version(number: u32) -> PageVersion {
    PageVersion {
        head: VersionHead {
            number,
            by: Actor::Staff(StaffId::example(1)),
            at: Micros(7),
            title: "Bienvenue".into(),
        },
        description: "Une phrase".into(),
        body: "<p>Bonjour</p>".into(),
    }
}

fn opening(slug: &str) -> SiteWrite {
    SiteWrite {
        seen: 0,
        settings: Some((1, settings(slug))),
        pages: vec![page(1, "accueil", 1, Some(1))],
        removed: vec![],
        versions: vec![(PageId::example(1), Language::French, version(1))],
        published: vec![(PageId::example(1), Language::French, Micros(9))],
        redirects: vec![],
    }
}

fn touch(seen: u64) -> SiteWrite {
    SiteWrite {
        seen,
        settings: None,
        pages: vec![],
        removed: vec![],
        versions: vec![],
        published: vec![],
        redirects: vec![],
    }
}

/// Writes an edit in a commit without an entry.
async fn write(bench: &Bench, event: EventId, write: &SiteWrite) -> Result<(), Fault> {
    let state = bench.store.load(event).await.unwrap().unwrap().state;
    let mut tx = bench.store.begin(event).await.unwrap();
    tx.write_site(write).await?;
    tx.commit(&[], &state).await.map(drop)
}

async fn a_site_is_read_as_it_was_written(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    assert_eq!(store.site(EVENT).await.unwrap(), None);
    write(&bench, EVENT, &opening("cap")).await.unwrap();
    assert_eq!(store.find_site("cap").await.unwrap(), Some((EVENT, 1)));
    assert_eq!(store.find_site("Cap").await.unwrap(), None);
    let public = store.public_site(EVENT).await.unwrap().unwrap();
    assert_eq!(public.site.settings, settings("cap"));
    assert_eq!(public.site.pages, [page(1, "accueil", 1, Some(1))]);
    assert_eq!(public.texts[0].version, version(1));
    assert_eq!(public.texts[0].published_at, Micros(9));
    assert_eq!(store.list_sites().await.unwrap().len(), 1);
    let id = PageId::example(1);
    let history = store.page_history(EVENT, id, Language::French).await;
    assert_eq!(history.unwrap(), [version(1).head]);
    let none = store.page_version(EVENT, id, Language::English, 1).await;
    assert_eq!(none.unwrap(), None);
}

async fn an_edit_of_what_was_edited_meanwhile_writes_nothing(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    write(&bench, EVENT, &opening("cap")).await.unwrap();
    let mut edit = touch(1);
    edit.pages = vec![page(1, "accueil", 2, Some(1))];
    write(&bench, EVENT, &edit).await.unwrap();
    let before = store.site(EVENT).await.unwrap();
    edit.pages = vec![page(1, "autre", 2, None)];
    let fault = write(&bench, EVENT, &edit).await.unwrap_err();
    assert!(fault.is_stale(), "{fault:?}");
    let again = write(&bench, EVENT, &opening("cap")).await.unwrap_err();
    assert!(again.is_stale(), "{again:?}");
    assert_eq!(store.site(EVENT).await.unwrap(), before);
}

async fn a_renamed_page_leaves_its_former_address_and_a_removed_one_is_gone(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    write(&bench, EVENT, &opening("cap")).await.unwrap();
    let redirect = Redirect {
        language: Language::French,
        slug: "accueil".into(),
        page: PageId::example(1),
    };
    let rename = SiteWrite {
        pages: vec![page(1, "debut", 2, Some(1))],
        redirects: vec![redirect.clone()],
        ..touch(1)
    };
    write(&bench, EVENT, &rename).await.unwrap();
    let public = store.public_site(EVENT).await.unwrap().unwrap();
    assert_eq!(public.redirects, [redirect]);
    assert!(public.gone.is_empty());
    let remove = SiteWrite {
        removed: vec![(PageId::example(1), Micros(11))],
        ..touch(2)
    };
    write(&bench, EVENT, &remove).await.unwrap();
    let public = store.public_site(EVENT).await.unwrap().unwrap();
    assert!(public.site.pages.is_empty() && public.texts.is_empty());
    assert!(public.redirects.is_empty());
    let gone = ["accueil", "debut"].map(|slug| (Language::French, slug.to_owned()));
    assert_eq!(public.gone, gone);
}

/// Two events that want one address.
pub(super) async fn take_an_address_twice(bench: &Bench) -> Conflict {
    for n in [497, 498] {
        World::furnish_as(&bench.store, EventId::example(n)).await;
    }
    let taken = opening("the-same");
    write(bench, EventId::example(497), &taken).await.unwrap();
    let fault = write(bench, EventId::example(498), &taken).await;
    fault.unwrap_err().conflict().unwrap()
}
