//! What every part of a program stands in: its words, its voice, its connection. One context
//! for all of it, because each context is a component of its own.

use yew::prelude::*;

use super::announce::Announcer;
use super::live::{LiveHandle, Profile};
use super::words::{Language, Speech};

/// What a [`super::Shell`] gives to its parts.
#[derive(Clone, PartialEq)]
pub(super) struct Surroundings {
    /// None until it is known which event this is.
    pub(super) live: Option<LiveHandle>,
    pub(super) speech: Speech,
    pub(super) language: Language,
    pub(super) choose_language: Callback<Language>,
    pub(super) announcer: Announcer,
}

#[hook]
fn use_surroundings() -> Surroundings {
    use_context().expect("every part stands inside a shell")
}

/// The connection of the page.
#[hook]
pub fn use_handle() -> LiveHandle {
    let live = use_surroundings().live;
    live.expect("every page stands inside an open shell")
}

/// The event and its zone.
#[hook]
pub fn use_profile() -> Profile {
    use_handle().profile().clone()
}

/// The speech of the page.
#[hook]
pub fn use_speech() -> Speech {
    use_surroundings().speech
}

/// The language of the page, kept on the device, and how to change it.
#[hook]
pub fn use_language() -> (Language, Callback<Language>) {
    let surroundings = use_surroundings();
    (surroundings.language, surroundings.choose_language)
}

/// The announcer of this program.
#[hook]
pub fn use_announcer() -> Announcer {
    use_surroundings().announcer
}
