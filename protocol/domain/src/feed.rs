//! What an entry means to people: the consoles' feed and the journal tell the same.

mod told;
pub mod what;

pub use what::FeedWhat;
