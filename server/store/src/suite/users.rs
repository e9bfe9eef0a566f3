//! Users: their logins, links, second factor, the log of connections, and their erasure.

use std::sync::Arc;

use protocol::Micros;
use uuid::Uuid;

use super::world::*;
use super::{Bench, another_node, on_both_engines, rows_everywhere};
use crate::testing::{Engine, TestDatabase};
use crate::{
    Account, AccountId, Caller, Connection, ConnectionOutcome, Ending, Holder, Options, Purpose,
    Ring, Stage, Store, TeamRole, Tongue, User, UserEntry, UserId, Way,
};

on_both_engines! {
    a_user_is_found_by_his_folded_address
    a_login_ends_with_everything_that_began_with_it
    all_other_logins_end_and_the_own_one_stays
    a_new_login_takes_the_place_of_the_one_before
    a_link_is_good_for_its_purpose_and_once
    a_new_password_ends_every_login_and_every_other_link
    a_code_is_taken_once_and_earlier_ones_never
    a_recovery_code_opens_once
    a_confirmed_second_factor_is_not_replaced
    failures_are_counted_in_a_row_and_forgotten_by_success
    the_log_is_kept_a_year_and_not_a_day_longer
    an_event_sees_its_own_connections_only
    who_left_the_team_holds_nothing_there
    an_account_is_one_users
    an_address_is_changed_by_its_link
    erasing_a_user_leaves_nothing_of_him
}

const TOKEN: &[u8] = b"user cookie";
const OTHER: &[u8] = b"another cookie";
const CHILD: &[u8] = b"event cookie";

fn user(n: u128) -> User {
    User {
        id: UserId::from(Uuid::from_u128(n)),
        email: format!("Person{n}@example.org"),
        email_folded: format!("person{n}@example.org"),
        language: Tongue::English,
        created_at: MORNING,
    }
}

fn account(n: u64, holder: Holder) -> Account {
    Account {
        id: AccountId::from(Uuid::from_u128(u128::from(n))),
        event: EVENT,
        holder,
        created_at: MORNING,
    }
}

pub(super) fn line(n: u128, user: Option<UserId>, outcome: ConnectionOutcome) -> Connection {
    Connection {
        id: Uuid::from_u128(n),
        at: Micros(n as i64),
        user,
        account: None,
        address: "192.0.2.7".into(),
        way: Way::Password,
        outcome,
    }
}

fn entry<'a>(token: &'a [u8], user: &User, caller: &'a Caller) -> UserEntry<'a> {
    UserEntry {
        token,
        instead_of: None,
        user: user.id,
        stage: Stage::Full,
        caller,
        now: Micros(10),
        expires_at: Micros(1_000),
        forgets: None,
    }
}

async fn enter(store: &Store, token: &[u8], user: &User) {
    let caller = Caller {
        address: "192.0.2.7".into(),
        device: "Firefox, Linux".into(),
    };
    let n = u128::from(token[0]) << 8 | token.len() as u128;
    let line = line(n, Some(user.id), ConnectionOutcome::Entered);
    store
        .enter_user(entry(token, user, &caller), &line)
        .await
        .unwrap();
}

async fn is_signed_in(store: &Store, token: &[u8]) -> bool {
    let found = store.find_user_sign_in(token, Micros(20)).await.unwrap();
    found.is_some()
}

async fn with_user(bench: &Bench) -> (User, Account) {
    World::furnish(&bench.store).await;
    let (user, account) = (user(1), account(1, Holder::Person(person(1))));
    bench.store.create_account(account).await.unwrap();
    let created = [(user.clone(), vec![account.id])];
    bench.store.create_users(&created).await.unwrap();
    (user, account)
}

async fn a_user_is_found_by_his_folded_address(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, account) = with_user(&bench).await;
    let by_email = |text: &'static str| store.find_user_by_email(text);
    let found = by_email("person1@example.org").await.unwrap();
    assert_eq!(found, Some((user.clone(), None)));
    assert_eq!(by_email("Person1@example.org").await.unwrap(), None);
    store.set_password(user.id, "$x$", Micros(5)).await.unwrap();
    let (_, phc) = by_email("person1@example.org").await.unwrap().unwrap();
    assert_eq!(phc.as_deref(), Some("$x$"));
    // Only what is still there is stretched further.
    store
        .strengthen_password(user.id, "$y$", "$z$")
        .await
        .unwrap();
    assert_eq!(store.password_of(user.id).await.unwrap().unwrap(), "$x$");
    store
        .strengthen_password(user.id, "$x$", "$z$")
        .await
        .unwrap();
    assert_eq!(store.password_of(user.id).await.unwrap().unwrap(), "$z$");
    let held = store.holdings(user.id).await.unwrap();
    assert_eq!(
        (held.len(), held[0].account, held[0].role),
        (1, account, None)
    );
}

