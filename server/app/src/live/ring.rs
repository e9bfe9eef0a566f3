//! The newest frames of one stream, encoded once, read by many cursors.
//!
//! A reader holds a number, not a queue: however slow it is, it costs nothing. What it missed for
//! too long is gone, and it is told so; it never gets a part.

use std::collections::VecDeque;
use std::time::Instant;

use bytes::Bytes;

/// One position of a stream.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// The entry's number in the log; orders pieces of different streams.
    pub(crate) seq: u64,
    /// Encoded frames; none when a reader cannot pass here but must load a snapshot.
    pub(crate) bytes: Option<Bytes>,
    /// When the entry became durable.
    pub(crate) committed_at: Instant,
}

/// What a read gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Everything up to the newest position was read.
    UpToDate,
    /// Read up to this offset; there is more.
    Partly(u64),
    /// What follows the offset is not here, or cannot be passed.
    Lost,
}

/// A bounded run of pieces that ends at the stream's head.
#[derive(Debug)]
pub(crate) struct Ring {
    head: u64,
    pieces: VecDeque<(Piece, u64)>,
    pieces_max: usize,
    /// Bytes ever pushed: the difference of two such marks is the lag between them.
    bytes_mark: u64,
}

impl Ring {
    /// An empty ring after the given offset.
    pub(crate) fn after(head: u64, pieces_max: usize) -> Self {
        Self {
            head,
            pieces: VecDeque::new(),
            pieces_max,
            bytes_mark: 0,
        }
    }

    /// Offset of the newest piece.
    pub(crate) fn head(&self) -> u64 {
        self.head
    }

    /// Adds the next piece and forgets the oldest beyond the bound.
    pub(crate) fn push(&mut self, piece: Piece) {
        if self.pieces.len() == self.pieces_max {
            self.pieces.pop_front();
        }
        let mark = self.bytes_mark;
        self.bytes_mark += piece.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
        self.head += 1;
        self.pieces.push_back((piece, mark));
    }

    /// Whether everything after the offset is here.
    pub(crate) fn covers(&self, after: u64) -> bool {
        after <= self.head && self.head - after <= self.pieces.len() as u64
    }

    /// Whether a reader can get from the offset to the head.
    pub(crate) fn leads_on(&self, after: u64) -> bool {
        self.index_after(after).is_some_and(|index| {
            self.pieces
                .range(index..)
                .all(|(piece, _)| piece.bytes.is_some())
        })
    }

    /// Bytes between the offset and the head; none when the ring no longer covers it.
    pub(crate) fn lag_bytes(&self, after: u64) -> Option<u64> {
        let index = self.index_after(after)?;
        Some(
            self.pieces
                .get(index)
                .map_or(0, |(_, mark)| self.bytes_mark - mark),
        )
    }

    /// Collects pieces after the offset until the next would pass `bytes_max` in all; the first
    /// is taken whatever its size, since pieces are bounded when they are made.
    pub(crate) fn read(&self, after: u64, bytes_max: usize, into: &mut Vec<Piece>) -> Reading {
        let Some(index) = self.index_after(after) else {
            return Reading::Lost;
        };
        let mut n_bytes = 0;
        for (reached, (piece, _)) in (after..).zip(self.pieces.range(index..)) {
            let Some(bytes) = &piece.bytes else {
                // What stands before is still worth having only if the rest follows; it does not.
                return Reading::Lost;
            };
            if n_bytes > 0 && n_bytes + bytes.len() > bytes_max {
                return Reading::Partly(reached);
            }
            n_bytes += bytes.len();
            into.push(piece.clone());
        }
        Reading::UpToDate
    }

    fn index_after(&self, after: u64) -> Option<usize> {
        if !self.covers(after) {
            return None;
        }
        usize::try_from(self.pieces.len() as u64 - (self.head - after)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(seq: u64, n_bytes: usize) -> Piece {
        Piece {
            seq,
            bytes: Some(Bytes::from(vec![0; n_bytes])),
            committed_at: Instant::now(),
        }
    }

    fn ring(head: u64, n: u64) -> Ring {
        let mut ring = Ring::after(head, 4);
        for seq in 1..=n {
            ring.push(piece(seq, 10));
        }
        ring
    }

    fn read(ring: &Ring, after: u64, bytes_max: usize) -> (Reading, Vec<u64>) {
        let mut pieces = Vec::new();
        let reading = ring.read(after, bytes_max, &mut pieces);
        (reading, pieces.iter().map(|piece| piece.seq).collect())
    }

    #[test]
    fn a_reader_at_the_edge_of_the_ring_gets_everything_and_one_beyond_gets_nothing() {
        let ring = ring(100, 6);
        assert_eq!(ring.head(), 106);
        assert_eq!(
            read(&ring, 102, 1_000),
            (Reading::UpToDate, vec![3, 4, 5, 6])
        );
        assert_eq!(read(&ring, 101, 1_000), (Reading::Lost, vec![]));
        assert_eq!(read(&ring, 106, 1_000), (Reading::UpToDate, vec![]));
    }

    #[test]
    fn a_reader_ahead_of_the_head_is_lost() {
        assert_eq!(read(&ring(0, 2), 3, 1_000).0, Reading::Lost);
    }

    #[test]
    fn a_read_stops_at_its_bound_and_goes_on_from_there() {
        let ring = ring(0, 4);
        assert_eq!(read(&ring, 0, 20), (Reading::Partly(2), vec![1, 2]));
        assert_eq!(read(&ring, 2, 20), (Reading::UpToDate, vec![3, 4]));
        assert_eq!(read(&ring, 0, 19), (Reading::Partly(1), vec![1]));
        assert_eq!(
            read(&ring, 0, 1),
            (Reading::Partly(1), vec![1]),
            "one piece always passes"
        );
    }

    #[test]
    fn the_lag_is_counted_in_bytes() {
        let ring = ring(0, 4);
        assert_eq!(ring.lag_bytes(4), Some(0));
        assert_eq!(ring.lag_bytes(1), Some(30));
        assert_eq!(Ring::after(7, 4).lag_bytes(7), Some(0));
        assert_eq!(Ring::after(7, 4).lag_bytes(6), None);
    }

    #[test]
    fn nobody_passes_a_piece_that_needs_a_snapshot() {
        let mut ring = ring(0, 1);
        ring.push(Piece {
            seq: 2,
            bytes: None,
            committed_at: Instant::now(),
        });
        ring.push(piece(3, 10));
        assert_eq!(read(&ring, 0, 1_000).0, Reading::Lost);
        assert_eq!(read(&ring, 2, 1_000), (Reading::UpToDate, vec![3]));
        assert_eq!((ring.leads_on(1), ring.leads_on(2)), (false, true));
    }
}
