//! Reading the log and the streams cut from it.

use protocol::Entry;
use protocol::id::{EventId, PersonId};

use crate::fault::Fault;
use crate::open::Store;
use crate::table::public_entries::Streamed;
use crate::table::{entries, person_entries, public_entries};

impl Store {
    /// What follows a number of the log, in order; at most `n_max` entries.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn entries(
        &self,
        event: EventId,
        after_seq: u64,
        n_max: usize,
    ) -> Result<Vec<Entry>, Fault> {
        let mut open = self.pools.reading().await?;
        let rows = entries::after(&mut open.link(), event, after_seq, n_max).await?;
        rows.iter().map(entries::Stored::read).collect()
    }

    /// One entry.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn find_entry(&self, event: EventId, seq: u64) -> Result<Option<Entry>, Fault> {
        let Some(before) = seq.checked_sub(1) else {
            return Ok(None);
        };
        let found = self.entries(event, before, 1).await?;
        Ok(found.into_iter().find(|entry| entry.head.seq == seq))
    }

    /// What follows a number of the public stream, in order, each with its number there.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub async fn stream_public(
        &self,
        event: EventId,
        after_offset: u64,
        n_max: usize,
    ) -> Result<Vec<(u64, Entry)>, Fault> {
        let mut open = self.pools.reading().await?;
        let rows = public_entries::after(&mut open.link(), event, after_offset, n_max).await?;
        rows.iter().map(Streamed::read).collect()
    }

    /// What follows a number of a person's stream, in order, each with its number there.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub async fn stream_person(
        &self,
        event: EventId,
        person: PersonId,
        after_offset: u64,
        n_max: usize,
    ) -> Result<Vec<(u64, Entry)>, Fault> {
        let mut open = self.pools.reading().await?;
        let rows =
            person_entries::after(&mut open.link(), event, person, after_offset, n_max).await?;
        rows.iter().map(Streamed::read).collect()
    }
}
