//! Instants and lengths. The event's zone is only needed to display them.

use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// An instant: microseconds since 1970-01-01 00:00 UTC.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Micros(pub i64);

impl Micros {
    /// Whole milliseconds since the epoch, as browsers count.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// Time from `earlier` until this instant in microseconds; negative when it lies before.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }
}

transparent! { Micros Minutes }

/// A length in whole minutes.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Minutes(pub u16);

impl Minutes {
    /// The length in microseconds.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0 as i64 * 60_000_000
    }
}

impl Add<Minutes> for Micros {
    type Output = Self;
    fn add(self, length: Minutes) -> Self {
        Self(self.0 + length.micros())
    }
}

impl Sub<Minutes> for Micros {
    type Output = Self;
    fn sub(self, length: Minutes) -> Self {
        Self(self.0 - length.micros())
    }
}
