//! The exact optimiser against brute force, the published instances that travel with the project,
//! and the tool as a program.

// A test that meets what it did not expect stops there.
#![allow(clippy::unwrap_used)]

mod annealing;
mod brute_force;
mod reasons;
mod terms;
mod tool;
