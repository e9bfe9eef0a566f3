//! What is kept of somebody is handed out whole, and erased without a trace (GDPR-03, GDPR-04).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use app::account::{Caller, Email, Password, Tongue, UserId};
use app::jobs::Jobs;
use app::live::{Event, Outcome};
use app::port::{
    Address, Clock, FileLedger, HeaderText, Ledger, ManualClock, MemoryMailer, Random, SeededRandom,
};
use app::post::{Deliver, Pace, Sender};
use app::privacy::{Privacy, PrivacyError};
use app::testing::{self, EVENT, MAIN, MORNING, Node, SCOPED, SECOND, person, spot};
use protocol::card::CardUpdate;
use protocol::command::{BookMeeting, GrantStaff, MakeRequest, UndoEntry, WithdrawPerson};
use protocol::id::{
    AttachmentId, CommandId, CompanyId, MeetingId, PersonId, RegistrationId, RequestId, StaffId,
};
use protocol::site::Language;
use protocol::{Actor, Card, CardKey, Command, MeetingStatus, Role, SlotSet, Staff};
use store::testing::{Engine, TestDatabase};
use store::{
    Attachment, Contact, Holder, Registration, RegistrationHead, RegistrationState,
    RegistrationWrite,
};

/// How long a test waits for what must become true.
const PATIENCE: Duration = Duration::from_secs(20);
/// Stands in every personal value of one person.
const CANARY: &str = "Kanarienvogel4711";
/// The canary's address, in the form in which addresses are compared.
const NEST: &str = "kanarienvogel4711@mail.test";

fn occurrences(folder: &Path) -> usize {
    let needles = [CANARY.as_bytes(), NEST.as_bytes()];
    let mut n = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for needle in needles {
            n += bytes
                .windows(needle.len())
                .filter(|window| *window == needle)
                .count();
        }
    }
    n
}

struct House {
    database: TestDatabase,
    node: Node,
    privacy: Arc<Privacy>,
    ledger: Arc<FileLedger>,
    /// Holds the ledger.
    _kept: tempfile::TempDir,
    n_commands: u64,
}

impl House {
    async fn open(engine: Engine) -> Option<Self> {
        let database = testing::database(engine).await?;
        let clock = ManualClock::at(MORNING);
        let node = Node::on(&database, &clock, 5).await;
        let kept = tempfile::tempdir().unwrap();
        let ledger = Arc::new(FileLedger::at(kept.path().join("erasures")));
        let privacy = privacy(&node, ledger.clone());
        Some(Self {
            database,
            node,
            privacy,
            ledger,
            _kept: kept,
            n_commands: 500,
        })
    }

    async fn event(&self) -> Arc<Event> {
        self.node.registry.event(EVENT).await.unwrap().unwrap()
    }

    async fn command(&mut self, actor: Actor, command: impl Into<Command>) -> Outcome {
        self.n_commands += 1;
        let id = CommandId::example(self.n_commands);
        self.event()
            .await
            .command_as(actor, id, command.into())
            .await
    }

    /// A person of whom the product knows everything that it can know, with a meeting and letters.
    async fn furnish(&mut self) -> UserId {
        let label = |text: &str| Card {
            title: format!("{CANARY} {text}"),
            detail: CANARY.into(),
            code: String::new(),
        };
        let cards = [
            (CardKey::Person(person(1)), label("Nom")),
            (CardKey::Company(CompanyId::example(1)), label("SARL")),
        ]
        .map(|(key, card)| CardUpdate {
            key,
            card: Some(card),
        });
        self.node.store.put_cards(EVENT, &cards).await.unwrap();
        self.node.registry.labels_changed(EVENT);
        let contact = |n: u64| Contact {
            address: if n == 1 {
                NEST.into()
            } else {
                format!("person-{n}@mail.test")
            },
            language: "fr".into(),
        };
        let contacts: Vec<_> = (1..=3)
            .map(|n| (Holder::Person(person(n)), contact(n)))
            .collect();
        self.node
            .store
            .put_contacts(EVENT, &contacts)
            .await
            .unwrap();
        let user = self.user(Holder::Person(person(1)), NEST).await;
        let caller = Caller {
            address: "192.0.2.7".into(),
            device: CANARY.into(),
        };
        self.sign_in(NEST, &caller).await;
        let request = MakeRequest {
            request: RequestId::example(1),
            from: person(1),
            to: person(3),
            slots: SlotSet::EMPTY,
        };
        let made = self.command(Actor::Person(person(1)), request).await;
        assert!(matches!(made, Outcome::Committed { .. }), "{made:?}");
        let booked = BookMeeting {
            meeting: MeetingId::example(1),
            host: person(1),
            guest: person(2),
            spot: spot(3, 1),
        };
        let made = self.command(Actor::Staff(MAIN), booked).await;
        assert!(matches!(made, Outcome::Committed { .. }), "{made:?}");
        assert_eq!(
            self.deliver().await,
            3,
            "both are written to, and who was asked"
        );
        self.attach().await;
        user
    }

