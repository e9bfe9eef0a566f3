//! What somebody does with his own user: see and end his sign-ins, choose his language, and be
//! erased.

use store::{Ending, Fault, SignInMark, Tongue, UserId, UserSignIn};

use super::accounts::Accounts;
use super::entry::Visitor;

impl Accounts {
    /// The visitor's sign-ins that are in force, the youngest first.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn sign_ins(&self, visitor: &Visitor) -> Result<Vec<UserSignIn>, Fault> {
        self.store
            .user_sign_ins(visitor.user.id, self.world.now())
            .await
    }

    /// Ends one of the visitor's sign-ins, with every connection that lives on it.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn end_one(&self, visitor: &Visitor, mark: SignInMark) -> Result<(), Fault> {
        self.end_those(visitor.user.id, Ending::One(mark)).await
    }

    /// Ends every other sign-in of the visitor, with every connection that lives on them.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn end_others(&self, visitor: &Visitor) -> Result<(), Fault> {
        let own = Ending::Others(visitor.token.bytes());
        self.end_those(visitor.user.id, own).await
    }

    async fn end_those(&self, user: UserId, which: Ending<'_>) -> Result<(), Fault> {
        let now = self.world.now();
        let ended = self.store.end_user_sign_ins(user, which, now).await?;
        self.look_again(&ended).await;
        Ok(())
    }

    /// Chooses the language that pages and letters are written in.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn speak(&self, user: UserId, language: Tongue) -> Result<(), Fault> {
        self.store.set_language(user, language).await
    }

    /// Erases a user: a physical deletion of everything that is only his.
    ///
    /// # Errors
    /// When he cannot be erased; then nothing of him is.
    pub async fn erase(&self, user: UserId) -> Result<bool, Fault> {
        let held = self.store.holdings(user).await?;
        let existed = self.store.erase_user(user).await?;
        let accounts: Vec<_> = held.iter().map(|held| held.account.id).collect();
        self.look_again(&accounts).await;
        if let Err(fault) = self.store.scrub_users().await {
            tracing::warn!(error = %fault, "what was erased is not scrubbed yet: {fault}");
        }
        Ok(existed)
    }
}
