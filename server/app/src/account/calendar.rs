//! One's agenda in a calendar program, by a secret address of its own for each event.

use store::{Account, AccountId, Fault, Holder};

use super::accounts::Accounts;
use super::entry::Visitor;
use super::token::Token;

impl Accounts {
    /// Opens an address for one of the visitor's agendas, in the place of the former one. None
    /// when the account is not his, or has no agenda.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn open_calendar(
        &self,
        visitor: &Visitor,
        account: AccountId,
    ) -> Result<Option<Token>, Fault> {
        if !self.has_agenda(visitor, account).await? {
            return Ok(None);
        }
        let token = Token::random(&*self.random);
        let now = self.world.now();
        self.store
            .open_calendar_feed(token.bytes(), account, now)
            .await?;
        Ok(Some(token))
    }

    /// Closes the address of one of the visitor's agendas. Whether there was one.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn close_calendar(
        &self,
        visitor: &Visitor,
        account: AccountId,
    ) -> Result<bool, Fault> {
        Ok(self.has_agenda(visitor, account).await?
            && self.store.close_calendar_feed(account).await?)
    }

    /// Whether an account has an address open.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn has_calendar(&self, account: AccountId) -> Result<bool, Fault> {
        let since = self.store.calendar_feed_since(account).await?;
        Ok(since.is_some())
    }

    /// Whose agenda an address shows.
    ///
    /// # Errors
    /// When the store cannot be asked.
    pub async fn calendar_of(&self, token: &Token) -> Result<Option<Account>, Fault> {
        self.store.calendar_feed(token.bytes()).await
    }

    async fn has_agenda(&self, visitor: &Visitor, account: AccountId) -> Result<bool, Fault> {
        let held = self.store.holdings(visitor.user.id).await?;
        Ok(held.iter().any(|holding| {
            holding.account.id == account && matches!(holding.account.holder, Holder::Person(_))
        }))
    }
}
