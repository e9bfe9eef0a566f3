//! The streams and their dense numbers.
//!
//! A frame is applied when it is the next one. An earlier one is a duplicate and dropped; a
//! later one is held, within bounds, while the missing ones are asked for. Nothing is ever
//! applied across a gap.

use std::collections::BTreeMap;

use protocol::message::{Cursor, Topic};

use crate::limits::{HELD_BYTES_MAX, HELD_FRAMES_MAX};
use crate::time::Monotonic;

/// One stream.
#[derive(Debug)]
pub(crate) struct Stream {
    pub(crate) topic: Topic,
    pub(crate) cursor: Option<Cursor>,
    /// Whether only a snapshot can tell where the stream goes on.
    pub(crate) needs_snapshot: bool,
    /// The server's position when it said welcome.
    pub(crate) head: Option<Cursor>,
    /// Since when frames are missing and none came. Reset by every step forward.
    stalled_since: Option<Monotonic>,
    /// Whether the missing frames were asked for since the last step forward.
    has_asked: bool,
    held: BTreeMap<u64, Vec<u8>>,
    held_bytes: usize,
}

/// What to do about frames that do not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nudge {
    /// Nothing is missing, or not for long.
    Wait,
    /// Ask for them.
    Ask,
    /// Asking did not help.
    LoadSnapshot,
}

/// What to do with a frame.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// It was applied before.
    Duplicate,
    /// It is the next one: apply it.
    Next(Vec<u8>),
    /// It waits for the ones before it.
    Held,
    /// It is the first one after a gap: ask for the missing ones.
    GapOpened,
    /// Too much waits: only a snapshot helps.
    TooMany,
}

impl Stream {
    fn new(topic: Topic) -> Self {
        Self {
            topic,
            cursor: None,
            needs_snapshot: false,
            head: None,
            stalled_since: None,
            has_asked: false,
            held: BTreeMap::new(),
            held_bytes: 0,
        }
    }

    /// Sorts a frame in.
    pub(crate) fn arrive(&mut self, offset: u64, payload: Vec<u8>, now: Monotonic) -> Arrival {
        match self.cursor {
            Some(cursor) if !self.needs_snapshot && offset <= cursor.offset => Arrival::Duplicate,
            Some(cursor) if !self.needs_snapshot && offset == cursor.offset + 1 => {
                Arrival::Next(payload)
            }
            Some(_) | None => self.hold(offset, payload, now),
        }
    }

    fn hold(&mut self, offset: u64, payload: Vec<u8>, now: Monotonic) -> Arrival {
        if self.held.len() >= HELD_FRAMES_MAX || self.held_bytes + payload.len() > HELD_BYTES_MAX {
            self.drop_held();
            return Arrival::TooMany;
        }
        self.held_bytes += payload.len();
        if let Some(twice) = self.held.insert(offset, payload) {
            self.held_bytes -= twice.len();
        }
        if self.needs_snapshot || self.has_asked {
            return Arrival::Held;
        }
        self.stalled_since = Some(now);
        self.has_asked = true;
        Arrival::GapOpened
    }

    /// Moves the cursor behind an applied frame.
    pub(crate) fn advance(&mut self, offset: u64, now: Monotonic) {
        if let Some(cursor) = &mut self.cursor {
            debug_assert_eq!(
                cursor.offset + 1,
                offset,
                "frames are applied without a gap"
            );
            cursor.offset = offset;
        }
        self.watch(now);
    }

    /// Starts to wait for what is missing, if something is.
    pub(crate) fn watch(&mut self, now: Monotonic) {
        self.stalled_since = (self.misses_frames() && !self.needs_snapshot).then_some(now);
        self.has_asked = false;
    }

    /// What to do about frames that do not come.
    pub(crate) fn nudge(&mut self, patience_ms: u64, now: Monotonic) -> Nudge {
        match self.stalled_since {
            Some(since) if now.since(since) >= patience_ms => {
                if std::mem::replace(&mut self.has_asked, true) {
                    self.require_snapshot();
                    Nudge::LoadSnapshot
                } else {
                    self.stalled_since = Some(now);
                    Nudge::Ask
                }
            }
            Some(_) | None => Nudge::Wait,
        }
    }

    /// The next held frame whose turn it is.
    pub(crate) fn next_held(&mut self) -> Option<(u64, Vec<u8>)> {
        let cursor = self.cursor.filter(|_| !self.needs_snapshot)?;
        while let Some(first) = self.held.first_entry() {
            let offset = *first.key();
            if offset > cursor.offset + 1 {
                return None;
            }
            let payload = first.remove();
            self.held_bytes -= payload.len();
            if offset == cursor.offset + 1 {
                return Some((offset, payload));
            }
        }
        None
    }

    pub(crate) fn drop_held(&mut self) {
        self.held.clear();
        self.held_bytes = 0;
        self.stalled_since = None;
        self.has_asked = false;
    }

    /// The stream is broken beyond asking: wait for a snapshot.
    pub(crate) fn require_snapshot(&mut self) {
        self.needs_snapshot = true;
        self.stalled_since = None;
    }

