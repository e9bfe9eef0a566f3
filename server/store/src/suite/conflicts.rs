//! Each unique constraint, broken on purpose, says what it guards.

use std::collections::BTreeSet;
use std::sync::Arc;

use protocol::change::*;
use protocol::id::*;
use protocol::*;

use super::world::*;
use super::{Bench, on_both_engines, rows_everywhere, schema, tamper};
use crate::{
    Account, AccountId, Caller, Conflict, ConnectionOutcome, Fault, Holder, Purpose, Stage, Tongue,
    User, UserEntry, UserId,
};

on_both_engines! {
    every_constraint_is_broken_and_understood
    every_unique_constraint_has_a_meaning
    memory_that_differs_from_the_tables_cannot_double_book
}

async fn every_constraint_is_broken_and_understood(bench: Arc<Bench>) {
    let mut met = BTreeSet::new();
    for twice in [
        Twice::Person,
        Twice::Place,
        Twice::Command,
        Twice::Seq,
        Twice::PublicOffset,
        Twice::PersonOffset,
        Twice::Badge,
    ] {
        let (fault, expected) = twice.commit(&bench).await;
        assert_eq!(fault.conflict(), Some(expected), "{fault:?}");
        assert!(!fault.is_retry());
        met.insert(expected);
    }
    met.extend(break_sign_in(&bench).await);
    met.extend(break_users(&bench).await);
    met.insert(super::site::take_an_address_twice(&bench).await);
    met.insert(super::registration::begin_twice(&bench).await);
    let all: BTreeSet<_> = Conflict::TABLE.iter().map(|(c, _, _)| *c).collect();
    assert_eq!(met, all, "every mapped constraint is tried");
}

/// What a batch brings in a second time.
#[derive(Clone, Copy, Debug)]
enum Twice {
    Person,
    Place,
    Command,
    Seq,
    PublicOffset,
    PersonOffset,
    Badge,
}

impl Twice {
    /// Commits a batch that breaks one constraint, in an event of its own.
    async fn commit(self, bench: &Bench) -> (Fault, Conflict) {
        let event = EventId::example(500 + self as u64);
        let mut world = World::furnish_as(&bench.store, event).await;
        world.prepare(MAIN, vec![booked(1, expert(1), person(1), 0, 1)]);
        world.commit(&bench.store).await;
        let expected = self.break_batch(&mut world, bench).await;

        let before = rows_everywhere(&bench.store).await;
        let tx = bench.store.begin(event).await.unwrap();
        world.batch[0].entry.head.seq = tx.head().seq + 1;
        let fault = tx.commit(&world.batch, &world.state).await.unwrap_err();
        assert_eq!(rows_everywhere(&bench.store).await, before, "{self:?}");
        (fault, expected)
    }

    async fn break_batch(self, world: &mut World, bench: &Bench) -> Conflict {
        match self {
            Self::Person => {
                world.prepare(MAIN, vec![booked(2, expert(1), person(2), 0, 2)]);
                Conflict::PersonSlotTaken
            }
            Self::Place => {
                world.prepare(MAIN, vec![booked(2, expert(2), person(2), 0, 1)]);
                Conflict::PlaceSlotTaken
            }
            Self::Command => {
                let known = world.log.last().unwrap().head.command;
                world.prepare(MAIN, vec![EntryUndone { seq: 1 }.into()]);
                world.batch[0].entry.head.command = known;
                Conflict::CommandTaken
            }
            Self::Seq => {
                let event = super::literal(bench.engine, world.event.uuid());
                let back = format!("UPDATE heads SET seq = seq - 1 WHERE event_id = {event}");
                assert_eq!(tamper(&bench.store, &back).await, 1);
                world.prepare(MAIN, vec![EntryUndone { seq: 1 }.into()]);
                Conflict::SeqTaken
            }
            Self::PublicOffset => {
                world.prepare(MAIN, vec![EntryUndone { seq: 1 }.into()]);
                world.batch[0].public_offset = Some(1);
                Conflict::PublicOffsetTaken
            }
            Self::PersonOffset => {
                world.prepare(MAIN, vec![EntryUndone { seq: 1 }.into()]);
                world.batch[0].person_offsets = vec![(person(1), 1)];
                Conflict::PersonOffsetTaken
            }
            Self::Badge => {
                let code = BadgeCode::from_bytes([9; 16]);
                let issued = |n| -> Change {
                    let badge = Badge {
                        person: person(n),
                        code,
                    };
                    BadgeIssued {
                        badge,
                        before: None,
                    }
                    .into()
                };
                world.prepare(MAIN, vec![issued(1), issued(2)]);
                Conflict::BadgeCodeTaken
            }
        }
    }
}

