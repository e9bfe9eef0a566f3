//! Messages on the small event: companies of one person each; a meeting of persons 1 and 2.

use std::sync::Arc;

use protocol::command::{BookMeeting, CancelMeeting, ErasePerson};
use protocol::correspondence::{
    ConversationPage, Correspondent, MessageSettings, Moderation, ReportReason, Thread, Writer,
};
use protocol::id::{CommandId, ConversationId, MeetingId, MessageId, PersonId};
use protocol::limits::{PRIVATE_MESSAGE_CHARS_MAX, PRIVATE_MESSAGES_PER_MINUTE_MAX};
use protocol::{Actor, CancelReason, Change, Command, DeskThing, Reject};
use store::{Contact, Holder, LetterState};

use super::*;
use crate::account::Standing;
use crate::jobs::Jobs;
use crate::live::{Event, Outcome};
use crate::port::SeededRandom;
use crate::testing::{EVENT, MAIN, Node, SCOPED, expert, node, person, spot};

struct House {
    _database: store::testing::TestDatabase,
    node: Node,
    office: Correspondence,
    event: Arc<Event>,
}

const MEETING: MeetingId = MeetingId::example(1);

impl House {
    async fn new() -> Self {
        let (database, node) = node().await;
        let random = Arc::new(SeededRandom::new(9));
        let clock = Arc::new(node.clock.clone());
        let jobs = Jobs::new(node.store.clone(), clock.clone(), random.clone());
        let post = Post::new(node.store.clone(), clock, random.clone(), jobs);
        let origin = "https://regie.test".into();
        let office = Correspondence::new(node.store.clone(), post, random, origin);
        let event = node.registry.event(EVENT).await.unwrap().unwrap();
        let house = Self {
            _database: database,
            node,
            office,
            event,
        };
        house.book(1, person(1), person(2)).await;
        house
    }

    async fn book(&self, n: u64, host: PersonId, guest: PersonId) {
        let book = BookMeeting {
            meeting: MeetingId::example(n),
            host,
            guest,
            spot: spot(u16::try_from(n).unwrap(), n),
        };
        self.does(500 + n, book).await;
    }

    async fn does(&self, n: u64, command: impl Into<Command>) {
        let id = CommandId::example(n);
        let told = self
            .event
            .command_as(Actor::Staff(MAIN), id, command.into());
        assert!(matches!(told.await, Outcome::Committed { .. }));
    }

    async fn cancel(&self) {
        let cancel = CancelMeeting {
            meeting: MEETING,
            reason: CancelReason::Other,
        };
        self.does(600, cancel).await;
    }

    async fn standing(&self, holder: Holder) -> Arc<Standing> {
        let accounts = &self.node.accounts;
        let token = accounts.sign_in(EVENT, holder).await.unwrap();
        accounts.standing(&token).await.unwrap().unwrap()
    }

    async fn write(
        &self,
        n: u64,
        me: PersonId,
        with: Correspondent,
        text: &str,
    ) -> Result<(), CorrespondenceError> {
        let standing = self.standing(Holder::Person(me)).await;
        let id = CommandId::example(n);
        let written = self
            .office
            .write(&self.event, &standing, (me, with), id, text);
        written.await
    }

    async fn thread(&self, me: PersonId, with: Correspondent) -> Thread {
        self.office
            .thread(&self.event, me, with, None)
            .await
            .unwrap()
    }

    async fn list(&self, me: PersonId) -> ConversationPage {
        self.office.list(&self.event, me, None).await.unwrap()
    }

    async fn settle(&self, edit: impl FnOnce(&mut MessageSettings)) {
        let main = self.standing(Holder::Staff(MAIN)).await;
        let mut settings = self.office.settings(&self.event, &main).await.unwrap();
        edit(&mut settings);
        let saved = self.office.save_settings(&self.event, &main, &settings);
        saved.await.unwrap();
    }
}

const fn to(n: u64) -> Correspondent {
    Correspondent::Person(person(n))
}

const TEAM: Correspondent = Correspondent::Team(None);

fn texts(thread: &Thread) -> Vec<&str> {
    thread.messages.iter().map(|line| &*line.text).collect()
}

