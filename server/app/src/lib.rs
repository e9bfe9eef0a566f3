//! Use cases, and the imperative shell around the rules.
//!
//! [`live`] holds the actor per event, its streams and its clients' lines; [`account`] says who
//! may sign in; [`file`] takes what people upload; [`post`] writes letters and [`jobs`] hands them over; [`port`] is what the product needs from the world, each with a real and an
//! in-memory part.
//!
//! This package must not know: HTTP, status codes, sockets, SQL text, HTML, or what a command
//! means. Rules are in `domain`, rows are in `store`.

pub mod account;
pub mod calendar;
pub mod catalogue;
pub mod correspondence;
pub mod demo;
pub mod desk;
pub mod feed;
pub mod file;
pub mod jobs;
pub mod journal;
pub mod live;
pub mod port;
pub mod post;
pub mod privacy;
pub mod space;
#[cfg(feature = "testing")]
pub mod testing;

/// What an entry means to people.
pub use domain::feed::FeedWhat;
/// The store's types that callers of this package meet.
pub use store::{Fault, Holder};
