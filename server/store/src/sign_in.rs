//! Accounts, one-time links and sign-ins. Tokens come in, only their hashes are stored: who reads
//! the tables cannot sign in with what stands there.

use protocol::Micros;
use protocol::id::EventId;
use sha2::{Digest, Sha256};

use crate::account::{Account, AccountId, Holder, SignIn};
use crate::doorbell;
use crate::fault::Fault;
use crate::open::Store;
use crate::table::{
    accounts, attempts, connections, one_time_links, sign_ins, user_links, user_sign_ins,
};

mod calendar;
mod factor;
mod user;
mod user_sign_in;
mod vault;

pub use user_sign_in::{Ending, UserEntry};
pub use vault::StoredSecret;

/// How long the log of connections is kept: a year, and not a day longer.
pub const CONNECTION_LOG_DAYS: i64 = 365;

/// What is stored of a token.
pub(crate) type TokenHash = [u8; 32];

pub(crate) fn hash(token: &[u8]) -> TokenHash {
    Sha256::digest(token).into()
}

impl Store {
    /// Creates an account.
    ///
    /// # Errors
    /// [`crate::Conflict::HolderHasAccount`] when the holder has one.
    pub async fn create_account(&self, account: Account) -> Result<(), Fault> {
        self.create_accounts(&[account]).await
    }

    /// Creates accounts; all or none.
    ///
    /// # Errors
    /// [`crate::Conflict::HolderHasAccount`] when one of the holders has one.
    pub async fn create_accounts(&self, accounts: &[Account]) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        accounts::insert(&mut open.link(), accounts).await?;
        open.commit().await
    }

    /// An account by its id.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_account(&self, id: AccountId) -> Result<Option<Account>, Fault> {
        let mut open = self.pools.reading().await?;
        accounts::find(&mut open.link(), id).await
    }

    /// The account of a person or member of the team.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_account_of(
        &self,
        event: EventId,
        holder: Holder,
    ) -> Result<Option<Account>, Fault> {
        let mut open = self.pools.reading().await?;
        accounts::find_held_by(&mut open.link(), event, holder).await
    }

    /// Deletes an account with its links and sign-ins. Whether there was one.
    ///
    /// # Errors
    /// When it cannot be deleted.
    pub async fn delete_account(&self, id: AccountId) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let existed = accounts::delete(&mut open.link(), id).await?;
        open.commit().await?;
        Ok(existed)
    }

    /// Issues a link that signs in once, until it expires.
    ///
    /// # Errors
    /// [`crate::Conflict::LinkExists`] when the token was issued before.
    pub async fn issue_link(
        &self,
        token: &[u8],
        account: AccountId,
        expires_at: Micros,
    ) -> Result<(), Fault> {
        self.issue_links(&[(token, account)], expires_at).await
    }

    /// Issues links; all or none.
    ///
    /// # Errors
    /// [`crate::Conflict::LinkExists`] when one of the tokens was issued before.
    pub async fn issue_links(
        &self,
        links: &[(&[u8], AccountId)],
        expires_at: Micros,
    ) -> Result<(), Fault> {
        let hashed: Vec<_> = links
            .iter()
            .map(|(token, account)| (hash(token), *account))
            .collect();
        let mut open = self.pools.writing().await?;
        one_time_links::insert(&mut open.link(), &hashed, expires_at).await?;
        open.commit().await
    }

    /// Uses a link up. Of any number of callers exactly one gets the account; a link that is
    /// unknown, expired or used gives nothing.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn consume_link(
        &self,
        token: &[u8],
        now: Micros,
    ) -> Result<Option<AccountId>, Fault> {
        let mut open = self.pools.writing().await?;
        let account = one_time_links::consume(&mut open.link(), &hash(token), now).await?;
        open.commit().await?;
        Ok(account)
    }

    /// Uses a link up and signs its account in, in one commit: no failure in between can burn
    /// the link.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn exchange_link(
        &self,
        link_token: &[u8],
        sign_in_token: &[u8],
        now: Micros,
        expires_at: Micros,
    ) -> Result<Option<Account>, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let Some(id) = one_time_links::consume(&mut link, &hash(link_token), now).await? else {
            return Ok(None);
        };
        sign_ins::insert(&mut link, &hash(sign_in_token), id, None, now, expires_at).await?;
        let account = accounts::find(&mut link, id).await?;
        open.commit().await?;
        Ok(account)
    }

    /// Records a login.
    ///
    /// # Errors
    /// [`crate::Conflict::SignInExists`] when the token was used before.
    pub async fn create_sign_in(
        &self,
        token: &[u8],
        account: AccountId,
        now: Micros,
        expires_at: Micros,
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        sign_ins::insert(
            &mut open.link(),
            &hash(token),
            account,
            None,
            now,
            expires_at,
        )
        .await?;
        open.commit().await
    }

    /// The login behind a cookie, if it is neither expired nor revoked.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_sign_in(&self, token: &[u8], now: Micros) -> Result<Option<SignIn>, Fault> {
        let mut open = self.pools.reading().await?;
        sign_ins::find(&mut open.link(), &hash(token), now).await
    }

    /// Writes down that a login is in use, and the login of a user that it began with.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn touch_sign_in(&self, token: &[u8], now: Micros) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        if let Some(parent) = sign_ins::touch(&mut link, &hash(token), now).await? {
            user_sign_ins::touch(&mut link, &parent, now).await?;
        }
        open.commit().await
    }

    /// Ends a login, and tells the other nodes. Whether there was one in force.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn revoke_sign_in(&self, token: &[u8], now: Micros) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let account = sign_ins::revoke(&mut link, &hash(token), now).await?;
        if let Some(account) = account {
            doorbell::ring_sign_ins(&mut link, account).await?;
        }
        open.commit().await?;
        Ok(account.is_some())
    }

    /// Ends every login of an account, and tells the other nodes. How many there were.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn revoke_sign_ins_of(&self, account: AccountId, now: Micros) -> Result<u64, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let n_revoked = sign_ins::revoke_all(&mut link, account, now).await?;
        doorbell::ring_sign_ins(&mut link, account).await?;
        open.commit().await?;
        Ok(n_revoked)
    }

    /// Deletes links and logins whose time is over, failures of yesterday, and what the log of
    /// connections has kept for its year. How many there were.
    ///
    /// # Errors
    /// When they cannot be deleted.
    pub async fn sweep_expired(&self, now: Micros) -> Result<u64, Fault> {
        const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;
        let days_ago = |days: i64| Micros(now.0.saturating_sub(days * DAY_MICROS));
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let n_swept = [
            one_time_links::sweep(&mut link, now).await?,
            sign_ins::sweep(&mut link, now).await?,
            user_links::sweep(&mut link, now).await?,
            user_sign_ins::sweep(&mut link, now).await?,
            attempts::sweep(&mut link, days_ago(1)).await?,
            connections::sweep(&mut link, days_ago(CONNECTION_LOG_DAYS)).await?,
        ];
        open.commit().await?;
        Ok(n_swept.iter().sum())
    }
}
