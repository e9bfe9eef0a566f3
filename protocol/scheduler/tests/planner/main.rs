//! The planner against the rules: what it answers, the authority accepts, and nothing that
//! stands is moved (B2B-12).

// A test that meets what it did not expect stops there.
#![allow(clippy::unwrap_used)]

mod answers;
mod arbitration;
mod plans;
mod proposals;
mod rankings;
mod required;
mod resources;
mod scarce;
mod suggestions;
mod world;