async fn a_login_ends_with_everything_that_began_with_it(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, account) = with_user(&bench).await;
    let elsewhere = another_node(&bench, Options::default()).await;
    let mut doorbell = elsewhere.doorbell().await.unwrap();
    enter(store, TOKEN, &user).await;
    store
        .open_event(TOKEN, CHILD, account.id, Micros(11), Micros(900))
        .await
        .unwrap();
    // One that began otherwise stays.
    store
        .create_sign_in(OTHER, account.id, Micros(11), Micros(900))
        .await
        .unwrap();
    let left = line(99, Some(user.id), ConnectionOutcome::Left);
    let ended = store.leave_user(TOKEN, &left, Micros(12)).await.unwrap();
    assert_eq!(ended, vec![account.id]);
    assert!(!is_signed_in(store, TOKEN).await);
    assert_eq!(store.find_sign_in(CHILD, Micros(13)).await.unwrap(), None);
    assert!(
        store
            .find_sign_in(OTHER, Micros(13))
            .await
            .unwrap()
            .is_some()
    );
    if bench.engine == Engine::Postgres {
        let heard = tokio::time::timeout(super::DEADLINE, doorbell.next()).await;
        let account = account.id;
        assert_eq!(heard.unwrap(), Ring::SignIns { account });
    }
    drop(doorbell);
    elsewhere.close().await;
}

async fn all_other_logins_end_and_the_own_one_stays(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, account) = with_user(&bench).await;
    let tokens = [b"a".as_slice(), b"b", b"c"];
    for token in tokens {
        enter(store, token, &user).await;
    }
    store
        .open_event(b"b", CHILD, account.id, Micros(11), Micros(900))
        .await
        .unwrap();
    let listed = store.user_sign_ins(user.id, Micros(20)).await.unwrap();
    assert_eq!(listed.len(), 3);
    let second = store.find_user_sign_in(b"b", Micros(20)).await.unwrap();
    let ended = store
        .end_user_sign_ins(user.id, Ending::One(second.unwrap().mark), Micros(21))
        .await
        .unwrap();
    assert_eq!(ended, vec![account.id]);
    assert!(!is_signed_in(store, b"b").await);
    store
        .end_user_sign_ins(user.id, Ending::Others(b"a"), Micros(21))
        .await
        .unwrap();
    assert!(is_signed_in(store, b"a").await);
    assert!(!is_signed_in(store, b"c").await);
}

async fn a_new_login_takes_the_place_of_the_one_before(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, _) = with_user(&bench).await;
    let caller = Caller::default();
    let first = line(1, Some(user.id), ConnectionOutcome::HalfWay);
    let half = UserEntry {
        stage: Stage::Code,
        ..entry(TOKEN, &user, &caller)
    };
    let known = store.enter_user(half, &first).await.unwrap();
    assert_eq!(known, (false, false), "nobody was ever whole in before");
    let full = UserEntry {
        instead_of: Some(TOKEN),
        ..entry(OTHER, &user, &caller)
    };
    let second = line(2, Some(user.id), ConnectionOutcome::Entered);
    store.enter_user(full, &second).await.unwrap();
    assert!(!is_signed_in(store, TOKEN).await);
    let third = line(3, Some(user.id), ConnectionOutcome::Entered);
    let again = entry(b"third", &user, &caller);
    let known = store.enter_user(again, &third).await.unwrap();
    assert_eq!(known, (true, true));
}

async fn a_link_is_good_for_its_purpose_and_once(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, _) = with_user(&bench).await;
    store
        .issue_user_link(TOKEN, user.id, Purpose::SignIn, "", Micros(100))
        .await
        .unwrap();
    let consume = |purpose, at| store.consume_user_link(TOKEN, purpose, Micros(at));
    assert_eq!(consume(Purpose::Password, 5).await.unwrap(), None);
    assert_eq!(consume(Purpose::SignIn, 100).await.unwrap(), None);
    for _ in 0..3 {
        let looked = store
            .find_user_link(TOKEN, Purpose::SignIn, Micros(5))
            .await;
        assert!(looked.unwrap().is_some(), "looking uses nothing up");
    }
    let used = consume(Purpose::SignIn, 5).await.unwrap();
    assert_eq!(used.unwrap().user, user.id);
    assert_eq!(consume(Purpose::SignIn, 5).await.unwrap(), None);
}

