//! The one way in: lock the head, catch up, write a batch, commit.

use std::collections::BTreeMap;
use std::time::Instant;

use domain::State;
use protocol::Entry;
use protocol::card::CardUpdate;
use protocol::id::{CommandId, EventId, PersonId};

use crate::batch::{Tally, Writes};
use crate::chain::{self, Checksum};
use crate::code;
use crate::commitments;
use crate::doorbell;
use crate::fault::Fault;
use crate::link::{Link, Open};
use crate::open::Store;
use crate::statement::{Value, values};
use crate::table::{
    self, alerts, announcements, attendance, badges, cards, entries, heads, meetings, needs,
    offers, person_entries, persons, places, public_entries, requests, resources, seats, sessions,
    setups, slots, staff, stages, thresholds, travel, vacancies, vocabularies,
};
use crate::touched::Touched;

/// Where an event's log ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Which life of the event's streams.
    pub epoch: u64,
    /// Number of the last entry; zero before the first.
    pub seq: u64,
    /// The last link of the chain over all entries.
    pub checksum: Checksum,
}

/// An entry that was decided, with its place in the streams of those who hear of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// The entry.
    pub entry: Entry,
    /// Its number in the public stream, if everybody hears of it.
    pub public_offset: Option<u64>,
    /// Its number in the streams of the persons whom it concerns.
    pub person_offsets: Vec<(PersonId, u64)>,
}

/// A transaction that holds an event's head row. Dropping it leaves nothing behind; dropping the
/// future of [`Tx::commit`] leaves all or nothing.
pub struct Tx {
    open: Open,
    event: EventId,
    head: Head,
    writes: Writes,
    has_new_cards: bool,
    #[cfg(any(test, feature = "testing"))]
    trouble: crate::testing::Trouble,
}

impl Store {
    /// Waits until nobody else writes to the event, on any node, and begins.
    ///
    /// # Errors
    /// When there is no such event, or it stays locked for too long.
    pub async fn begin(&self, event: EventId) -> Result<Tx, Fault> {
        let waits_since = Instant::now();
        let mut open = self.pools.writing().await?;
        let head = heads::lock(&mut open.link(), event)
            .await?
            .ok_or(Fault::UnknownEvent(event))?;
        metrics::histogram!("regie_store_lock_wait_seconds").record(waits_since.elapsed());
        Ok(Tx {
            open,
            event,
            head,
            writes: Writes::together(),
            has_new_cards: false,
            #[cfg(any(test, feature = "testing"))]
            trouble: self.trouble.clone(),
        })
    }
}

impl Tx {
    /// Where the log ends, for as long as this transaction is open.
    #[must_use]
    pub const fn head(&self) -> Head {
        self.head
    }

