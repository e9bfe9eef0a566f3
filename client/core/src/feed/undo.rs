//! The entries behind the feed, kept to take them back.

use std::collections::VecDeque;
use std::sync::Arc;

use domain::{Context, State, decide};
use protocol::command::UndoEntry;
use protocol::id::CommandId;
use protocol::message::Topic;
use protocol::{Actor, Entry, Micros};

use super::FeedWhat;
use crate::limits::{CHANGES_KEPT_MAX, ENTRIES_KEPT_MAX};
use crate::sync::Client;
use crate::sync::program::{Applied, Part};
use crate::time::Monotonic;
use crate::toast::ToastKind;

/// The newest entries of the event's log.
#[derive(Clone, Debug, Default)]
pub struct Undo {
    entries: VecDeque<Entry>,
}

impl Undo {
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

    pub(crate) fn keep(&mut self, entry: Entry) {
        if entry.changes.len() > CHANGES_KEPT_MAX {
            return;
        }
        if self.entries.len() == ENTRIES_KEPT_MAX {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }
}

/// Keeping the entries, and offering to take back one's own.
#[derive(Debug)]
pub(crate) struct UndoPart;

impl Part for UndoPart {
    fn applied(&self, client: &mut Client, entry: &Applied) {
        if entry.topic == Topic::Ops && entry.command.is_some() && !entry.changes.is_empty() {
            Arc::make_mut(&mut client.model.undo).keep(Entry {
                head: entry.head,
                changes: entry.changes.clone(),
            });
        }
    }

    fn done(
        &self,
        client: &mut Client,
        id: CommandId,
        (topic, seq): (Topic, u64),
        what: &FeedWhat,
        now: Monotonic,
    ) {
        if topic == Topic::Ops {
            let what = what.clone();
            client.toast(ToastKind::Done { seq, what }, id, now);
        }
    }

    /// Entries of an earlier life of the log cannot be undone by their numbers.
    fn begun_anew(&self, client: &mut Client) {
        client.model.undo = Arc::default();
    }
}
