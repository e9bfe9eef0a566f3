//! Accounts, links that work once, and sign-ins that end.

use std::sync::Arc;

use protocol::id::StaffId;
use protocol::{Actor, Micros};
use uuid::Uuid;

use super::world::*;
use super::{Bench, on_both_engines, rows_everywhere};
use crate::{Account, AccountId, Conflict, Holder, SignIn};

on_both_engines! {
    accounts_are_found_by_id_and_by_holder
    a_link_signs_in_once
    of_many_who_use_a_link_one_gets_in
    an_expired_or_unknown_link_signs_nobody_in
    a_failed_exchange_does_not_burn_the_link
    a_sign_in_ends_by_time_or_revocation
    what_has_expired_is_swept
    a_deleted_account_takes_everything_with_it
}

const LINK: &[u8] = b"link token";
const COOKIE: &[u8] = b"cookie token";

fn account(n: u64) -> Account {
    Account {
        id: AccountId::new(MORNING, n.to_be_bytes().repeat(2)[..10].try_into().unwrap()),
        event: EVENT,
        holder: Holder::Person(person(n)),
        created_at: MORNING,
    }
}

async fn with_account(bench: &Bench) -> Account {
    World::create(&bench.store, EVENT).await;
    let account = account(1);
    bench.store.create_account(account).await.unwrap();
    account
}

async fn accounts_are_found_by_id_and_by_holder(bench: Arc<Bench>) {
    let store = &bench.store;
    let first = with_account(&bench).await;
    let team = Account {
        holder: Holder::Staff(StaffId::example(1)),
        ..account(2)
    };
    let many: Vec<_> = (3..1_503).map(account).chain([team]).collect();
    store.create_accounts(&many).await.unwrap();

    for known in [first, team, many[700]] {
        assert_eq!(store.find_account(known.id).await.unwrap(), Some(known));
        let found = store.find_account_of(EVENT, known.holder).await.unwrap();
        assert_eq!(found, Some(known));
    }
    let nobody = Holder::Staff(StaffId::example(9));
    assert_eq!(store.find_account_of(EVENT, nobody).await.unwrap(), None);
    let unknown = AccountId::from(Uuid::nil());
    assert_eq!(store.find_account(unknown).await.unwrap(), None);
    assert_eq!(Actor::from(team.holder), Actor::Staff(StaffId::example(1)));

    // All or none.
    let before = rows_everywhere(store).await;
    let refused = store.create_accounts(&[account(9_000), first]).await;
    let conflict = refused.unwrap_err().conflict();
    assert!(matches!(
        conflict,
        Some(Conflict::AccountExists | Conflict::HolderHasAccount)
    ));
    assert_eq!(rows_everywhere(store).await, before);
}

async fn a_link_signs_in_once(bench: Arc<Bench>) {
    let store = &bench.store;
    let account = with_account(&bench).await;
    store
        .issue_link(LINK, account.id, Micros(100))
        .await
        .unwrap();
    let exchange = || store.exchange_link(LINK, COOKIE, Micros(50), Micros(500));
    assert_eq!(exchange().await.unwrap(), Some(account));
    assert_eq!(exchange().await.unwrap(), None);
    assert_eq!(store.consume_link(LINK, Micros(50)).await.unwrap(), None);
    let expected = SignIn {
        account,
        created_at: Micros(50),
        seen_at: Micros(50),
        expires_at: Micros(500),
    };
    let found = store.find_sign_in(COOKIE, Micros(60)).await.unwrap();
    assert_eq!(found, Some(expected));
}

async fn of_many_who_use_a_link_one_gets_in(bench: Arc<Bench>) {
    let account = with_account(&bench).await;
    let store = &bench.store;
    store
        .issue_link(LINK, account.id, Micros(100))
        .await
        .unwrap();
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let store = store.clone();
        tries.spawn(async move { store.consume_link(LINK, Micros(1)).await.unwrap() });
    }
    let outcomes = tries.join_all().await;
    let winners: Vec<_> = outcomes.into_iter().flatten().collect();
    assert_eq!(winners, vec![account.id]);
}

async fn an_expired_or_unknown_link_signs_nobody_in(bench: Arc<Bench>) {
    let account = with_account(&bench).await;
    let store = &bench.store;
    store
        .issue_link(LINK, account.id, Micros(100))
        .await
        .unwrap();
    for (token, now) in [(LINK, 100), (LINK, 101), (COOKIE, 1), (b"".as_slice(), 1)] {
        assert_eq!(store.consume_link(token, Micros(now)).await.unwrap(), None);
    }
    let used = store.consume_link(LINK, Micros(99)).await.unwrap();
    assert_eq!(used, Some(account.id));
}

