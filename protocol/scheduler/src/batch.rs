//! The batch optimiser: all meetings of an event at once, as good as they can be, with a bound
//! that says how good that is (B2B-03, B2B-10, PERF-08).
//!
//! It works on a problem free of people and places, an [`Instance`]; whoever calls it translates.
//! Parts that know little of each other: [`propagate`] shows with cheap reasoning which
//! slots are left and often why nothing can work; with the feature `exact` the module `exact`
//! finds the least breaks and proves them; [`anneal`] serves events too large for that;
//! [`check_schedule`] judges a schedule and must not know
//! how it was found.
//!
//! What is sought, each only among the best by those before it: what is confirmed stays; the most
//! meetings are placed; among as many, earlier arrivals (the order of the list); the fewest breaks,
//! shared fairly. Where no schedule exists, `exact::reasons` says what cannot be kept together.

mod anneal;
mod bound;
mod chance;
mod check;
mod domains;
#[cfg(feature = "exact")]
pub mod exact;
mod instance;
mod terms;

pub use anneal::{Annealed, Effort, PartialSchedule, anneal};
pub use bound::breaks_bound;
pub use chance::Chance;
pub use check::{Measures, Violation, check_schedule};
pub use domains::{Contradiction, placed_bound, propagate};
pub use instance::{
    BATCH_MEETINGS_MAX, BATCH_PARTICIPANTS_MAX, BATCH_SLOTS_MAX, Instance, Malformed, Meeting,
    Scarce, Schedule, Slots, each_slot, slots_below,
};
pub use terms::{BATCH_SITES_MAX, Sites, Terms};
