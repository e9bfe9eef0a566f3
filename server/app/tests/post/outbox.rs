//! From a commit to a message, without a mail server or with one in memory.

use std::sync::Arc;
use std::time::Duration;

use app::jobs::Jobs;
use app::live::Outcome;
use app::port::{
    Address, Clock, HeaderText, MailError, ManualClock, MemoryMailer, Random, SeededRandom,
};
use app::post::{Deliver, Language, Letter, Matter, Pace, Post, Recipient, Sender};
use app::testing::{self, EVENT, MAIN, MORNING, Node, person, spot};
use protocol::command::{BookMeeting, CancelMeeting};
use protocol::id::{CommandId, EventId, LetterId, MeetingId, PersonId, StaffId};
use protocol::{Actor, CancelReason, Command};
use store::testing::TestDatabase;
use store::{Contact, Holder, LetterHead, LetterState, PostSetup};

/// An event whose people have addresses, with a post office.
pub(crate) struct Office {
    _database: TestDatabase,
    pub(crate) node: Node,
    pub(crate) jobs: Arc<Jobs>,
    pub(crate) post: Arc<Post>,
    pub(crate) clock: ManualClock,
    n_commands: std::sync::atomic::AtomicU64,
}

impl Office {
    pub(crate) async fn open() -> Self {
        let (database, node) = testing::node().await;
        let contacts: Vec<_> = (1..=testing::N_PERSONS)
            .map(|n| {
                let contact = Contact {
                    address: format!("person-{n}@mail.test"),
                    language: if n == 2 { "en" } else { "fr" }.into(),
                };
                (Holder::Person(person(n)), contact)
            })
            .collect();
        node.store.put_contacts(EVENT, &contacts).await.unwrap();
        let world: Arc<dyn Clock> = Arc::new(node.clock.clone());
        let random: Arc<dyn Random> = Arc::new(SeededRandom::new(9));
        let jobs = Jobs::new(node.store.clone(), world.clone(), random.clone());
        let post = Post::new(node.store.clone(), world, random, jobs.clone());
        Self {
            _database: database,
            clock: node.clock.clone(),
            node,
            jobs,
            post,
            n_commands: 1_000.into(),
        }
    }

    pub(crate) fn world(&self) -> Arc<dyn Clock> {
        Arc::new(self.clock.clone())
    }

    pub(crate) fn sender() -> Sender {
        Sender {
            name: HeaderText::parse("Régie").unwrap(),
            address: Address::parse("regie@mail.test").unwrap(),
        }
    }

    pub(crate) fn delivering(&self, mailer: Arc<dyn app::port::Mailer>) -> Arc<Deliver> {
        let registry = self.node.registry.clone();
        let pace = Pace::per_minute(u32::MAX);
        Deliver::to(registry, self.world(), mailer, Self::sender(), pace)
    }

    pub(crate) async fn command(&self, command: impl Into<Command>) -> Outcome {
        let n = self
            .n_commands
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let event = self.node.registry.event(EVENT).await.unwrap().unwrap();
        event
            .command_as(Actor::Staff(MAIN), CommandId::example(n), command.into())
            .await
    }

    pub(crate) async fn book(&self, n: u64, host: PersonId, guest: PersonId, slot: u16) {
        let booked = self
            .command(BookMeeting {
                meeting: MeetingId::example(n),
                host,
                guest,
                spot: spot(slot, n),
            })
            .await;
        assert!(
            matches!(booked, Outcome::Committed { seq: Some(_) }),
            "{booked:?}"
        );
    }