#[tokio::test]
async fn two_who_meet_write_to_each_other_and_nobody_else_reads_it() {
    let house = House::new().await;
    let before = house.event.view();
    house
        .write(1, person(1), to(2), " Bonjour\r\nà vous \u{202e}")
        .await
        .unwrap();
    house.write(1, person(1), to(2), "Bonjour").await.unwrap();
    assert_eq!(house.list(person(2)).await.n_unread, 1);
    let theirs = house.thread(person(2), to(1)).await;
    assert_eq!(
        texts(&theirs),
        ["Bonjour\nà vous"],
        "sent twice, it is one message"
    );
    assert_eq!(
        (theirs.messages[0].writer, &*theirs.messages[0].name),
        (Writer::Them, "Person 1")
    );
    assert_eq!(
        house.list(person(2)).await.n_unread,
        0,
        "looking is reading"
    );
    house.write(2, person(2), to(1), "Oui").await.unwrap();
    let mine = house.thread(person(1), to(2)).await;
    assert_eq!(mine.messages[0].writer, Writer::Us);
    assert_eq!(mine.head.company, "Company 2");

    // The entry rings for whoever is written to; the team sees that something is private.
    let view = house.event.view();
    assert_eq!(view.mine_of(person(2)), before.mine_of(person(2)) + 1);
    assert_eq!(
        view.desk_version, before.desk_version,
        "no catalogue is read again"
    );
    let change = Change::from(protocol::change::DeskEdited {
        what: DeskThing::Conversation,
        id: DeskId::from_bytes(person(2).to_bytes()),
        revision: 0,
    });
    let team = domain::access::viewer_of(&view.state, Actor::Staff(MAIN)).unwrap();
    assert_eq!(domain::access::project(&view.state, &team, &change), []);
    let main = house.standing(Holder::Staff(MAIN)).await;
    let seen = house
        .office
        .team_list(&house.event, &main, None)
        .await
        .unwrap();
    assert!(seen.heads.is_empty());
    let id = key_of(EVENT, person(1), to(2)).id;
    let opened = house
        .office
        .team_thread(&house.event, &main, id, None)
        .await;
    assert!(matches!(
        opened,
        Err(CorrespondenceError::Refused(Reject::NotFound(_)))
    ));
}

#[tokio::test]
async fn whom_one_does_not_meet_one_cannot_write_to_unless_the_event_says_so() {
    let house = House::new().await;
    let refused = house.write(1, person(1), to(3), "Bonjour").await;
    assert!(matches!(
        refused,
        Err(CorrespondenceError::Refused(Reject::NotFound(_)))
    ));
    let hidden = house
        .office
        .thread(&house.event, person(1), to(3), None)
        .await;
    assert!(matches!(
        hidden,
        Err(CorrespondenceError::Refused(Reject::NotFound(_)))
    ));
    house
        .settle(|settings| settings.is_catalogue_open = true)
        .await;
    house.write(1, person(1), to(3), "Bonjour").await.unwrap();
    house
        .settle(|settings| settings.is_catalogue_open = false)
        .await;
    let closed = house.write(2, person(3), to(1), "Oui").await;
    assert!(matches!(closed, Err(CorrespondenceError::Closed)));
    assert_eq!(texts(&house.thread(person(3), to(1)).await), ["Bonjour"]);
}

#[tokio::test]
async fn a_meeting_that_is_called_off_ends_the_writing_and_not_the_reading() {
    let house = House::new().await;
    house.write(1, person(1), to(2), "À demain").await.unwrap();
    house.cancel().await;
    let closed = house.write(2, person(2), to(1), "Non").await;
    assert!(matches!(closed, Err(CorrespondenceError::Closed)));
    let thread = house.thread(person(2), to(1)).await;
    assert_eq!((texts(&thread), thread.is_open), (vec!["À demain"], false));
}

#[tokio::test]
async fn an_expert_writes_before_the_meeting() {
    let house = House::new().await;
    house.book(2, expert(1), person(3)).await;
    let with = Correspondent::Person(person(3));
    house
        .write(1, expert(1), with, "Apportez vos plans")
        .await
        .unwrap();
    let of = house.office.correspondents(&house.event, person(3));
    assert_eq!(of.iter().map(|who| who.id).collect::<Vec<_>>(), [expert(1)]);
}

