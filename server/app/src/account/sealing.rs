//! Secrets of second factors are stored sealed: whoever has a copy of the store alone computes no
//! code (SEC-12, record 25).

use store::{Fault, StoredSecret, UserId};

use super::accounts::Accounts;
use crate::port::{Place, Sealed, VaultError};

/// Secrets that are sealed anew in one transaction.
const SEALED_AT_ONCE: usize = 200;
/// What every key seals once, so that a node knows whether it has the same.
const PROOF: &[u8] = b"regie vault 1";

/// Why the keys of this node are not those of its store.
#[derive(Debug, thiserror::Error)]
pub enum SealingError {
    /// Secrets are sealed with a key that this node does not have. Nobody with a second factor
    /// could sign in here.
    #[error(
        "key {number} seals secrets of this store, and the file of the keys of secrets does not \
         hold it: {why}. Give this node the file that the others have, or the one that belongs to \
         this store"
    )]
    NotOurs {
        /// The key's number.
        number: u32,
        /// What was tried.
        why: VaultError,
    },
    /// The vault itself failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Fault),
}

const fn place_of_proof() -> Place {
    Place {
        purpose: "proof of a key",
        owner: [0; 16],
    }
}

const fn place_of(user: UserId) -> Place {
    Place {
        purpose: "second factor",
        owner: *user.uuid().as_bytes(),
    }
}

fn failed(source: VaultError) -> Fault {
    Fault::Fail {
        attempt: "opening a sealed secret",
        source: source.into(),
    }
}

impl Accounts {
    /// Whether this node has every key that seals something in its store; notes the newest where
    /// it is new. To be called before anybody is served.
    ///
    /// # Errors
    /// With a key that is not here, or not the one of that number.
    pub async fn check_keys(&self) -> Result<(), SealingError> {
        let newest = self.vault.newest();
        let noted = self.store.vault_keys().await?;
        if !noted.iter().any(|(number, _)| *number == newest) {
            let proof = self.vault.seal(place_of_proof(), PROOF)?;
            self.store.note_vault_key(proof.key, &proof.bytes).await?;
        }
        let in_use = self.store.vault_keys_in_use().await?;
        // Read again: another node may have noted its own in the same moment.
        for (number, bytes) in self.store.vault_keys().await? {
            let sealed = Sealed { key: number, bytes };
            match self.vault.open(place_of_proof(), &sealed) {
                Ok(_) => {}
                Err(VaultError::Unknown(_)) if !in_use.contains(&number) => {
                    self.store.forget_vault_key(number).await?;
                }
                Err(why) => return Err(SealingError::NotOurs { number, why }),
            }
        }
        Ok(())
    }

    /// Seals what stands as it is from before there were keys; with `all`, also what an older key
    /// seals. How many.
    ///
    /// # Errors
    /// When something does not open, or the store fails; what was sealed by then stays so.
    pub async fn seal_secrets(&self, all: bool) -> Result<usize, SealingError> {
        let newest = self.vault.newest();
        let (mut n_sealed, mut behind) = (0, None);
        loop {
            let than = all.then_some(newest);
            let found = self
                .store
                .secrets_otherwise_sealed(than, behind, SEALED_AT_ONCE)
                .await?;
            let Some(last) = found.last() else { break };
            behind = Some(last.user);
            let mut anew = Vec::with_capacity(found.len());
            for stored in found {
                let secret = self.unsealed(&stored)?;
                let sealed = self.vault.seal(place_of(stored.user), &secret)?;
                anew.push((stored, sealed.bytes));
            }
            n_sealed += self.store.seal_again(&anew, newest).await?;
        }
        if n_sealed > 0 {
            self.store.scrub_users().await?;
        }
        Ok(n_sealed)
    }

    /// A secret of a second factor as it is stored from now on: its bytes and the key's number.
    pub(super) fn sealed(&self, user: UserId, secret: &[u8]) -> Result<Sealed, Fault> {
        self.vault.seal(place_of(user), secret).map_err(failed)
    }

    /// What a device computes codes from.
    pub(super) fn opened(
        &self,
        user: UserId,
        factor: store::SecondFactor,
    ) -> Result<Vec<u8>, Fault> {
        let stored = StoredSecret {
            user,
            secret: factor.secret,
            sealed_by: factor.sealed_by,
        };
        self.unsealed(&stored).map_err(failed)
    }

    fn unsealed(&self, stored: &StoredSecret) -> Result<Vec<u8>, VaultError> {
        let Some(key) = stored.sealed_by else {
            return Ok(stored.secret.clone());
        };
        let bytes = stored.secret.clone();
        self.vault
            .open(place_of(stored.user), &Sealed { key, bytes })
    }
}
