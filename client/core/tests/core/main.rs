//! Tests of the machine under the screens: against a simulated server, by hand, and of what
//! the pages show and say.

mod behaviour;
mod catalogue;
mod door;
mod hall;
mod pages;
mod random;
mod server;
mod simulation;
mod world;
