//! The activity feed: who did what, newest last, within a bound.

mod undo;

use std::collections::VecDeque;

use protocol::id::CommandId;
use protocol::message::Topic;
use protocol::{Actor, Micros};

pub use domain::feed::FeedWhat;
pub use undo::Undo;
pub(crate) use undo::UndoPart;

use crate::limits::FEED_ITEMS_MAX;

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

/// The newest items.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    items: VecDeque<FeedItem>,
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

    pub(crate) fn push(&mut self, item: FeedItem) {
        if self.items.len() == FEED_ITEMS_MAX {
            self.items.pop_front();
        }
        if !item.is_mine {
            self.n_unread = self.n_unread.saturating_add(1);
        }
        self.items.push_back(item);
    }

    pub(crate) fn mark_read(&mut self) {
        self.n_unread = 0;
    }
}
