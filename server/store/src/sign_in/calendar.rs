//! The secret address at which a calendar program reads somebody's agenda.

use protocol::Micros;

use super::hash;
use crate::account::{Account, AccountId};
use crate::fault::Fault;
use crate::open::Store;
use crate::table::{accounts, calendar_feeds};

impl Store {
    /// Gives an account an address; the former one leads nowhere from then on.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn open_calendar_feed(
        &self,
        token: &[u8],
        account: AccountId,
        now: Micros,
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        calendar_feeds::put(&mut open.link(), &hash(token), account, now).await?;
        open.commit().await
    }

    /// Closes an account's address. Whether there was one.
    ///
    /// # Errors
    /// When it cannot be deleted.
    pub async fn close_calendar_feed(&self, account: AccountId) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let n_gone = calendar_feeds::delete(&mut open.link(), account).await?;
        open.commit().await?;
        Ok(n_gone > 0)
    }

    /// Whose agenda an address shows.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn calendar_feed(&self, token: &[u8]) -> Result<Option<Account>, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        match calendar_feeds::find(&mut link, &hash(token)).await? {
            Some(account) => accounts::find(&mut link, account).await,
            None => Ok(None),
        }
    }

    /// Since when an account has an address, if it has one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn calendar_feed_since(&self, account: AccountId) -> Result<Option<Micros>, Fault> {
        let mut open = self.pools.reading().await?;
        calendar_feeds::since(&mut open.link(), account).await
    }
}
