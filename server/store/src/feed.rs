//! News feeds of elsewhere that sites show: what was read of each, and when it is read again.
//!
//! Guarantees:
//! - **With the look.** A row is there exactly while the site's look names an address; it is made,
//!   emptied for another address and deleted in the transaction that writes the look.
//! - **Of this address.** What was read is kept only while the look still names where it is from.
//! - **Seen.** Other items raise the site's revision in the same transaction, so every node
//!   renders anew; trouble alone does not.

pub(crate) mod rows;

use protocol::Micros;
use protocol::id::EventId;

use crate::fault::Fault;
use crate::open::Store;
use crate::site;

/// A feed as it was read last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteFeed {
    /// Where it is.
    pub address: String,
    /// Not to be read again before.
    pub due_at: Micros,
    /// When somebody tried last.
    pub tried_at: Option<Micros>,
    /// When it could be read last.
    pub read_at: Option<Micros>,
    /// Attempts that failed since.
    pub n_failures: u32,
    /// Why the last attempt failed: a code of the caller's; empty when it did not.
    pub error: String,
    /// The tag that its server gave for what was read.
    pub etag: String,
    /// When its server says that it changed, in its server's words.
    pub modified: String,
    /// What was read, as JSON of the caller's.
    pub items: String,
}

impl Store {
    /// The feed of an event's site, where its look names one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn site_feed(&self, event: EventId) -> Result<Option<SiteFeed>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::find(&mut open.link(), event).await
    }

    /// Feeds that are to be read, those that wait longest first, each with since when.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn site_feeds_due(
        &self,
        now: Micros,
        n_max: usize,
    ) -> Result<Vec<(EventId, Micros)>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::due(&mut open.link(), now, n_max).await
    }

    /// Keeps what was read. False when the look names another address meanwhile: then it counts
    /// for nothing.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn keep_site_feed(&self, event: EventId, feed: &SiteFeed) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let Some(before) = rows::find(&mut link, event).await? else {
            return Ok(false);
        };
        let is_kept = rows::keep(&mut link, event, feed).await?;
        if is_kept && before.items != feed.items {
            site::rows::touch(&mut link, event).await?;
        }
        open.commit().await?;
        Ok(is_kept)
    }

    /// Has a feed read sooner than it would be.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn hasten_site_feed(&self, event: EventId, due_at: Micros) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        rows::hasten(&mut open.link(), event, due_at).await?;
        open.commit().await
    }
}
