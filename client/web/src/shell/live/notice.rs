//! Wishes that were not even taken, said at the edge of the screen for a while.

use client_core::Monotonic;
use client_core::sync::NotTaken;
use client_core::toast::TOAST_MS;
use protocol::Command;

/// Notices in sight at most.
const NOTICES_MAX: usize = 3;

/// A wish that was not taken, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Stable while it is shown.
    pub id: u64,
    /// What was wished.
    pub command: Command,
    /// Why it was not taken.
    pub why: NotTaken,
    pub(super) until: Monotonic,
}

#[derive(Debug, Default)]
pub(super) struct Notices {
    shown: Vec<Notice>,
    n_made: u64,
}

impl Notices {
    pub(super) fn shown(&self) -> &[Notice] {
        &self.shown
    }

    pub(super) fn push(&mut self, command: Command, why: NotTaken, now: Monotonic) {
        if self.shown.len() == NOTICES_MAX {
            self.shown.remove(0);
        }
        self.n_made += 1;
        self.shown.push(Notice {
            id: self.n_made,
            command,
            why,
            until: now.plus(TOAST_MS),
        });
    }

    pub(super) fn dismiss(&mut self, id: u64) {
        self.shown.retain(|notice| notice.id != id);
    }

    /// Drops what is over; tells whether anything was.
    pub(super) fn expire(&mut self, now: Monotonic) -> bool {
        let before = self.shown.len();
        self.shown.retain(|notice| notice.until > now);
        self.shown.len() != before
    }
}
