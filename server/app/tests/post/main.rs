//! Letters from their cause to the mail server, over a real store.
//!
//! These tests must not know how the outbox is stored.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod certificate;
mod injection;
mod notices;
mod outbox;
mod server;
mod smtp;
