//! How much one connection may ask for: a bucket of tokens that fills at a steady rate.

use std::time::Instant;

use protocol::limits::{COMMANDS_BURST_MAX, COMMANDS_PER_SECOND_MAX};

/// A bucket for one connection or one sign-in.
#[derive(Debug)]
pub struct Allowance {
    tokens: f64,
    filled_at: Instant,
}

impl Allowance {
    /// A full bucket.
    #[must_use]
    pub fn full(now: Instant) -> Self {
        Self {
            tokens: f64::from(COMMANDS_BURST_MAX),
            filled_at: now,
        }
    }

    /// Takes one token.
    ///
    /// # Errors
    /// The milliseconds until there is one.
    pub fn take(&mut self, now: Instant) -> Result<(), u32> {
        let rate = f64::from(COMMANDS_PER_SECOND_MAX);
        let filled = now.saturating_duration_since(self.filled_at).as_secs_f64() * rate;
        self.tokens = (self.tokens + filled).min(f64::from(COMMANDS_BURST_MAX));
        self.filled_at = now;
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return Ok(());
        }
        let missing_ms = ((1.0 - self.tokens) / rate * 1_000.0).ceil();
        // Between 1 and 20 by construction.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Err(missing_ms as u32)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_burst_passes_up_to_its_bound_and_then_the_steady_rate() {
        let start = Instant::now();
        let mut allowance = Allowance::full(start);
        for n in 0..COMMANDS_BURST_MAX {
            assert_eq!(allowance.take(start), Ok(()), "command {n} of the burst");
        }
        assert_eq!(allowance.take(start), Err(1_000 / COMMANDS_PER_SECOND_MAX));
        let later = start + Duration::from_secs(1);
        let n_passed = (0..COMMANDS_BURST_MAX)
            .filter(|_| allowance.take(later).is_ok())
            .count();
        assert_eq!(n_passed, COMMANDS_PER_SECOND_MAX as usize);
    }

    #[test]
    fn waiting_as_long_as_told_is_enough() {
        let start = Instant::now();
        let mut allowance = Allowance::full(start);
        while allowance.take(start).is_ok() {}
        let wait_ms = allowance.take(start).unwrap_err();
        assert_eq!(
            allowance.take(start + Duration::from_millis(wait_ms.into())),
            Ok(())
        );
    }
}
