//! The newest frames of one stream, encoded once, read by many cursors.
//!
//! A reader holds a number, not a queue: however slow it is, it costs nothing. What it missed for
//! too long is gone, and it is told so; it never gets a part.

use std::collections::VecDeque;
use std::time::Instant;

use super::encode::Told;

/// Bytes that one ring holds; beyond them the oldest pieces go, however few there are.
const RING_BYTES_MAX: usize = 16 * 1024 * 1024;

/// One position of a stream.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// The entry's number in the log; orders pieces of different streams.
    pub(crate) seq: u64,
    /// Encoded frames; none when a reader cannot pass here but must load a snapshot.
    pub(crate) told: Option<Told>,
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
    /// Bytes of all pieces that are here.
    n_bytes: usize,
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
            n_bytes: 0,
            bytes_mark: 0,
        }
    }

    /// Offset of the newest piece.
    pub(crate) fn head(&self) -> u64 {
        self.head
    }

    /// Adds the next piece and forgets the oldest beyond the bound.
    pub(crate) fn push(&mut self, piece: Piece) {
        self.n_bytes += n_bytes_of(&piece);
        while (self.pieces.len() >= self.pieces_max || self.n_bytes > RING_BYTES_MAX)
            && let Some((oldest, _)) = self.pieces.pop_front()
        {
            self.n_bytes -= n_bytes_of(&oldest);
        }
        let mark = self.bytes_mark;
        self.bytes_mark += piece.told.as_ref().map_or(0, Told::lag_bytes) as u64;
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
                .all(|(piece, _)| piece.told.is_some())
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
            let Some(told) = &piece.told else {
                // What stands before is still worth having only if the rest follows; it does not.
                return Reading::Lost;
            };
            if n_bytes > 0 && n_bytes + told.n_bytes() > bytes_max {
                return Reading::Partly(reached);
            }
            n_bytes += told.n_bytes();
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

fn n_bytes_of(piece: &Piece) -> usize {
    piece.told.as_ref().map_or(0, Told::n_bytes)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::live::encode::PIECE_BYTES_MAX;

    fn piece(seq: u64, n_bytes: usize) -> Piece {
        Piece {
            seq,
            told: Some(Bytes::from(vec![0; n_bytes]).into()),
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
    fn an_entry_in_parts_leaves_a_reader_no_further_behind_than_the_largest_whole_one() {
        let mut ring = ring(0, 1);
        ring.push(Piece {
            told: Some(Told {
                first: Bytes::from(vec![0; PIECE_BYTES_MAX]),
                rest: vec![Bytes::from(vec![0; PIECE_BYTES_MAX]); 3],
            }),
            ..piece(2, 0)
        });
        assert_eq!(ring.lag_bytes(1), Some(PIECE_BYTES_MAX as u64));
        assert_eq!(read(&ring, 1, 1), (Reading::UpToDate, vec![2]));
    }

    #[test]
    fn the_bytes_of_a_ring_are_bounded_and_the_newest_piece_always_stays() {
        let mut ring = Ring::after(0, 100);
        for seq in 1..=5 {
            ring.push(piece(seq, RING_BYTES_MAX / 4));
        }
        assert_eq!((ring.covers(1), ring.covers(0)), (true, false));
        ring.push(piece(6, RING_BYTES_MAX + 1));
        assert_eq!((ring.covers(5), ring.covers(4)), (true, false));
        ring.push(piece(7, 10));
        assert_eq!((ring.covers(6), ring.covers(5)), (true, false));
    }

    #[test]
    fn nobody_passes_a_piece_that_needs_a_snapshot() {
        let mut ring = ring(0, 1);
        ring.push(Piece {
            seq: 2,
            told: None,
            committed_at: Instant::now(),
        });
        ring.push(piece(3, 10));
        assert_eq!(read(&ring, 0, 1_000).0, Reading::Lost);
        assert_eq!(read(&ring, 2, 1_000), (Reading::UpToDate, vec![3]));
        assert_eq!((ring.leads_on(1), ring.leads_on(2)), (false, true));
    }
}
