//! Cards: the labels of ids, outside the log.

use protocol::card::CardUpdate;
use protocol::id::EventId;
use protocol::{Card, CardKey};

use crate::batch::Writes;
use crate::doorbell;
use crate::fault::Fault;
use crate::link::Pools;
use crate::open::Store;
use crate::table::cards;

impl Store {
    /// Puts cards on the table, or takes them off, without an entry. Entries that need new cards
    /// go with [`crate::Tx::put_cards`].
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_cards(&self, event: EventId, updates: &[CardUpdate]) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        cards::write(&mut link, event, updates, &mut Writes::default()).await?;
        doorbell::ring_cards(&mut link, event).await?;
        open.commit().await
    }

    /// Takes one card off the table. To be followed by [`Store::scrub`] when it was personal.
    ///
    /// # Errors
    /// When it cannot be deleted.
    pub async fn forget_card(&self, event: EventId, key: CardKey) -> Result<(), Fault> {
        self.put_cards(event, &[CardUpdate { key, card: None }])
            .await
    }

    /// The cards of some ids; an id without a card is left out.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn cards(
        &self,
        event: EventId,
        keys: &[CardKey],
    ) -> Result<Vec<(CardKey, Card)>, Fault> {
        let mut open = self.pools.reading().await?;
        cards::find(&mut open.link(), event, keys).await
    }

    /// Every card of an event.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn all_cards(&self, event: EventId) -> Result<Vec<(CardKey, Card)>, Fault> {
        let mut open = self.pools.reading().await?;
        cards::load(&mut open.link(), event).await
    }

    /// Removes what deleted labels left behind in the engine's files: on SQLite the write-ahead
    /// log is folded in and cut off (deleted cells were overwritten when they were deleted); on
    /// PostgreSQL the table is rewritten without its dead rows.
    ///
    /// # Errors
    /// When a reader or writer was in the way; to be tried again.
    pub async fn scrub(&self) -> Result<(), Fault> {
        const ATTEMPT: &str = "scrubbing what was deleted";
        match &self.pools {
            Pools::Sqlite { writer, .. } => {
                let (is_busy, _, _): (i64, i64, i64) =
                    sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
                        .fetch_one(writer)
                        .await
                        .map_err(Fault::during(ATTEMPT))?;
                if is_busy == 0 {
                    Ok(())
                } else {
                    Err(Fault::Retry {
                        attempt: ATTEMPT,
                        source: "a reader still needs the write-ahead log".into(),
                    })
                }
            }
            Pools::Postgres(pool) => sqlx::query(cards::REWRITE)
                .execute(pool)
                .await
                .map(drop)
                .map_err(Fault::during(ATTEMPT)),
        }
    }
}
