//! What a screen of Régie knows and does, without a screen: the replica of the event, the
//! conversation with the server, the optimistic overlay, and the view data of every page.
//!
//! This package must not know: Yew, the browser, a clock, a random source, a socket, or a word
//! of any language. It is a machine that is fed (`opened`, `received`, `tick`, `dispatch`, …) and
//! that answers with [`sync::Effect`]s; the shell carries them out. Time, randomness and ids are
//! arguments, so that every run can be repeated from its seed.
//!
//! Guarantees:
//! - entries are applied in order, each once, never across a gap; what cannot be joined is
//!   replaced by a snapshot;
//! - a command keeps its id until its outcome is known and is reported exactly once: committed,
//!   refused, or given back to the user;
//! - every queue has a bound in [`limits`].
//!
//! A shell uses it like this:
//!
//! ```
//! use client_core::sync::{Client, Effect, Options, Program, Surface};
//! use client_core::time::Monotonic;
//!
//! let mut client = Client::new(Program::CONSOLE, Options::for_surface(Surface::Console));
//! client.start(Monotonic(0));
//! while let Some(effect) = client.next_effect() {
//!     match effect {
//!         Effect::Connect => { /* open the socket, later call `opened` or `closed` */ }
//!         Effect::LoadSnapshot => { /* fetch it, later `snapshot_loaded` or `snapshot_failed` */ }
//!         _ => {}
//!     }
//! }
//! ```

pub mod conflict;
pub mod feed;
pub mod limits;
pub mod model;
mod overlay;
pub mod policy;
pub mod sync;
pub mod time;
pub mod toast;
pub mod view;
pub mod words;

pub use model::Model;
pub use sync::{Client, Effect};
pub use time::Monotonic;