async fn a_new_password_ends_every_login_and_every_other_link(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, account) = with_user(&bench).await;
    enter(store, TOKEN, &user).await;
    store
        .open_event(TOKEN, CHILD, account.id, Micros(11), Micros(900))
        .await
        .unwrap();
    for token in [b"one", b"two"] {
        store
            .issue_user_link(token, user.id, Purpose::Password, "", Micros(100))
            .await
            .unwrap();
    }
    let line = line(50, None, ConnectionOutcome::Entered);
    let reset = |token: &'static [u8]| store.reset_password(token, "$new$", &line, Micros(20));
    let done = reset(b"one").await.unwrap();
    assert_eq!(done, Some((user.id, vec![account.id])));
    assert!(!is_signed_in(store, TOKEN).await);
    assert_eq!(reset(b"one").await.unwrap(), None);
    assert_eq!(reset(b"two").await.unwrap(), None, "the other is dead too");
    assert_eq!(store.password_of(user.id).await.unwrap().unwrap(), "$new$");
}

async fn a_code_is_taken_once_and_earlier_ones_never(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, _) = with_user(&bench).await;
    store
        .propose_second_factor(user.id, b"secret", None)
        .await
        .unwrap();
    assert!(!store.take_code(user.id, 7).await.unwrap(), "not confirmed");
    let confirmed = store
        .confirm_second_factor(user.id, 10, &[], Micros(1))
        .await;
    assert!(confirmed.unwrap());
    for (step, expected) in [
        (10, false),
        (9, false),
        (12, true),
        (12, false),
        (11, false),
    ] {
        assert_eq!(
            store.take_code(user.id, step).await.unwrap(),
            expected,
            "{step}"
        );
    }
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (store, id) = (store.clone(), user.id);
        tries.spawn(async move { store.take_code(id, 20).await.unwrap() });
    }
    let n_taken = tries.join_all().await.into_iter().filter(|is| *is).count();
    assert_eq!(n_taken, 1);
}

async fn a_recovery_code_opens_once(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, _) = with_user(&bench).await;
    store
        .propose_second_factor(user.id, b"secret", None)
        .await
        .unwrap();
    let codes = vec![b"aaaa".to_vec(), b"bbbb".to_vec()];
    store
        .confirm_second_factor(user.id, 10, &codes, Micros(1))
        .await
        .unwrap();
    let n_left = async || store.second_factor(user.id).await.unwrap().unwrap().1;
    assert_eq!(n_left().await, 2);
    let take = |code: &'static [u8]| store.take_recovery_code(user.id, code, Micros(2));
    assert!(take(b"aaaa").await.unwrap());
    assert!(!take(b"aaaa").await.unwrap());
    assert!(!take(b"cccc").await.unwrap());
    assert_eq!(n_left().await, 1);
    store
        .replace_recovery_codes(user.id, &[b"dddd".to_vec()])
        .await
        .unwrap();
    assert!(!take(b"bbbb").await.unwrap());
    assert!(take(b"dddd").await.unwrap());
    store.remove_second_factor(user.id).await.unwrap();
    assert_eq!(store.second_factor(user.id).await.unwrap(), None);
}

async fn a_confirmed_second_factor_is_not_replaced(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, _) = with_user(&bench).await;
    assert!(
        store
            .propose_second_factor(user.id, b"one", None)
            .await
            .unwrap()
    );
    assert!(
        store
            .propose_second_factor(user.id, b"two", None)
            .await
            .unwrap()
    );
    store
        .confirm_second_factor(user.id, 1, &[], Micros(1))
        .await
        .unwrap();
    assert!(
        !store
            .propose_second_factor(user.id, b"three", None)
            .await
            .unwrap()
    );
    let again = store
        .confirm_second_factor(user.id, 2, &[], Micros(1))
        .await;
    assert!(!again.unwrap());
    let (factor, _) = store.second_factor(user.id).await.unwrap().unwrap();
    assert_eq!((factor.secret, factor.last_step), (b"two".to_vec(), 1));
}