    /// The registration that he came by, with a file in several pieces.
    async fn attach(&self) {
        let store = &self.node.store;
        let id = RegistrationId::example(1);
        let registration = Registration {
            head: RegistrationHead {
                id,
                state: RegistrationState::Validated,
                revision: 1,
                language: Language::French,
                company: CompanyId::example(1),
                title: CANARY.into(),
                country: "FR".into(),
                sector: String::new(),
                postcode: String::new(),
                email: NEST.into(),
                is_on_site: false,
                created_at: MORNING,
                saved_at: MORNING,
                submitted_at: Some(MORNING),
                decided_at: Some(MORNING),
            },
            name_folded: String::new(),
            vat: String::new(),
            answers: "{}".into(),
            verdicts: "{}".into(),
            reason: String::new(),
            wants_news: false,
            consented_at: None,
            notice_version: 1,
            decided_by: Actor::System,
        };
        store
            .begin_registration(EVENT, &[7; 32], &registration)
            .await
            .unwrap();
        let file = AttachmentId::example(1);
        for position in 0..3 {
            let piece = CANARY.repeat(10_000).into_bytes();
            store
                .put_file_chunk(EVENT, file, (position, MORNING), piece)
                .await
                .unwrap();
        }
        let attachment = Attachment {
            id: file,
            registration: id,
            field: "brochure".into(),
            kind: "pdf".into(),
            name: format!("{CANARY}.pdf"),
            n_bytes: (CANARY.len() * 30_000) as u64,
            digest: [1; 32],
            created_at: MORNING,
        };
        let state = RegistrationState::Validated;
        let is_kept = store.put_attachment(EVENT, &attachment, state).await;
        assert!(is_kept.unwrap());
        let write = RegistrationWrite {
            seen: 1,
            secret: [7; 32],
            registration,
            persons: vec![person(1)],
            profile: None,
            holders: Vec::new(),
            consent: None,
        };
        let loaded = store.load(EVENT).await.unwrap().unwrap();
        let mut tx = store.begin(EVENT).await.unwrap();
        tx.write_registration(&write).await.unwrap();
        tx.commit(&[], &loaded.state).await.unwrap();
    }

    async fn user(&self, holder: Holder, address: &str) -> UserId {
        let email = Email::parse(address).unwrap();
        let accounts = &self.node.accounts;
        let given = accounts.give_to(EVENT, holder, &email, Tongue::French);
        given.await.unwrap().unwrap().id
    }

    async fn sign_in(&self, address: &str, caller: &Caller) {
        let accounts = &self.node.accounts;
        let email = Email::parse(address).unwrap();
        let (user, _) = self
            .node
            .store
            .find_user_by_email(&email.folded())
            .await
            .unwrap()
            .unwrap();
        let link = accounts.password_link(user.id).await.unwrap();
        let password = Password::new("un long mot de passe de banc");
        accounts
            .choose_password(&link, password, caller)
            .await
            .unwrap();
        let password = Password::new("un long mot de passe de banc");
        accounts
            .enter_by_password(address, password, None, caller)
            .await
            .unwrap();
    }

    /// Hands the letters over; how many.
    async fn deliver(&self) -> usize {
        let world: Arc<dyn Clock> = Arc::new(self.node.clock.clone());
        let random: Arc<dyn Random> = Arc::new(SeededRandom::new(9));
        let jobs = Jobs::new(self.node.store.clone(), world.clone(), random);
        let sender = Sender {
            name: HeaderText::parse("Régie").unwrap(),
            address: Address::parse("regie@mail.test").unwrap(),
        };
        let mailer = Arc::new(MemoryMailer::default());
        let pace = Pace::per_minute(u32::MAX);
        let registry = self.node.registry.clone();
        let deliver = Deliver::to(registry, world, mailer, sender, pace);
        jobs.work_off(&*deliver).await.unwrap()
    }

    async fn erase(&self, by: StaffId, who: PersonId) -> Result<(), PrivacyError> {
        let accounts = &self.node.accounts;
        let token = accounts.sign_in(EVENT, Holder::Staff(by)).await.unwrap();
        let standing = accounts.standing(&token).await.unwrap().unwrap();
        let event = self.event().await;
        self.privacy.erase_person(&event, standing, who).await
    }
}

