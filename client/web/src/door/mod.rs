//! The door: check-in and check-out by badge, by hand scanner and by list, with or without
//! network.
//!
//! It must not know who may enter: what a scan means is decided in `domain`, shown here at once
//! by the local copy of the rules and settled by the server.

mod answer;
mod app;
pub mod camera;
pub mod detector;
mod gate;
mod gate_panel;
mod line;
mod list_column;
mod list_panel;
mod page;
pub mod part;
pub mod repeat;
mod review;
mod scan_column;
mod scanner;
pub mod signal;

pub use app::Door;
