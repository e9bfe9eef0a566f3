//! Randomness: the operating system's, and a seeded one for tests.

use std::fmt;
use std::sync::Mutex;

/// Where random bytes come from.
pub trait Random: Send + Sync + fmt::Debug {
    /// Fills the buffer.
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Random + '_ {
    /// An array of random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A number below `bound`, near enough to uniform for spreading load.
    #[must_use]
    pub fn below(&self, bound: u32) -> u32 {
        u32::from_le_bytes(self.bytes()) % bound.max(1)
    }
}

/// The operating system's source, fit for secrets.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness there are no secrets; going on would hand out guessable ones.
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// A reproducible source for tests; never for secrets.
#[derive(Debug)]
pub struct SeededRandom(Mutex<u64>);

impl SeededRandom {
    /// A source that always gives the same bytes for the same seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().expect("no holder panics");
        for chunk in bytes.chunks_mut(8) {
            // SplitMix64: a full-period counter behind a mixing function.
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = *state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^= mixed >> 31;
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_bytes_again_and_another_seed_others() {
        let draw = |seed| (&SeededRandom::new(seed) as &dyn Random).bytes::<24>();
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }
}
