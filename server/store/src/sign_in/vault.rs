//! Secrets that are sealed outside: which keys they take, and sealing them anew.

use uuid::Uuid;

use crate::fault::Fault;
use crate::open::Store;
use crate::table::{second_factors, vault_keys};
use crate::user::UserId;

/// A secret as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredSecret {
    /// Whose.
    pub user: UserId,
    /// What is stored.
    pub secret: Vec<u8>,
    /// The number of the key that it is sealed with; none where it stands as it is.
    pub sealed_by: Option<u32>,
}

impl std::fmt::Debug for StoredSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoredSecret(…)")
    }
}

impl Store {
    /// The keys that seal secrets here, each with its proof.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn vault_keys(&self) -> Result<Vec<(u32, Vec<u8>)>, Fault> {
        let mut open = self.pools.reading().await?;
        vault_keys::list(&mut open.link()).await
    }

    /// The numbers of the keys that stored secrets are sealed with.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn vault_keys_in_use(&self) -> Result<Vec<u32>, Fault> {
        let mut open = self.pools.reading().await?;
        second_factors::keys_in_use(&mut open.link()).await
    }

    /// Notes a key with its proof; one that was noted before stays as it is.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn note_vault_key(&self, number: u32, proof: &[u8]) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        vault_keys::insert(&mut open.link(), number, proof).await?;
        open.commit().await
    }

    /// Forgets a key that seals nothing any more.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn forget_vault_key(&self, number: u32) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        vault_keys::delete(&mut open.link(), number).await?;
        open.commit().await
    }

    /// Secrets that are sealed with another key than the given one, or with none; with none only,
    /// when none is given. Of users behind one, in the order of their ids.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn secrets_otherwise_sealed(
        &self,
        than: Option<u32>,
        behind: Option<UserId>,
        n_max: usize,
    ) -> Result<Vec<StoredSecret>, Fault> {
        let behind = behind.map_or(Uuid::nil(), UserId::uuid);
        let mut open = self.pools.reading().await?;
        let rows = second_factors::otherwise_sealed(&mut open.link(), than, behind, n_max).await?;
        Ok(rows
            .into_iter()
            .map(|(user, secret, sealed_by)| StoredSecret {
                user,
                secret,
                sealed_by,
            })
            .collect())
    }

    /// Puts secrets sealed anew in place of how they stood. One that is another by now stays as it
    /// is. How many were put. To be followed by [`Store::scrub_users`].
    ///
    /// # Errors
    /// When they cannot be written; then none is.
    pub async fn seal_again(
        &self,
        sealed: &[(StoredSecret, Vec<u8>)],
        key: u32,
    ) -> Result<usize, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let mut n_sealed = 0;
        for (before, after) in sealed {
            let user = before.user;
            let is_put =
                second_factors::seal_again(&mut link, user, &before.secret, after, key).await?;
            n_sealed += usize::from(is_put);
        }
        open.commit().await?;
        Ok(n_sealed)
    }
}
