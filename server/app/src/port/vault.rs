//! Sealing secrets that must be read again: what a copy of the store alone does not give away.
//!
//! The keys stand in a file outside the store and its backups. They have numbers: the newest seals,
//! all of them open, so a key is replaced while the house is open (record 25).

mod keys;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::random::Random;

/// Bytes of a key.
const KEY_BYTES: usize = 32;

/// What a secret is and whose: a sealed one opens in no other place than its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it is for.
    pub purpose: &'static str,
    /// Whose it is.
    pub owner: [u8; 16],
}

/// A sealed secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The number of the key.
    pub key: u32,
    /// What was drawn for this sealing alone, the secret that nobody can read, and the proof that
    /// nobody altered either.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed(key {})", self.key)
    }
}

/// Why a secret was not sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The file of the keys cannot be read or written.
    #[error("the file of the keys of secrets, {}, fails: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line of the file is no key; nothing of it is said.
    #[error("line {line} of {} is no key of secrets", path.display())]
    NoKey {
        /// Which file.
        path: PathBuf,
        /// From one.
        line: usize,
    },
    /// There is no such key here.
    #[error("no key of the number {0} is in the file of the keys of secrets")]
    Unknown(u32),
    /// Another key, another place, or altered bytes.
    #[error("what was sealed with key {0} does not open with the key of that number here")]
    Closed(u32),
}

/// Seals and opens secrets.
pub trait Vault: Send + Sync + fmt::Debug {
    /// The number of the key that seals.
    fn newest(&self) -> u32;

    /// Seals a secret with the newest key.
    ///
    /// # Errors
    /// When nothing can be sealed here.
    fn seal(&self, place: Place, secret: &[u8]) -> Result<Sealed, VaultError>;

    /// Opens what was sealed for the same place.
    ///
    /// # Errors
    /// With another key, for another place, and when a byte was altered.
    fn open(&self, place: Place, sealed: &Sealed) -> Result<Vec<u8>, VaultError>;
}

type Keys = BTreeMap<u32, Key>;

/// A key as it is kept and as it works.
#[derive(Clone)]
struct Key {
    bytes: [u8; KEY_BYTES],
    ready: LessSafeKey,
}

impl Key {
    fn new(bytes: [u8; KEY_BYTES]) -> Self {
        let unbound = UnboundKey::new(&AES_256_GCM, &bytes).expect("the bytes are of its length");
        Self {
            bytes,
            ready: LessSafeKey::new(unbound),
        }
    }
}

/// The key's number is bound as well, so no sealing passes for that of another key.
fn bound(place: Place, key: u32) -> Vec<u8> {
    let mut bound = Vec::with_capacity(place.purpose.len() + 21);
    bound.extend_from_slice(&key.to_be_bytes());
    bound.extend_from_slice(&place.owner);
    bound.push(0);
    bound.extend_from_slice(place.purpose.as_bytes());
    bound
}

fn seal(keys: &Keys, random: &dyn Random, place: Place, secret: &[u8]) -> Sealed {
    let (number, key) = keys.last_key_value().expect("a vault has a key");
    let nonce: [u8; NONCE_LEN] = random.bytes();
    let mut sealed = secret.to_vec();
    key.ready
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(bound(place, *number)),
            &mut sealed,
        )
        .expect("a secret is far shorter than the longest text");
    Sealed {
        key: *number,
        bytes: [nonce.as_slice(), &sealed].concat(),
    }
}

fn open(keys: &Keys, place: Place, sealed: &Sealed) -> Result<Vec<u8>, VaultError> {
    let number = sealed.key;
    let key = keys.get(&number).ok_or(VaultError::Unknown(number))?;
    let (nonce, rest) = sealed
        .bytes
        .split_first_chunk::<NONCE_LEN>()
        .ok_or(VaultError::Closed(number))?;
    let mut rest = rest.to_vec();
    let opened = key
        .ready
        .open_in_place(
            Nonce::assume_unique_for_key(*nonce),
            Aad::from(bound(place, number)),
            &mut rest,
        )
        .map_err(|_| VaultError::Closed(number))?;
    Ok(opened.to_vec())
}

/// Keys in a file that every node of an installation has.
pub struct FileVault {
    path: PathBuf,
    random: Arc<dyn Random>,
    keys: RwLock<Arc<Keys>>,
}

impl fmt::Debug for FileVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileVault({})", self.path.display())
    }
}

impl FileVault {
    /// Reads the keys.
    ///
    /// # Errors
    /// When there is no such file, or it holds something that is no key, or none.
    pub fn open(path: PathBuf, random: Arc<dyn Random>) -> Result<Self, VaultError> {
        let keys = RwLock::new(Arc::new(keys::read(&path)?));
        Ok(Self { path, random, keys })
    }

    /// Makes a file with a first key that only its owner may read, and reads it. A file that is
    /// there already is read as it is.
    ///
    /// # Errors
    /// When it cannot be made, or holds something that is no key.
    pub fn open_or_create(path: PathBuf, random: Arc<dyn Random>) -> Result<Self, VaultError> {
        if !path.exists() {
            let first = Keys::from([(1, Key::new(random.bytes()))]);
            keys::write_first(&path, &first)?;
        }
        Self::open(path, random)
    }

    /// Adds a key, which seals from now on; its number.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add_key(&self) -> Result<u32, VaultError> {
        let mut keys = keys::read(&self.path)?;
        let newest = keys.last_key_value().map_or(0, |(number, _)| *number);
        keys.insert(newest + 1, Key::new(self.random.bytes()));
        keys::write_anew(&self.path, &keys)?;
        self.keep(keys);
        Ok(newest + 1)
    }

    fn keys(&self) -> Arc<Keys> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.clone()
    }

    fn keep(&self, keys: Keys) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }
}

