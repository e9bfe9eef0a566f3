//! The live part against real SQLite files, and PostgreSQL where it is installed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod actor;
mod client;
mod failures;
mod joining;
mod large;
mod lines;
mod nodes;
mod presence;
mod rights;
