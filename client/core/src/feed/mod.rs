//! The activity feed: who did what, newest last, within a bound.

mod told;
pub mod what;

use std::collections::VecDeque;

use domain::{Context, State, decide};
use protocol::command::UndoEntry;
use protocol::id::CommandId;
use protocol::message::Topic;
use protocol::{Actor, Entry, Micros};

pub use what::FeedWhat;

use crate::limits::{CHANGES_KEPT_MAX, ENTRIES_KEPT_MAX, FEED_ITEMS_MAX};

/// One line of the feed: one entry, however many changes it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedItem {
    /// In which stream it stands.
    pub topic: Topic,
    /// Its number there.
    pub seq: u64,
    /// When.
    pub at: Micros,
    /// By whom, if the viewer may know.
    pub by: Option<Actor>,
    /// The command that caused it.
    pub command: Option<CommandId>,
    /// What happened, said by the change that matters most.
    pub what: FeedWhat,
    /// Number of changes in the entry.
    pub n_changes: u32,
    /// Whether the user did it.
    pub is_mine: bool,
}

/// The newest items, and the entries behind them as far as undo needs them.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    items: VecDeque<FeedItem>,
    entries: VecDeque<Entry>,
    n_unread: u32,
}

impl Feed {
    /// The items, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &FeedItem> {
        self.items.iter().rev()
    }

    /// Number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether nothing happened yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Items by others since the feed was looked at.
    #[must_use]
    pub fn n_unread(&self) -> u32 {
        self.n_unread
    }

    /// The entry of a line, if it is still kept.
    #[must_use]
    pub fn entry(&self, seq: u64) -> Option<&Entry> {
        // The newest are asked for most.
        self.entries
            .iter()
            .rev()
            .find(|entry| entry.head.seq == seq)
    }

    /// Whether the rules would let the actor take an entry back now (LIV-08). The server has
    /// the last word.
    #[must_use]
    pub fn can_undo(&self, seq: u64, state: &State, actor: Actor, now: Micros) -> bool {
        let Some(entry) = self.entry(seq) else {
            return false;
        };
        let context = Context {
            actor,
            now,
            undone: Some(entry),
        };
        decide(state, &context, &UndoEntry { seq }.into()).is_ok()
    }

    pub(crate) fn push(&mut self, item: FeedItem) {
        if self.items.len() == FEED_ITEMS_MAX {
            self.items.pop_front();
        }
        if !item.is_mine {
            self.n_unread = self.n_unread.saturating_add(1);
        }
        self.items.push_back(item);
    }

    pub(crate) fn keep(&mut self, entry: Entry) {
        if entry.changes.len() > CHANGES_KEPT_MAX {
            return;
        }
        if self.entries.len() == ENTRIES_KEPT_MAX {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    pub(crate) fn mark_read(&mut self) {
        self.n_unread = 0;
    }

    /// Entries of an earlier life of the log cannot be undone by their numbers.
    pub(crate) fn forget_entries(&mut self) {
        self.entries.clear();
    }
}