#[tokio::test]
async fn help_is_answered_by_whoever_sees_the_row() {
    let house = House::new().await;
    house
        .write(1, person(2), TEAM, "Où est l’entrée ?")
        .await
        .unwrap();
    let about = Correspondent::Team(Some(MEETING));
    house
        .write(2, person(1), about, "Un interprète ?")
        .await
        .unwrap();
    let foreign = house.write(3, person(3), about, "Et moi ?").await;
    assert!(matches!(
        foreign,
        Err(CorrespondenceError::Refused(Reject::NotFound(_)))
    ));

    let main = house.standing(Holder::Staff(MAIN)).await;
    let all = house
        .office
        .team_list(&house.event, &main, None)
        .await
        .unwrap();
    assert_eq!((all.heads.len(), all.n_unread), (2, 2));
    let (of_meeting, plain): (Vec<_>, Vec<_>) =
        all.heads.iter().partition(|head| !head.about.is_empty());
    assert_eq!(of_meeting[0].about, "Person 2, Company 2");
    // Odd numbers are of the organisation that the scoped administrator looks after.
    let scoped = house.standing(Holder::Staff(SCOPED)).await;
    let some = house
        .office
        .team_list(&house.event, &scoped, None)
        .await
        .unwrap();
    let names: Vec<_> = some.heads.iter().map(|head| &*head.name).collect();
    assert_eq!((names, some.n_unread), (vec!["Person 1"], 1));
    let of_others = ConversationId::parse(&plain[0].key).unwrap();
    let opened = house
        .office
        .team_thread(&house.event, &scoped, of_others, None)
        .await;
    assert!(matches!(
        opened,
        Err(CorrespondenceError::Refused(Reject::NotFound(_)))
    ));

    let id = ConversationId::parse(&of_meeting[0].key).unwrap();
    let command = CommandId::example(9);
    for _ in 0..2 {
        let told = house
            .office
            .answer(&house.event, &scoped, id, command, "Oui");
        told.await.unwrap();
    }
    let thread = house.thread(person(1), about).await;
    assert_eq!(texts(&thread), ["Un interprète ?", "Oui"]);
    assert_eq!(
        (thread.messages[1].writer, &*thread.messages[1].name),
        (Writer::Them, "")
    );
    let ours = house
        .office
        .team_thread(&house.event, &main, id, None)
        .await
        .unwrap();
    assert_eq!(
        (ours.messages[1].writer, &*ours.messages[1].name),
        (Writer::Us, "Scoped")
    );
    let left = house
        .office
        .team_list(&house.event, &main, None)
        .await
        .unwrap();
    assert_eq!(left.n_unread, 1, "what a colleague answered is read");
}

#[tokio::test]
async fn texts_and_numbers_have_bounds() {
    let house = House::new().await;
    let full = "é".repeat(PRIVATE_MESSAGE_CHARS_MAX);
    house.write(1, person(1), to(2), &full).await.unwrap();
    let long = house.write(2, person(1), to(2), &format!("{full}é")).await;
    assert!(matches!(long, Err(CorrespondenceError::TooLong(1))));
    let empty = house.write(2, person(1), to(2), " \n\u{7} ").await;
    assert!(matches!(empty, Err(CorrespondenceError::Empty)));
    for n in 2..=u64::from(PRIVATE_MESSAGES_PER_MINUTE_MAX) {
        house.write(n, person(1), to(2), "x").await.unwrap();
    }
    let many = house.write(99, person(1), to(2), "x").await;
    assert!(matches!(
        many,
        Err(CorrespondenceError::Refused(Reject::TooMany(_)))
    ));
    // What was sent is sent, also when its answer was lost.
    house.write(2, person(1), to(2), "x").await.unwrap();
}

