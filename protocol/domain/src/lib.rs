//! The rules of the event day.
//!
//! `decide` turns a wish into changes or refuses it; `evolve` applies a change and cannot fail.
//! The same code runs on the server, which has authority, and in the browser, which predicts.
//!
//! This package must not know: async, a clock, a random source, SQL, serialisation of its state,
//! or any name, mail or text of a person. Time, ids and the undone entry are arguments.

mod evolve;
pub mod floor;
mod snapshot;
mod state;

pub use floor::Commitment;
pub use state::State;
