//! What the user does besides sending commands.

use std::sync::Arc;

use protocol::Command;
use protocol::id::{CommandId, MeetingId};
use protocol::message::{Focus, Focused};

use super::{Changes, Client};
use crate::conflict::replacement;
use crate::model::Cards;
use crate::time::Monotonic;

impl Client {
    /// Says what the user works on, for the others to see; none when nothing any more.
    pub fn focus(&mut self, on: Option<Focused>, now: Monotonic) {
        if self.focus != on {
            self.focus = on;
            self.announce_focus(now);
        }
        self.finish(now);
    }

    pub(crate) fn announce_focus(&mut self, now: Monotonic) {
        let was_announced = self.focus_sent_at.is_some();
        if self.link.is_live() && (self.focus.is_some() || was_announced) {
            self.send(&Focus { on: self.focus }.into());
            self.focus_sent_at = self.focus.map(|_| now);
        }
    }

    /// The user looked at the feed.
    pub fn mark_feed_read(&mut self, now: Monotonic) {
        if self.model.feed.n_unread() > 0 {
            Arc::make_mut(&mut self.model.feed).mark_read();
            self.note(Changes::FEED);
        }
        self.finish(now);
    }

    /// The user waved a toast away.
    pub fn dismiss_toast(&mut self, id: u64, now: Monotonic) {
        Arc::make_mut(&mut self.model.toasts).dismiss(id);
        self.note(Changes::TOASTS);
        self.finish(now);
    }

    /// The user keeps what the other did.
    pub fn close_conflict(&mut self, id: CommandId, now: Monotonic) {
        Arc::make_mut(&mut self.model.conflicts).close(id);
        self.note(Changes::CONFLICTS);
        self.finish(now);
    }

    /// What "replace with mine" would send, to be dispatched in this order; the conflict is
    /// closed when the shell dispatches them. None when nothing can put the wish through.
    #[must_use]
    pub fn replacement(&self, id: CommandId, new_meeting: MeetingId) -> Option<Vec<Command>> {
        let conflict = self.model.conflicts.get(id)?;
        replacement(conflict, &self.model.confirmed, new_meeting)
    }

    /// Another user signed in on this device: nothing of the first one may stay.
    pub(crate) fn become_somebody_else(&mut self, now: Monotonic) {
        let waiting: Vec<CommandId> = self.model.pending.iter().map(|wish| wish.id).collect();
        for id in waiting {
            self.give_back(id, now);
        }
        self.model.confirmed = domain::State::default();
        self.model.is_loaded = false;
        self.model.cards = Cards::default();
        self.model.feed = Arc::default();
        self.model.undo = Arc::default();
        self.model.conflicts = Arc::default();
        self.model.scans = Arc::default();
        self.streams.clear();
        self.is_overlay_stale = true;
        self.forget_kept();
        self.note(Changes::ALL);
    }
}
