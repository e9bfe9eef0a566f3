//! The event's time between two messages of the server.
//!
//! A message only ever arrives late, so of two estimates the later one is the better one. A
//! message that disagrees by more than delay can explain means that the clock was set.

use protocol::Micros;
use protocol::message::Clock;

use crate::time::Monotonic;

/// How far an estimate may lie ahead of a message before the message is believed instead.
const DELAY_MAX_MS: i64 = 2_000;

/// The event's time, as a line through the best message so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventClock {
    event: Micros,
    local: Monotonic,
    speed_permille: u32,
}

impl EventClock {
    /// A clock from the first message.
    #[must_use]
    pub const fn new(clock: Clock, now: Monotonic) -> Self {
        Self {
            event: clock.now,
            local: now,
            speed_permille: clock.speed_permille,
        }
    }

    /// The event's time at a moment of the device.
    #[must_use]
    pub fn now(&self, now: Monotonic) -> Micros {
        let elapsed_ms = i64::try_from(now.since(self.local)).unwrap_or(i64::MAX / 1_000_000);
        // Milliseconds times thousandths of speed are microseconds of the event.
        Micros(
            self.event
                .0
                .saturating_add(elapsed_ms.saturating_mul(i64::from(self.speed_permille))),
        )
    }

    /// Event seconds per real second, in thousandths.
    #[must_use]
    pub const fn speed_permille(&self) -> u32 {
        self.speed_permille
    }

    /// Real milliseconds until the event's clock shows a time; zero when it is past.
    #[must_use]
    pub fn ms_until(&self, at: Micros, now: Monotonic) -> u64 {
        let ahead = at.since(self.now(now)).max(0);
        u64::try_from(ahead / i64::from(self.speed_permille.max(1))).unwrap_or(0)
    }

    /// Takes a message into account; tells whether the clock jumped.
    pub(crate) fn hear(&mut self, clock: Clock, now: Monotonic) -> bool {
        let estimate = self.now(now);
        let ahead = estimate.since(clock.now);
        let tolerance = DELAY_MAX_MS * i64::from(clock.speed_permille);
        let jumped =
            clock.speed_permille != self.speed_permille || ahead > tolerance || -ahead > tolerance;
        if jumped || ahead < 0 {
            *self = Self::new(clock, now);
        }
        jumped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn clock(now: i64, speed_permille: u32) -> Clock {
        Clock {
            now: Micros(now),
            speed_permille,
        }
    }

    #[test]
    fn the_clock_runs_at_the_events_speed() {
        let at = EventClock::new(clock(5_000_000, 12_000), Monotonic(100));
        assert_eq!(at.now(Monotonic(100)), Micros(5_000_000));
        assert_eq!(at.now(Monotonic(1_100)), Micros(17_000_000));
        assert_eq!(at.ms_until(Micros(17_000_000), Monotonic(100)), 1_000);
        assert_eq!(at.ms_until(Micros(0), Monotonic(100)), 0);
    }

    #[test]
    fn a_delayed_message_does_not_turn_the_clock_back() {
        let mut at = EventClock::new(clock(0, 1_000), Monotonic(0));
        assert!(!at.hear(clock(500_000, 1_000), Monotonic(1_000)));
        assert_eq!(at.now(Monotonic(1_000)), Micros(1_000_000));
    }

    #[test]
    fn an_earlier_message_corrects_the_delay_of_the_first_one() {
        let mut at = EventClock::new(clock(0, 1_000), Monotonic(800));
        assert!(!at.hear(clock(1_000_000, 1_000), Monotonic(1_000)));
        assert_eq!(at.now(Monotonic(1_000)), Micros(1_000_000));
    }

    #[test]
    fn a_clock_that_was_set_is_believed() {
        let mut at = EventClock::new(clock(10_000_000, 1_000), Monotonic(0));
        assert!(at.hear(clock(0, 1_000), Monotonic(0)));
        assert_eq!(at.now(Monotonic(0)), Micros(0));
        assert!(
            at.hear(clock(0, 60_000), Monotonic(0)),
            "a new speed is a jump"
        );
    }
}
