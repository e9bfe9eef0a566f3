//! Where a client stands in its streams, and the check that nothing is missing or repeated.

use protocol::message::{Cursor, Topic, Welcome};

/// What went wrong in streams, counted over any number of clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    /// Frames that never came before a later one did.
    pub(crate) n_lost: u64,
    /// Frames that came again.
    pub(crate) n_repeated: u64,
    /// Times that the server demanded a snapshot instead of going on.
    pub(crate) n_resyncs: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, other: Self) {
        self.n_lost += other.n_lost;
        self.n_repeated += other.n_repeated;
        self.n_resyncs += other.n_resyncs;
    }
}

/// A client's positions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Positions {
    cursors: Vec<Cursor>,
    pub(crate) faults: Faults,
}

impl Positions {
    /// Begins at the server's heads, as a client does that has just loaded a snapshot.
    pub(crate) fn at_heads(&mut self, welcome: &Welcome) {
        self.cursors = welcome.streams.iter().map(|stream| stream.head).collect();
    }

    pub(crate) fn cursors(&self) -> &[Cursor] {
        &self.cursors
    }

    pub(crate) fn offset(&self, topic: Topic) -> Option<u64> {
        self.cursors
            .iter()
            .find(|cursor| cursor.topic == topic)
            .map(|cursor| cursor.offset)
    }

    /// Whether every stream has been read up to where the server stood when it said welcome.
    pub(crate) fn reaches(&self, welcome: &Welcome) -> bool {
        welcome.streams.iter().all(|stream| {
            self.offset(stream.head.topic)
                .is_some_and(|offset| offset >= stream.head.offset)
        })
    }

    /// Takes a frame of a stream; whether it was new.
    pub(crate) fn take(&mut self, topic: Topic, offset: u64) -> bool {
        let Some(cursor) = self.cursors.iter_mut().find(|cursor| cursor.topic == topic) else {
            // A stream that was never promised.
            self.faults.n_repeated += 1;
            return false;
        };
        if offset <= cursor.offset {
            self.faults.n_repeated += 1;
            return false;
        }
        self.faults.n_lost += offset - cursor.offset - 1;
        cursor.offset = offset;
        true
    }
}

#[cfg(test)]
mod tests {
    use protocol::message::{Clock, StreamStart};
    use protocol::{Actor, Micros};

    use super::*;

    fn positions() -> (Positions, Welcome) {
        let head = Cursor {
            topic: Topic::Public,
            epoch: 1,
            offset: 10,
        };
        let welcome = Welcome {
            version: 1,
            clock: Clock {
                now: Micros(0),
                speed_permille: 1_000,
            },
            streams: vec![StreamStart {
                head,
                resumed: false,
            }],
            you: Actor::System,
        };
        let mut positions = Positions::default();
        positions.at_heads(&welcome);
        (positions, welcome)
    }

    #[test]
    fn frames_in_order_leave_no_fault() {
        let (mut positions, welcome) = positions();
        assert!(positions.reaches(&welcome));
        assert!(positions.take(Topic::Public, 11) && positions.take(Topic::Public, 12));
        assert_eq!(positions.faults, Faults::default());
        assert_eq!(positions.offset(Topic::Public), Some(12));
    }

    #[test]
    fn a_gap_counts_what_is_missing_and_a_repetition_is_told_apart() {
        let (mut positions, _) = positions();
        assert!(positions.take(Topic::Public, 14));
        assert!(!positions.take(Topic::Public, 14));
        assert!(
            !positions.take(Topic::Mine, 1),
            "a stream that nobody promised"
        );
        assert_eq!(
            positions.faults,
            Faults {
                n_lost: 3,
                n_repeated: 2,
                n_resyncs: 0
            }
        );
    }
}
