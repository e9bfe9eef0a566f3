//! Pages that the server renders itself: entry, sign-in, and the shells of the programs.

pub(crate) mod demo;
pub(crate) mod front;
mod page;
pub(crate) mod program;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
