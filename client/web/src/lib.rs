//! What the browser programs are made of: the parts that the console, the phone
//! and the door share.
//!
//! This crate knows no rules of the event and no storage. Whether something may be
//! done is decided in `domain` through `client-core`; views are functions of plain
//! values, and what a person does comes back as a callback.

// `html!` writes `::yew::…`, which is this crate: Yew, with children that are all of one component.
extern crate self as yew;
extern crate yew as full_yew;
#[doc(hidden)]
pub use full_yew::*;
#[doc(hidden)]
pub mod virtual_dom {
    //! Yew's, with our own children.
    pub use crate::erased::VChild;
    pub use full_yew::virtual_dom::*;
}

pub mod console;
pub mod door;
mod erased;
pub mod phone;
pub mod shell;
pub mod ui;
