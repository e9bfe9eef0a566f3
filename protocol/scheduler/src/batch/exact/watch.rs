//! Who waits for the exact search: told what it knows so far, asked whether it shall go on.

use crate::batch::instance::Schedule;

/// Follows a search. Any closure that answers whether to stop is one.
pub trait Watch {
    /// Whether the search shall end with what it has.
    fn should_stop(&self) -> bool {
        false
    }

    /// A schedule that costs less than all before.
    fn found(&self, _schedule: &Schedule, _cost: usize) {}

    /// No schedule costs less.
    fn proved(&self, _bound: usize) {}
}

impl<F: Fn() -> bool> Watch for F {
    fn should_stop(&self) -> bool {
        self()
    }
}
