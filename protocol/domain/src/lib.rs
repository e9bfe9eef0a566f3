//! The rules of the event day.
//!
//! `decide` turns a wish into changes or refuses it; `evolve` applies a change and cannot fail.
//! The same code runs on the server, which has authority, and in the browser, which predicts.
//!
//! This package must not know: async, a clock, a random source, SQL, serialisation of its state,
//! or any name, mail or text of a person. Time, ids and the undone entry are arguments. The desk's
//! calculators ([`form`], [`assignment`]) work on texts and are no part of the state.

pub mod access;
pub mod alerts;
mod announcements;
mod arbitration;
pub mod assignment;
mod attendance;
pub mod correspondence;
pub mod deadlines;
mod decide;
mod evolve;
mod experts;
pub mod feed;
pub mod floor;
pub mod form;
pub mod invariants;
pub mod map;
mod meetings;
pub mod password;
mod persons;
mod plans;
mod requests;
mod resources;
mod sessions;
mod setting;
mod snapshot;
mod stage;
mod state;
mod team;
mod undo;
mod vacancies;
mod vocabulary;
mod waiting;

pub use decide::{Context, decide};
pub use floor::Commitment;
pub use map::{Map, Set};
pub use requests::is_open;
pub use stage::EventPhase;
pub use state::State;
