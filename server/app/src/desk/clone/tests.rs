//! Clones of the small event, with people who must not be found in them.

use jiff::civil::date;
use protocol::card::CardUpdate;
use protocol::command::{ChangeNeeds, DefineResource};
use protocol::id::{CommandId, CompanyId, ResourceId};
use protocol::site::{Language, SiteEdit, SiteWish};
use protocol::{Card, Command, List, Micros, Resource, ResourceKind};
use store::testing::TestDatabase;
use store::{PostSetup, SiteFeed, TemplateWords};

use super::*;
use crate::desk::library::{FileWords, Libraries, LibraryError, News, Picture, Use, Words};
use crate::desk::site::Sites;
use crate::file::{FileKind, Taken};
use crate::live::Outcome;
use crate::port::SeededRandom;
use crate::testing::{
    self, EVENT, MAIN, MORNING, N_PERSONS, Node, SCOPED, SECOND, SESSION, person,
};

const CANARY: &str = "Kanarienvogel";

struct Scene {
    node: Node,
    event: Arc<Event>,
    _database: TestDatabase,
}

async fn scene() -> Scene {
    let (database, node) = testing::node().await;
    let named = |key, title: String| CardUpdate {
        key,
        card: Some(Card {
            title,
            detail: CANARY.into(),
            code: String::new(),
        }),
    };
    let mut cards = vec![
        named(CardKey::Session(SESSION), CANARY.into()),
        named(CardKey::Staff(SECOND), CANARY.into()),
    ];
    for n in 1..=N_PERSONS {
        cards.push(named(CardKey::Person(person(n)), format!("{CANARY} {n}")));
        let company = CardKey::Company(CompanyId::example(n));
        cards.push(named(company, format!("{CANARY} {n}")));
    }
    node.store.put_cards(EVENT, &cards).await.unwrap();
    let setup = PostSetup {
        revision: 1,
        copies: vec![format!("{CANARY}@example.org")],
        sender_name: "Chambre".into(),
        ..PostSetup::default()
    };
    assert!(
        node.store
            .put_post_setup(EVENT, &setup, None)
            .await
            .unwrap()
    );
    let template = TemplateRevision {
        matter: "welcome".into(),
        language: "fr".into(),
        revision: 1,
        words: Some(TemplateWords {
            subject: "Bienvenue".into(),
            body: "Bonjour {{ name }}".into(),
        }),
        made_by: SECOND,
        made_at: MORNING,
    };
    assert!(
        node.store
            .save_template(EVENT, &template, None)
            .await
            .unwrap()
    );
    let event = node.registry.event(EVENT).await.unwrap().unwrap();
    let edit = SiteEdit::Open {
        settings: crate::desk::site::tests::settings("cap"),
    };
    let command = CommandId::example(900);
    let wish = SiteWish { command, edit };
    let sites = Sites::new(node.store.clone());
    let random = node.registry.random();
    let opened = sites
        .edit_as(&event, Actor::Staff(MAIN), random, wish)
        .await;
    opened.unwrap();
    let screens = Resource {
        id: ResourceId::example(1),
        kind: ResourceKind::Equipment,
        capacity: 3,
        slots: protocol::SlotSet::EMPTY,
    };
    let needed = List::new(vec![screens.id]).unwrap();
    let commands: [Command; 2] = [
        DefineResource {
            before: None,
            after: screens,
        }
        .into(),
        ChangeNeeds {
            person: person(1),
            before: List::default(),
            after: needed,
        }
        .into(),
    ];
    for (n, command) in (901..).zip(commands) {
        let id = CommandId::example(n);
        let sent = event.command_as(Actor::Staff(MAIN), id, command).await;
        assert!(matches!(sent, Outcome::Committed { .. }), "{sent:?}");
    }
    Scene {
        node,
        event,
        _database: database,
    }
}

impl Scene {
    async fn clone_by(&self, staff: StaffId, wish: &CloneWish) -> Result<Opened, CloneError> {
        let accounts = &self.node.accounts;
        let token = accounts.sign_in(EVENT, Holder::Staff(staff)).await.unwrap();
        let standing = accounts.standing(&token).await.unwrap().unwrap();
        let cloning = Cloning {
            registry: &self.node.registry,
            accounts,
            world: &self.node.clock,
        };
        cloning.clone_event(&self.event, &standing, wish).await
    }
}

fn wish() -> CloneWish {
    CloneWish {
        name: "Cap Littoral 2027".into(),
        english_name: "Cap Littoral in English".into(),
        slug: "cap-2027".into(),
        first_day: date(2027, 7, 1),
    }
}