    pub(crate) async fn letters(&self, state: Option<LetterState>) -> Vec<LetterHead> {
        self.node
            .store
            .list_letters(EVENT, state, None, 1_000)
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn a_booked_meeting_is_told_to_both_in_their_languages() {
    let office = Office::open().await;
    office.book(1, person(1), person(2), 0).await;
    let mailer = Arc::new(MemoryMailer::default());
    let deliver = office.delivering(mailer.clone());
    assert_eq!(office.jobs.work_off(&*deliver).await.unwrap(), 2);
    let mut taken = mailer.taken();
    taken.sort_by_key(|message| message.to.to_string());
    let [french, english] = taken.as_slice() else {
        panic!("{taken:?}")
    };
    assert_eq!(french.to.to_string(), "person-1@mail.test");
    assert_eq!(
        french.subject.as_str(),
        "Rendez-vous avec Person 2 le jeudi 26 novembre 2026"
    );
    assert!(french.text.contains("Bonjour Person 1,"), "{}", french.text);
    // An hour after the morning, in Paris.
    assert!(
        french.text.contains("à 10\u{202f}h\u{202f}00"),
        "{}",
        french.text
    );
    assert!(french.text.contains("Person 2 (Company 2)") && french.text.contains("Table 1"));
    assert!(french.html.contains("<html lang=\"fr\">") && !french.html.contains("href"));
    assert_eq!(
        english.subject.as_str(),
        "Meeting with Person 1 on Thursday 26 November 2026"
    );
    assert_eq!(english.sender_name.as_str(), "Test event");

    let sent = office.letters(Some(LetterState::Sent)).await;
    assert_eq!(sent.len(), 2);
    let kept = office
        .node
        .store
        .find_letter(sent[0].id)
        .await
        .unwrap()
        .unwrap();
    assert!(
        kept.receipt.contains(&sent[0].id.to_string()),
        "{}",
        kept.receipt
    );
    assert_eq!(
        office.node.store.count_jobs().await.unwrap(),
        Default::default()
    );
}

#[tokio::test]
async fn without_a_server_letters_are_kept_and_go_out_once_there_is_one() {
    let office = Office::open().await;
    office.book(1, person(1), person(2), 0).await;
    let keeping = Deliver::keeping(office.node.registry.clone(), office.world());
    office.jobs.work_off(&*keeping).await.unwrap();
    let kept = office.letters(Some(LetterState::Kept)).await;
    assert_eq!(kept.len(), 2);
    let read = office
        .node
        .store
        .find_letter(kept[0].id)
        .await
        .unwrap()
        .unwrap();
    assert!(read.text.contains("Table 1") && read.html.contains("Table 1"));

    let now = office.clock.now();
    office
        .node
        .store
        .retry_letters(EVENT, Some(kept[0].id), now, None)
        .await
        .unwrap();
    let mailer = Arc::new(MemoryMailer::default());
    office
        .jobs
        .work_off(&*office.delivering(mailer.clone()))
        .await
        .unwrap();
    assert_eq!(mailer.taken().len(), 1);
}

#[tokio::test]
async fn an_event_that_is_switched_off_writes_nothing() {
    let office = Office::open().await;
    let off = PostSetup {
        revision: 1,
        is_on: false,
        ..PostSetup::default()
    };
    assert!(
        office
            .node
            .store
            .put_post_setup(EVENT, &off, None)
            .await
            .unwrap()
    );
    office.book(1, person(1), person(2), 0).await;
    assert!(office.letters(None).await.is_empty());
}

#[tokio::test]
async fn a_refused_command_leaves_neither_entry_nor_letter() {
    let office = Office::open().await;
    office.book(1, person(1), person(2), 0).await;
    let before = office.letters(None).await;
    let taken = office
        .command(BookMeeting {
            meeting: MeetingId::example(2),
            host: person(1),
            guest: person(3),
            spot: spot(0, 2),
        })
        .await;
    assert!(matches!(taken, Outcome::Refused(_)));
    assert_eq!(office.letters(None).await, before);
}

#[tokio::test]
async fn what_fails_is_tried_again_later_and_given_up_in_the_end() {
    let office = Office::open().await;
    office.book(1, person(1), person(2), 0).await;
    let mailer = Arc::new(MemoryMailer::default());
    let passing = || MailError::Passing {
        code: "smtp_451".into(),
    };
    let permanent = MailError::Permanent {
        code: "smtp_550".into(),
    };
    mailer.refuse_next([passing(), permanent]);
    let deliver = office.delivering(mailer.clone());
    assert_eq!(office.jobs.work_off(&*deliver).await.unwrap(), 2);
    assert_eq!(office.letters(Some(LetterState::Failed)).await.len(), 1);
    let waiting = office.letters(Some(LetterState::Waiting)).await;
    assert_eq!(
        (waiting[0].n_attempts, waiting[0].error.as_str()),
        (1, "smtp_451")
    );
    assert_eq!(
        office.jobs.work_off(&*deliver).await.unwrap(),
        0,
        "not before its time"
    );
    mailer.refuse_next(std::iter::repeat_with(passing).take(app::jobs::ATTEMPTS_MAX as usize));
    let mut n_attempts = 1;
    while !office.letters(Some(LetterState::Waiting)).await.is_empty() {
        office.clock.advance(Duration::from_secs(3 * 3_600));
        n_attempts += office.jobs.work_off(&*deliver).await.unwrap();
    }
    assert_eq!(n_attempts, app::jobs::ATTEMPTS_MAX as usize);
    assert_eq!(office.letters(Some(LetterState::Failed)).await.len(), 2);
    assert!(mailer.taken().is_empty());
}

#[tokio::test]
async fn whoever_has_no_address_is_not_forgotten_but_shown() {
    let office = Office::open().await;
    let holder = Holder::Person(person(3));
    office
        .node
        .store
        .forget_letters_of(EVENT, holder)
        .await
        .unwrap();
    office.book(1, person(1), person(3), 0).await;
    let mailer = Arc::new(MemoryMailer::default());
    office
        .jobs
        .work_off(&*office.delivering(mailer.clone()))
        .await
        .unwrap();
    let failed = office.letters(Some(LetterState::Failed)).await;
    assert_eq!(failed.len(), 1);
    assert_eq!(
        (failed[0].holder, failed[0].error.as_str()),
        (Some(holder), "no_address")
    );
}

#[tokio::test]
async fn a_secret_link_goes_to_its_recipient_and_is_kept_nowhere() {
    let office = Office::open().await;
    let letter = |n: u64, address: &str| Letter {
        event: None,
        to: Recipient::Address {
            address: Address::parse(address).unwrap(),
            name: HeaderText::tamed("Ada"),
            language: Language::En,
        },
        matter: Matter::ResetPassword { minutes: 10 },
        link: Some("https://regie.test/reset?token=S3CRET".into()),
        key: format!("reset:{n}"),
        due_at: None,
    };
    let letters = [letter(1, "ada@mail.test"), letter(1, "ada@mail.test")];
    assert_eq!(
        office.post.enqueue(&letters).await.unwrap(),
        1,
        "the same key is the same letter"
    );
    let mailer = Arc::new(MemoryMailer::default());
    office
        .jobs
        .work_off(&*office.delivering(mailer.clone()))
        .await
        .unwrap();
    let message = mailer.taken().remove(0);
    assert!(
        message
            .text
            .contains("https://regie.test/reset?token=S3CRET")
    );
    assert!(
        message
            .html
            .contains("href=\"https://regie.test/reset?token=S3CRET\"")
    );
    assert_eq!(message.subject.as_str(), "New password");
    let id = message.message_id.as_str();
    let id = LetterId::parse(&id[1..id.find('@').unwrap()]).unwrap();
    let kept = office.node.store.find_letter(id).await.unwrap().unwrap();
    assert_eq!(kept.secret, "");
    assert!(!kept.text.contains("S3CRET") && !kept.html.contains("S3CRET"));

    // Mail never leaves for an address that nobody can have.
    office
        .post
        .enqueue(&[letter(2, "ada@demo.example")])
        .await
        .unwrap();
    office
        .jobs
        .work_off(&*office.delivering(mailer.clone()))
        .await
        .unwrap();
    assert_eq!(mailer.taken().len(), 1);
}

#[tokio::test]
async fn administrators_get_copies_of_registrations_without_their_links() {
    let office = Office::open().await;
    let setup = PostSetup {
        revision: 1,
        copies: vec!["chief@mail.test".into()],
        ..PostSetup::default()
    };
    assert!(
        office
            .node
            .store
            .put_post_setup(EVENT, &setup, None)
            .await
            .unwrap()
    );
    let validated = Letter {
        event: Some(EVENT),
        to: Recipient::Holder(Holder::Person(person(1))),
        matter: Matter::RegistrationValidated { person: person(1) },
        link: Some("https://regie.test/set?token=S3CRET".into()),
        key: "validated:1".into(),
        due_at: None,
    };
    assert_eq!(office.post.enqueue(&[validated]).await.unwrap(), 2);
    let mailer = Arc::new(MemoryMailer::default());
    office
        .jobs
        .work_off(&*office.delivering(mailer.clone()))
        .await
        .unwrap();
    let taken = mailer.taken();
    let to = |address: &str| taken.iter().find(|m| m.to.to_string() == address).unwrap();
    assert!(to("person-1@mail.test").text.contains("S3CRET"));
    let copy = to("chief@mail.test");
    assert!(copy.text.contains("Bonjour Person 1,") && !copy.text.contains("S3CRET"));
}

#[tokio::test]
async fn letters_come_with_a_command_or_not_at_all() {
    let office = Office::open().await;
    let token = office
        .node
        .accounts
        .sign_in(EVENT, Holder::Staff(MAIN))
        .await;
    // Without an account there is no sign-in; one is made as the command line does.
    let token = match token {
        Ok(token) => token,
        Err(error) => panic!("{error:?}"),
    };
    let standing = office
        .node
        .accounts
        .standing(&token)
        .await
        .unwrap()
        .unwrap();
    let event = office.node.registry.event(EVENT).await.unwrap().unwrap();
    let letter = |key: &str| Letter {
        event: Some(EVENT),
        to: Recipient::Holder(Holder::Person(person(5))),
        matter: Matter::RegistrationReceived { person: person(5) },
        link: None,
        key: key.into(),
        due_at: None,
    };
    let book = |n: u64| BookMeeting {
        meeting: MeetingId::example(n),
        host: person(1),
        guest: person(2),
        spot: spot(0, 1),
    };
    for (n, key, is_granted) in [(1, "first", true), (2, "second", false)] {
        let letters = office.post.prepare(&[letter(key)]).await.unwrap();
        let (id, command) = (CommandId::example(n), book(n).into());
        let outcome = event
            .command_with_letters(standing.clone(), id, command, Vec::new(), letters)
            .await;
        assert_eq!(matches!(outcome, Outcome::Committed { .. }), is_granted);
    }
    let about = office.letters(None).await;
    let n_received = about
        .iter()
        .filter(|l| l.matter == "registration_received")
        .count();
    assert_eq!((n_received, about.len()), (1, 3));
}

#[tokio::test]
async fn a_node_that_dies_with_a_letter_in_its_hands_loses_nothing() {
    #[derive(Debug)]
    struct Dies;
    impl app::port::Mailer for Dies {
        fn send<'a>(&'a self, _: &'a app::port::Outgoing) -> app::port::mailer::Sending<'a> {
            Box::pin(std::future::pending())
        }
    }
    let office = Office::open().await;
    office.book(1, person(1), person(2), 0).await;
    let dying = office.delivering(Arc::new(Dies));
    {
        let hangs = office.jobs.work_off(&*dying);
        // Its process ends here: nothing of it runs on.
        let cut = tokio::time::timeout(Duration::from_millis(300), hangs).await;
        assert!(cut.is_err());
    }
    let mailer = Arc::new(MemoryMailer::default());
    let deliver = office.delivering(mailer.clone());
    office.jobs.work_off(&*deliver).await.unwrap();
    assert_eq!(mailer.taken().len(), 1, "the other one is still leased");
    office.clock.advance(Duration::from_secs(200));
    office.jobs.work_off(&*deliver).await.unwrap();
    assert_eq!(mailer.taken().len(), 2);
    assert_eq!(office.letters(Some(LetterState::Sent)).await.len(), 2);
    let _ = (
        MORNING,
        StaffId::example(1),
        EventId::example(1),
        CancelReason::Other,
    );
    let cancel = CancelMeeting {
        meeting: MeetingId::example(1),
        reason: CancelReason::Unwell,
    };
    office.command(cancel).await;
    office.jobs.work_off(&*deliver).await.unwrap();
    let last = mailer.taken().pop().unwrap();
    assert!(
        last.subject.as_str().contains("cancelled") || last.subject.as_str().contains("annulé")
    );
}
