//! Edits by people who share an event, on a store of their own.

use std::sync::Arc;

use protocol::id::{CommandId, PageId};
use protocol::site::*;
use protocol::{Change, DeskThing, List, Micros, Reject};

use super::decide::{is_slug, slug_of};
use super::{Flaw, SiteError, Sites, Visit, find};
use crate::Holder;
use crate::account::Standing;
use crate::live::Event;
use crate::port::SeededRandom;
use crate::testing::{self, EVENT, MAIN, Node, SCOPED, SECOND, person};

struct Desk {
    node: Node,
    sites: Sites,
    event: Arc<Event>,
    random: SeededRandom,
    n_commands: u64,
}

impl Desk {
    async fn new() -> (store::testing::TestDatabase, Self) {
        let (database, node) = testing::node().await;
        let sites = Sites::new(node.store.clone());
        let event = node.registry.event(EVENT).await.unwrap().unwrap();
        let desk = Self {
            node,
            sites,
            event,
            random: SeededRandom::new(7),
            n_commands: 0,
        };
        (database, desk)
    }

    async fn standing(&self, holder: Holder) -> Arc<Standing> {
        let token = self.node.accounts.sign_in(EVENT, holder).await.unwrap();
        self.node.accounts.standing(&token).await.unwrap().unwrap()
    }

    async fn edit(&mut self, holder: Holder, edit: SiteEdit) -> Result<SiteDesk, SiteError> {
        self.n_commands += 1;
        let command = CommandId::example(900 + self.n_commands);
        self.edit_as(holder, command, edit).await
    }

    async fn edit_as(
        &mut self,
        holder: Holder,
        command: CommandId,
        edit: SiteEdit,
    ) -> Result<SiteDesk, SiteError> {
        let standing = self.standing(holder).await;
        let wish = SiteWish { command, edit };
        self.sites
            .edit(&self.event, standing, &self.random, wish)
            .await
    }

    async fn open(&mut self) -> SiteDesk {
        let settings = settings("cap-littoral");
        let edit = SiteEdit::Open { settings };
        self.edit(Holder::Staff(MAIN), edit).await.unwrap()
    }
}

pub(in crate::desk) fn settings(slug: &str) -> SiteSettings {
    SiteSettings {
        slug: slug.into(),
        languages: List::new(Language::ALL.to_vec()).unwrap(),
        name: Bilingual::default(),
        tagline: Bilingual::default(),
        accent: "#0b4f6c".into(),
        opens_at: Micros(1),
        closes_at: Micros(i64::MAX),
        is_listed: true,
        shows_companies: true,
        organiser: "CCI".into(),
        email: String::new(),
        phone: String::new(),
        address: String::new(),
        partners: List::default(),
    }
}

fn draft(title: &str, body: &str) -> PageDraft {
    PageDraft {
        title: title.into(),
        description: String::new(),
        body: body.into(),
    }
}

fn of_kind(desk: &SiteDesk, kind: PageKind) -> PageHead {
    let found = desk.pages.iter().find(|page| page.kind == kind);
    found.unwrap().clone()
}

const FRENCH: Language = Language::French;

