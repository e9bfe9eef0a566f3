//! Who may sign in, and for how long: one-time links, sign-ins, and their end.
//!
//! A sign-in belongs to one event and one actor. Ending it takes effect on every connection of
//! this node before it is even written; other nodes notice when they look again.

mod accounts;
mod standing;
mod token;

pub use accounts::{Accounts, LINK_LIFE, SIGN_IN_LIFE_PERSON, SIGN_IN_LIFE_STAFF};
pub use standing::Standing;
pub use token::Token;
