//! Registrations are written whole or not at all, belong to who has the secret, and leave nothing
//! behind.

use std::sync::Arc;

use protocol::id::*;
use protocol::site::Language;
use protocol::{Actor, Micros};

use super::world::*;
use super::{Bench, on_both_engines};
use crate::testing::{Engine, TestDatabase};
use crate::{
    AccountId, AssignmentRules, Attachment, Consent, Fault, Holder, NewHolder, Profile,
    Registration, RegistrationFilter, RegistrationForm, RegistrationHead, RegistrationState,
    RegistrationWrite, Sector, Tongue, User, UserId,
};

on_both_engines! {
    a_draft_is_found_by_its_secret_only_and_saved_over_what_was_seen
    a_decision_stands_with_its_profile_and_accounts_or_not_at_all
    lists_are_filtered_and_paged_and_twins_are_found
    a_form_is_edited_over_what_was_seen
    rules_of_assignment_are_edited_over_what_was_seen
    profiles_and_sectors_are_read_as_they_were_written
    who_is_forgotten_leaves_no_registration_and_no_profile
    old_drafts_are_swept_with_their_files
}

fn registration(n: u64, name: &str) -> Registration {
    Registration {
        head: RegistrationHead {
            id: RegistrationId::example(n),
            state: RegistrationState::Draft,
            revision: 1,
            language: Language::French,
            company: CompanyId::example(700 + n),
            title: name.into(),
            country: "FR".into(),
            sector: "naval".into(),
            postcode: "35000".into(),
            email: format!("r{n}@example.org"),
            is_on_site: false,
            created_at: Micros(i64::try_from(n).unwrap()),
            saved_at: Micros(10),
            submitted_at: None,
            decided_at: None,
        },
        name_folded: name.to_lowercase(),
        vat: format!("FR{n}"),
        answers: r#"{"company":{"name":["é"]}}"#.into(),
        verdicts: "{}".into(),
        reason: String::new(),
        wants_news: true,
        consented_at: Some(Micros(9)),
        notice_version: 3,
        decided_by: Actor::System,
    }
}

const fn secret(n: u8) -> [u8; 32] {
    [n; 32]
}

/// Two registrations with one secret.
pub(super) async fn begin_twice(bench: &Bench) -> crate::Conflict {
    let store = &bench.store;
    for n in [1, 2] {
        let one = registration(n, "x");
        if let Err(fault) = store.begin_registration(EVENT, &secret(1), &one).await {
            return fault.conflict().unwrap();
        }
    }
    panic!("a secret is nobody's twice")
}

fn submitted(n: u64, name: &str) -> Registration {
    let mut one = registration(n, name);
    one.head.state = RegistrationState::Submitted;
    one.head.submitted_at = Some(Micros(100 + i64::try_from(n).unwrap()));
    one
}

async fn a_draft_is_found_by_its_secret_only_and_saved_over_what_was_seen(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let mut draft = registration(1, "Mer SA");
    store
        .begin_registration(EVENT, &secret(1), &draft)
        .await
        .unwrap();
    let twice = store
        .begin_registration(EVENT, &secret(1), &registration(2, "x"))
        .await;
    assert!(twice.unwrap_err().conflict().is_some());
    let found = store.find_registration(EVENT, &secret(1)).await.unwrap();
    assert_eq!(found.as_ref(), Some(&draft));
    assert_eq!(
        store.find_registration(EVENT, &secret(2)).await.unwrap(),
        None
    );
    let other = EventId::example(99);
    assert_eq!(
        store.find_registration(other, &secret(1)).await.unwrap(),
        None
    );
    draft.head.revision = 2;
    draft.head.title = "Mer SAS".into();
    assert!(store.save_draft(EVENT, 1, &draft).await.unwrap());
    draft.head.revision = 3;
    assert!(
        !store.save_draft(EVENT, 1, &draft).await.unwrap(),
        "seen before"
    );
    let (found, persons) = store
        .registration(EVENT, draft.head.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.head.revision, &*found.head.title), (2, "Mer SAS"));
    assert!(persons.is_empty());
    draft.head.state = RegistrationState::Submitted;
    assert!(store.save_draft(EVENT, 2, &draft).await.unwrap());
    assert!(
        !store.save_draft(EVENT, 3, &draft).await.unwrap(),
        "no draft any more"
    );
}

const fn consent() -> Consent {
    Consent {
        wording_version: 3,
        given_at: Micros(9),
        withdrawn_at: None,
    }
}

