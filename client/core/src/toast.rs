//! Messages at the edge of the screen: few, short-lived, never the only trace of something.

use std::collections::VecDeque;

use protocol::id::CommandId;
use protocol::{Command, Reject};

use crate::feed::FeedWhat;
use crate::limits::TOASTS_MAX;
use crate::time::Monotonic;

/// Milliseconds that a toast stays.
pub const TOAST_MS: u64 = 8_000;

/// What a toast says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// The user's own action took effect; it can be taken back.
    Done {
        /// The entry to undo.
        seq: u64,
        /// What was done.
        what: FeedWhat,
    },
    /// The server refused a command.
    Refused {
        /// Which.
        command: Box<Command>,
        /// Why.
        reject: Reject,
    },
    /// The connection did not come back in time; the command was not sent.
    NotSent {
        /// Which.
        command: Box<Command>,
    },
    /// It was sent, and nobody knows yet whether it arrived.
    Unanswered {
        /// Which.
        command: Box<Command>,
    },
    /// A command that was given back had been committed after all.
    DoneAfterAll {
        /// Its entry.
        seq: u64,
        /// What was done.
        what: FeedWhat,
    },
}

/// A message with its place in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Stable while it is shown.
    pub id: u64,
    /// What it says.
    pub kind: ToastKind,
    /// The command that it is about.
    pub command: CommandId,
    /// When it goes by itself.
    pub until: Monotonic,
}

/// The toasts on screen, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Toasts {
    shown: VecDeque<Toast>,
    n_made: u64,
}

impl Toasts {
    /// The toasts, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Toast> {
        self.shown.iter()
    }

    /// When the next one goes.
    #[must_use]
    pub fn next_end(&self) -> Option<Monotonic> {
        self.shown.iter().map(|toast| toast.until).min()
    }

    pub(crate) fn push(&mut self, kind: ToastKind, command: CommandId, now: Monotonic) {
        if self.shown.len() == TOASTS_MAX {
            self.shown.pop_front();
        }
        self.n_made += 1;
        self.shown.push_back(Toast {
            id: self.n_made,
            kind,
            command,
            until: now.plus(TOAST_MS),
        });
    }

    pub(crate) fn dismiss(&mut self, id: u64) {
        self.shown.retain(|toast| toast.id != id);
    }

    /// Drops what is over; tells whether anything was.
    pub(crate) fn expire(&mut self, now: Monotonic) -> bool {
        let before = self.shown.len();
        self.shown.retain(|toast| toast.until > now);
        self.shown.len() != before
    }
}