fn booked(n: u64, host: PersonId, guest: PersonId, slot_n: u16, table_n: u64) -> Change {
    MeetingBooked {
        meeting: MeetingId::example(n),
        host,
        guest,
        spot: Spot {
            slot: slot(slot_n),
            place: table(table_n),
        },
    }
    .into()
}

async fn break_sign_in(bench: &Bench) -> Vec<Conflict> {
    let store = &bench.store;
    let event = EventId::example(499);
    store.create_event(event, 1, Micros(1)).await.unwrap();
    let account = |id: u128, n: u64| Account {
        id: AccountId::from(uuid::Uuid::from_u128(id)),
        event,
        holder: Holder::Person(person(n)),
        created_at: Micros(1),
    };
    let first = account(1, 1);
    store.create_account(first).await.unwrap();
    let (token, later) = (b"token", Micros(10));
    store.issue_link(token, first.id, later).await.unwrap();
    store
        .create_sign_in(token, first.id, Micros(1), later)
        .await
        .unwrap();

    let outcomes = [
        store.create_event(event, 1, Micros(1)).await.map(drop),
        store.create_account(account(1, 2)).await,
        store.create_account(account(2, 1)).await,
        store.issue_link(token, first.id, later).await,
        store
            .create_sign_in(token, first.id, Micros(1), later)
            .await,
    ];
    let conflicts: Vec<_> = outcomes
        .into_iter()
        .map(|outcome| outcome.unwrap_err().conflict().unwrap())
        .collect();
    assert_eq!(
        conflicts,
        vec![
            Conflict::EventExists,
            Conflict::AccountExists,
            Conflict::HolderHasAccount,
            Conflict::LinkExists,
            Conflict::SignInExists,
        ]
    );
    conflicts
}

async fn break_users(bench: &Bench) -> Vec<Conflict> {
    let store = &bench.store;
    let user = |id: u128, email: &str| User {
        id: UserId::from(uuid::Uuid::from_u128(id)),
        email: email.to_owned(),
        email_folded: email.to_owned(),
        language: Tongue::French,
        created_at: Micros(1),
    };
    let first = user(1, "one@example.org");
    store.create_user(&first).await.unwrap();
    let link = || store.issue_user_link(b"link", first.id, Purpose::SignIn, "", Micros(10));
    let caller = Caller::default();
    let line = |n| super::users::line(n, Some(first.id), ConnectionOutcome::Entered);
    let entry = UserEntry {
        token: b"token",
        instead_of: None,
        user: first.id,
        stage: Stage::Full,
        caller: &caller,
        now: Micros(1),
        expires_at: Micros(10),
        forgets: None,
    };
    link().await.unwrap();
    store.enter_user(entry, &line(1)).await.unwrap();
    let outcomes = [
        store.create_user(&user(1, "two@example.org")).await,
        store.create_user(&user(2, "one@example.org")).await,
        link().await,
        store.enter_user(entry, &line(2)).await.map(drop),
    ];
    let conflicts: Vec<_> = outcomes
        .into_iter()
        .map(|outcome| outcome.unwrap_err().conflict().unwrap())
        .collect();
    assert_eq!(
        conflicts,
        vec![
            Conflict::UserExists,
            Conflict::EmailTaken,
            Conflict::UserLinkExists,
            Conflict::UserSignInExists,
        ]
    );
    conflicts
}