fn decision(seen: u64, of: &Registration) -> RegistrationWrite {
    let mut registration = of.clone();
    registration.head.state = RegistrationState::Validated;
    registration.head.revision = seen + 1;
    registration.decided_by = MAIN;
    registration.head.decided_at = Some(Micros(200));
    let person = person(1);
    RegistrationWrite {
        seen,
        secret: secret(9),
        persons: vec![person],
        profile: Some(Profile {
            company: registration.head.company,
            country: "FR".into(),
            postcode: "35000".into(),
            sector: "naval".into(),
            published: r#"{"fields":{}}"#.into(),
            updated_at: Micros(200),
        }),
        holders: vec![NewHolder {
            person,
            account: AccountId::new(Micros(5), [7; 10]),
            user: User {
                id: UserId::new(Micros(5), [8; 10]),
                email: "Claire@example.org".into(),
                email_folded: "claire@example.org".into(),
                language: Tongue::French,
                created_at: Micros(5),
            },
            link: Some(([4; 32], Micros(i64::MAX))),
        }],
        consent: Some((person, consent())),
        registration,
    }
}

async fn a_decision_stands_with_its_profile_and_accounts_or_not_at_all(bench: Arc<Bench>) {
    let store = &bench.store;
    let world = World::furnish(store).await;
    let one = submitted(1, "Mer SA");
    store
        .begin_registration(EVENT, &secret(1), &one)
        .await
        .unwrap();

    let mut tx = store.begin(EVENT).await.unwrap();
    let stale = tx.write_registration(&decision(7, &one)).await.unwrap_err();
    assert!(matches!(stale, Fault::Stale { .. }), "{stale:?}");
    tx.roll_back().await.unwrap();
    let company = one.head.company;
    assert_eq!(store.profile(EVENT, company).await.unwrap(), None);
    let holder = Holder::Person(person(1));
    assert_eq!(store.find_account_of(EVENT, holder).await.unwrap(), None);

    let mut tx = store.begin(EVENT).await.unwrap();
    tx.write_registration(&decision(1, &one)).await.unwrap();
    tx.commit(&[], &world.state).await.unwrap();
    let (found, persons) = store
        .registration(EVENT, one.head.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.head.state, RegistrationState::Validated);
    assert_eq!((found.decided_by, persons), (MAIN, vec![person(1)]));
    assert!(store.profile(EVENT, company).await.unwrap().is_some());
    assert!(
        store
            .find_account_of(EVENT, holder)
            .await
            .unwrap()
            .is_some()
    );
    let (user, phc) = store
        .find_user_by_email("claire@example.org")
        .await
        .unwrap()
        .unwrap();
    assert_eq!((&*user.email, phc), ("Claire@example.org", None));
    let link = store
        .find_user_link(&[4; 32], crate::Purpose::Password, Micros(6))
        .await
        .unwrap();
    assert_eq!(link.unwrap().user, user.id);
}