fn privacy(node: &Node, ledger: Arc<FileLedger>) -> Arc<Privacy> {
    let world: Arc<dyn Clock> = Arc::new(node.clock.clone());
    Privacy::new(
        node.store.clone(),
        node.registry.clone(),
        node.accounts.clone(),
        ledger,
        world,
        Arc::new(SeededRandom::new(11)),
    )
}

#[tokio::test]
async fn an_export_holds_everything_and_names_of_others_the_company_only() {
    let mut house = House::open(Engine::Sqlite).await.unwrap();
    let user = house.furnish().await;
    let export = house.privacy.export_user(user).await.unwrap();
    let data = export.user.unwrap();
    assert_eq!(data.email, NEST);
    assert_eq!(data.sign_ins.len(), 1);
    assert!(
        data.connections
            .iter()
            .any(|line| line.address == "192.0.2.7")
    );
    let [event] = &export.events[..] else {
        panic!("{:?}", export.events)
    };
    assert_eq!(event.name, format!("{CANARY} Nom"));
    assert_eq!(event.company, format!("{CANARY} SARL"));
    assert_eq!(event.email.as_deref(), Some(NEST));
    assert_eq!(event.available_at.len(), 16);
    assert!(event.badge.is_some());
    assert_eq!(event.requests[0].company, "Company 3");
    assert_eq!(event.meetings[0].company, "Company 2");
    assert_eq!(event.meetings[0].status, "planned");
    assert_eq!(event.letters.len(), 1);
    assert!(event.letters[0].text.contains("Company 2"));
    let [file] = &event.files[..] else {
        panic!("{:?}", event.files)
    };
    assert_eq!(file.name, format!("{CANARY}.pdf"));
    let content = STANDARD.decode(&file.content).unwrap();
    assert_eq!(content, CANARY.repeat(30_000).into_bytes());

    let event = house.event().await;
    let main = Actor::Staff(MAIN);
    let handed = house.privacy.export_person(&event, main, person(1)).await;
    assert_eq!(handed.unwrap().events.len(), 1);
    // Even numbers are not the scoped administrator's.
    let scoped = Actor::Staff(SCOPED);
    let refused = house.privacy.export_person(&event, scoped, person(2)).await;
    assert!(matches!(refused, Err(PrivacyError::Refused(_))));
}

