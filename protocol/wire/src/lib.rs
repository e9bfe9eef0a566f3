//! What both ends of Régie agree on: ids, values, limits, commands, changes, entries, snapshots,
//! cards, messages and refusals.
//!
//! This package must not know: the rules (who may do what, and what a change means), SQL, HTTP,
//! or any user interface. It only says what a message looks like and refuses malformed values
//! while decoding, so that everything behind it works on valid types.
//!
//! Evolution rules, held by the golden files in `tests/golden/`:
//! a code is never reused; fields travel as an array in order of declaration, so one is never
//! removed or moved, and a new one is appended and is an `Option`;
//! a reader that meets an unknown code skips the payload instead of failing.

#[macro_use]
pub mod wire;
#[macro_use]
mod coded;

pub mod card;
pub mod change;
pub mod command;
pub mod correspondence;
pub mod entry;
pub mod fold;
pub mod id;
pub mod limits;
pub mod list;
pub mod message;
pub mod model;
pub mod post;
pub mod proposal;
pub mod query;
pub mod read;
pub mod reject;
pub mod resource;
pub mod role;
pub mod site;
pub mod slots;
pub mod snapshot;
pub mod time;
pub mod vocabulary;
pub mod write;

pub use card::{Card, CardKey};
pub use change::Change;
pub use coded::DecodeError;
pub use command::Command;
pub use entry::{Actor, Entry, EntryHead, Mark, Touch};
pub use list::List;
pub use model::*;
pub use query::{Answer, Query};
pub use reject::Reject;
pub use role::{Function, Functions, Role, Scope, Staff};
pub use slots::{SlotId, SlotSet};
pub use snapshot::Snapshot;
pub use time::{Micros, Minutes};
pub use wire::Wire;