    /// What others appended since a number, in order; at most `n_max` entries.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn entries_after(&mut self, seq: u64, n_max: usize) -> Result<Vec<Entry>, Fault> {
        let rows = entries::after(&mut self.open.link(), self.event, seq, n_max).await?;
        rows.iter().map(entries::Stored::read).collect()
    }

    /// The entries of those commands that were committed before.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn answers(
        &mut self,
        commands: &[CommandId],
    ) -> Result<BTreeMap<CommandId, u64>, Fault> {
        let found = entries::answers(&mut self.open.link(), self.event, commands).await?;
        Ok(found.into_iter().collect())
    }

    /// Puts labels on the table, or takes them off, in the same commit as the entries that need
    /// them.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_cards(&mut self, updates: &[CardUpdate]) -> Result<(), Fault> {
        self.has_new_cards |= !updates.is_empty();
        cards::write(&mut self.open.link(), self.event, updates, &mut self.writes).await
    }

    /// What a statement of another module needs to become part of this commit.
    pub(crate) fn parts(&mut self) -> (Link<'_>, EventId, &mut Writes) {
        (self.open.link(), self.event, &mut self.writes)
    }

    /// Writes the rows that the batch touched as they stand in the state after it, appends the
    /// entries to log and streams, moves the head, and commits. When this returns, it is on disk.
    ///
    /// # Errors
    /// After [`Fault::Conflict`] nothing was written. After any other fault the outcome is
    /// unknown until [`Tx::answers`] was asked in a new transaction.
    ///
    /// # Panics
    /// When the entries do not follow the head without gap: the caller did not catch up.
    pub async fn commit(self, batch: &[Prepared], state_after: &State) -> Result<Head, Fault> {
        self.commit_counted(batch, state_after)
            .await
            .map(|(head, _)| head)
    }

    pub(crate) async fn commit_counted(
        mut self,
        batch: &[Prepared],
        state_after: &State,
    ) -> Result<(Head, Tally), Fault> {
        let begins_at = Instant::now();
        self.write(batch, state_after).await?;

        let (event, head, tally) = (self.event, self.head, self.writes.tally());
        #[cfg(any(test, feature = "testing"))]
        self.trouble.strike(crate::testing::Lost::Before)?;
        self.open.commit().await?;
        #[cfg(any(test, feature = "testing"))]
        self.trouble.strike(crate::testing::Lost::After)?;

        let took = begins_at.elapsed();
        metrics::histogram!("regie_store_commit_seconds").record(took);
        metrics::histogram!("regie_store_commit_entries").record(metric(batch.len()));
        metrics::histogram!("regie_store_commit_rows").record(metric(tally.n_rows));
        metrics::histogram!("regie_store_commit_statements").record(metric(tally.n_statements));
        tracing::debug!(
            event.id = %event,
            entry.seq = head.seq,
            n_entries = batch.len(),
            n_rows = tally.n_rows,
            n_statements = tally.n_statements,
            duration_ms = took.as_millis(),
            "committed {} entries up to {}", batch.len(), head.seq,
        );
        Ok((head, tally))
    }

    /// Gives up. Dropping does the same a little later.
    ///
    /// # Errors
    /// When the connection is lost; nothing was written then either.
    pub async fn roll_back(self) -> Result<(), Fault> {
        self.open.roll_back().await
    }

    /// Everything but the commit itself.
    pub(crate) async fn write(
        &mut self,
        batch: &[Prepared],
        state_after: &State,
    ) -> Result<(), Fault> {
        let changes = batch.iter().flat_map(|prepared| &prepared.entry.changes);
        let touched = Touched::by(changes);
        self.write_rows(&touched, state_after).await?;
        self.append(batch).await?;
        if !batch.is_empty() || self.has_new_cards {
            self.ring().await?;
        }
        Ok(())
    }

    async fn write_rows(&mut self, touched: &Touched, state: &State) -> Result<(), Fault> {
        let (event, writes) = (self.event, &mut self.writes);
        let link = &mut self.open.link();
        table::write::<setups::Setups>(link, event, &touched.setup, state, writes).await?;
        table::write::<stages::Stages>(link, event, &touched.stage, state, writes).await?;
        table::write::<slots::Slots>(link, event, &touched.slots, state, writes).await?;
        table::write::<travel::Travels>(link, event, &touched.travel, state, writes).await?;
        table::write::<places::Places>(link, event, &touched.places, state, writes).await?;
        table::write::<persons::Persons>(link, event, &touched.persons, state, writes).await?;
        table::write::<badges::Badges>(link, event, &touched.badges, state, writes).await?;
        table::write::<requests::Requests>(link, event, &touched.requests, state, writes).await?;
        table::write::<meetings::Meetings>(link, event, &touched.meetings, state, writes).await?;
        table::write::<vacancies::Vacancies>(link, event, &touched.vacancies, state, writes)
            .await?;
        table::write::<offers::Offers>(link, event, &touched.offers, state, writes).await?;
        table::write::<sessions::Sessions>(link, event, &touched.sessions, state, writes).await?;
        table::write::<seats::Seats>(link, event, &touched.seats, state, writes).await?;
        table::write::<attendance::Attendances>(link, event, &touched.attendance, state, writes)
            .await?;
        table::write::<thresholds::Thresholds>(link, event, &touched.thresholds, state, writes)
            .await?;
        table::write::<alerts::Alerts>(link, event, &touched.alerts, state, writes).await?;
        table::write::<announcements::Announcements>(
            link,
            event,
            &touched.announcements,
            state,
            writes,
        )
        .await?;
        table::write::<staff::Team>(link, event, &touched.staff, state, writes).await?;
        table::write::<vocabularies::Vocabularies>(link, event, &touched.vocabulary, state, writes)
            .await?;
        table::write::<resources::Resources>(link, event, &touched.resources, state, writes)
            .await?;
        table::write::<needs::NeedsOfPersons>(link, event, &touched.needs, state, writes).await?;
        commitments::write(link, event, touched, state, writes).await
    }

    async fn append(&mut self, batch: &[Prepared]) -> Result<(), Fault> {
        let event = self.event;
        let mut log: Vec<Vec<Value>> = Vec::with_capacity(batch.len());
        let mut public = Vec::new();
        let mut persons = Vec::new();
        for Prepared {
            entry,
            public_offset,
            person_offsets,
        } in batch
        {
            assert_eq!(
                entry.head.seq,
                self.head.seq + 1,
                "entries follow the head without gap"
            );
            let seq = code::position(entry.head.seq);
            let changes = entries::encode(&entry.changes);
            let checksum = chain::next(&self.head.checksum, &entry.head, &changes);
            log.push(entries::values(event, &entry.head, changes, &checksum));
            if let Some(offset) = public_offset {
                public.push(values![event.uuid(), code::position(*offset), seq]);
            }
            for (person, offset) in person_offsets {
                let offset = code::position(*offset);
                persons.push(values![event.uuid(), person.uuid(), offset, seq]);
            }
            self.head.seq = entry.head.seq;
            self.head.checksum = checksum;
        }
        let link = &mut self.open.link();
        let writes = &mut self.writes;
        entries::INSERT.write(link, &log, writes).await?;
        public_entries::INSERT.write(link, &public, writes).await?;
        person_entries::INSERT.write(link, &persons, writes).await?;
        if !batch.is_empty() {
            heads::update(link, event, &self.head, writes).await?;
        }
        writes.send(link).await
    }

    /// Tells the other nodes, which hear it when the commit succeeds.
    async fn ring(&mut self) -> Result<(), Fault> {
        if !self.open.is_postgres() {
            return Ok(());
        }
        let link = &mut self.open.link();
        if self.has_new_cards {
            doorbell::ring_cards(link, self.event).await?;
        }
        doorbell::ring_entry(link, self.event, self.head.seq).await
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of one commit are far below 2^52"
)]
fn metric(count: impl TryInto<u64>) -> f64 {
    count.try_into().map_or(f64::NAN, |count| count as f64)
}
