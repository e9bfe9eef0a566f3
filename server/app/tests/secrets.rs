//! Secrets of second factors are sealed: the files of the store give nobody a code (SEC-12).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::sync::Arc;

use app::account::{
    Accounts, Caller, Email, Entry, NoPost, Password, SealingError, Tongue, Visitor, code_at,
};
use app::port::{Clock, FileVault, ManualClock, SeededRandom, Vault};
use app::testing::{self, EVENT, MORNING, Node, person};
use base64::Engine as _;
use store::Holder;
use store::testing::{Engine, TestDatabase};

const PASSWORD: &str = "tulipe cheval brume phare";

struct House {
    database: TestDatabase,
    node: Node,
    keys: tempfile::TempDir,
}

impl House {
    async fn open() -> Self {
        let database = testing::database(Engine::Sqlite).await.unwrap();
        let clock = ManualClock::at(MORNING);
        let node = Node::with_rules(&database, &clock, 2, testing::quick_rules()).await;
        let keys = tempfile::tempdir().unwrap();
        Self {
            database,
            node,
            keys,
        }
    }

    fn vault(&self, name: &str, seed: u64) -> Arc<FileVault> {
        let path = self.keys.path().join(name);
        Arc::new(FileVault::open_or_create(path, Arc::new(SeededRandom::new(seed))).unwrap())
    }

    fn accounts(&self, vault: Arc<dyn Vault>) -> Accounts {
        Accounts::with(
            self.node.store.clone(),
            Arc::new(self.node.clock.clone()),
            Arc::new(SeededRandom::new(9)),
            testing::quick_rules(),
            Arc::new(NoPost),
        )
        .sealing_with(vault)
    }

    /// Somebody who signed in with his password.
    async fn visitor(&self, accounts: &Accounts, n: u64) -> Visitor {
        let address = format!("person-{n}@mail.test");
        let email = Email::parse(&address).unwrap();
        let holder = Holder::Person(person(n));
        let user = accounts
            .give_to(EVENT, holder, &email, Tongue::French)
            .await;
        let link = accounts.password_link(user.unwrap().unwrap().id).await;
        let caller = Caller::default();
        accounts
            .choose_password(&link.unwrap(), Password::new(PASSWORD), &caller)
            .await
            .unwrap();
        let entered = accounts
            .enter_by_password(&address, Password::new(PASSWORD), None, &caller)
            .await
            .unwrap();
        let Entry::In(token) = entered else {
            panic!("nobody is in");
        };
        accounts.visitor(&token).await.unwrap().unwrap()
    }

    /// Sets a second factor up; the key as it was shown.
    async fn protect(&self, accounts: &Accounts, visitor: &Visitor) -> String {
        let key = accounts.enrolment(visitor).await.unwrap().unwrap().key;
        let code = code_at(&key, self.node.clock.now());
        let codes = accounts.confirm_factor(visitor, &code).await.unwrap();
        assert_eq!(codes.unwrap().len(), 10);
        key.replace(' ', "")
    }
}

/// How often the files of a store hold something.
fn occurrences(folder: &Path, needle: &[u8]) -> usize {
    let files = std::fs::read_dir(folder).unwrap();
    files
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .map(|bytes| {
            let windows = bytes.windows(needle.len());
            windows.filter(|window| *window == needle).count()
        })
        .sum()
}

/// The bytes of a key that was shown in letters and digits.
fn bytes_of(key: &str) -> Vec<u8> {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut bytes, mut held, mut n_bits) = (Vec::new(), 0_u32, 0_u32);
    for letter in key.bytes() {
        let value = ALPHABET.iter().position(|one| *one == letter).unwrap();
        held = held << 5 | u32::try_from(value).unwrap();
        n_bits += 5;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push(u8::try_from(held >> n_bits & 0xff).unwrap());
        }
    }
    bytes
}

