//! The chain of checksums over an event's log: an entry that was altered, removed or put in
//! afterwards breaks every link behind it.

use protocol::id::EventId;
use protocol::{Actor, EntryHead};
use sha2::{Digest, Sha256};

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
