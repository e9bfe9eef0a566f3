//! How fast commands leave: a little slower than the server allows, so that a door with a
//! hundred waiting scans is never told off.

use protocol::limits::{COMMANDS_BURST_MAX, COMMANDS_PER_SECOND_MAX};

use crate::time::Monotonic;

const PER_SECOND: u64 = COMMANDS_PER_SECOND_MAX as u64 * 4 / 5;
const BURST_MILLIS: u64 = COMMANDS_BURST_MAX as u64 * 4 / 5 * 1_000;

/// A bucket of tokens, in thousandths.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    millitokens: u64,
    at: Monotonic,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            millitokens: BURST_MILLIS,
            at: Monotonic(0),
        }
    }
}

impl Pace {
    /// Takes one token, if there is one.
    pub(crate) fn take(&mut self, now: Monotonic) -> bool {
        self.millitokens = self
            .millitokens
            .saturating_add(now.since(self.at) * PER_SECOND)
            .min(BURST_MILLIS);
        self.at = now.max(self.at);
        let is_there = self.millitokens >= 1_000;
        if is_there {
            self.millitokens -= 1_000;
        }
        is_there
    }

    /// When the next token is there.
    pub(crate) fn next_at(&self) -> Monotonic {
        self.at.plus(
            1_000_u64
                .saturating_sub(self.millitokens)
                .div_ceil(PER_SECOND),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_leave_below_the_servers_limits() {
        let mut pace = Pace::default();
        let burst = (0..1_000).filter(|_| pace.take(Monotonic(5_000))).count();
        assert!(burst <= COMMANDS_BURST_MAX as usize, "a burst of {burst}");
        let sustained = (5_001..15_001)
            .filter(|ms| pace.take(Monotonic(*ms)))
            .count();
        assert!(
            sustained <= 10 * COMMANDS_PER_SECOND_MAX as usize,
            "{sustained} in ten seconds"
        );
        assert!(sustained >= 300, "{sustained} in ten seconds is too slow");
    }

    #[test]
    fn the_next_token_is_there_when_it_was_said_to_be() {
        let mut pace = Pace::default();
        while pace.take(Monotonic(0)) {}
        let at = pace.next_at();
        assert!(!pace.take(Monotonic(at.0 - 1)));
        assert!(pace.take(at));
    }
}
