//! The live part: one actor per event, the streams that it feeds, and the lines of its clients.
//!
//! [`Registry`] finds or wakes an event; [`Event`] is its public face on this node; the actor
//! behind it is the only way in for changes; [`Line`] is one client's conversation.
//!
//! This module must not know: sockets, HTTP, SQL, or what any command means.

mod actor;
mod allowance;
mod ears;
mod encode;
mod event;
mod hub;
mod ingest;
mod line;
pub mod meter;
mod presence;
mod question;
mod registry;
mod ring;
#[cfg(feature = "fault-injection")]
pub mod wrong;

pub use allowance::Allowance;
pub(crate) use ears::Ears;
pub use ears::{Bell, LineId, Outcome};
pub use encode::Labels;
pub use event::Event;
pub(crate) use event::{Also, DeskWrite, Seen, Written};
pub use hub::{Call, Crier, View};
pub(crate) use ingest::{Beside, ingest_beside};
pub use ingest::{IngestError, Ingested, Wish, ingest, ingest_labelled, rehearse};
pub use line::{Ending, Gathered, Gathering, Line, Transport};
pub use registry::{Pace, Registry};
