//! Reading the log and the streams cut from it.

use protocol::Entry;
use protocol::id::{EventId, PersonId};

use crate::chain;
use crate::fault::Fault;
use crate::journal::{JournalBreak, JournalCheck};
use crate::open::Store;
use crate::table::public_entries::Streamed;
use crate::table::{entries, heads, person_entries, public_entries};

/// Entries that are read at once when the chain is gone through.
const CHECKED_AT_ONCE: usize = 500;

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

    /// What stands before a number of the log, the youngest first; at most `n_max` entries.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn entries_before(
        &self,
        event: EventId,
        before_seq: Option<u64>,
        n_max: usize,
    ) -> Result<Vec<Entry>, Fault> {
        let mut open = self.pools.reading().await?;
        let rows = entries::before(&mut open.link(), event, before_seq, n_max).await?;
        rows.iter().map(entries::Stored::read).collect()
    }

    /// Goes through the chain of an event's log from its beginning, as of one moment, and says
    /// how many entries it has and the first that is not the one that was written.
    ///
    /// # Errors
    /// When there is no such event, or the store does not answer.
    pub async fn check_log(&self, event: EventId) -> Result<JournalCheck, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        let head = heads::find(&mut link, event).await?;
        let head = head.ok_or(Fault::UnknownEvent(event))?;
        let (mut seq, mut checksum) = (0, chain::beginning(event));
        let check = |n_lines, broken| JournalCheck { n_lines, broken };
        loop {
            let rows = entries::after(&mut link, event, seq, CHECKED_AT_ONCE).await?;
            for row in &rows {
                let next = seq + 1;
                // A head that cannot be read is not the one that was written either.
                let link = row
                    .head()
                    .map(|head| (head.seq, chain::next(&checksum, &head, &row.changes)));
                match link {
                    Ok((found, link)) if found == next && link[..] == row.checksum[..] => {
                        checksum = link;
                        seq = next;
                    }
                    _ => return Ok(check(seq, Some(JournalBreak::Line(next)))),
                }
            }
            if rows.len() < CHECKED_AT_ONCE {
                break;
            }
        }
        let is_end = (head.seq, head.checksum) == (seq, checksum);
        Ok(check(seq, (!is_end).then_some(JournalBreak::End(seq))))
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
