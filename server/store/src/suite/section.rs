//! Sections of profiles are written over what was seen or not at all, changes stand with them, and
//! nothing stays of who is forgotten.

use std::sync::Arc;

use protocol::id::*;
use protocol::site::Language;
use protocol::{Actor, Micros};

use super::world::*;
use super::{Bench, on_both_engines};
use crate::{
    ChangeState, Fault, Profile, ProfileChange, ProfileChangeHead, ProfileRights, ProfileSection,
    ProfileWrite, SectionKey,
};

on_both_engines! {
    a_section_is_written_over_what_was_seen_with_everything_beside_it
    changes_are_listed_by_state_and_the_oldest_are_let_go
    nobody_who_left_is_written_about_again
    who_is_forgotten_leaves_nothing_that_he_said
}

/// The company of the world's first person.
fn company(world: &World) -> CompanyId {
    world.state.person(person(1)).unwrap().company
}

fn section(key: SectionKey, revision: u64, text: &str) -> ProfileSection {
    ProfileSection {
        key,
        revision,
        language: Language::English,
        answers: format!(r#"{{"company":{{"name":["{text}"]}}}}"#),
        waiting: None,
        updated_at: Micros(10),
    }
}

fn change(n: u64, key: SectionKey, state: ChangeState) -> ProfileChange {
    ProfileChange {
        head: ProfileChangeHead {
            id: DeskId::example(n),
            key,
            state,
            revision: n,
            language: Language::French,
            made_at: Micros(i64::try_from(n).unwrap()),
            made_by: Actor::Person(person(1)),
            decided_at: None,
            decided_by: Actor::System,
        },
        before: "{}".into(),
        after: r#"{"people":[]}"#.into(),
        reason: "é".into(),
    }
}

async fn write(bench: &Bench, world: &World, write: &ProfileWrite) -> Result<(), Fault> {
    let mut tx = bench.store.begin(EVENT).await.unwrap();
    match tx.write_profile(write).await {
        Ok(()) => {
            tx.commit(&[], &world.state).await.unwrap();
            Ok(())
        }
        Err(fault) => {
            tx.roll_back().await.unwrap();
            Err(fault)
        }
    }
}

async fn a_section_is_written_over_what_was_seen_with_everything_beside_it(bench: Arc<Bench>) {
    let store = &bench.store;
    let world = World::furnish(store).await;
    let company = company(&world);
    let keys = [
        SectionKey::Company(company),
        SectionKey::Products(company),
        SectionKey::Person(company, person(1)),
    ];
    let mut first = ProfileWrite {
        sections: keys.map(|key| (0, section(key, 1, "a"))).into(),
        changes: vec![change(1, keys[0], ChangeState::Waiting)],
        profile: Some(Profile {
            company,
            country: "FR".into(),
            postcode: String::new(),
            sector: String::new(),
            published: r#"{"fields":{}}"#.into(),
            updated_at: Micros(3),
        }),
        rights: Some((
            company,
            0,
            ProfileRights {
                revision: 1,
                editors: vec![person(2), person(1)],
            },
        )),
    };
    first.sections[0].1.waiting = Some(DeskId::example(1));
    write(&bench, &world, &first).await.unwrap();
    let mut found = store.profile_sections(EVENT, company).await.unwrap();
    found.sort_by_key(|one| one.key);
    let mut expected: Vec<_> = first.sections.iter().map(|(_, one)| one.clone()).collect();
    expected.sort_by_key(|one| one.key);
    assert_eq!(found, expected);
    assert!(store.profile(EVENT, company).await.unwrap().is_some());
    let kept = store.profile_rights(EVENT, company).await.unwrap();
    assert_eq!(
        Some(kept),
        first.rights.clone().map(|(_, _, rights)| rights)
    );
    let found = store
        .profile_change(EVENT, DeskId::example(1))
        .await
        .unwrap();
    assert_eq!(found.as_ref(), first.changes.first());

    // Over what nobody sees any more, nothing of a step is written.
    for stale in [0, 7] {
        let step = ProfileWrite {
            sections: vec![(stale, section(keys[1], 2, "b"))],
            changes: vec![change(2, keys[1], ChangeState::Applied)],
            ..ProfileWrite::default()
        };
        let refused = write(&bench, &world, &step).await;
        assert!(matches!(refused, Err(Fault::Stale { .. })), "{refused:?}");
    }
    let rights = ProfileWrite {
        rights: Some((company, 0, ProfileRights::default())),
        ..ProfileWrite::default()
    };
    assert!(write(&bench, &world, &rights).await.is_err());
    assert_eq!(store.profile_changes(EVENT, None).await.unwrap().len(), 1);
    let next = ProfileWrite {
        sections: vec![(1, section(keys[1], 2, "b"))],
        ..ProfileWrite::default()
    };
    write(&bench, &world, &next).await.unwrap();
}

async fn changes_are_listed_by_state_and_the_oldest_are_let_go(bench: Arc<Bench>) {
    let store = &bench.store;
    let world = World::furnish(store).await;
    let key = SectionKey::Company(company(&world));
    for n in 1..=110 {
        let state = if n == 1 {
            ChangeState::Waiting
        } else {
            ChangeState::Applied
        };
        let step = ProfileWrite {
            changes: vec![change(n, key, state)],
            ..ProfileWrite::default()
        };
        write(&bench, &world, &step).await.unwrap();
    }
    let waiting = store.profile_changes(EVENT, Some(ChangeState::Waiting));
    assert_eq!(waiting.await.unwrap().len(), 1, "however old it is");
    let all = store.profile_changes(EVENT, None).await.unwrap();
    assert_eq!(all.len(), 101);
    assert_eq!(all[0].id, DeskId::example(110), "the newest first");
    let of = store
        .profile_changes_of(EVENT, key.company())
        .await
        .unwrap();
    assert_eq!(of.len(), 101);
    let elsewhere = EventId::example(99);
    let none = store.profile_changes(elsewhere, None).await.unwrap();
    assert!(none.is_empty());
}

async fn nobody_who_left_is_written_about_again(bench: Arc<Bench>) {
    let world = World::furnish(&bench.store).await;
    let key = SectionKey::Person(company(&world), PersonId::example(9_999));
    let step = ProfileWrite {
        sections: vec![(0, section(key, 1, "x"))],
        ..ProfileWrite::default()
    };
    let refused = write(&bench, &world, &step).await;
    assert!(matches!(refused, Err(Fault::Stale { .. })), "{refused:?}");
}

async fn who_is_forgotten_leaves_nothing_that_he_said(bench: Arc<Bench>) {
    let store = &bench.store;
    let world = World::furnish(store).await;
    let own = company(&world);
    let other = world.state.person(person(2)).unwrap().company;
    let keys = [
        SectionKey::Company(own),
        SectionKey::Person(own, person(1)),
        SectionKey::Company(other),
    ];
    let step = ProfileWrite {
        sections: keys.map(|key| (0, section(key, 1, "x"))).into(),
        changes: vec![
            change(1, keys[0], ChangeState::Waiting),
            change(2, keys[2], ChangeState::Applied),
        ],
        ..ProfileWrite::default()
    };
    write(&bench, &world, &step).await.unwrap();
    store
        .forget_registrations_of(EVENT, person(1))
        .await
        .unwrap();
    store.scrub_registrations().await.unwrap();
    let left = store.profile_sections(EVENT, own).await.unwrap();
    let is_shared = own == other;
    assert_eq!(left.len(), usize::from(is_shared), "{left:?}");
    assert_eq!(store.profile_sections(EVENT, other).await.unwrap().len(), 1);
    // What he changed of others' goes too.
    assert!(store.profile_changes(EVENT, None).await.unwrap().is_empty());
}