#[tokio::test]
async fn a_page_is_written_validated_published_and_its_entry_carries_no_text() {
    let (_database, mut desk) = Desk::new().await;
    let opened = desk.open().await;
    assert_eq!(opened.pages.len(), 9);
    let page = of_kind(&opened, PageKind::Practical);
    let id = page.id;
    let text = draft("Venir", "<p>Par le train<script>alert(1)</script></p>");
    let write = SiteEdit::WritePage {
        page: id,
        seen: 1,
        language: FRENCH,
        draft: text,
    };
    let main = Holder::Staff(MAIN);
    desk.edit(main, write).await.unwrap();

    let shown = async |desk: &Desk| {
        let site = desk.sites.visit("cap-littoral").await.unwrap().unwrap();
        match find(&site, FRENCH, "infos-pratiques") {
            Visit::Page(page) => page.text.version,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(shown(&desk).await.head.number, 1, "a draft is not shown");
    let publish = |seen| SiteEdit::Publish {
        page: id,
        seen,
        language: FRENCH,
    };
    let early = desk.edit(main, publish(2)).await.unwrap_err();
    assert!(matches!(early, SiteError::Flawed(Flaw::State)), "{early:?}");
    let validate = SiteEdit::Validate {
        page: id,
        seen: 2,
        language: FRENCH,
    };
    desk.edit(Holder::Staff(SECOND), validate).await.unwrap();
    let seq_before = desk.event.view().seq;
    desk.edit(main, publish(3)).await.unwrap();
    let version = shown(&desk).await;
    assert_eq!(version.body, "<p>Par le train</p>");
    assert_eq!(version.head.by, protocol::Actor::Staff(MAIN));

    let store = &desk.node.store;
    let entry = store.find_entry(EVENT, seq_before + 1).await.unwrap();
    let [Change::DeskEdited(told)] = &entry.unwrap().changes[..] else {
        panic!("one change");
    };
    assert_eq!(told.what, DeskThing::SitePage);
    assert_eq!(told.id.to_bytes(), id.to_bytes());
    assert_eq!(told.revision, 4);
}

#[tokio::test]
async fn a_stale_edit_is_refused_with_what_the_other_wrote() {
    let (_database, mut desk) = Desk::new().await;
    let opened = desk.open().await;
    let page = of_kind(&opened, PageKind::Contact).id;
    let write = |title: &str| SiteEdit::WritePage {
        page,
        seen: 1,
        language: FRENCH,
        draft: draft(title, "<p>…</p>"),
    };
    let first = CommandId::example(1);
    let main = Holder::Staff(MAIN);
    desk.edit_as(main, first, write("Le premier"))
        .await
        .unwrap();
    let second = desk.edit(Holder::Staff(SECOND), write("Le second")).await;
    let SiteError::Stale(answer) = second.unwrap_err() else {
        panic!("stale");
    };
    assert_eq!(answer.theirs.unwrap().head.title, "Le premier");
    assert_eq!(of_kind(&answer.desk, PageKind::Contact).revision, 2);
    // Sent again, as after a lost answer, the first is done once.
    let again = desk.edit_as(main, first, write("Le premier")).await;
    let page = of_kind(&again.unwrap(), PageKind::Contact);
    assert_eq!(page.text(FRENCH).unwrap().latest, 2);
}

#[tokio::test]
async fn edits_of_different_pages_at_once_all_stand() {
    let (_database, mut desk) = Desk::new().await;
    let opened = desk.open().await;
    let standing = desk.standing(Holder::Staff(MAIN)).await;
    let place = |page: &PageHead| SiteWish {
        command: CommandId::new(Micros(1), page.id.to_bytes()[6..].try_into().unwrap()),
        edit: SiteEdit::PlacePage {
            page: page.id,
            seen: 1,
            position: page.position + 10,
            is_in_menu: false,
        },
    };
    let edits = opened.pages.iter().take(3).map(|page| {
        desk.sites
            .edit(&desk.event, standing.clone(), &desk.random, place(page))
    });
    for done in futures_util::future::join_all(edits).await {
        done.unwrap();
    }
    let now = desk.sites.desk(&desk.event, &standing).await.unwrap();
    let moved = now.pages.iter().filter(|page| page.revision == 2);
    assert_eq!(moved.count(), 3);
}

#[tokio::test]
async fn a_renamed_page_redirects_and_a_removed_one_is_gone() {
    let (_database, mut desk) = Desk::new().await;
    desk.open().await;
    let page = PageId::example(77);
    let main = Holder::Staff(MAIN);
    let add = SiteEdit::AddPage {
        page,
        is_in_menu: true,
        french: draft("Où dormir\u{202f}?", "<p>Ici</p>"),
        english: draft("Where to sleep", "<p>Here</p>"),
    };
    let added = desk.edit(main, add).await.unwrap();
    let own = of_kind(&added, PageKind::Own);
    assert_eq!(own.text(FRENCH).unwrap().slug, "ou-dormir");
    let language = FRENCH;
    for edit in [
        SiteEdit::Validate {
            page,
            seen: 1,
            language,
        },
        SiteEdit::Publish {
            page,
            seen: 2,
            language,
        },
        SiteEdit::RenamePage {
            page,
            seen: 3,
            language,
            slug: "hotels".into(),
        },
    ] {
        desk.edit(main, edit).await.unwrap();
    }
    let site = desk.sites.visit("cap-littoral").await.unwrap().unwrap();
    let Visit::Moved(to) = find(&site, FRENCH, "ou-dormir") else {
        panic!("moved");
    };
    assert_eq!(to, "hotels");
    assert!(matches!(find(&site, FRENCH, "hotels"), Visit::Page(_)));
    let taken = SiteEdit::RenamePage {
        page,
        seen: 4,
        language,
        slug: "contact".into(),
    };
    let refused = desk.edit(main, taken).await.unwrap_err();
    assert!(matches!(refused, SiteError::Flawed(Flaw::SlugTaken)));

    desk.edit(main, SiteEdit::RemovePage { page, seen: 4 })
        .await
        .unwrap();
    let site = desk.sites.visit("cap-littoral").await.unwrap().unwrap();
    for slug in ["ou-dormir", "hotels"] {
        assert!(matches!(find(&site, FRENCH, slug), Visit::Gone), "{slug}");
    }
    assert!(matches!(find(&site, FRENCH, "jamais"), Visit::NotFound));
}

#[tokio::test]
async fn a_former_version_comes_back_as_a_draft() {
    let (_database, mut desk) = Desk::new().await;
    let opened = desk.open().await;
    let page = of_kind(&opened, PageKind::Legal).id;
    let main = Holder::Staff(MAIN);
    let language = FRENCH;
    let write = SiteEdit::WritePage {
        page,
        seen: 1,
        language,
        draft: draft("Autre", "<p>Autre</p>"),
    };
    desk.edit(main, write).await.unwrap();
    let restore = SiteEdit::Restore {
        page,
        seen: 2,
        language,
        number: 1,
    };
    let now = desk.edit(main, restore).await.unwrap();
    let text = of_kind(&now, PageKind::Legal).text(FRENCH).unwrap().clone();
    assert_eq!((text.latest, text.state), (3, TextState::Draft));
    assert_eq!(
        (text.title.as_str(), text.published),
        ("Mentions légales", Some(1))
    );
    let standing = desk.standing(main).await;
    let history = desk
        .sites
        .history(&desk.event, &standing, page, language)
        .await;
    assert_eq!(history.unwrap().versions.len(), 3);
}

#[tokio::test]
async fn only_those_who_may_change_settings_for_everybody_edit_the_site() {
    let (_database, mut desk) = Desk::new().await;
    for holder in [Holder::Staff(SCOPED), Holder::Person(person(1))] {
        let settings = settings("cap-littoral");
        let refused = desk.edit(holder, SiteEdit::Open { settings }).await;
        let error = refused.unwrap_err();
        assert!(
            matches!(error, SiteError::Refused(Reject::Forbidden(_))),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn settings_that_cannot_stand_are_refused() {
    type Spoil = fn(&mut SiteSettings);
    let cases: &[(Flaw, Spoil)] = &[
        (Flaw::Slug, |s| s.slug = "Cap Littoral".into()),
        (Flaw::Slug, |s| s.slug = String::new()),
        (Flaw::Languages, |s| {
            s.languages = List::new(vec![Language::English]).unwrap();
        }),
        (Flaw::Accent, |s| s.accent = "#ffee00".into()),
        (Flaw::Window, |s| s.closes_at = s.opens_at),
        (Flaw::Link, |s| {
            let link = "javascript:alert(1)".into();
            let partner = Partner {
                name: "x".into(),
                link,
            };
            s.partners = List::new(vec![partner]).unwrap();
        }),
        (Flaw::TooLong, |s| s.organiser = "x".repeat(121)),
    ];
    let (_database, mut desk) = Desk::new().await;
    for (flaw, spoil) in cases {
        let mut settings = settings("cap-littoral");
        spoil(&mut settings);
        let refused = desk
            .edit(Holder::Staff(MAIN), SiteEdit::Open { settings })
            .await;
        let SiteError::Flawed(found) = refused.unwrap_err() else {
            panic!("{flaw:?}");
        };
        assert_eq!(found, *flaw);
    }
}

#[tokio::test]
async fn a_page_that_takes_a_place_gives_its_own_to_the_one_that_stood_there() {
    let (_database, mut desk) = Desk::new().await;
    let opened = desk.open().await;
    let [first, second] = [1, 2].map(|at: usize| opened.pages[at].clone());
    let place = SiteEdit::PlacePage {
        page: first.id,
        seen: 1,
        position: second.position,
        is_in_menu: first.is_in_menu,
    };
    let main = Holder::Staff(MAIN);
    let now = desk.edit(main, place).await.unwrap();
    assert_eq!(now.pages[2].id, first.id);
    assert_eq!(now.pages[1].id, second.id);
    assert_eq!(now.pages[1].position, first.position);
    // Whoever writes the other page's text meanwhile is not disturbed.
    let write = SiteEdit::WritePage {
        page: second.id,
        seen: 1,
        language: FRENCH,
        draft: draft("Programme", "<p>Le matin.</p>"),
    };
    desk.edit(main, write).await.unwrap();
}

#[test]
fn titles_make_addresses() {
    for (title, slug) in [
        ("Où dormir\u{202f}?", "ou-dormir"),
        ("L’Œuvre d’Été", "l-oeuvre-d-ete"),
        ("  100 % mer  ", "100-mer"),
    ] {
        assert_eq!(slug_of(title).as_deref(), Some(slug));
        assert!(is_slug(slug));
    }
    assert_eq!(slug_of("？！"), None);
    for wrong in ["", "-a", "a-", "a--b", "A", "é", "a/b", "a b"] {
        assert!(!is_slug(wrong), "{wrong}");
    }
}
