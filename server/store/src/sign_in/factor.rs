//! The second factor of a user: its secret, and the codes for the day when the device is lost.

use protocol::Micros;

use super::hash;
use crate::fault::Fault;
use crate::open::Store;
use crate::table::{recovery_codes, second_factors};
use crate::user::{SecondFactor, UserId};

impl Store {
    /// A user's second factor, confirmed or not, and how many recovery codes are left.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn second_factor(&self, user: UserId) -> Result<Option<(SecondFactor, u32)>, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        let Some(factor) = second_factors::find(&mut link, user).await? else {
            return Ok(None);
        };
        let n_left = recovery_codes::count_left(&mut link, user).await?;
        Ok(Some((factor, u32::try_from(n_left).unwrap_or(0))))
    }

    /// Keeps a secret until its first code, with the number of the key that it is sealed with.
    /// False when the user has a confirmed one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn propose_second_factor(
        &self,
        user: UserId,
        secret: &[u8],
        sealed_by: Option<u32>,
    ) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let is_kept = second_factors::propose(&mut link, user, secret, sealed_by).await?;
        open.commit().await?;
        Ok(is_kept)
    }

    /// The first code was right: from now on codes are asked for, and these open instead.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn confirm_second_factor(
        &self,
        user: UserId,
        step: u64,
        recovery: &[Vec<u8>],
        now: Micros,
    ) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let is_confirmed = second_factors::confirm(&mut link, user, step, now).await?;
        if is_confirmed {
            let hashes: Vec<_> = recovery.iter().map(|code| hash(code)).collect();
            recovery_codes::replace(&mut link, user, &hashes).await?;
        }
        open.commit().await?;
        Ok(is_confirmed)
    }

    /// Gives a user new recovery codes; the earlier ones open nothing any more.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn replace_recovery_codes(
        &self,
        user: UserId,
        recovery: &[Vec<u8>],
    ) -> Result<(), Fault> {
        let hashes: Vec<_> = recovery.iter().map(|code| hash(code)).collect();
        let mut open = self.pools.writing().await?;
        recovery_codes::replace(&mut open.link(), user, &hashes).await?;
        open.commit().await
    }

    /// Uses the code of a step up; it and earlier ones are not taken again. Of any number of
    /// callers exactly one succeeds.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn take_code(&self, user: UserId, step: u64) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let is_taken = second_factors::take_step(&mut open.link(), user, step).await?;
        open.commit().await?;
        Ok(is_taken)
    }

    /// Uses a recovery code up. Of any number of callers exactly one succeeds.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn take_recovery_code(
        &self,
        user: UserId,
        code: &[u8],
        now: Micros,
    ) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let code = hash(code);
        let is_taken = recovery_codes::consume(&mut open.link(), user, &code, now).await?;
        open.commit().await?;
        Ok(is_taken)
    }

    /// Removes a user's second factor with its codes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn remove_second_factor(&self, user: UserId) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        second_factors::delete(&mut link, user).await?;
        recovery_codes::replace(&mut link, user, &[]).await?;
        open.commit().await
    }
}