async fn an_erased_person_is_nowhere(engine: Engine) {
    let Some(mut house) = House::open(engine).await else {
        return;
    };
    house.furnish().await;
    let folder = house.database.folder().map(Path::to_owned);
    let copy = tempfile::tempdir().unwrap();
    house.node.store.scrub().await.unwrap();
    if let Some(folder) = &folder {
        assert!(
            occurrences(folder) >= 29_000,
            "the search finds what is there"
        );
        for file in std::fs::read_dir(folder).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
        }
    }

    house.erase(MAIN, person(1)).await.unwrap();

    let event = house.event().await;
    let view = event.view();
    let erased = view.state.person(person(1)).unwrap();
    assert!(erased.is_withdrawn);
    let meeting = view.state.meeting(MeetingId::example(1)).unwrap();
    assert!(matches!(meeting.status, MeetingStatus::Cancelled { .. }));
    let holder = Holder::Person(person(1));
    let store = &house.node.store;
    assert!(store.contact_of(EVENT, holder).await.unwrap().is_none());
    assert!(
        store
            .find_account_of(EVENT, holder)
            .await
            .unwrap()
            .is_none()
    );
    assert!(store.find_user_by_email(NEST).await.unwrap().is_none());
    assert!(
        store
            .letters_of(EVENT, holder, 10)
            .await
            .unwrap()
            .is_empty()
    );
    let file = store.file_chunk(EVENT, AttachmentId::example(1), 0);
    assert_eq!(file.await.unwrap(), None, "his files went along");
    let others = store.letters_of(EVENT, Holder::Person(person(2)), 10);
    for letter in others.await.unwrap() {
        assert!(!letter.text.contains(CANARY), "{}", letter.text);
    }
    let cards = store.all_cards(EVENT).await.unwrap();
    assert!(cards.iter().all(|(_, card)| !card.title.contains(CANARY)));
    // The actor reads the labels again by itself, so clients drop the card.
    tokio::time::timeout(PATIENCE, async {
        while event
            .view()
            .labels
            .contains_key(&CardKey::Person(person(1)))
        {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("the label is gone");
    assert!(house.ledger.lines().unwrap().len() == 1);
    assert_eq!(
        house.privacy.replay().await.unwrap(),
        0,
        "nothing came back"
    );

    let Some(folder) = folder else { return };
    // What is told to the other of the meeting that is off names nobody either.
    house.deliver().await;
    house.node.store.scrub().await.unwrap();
    assert_eq!(occurrences(&folder), 0);

    // An older copy brings him back; the ledger takes him out again.
    assert!(occurrences(copy.path()) >= 29_000);
    house.node.registry.drain().await;
    house.node.store.close().await;
    let url = format!("sqlite://{}", sqlite_in(copy.path()).display());
    let restored = store::Store::open(&url, store::Options::default())
        .await
        .unwrap();
    let node = Node::over(restored, &house.node.clock, 6, testing::quick_rules());
    let privacy = privacy(&node, house.ledger.clone());
    assert_eq!(privacy.replay().await.unwrap(), 1);
    assert_eq!(privacy.replay().await.unwrap(), 0);
    let event = node.registry.event(EVENT).await.unwrap().unwrap();
    assert!(event.view().state.person(person(1)).unwrap().is_withdrawn);
    node.registry.drain().await;
    node.store.scrub().await.unwrap();
    node.store.close().await;
    assert_eq!(occurrences(copy.path()), 0);
}

fn sqlite_in(folder: &Path) -> std::path::PathBuf {
    let mut files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    files
        .find(|path| path.extension().is_some_and(|kind| kind == "sqlite"))
        .expect("a database")
}

#[tokio::test]
async fn an_erased_person_is_nowhere_on_sqlite() {
    an_erased_person_is_nowhere(Engine::Sqlite).await;
}

#[tokio::test]
async fn an_erased_person_is_nowhere_on_postgres() {
    an_erased_person_is_nowhere(Engine::Postgres).await;
}

#[tokio::test]
async fn an_erasure_cannot_be_taken_back_not_even_by_way_of_a_withdrawal_before_it() {
    let mut house = House::open(Engine::Sqlite).await.unwrap();
    house.furnish().await;
    let main = Actor::Staff(MAIN);
    let withdrawn = house
        .command(main, WithdrawPerson { person: person(1) })
        .await;
    let Outcome::Committed { seq: Some(seq) } = withdrawn else {
        panic!("{withdrawn:?}")
    };
    house.erase(MAIN, person(1)).await.unwrap();
    for seq in [seq, seq + 1] {
        let undone = house.command(main, UndoEntry { seq }).await;
        let Outcome::Refused(reject) = undone else {
            panic!("{undone:?}")
        };
        assert_eq!(reject.name(), "CannotUndo");
    }
}

#[tokio::test]
async fn nobody_is_erased_outside_ones_rows_and_nobody_without_a_ledger() {
    let house = House::open(Engine::Sqlite).await.unwrap();
    let refused = house.erase(SCOPED, person(2)).await;
    assert!(matches!(refused, Err(PrivacyError::Refused(_))));
    assert!(house.ledger.lines().unwrap().is_empty());
    house.erase(SCOPED, person(3)).await.unwrap();

    // A folder cannot be written to like a file.
    let folder = tempfile::tempdir().unwrap();
    let broken = privacy(
        &house.node,
        Arc::new(FileLedger::at(folder.path().to_owned())),
    );
    let token = house.node.accounts.sign_in(EVENT, Holder::Staff(MAIN));
    let token = token.await.unwrap();
    let standing = house.node.accounts.standing(&token).await.unwrap().unwrap();
    let event = house.event().await;
    let refused = broken.erase_person(&event, standing, person(4)).await;
    assert!(
        matches!(refused, Err(PrivacyError::Ledger(_))),
        "{refused:?}"
    );
    assert!(!event.view().state.person(person(4)).unwrap().is_withdrawn);
}

#[tokio::test]
async fn an_events_only_main_administrator_stays_until_there_is_another() {
    let mut house = House::open(Engine::Sqlite).await.unwrap();
    let user = house.user(Holder::Staff(MAIN), "main@mail.test").await;
    let second = house.user(Holder::Staff(SECOND), "second@mail.test").await;
    house.privacy.erase_user(second).await.unwrap();
    let refused = house.privacy.erase_user(user).await;
    assert!(
        matches!(refused, Err(PrivacyError::OnlyMain)),
        "{refused:?}"
    );
    let staff = Staff {
        id: StaffId::example(77),
        role: Role::Main,
    };
    house
        .command(Actor::Staff(MAIN), GrantStaff { staff })
        .await;
    house.privacy.erase_user(user).await.unwrap();
    let event = house.event().await;
    assert!(event.view().state.staff_member(MAIN).is_none());
    let main = house.node.store.find_user_by_email("main@mail.test").await;
    assert!(main.unwrap().is_none());
}
