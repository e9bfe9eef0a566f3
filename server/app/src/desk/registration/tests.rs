//! When visitors may register, and how companies are compared.

mod rows;

use domain::form::{Answers, Form, Group, Part};
use protocol::{CardKey, Micros};
use store::testing::Engine;

use protocol::command::WithdrawPerson;
use protocol::id::PersonId;
use protocol::site::Language;
use store::testing::TestDatabase;
use store::{Holder, KeptLetter};

use super::*;
use crate::jobs::Jobs;
use crate::live::{Also, Written};
use crate::port::{Clock, ManualClock, SeededRandom};
use crate::post::compose::{Composed, compose};
use crate::testing::{self, EVENT, MAIN, MORNING, Node};

#[test]
fn names_are_compared_without_case_accents_and_signs() {
    assert_eq!(fold_name(" Océa & Fils, S.A. "), "oceafilssa");
    assert_eq!(fold_name("OCEA ET FILS"), "oceaetfils");
    assert_eq!(fold_name("E\u{301}lan"), fold_name("Élan"));
    assert_eq!(fold_name("…"), "");
}

#[test]
fn the_quick_form_asks_for_what_nothing_works_without() {
    let quick = quick(&Form::standard());
    assert_eq!(quick.flaws(), []);
    let keys: Vec<_> = quick
        .fields
        .iter()
        .map(|field| field.key.as_str())
        .collect();
    for key in ["name", "country", "last_name", "email"] {
        assert!(keys.contains(&key), "{key}");
    }
    assert_eq!(quick.part(Part::Description).count(), 0);
}

#[test]
fn pressing_again_makes_the_same_ids_and_another_purpose_others() {
    let id = RegistrationId::example(1);
    assert_eq!(derived(id, 3, "submit", 0), derived(id, 3, "submit", 0));
    let others = [
        derived(id, 4, "submit", 0),
        derived(id, 3, "accept", 0),
        derived(id, 3, "submit", 1),
        derived(RegistrationId::example(2), 3, "submit", 0),
    ];
    assert!(
        others
            .iter()
            .all(|other| *other != derived(id, 3, "submit", 0))
    );
}

#[tokio::test]
async fn registration_is_open_until_the_first_slot_or_as_the_form_says() {
    let database = testing::database(Engine::Sqlite).await.unwrap();
    let clock = ManualClock::at(MORNING);
    let node = Node::with_rules(&database, &clock, 1, testing::quick_rules()).await;
    let event = node.registry.event(EVENT).await.unwrap().unwrap();
    let view = event.view();
    let mut form = Form::standard();
    let first = view.state.slots().map(|slot| slot.starts_at).min().unwrap();
    assert_eq!(window(&form, &view, MORNING), RegistrationWindow::Open);
    assert_eq!(window(&form, &view, first), RegistrationWindow::Over(first));
    form.terms.closes_at = Some(first.0 + 10);
    assert_eq!(window(&form, &view, first), RegistrationWindow::Open);
    form.terms.opens_at = Some(first.0 + 5);
    let from = Micros(first.0 + 5);
    assert_eq!(
        window(&form, &view, first),
        RegistrationWindow::NotYet(from)
    );
    // Half-days hold every slot once, whatever the zone.
    let around = Around::of(&view, Vec::new(), assignment::Rules::default());
    let n: usize = around
        .half_days
        .iter()
        .map(|half| half.slots.iter().count())
        .sum();
    assert_eq!(n, view.state.slots().count());
    let one = vec![around.half_days[0].code.clone()];
    assert_eq!(around.slots(&one), around.half_days[0].slots);
    assert_eq!(around.slots(&[]).iter().count(), n);
    node.registry.drain().await;
}

/// The desk of registrations of the test event.
struct Office {
    _database: TestDatabase,
    node: Node,
    event: Arc<Event>,
    registrations: Registrations,
}

impl Office {
    async fn open() -> Self {
        let (database, node) = testing::node().await;
        let world: Arc<dyn Clock> = Arc::new(node.clock.clone());
        let random: Arc<dyn Random> = Arc::new(SeededRandom::new(11));
        let jobs = Jobs::new(node.store.clone(), world.clone(), random.clone());
        let post = Post::new(node.store.clone(), world, random.clone(), jobs);
        let origin = "https://regie.test".to_owned();
        Self {
            registrations: Registrations::new(node.store.clone(), post, random, origin),
            event: node.registry.event(EVENT).await.unwrap().unwrap(),
            _database: database,
            node,
        }
    }