#[tokio::test]
async fn a_clone_has_everything_that_was_prepared_and_nobody_who_was_there() {
    let scene = scene().await;
    let store = &scene.node.store;
    let began = std::time::Instant::now();
    let opened = scene.clone_by(MAIN, &wish()).await.unwrap();
    let took = began.elapsed();
    let id = opened.event;
    let loaded = store.load(id).await.unwrap().unwrap();
    let (state, source) = (&loaded.state, &scene.event.view().state);

    assert_eq!(state.n_persons(), 0);
    assert_eq!(state.sessions().count() + state.meetings().count(), 0);
    assert_eq!(state.setup(), source.setup());
    assert_eq!(state.slots().count(), source.slots().count());
    assert_eq!(state.places().count(), source.places().count());
    let counted = |state: &domain::State| {
        let rows = state.resources().map(|row| (row.kind, row.capacity));
        rows.collect::<Vec<_>>()
    };
    assert_eq!(counted(state), [(ResourceKind::Equipment, 3)]);
    assert_eq!(counted(state), counted(source));
    assert_eq!(state.needs().count(), 0);
    let team: Vec<_> = state
        .staff()
        .map(|staff| (staff.id, staff.role.clone()))
        .collect();
    assert_eq!(team, [(opened.staff, Role::Main)]);

    // What was at ten in winter is at ten in summer, an hour earlier by the sun.
    let first = state.slots().map(|slot| slot.starts_at).min().unwrap();
    assert_eq!(made::day_of(first), date(2027, 7, 1));
    let former = source.slots().map(|slot| slot.starts_at).min().unwrap();
    let day = 24 * 3_600 * 1_000_000;
    assert_eq!(first.0 - former.0, 217 * day - 3_600_000_000);

    // Nothing that the store holds of the new event knows anybody.
    let cards = store.all_cards(id).await.unwrap();
    let site = store.public_site(id).await.unwrap().unwrap();
    let templates = store.templates(id).await.unwrap();
    let setup = store.post_setup(id).await.unwrap();
    let entries = store.entries(id, 0, 100).await.unwrap();
    let held = format!("{cards:?} {site:?} {templates:?} {setup:?} {entries:?} {state:?}");
    assert!(!held.contains(CANARY), "{held}");
    for n in 1..=N_PERSONS {
        assert!(!held.contains(&person(n).to_string()), "person {n}: {held}");
    }
    for gone in [SECOND, SCOPED] {
        assert!(!held.contains(&gone.to_string()), "{gone}: {held}");
    }

    let settings = &site.site.settings;
    assert_eq!(settings.slug, "cap-2027");
    assert!(!settings.is_listed && settings.name.english == "Cap Littoral in English");
    let source_site = store.public_site(EVENT).await.unwrap().unwrap();
    assert_eq!(site.texts.len(), source_site.texts.len());
    assert!(settings.accent == source_site.site.settings.accent);
    assert_eq!(templates[0].words.as_ref().unwrap().subject, "Bienvenue");
    assert_eq!(templates[0].made_by, opened.staff);
    assert!(setup.copies.is_empty() && setup.sender_name == "Chambre");
    let event_card = cards
        .iter()
        .find(|(key, _)| *key == CardKey::Event)
        .unwrap();
    assert_eq!(event_card.1.title, "Cap Littoral 2027");
    assert!(store.doctor(id).await.unwrap().is_sound());
    println!("opened in {} ms", took.as_millis());

    // The other event is as it was, and the new one lives.
    let woken = scene.node.registry.event(id).await.unwrap().unwrap();
    assert_eq!(woken.view().state.n_persons(), 0);
    assert_eq!(
        scene.event.view().state.n_persons(),
        usize::try_from(N_PERSONS).unwrap()
    );
    let texts = site
        .texts
        .iter()
        .filter(|text| text.language == Language::French);
    assert!(texts.count() > 5);
}

