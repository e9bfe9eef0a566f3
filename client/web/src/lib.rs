//! What the browser programs are made of: the parts that the console, the phone
//! and the door share.
//!
//! This crate knows no rules of the event and no storage. Whether something may be
//! done is decided in `domain` through `client-core`; views are functions of plain
//! values, and what a person does comes back as a callback.

// What is called `yew` in here, also by `html!`, is this crate: Yew, with what is in `lean`.
extern crate self as yew;
extern crate yew as full_yew;
#[doc(hidden)]
pub use full_yew::*;
#[doc(hidden)]
pub mod virtual_dom {
    //! Yew's, with our own children.
    pub use crate::lean::VChild;
    pub use full_yew::virtual_dom::*;
}
#[doc(hidden)]
pub mod prelude {
    //! Yew's, with our own hooks.
    pub use crate::lean::{
        UseStateHandle, UseStateSetter, use_effect_with, use_state, use_state_eq,
    };
    pub use full_yew::prelude::*;
}

pub mod console;
pub mod door;
mod lean;
pub mod phone;
pub mod shell;
pub mod ui;