async fn failures_are_counted_in_a_row_and_forgotten_by_success(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, _) = with_user(&bench).await;
    for n in 1..=3 {
        let refused = line(n, None, ConnectionOutcome::Refused);
        store
            .count_failure(b"subject", Some(&refused), Micros(n as i64))
            .await
            .unwrap();
    }
    let counted = store.attempts(b"subject").await.unwrap();
    assert_eq!((counted.n_failed, counted.failed_at), (3, Micros(3)));
    assert_eq!(store.attempts(b"other").await.unwrap().n_failed, 0);
    let caller = Caller::default();
    let success = UserEntry {
        forgets: Some(b"subject"),
        ..entry(TOKEN, &user, &caller)
    };
    let entered = line(9, Some(user.id), ConnectionOutcome::Entered);
    store.enter_user(success, &entered).await.unwrap();
    assert_eq!(store.attempts(b"subject").await.unwrap().n_failed, 0);
}

async fn the_log_is_kept_a_year_and_not_a_day_longer(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, _) = with_user(&bench).await;
    let logged = Connection {
        at: MORNING,
        ..line(1, Some(user.id), ConnectionOutcome::Entered)
    };
    store.log_connection(&logged).await.unwrap();
    let year = crate::CONNECTION_LOG_DAYS * 24 * 60 * 60 * 1_000_000;
    assert_eq!(year, 365 * 86_400 * 1_000_000);
    let n_after = async |at: i64| {
        store.sweep_expired(Micros(at)).await.unwrap();
        store.connections(EVENT, None, 10).await.unwrap().len()
    };
    assert_eq!(n_after(MORNING.0 + year - 1).await, 1);
    assert_eq!(n_after(MORNING.0 + year).await, 0);
}

async fn an_event_sees_its_own_connections_only(bench: Arc<Bench>) {
    let store = &bench.store;
    let (mine, account) = with_user(&bench).await;
    let elsewhere = protocol::id::EventId::example(77);
    store.create_event(elsewhere, 1, Micros(1)).await.unwrap();
    let theirs = user(2);
    let other = Account {
        event: elsewhere,
        ..super::users::account(2, Holder::Person(person(2)))
    };
    store.create_account(other).await.unwrap();
    store
        .create_users(&[(theirs.clone(), vec![other.id])])
        .await
        .unwrap();
    for (n, user, account) in [
        (1, Some(mine.id), None),
        (2, Some(theirs.id), None),
        (3, None, Some(account.id)),
        (4, None, Some(other.id)),
        (5, None, None),
        (6, Some(mine.id), Some(account.id)),
    ] {
        let logged = Connection {
            account,
            ..line(n, user, ConnectionOutcome::Entered)
        };
        store.log_connection(&logged).await.unwrap();
    }
    let seen = async |event, before: Option<u128>, n_max| -> Vec<u128> {
        let before = before.map(Uuid::from_u128);
        let lines = store.connections(event, before, n_max).await.unwrap();
        lines.into_iter().map(|line| line.id.as_u128()).collect()
    };
    assert_eq!(seen(EVENT, None, 10).await, vec![6, 3, 1]);
    assert_eq!(seen(EVENT, None, 2).await, vec![6, 3]);
    assert_eq!(seen(EVENT, Some(3), 2).await, vec![1]);
    assert_eq!(seen(elsewhere, None, 10).await, vec![4, 2]);
}

async fn who_left_the_team_holds_nothing_there(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, _) = with_user(&bench).await;
    let mine = account(5, Holder::Staff(protocol::id::StaffId::example(1)));
    let gone = account(6, Holder::Staff(protocol::id::StaffId::example(99)));
    store.create_accounts(&[mine, gone]).await.unwrap();
    for held in [mine.id, gone.id] {
        assert!(store.give_account(held, user.id).await.unwrap());
    }
    let held = store.holdings(user.id).await.unwrap();
    let roles: Vec<_> = held
        .iter()
        .map(|held| (held.account.id, held.role))
        .collect();
    assert!(
        roles.contains(&(mine.id, Some(TeamRole::Main))),
        "{roles:?}"
    );
    assert!(!held.iter().any(|held| held.account.id == gone.id));
}

async fn an_account_is_one_users(bench: Arc<Bench>) {
    let store = &bench.store;
    let (first, account) = with_user(&bench).await;
    let second = user(2);
    store.create_user(&second).await.unwrap();
    assert!(!store.give_account(account.id, second.id).await.unwrap());
    assert!(store.give_account(account.id, first.id).await.unwrap());
    let whose = store.user_of_account(account.id).await.unwrap();
    assert_eq!(whose, Some(first.id));
    let listed = store.users_at(EVENT).await.unwrap();
    assert_eq!(listed, vec![(first.id, first.email, account)]);
}