    /// Océa Marine, with two who come.
    async fn registered(&self) -> RegistrationHead {
        let mut answers = Answers::default();
        answers.company.put("name", vec!["Océa Marine".into()]);
        answers.company.put("country", vec!["FR".into()]);
        answers
            .description
            .put("presentation", vec!["Des coques.".into()]);
        for (first, last) in [("Ada", "Morel"), ("Ben", "Ruiz")] {
            let mut one = Group::default();
            one.put("first_name", vec![first.into()]);
            one.put("last_name", vec![last.into()]);
            one.put("email", vec![format!("{first}@oce.test")]);
            answers.people.push(one);
        }
        let (_, form) = self.registrations.form(&self.event).await.unwrap();
        let around = self.registrations.around(&self.event).await.unwrap();
        let given = (&form, &around);
        let saved = self
            .registrations
            .save(&self.event, given, None, Language::French, &answers, &[])
            .await
            .unwrap();
        let secret = saved.begun.unwrap();
        let submitted = self
            .registrations
            .submit(&self.event, given, &secret, false)
            .await
            .unwrap();
        assert!(matches!(submitted, Submitted::Done), "{submitted:?}");
        let now = self.registrations.resume(EVENT, &secret).await.unwrap();
        now.unwrap().head
    }

    async fn chief(&self) -> Arc<Standing> {
        let accounts = &self.node.accounts;
        let token = accounts.sign_in(EVENT, Holder::Staff(MAIN)).await.unwrap();
        accounts.standing(&token).await.unwrap().unwrap()
    }

    async fn accept(&self, head: &RegistrationHead) -> u64 {
        let choice = Choice {
            people: vec![0, 1],
            ..Choice::default()
        };
        let (id, seen) = (head.id, head.revision);
        self.registrations
            .accept(&self.event, self.chief().await, id, seen, &choice)
            .await
            .unwrap();
        seen + 1
    }

    /// Letters of a kind, as they go out, by the name of their recipient.
    async fn letters(&self, kind: &str) -> Vec<Composed> {
        let store = &self.node.store;
        let mut found = Vec::new();
        for head in store.list_letters(EVENT, None, None, 1_000).await.unwrap() {
            if head.matter == kind {
                let kept: KeptLetter = store.find_letter(head.id).await.unwrap().unwrap();
                found.push(compose(&self.node.registry, &kept).await.unwrap().0);
            }
        }
        found.sort_by_key(|letter| letter.name.to_string());
        found
    }

    /// Those of the company who take part.
    fn present(&self) -> Vec<PersonId> {
        let view = self.event.view();
        let is_ours = |person: &&protocol::Person| {
            let card = view.labels.get(&CardKey::Company(person.company));
            !person.is_withdrawn && card.is_some_and(|card| card.title == "Océa Marine")
        };
        view.state
            .persons()
            .filter(is_ours)
            .map(|person| person.id)
            .collect()
    }
}

#[tokio::test]
async fn letters_name_the_company_before_anybody_of_it_takes_part() {
    let office = Office::open().await;
    let head = office.registered().await;
    let received = office.letters("registration_received").await;
    assert_eq!(received.len(), 1);
    let text = &received[0].text;
    assert!(
        text.contains("Ada Morel") && text.contains("pour Océa Marine"),
        "{text}"
    );
    let reason = "Hors sujet.\nÀ bientôt.";
    let (event, chief) = (&office.event, office.chief().await);
    office
        .registrations
        .refuse(event, chief, head.id, head.revision, reason)
        .await
        .unwrap();
    let refused = office.letters("registration_refused").await;
    let text = &refused[0].text;
    assert!(
        text.contains("pour Océa Marine") && text.contains(reason),
        "{text}"
    );
    office.node.registry.drain().await;
}

#[tokio::test]
async fn the_letter_of_validation_says_when_and_where_and_carries_ones_own_badge() {
    let office = Office::open().await;
    let head = office.registered().await;
    office.accept(&head).await;
    let letters = office.letters("registration_validated").await;
    assert_eq!(letters.len(), 2);
    let view = office.event.view();
    let codes = office.present().into_iter().map(|person| {
        let code = view
            .state
            .badge(person)
            .expect("of the same commit")
            .to_text();
        let card = view.labels.get(&CardKey::Person(person)).unwrap();
        (card.title.clone(), code)
    });
    for (name, code) in codes {
        for letter in &letters {
            let is_own = letter.name.to_string() == name;
            let letters_only = letter.text.replace(' ', "");
            assert_eq!(letters_only.contains(&code), is_own, "{}", letter.text);
            assert_eq!(letter.html.matches("role=\"img\"").count(), 1);
            // Nobody reads it in the outbox.
            assert!(!letter.shown_text.replace(' ', "").contains(&code));
            assert!(
                letter.shown_text.contains("masqué") && !letter.shown_html.contains("role=\"img\"")
            );
        }
    }
    let text = &letters[0].text;
    let occasion = crate::desk::site::occasion::Occasion::of(&view, Language::French);
    assert!(
        text.contains(&occasion.dates) && !occasion.programme.is_empty(),
        "{text}"
    );
    for item in occasion.programme.iter().flat_map(|day| &day.items) {
        assert!(text.contains(&item.title), "{} in {text}", item.title);
    }
    office.node.registry.drain().await;
}

