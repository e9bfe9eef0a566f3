//! Chance that can be repeated: the same seed gives the same event on every machine and in every
//! version, which no published generator promises. Never for secrets.

/// A stream of numbers that a seed decides (SplitMix64).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own for one purpose, so that drawing more for one purpose does not change
    /// what another gets.
    #[must_use]
    pub fn fork(&self, purpose: &str) -> Self {
        self.fork_for(purpose.as_bytes())
    }

    /// As [`Self::fork`], for a purpose and the thing that it is about.
    #[must_use]
    pub fn fork_about(&self, purpose: &str, subject: [u8; 16]) -> Self {
        self.fork(purpose).fork_for(&subject)
    }

    fn fork_for(&self, bytes: &[u8]) -> Self {
        // FNV-1a keeps bytes apart; the mixing function spreads them.
        let mut hash = self.0 ^ 0xcbf2_9ce4_8422_2325;
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(mix(hash))
    }

    /// The next number.
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `bound`; zero when the bound is zero.
    pub fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.draw()) * (bound as u128);
        usize::try_from(wide >> 64).expect("below a usize")
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = usize::try_from(high.saturating_sub(low).max(0)).expect("not negative") + 1;
        low + i64::try_from(self.below(width)).expect("within the width")
    }

    /// True in so many cases of a hundred.
    pub fn percent(&mut self, of_hundred: usize) -> bool {
        self.below(100) < of_hundred
    }

    /// One of the items.
    ///
    /// # Panics
    /// When there is none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// Brings items into a random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// Bytes, as ids and badges need them.
    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.draw().to_le_bytes()[..chunk.len()]);
        }
        bytes
    }
}

const fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_of_a_seed_never_changes() {
        // The published first outputs of SplitMix64 for this seed: a demo stays the same demo.
        let mut chance = Chance::new(1_234_567);
        assert_eq!(chance.draw(), 6_457_827_717_110_365_317);
        assert_eq!(chance.draw(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn purposes_do_not_disturb_each_other() {
        let chance = Chance::new(7);
        let mut names = chance.fork("names");
        let first = names.draw();
        let mut other = chance.fork("badges");
        other.draw();
        assert_eq!(chance.fork("names").draw(), first);
        assert_ne!(first, chance.fork("badges").draw());
    }

    #[test]
    fn bounds_are_kept() {
        let mut chance = Chance::new(3);
        for _ in 0..1_000 {
            assert!(chance.below(7) < 7);
            assert!((-3..=4).contains(&chance.between(-3, 4)));
        }
        assert_eq!(chance.below(0), 0);
    }
}
