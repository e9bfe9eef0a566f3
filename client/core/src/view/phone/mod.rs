//! The participant's pages.

pub mod badge;
pub mod inbox;
pub mod messages;
mod needs;
pub mod offers;
pub mod suggestions;
pub mod today;

pub use needs::my_needs;

use protocol::Actor;
use protocol::id::PersonId;

use crate::model::Model;

/// The person whose phone this is.
#[must_use]
pub fn me(model: &Model) -> Option<PersonId> {
    match model.me() {
        Some(Actor::Person(id)) => Some(id),
        Some(Actor::Staff(_) | Actor::System) | None => None,
    }
}
