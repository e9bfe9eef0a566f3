//! Following what others committed, and starting over from the tables.

use std::collections::HashMap;
use std::time::Instant;

use protocol::card::CardUpdate;
use protocol::{CardKey, Entry};
use store::{Fault, Tx};

use super::Actor;
use super::batch::complain;
use super::decide::new_labels;
use crate::live::hub::Published;
use crate::live::meter;

/// Memory cannot follow: the log has another life, or is shorter than what was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Overtaken;

/// Entries read at once while catching up.
const CHUNK_ENTRIES: usize = 500;
/// Rounds of reading anew before the event is given up for overtaken.
const ROUNDS_MAX: usize = 8;

impl Actor {
    /// Follows the log up to the head that a transaction holds.
    pub(super) async fn catch_up_in(
        &mut self,
        tx: &mut Tx,
    ) -> Result<Result<(), Fault>, Overtaken> {
        let head = tx.head();
        if head.epoch != self.view.epoch || head.seq < self.view.seq {
            return Err(Overtaken);
        }
        while self.view.seq < head.seq {
            let entries = match tx.entries_after(self.view.seq, CHUNK_ENTRIES).await {
                Ok(entries) => entries,
                Err(fault) => return Ok(Err(fault)),
            };
            self.follow(entries).await?;
        }
        Ok(Ok(()))
    }

    /// Follows the log as far as it is committed, without locking it.
    pub(super) async fn catch_up(&mut self) -> Result<Result<(), Fault>, Overtaken> {
        loop {
            let after = self.view.seq;
            let entries = match self
                .store
                .entries(self.event.id(), after, CHUNK_ENTRIES)
                .await
            {
                Ok(entries) => entries,
                Err(fault) => return Ok(Err(fault)),
            };
            let n = entries.len();
            if n > 0 {
                self.follow(entries).await?;
            }
            if n < CHUNK_ENTRIES {
                return Ok(Ok(()));
            }
        }
    }

    pub(super) async fn catch_up_or_complain(&mut self) -> Result<(), Overtaken> {
        if let Err(fault) = self.catch_up().await? {
            complain("catch_up", &fault);
        }
        Ok(())
    }

    /// Applies and publishes entries of others.
    async fn follow(&mut self, entries: Vec<Entry>) -> Result<(), Overtaken> {
        let labels = self.labels_of(&entries).await;
        let mut draft = self.draft();
        let mut published = Vec::with_capacity(entries.len());
        for entry in entries {
            if entry.head.seq != draft.seq + 1 {
                return Err(Overtaken);
            }
            let relabelled = new_labels(&entry.changes);
            let mut recorded = draft.apply(entry);
            recorded.relabelled = relabelled;
            published.push(Published {
                recorded,
                state: draft.state.clone(),
            });
        }
        metrics::counter!(meter::CAUGHT_UP).increment(published.len() as u64);
        self.show(published, draft, &labels, Instant::now());
        Ok(())
    }

    /// Labels that entries of others brought along.
    async fn labels_of(&self, entries: &[Entry]) -> Vec<CardUpdate> {
        let mut keys: Vec<CardKey> = entries
            .iter()
            .flat_map(|entry| new_labels(&entry.changes))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        if keys.is_empty() {
            return Vec::new();
        }
        match self.store.cards(self.event.id(), &keys).await {
            Ok(cards) => cards
                .into_iter()
                .map(|(key, card)| CardUpdate {
                    key,
                    card: Some(card),
                })
                .collect(),
            Err(fault) => {
                // The doorbell for labels, or the next change of one, makes it good.
                complain("labels", &fault);
                self.rung.labels.notify_one();
                Vec::new()
            }
        }
    }

    /// Reads every label anew and tells the clients what changed.
    pub(super) async fn refresh_labels(&mut self) {
        let stored: HashMap<CardKey, _> = match self.store.all_cards(self.event.id()).await {
            Ok(cards) => cards.into_iter().collect(),
            Err(fault) => return complain("labels", &fault),
        };
        let gone = self
            .view
            .labels
            .keys()
            .filter(|key| !stored.contains_key(key));
        let mut updates: Vec<CardUpdate> = gone
            .map(|key| CardUpdate {
                key: *key,
                card: None,
            })
            .collect();
        let changed = stored
            .into_iter()
            .filter(|(key, card)| self.view.labels.get(key) != Some(card));
        updates.extend(changed.map(|(key, card)| CardUpdate {
            key,
            card: Some(card),
        }));
        if updates.is_empty() {
            return;
        }
        self.apply_labels(&updates);
        self.event.hub.relabel(self.view.clone(), &updates);
    }

    /// Starts over from the tables after the store failed in the middle of something. Entries
    /// that were committed nevertheless are published first, so that nobody misses one.
    pub(super) async fn reload(&mut self) -> Result<(), Overtaken> {
        for _ in 0..ROUNDS_MAX {
            match self.reload_once().await? {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(fault) => {
                    // The store is away. Memory holds only what was committed, so it stays right
                    // as far as it goes; the next batch catches up before it decides.
                    complain("reload", &fault);
                    return Ok(());
                }
            }
        }
        Err(Overtaken)
    }

    /// Whether memory now equals the tables; else somebody committed in between.
    async fn reload_once(&mut self) -> Result<Result<bool, Fault>, Overtaken> {
        if let Err(fault) = self.catch_up().await? {
            return Ok(Err(fault));
        }
        let loaded = match self.store.load(self.event.id()).await {
            Ok(loaded) => loaded.ok_or(Overtaken)?,
            Err(fault) => return Ok(Err(fault)),
        };
        if loaded.head.epoch != self.view.epoch || loaded.head.seq < self.view.seq {
            return Err(Overtaken);
        }
        if loaded.head.seq > self.view.seq {
            return Ok(Ok(false));
        }
        self.view.state = loaded.state;
        self.view.public = loaded.public_offset;
        self.view.mine = loaded.person_offsets.into_iter().collect();
        self.event
            .hub
            .publish(Vec::new(), self.view.clone(), Instant::now());
        Ok(Ok(true))
    }
}
