//! The chain of checksums over an event's log: an entry that was altered, removed or put in
//! afterwards breaks every link behind it.

use protocol::id::EventId;
use protocol::{Actor, EntryHead};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A link of the chain.
pub(crate) type Checksum = [u8; 32];

/// What the first entry of an event's log follows.
pub(crate) fn beginning(event: EventId) -> Checksum {
    let mut hash = Sha256::new();
    hash.update(b"regie log 1");
    hash.update(event.to_bytes());
    hash.finalize().into()
}

/// The link that an entry adds. Every part but the last has a fixed length, so no two entries
/// hash the same bytes.
pub(crate) fn next(previous: &Checksum, head: &EntryHead, changes: &[u8]) -> Checksum {
    let (kind, id) = match head.by {
        Actor::System => (0_u8, [0; 16]),
        Actor::Staff(id) => (1, id.to_bytes()),
        Actor::Person(id) => (2, id.to_bytes()),
    };
    let mut hash = Sha256::new();
    hash.update(previous);
    hash.update(head.seq.to_be_bytes());
    hash.update(head.at.0.to_be_bytes());
    hash.update([kind]);
    hash.update(id);
    hash.update(head.command.to_bytes());
    hash.update(changes);
    hash.finalize().into()
}

/// What the first line of a journal follows.
pub(crate) fn journal_beginning(event: Uuid) -> Checksum {
    let mut hash = Sha256::new();
    hash.update(b"regie journal 1");
    hash.update(event.as_bytes());
    hash.finalize().into()
}

/// The link that a line of a journal adds. Numbers and ids have a fixed length and words say
/// theirs, so no two lines hash the same bytes.
pub(crate) fn next_line(
    previous: &Checksum,
    numbers: [i64; 3],
    words: [&str; 5],
    ids: [Option<Uuid>; 2],
) -> Checksum {
    let mut hash = Sha256::new();
    hash.update(previous);
    for number in numbers {
        hash.update(number.to_be_bytes());
    }
    for word in words {
        let length = u32::try_from(word.len()).expect("a word is short");
        hash.update(length.to_be_bytes());
        hash.update(word);
    }
    for id in ids {
        hash.update([u8::from(id.is_some())]);
        hash.update(id.unwrap_or_default().as_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use protocol::Micros;
    use protocol::id::{CommandId, PersonId, StaffId};

    use super::*;

    #[test]
    fn every_part_of_an_entry_counts() {
        let head = EntryHead {
            seq: 7,
            at: Micros(1_000),
            by: Actor::System,
            command: CommandId::example(1),
        };
        let start = beginning(EventId::example(1));
        let variants = [
            (start, head, b"changes".as_slice()),
            (beginning(EventId::example(2)), head, b"changes"),
            (start, EntryHead { seq: 8, ..head }, b"changes"),
            (
                start,
                EntryHead {
                    at: Micros(1_001),
                    ..head
                },
                b"changes",
            ),
            (
                start,
                EntryHead {
                    by: Actor::Staff(StaffId::example(1)),
                    ..head
                },
                b"changes",
            ),
            (
                start,
                EntryHead {
                    by: Actor::Person(PersonId::example(1)),
                    ..head
                },
                b"changes",
            ),
            (
                start,
                EntryHead {
                    command: CommandId::example(2),
                    ..head
                },
                b"changes",
            ),
            (start, head, b"change"),
        ];
        let links: std::collections::BTreeSet<_> = variants
            .iter()
            .map(|(previous, head, changes)| next(previous, head, changes))
            .collect();
        assert_eq!(links.len(), variants.len());
    }
}
