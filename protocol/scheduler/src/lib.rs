//! The planner: it answers "who could", "where could" and "what happens if" about one frozen
//! state, and proposes plans. It never changes anything: acting on an answer is an ordinary
//! command that is decided whole against the then current state.
//!
//! What it proposes is checked by the rules themselves ([`domain::State::check_booking`]), so an
//! answer never offers what the authority would refuse at the same position of the log, and no
//! answer ever moves a meeting that stands, except the one that was asked about (B2B-12).
//!
//! This package must not know: a clock, a random source, threads, async, SQL, or any name of a
//! person. Same state, same time, same question, same answer, on every machine. Loops are
//! bounded by [`protocol::limits`] and by a budget of steps, never by time.

mod absence;
mod answer;
pub mod arbitration;
mod assignment;
pub mod batch;
mod candidates;
mod delay;
mod feasible;
mod merit;
pub mod plan;
pub mod proposal;
pub mod suggestion;
mod targets;
mod walk_in;

pub use answer::answer;
pub use plan::{Placement, Plan, Wish, plan};
