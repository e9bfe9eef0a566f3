//! Exponential back-off with full jitter.
//!
//! The delay is drawn evenly from zero up to the window, and the window doubles with every
//! failure. There is no fixed first delay: after a restart of the server, a fixed one would
//! bring every client back in the same instant.

use super::Options;

/// The window after so many failures.
pub(crate) fn window_ms(options: &Options, n_failures: u32) -> u64 {
    let doubled = n_failures.saturating_sub(1).min(32);
    options
        .backoff_first_ms
        .saturating_mul(1 << doubled)
        .min(options.backoff_max_ms)
}

/// A delay drawn from a window with a random number.
pub(crate) fn draw_ms(window_ms: u64, random: u64) -> u64 {
    let product = u128::from(random) * (u128::from(window_ms) + 1);
    u64::try_from(product >> 64).expect("the upper half of a product fits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::Surface;

    #[test]
    fn the_window_doubles_up_to_its_bound() {
        let options = Options::for_surface(Surface::Phone);
        let windows: Vec<_> = (1..8).map(|n| window_ms(&options, n)).collect();
        assert_eq!(
            windows,
            [2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]
        );
        assert_eq!(window_ms(&options, u32::MAX), 30_000);
    }

    #[test]
    fn delays_fill_the_whole_window_from_zero_on() {
        assert_eq!(draw_ms(2_000, 0), 0);
        assert_eq!(draw_ms(2_000, u64::MAX), 2_000);
        assert_eq!(draw_ms(2_000, u64::MAX / 2), 1_000);
        assert_eq!(draw_ms(0, u64::MAX), 0);
        assert_eq!(draw_ms(u64::MAX - 1, u64::MAX), u64::MAX - 1);
    }
}