async fn an_address_is_changed_by_its_link(bench: Arc<Bench>) {
    let store = &bench.store;
    let (first, _) = with_user(&bench).await;
    store.create_user(&user(2)).await.unwrap();
    for (token, to) in [(b"new", "New@example.org"), (b"two", "person2@EXAMPLE.org")] {
        store
            .issue_user_link(token, first.id, Purpose::Email, to, Micros(100))
            .await
            .unwrap();
    }
    let fold = |text: &str| text.to_ascii_lowercase();
    let taken = store.confirm_email(b"two", fold, Micros(1)).await;
    assert_eq!(
        taken.unwrap_err().conflict(),
        Some(crate::Conflict::EmailTaken)
    );
    let changed = store.confirm_email(b"new", fold, Micros(1)).await.unwrap();
    let (before, after) = changed.unwrap();
    assert_eq!((before, &*after), (first.clone(), "New@example.org"));
    let found = store.find_user_by_email("new@example.org").await.unwrap();
    assert_eq!(found.unwrap().0.id, first.id);
    assert_eq!(
        store.confirm_email(b"new", fold, Micros(1)).await.unwrap(),
        None
    );
}

/// Gives a user a row in every table that can hold one.
async fn leave_traces(store: &Store, user: &User, account: Account) {
    enter(store, TOKEN, user).await;
    store
        .open_event(TOKEN, CHILD, account.id, Micros(11), Micros(900))
        .await
        .unwrap();
    store
        .set_password(user.id, "$phc$", Micros(1))
        .await
        .unwrap();
    store
        .propose_second_factor(user.id, b"secret", None)
        .await
        .unwrap();
    store
        .confirm_second_factor(user.id, 1, &[b"code".to_vec()], Micros(1))
        .await
        .unwrap();
    store
        .issue_user_link(
            OTHER,
            user.id,
            Purpose::Email,
            "other@example.org",
            Micros(100),
        )
        .await
        .unwrap();
    store
        .issue_link(OTHER, account.id, Micros(100))
        .await
        .unwrap();
}

async fn erasing_a_user_leaves_nothing_of_him(bench: Arc<Bench>) {
    let store = &bench.store;
    let (user, account) = with_user(&bench).await;
    let mut expected = rows_everywhere(store).await;
    leave_traces(store, &user, account).await;
    let whole = rows_everywhere(store).await;
    for table in [
        "users",
        "passwords",
        "second_factors",
        "recovery_codes",
        "user_links",
    ] {
        assert_eq!(whole[table], 1, "{table} has a trace of him");
    }
    assert!(store.erase_user(user.id).await.unwrap());
    assert!(!store.erase_user(user.id).await.unwrap());
    expected.insert("users", 0);
    expected.insert("accounts", 0);
    expected.insert("connections", whole["connections"]);
    assert_eq!(rows_everywhere(store).await, expected);
    let (who, from): (i64, i64) = {
        let mut open = store.pools.reading().await.unwrap();
        open.link()
            .one(
                "looking for traces",
                "SELECT COUNT(user_id), COUNT(CASE WHEN address <> '' THEN 1 END) FROM connections",
                Vec::new(),
            )
            .await
            .unwrap()
    };
    assert_eq!(
        (who, from),
        (0, 0),
        "that something happened stays, not who"
    );
    store.scrub_users().await.unwrap();
}

#[tokio::test]
async fn an_erased_users_address_is_in_no_file_of_sqlite() {
    const CANARY: &str = "kanarienvogel.zwitscher@example.org";
    let database = TestDatabase::new(Engine::Sqlite).await.unwrap();
    let store = database.open().await;
    World::furnish(&store).await;
    let account = account(1, Holder::Person(person(1)));
    store.create_account(account).await.unwrap();
    let user = User {
        email: CANARY.into(),
        email_folded: CANARY.into(),
        ..user(1)
    };
    let created = [(user.clone(), vec![account.id])];
    store.create_users(&created).await.unwrap();
    leave_traces(&store, &user, account).await;
    let occurrences = || -> usize {
        std::fs::read_dir(database.folder().unwrap())
            .unwrap()
            .map(|file| std::fs::read(file.unwrap().path()).unwrap())
            .map(|bytes| {
                let windows = bytes.windows(CANARY.len());
                windows
                    .filter(|window| *window == CANARY.as_bytes())
                    .count()
            })
            .sum()
    };
    store.scrub().await.unwrap();
    assert!(occurrences() >= 2, "the search finds what is there");
    store.erase_user(user.id).await.unwrap();
    store.scrub_users().await.unwrap();
    assert_eq!(occurrences(), 0);
    store.close().await;
}
