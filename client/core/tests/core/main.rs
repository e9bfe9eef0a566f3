//! Tests of the machine under the screens: against a simulated server, by hand, and of what
//! the pages show and say.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod advice;
mod behaviour;
mod catalogue;
mod door;
mod feed;
mod hall;
mod keep;
mod line;
mod pages;
mod random;
mod server;
mod simulation;
mod world;
