//! View data: what each page shows, computed from the model by pure functions.
//!
//! Ids, numbers and labels, never a word of a language; a shell turns them into elements
//! without deciding anything. The phone never calls into [`console`], so its bundle stays small.

pub mod agenda;
pub mod console;
pub mod days;
pub mod door;
pub mod label;
pub mod moment;
pub mod phone;
