//! Letters are written with their cause and their job, sent, kept, given up, tried again, called
//! off and erased.

use std::sync::Arc;

use protocol::Micros;
use protocol::id::*;
use uuid::Uuid;

use super::world::*;
use super::{Bench, assert_sound, on_both_engines};
use crate::{
    Account, AccountId, Contact, Handed, Holder, JournalAction, JournalNote, Journalled, Lease,
    LeasedJob, LetterEnd, LetterState, NewLetter, SEND_LETTER, Store, To, Tongue, User, UserId,
};

on_both_engines! {
    letters_commit_with_their_entries_or_not_at_all
    one_fact_and_one_recipient_are_one_letter
    a_letter_is_sent_once_its_attempt_is_settled
    a_letter_given_up_can_be_tried_again
    a_waiting_letter_can_be_called_off
    an_outbox_is_read_in_pages
    an_erased_person_leaves_no_letter
    whoever_said_nothing_else_is_written_to_as_a_user
    old_letters_are_swept
}

const NOW: Micros = Micros(1_000_000);
const CANARY: &str = "Kanarienvogel-Brief-4711";

fn letter(n: u64) -> NewLetter {
    NewLetter {
        id: LetterId::example(n),
        event: Some(EVENT),
        key: format!("fact:{n}"),
        to: To::Holder(Holder::Person(person(n))),
        matter: "meeting_accepted",
        facts: vec![7],
        secret: String::new(),
        created_at: NOW,
        due_at: NOW,
    }
}

fn handed() -> Handed {
    Handed {
        address: format!("{CANARY}@regie.example"),
        name: CANARY.into(),
        language: "fr".into(),
        subject: CANARY.into(),
        text: CANARY.into(),
        html: CANARY.into(),
        receipt: "<1@regie.example>".into(),
    }
}

async fn claim(store: &Store) -> Vec<LeasedJob> {
    let lease = Lease {
        node: Uuid::from_u128(1),
        until: Micros(NOW.0 + 60),
    };
    store
        .claim_jobs(SEND_LETTER, lease, NOW, 100)
        .await
        .unwrap()
}

