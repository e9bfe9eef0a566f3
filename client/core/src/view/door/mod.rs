//! The check-in pages.

pub mod scan;
