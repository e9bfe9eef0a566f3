//! What the browser programs are made of: the parts that the console, the phone
//! and the door share.
//!
//! This crate knows no rules of the event and no storage. Whether something may be
//! done is decided in `domain` through `client-core`; views are functions of plain
//! values, and what a person does comes back as a callback.

pub mod console;
pub mod door;
pub mod phone;
pub mod shell;
pub mod ui;
