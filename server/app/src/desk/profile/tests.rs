//! Profiles are changed by who may, over what was seen, and everybody reads the same afterwards.

use domain::form::Group;
use protocol::command::{DefineVocabulary, RegisterPersons, WithdrawPerson};
use protocol::{Card, CardKey, Keyword, KeywordKind, List, Person, Tag, Vocabulary};
use store::Holder;
use store::testing::TestDatabase;

use super::*;
use crate::jobs::Jobs;
use crate::live::Outcome;
use crate::port::{Clock, SeededRandom};
use crate::post::compose::compose;
use crate::testing::{self, EVENT, MAIN, Node, SCOPED, person};

/// The desk of profiles of the test event.
struct Office {
    _database: TestDatabase,
    node: Node,
    event: Arc<Event>,
    profiles: Profiles,
    company: CompanyId,
}

/// A second representative of the first one's company.
const COLLEAGUE: PersonId = PersonId::example(9_001);

impl Office {
    async fn open() -> Self {
        let (database, node) = testing::node().await;
        let world: Arc<dyn Clock> = Arc::new(node.clock.clone());
        let random: Arc<dyn Random> = Arc::new(SeededRandom::new(12));
        let jobs = Jobs::new(node.store.clone(), world.clone(), random.clone());
        let post = Post::new(node.store.clone(), world, random.clone(), jobs);
        let event = node.registry.event(EVENT).await.unwrap().unwrap();
        let first = event.view().state.person(person(1)).unwrap().clone();
        let colleague = Person {
            id: COLLEAGUE,
            ..first.clone()
        };
        let name = Card {
            title: "Zoé Colin".into(),
            ..Card::default()
        };
        let written = Written {
            labels: vec![(CardKey::Person(COLLEAGUE), name)],
            ..Written::default()
        };
        let persons = List::new(vec![colleague]).unwrap();
        let joined = event
            .command_written(
                (Actor::Staff(MAIN), None),
                CommandId::example(77),
                RegisterPersons { persons }.into(),
                written,
            )
            .await;
        assert!(matches!(joined, Outcome::Committed { .. }), "{joined:?}");
        Self {
            profiles: Profiles::new(node.store.clone(), post, random),
            company: first.company,
            event,
            _database: database,
            node,
        }
    }

    async fn as_of(&self, holder: Holder) -> Arc<Standing> {
        let accounts = &self.node.accounts;
        let token = accounts.sign_in(EVENT, holder).await.unwrap();
        accounts.standing(&token).await.unwrap().unwrap()
    }

    async fn whole(&self) -> Whole {
        let found = self.profiles.whole(&self.event, self.company).await;
        found.unwrap()
    }

    /// Lets participants' changes wait.
    async fn moderate(&self) {
        let mut form = Form::standard();
        form.terms.changes_wait = true;
        let definition = serde_json::to_string(&form).unwrap();
        let stored = store::RegistrationForm {
            revision: 1,
            definition,
        };
        let note = NoteDeskEdit {
            what: DeskThing::RegistrationForm,
            id: DeskId::example(1),
            revision: 1,
        };
        let written = DeskWrite::Form(0, Box::new(stored));
        let by = (Actor::Staff(MAIN), None);
        let id = CommandId::example(78);
        let outcome = self.event.command_with_desk(by, id, note.into(), written);
        assert!(matches!(outcome.await, Outcome::Committed { .. }));
    }

    /// Gives the event two keywords.
    async fn list_keywords(&self) {
        let keyword = |n| Keyword {
            tag: Tag(n),
            kind: KeywordKind::Topic,
        };
        let after = Vocabulary {
            keywords: List::new(vec![keyword(901), keyword(902)]).unwrap(),
            ..Vocabulary::default()
        };
        let before = self.event.view().state.vocabulary().clone();
        let word = |n: u16| {
            let title = format!("mot {n}");
            let card = Card {
                title,
                ..Card::default()
            };
            (CardKey::Tag(Tag(n)), card)
        };
        let written = Written {
            labels: vec![word(901), word(902)],
            ..Written::default()
        };
        let by = (Actor::Staff(MAIN), None);
        let id = CommandId::example(81);
        let command = DefineVocabulary { before, after }.into();
        let defined = self.event.command_written(by, id, command, written).await;
        assert!(matches!(defined, Outcome::Committed { .. }), "{defined:?}");
    }

    async fn save(
        &self,
        who: Holder,
        key: SectionKey,
        seen: u64,
        answers: &Answers,
    ) -> Result<Saved, ProfileError> {
        let standing = self.as_of(who).await;
        let over = (seen, Language::French);
        self.profiles
            .save(&self.event, standing, key, over, answers)
            .await
    }