    /// Goes on from a snapshot's position.
    pub(crate) fn follow(&mut self, cursor: Cursor, now: Monotonic) {
        self.cursor = Some(cursor);
        self.needs_snapshot = false;
        self.watch(now);
    }

    fn misses_frames(&self) -> bool {
        let reached = self.cursor.map_or(0, |cursor| cursor.offset);
        !self.held.is_empty() || self.head.is_some_and(|head| reached < head.offset)
    }

    fn is_behind(&self) -> bool {
        self.needs_snapshot || self.misses_frames()
    }
}

/// The streams of one client: at most three.
#[derive(Debug, Default)]
pub(crate) struct Streams(Vec<Stream>);

impl Streams {
    pub(crate) fn get(&mut self, topic: Topic) -> &mut Stream {
        let index = self
            .0
            .iter()
            .position(|stream| stream.topic == topic)
            .unwrap_or_else(|| {
                self.0.push(Stream::new(topic));
                self.0.len() - 1
            });
        &mut self.0[index]
    }

    /// The position in a stream; none for streams that this client does not follow.
    pub(crate) fn position(&self, topic: Topic) -> Option<Cursor> {
        self.0.iter().find(|stream| stream.topic == topic)?.cursor
    }

    /// The server's position in a stream when it said welcome.
    pub(crate) fn head(&self, topic: Topic) -> Option<Cursor> {
        self.0.iter().find(|stream| stream.topic == topic)?.head
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Stream> {
        self.0.iter_mut()
    }

    pub(crate) fn cursors(&self) -> Vec<Cursor> {
        self.0.iter().filter_map(|stream| stream.cursor).collect()
    }

    /// Whether frames or a snapshot are missing.
    pub(crate) fn is_behind(&self) -> bool {
        self.0.is_empty() || self.0.iter().any(Stream::is_behind)
    }

    /// Since when the longest stalled stream waits.
    pub(crate) fn stalled_since(&self) -> Option<Monotonic> {
        self.0
            .iter()
            .filter_map(|stream| stream.stalled_since)
            .min()
    }

    /// Held frames belong to the connection on which they came.
    pub(crate) fn disconnect(&mut self) {
        for stream in &mut self.0 {
            stream.drop_held();
            stream.head = None;
        }
    }

    /// Forgets every position.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(offset: u64) -> Stream {
        let mut stream = Stream::new(Topic::Ops);
        stream.follow(
            Cursor {
                topic: Topic::Ops,
                epoch: 1,
                offset,
            },
            Monotonic(0),
        );
        stream
    }

    #[test]
    fn only_the_next_frame_is_applied() {
        let mut stream = at(7);
        assert_eq!(stream.arrive(7, vec![1], Monotonic(0)), Arrival::Duplicate);
        assert_eq!(
            stream.arrive(8, vec![2], Monotonic(0)),
            Arrival::Next(vec![2])
        );
        stream.advance(8, Monotonic(0));
        assert_eq!(stream.arrive(10, vec![4], Monotonic(0)), Arrival::GapOpened);
        assert_eq!(stream.arrive(11, vec![5], Monotonic(0)), Arrival::Held);
        assert_eq!(stream.next_held(), None, "nine is missing");
        assert_eq!(
            stream.arrive(9, vec![3], Monotonic(0)),
            Arrival::Next(vec![3])
        );
        stream.advance(9, Monotonic(0));
        assert_eq!(stream.next_held(), Some((10, vec![4])));
        stream.advance(10, Monotonic(0));
        assert_eq!(stream.next_held(), Some((11, vec![5])));
        stream.advance(11, Monotonic(0));
        assert_eq!(stream.next_held(), None);
        assert_eq!(stream.stalled_since, None, "the gap is closed");
    }

    #[test]
    fn what_waits_is_bounded_in_frames_and_bytes() {
        let mut stream = at(0);
        for offset in 0..HELD_FRAMES_MAX as u64 {
            assert_ne!(
                stream.arrive(offset + 2, vec![0], Monotonic(0)),
                Arrival::TooMany
            );
        }
        assert_eq!(
            stream.arrive(9_999, vec![0], Monotonic(0)),
            Arrival::TooMany
        );
        assert_eq!(stream.held_bytes, 0);
        assert_eq!(
            stream.arrive(5, vec![0; HELD_BYTES_MAX + 1], Monotonic(0)),
            Arrival::TooMany
        );
    }

    #[test]
    fn frames_that_came_before_the_snapshot_join_it() {
        let mut stream = at(3);
        stream.require_snapshot();
        for offset in 4..9 {
            assert_eq!(stream.arrive(offset, vec![0], Monotonic(0)), Arrival::Held);
        }
        stream.follow(
            Cursor {
                topic: Topic::Ops,
                epoch: 1,
                offset: 6,
            },
            Monotonic(0),
        );
        assert_eq!(stream.next_held().map(|(offset, _)| offset), Some(7));
    }
}