async fn a_failed_exchange_does_not_burn_the_link(bench: Arc<Bench>) {
    let account = with_account(&bench).await;
    let store = &bench.store;
    store
        .issue_link(LINK, account.id, Micros(100))
        .await
        .unwrap();
    store
        .create_sign_in(COOKIE, account.id, Micros(1), Micros(500))
        .await
        .unwrap();
    let taken = store
        .exchange_link(LINK, COOKIE, Micros(50), Micros(500))
        .await;
    assert_eq!(taken.unwrap_err().conflict(), Some(Conflict::SignInExists));
    let other = b"another cookie";
    let exchanged = store
        .exchange_link(LINK, other, Micros(50), Micros(500))
        .await;
    assert_eq!(exchanged.unwrap(), Some(account));
}

async fn a_sign_in_ends_by_time_or_revocation(bench: Arc<Bench>) {
    let account = with_account(&bench).await;
    let store = &bench.store;
    let cookies = [b"one".as_slice(), b"two", b"three"];
    for cookie in cookies {
        store
            .create_sign_in(cookie, account.id, Micros(1), Micros(100))
            .await
            .unwrap();
    }
    let is_in_force = async |cookie: &[u8], now| {
        store
            .find_sign_in(cookie, Micros(now))
            .await
            .unwrap()
            .is_some()
    };
    assert!(is_in_force(b"one", 99).await);
    assert!(!is_in_force(b"one", 100).await);
    assert!(!is_in_force(b"four", 2).await);

    assert!(store.revoke_sign_in(b"one", Micros(2)).await.unwrap());
    assert!(!store.revoke_sign_in(b"one", Micros(3)).await.unwrap());
    assert!(!is_in_force(b"one", 4).await);
    assert!(is_in_force(b"two", 4).await);
    assert_eq!(
        store
            .revoke_sign_ins_of(account.id, Micros(5))
            .await
            .unwrap(),
        2
    );
    assert!(!is_in_force(b"two", 6).await);
}

async fn what_has_expired_is_swept(bench: Arc<Bench>) {
    let account = with_account(&bench).await;
    let store = &bench.store;
    for (n, expires_at) in [(1_u8, 10), (2, 20)] {
        store
            .issue_link(&[n], account.id, Micros(expires_at))
            .await
            .unwrap();
        store
            .create_sign_in(&[n], account.id, Micros(1), Micros(expires_at))
            .await
            .unwrap();
    }
    assert_eq!(store.sweep_expired(Micros(9)).await.unwrap(), 0);
    assert_eq!(store.sweep_expired(Micros(10)).await.unwrap(), 2);
    assert!(
        store
            .find_sign_in(&[2], Micros(11))
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(store.sweep_expired(Micros(20)).await.unwrap(), 2);
}

async fn a_deleted_account_takes_everything_with_it(bench: Arc<Bench>) {
    let account = with_account(&bench).await;
    let store = &bench.store;
    let empty = {
        let mut rows = rows_everywhere(store).await;
        rows.insert("accounts", 0);
        rows
    };
    store
        .issue_link(LINK, account.id, Micros(100))
        .await
        .unwrap();
    store
        .create_sign_in(COOKIE, account.id, Micros(1), Micros(100))
        .await
        .unwrap();
    assert!(store.delete_account(account.id).await.unwrap());
    assert!(!store.delete_account(account.id).await.unwrap());
    assert_eq!(rows_everywhere(store).await, empty);
}

#[tokio::test]
async fn tokens_are_not_in_the_files() {
    let database = crate::testing::TestDatabase::new(crate::testing::Engine::Sqlite)
        .await
        .unwrap();
    let store = database.open().await;
    World::create(&store, EVENT).await;
    store.create_account(account(1)).await.unwrap();
    store
        .issue_link(LINK, account(1).id, Micros(100))
        .await
        .unwrap();
    store
        .create_sign_in(COOKIE, account(1).id, Micros(1), Micros(100))
        .await
        .unwrap();
    for file in std::fs::read_dir(database.folder().unwrap()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for token in [LINK, COOKIE] {
            assert!(!bytes.windows(token.len()).any(|window| window == token));
        }
    }
    store.close().await;
}
