//! Desk use cases: one file each. They read a frozen state and labels, and end in ordinary
//! commands and cards; the actor commits these like everybody's.

pub mod assignment;
pub mod clone;
pub mod import;
mod label;
pub mod library;
pub mod plan;
pub mod profile;
pub mod registration;
pub mod resource;
pub mod site;
pub mod vocabulary;
