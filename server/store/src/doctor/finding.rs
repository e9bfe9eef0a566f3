//! What the examination can find, in words.

use std::fmt;

use domain::Commitment;
use domain::invariants::Violation;
use protocol::id::PersonId;
use protocol::{SlotId, Spot};

/// Something that must never be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The log jumps.
    GapInLog {
        /// The number that had to come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// An entry is not the one that was written, or not in its place.
    BrokenChain {
        /// The first entry whose checksum does not fit.
        seq: u64,
    },
    /// An entry cannot be read.
    UnreadableEntry {
        /// Which.
        seq: u64,
        /// Why.
        why: String,
    },
    /// The rows of the state cannot be read.
    UnreadableRows {
        /// Table and column.
        what: String,
    },
    /// The head row does not stand at the end of the log.
    HeadDiffers {
        /// Where the log ends.
        log_seq: u64,
    },
    /// The rows of a kind are not what the log leads to.
    RowsDiffer {
        /// Which kind.
        rows: &'static str,
    },
    /// A rule of the floor does not hold.
    Violated(Violation),
    /// The index of persons disagrees with the rows.
    PersonSlotDiffers {
        /// Who.
        person: PersonId,
        /// When.
        slot: SlotId,
        /// What the index says.
        stored: Option<Commitment>,
        /// What the rows say.
        expected: Option<Commitment>,
    },
    /// The index of places disagrees with the rows.
    PlaceSlotDiffers {
        /// Where and when.
        spot: Spot,
        /// What the index says.
        stored: Option<Commitment>,
        /// What the rows say.
        expected: Option<Commitment>,
    },
    /// The public stream has a gap, or does not begin at one.
    GapInPublicStream,
    /// A person's stream has a gap, or does not begin at one.
    GapInPersonStream {
        /// Whose.
        person: PersonId,
    },
    /// An item of the public stream names no entry, or an earlier one than the item before.
    PublicItemMisplaced {
        /// Which.
        offset: i64,
    },
    /// An item of a person's stream names no entry, or an earlier one than the item before.
    PersonItemMisplaced {
        /// Whose.
        person: PersonId,
        /// Which.
        offset: i64,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GapInLog { expected, found } => {
                write!(f, "the log jumps: entry {expected} expected, {found} found")
            }
            Self::BrokenChain { seq } => {
                write!(f, "entry {seq} is not the one that was written")
            }
            Self::UnreadableEntry { seq, why } => write!(f, "entry {seq} cannot be read: {why}"),
            Self::UnreadableRows { what } => write!(f, "{what} cannot be read"),
            Self::HeadDiffers { log_seq } => {
                write!(f, "the head does not stand at the last entry, {log_seq}")
            }
            Self::RowsDiffer { rows } => {
                write!(f, "the rows of {rows} are not what the log leads to")
            }
            Self::Violated(violation) => write!(f, "a rule does not hold: {violation:?}"),
            Self::PersonSlotDiffers {
                person,
                slot,
                stored,
                expected,
            } => write!(
                f,
                "person {person}, slot {}: the index says {stored:?}, the rows say {expected:?}",
                slot.number()
            ),
            Self::PlaceSlotDiffers {
                spot,
                stored,
                expected,
            } => write!(
                f,
                "place {}, slot {}: the index says {stored:?}, the rows say {expected:?}",
                spot.place,
                spot.slot.number()
            ),
            Self::GapInPublicStream => f.write_str("the public stream has a gap"),
            Self::GapInPersonStream { person } => {
                write!(f, "the stream of person {person} has a gap")
            }
            Self::PublicItemMisplaced { offset } => {
                write!(f, "item {offset} of the public stream names a wrong entry")
            }
            Self::PersonItemMisplaced { person, offset } => write!(
                f,
                "item {offset} of the stream of person {person} names a wrong entry"
            ),
        }
    }
}