#[tokio::test]
async fn a_copy_of_the_store_computes_no_code() {
    let house = House::open().await;
    let accounts = house.accounts(house.vault("keys", 1));
    accounts.check_keys().await.unwrap();
    let visitor = house.visitor(&accounts, 1).await;
    let key = house.protect(&accounts, &visitor).await;
    let secret = bytes_of(&key);
    assert_eq!(secret.len(), 20);
    let folder = house.database.folder().unwrap();
    let base64 = base64::engine::general_purpose::STANDARD.encode(&secret);
    let found = || {
        [&secret[..], key.as_bytes(), base64.as_bytes()].map(|needle| occurrences(folder, needle))
    };
    assert_eq!(found(), [0, 0, 0]);
    house.node.store.scrub().await.unwrap();
    assert_eq!(found(), [0, 0, 0]);
    let (stored, _) = house
        .node
        .store
        .second_factor(visitor.user.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stored.sealed_by, Some(1));
    assert_eq!(
        occurrences(folder, &stored.secret),
        1,
        "the search finds what is there"
    );
}

#[tokio::test]
async fn what_stood_as_it_is_is_sealed_and_leaves_the_files() {
    let house = House::open().await;
    let accounts = house.accounts(house.vault("keys", 1));
    accounts.check_keys().await.unwrap();
    let visitor = house.visitor(&accounts, 1).await;
    let secret: Vec<u8> = (0_u8..20).map(|n| n.wrapping_mul(37) ^ 0x5a).collect();
    let store = &house.node.store;
    let user = visitor.user.id;
    assert!(
        store
            .propose_second_factor(user, &secret, None)
            .await
            .unwrap()
    );
    store.scrub().await.unwrap();
    let folder = house.database.folder().unwrap();
    assert!(occurrences(folder, &secret) > 0);
    let shown = accounts.enrolment(&visitor).await.unwrap().unwrap().key;
    assert_eq!(bytes_of(&shown.replace(' ', "")), secret, "read as it is");

    assert_eq!(accounts.seal_secrets(false).await.unwrap(), 1);
    assert_eq!(accounts.seal_secrets(false).await.unwrap(), 0);
    assert_eq!(occurrences(folder, &secret), 0);
    let again = accounts.enrolment(&visitor).await.unwrap().unwrap().key;
    assert_eq!(again, shown);
    house.protect(&accounts, &visitor).await;
}

#[tokio::test]
async fn a_newer_key_takes_over_while_others_still_open() {
    let house = House::open().await;
    let vault = house.vault("keys", 1);
    let accounts = house.accounts(vault.clone());
    accounts.check_keys().await.unwrap();
    let first = house.visitor(&accounts, 1).await;
    house.protect(&accounts, &first).await;
    assert_eq!(vault.add_key().unwrap(), 2);
    accounts.check_keys().await.unwrap();
    let second = house.visitor(&accounts, 3).await;
    house.protect(&accounts, &second).await;
    let by = async |visitor: &Visitor| {
        let found = house.node.store.second_factor(visitor.user.id).await;
        found.unwrap().unwrap().0.sealed_by
    };
    assert_eq!((by(&first).await, by(&second).await), (Some(1), Some(2)));
    assert_eq!(accounts.seal_secrets(true).await.unwrap(), 1);
    assert_eq!((by(&first).await, by(&second).await), (Some(2), Some(2)));
    accounts.check_keys().await.unwrap();
}

#[tokio::test]
async fn a_node_with_other_keys_says_so_at_its_start() {
    let house = House::open().await;
    let accounts = house.accounts(house.vault("keys", 1));
    accounts.check_keys().await.unwrap();
    let visitor = house.visitor(&accounts, 1).await;
    house.protect(&accounts, &visitor).await;

    let stranger = house.accounts(house.vault("others", 2));
    let refused = stranger.check_keys().await.unwrap_err();
    assert!(
        matches!(refused, SealingError::NotOurs { number: 1, .. }),
        "{refused}"
    );
    assert!(refused.to_string().contains("Give this node the file"));
    let (before, _) = house
        .node
        .store
        .second_factor(visitor.user.id)
        .await
        .unwrap()
        .unwrap();
    // A key of the same number that is another one changes nothing of what is sealed.
    let newer = house.vault("others", 2);
    newer.add_key().unwrap();
    assert!(house.accounts(newer).seal_secrets(true).await.is_err());
    let (after, _) = house
        .node
        .store
        .second_factor(visitor.user.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(before, after);
}
