//! Desk use cases: one file each. They read a frozen state and labels, and end in ordinary
//! commands and cards; the actor commits these like everybody's.

pub mod assignment;
pub mod clone;
pub mod import;
mod label;
pub mod library;
pub mod plan;
pub mod profile;
pub mod registration;
pub mod resource;
pub mod site;
pub mod vocabulary;

use domain::access;
use protocol::{Actor, Function};

use crate::live::Event;

/// Whether a function is open to a member of the team on all rows: for leaving out of a page what
/// would be refused.
#[must_use]
pub fn is_open_on_all_rows(event: &Event, actor: Actor, function: Function) -> bool {
    access::for_everybody(&event.view().state, actor, function).is_ok()
}