    /// The company's section with these answers.
    async fn company_says(&self, pairs: &[(&str, &str)]) -> Answers {
        let mut answers = self.whole().await.answers(None, true);
        answers.company.put("country", vec!["FR".into()]);
        answers
            .description
            .put("presentation", vec!["Des coques.".into()]);
        for (key, text) in pairs {
            let group = if Form::standard().field(key).unwrap().part == domain::form::Part::Company
            {
                &mut answers.company
            } else {
                &mut answers.description
            };
            group.put(key, vec![(*text).to_owned()]);
        }
        answers
    }

    async fn letters(&self, kind: &str) -> Vec<String> {
        let store = &self.node.store;
        let contact = store::Contact {
            address: "un@example.org".into(),
            language: "fr".into(),
        };
        let holder = Holder::Person(person(1));
        store
            .put_contacts(EVENT, &[(holder, contact)])
            .await
            .unwrap();
        let mut found = Vec::new();
        for head in store.list_letters(EVENT, None, None, 1_000).await.unwrap() {
            if head.matter == kind {
                let kept = store.find_letter(head.id).await.unwrap().unwrap();
                found.push(compose(&self.node.registry, &kept).await.unwrap().0.text);
            }
        }
        found
    }

    fn title(&self, key: CardKey) -> String {
        let view = self.event.view();
        view.labels
            .get(&key)
            .map(|card| card.title.clone())
            .unwrap()
    }

    async fn city(&self) -> String {
        let found = self.node.store.profile(EVENT, self.company).await.unwrap();
        let published: domain::form::Published = found
            .map(|profile| serde_json::from_str(&profile.published).unwrap())
            .unwrap_or_default();
        let city = published.fields.get("city");
        city.and_then(|value| value.text("fr"))
            .unwrap_or_default()
            .to_owned()
    }
}

fn me() -> Holder {
    Holder::Person(person(1))
}

fn chief() -> Holder {
    Holder::Staff(MAIN)
}

#[tokio::test]
async fn the_first_representative_changes_what_the_company_says_and_everything_follows() {
    let office = Office::open().await;
    let whole = office.whole().await;
    assert_eq!(whole.people.len(), 2);
    assert_eq!(whole.rights.editors.len(), 1);
    let editor = Holder::Person(whole.rights.editors[0]);
    let key = SectionKey::Company(office.company);
    let before = office.event.view().seq;
    let answers = office
        .company_says(&[
            ("name", "Cale & Fils"),
            ("city", "Brest"),
            ("employees", "1 500"),
        ])
        .await;
    let saved = office.save(editor, key, 0, &answers).await.unwrap();
    assert_eq!(saved, Saved::Applied);
    assert_eq!(
        office.title(CardKey::Company(office.company)),
        "Cale & Fils"
    );
    assert_eq!(office.city().await, "Brest");
    assert!(office.event.view().seq > before, "an entry tells of it");
    let whole = office.whole().await;
    let current = whole.section(key).unwrap();
    assert_eq!((current.revision, whole.history.len()), (1, 1));
    assert_eq!(current.answers.description.first("employees"), "1500");
    // The same once more changes nothing, and over what was seen before nothing is written.
    let again = office.company_says(&[]).await;
    assert_eq!(
        office.save(editor, key, 1, &again).await.unwrap(),
        Saved::Unchanged
    );
    let stale = office.save(editor, key, 0, &answers).await;
    assert!(matches!(stale, Err(ProfileError::Stale)), "{stale:?}");
    let faulty = office.company_says(&[("name", "")]).await;
    let faulty = office.save(editor, key, 1, &faulty).await;
    assert!(matches!(faulty, Err(ProfileError::Faulty(_))), "{faulty:?}");
    office.node.registry.drain().await;
}

#[tokio::test]
async fn everybody_changes_his_own_section_and_nobody_elses() {
    let office = Office::open().await;
    let mut answers = Answers::default();
    let mut group = Group::default();
    for (key, text) in [
        ("first_name", "Ana"),
        ("last_name", "Le Bris"),
        ("function", "Gérante"),
    ] {
        group.put(key, vec![text.into()]);
    }
    answers.people.push(group);
    let own = SectionKey::Person(office.company, person(1));
    let theirs = SectionKey::Person(office.company, COLLEAGUE);
    let refused = office.save(me(), theirs, 0, &answers).await;
    assert!(
        matches!(refused, Err(ProfileError::Refused(_))),
        "{refused:?}"
    );
    assert_eq!(
        office.save(me(), own, 0, &answers).await.unwrap(),
        Saved::Applied
    );
    let view = office.event.view();
    let card = view.labels.get(&CardKey::Person(person(1))).unwrap();
    assert_eq!(
        (card.title.as_str(), card.detail.as_str()),
        ("Ana Le Bris", "Gérante")
    );
    // He sees his own section and no colleague's; the team sees both.
    let mine = office
        .profiles
        .open(&office.event, Actor::Person(person(1)), office.company)
        .await
        .unwrap();
    assert_eq!(mine.sections.len(), 3);
    let all = office
        .profiles
        .open(&office.event, Actor::Staff(MAIN), office.company)
        .await
        .unwrap();
    assert_eq!(all.sections.len(), 4);
    let stranger = Actor::Person(person(2));
    let other = office
        .profiles
        .open(&office.event, stranger, office.company)
        .await;
    assert!(other.is_err());
    office.node.registry.drain().await;
}

