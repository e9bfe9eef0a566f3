//! The rules, tested from outside: what a caller of `decide` and `evolve` can see.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod arbitration;
mod form;
mod laws;
mod lives;
mod matrix;
mod meetings;
mod persons;
mod plans;
mod resources;
mod sight;
mod stage;
mod vocabulary;
mod waiting;
mod world;