#[tokio::test]
async fn an_acceptance_is_taken_back_whole() {
    let office = Office::open().await;
    let head = office.registered().await;
    let seen = office.accept(&head).await;
    assert_eq!(office.present().len(), 2);
    let chief = office.chief().await;
    office
        .registrations
        .take_back(&office.event, chief.clone(), head.id, seen)
        .await
        .unwrap();
    assert_eq!(office.present(), []);
    // Pressed again, it was decided on something older.
    let again = office
        .registrations
        .take_back(&office.event, chief, head.id, seen)
        .await;
    assert!(
        matches!(again, Err(RegistrationError::Stale(_))),
        "{again:?}"
    );
    office.node.registry.drain().await;
}

#[tokio::test]
async fn what_stands_or_falls_together_is_in_the_log_whole_or_not_at_all() {
    let office = Office::open().await;
    let head = office.registered().await;
    office.accept(&head).await;
    let before = office.event.view().seq;
    let present = office.present();
    let nobody = PersonId::example(9_999);
    for (n, last, n_entries) in [(1, nobody, 0), (2, present[1], 3)] {
        let also = [present[0], last].into_iter().enumerate();
        let also = also.map(|(nth, person)| Also {
            id: CommandId::example(100 * n + nth as u64 + 1),
            actor: Actor::Staff(MAIN),
            command: WithdrawPerson { person }.into(),
        });
        let written = Written {
            also: also.collect(),
            ..Written::default()
        };
        let by = (Actor::Staff(MAIN), None);
        let command = note(head.id, 40 + n);
        let outcome = office
            .event
            .command_written(by, CommandId::example(100 * n), command, written)
            .await;
        let is_granted = matches!(outcome, Outcome::Committed { .. });
        assert_eq!(is_granted, n_entries > 0, "{outcome:?}");
        assert_eq!(office.event.view().seq, before + n_entries);
        assert_eq!(office.present().len(), if is_granted { 0 } else { 2 });
    }
    let loaded = office.node.store.load(EVENT).await.unwrap();
    assert_eq!(loaded.unwrap().head.seq, before + 3, "as the store has it");
    office.node.registry.drain().await;
}

#[tokio::test]
async fn a_representative_reads_what_is_his_and_withdraws_his_consent() {
    let office = Office::open().await;
    let head = office.registered().await;
    office.accept(&head).await;
    let (event, registrations) = (&office.event, &office.registrations);
    let person = office.present()[0];
    let view = event.view();
    let name = &view.labels.get(&CardKey::Person(person)).unwrap().title;
    let own = || async { registrations.own(event, person).await.unwrap().unwrap() };
    let read = own().await;
    assert_eq!(read.answers.company.first("name"), "Océa Marine");
    assert_eq!(read.answers.people.len(), 1, "nobody else's answers");
    assert!(name.starts_with(read.answers.people[0].first("first_name")));
    for wants_news in [true, true, false] {
        let changed = registrations.change_news(event, person, wants_news).await;
        assert!(changed.is_ok(), "{changed:?}");
        let said = own().await.consent.unwrap();
        assert_eq!(said.withdrawn_at.is_none(), wants_news);
        assert_eq!(said.wording_version, 1);
    }
    // His colleague was never asked, and agrees for himself.
    let colleague = office.present()[1];
    let asked = registrations.own(event, colleague).await.unwrap().unwrap();
    assert_eq!(asked.consent, None);
    registrations
        .change_news(event, colleague, true)
        .await
        .unwrap();
    let in_force = office.node.store.consents(EVENT).await.unwrap();
    let in_force: Vec<_> = in_force.into_iter().map(|(person, _)| person).collect();
    assert_eq!(in_force, [colleague], "one withdrew, the other agrees");
    // Who came another way has no registration, and nothing to consent to.
    let other = testing::person(1);
    assert!(registrations.own(event, other).await.unwrap().is_none());
    assert!(registrations.change_news(event, other, true).await.is_err());
    office.node.registry.drain().await;
}
