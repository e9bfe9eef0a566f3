//! Which functions resemble each other, and an order in which each follows what it resembles.

use std::collections::{HashMap, HashSet, VecDeque};

/// Length of the pieces that are compared. Shorter ones are in every function, longer ones miss
/// what differs in a number.
const PIECE_BYTES: usize = 6;
/// A piece that stands in more functions than this says nothing about any of them.
const FUNCTIONS_PER_PIECE_MAX: usize = 60;
/// How far gzip looks back, less what the next function itself takes.
const WINDOW_BYTES: usize = 30_000;
/// Keeps tiny functions from winning by a single piece.
const SMALLEST_BYTES: usize = 20;
/// How much the length of a function counts against what it shares: 0 would always take the one
/// that shares most, 1 the one of which most is shared. Both are a little worse.
const LENGTH_EXPONENT: f64 = 0.6;

/// The functions as a chain: the largest first, then always the one of which most stands in what
/// was written last. Where nothing fits, the largest that is left.
pub(super) fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    let pieces = Pieces::of(bodies);
    let mut by_size: Vec<usize> = (0..bodies.len()).collect();
    by_size.sort_by_key(|&at| (std::cmp::Reverse(bodies[at].len()), at));
    let mut largest_left = by_size.into_iter();
    let mut written = Written::new(&pieces, bodies);
    let mut order = Vec::with_capacity(bodies.len());
    let mut next = largest_left.next();
    while let Some(at) = next {
        order.push(at);
        written.write(at, bodies);
        next = written
            .best_next()
            .or_else(|| largest_left.find(|&at| !written.is_written[at]));
    }
    order
}

/// The pieces that are worth comparing.
struct Pieces {
    /// The pieces of each function.
    of: Vec<Vec<usize>>,
    /// The functions with each piece.
    holders: Vec<Vec<usize>>,
    /// What a piece that two functions share is worth: the rarer, the more.
    worth: Vec<f64>,
}

impl Pieces {
    fn of(bodies: &[&[u8]]) -> Self {
        let mut holders: Vec<Vec<usize>> = Vec::new();
        let mut numbers: HashMap<&[u8], usize> = HashMap::new();
        for (at, body) in bodies.iter().enumerate() {
            let mut seen = HashSet::new();
            for piece in body.windows(PIECE_BYTES) {
                if seen.insert(piece) {
                    let number = *numbers.entry(piece).or_insert_with(|| {
                        holders.push(Vec::new());
                        holders.len() - 1
                    });
                    holders[number].push(at);
                }
            }
        }
        holders.retain(|holders| (2..=FUNCTIONS_PER_PIECE_MAX).contains(&holders.len()));
        let mut of = vec![Vec::new(); bodies.len()];
        for (piece, holders) in holders.iter().enumerate() {
            for &at in holders {
                of[at].push(piece);
            }
        }
        let n = float(bodies.len());
        let worth = holders.iter().map(|h| (n / float(h.len())).ln()).collect();
        Self { of, holders, worth }
    }
}

/// What stands in the window, and what that makes of the functions that are left.
struct Written<'a> {
    pieces: &'a Pieces,
    is_written: Vec<bool>,
    window: VecDeque<usize>,
    window_bytes: usize,
    /// How often each piece stands in the window.
    n_in_window: Vec<u32>,
    /// For each function, what the pieces that it shares with the window are worth.
    shared: Vec<f64>,
    /// For each function, what its length counts.
    length_weights: Vec<f64>,
}

impl<'a> Written<'a> {
    fn new(pieces: &'a Pieces, bodies: &[&[u8]]) -> Self {
        let n_functions = bodies.len();
        let weight = |body: &&[u8]| float(body.len() + SMALLEST_BYTES).powf(LENGTH_EXPONENT);
        Self {
            pieces,
            is_written: vec![false; n_functions],
            window: VecDeque::new(),
            window_bytes: 0,
            n_in_window: vec![0; pieces.holders.len()],
            shared: vec![0.0; n_functions],
            length_weights: bodies.iter().map(weight).collect(),
        }
    }

    fn write(&mut self, at: usize, bodies: &[&[u8]]) {
        self.is_written[at] = true;
        for &piece in &self.pieces.of[at] {
            self.n_in_window[piece] += 1;
            if self.n_in_window[piece] == 1 {
                self.share(piece, self.pieces.worth[piece]);
            }
        }
        self.window.push_back(at);
        self.window_bytes += bodies[at].len();
        while self.window_bytes > WINDOW_BYTES {
            let Some(gone) = self.window.pop_front() else {
                break;
            };
            self.window_bytes -= bodies[gone].len();
            for &piece in &self.pieces.of[gone] {
                self.n_in_window[piece] -= 1;
                if self.n_in_window[piece] == 0 {
                    self.share(piece, -self.pieces.worth[piece]);
                }
            }
        }
    }

    fn share(&mut self, piece: usize, worth: f64) {
        for &at in &self.pieces.holders[piece] {
            self.shared[at] += worth;
        }
    }

    /// The function that fits best behind the window, if any shares something with it.
    fn best_next(&self) -> Option<usize> {
        let mut best = (None, 1e-6);
        for (at, &shared) in self.shared.iter().enumerate() {
            let fit = shared / self.length_weights[at];
            if fit > best.1 && !self.is_written[at] {
                best = (Some(at), fit);
            }
        }
        best.0
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of functions and bytes are far below 2^53"
)]
const fn float(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::chain;

    #[test]
    fn functions_follow_what_they_resemble() {
        let bodies: [&[u8]; 5] = [
            b"a quick brown fox jumps over",
            b"many hands make light work of it",
            b"a quick brown dog jumps over it",
            b"many hands make short work",
            b"0",
        ];
        let order = chain(&bodies);
        assert_eq!(order, [1, 3, 2, 0, 4]);
    }

    #[test]
    fn no_function_is_lost_or_doubled() {
        let bodies: Vec<Vec<u8>> = (0..200_u32)
            .map(|n| format!("{} {} {}", n % 7, n % 11 * 1_000_003, n % 13).into_bytes())
            .collect();
        let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
        let mut order = chain(&bodies);
        order.sort_unstable();
        assert_eq!(order, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn a_program_without_functions_has_no_order() {
        assert!(chain(&[]).is_empty());
    }
}
