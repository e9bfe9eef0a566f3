//! The rules, tested from outside: what a caller of `decide` and `evolve` can see.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod arbitration;
mod form;
mod laws;
mod matrix;
mod meetings;
mod plans;
mod resources;
mod sight;
mod vocabulary;
mod waiting;
mod world;
