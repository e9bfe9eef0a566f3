//! Users: who they are, their passwords, what they hold, and their erasure.

use protocol::id::EventId;
use protocol::{CardKey, Micros};

use crate::account::{AccountId, Holder};
use crate::doorbell;
use crate::fault::Fault;
use crate::link::Pools;
use crate::open::Store;
use crate::table::{
    accounts, cards, connections, passwords, persons, second_factors, user_links, users,
};
use crate::user::{Holding, Tongue, User, UserId};

impl Store {
    /// Creates a user.
    ///
    /// # Errors
    /// [`crate::Conflict::EmailTaken`] when somebody has the address.
    pub async fn create_user(&self, user: &User) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        users::insert(&mut open.link(), user).await?;
        open.commit().await
    }

    /// Creates users with the accounts that are theirs; all or none.
    ///
    /// # Errors
    /// [`crate::Conflict::EmailTaken`] when somebody has one of the addresses.
    pub async fn create_users(&self, users: &[(User, Vec<AccountId>)]) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        for (user, held) in users {
            users::insert(&mut link, user).await?;
            for account in held {
                accounts::set_user(&mut link, *account, user.id).await?;
            }
        }
        open.commit().await
    }

    /// A user by his id.
    ///
    /// # Errors
    /// When he cannot be read.
    pub async fn find_user(&self, id: UserId) -> Result<Option<User>, Fault> {
        let mut open = self.pools.reading().await?;
        users::find(&mut open.link(), id).await
    }

    /// A user by his address, folded; with what his password was stretched to, if he has one.
    ///
    /// # Errors
    /// When he cannot be read.
    pub async fn find_user_by_email(
        &self,
        email_folded: &str,
    ) -> Result<Option<(User, Option<String>)>, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        let Some(user) = users::find_by_email(&mut link, email_folded).await? else {
            return Ok(None);
        };
        let phc = passwords::find(&mut link, user.id).await?;
        Ok(Some((user, phc)))
    }

    /// What a user's password was stretched to.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn password_of(&self, user: UserId) -> Result<Option<String>, Fault> {
        let mut open = self.pools.reading().await?;
        passwords::find(&mut open.link(), user).await
    }

    /// Sets a user's password. Links that were on the way to him are good for nothing then.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set_password(&self, user: UserId, phc: &str, now: Micros) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        passwords::put(&mut link, user, phc, now).await?;
        user_links::revoke_all(&mut link, user).await?;
        open.commit().await
    }

    /// Sets the passwords of many, as they were stretched elsewhere; all or none.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn set_passwords(
        &self,
        passwords: &[(UserId, String)],
        now: Micros,
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        for (user, phc) in passwords {
            passwords::put(&mut link, *user, phc, now).await?;
        }
        open.commit().await
    }

    /// Replaces what a password was stretched to by a stronger form, if it is still that one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn strengthen_password(
        &self,
        user: UserId,
        before: &str,
        after: &str,
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        passwords::strengthen(&mut open.link(), user, before, after).await?;
        open.commit().await
    }

    /// In which language a user is written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn set_language(&self, user: UserId, language: Tongue) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        users::set_language(&mut open.link(), user, language).await?;
        open.commit().await
    }

    /// Gives an account to a user. False when it is another's.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn give_account(&self, account: AccountId, user: UserId) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let is_his = accounts::set_user(&mut open.link(), account, user).await?;
        open.commit().await?;
        Ok(is_his)
    }

    /// Whose account it is, if it is a user's.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn user_of_account(&self, account: AccountId) -> Result<Option<UserId>, Fault> {
        let mut open = self.pools.reading().await?;
        accounts::user_of(&mut open.link(), account).await
    }

    /// What a user holds at events.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn holdings(&self, user: UserId) -> Result<Vec<Holding>, Fault> {
        let mut open = self.pools.reading().await?;
        accounts::held_by_user(&mut open.link(), user).await
    }

    /// The names around somebody at an event: its own, his, his company's.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn labels_around(
        &self,
        event: EventId,
        holder: Holder,
    ) -> Result<Vec<String>, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        let mut keys = vec![CardKey::Event];
        match holder {
            Holder::Staff(id) => keys.push(CardKey::Staff(id)),
            Holder::Person(id) => {
                keys.push(CardKey::Person(id));
                let company = persons::company_of(&mut link, event, id).await?;
                keys.extend(company.map(CardKey::Company));
            }
        }
        let found = cards::find(&mut link, event, &keys).await?;
        Ok(found.into_iter().map(|(_, card)| card.title).collect())
    }

    /// Erases a user with everything that is only his: password, second factor, links, sign-ins,
    /// accounts. The log of connections keeps that something happened, and forgets who it was and
    /// from where. To be followed by [`Store::scrub_users`].
    ///
    /// # Errors
    /// When he cannot be erased; then nothing of him is.
    pub async fn erase_user(&self, user: UserId) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        connections::forget_user(&mut link, user).await?;
        for account in accounts::delete_of_user(&mut link, user).await? {
            doorbell::ring_sign_ins(&mut link, account).await?;
        }
        let existed = users::delete(&mut link, user).await?;
        open.commit().await?;
        Ok(existed)
    }

    /// Removes what erased users left behind in the engine's files.
    ///
    /// # Errors
    /// When a reader or writer was in the way; to be tried again.
    pub async fn scrub_users(&self) -> Result<(), Fault> {
        match &self.pools {
            Pools::Sqlite { .. } => self.scrub().await,
            Pools::Postgres(pool) => {
                for rewrite in [
                    users::REWRITE,
                    connections::REWRITE,
                    user_links::REWRITE,
                    second_factors::REWRITE,
                ] {
                    sqlx::query(rewrite)
                        .execute(pool)
                        .await
                        .map_err(Fault::during("scrubbing what was erased"))?;
                }
                Ok(())
            }
        }
    }
}
