//! The live part against real SQLite files, and PostgreSQL where it is installed.

mod accounts;
mod actor;
mod client;
mod joining;
mod lines;
mod nodes;
mod presence;
mod rights;
