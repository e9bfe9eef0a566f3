//! The entries behind the feed, kept to take them back.

use std::collections::VecDeque;
use std::sync::Arc;

use domain::{Context, State, decide};
use protocol::command::UndoEntry;
use protocol::id::CommandId;
use protocol::message::Topic;
use protocol::{Actor, Change, Entry, EntryHead, Micros};

use super::FeedWhat;
use crate::limits::{CHANGES_KEPT_MAX, CHANGES_SAMPLED, ENTRIES_KEPT_MAX};
use crate::sync::Client;
use crate::sync::program::{Applied, Part};
use crate::time::Monotonic;
use crate::toast::ToastKind;

/// The newest entries of the event's log.
#[derive(Clone, Debug, Default)]
pub struct Undo {
    entries: VecDeque<Kept>,
}

#[derive(Clone, Debug)]
struct Kept {
    entry: Entry,
    /// Whether all its changes are here, and not only the last ones.
    is_whole: bool,
}

impl Undo {
    /// The entry of a line, if it is still kept whole.
    #[must_use]
    pub fn entry(&self, seq: u64) -> Option<&Entry> {
        let kept = self.find(seq).filter(|kept| kept.is_whole);
        kept.map(|kept| &kept.entry)
    }

    /// When an entry was made, if anything of it is still kept.
    #[must_use]
    pub fn time_of(&self, seq: u64) -> Option<Micros> {
        self.find(seq).map(|kept| kept.entry.head.at)
    }

    fn find(&self, seq: u64) -> Option<&Kept> {
        // The newest are asked for most.
        let mut newest_first = self.entries.iter().rev();
        newest_first.find(|kept| kept.entry.head.seq == seq)
    }

    /// Whether the rules would let the actor take an entry back now (LIV-08). Of an entry of
    /// thousands of changes they are asked about its end, which goes first: every line of the feed
    /// asks at every change. The server has the last word.
    #[must_use]
    pub fn can_undo(&self, seq: u64, state: &State, actor: Actor, now: Micros) -> bool {
        let Some(kept) = self.find(seq) else {
            return false;
        };
        let context = Context {
            actor,
            now,
            undone: Some(&kept.entry),
        };
        decide(state, &context, &UndoEntry { seq }.into()).is_ok()
    }

    pub(crate) fn keep(&mut self, head: EntryHead, changes: &[Change]) {
        if self.entries.len() == ENTRIES_KEPT_MAX {
            self.entries.pop_front();
        }
        let is_whole = changes.len() <= CHANGES_KEPT_MAX;
        let first = if is_whole {
            0
        } else {
            changes.len() - CHANGES_SAMPLED
        };
        let entry = Entry {
            head,
            changes: changes[first..].to_vec(),
        };
        self.entries.push_back(Kept { entry, is_whole });
    }
}

/// Keeping the entries, and offering to take back one's own.
#[derive(Debug)]
pub(crate) struct UndoPart;

impl Part for UndoPart {
    fn applied(&self, client: &mut Client, entry: &Applied) {
        if entry.topic == Topic::Ops && entry.command.is_some() && !entry.changes.is_empty() {
            Arc::make_mut(&mut client.model.undo).keep(entry.head, &entry.changes);
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
