//! Entries: the numbered items of an event's log.

use crate::change::Change;
use crate::id::{CommandId, PersonId, StaffId};
use crate::time::Micros;

choices! { Snake:
    /// Who acted.
    #[derive(Copy, PartialOrd, Ord, Hash)]
    #[serde(rename_all = "snake_case")]
    pub enum Actor {
        /// A member of the team.
        Staff(StaffId),
        /// A participant or expert.
        Person(PersonId),
        /// The product itself: deadlines, imports, the demo player.
        System,
    }
}

records! {
    /// Which entry last touched a thing, when, and by whom: what a co-administrator is told when
    /// somebody was faster.
    #[derive(Copy)]
    pub struct Touch {
        /// Number of the entry.
        pub seq: u64,
        /// The entry's time.
        pub at: Micros,
        /// The entry's actor.
        pub by: Actor,
    }
}

records! {
    /// When and by whom, for facts that do not need the entry's number.
    #[derive(Copy)]
    pub struct Mark {
        /// When.
        pub at: Micros,
        /// By whom.
        pub by: Actor,
    }
}

/// What every entry says before its changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryHead {
    /// Position in the event's log, from 1, without gap.
    pub seq: u64,
    /// When it was decided.
    pub at: Micros,
    /// Who acted.
    pub by: Actor,
    /// The client-made id of the command that caused it.
    pub command: CommandId,
}

impl EntryHead {
    /// The mark that this entry leaves on what it changes.
    #[must_use]
    pub const fn touch(&self) -> Touch {
        Touch {
            seq: self.seq,
            at: self.at,
            by: self.by,
        }
    }
}

/// A committed fact of the log: what one command changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who, when, in which order.
    pub head: EntryHead,
    /// What.
    pub changes: Vec<Change>,
}
