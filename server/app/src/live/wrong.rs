//! Wrongs that can be switched on, to show that the tests of guarantees would see them.
//!
//! Compiled only with the feature `fault-injection`, which no build for use has.

use std::sync::atomic::{AtomicBool, Ordering};

static ACKNOWLEDGES_FIRST: AtomicBool = AtomicBool::new(false);

/// From now on wishes are answered before the commit. Whatever a crash takes in between was
/// acknowledged and is lost.
pub fn acknowledge_first() {
    ACKNOWLEDGES_FIRST.store(true, Ordering::Release);
}

pub(super) fn acknowledges_first() -> bool {
    ACKNOWLEDGES_FIRST.load(Ordering::Acquire)
}