#[tokio::test]
async fn what_is_reported_is_hidden_and_shown_again_and_a_conversation_ends() {
    let house = House::new().await;
    house.write(1, person(1), to(2), "Achetez !").await.unwrap();
    house.write(2, person(2), to(1), "Non").await.unwrap();
    let message = MessageId::from_bytes(CommandId::example(1).to_bytes());
    let main = house.standing(Holder::Staff(MAIN)).await;
    let act = async |n: u64, what: Moderation| {
        let id = CommandId::example(n);
        house.office.moderate(&house.event, &main, id, &what).await
    };
    let unreported = act(20, Moderation::Hide { message }).await;
    assert!(matches!(
        unreported,
        Err(CorrespondenceError::Refused(Reject::NotFound(_)))
    ));

    let report = async |n: u64, me: PersonId| {
        let standing = house.standing(Holder::Person(me)).await;
        let (id, why) = (CommandId::example(n), ReportReason::Unwanted);
        house
            .office
            .report(&house.event, &standing, (me, message), id, why)
            .await
    };
    assert!(report(30, person(1)).await.is_err(), "one’s own");
    assert!(report(31, person(3)).await.is_err(), "of others");
    report(32, person(2)).await.unwrap();
    report(33, person(2)).await.unwrap();
    let page = house
        .office
        .reports(&house.event, &main, None)
        .await
        .unwrap();
    assert_eq!((page.reports.len(), page.n_open), (1, 1));
    let told = &page.reports[0];
    assert_eq!(
        (&*told.text, &*told.author, &*told.reporter),
        ("Achetez !", "Person 1", "Person 2")
    );

    let before = house.event.view();
    act(40, Moderation::Hide { message }).await.unwrap();
    let view = house.event.view();
    for n in [1, 2] {
        let rang = view.mine_of(person(n)) - before.mine_of(person(n));
        assert_eq!(rang, 1, "both phones ask again");
        let thread = house.thread(person(n), to(3 - n)).await;
        assert_eq!(
            (texts(&thread)[0], thread.messages[0].is_hidden),
            ("", true)
        );
    }
    let page = house
        .office
        .reports(&house.event, &main, None)
        .await
        .unwrap();
    assert_eq!((&*page.reports[0].hidden_by, page.n_open), ("Main", 0));
    act(41, Moderation::Show { message }).await.unwrap();
    assert_eq!(texts(&house.thread(person(2), to(1)).await)[0], "Achetez !");

    let conversation = page.reports[0].conversation;
    act(42, Moderation::End { conversation }).await.unwrap();
    let ended = house.write(50, person(1), to(2), "Encore").await;
    assert!(matches!(ended, Err(CorrespondenceError::Closed)));
    assert!(house.thread(person(1), to(2)).await.is_ended);
    act(43, Moderation::Reopen { conversation }).await.unwrap();
    house.write(50, person(1), to(2), "Encore").await.unwrap();
}

#[tokio::test]
async fn a_letter_waits_for_the_first_unread_message_and_reading_calls_it_off() {
    let house = House::new().await;
    let contact = |n: u64| {
        let contact = Contact {
            address: format!("p{n}@mail.test"),
            language: "fr".into(),
        };
        (Holder::Person(person(n)), contact)
    };
    house
        .node
        .store
        .put_contacts(EVENT, &[contact(2)])
        .await
        .unwrap();
    house
        .write(1, person(1), to(2), "Sans lettre")
        .await
        .unwrap();
    house.thread(person(2), to(1)).await;
    house
        .settle(|settings| settings.letter_after_minutes = Some(15))
        .await;
    let letters = async |state| {
        let store = &house.node.store;
        let letters = store
            .letters_of(EVENT, Holder::Person(person(2)), 99)
            .await
            .unwrap();
        let ours = letters
            .into_iter()
            .filter(|one| one.head.matter == "message_waiting");
        ours.filter(|one| one.head.state == state).count()
    };
    house.write(2, person(1), to(2), "Un").await.unwrap();
    house.write(3, person(1), to(2), "Deux").await.unwrap();
    assert_eq!(
        letters(LetterState::Waiting).await,
        1,
        "one until it is read"
    );
    house.thread(person(2), to(1)).await;
    assert_eq!(letters(LetterState::Waiting).await, 0);
    assert_eq!(letters(LetterState::Cancelled).await, 1);
    house.write(4, person(1), to(2), "Trois").await.unwrap();
    assert_eq!(letters(LetterState::Waiting).await, 1);
}

#[tokio::test]
async fn nobody_writes_to_somebody_who_was_erased() {
    let house = House::new().await;
    house.write(1, person(1), to(2), "Bonjour").await.unwrap();
    house.does(700, ErasePerson { person: person(2) }).await;
    assert!(house.write(2, person(1), to(2), "Encore ?").await.is_err());
}