async fn lists_are_filtered_and_paged_and_twins_are_found(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    for n in 1..=60 {
        let name = format!("firm_{n}");
        let byte = u8::try_from(n).unwrap();
        let one = submitted(n, &name);
        store
            .begin_registration(EVENT, &secret(byte), &one)
            .await
            .unwrap();
    }
    let draft = registration(70, "firm_7");
    store
        .begin_registration(EVENT, &secret(70), &draft)
        .await
        .unwrap();
    let mut filter = RegistrationFilter::default();
    let first = store.registrations(EVENT, &filter).await.unwrap();
    assert_eq!(first.len(), 51, "one more than a page");
    assert_eq!(
        first[0].title, "firm_1",
        "the oldest first, drafts left out"
    );
    filter.n_before = 50;
    assert_eq!(store.registrations(EVENT, &filter).await.unwrap().len(), 10);
    filter.n_before = 0;
    filter.name_folded = "m_7".into();
    let found = store.registrations(EVENT, &filter).await.unwrap();
    assert_eq!(found.len(), 1, "an underline is an underline");
    filter.name_folded = "100%".into();
    assert!(
        store
            .registrations(EVENT, &filter)
            .await
            .unwrap()
            .is_empty()
    );
    filter = RegistrationFilter {
        state: Some(RegistrationState::Draft),
        ..RegistrationFilter::default()
    };
    assert_eq!(store.registrations(EVENT, &filter).await.unwrap().len(), 1);
    let counts = store.count_registrations(EVENT).await.unwrap();
    assert_eq!(
        counts,
        [
            (RegistrationState::Draft, 1),
            (RegistrationState::Submitted, 60)
        ]
    );
    let alike = store.registrations_alike(EVENT, &draft).await.unwrap();
    assert_eq!(alike.len(), 1);
    let mut same_vat = registration(71, "elsewhere");
    same_vat.vat = "FR9".into();
    let alike = store.registrations_alike(EVENT, &same_vat).await.unwrap();
    assert_eq!(alike[0].title, "firm_9");
    same_vat.vat.clear();
    same_vat.name_folded.clear();
    assert!(
        store
            .registrations_alike(EVENT, &same_vat)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_form_is_edited_over_what_was_seen(bench: Arc<Bench>) {
    let store = &bench.store;
    let world = World::furnish(store).await;
    assert_eq!(store.registration_form(EVENT).await.unwrap(), None);
    let form = |revision| RegistrationForm {
        revision,
        definition: format!("{{\"n\":{revision}}}"),
    };
    for (seen, next) in [(0, 1), (1, 2)] {
        let mut tx = store.begin(EVENT).await.unwrap();
        tx.write_registration_form(seen, &form(next)).await.unwrap();
        tx.commit(&[], &world.state).await.unwrap();
    }
    let mut tx = store.begin(EVENT).await.unwrap();
    let stale = tx.write_registration_form(1, &form(3)).await.unwrap_err();
    assert!(matches!(stale, Fault::Stale { .. }));
    tx.roll_back().await.unwrap();
    assert_eq!(store.registration_form(EVENT).await.unwrap(), Some(form(2)));
}

async fn rules_of_assignment_are_edited_over_what_was_seen(bench: Arc<Bench>) {
    let store = &bench.store;
    let world = World::furnish(store).await;
    assert_eq!(store.assignment_rules(EVENT).await.unwrap(), None);
    let rules = |revision| AssignmentRules {
        revision,
        definition: format!("{{\"n\":{revision}}}"),
    };
    for (seen, next) in [(0, 1), (1, 2)] {
        let mut tx = store.begin(EVENT).await.unwrap();
        let written = tx.write_assignment_rules(seen, &rules(next)).await;
        written.unwrap();
        tx.commit(&[], &world.state).await.unwrap();
    }
    let mut tx = store.begin(EVENT).await.unwrap();
    for seen in [0, 1] {
        let stale = tx.write_assignment_rules(seen, &rules(3)).await;
        assert!(matches!(stale, Err(Fault::Stale { .. })));
    }
    tx.roll_back().await.unwrap();
    let kept = store.assignment_rules(EVENT).await.unwrap();
    assert_eq!(kept, Some(rules(2)));
}

fn profile(n: u64) -> Profile {
    Profile {
        company: CompanyId::example(n),
        country: "DE".into(),
        postcode: String::new(),
        sector: "naval".into(),
        published: CANARY.into(),
        updated_at: Micros(3),
    }
}

async fn profiles_and_sectors_are_read_as_they_were_written(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    let profiles = [profile(1), profile(2)];
    store.put_profiles(EVENT, &profiles).await.unwrap();
    store.put_profiles(EVENT, &profiles[1..]).await.unwrap();
    assert_eq!(store.profiles(EVENT).await.unwrap(), profiles);
    let sector = |code: &str| Sector {
        code: code.into(),
        french: "Énergies".into(),
        english: "Energies".into(),
    };
    let both = [sector("z"), sector("a")];
    store.put_sectors(EVENT, &both).await.unwrap();
    assert_eq!(
        store.sectors(EVENT).await.unwrap(),
        both,
        "in the organiser's order"
    );
    store.put_sectors(EVENT, &both[1..]).await.unwrap();
    assert_eq!(store.sectors(EVENT).await.unwrap(), both[1..]);
    let named = profiles.iter().filter(|one| !one.sector.is_empty()).count();
    let uses = store.sector_uses(EVENT).await.unwrap();
    let n: u64 = uses.iter().map(|(_, n)| n).sum();
    assert_eq!((n, uses.is_empty()), (named as u64, named == 0), "{uses:?}");
}

fn file(n: u64, of: u64) -> Attachment {
    Attachment {
        id: AttachmentId::example(n),
        registration: RegistrationId::example(of),
        field: "logo".into(),
        kind: "png".into(),
        name: CANARY.into(),
        n_bytes: 12,
        digest: [3; 32],
        created_at: Micros(4),
    }
}

async fn who_is_forgotten_leaves_no_registration_and_no_profile(bench: Arc<Bench>) {
    let store = &bench.store;
    let world = World::furnish(store).await;
    let one = submitted(1, "Mer SA");
    store
        .begin_registration(EVENT, &secret(1), &one)
        .await
        .unwrap();
    let is_kept = store
        .put_attachment(EVENT, &file(1, 1), RegistrationState::Submitted)
        .await;
    assert!(is_kept.unwrap());
    assert_eq!(
        store.attachments(EVENT, one.head.id).await.unwrap(),
        [file(1, 1)]
    );
    let mut tx = store.begin(EVENT).await.unwrap();
    tx.write_registration(&decision(1, &one)).await.unwrap();
    tx.commit(&[], &world.state).await.unwrap();
    let said = store.consent_of(EVENT, person(1)).await.unwrap();
    assert_eq!(said, Some(consent()));
    let given = store.consents(EVENT).await.unwrap();
    assert_eq!(given, [(person(1), consent())]);
    let alone = world.state.person(person(1)).unwrap().company;
    let only = world.state.persons().filter(|p| p.company == alone).count() == 1;
    let his = Profile {
        company: alone,
        ..profile(1)
    };
    store.put_profiles(EVENT, &[his]).await.unwrap();
    let files = store
        .forget_registrations_of(EVENT, person(1))
        .await
        .unwrap();
    assert_eq!(files, [AttachmentId::example(1)]);
    assert_eq!(store.registration(EVENT, one.head.id).await.unwrap(), None);
    assert_eq!(store.consent_of(EVENT, person(1)).await.unwrap(), None);
    let left = store.profile(EVENT, alone).await.unwrap();
    assert_eq!(left.is_none(), only);
    store.scrub_registrations().await.unwrap();
}

async fn old_drafts_are_swept_with_their_files(bench: Arc<Bench>) {
    let store = &bench.store;
    World::furnish(store).await;
    for (n, saved_at) in [(1, 10), (2, 50)] {
        let mut draft = registration(n, "x");
        draft.head.saved_at = Micros(saved_at);
        let byte = u8::try_from(n).unwrap();
        store
            .begin_registration(EVENT, &secret(byte), &draft)
            .await
            .unwrap();
        let is_kept = store
            .put_attachment(EVENT, &file(n, n), RegistrationState::Draft)
            .await;
        assert!(is_kept.unwrap());
    }
    let mut kept = submitted(3, "x");
    kept.head.saved_at = Micros(1);
    store
        .begin_registration(EVENT, &secret(3), &kept)
        .await
        .unwrap();
    let files = store.sweep_drafts(Micros(50)).await.unwrap();
    assert_eq!(files, [(EVENT, AttachmentId::example(1))]);
    assert_eq!(
        store.find_registration(EVENT, &secret(1)).await.unwrap(),
        None
    );
    assert!(
        store
            .find_registration(EVENT, &secret(2))
            .await
            .unwrap()
            .is_some()
    );
    assert!(
        store
            .find_registration(EVENT, &secret(3))
            .await
            .unwrap()
            .is_some()
    );
    let id = RegistrationId::example(2);
    assert!(
        store
            .forget_attachment(EVENT, id, AttachmentId::example(2))
            .await
            .unwrap()
    );
    assert!(
        !store
            .forget_attachment(EVENT, id, AttachmentId::example(2))
            .await
            .unwrap()
    );
}

const CANARY: &str = "Nachtigall-Zirpen-0815";

fn occurrences(folder: &std::path::Path) -> usize {
    let needle = CANARY.as_bytes();
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .map(|bytes| bytes.windows(needle.len()).filter(|w| *w == needle).count())
        .sum()
}

#[tokio::test]
async fn a_forgotten_registration_is_in_no_file_of_sqlite() {
    let database = TestDatabase::new(Engine::Sqlite).await.unwrap();
    let store = database.open().await;
    let world = World::furnish(&store).await;
    let mut one = submitted(1, CANARY);
    one.name_folded = CANARY.into();
    one.vat = CANARY.into();
    one.head.email = CANARY.into();
    one.answers = CANARY.repeat(900);
    one.reason = CANARY.into();
    store
        .begin_registration(EVENT, &secret(1), &one)
        .await
        .unwrap();
    let is_kept = store
        .put_attachment(EVENT, &file(1, 1), RegistrationState::Submitted)
        .await;
    assert!(is_kept.unwrap());
    let mut write = decision(1, &one);
    write.profile = None;
    let mut tx = store.begin(EVENT).await.unwrap();
    tx.write_registration(&write).await.unwrap();
    tx.commit(&[], &world.state).await.unwrap();
    let folder = database.folder().unwrap();
    store.scrub().await.unwrap();
    assert!(occurrences(folder) > 900, "the search finds what is there");
    store
        .forget_registrations_of(EVENT, person(1))
        .await
        .unwrap();
    store.scrub_registrations().await.unwrap();
    assert_eq!(occurrences(folder), 0);
    store.close().await;
}