impl Vault for FileVault {
    fn newest(&self) -> u32 {
        let keys = self.keys();
        keys.last_key_value().map_or(0, |(number, _)| *number)
    }

    fn seal(&self, place: Place, secret: &[u8]) -> Result<Sealed, VaultError> {
        Ok(seal(&self.keys(), &*self.random, place, secret))
    }

    fn open(&self, place: Place, sealed: &Sealed) -> Result<Vec<u8>, VaultError> {
        match open(&self.keys(), place, sealed) {
            // Another node was given a newer key, and this one its file since it was started.
            Err(VaultError::Unknown(_)) => {
                self.keep(keys::read(&self.path)?);
                open(&self.keys(), place, sealed)
            }
            outcome => outcome,
        }
    }
}

/// Keys that nobody keeps: for tests, and for what ends with the process.
pub struct MemoryVault {
    keys: Keys,
    random: Arc<dyn Random>,
}

impl fmt::Debug for MemoryVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryVault(…)")
    }
}

impl MemoryVault {
    /// A vault with one key, drawn here.
    #[must_use]
    pub fn new(random: Arc<dyn Random>) -> Self {
        let keys = Keys::from([(1, Key::new(random.bytes()))]);
        Self { keys, random }
    }
}

impl Vault for MemoryVault {
    fn newest(&self) -> u32 {
        1
    }

    fn seal(&self, place: Place, secret: &[u8]) -> Result<Sealed, VaultError> {
        Ok(seal(&self.keys, &*self.random, place, secret))
    }

    fn open(&self, place: Place, sealed: &Sealed) -> Result<Vec<u8>, VaultError> {
        open(&self.keys, place, sealed)
    }
}

/// No key at all, for commands that ask nobody for a second factor.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoVault;

impl Vault for NoVault {
    fn newest(&self) -> u32 {
        0
    }

    fn seal(&self, _: Place, _: &[u8]) -> Result<Sealed, VaultError> {
        Err(VaultError::Unknown(0))
    }

    fn open(&self, _: Place, sealed: &Sealed) -> Result<Vec<u8>, VaultError> {
        Err(VaultError::Unknown(sealed.key))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::port::SeededRandom;

    const PLACE: Place = Place {
        purpose: "a test",
        owner: [7; 16],
    };
    const TEXT: &[u8] = b"nobody reads this";

    fn drawn(seed: u64) -> Arc<dyn Random> {
        Arc::new(SeededRandom::new(seed))
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_and_unaltered_only() {
        let vault = MemoryVault::new(drawn(1));
        let sealed = vault.seal(PLACE, TEXT).unwrap();
        assert_eq!(vault.open(PLACE, &sealed).unwrap(), TEXT);
        let is_readable = sealed.bytes.windows(TEXT.len()).any(|part| part == TEXT);
        assert!(!is_readable);
        let again = vault.seal(PLACE, TEXT).unwrap();
        assert_ne!(again, sealed, "drawn anew each time");
        for other in [
            Place {
                owner: [8; 16],
                ..PLACE
            },
            Place {
                purpose: "another test",
                ..PLACE
            },
        ] {
            assert!(vault.open(other, &sealed).is_err(), "{other:?}");
        }
        for at in 0..sealed.bytes.len() {
            let mut altered = sealed.clone();
            altered.bytes[at] ^= 1;
            assert!(vault.open(PLACE, &altered).is_err(), "byte {at}");
            altered.bytes.truncate(at);
            assert!(vault.open(PLACE, &altered).is_err(), "cut at {at}");
        }
        let stranger = MemoryVault::new(drawn(2));
        assert!(matches!(
            stranger.open(PLACE, &sealed),
            Err(VaultError::Closed(1))
        ));
        assert!(matches!(
            NoVault.open(PLACE, &sealed),
            Err(VaultError::Unknown(1))
        ));
    }

    #[test]
    fn a_file_of_keys_is_its_owners_and_takes_newer_ones() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept/secrets");
        let missing = FileVault::open(path.clone(), drawn(3)).unwrap_err();
        assert!(matches!(missing, VaultError::File { .. }), "{missing}");

        let first = FileVault::open_or_create(path.clone(), drawn(3)).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let old = first.seal(PLACE, TEXT).unwrap();
        let second = FileVault::open_or_create(path.clone(), drawn(4)).unwrap();
        assert_eq!(second.open(PLACE, &old).unwrap(), TEXT, "the same file");

        assert_eq!(second.add_key().unwrap(), 2);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let new = second.seal(PLACE, TEXT).unwrap();
        assert_eq!((old.key, new.key), (1, 2));
        assert_eq!(second.open(PLACE, &old).unwrap(), TEXT, "all of them open");
        assert_eq!(first.newest(), 1);
        assert_eq!(first.open(PLACE, &new).unwrap(), TEXT, "looked for again");
        assert_eq!(first.newest(), 2);
    }

    #[test]
    fn a_damaged_file_is_told_by_its_line_and_nothing_of_it_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets");
        for (text, line) in [
            ("", 1),
            ("# nothing\n", 1),
            ("1 00ff\n", 1),
            ("# first\nx 00ff\n", 2),
        ] {
            std::fs::write(&path, text).unwrap();
            let found = FileVault::open(path.clone(), drawn(5)).unwrap_err();
            assert!(
                matches!(&found, VaultError::NoKey { line: at, .. } if *at == line),
                "{text:?}: {found}"
            );
            assert!(!found.to_string().contains("00ff"));
        }
    }
}