#[tokio::test]
async fn rights_are_given_and_taken_and_somebody_always_has_them() {
    let office = Office::open().await;
    let first = office.whole().await.rights.editors[0];
    let second = if first == COLLEAGUE {
        person(1)
    } else {
        COLLEAGUE
    };
    let give = async |who: PersonId, seen: u64, to: &[PersonId]| {
        let standing = office.as_of(Holder::Person(who)).await;
        office
            .profiles
            .give_rights(&office.event, standing, office.company, seen, to)
            .await
    };
    assert!(matches!(
        give(second, 0, &[second]).await,
        Err(ProfileError::Refused(_))
    ));
    assert!(matches!(
        give(first, 0, &[]).await,
        Err(ProfileError::NobodyLeft)
    ));
    let strangers = give(first, 0, &[first, person(2)]).await;
    assert!(matches!(strangers, Err(ProfileError::Refused(_))));
    give(first, 0, &[second]).await.unwrap();
    assert_eq!(office.whole().await.rights.editors, [second]);
    assert!(matches!(
        give(second, 0, &[first]).await,
        Err(ProfileError::Stale)
    ));
    // Whoever had it alone leaves: another one has it.
    let withdraw = WithdrawPerson { person: second };
    let id = CommandId::example(79);
    let left = office
        .event
        .command_as(Actor::Staff(MAIN), id, withdraw.into())
        .await;
    assert!(matches!(left, Outcome::Committed { .. }));
    assert_eq!(office.whole().await.rights.editors, [first]);
    office.node.registry.drain().await;
}

#[tokio::test]
async fn what_others_read_waits_until_it_is_accepted_and_can_be_taken_back() {
    let office = Office::open().await;
    office.moderate().await;
    let (event, company) = (&office.event, office.company);
    let key = SectionKey::Company(company);
    let standing = office.as_of(chief()).await;
    office
        .profiles
        .give_rights(event, standing, company, 0, &[person(1)])
        .await
        .unwrap();
    // What nobody else reads takes effect at once.
    let start = office.company_says(&[]).await;
    office.save(chief(), key, 0, &start).await.unwrap();
    let inner = office.company_says(&[("address", "1 quai")]).await;
    assert_eq!(
        office.save(me(), key, 1, &inner).await.unwrap(),
        Saved::Applied
    );
    let name = office.title(CardKey::Company(company));
    let wish = office
        .company_says(&[("name", "Nouvelle"), ("city", "Vannes")])
        .await;
    assert_eq!(
        office.save(me(), key, 2, &wish).await.unwrap(),
        Saved::Waiting
    );
    assert_eq!(office.title(CardKey::Company(company)), name);
    assert_eq!(office.city().await, "");
    let wish = office.company_says(&[("city", "Lorient")]).await;
    assert_eq!(
        office.save(me(), key, 3, &wish).await.unwrap(),
        Saved::Waiting
    );
    assert_eq!(
        office.letters("profile_received").await.len(),
        1,
        "one wish"
    );
    let whole = office.whole().await;
    let waiting = whole.section(key).unwrap().waiting.clone().unwrap();
    assert_eq!(waiting.after.company.first("name"), "Nouvelle");
    let pick = |seen| Pick {
        id: waiting.id,
        seen,
    };
    let standing = office.as_of(chief()).await;
    let stale = office
        .profiles
        .accept(event, standing.clone(), company, &[pick(3)])
        .await;
    assert!(matches!(stale, Err(ProfileError::Stale)), "{stale:?}");
    office
        .profiles
        .accept(event, standing.clone(), company, &[pick(4)])
        .await
        .unwrap();
    assert_eq!(office.title(CardKey::Company(company)), "Nouvelle");
    assert_eq!(office.city().await, "Lorient");
    assert_eq!(office.letters("profile_accepted").await.len(), 1);
    office
        .profiles
        .take_back(event, standing.clone(), company, waiting.id)
        .await
        .unwrap();
    assert_eq!(office.title(CardKey::Company(company)), name);
    assert_eq!(office.city().await, "");
    let again = office
        .profiles
        .take_back(event, standing.clone(), company, waiting.id)
        .await;
    assert!(matches!(again, Err(ProfileError::Stale)));
    // Refused with a reason, which the letter says.
    let wish = office.company_says(&[("city", "Quimper")]).await;
    office.save(me(), key, 6, &wish).await.unwrap();
    let id = office
        .whole()
        .await
        .section(key)
        .unwrap()
        .waiting
        .clone()
        .unwrap()
        .id;
    office
        .profiles
        .refuse(
            event,
            standing,
            company,
            &[Pick { id, seen: 7 }],
            "Hors\nsujet ",
        )
        .await
        .unwrap();
    assert_eq!(office.city().await, "");
    let told = office.letters("profile_refused").await;
    assert!(
        told.iter().any(|text| text.contains("Hors\nsujet")),
        "{told:?}"
    );
    office.node.registry.drain().await;
}

