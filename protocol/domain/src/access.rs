//! Who may do what, and who may see what (LIV-10, BO-01..03, SEC-12).
//!
//! Rights are checked before every command, sight before every entry and snapshot. Something
//! that a viewer may not know does not exist for him: acting on it answers "not found".

mod concern;
mod rights;
mod sight;

pub use rights::{authorise, for_everybody, looks_after, rows_of};
pub use sight::{
    Reach, Viewer, card_keys, head_for, needs_resync, project, reach, snapshot_for, viewer_of,
};