#[tokio::test]
async fn a_clone_shows_copies_of_the_files_under_names_of_its_own() {
    let scene = scene().await;
    let store = &scene.node.store;
    let accounts = &scene.node.accounts;
    let token = accounts.sign_in(EVENT, Holder::Staff(MAIN)).await.unwrap();
    let standing = accounts.standing(&token).await.unwrap().unwrap();
    let id = AttachmentId::example(1);
    for (position, piece) in [(0, b"abc"), (1, b"def")] {
        store
            .put_file_chunk(EVENT, id, (position, MORNING), piece.to_vec())
            .await
            .unwrap();
    }
    let taken = Taken {
        id,
        kind: FileKind::Png,
        name: "quai.png".into(),
        n_bytes: 6,
        digest: [1; 32],
        size: Some((4, 3)),
        at: MORNING,
    };
    let words = FileWords {
        alt_french: "Le quai".into(),
        ..FileWords::default()
    };
    let libraries = Libraries::new(store.clone(), Arc::new(SeededRandom::new(3)));
    let event = &scene.event;
    libraries
        .add(event, standing.clone(), &taken, &words)
        .await
        .unwrap();
    let look = Look {
        banner: Some(Picture::from(id)),
        news: News {
            address: "https://news.example.org/feed".into(),
            title: Words {
                french: "Actualités".into(),
                english: String::new(),
            },
            n_shown: 3,
        },
        ..Look::default()
    };
    libraries
        .edit_look(event, standing.clone(), 0, &look)
        .await
        .unwrap();
    let used = libraries.remove(event, standing, id).await.unwrap_err();
    assert!(matches!(used, LibraryError::Used(uses) if uses == [Use::Look]));

    let read = SiteFeed {
        items: "[1]".into(),
        read_at: Some(MORNING),
        ..store.site_feed(EVENT).await.unwrap().unwrap()
    };
    assert!(store.keep_site_feed(EVENT, &read).await.unwrap());

    let opened = scene.clone_by(MAIN, &wish()).await.unwrap();
    let site = store.public_site(opened.event).await.unwrap().unwrap();
    assert_eq!(Look::of(site.look.as_ref()).news, look.news);
    let feed = site.feed.unwrap();
    assert_eq!(feed.address, look.news.address);
    assert_eq!((feed.items.as_str(), feed.read_at), ("", None), "read anew");
    let [copy] = &site.library[..] else {
        panic!("{:?}", site.library)
    };
    assert!(copy.id != id && copy.alt_french == "Le quai");
    assert!(Look::of(site.look.as_ref()).shows(copy.id));
    let second = store.file_chunk(opened.event, copy.id, 1).await.unwrap();
    assert_eq!(second.as_deref(), Some(b"def".as_slice()));
}

#[tokio::test]
async fn only_main_administrators_open_events_and_only_with_fields_that_can_stand() {
    let scene = scene().await;
    let refused = scene.clone_by(SCOPED, &wish()).await.unwrap_err();
    assert!(matches!(refused, CloneError::Refused(Reject::Forbidden(_))));
    let n_events = scene.node.store.list_events().await.unwrap().len();
    for (change, flaw) in [
        (
            CloneWish {
                name: "  ".into(),
                ..wish()
            },
            CloneFlaw::Name,
        ),
        (
            CloneWish {
                name: "x".repeat(121),
                ..wish()
            },
            CloneFlaw::Name,
        ),
        (
            CloneWish {
                english_name: "x".repeat(121),
                ..wish()
            },
            CloneFlaw::EnglishName,
        ),
        (
            CloneWish {
                slug: "Été 27".into(),
                ..wish()
            },
            CloneFlaw::Slug,
        ),
        (
            CloneWish {
                slug: "cap".into(),
                ..wish()
            },
            CloneFlaw::SlugTaken,
        ),
        (
            CloneWish {
                first_day: date(9999, 12, 31),
                ..wish()
            },
            CloneFlaw::FirstDay,
        ),
    ] {
        let error = scene.clone_by(MAIN, &change).await.unwrap_err();
        assert!(
            matches!(error, CloneError::Flawed(found) if found == flaw),
            "{change:?}"
        );
    }
    assert_eq!(
        scene.node.store.list_events().await.unwrap().len(),
        n_events
    );
}

#[tokio::test]
async fn whoever_signs_in_by_an_address_finds_the_new_event_among_his() {
    let scene = scene().await;
    let accounts = &scene.node.accounts;
    let email = Email::parse("main@example.org").unwrap();
    let given = accounts.give_to(EVENT, Holder::Staff(MAIN), &email, Tongue::French);
    let user = given.await.unwrap().unwrap();
    let opened = scene.clone_by(MAIN, &wish()).await.unwrap();
    assert!(opened.is_among_his);
    let holdings = accounts.holdings(user.id).await.unwrap();
    let events: Vec<EventId> = holdings.iter().map(|h| h.account.event).collect();
    assert!(events.contains(&opened.event) && events.contains(&EVENT));
    // The same address twice: the second is told so, and nothing of it is there.
    let again = scene.clone_by(MAIN, &wish()).await.unwrap_err();
    assert!(matches!(again, CloneError::Flawed(CloneFlaw::SlugTaken)));
}

#[test]
fn addresses_are_counted_up() {
    for (slug, next) in [
        ("cap", "cap-2"),
        ("cap-2026", "cap-2027"),
        ("cap9", "cap10"),
    ] {
        assert_eq!(made::next_slug(slug), next);
    }
    assert_eq!(made::day_of(Micros(0)), date(1970, 1, 1));
}