#[tokio::test]
async fn keywords_reach_suggestions_and_what_no_list_knows_stays() {
    let office = Office::open().await;
    let key = SectionKey::Company(office.company);
    office.list_keywords().await;
    let known: Vec<u16> = (office.whole().await.around.keywords.iter())
        .filter_map(|one| one.code.parse().ok())
        .collect();
    let wanted = known[0];
    let mut answers = office.company_says(&[]).await;
    answers.description.put("offered", vec![wanted.to_string()]);
    answers.description.put("sought", Vec::new());
    office.save(chief(), key, 0, &answers).await.unwrap();
    let view = office.event.view();
    for id in [person(1), COLLEAGUE] {
        let row = view.state.person(id).unwrap();
        assert!(row.offered.contains(&Tag(wanted)), "{row:?}");
        let is_unlisted = |tag: &Tag| !known.contains(&tag.0);
        assert!(row.sought.iter().all(is_unlisted), "{row:?}");
    }
    office.node.registry.drain().await;
}

#[tokio::test]
async fn an_administrator_of_some_rows_sees_these_only() {
    let office = Office::open().await;
    let view = office.event.view();
    let wish = Wish::default();
    let all = office
        .profiles
        .companies(&office.event, Actor::Staff(MAIN), &wish)
        .await
        .unwrap();
    let some = office
        .profiles
        .companies(&office.event, Actor::Staff(SCOPED), &wish)
        .await
        .unwrap();
    assert!(!some.lines.is_empty() && some.lines.len() < all.lines.len());
    let hidden = all.lines.iter().find(|line| {
        let mut seen = some.lines.iter();
        !seen.any(|one| one.id == line.id)
    });
    let hidden = hidden.unwrap().id;
    let opened = office
        .profiles
        .open(&office.event, Actor::Staff(SCOPED), hidden)
        .await;
    assert!(
        matches!(opened, Err(ProfileError::Refused(_))),
        "{opened:?}"
    );
    // Nor does he change what he does not see.
    let owner = view
        .state
        .persons()
        .find(|row| row.company == hidden)
        .unwrap()
        .id;
    let key = SectionKey::Person(hidden, owner);
    let refused = office
        .save(Holder::Staff(SCOPED), key, 0, &Answers::default())
        .await;
    assert!(
        matches!(refused, Err(ProfileError::Refused(_))),
        "{refused:?}"
    );
    office.node.registry.drain().await;
}

#[tokio::test]
async fn a_closed_window_is_closed_to_participants_only() {
    let office = Office::open().await;
    office.moderate().await;
    let mut form = Form::standard();
    form.terms.profile_closes_at = Some(1);
    let stored = store::RegistrationForm {
        revision: 2,
        definition: serde_json::to_string(&form).unwrap(),
    };
    let note = NoteDeskEdit {
        what: DeskThing::RegistrationForm,
        id: DeskId::example(1),
        revision: 2,
    };
    let by = (Actor::Staff(MAIN), None);
    let written = DeskWrite::Form(1, Box::new(stored));
    let id = CommandId::example(80);
    let outcome = office.event.command_with_desk(by, id, note.into(), written);
    assert!(matches!(outcome.await, Outcome::Committed { .. }));
    let own = SectionKey::Person(office.company, person(1));
    let answers = office.whole().await.answers(Some(person(1)), true);
    let closed = office.save(me(), own, 0, &answers).await;
    assert!(
        matches!(closed, Err(ProfileError::Closed(Micros(1)))),
        "{closed:?}"
    );
    let open = office.save(chief(), own, 0, &answers).await;
    assert!(open.is_ok(), "{open:?}");
    office.node.registry.drain().await;
}