async fn letters_commit_with_their_entries_or_not_at_all(bench: Arc<Bench>) {
    let store = &bench.store;
    let mut world = World::furnish(store).await;
    let mut tx = store.begin(EVENT).await.unwrap();
    assert!(tx.post_setup().await.unwrap().is_on, "a new event writes");
    assert_eq!(tx.put_letters(&[letter(1)]).await.unwrap(), 1);
    tx.roll_back().await.unwrap();
    assert!(
        store
            .find_letter(LetterId::example(1))
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(store.next_job_due(SEND_LETTER).await.unwrap(), None);

    let mut dice = Dice::new(3);
    world.book_somewhere(&mut dice).unwrap();
    let mut tx = store.begin(EVENT).await.unwrap();
    tx.put_letters(&[letter(1), letter(2)]).await.unwrap();
    world.commit_in(tx).await;
    assert_eq!(store.count_jobs().await.unwrap().n_waiting, 2);
    assert_eq!(store.stranded_letters().await.unwrap(), 0);
    assert_sound(store).await;
}

async fn one_fact_and_one_recipient_are_one_letter(bench: Arc<Bench>) {
    let store = &bench.store;
    let again = NewLetter {
        id: LetterId::example(9),
        ..letter(1)
    };
    assert_eq!(store.enqueue_letters(&[letter(1)]).await.unwrap(), 1);
    assert_eq!(store.enqueue_letters(&[again, letter(2)]).await.unwrap(), 1);
    let count = store.count_letters(EVENT).await.unwrap();
    assert_eq!(count, [(LetterState::Waiting, 2)]);
    assert_eq!(store.count_jobs().await.unwrap().n_waiting, 2);
}

async fn a_letter_is_sent_once_its_attempt_is_settled(bench: Arc<Bench>) {
    let store = &bench.store;
    let secret = NewLetter {
        secret: "https://regie.example/sign-in?token=1".into(),
        ..letter(1)
    };
    store.enqueue_letters(&[secret]).await.unwrap();
    let job = claim(store).await.remove(0);
    let later = LetterEnd::Later {
        due_at: NOW,
        error: "smtp_451".into(),
    };
    assert!(store.settle_letter(&job, &later).await.unwrap());
    let waiting = store
        .find_letter(LetterId::example(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(waiting.head.state, LetterState::Waiting);
    assert_eq!(
        (waiting.head.n_attempts, waiting.head.error.as_str()),
        (1, "smtp_451")
    );
    assert!(waiting.secret.ends_with("token=1") && waiting.head.address.is_empty());

    let again = claim(store).await.remove(0);
    let sent = LetterEnd::Sent {
        at: NOW,
        handed: handed(),
    };
    assert!(
        !store.settle_letter(&job, &sent).await.unwrap(),
        "the first lease is over"
    );
    assert!(store.settle_letter(&again, &sent).await.unwrap());
    let found = store
        .find_letter(LetterId::example(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.head.state, LetterState::Sent);
    assert_eq!((found.head.ended_at, found.head.n_attempts), (Some(NOW), 2));
    assert_eq!(
        (found.text.as_str(), found.receipt.as_str()),
        (CANARY, "<1@regie.example>")
    );
    assert_eq!((found.head.error.as_str(), found.secret.as_str()), ("", ""));
    assert_eq!(store.count_jobs().await.unwrap(), Default::default());
}

async fn a_letter_given_up_can_be_tried_again(bench: Arc<Bench>) {
    let store = &bench.store;
    store
        .enqueue_letters(&[letter(1), letter(2), letter(3)])
        .await
        .unwrap();
    let failed = LetterEnd::Failed {
        at: NOW,
        error: "smtp_550".into(),
    };
    for job in claim(store).await {
        assert!(store.settle_letter(&job, &failed).await.unwrap());
    }
    assert_eq!(store.count_jobs().await.unwrap().n_dead, 3);
    let one = Some(LetterId::example(1));
    assert_eq!(store.retry_letters(EVENT, one, NOW, None).await.unwrap(), 1);
    assert_eq!(store.retry_letters(EVENT, one, NOW, None).await.unwrap(), 0);
    let elsewhere = EventId::example(9);
    assert_eq!(
        store
            .retry_letters(elsewhere, None, NOW, None)
            .await
            .unwrap(),
        0
    );
    let by = protocol::Actor::System;
    let note = JournalNote::of_console(NOW, by, JournalAction::LettersRetried);
    let retried = store.retry_letters(EVENT, None, NOW, Some(&note)).await;
    assert_eq!(retried.unwrap(), 2);
    let lines = store.journal(Journalled::Event(EVENT), None, 9).await;
    let lines = lines.unwrap();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].note.detail.as_str(), "2");
    let counts = store.count_jobs().await.unwrap();
    assert_eq!((counts.n_waiting, counts.n_dead), (3, 0));
    let kept = LetterEnd::Kept {
        at: NOW,
        handed: handed(),
    };
    for job in claim(store).await {
        assert_eq!(job.n_attempts, 1, "a new job, counted anew");
        assert!(store.settle_letter(&job, &kept).await.unwrap());
    }
    // What was only kept can be sent once there is a server.
    assert_eq!(store.retry_letters(EVENT, one, NOW, None).await.unwrap(), 1);
    assert_eq!(claim(store).await.len(), 1);
}

async fn a_waiting_letter_can_be_called_off(bench: Arc<Bench>) {
    let store = &bench.store;
    store
        .enqueue_letters(&[letter(1), letter(2)])
        .await
        .unwrap();
    assert!(
        store
            .cancel_letter(EVENT, LetterId::example(1), NOW, None)
            .await
            .unwrap()
    );
    assert!(
        !store
            .cancel_letter(EVENT, LetterId::example(1), NOW, None)
            .await
            .unwrap()
    );
    let jobs = claim(store).await;
    assert_eq!(jobs.len(), 1);
    // Called off while it is in somebody's hands: whatever he says, it stays called off.
    assert!(
        store
            .cancel_letter(EVENT, LetterId::example(2), NOW, None)
            .await
            .unwrap()
    );
    let sent = LetterEnd::Sent {
        at: NOW,
        handed: handed(),
    };
    store.settle_letter(&jobs[0], &sent).await.unwrap();
    let count = store.count_letters(EVENT).await.unwrap();
    assert_eq!(count, [(LetterState::Cancelled, 2)]);
    assert_eq!(store.count_jobs().await.unwrap(), Default::default());
}

async fn an_outbox_is_read_in_pages(bench: Arc<Bench>) {
    let store = &bench.store;
    let letters: Vec<_> = (1..=25).map(letter).collect();
    store.enqueue_letters(&letters).await.unwrap();
    store
        .cancel_letter(EVENT, LetterId::example(4), NOW, None)
        .await
        .unwrap();
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = store.list_letters(EVENT, None, after, 10).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        seen.extend(page.iter().map(|head| head.id));
    }
    let expected: Vec<_> = (1..=25).rev().map(LetterId::example).collect();
    assert_eq!(seen, expected);
    let cancelled = Some(LetterState::Cancelled);
    let some = store
        .list_letters(EVENT, cancelled, None, 10)
        .await
        .unwrap();
    assert_eq!(some.len(), 1);
    let elsewhere = EventId::example(9);
    assert!(
        store
            .list_letters(elsewhere, None, None, 10)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn an_erased_person_leaves_no_letter(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let holder = Holder::Person(person(1));
    let contact = Contact {
        address: handed().address,
        language: "fr".into(),
    };
    store
        .put_contacts(EVENT, &[(holder, contact.clone())])
        .await
        .unwrap();
    assert_eq!(
        store.find_contact(EVENT, holder).await.unwrap(),
        Some(contact)
    );
    let by_address = NewLetter {
        to: To::Address {
            address: handed().address,
            name: CANARY.into(),
            language: "fr".into(),
        },
        event: None,
        ..letter(5)
    };
    store
        .enqueue_letters(&[letter(1), letter(2), by_address])
        .await
        .unwrap();
    let mut jobs = claim(store).await;
    let sent = LetterEnd::Sent {
        at: NOW,
        handed: handed(),
    };
    store.settle_letter(&jobs.remove(0), &sent).await.unwrap();
    if let Some(folder) = bench.database.folder() {
        assert!(occurrences(folder) > 3, "the search finds what is there");
    }
    assert_eq!(store.forget_letters_of(EVENT, holder).await.unwrap(), 1);
    assert_eq!(store.forget_letters_to(&handed().address).await.unwrap(), 1);
    assert_eq!(store.find_contact(EVENT, holder).await.unwrap(), None);
    assert!(
        store
            .find_letter(LetterId::example(2))
            .await
            .unwrap()
            .is_some()
    );
    store.scrub().await.unwrap();
    if let Some(folder) = bench.database.folder() {
        assert_eq!(occurrences(folder), 0);
    }
}

fn occurrences(folder: &std::path::Path) -> usize {
    let needle = CANARY.as_bytes();
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .map(|bytes| bytes.windows(needle.len()).filter(|w| *w == needle).count())
        .sum()
}

async fn old_letters_are_swept(bench: Arc<Bench>) {
    let store = &bench.store;
    store
        .enqueue_letters(&[letter(1), letter(2)])
        .await
        .unwrap();
    let jobs = claim(store).await;
    let failed = LetterEnd::Failed {
        at: NOW,
        error: "smtp_550".into(),
    };
    store.settle_letter(&jobs[0], &failed).await.unwrap();
    assert_eq!(store.sweep_letters(NOW).await.unwrap(), 0);
    assert_eq!(store.sweep_letters(Micros(NOW.0 + 1)).await.unwrap(), 1);
    let counts = store.count_jobs().await.unwrap();
    assert_eq!(
        (counts.n_dead, counts.n_running),
        (0, 1),
        "the other letter still goes out"
    );
}

async fn whoever_said_nothing_else_is_written_to_as_a_user(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let holder = Holder::Person(person(1));
    let account = Account {
        id: AccountId::new(NOW, [1; 10]),
        event: EVENT,
        holder,
        created_at: NOW,
    };
    store.create_account(account).await.unwrap();
    let user = User {
        id: UserId::from(Uuid::from_u128(7)),
        email: "ada@mail.test".into(),
        email_folded: "ada@mail.test".into(),
        language: Tongue::English,
        created_at: NOW,
    };
    store.create_user(&user).await.unwrap();
    assert!(store.give_account(account.id, user.id).await.unwrap());
    let contact = |address: &str, language: &str| Contact {
        address: address.into(),
        language: language.into(),
    };
    let found = store.find_contact(EVENT, holder).await.unwrap();
    assert_eq!(found, Some(contact("ada@mail.test", "en")));
    let office = contact("office@mail.test", "fr");
    store
        .put_contacts(EVENT, &[(holder, office.clone())])
        .await
        .unwrap();
    assert_eq!(
        store.find_contact(EVENT, holder).await.unwrap(),
        Some(office)
    );
}