/// Keys that writing cannot break, because rows are put over those that are there or left out
/// beside them, deleted first, or only made together with their event.
const NEVER_BROKEN: &[&str] = &[
    "alerts_key",
    "announcements_key",
    "assignment_rules_key",
    "attempts_key",
    "attendance_key",
    "badges_key",
    // A fingerprint of 32 random bytes; the other is replaced.
    "calendar_feeds_key",
    "calendar_feeds_once",
    "cards_key",
    // Made of a time and 80 random bits, and never said by anybody outside.
    "connections_key",
    "consents_key",
    "contacts_key",
    // The file's id is made of a time and 80 random bits, and its pieces are counted.
    "file_chunks_key",
    // Made of the sides by the caller; looked for under the event's lock before it is inserted.
    "conversations_key",
    "heads_key",
    "journal_heads_key",
    // Its number is the next one under the journal's lock.
    "journal_lines_key",
    "jobs_key",
    "jobs_once",
    "letter_templates_key",
    "letters_key",
    "letters_once",
    "library_files_key",
    "meetings_key",
    // A second report of a message is none.
    "message_reports_key",
    "message_settings_key",
    "needs_key",
    "offers_key",
    "passwords_key",
    "persons_key",
    "places_key",
    "plan_proposals_key",
    "post_setups_key",
    "profile_changes_key",
    "profile_rights_key",
    "profile_sections_key",
    // A message has the id of its command, of which there is one; its number is the next one under
    // the event's lock.
    "private_messages_key",
    "private_messages_once",
    "profiles_key",
    "recovery_codes_key",
    // Ids of registrations, of their persons and of their files are made where they are used, of a
    // time and 80 random bits.
    "registration_files_key",
    "registration_forms_key",
    "registration_persons_key",
    "registrations_key",
    "requests_key",
    "resources_key",
    "seats_key",
    "second_factors_key",
    "sectors_key",
    "sessions_key",
    "setups_key",
    "site_feeds_key",
    "site_looks_key",
    "site_pages_key",
    "site_redirects_key",
    "site_texts_key",
    "site_versions_key",
    "sites_key",
    "slots_key",
    "staff_key",
    "stages_key",
    "thresholds_key",
    "travel_key",
    "vacancies_key",
    "vault_keys_key",
    "vocabularies_key",
];

async fn every_unique_constraint_has_a_meaning(bench: Arc<Bench>) {
    let found = schema::unique_constraints(&bench).await;
    let mapped: BTreeSet<_> = Conflict::TABLE
        .iter()
        .map(|(_, constraint, columns)| (constraint.to_string(), columns.to_string()))
        .collect();
    for (name, columns) in &found {
        let is_mapped = mapped.contains(&(name.clone(), columns.clone()));
        let is_never_broken = NEVER_BROKEN.contains(&name.as_str());
        assert!(
            is_mapped != is_never_broken,
            "{name} over {columns} needs a meaning in fault.rs"
        );
    }
    assert_eq!(found.len(), mapped.len() + NEVER_BROKEN.len());
}

async fn memory_that_differs_from_the_tables_cannot_double_book(bench: Arc<Bench>) {
    // Two nodes that both believe to be alone, the second one without catching up.
    let mut here = World::furnish(&bench.store).await;
    let mut there = World::load(&bench.store).await;
    here.prepare(MAIN, vec![booked(1, expert(1), person(1), 0, 1)]);
    here.commit(&bench.store).await;

    there.seq += 1;
    there.prepare(MAIN, vec![booked(2, expert(1), person(2), 0, 2)]);
    let tx = bench.store.begin(EVENT).await.unwrap();
    let fault = tx.commit(&there.batch, &there.state).await.unwrap_err();
    assert_eq!(fault.conflict(), Some(Conflict::PersonSlotTaken));
    super::assert_sound(&bench.store).await;
}
