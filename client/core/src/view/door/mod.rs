//! The check-in pages.

pub mod list;
pub mod scan;
