//! Clocks: the world's, one that tests move by hand, and one that runs an event faster.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use protocol::Micros;
use tokio::sync::watch;

/// A wait that ends at an instant of a clock.
pub type Wait<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// Where time comes from.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The clock's instant.
    fn now(&self) -> Micros;

    /// Returns once the clock shows at least `at`.
    fn wait_until(&self, at: Micros) -> Wait<'_>;

    /// How fast the clock runs, in thousandths of real time.
    fn speed_permille(&self) -> u32 {
        1_000
    }
}

/// Longest single sleep; a clock that is set meanwhile is noticed after it.
const SLEEP_MAX: Duration = Duration::from_secs(60);

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> Micros {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }

    fn wait_until(&self, at: Micros) -> Wait<'_> {
        Box::pin(async move {
            loop {
                let left = at.since(self.now());
                if left <= 0 {
                    return;
                }
                let left = Duration::from_micros(u64::try_from(left).unwrap_or(0));
                tokio::time::sleep(left.min(SLEEP_MAX)).await;
            }
        })
    }
}

/// A clock that stands still until a test moves it.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<watch::Sender<Micros>>);

impl ManualClock {
    /// A clock that shows `at`.
    #[must_use]
    pub fn at(at: Micros) -> Self {
        Self(Arc::new(watch::Sender::new(at)))
    }

    /// Moves the clock on; everybody who waited for the passed time goes on.
    pub fn advance(&self, by: Duration) {
        self.0
            .send_modify(|now| now.0 += i64::try_from(by.as_micros()).unwrap_or(i64::MAX));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Micros {
        *self.0.borrow()
    }

    fn wait_until(&self, at: Micros) -> Wait<'_> {
        let mut seen = self.0.subscribe();
        Box::pin(async move {
            // The sender lives as long as this clock, which the future borrows.
            let _ = seen.wait_for(|now| *now >= at).await;
        })
    }
}

/// An event's clock that starts anywhere and runs faster than the world, for a rehearsal or a
/// demo.
#[derive(Clone, Debug)]
pub struct PacedClock {
    world: Arc<dyn Clock>,
    world_start: Micros,
    event_start: Micros,
    speed_permille: u32,
}

impl PacedClock {
    /// A clock that shows `event_start` now and runs `speed_permille` thousandths as fast as
    /// `world`; a speed of zero is taken as the slowest possible.
    #[must_use]
    pub fn new(world: Arc<dyn Clock>, event_start: Micros, speed_permille: u32) -> Self {
        Self {
            world_start: world.now(),
            world,
            event_start,
            speed_permille: speed_permille.max(1),
        }
    }
}

impl Clock for PacedClock {
    fn now(&self) -> Micros {
        let passed = i128::from(self.world.now().since(self.world_start));
        let paced = passed * i128::from(self.speed_permille) / 1_000;
        Micros(
            self.event_start
                .0
                .saturating_add(i64::try_from(paced).unwrap_or(i64::MAX)),
        )
    }

    fn wait_until(&self, at: Micros) -> Wait<'_> {
        let left = i128::from(at.since(self.event_start)) * 1_000;
        let speed = i128::from(self.speed_permille);
        // Rounded up, so that the event's clock shows at least `at` when the wait ends.
        let passed = (left + speed - 1).div_euclid(speed);
        let passed = i64::try_from(passed).unwrap_or(i64::MAX);
        self.world
            .wait_until(Micros(self.world_start.0.saturating_add(passed)))
    }

    fn speed_permille(&self) -> u32 {
        self.speed_permille
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_paced_clock_runs_as_many_times_faster() {
        let world = ManualClock::at(Micros(50));
        let event = PacedClock::new(Arc::new(world.clone()), Micros(1_000), 60_000);
        assert_eq!(event.now(), Micros(1_000));
        world.advance(SECOND);
        assert_eq!(event.now(), Micros(1_000 + 60_000_000));
    }

    #[tokio::test]
    async fn a_wait_on_a_paced_clock_ends_when_it_shows_the_time_and_not_before() {
        let world = ManualClock::at(Micros(0));
        let event = PacedClock::new(Arc::new(world.clone()), Micros(0), 7_000);
        let goal = Micros(10_000_001);
        let mut wait = event.wait_until(goal);
        world.advance(SECOND);
        assert!(futures_util::poll!(&mut wait).is_pending());
        world.advance(SECOND);
        wait.await;
        assert!(event.now() >= goal);
    }
}
