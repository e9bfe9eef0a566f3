//! What every program needs from its browser: the live connection, words and formats,
//! the theme, addresses, announcements.
//!
//! The conversation itself is a machine in `client-core`; this module only carries out what
//! it asks for (socket, long poll, snapshot, timers, storage) and tells it what happened.
//! Nothing here decides anything about an event.
//!
//! A program is a [`Shell`] around its pages:
//!
//! ```ignore
//! html! {
//!     <Shell program={PROGRAM} catalogue={WORDS} opening={html! { <Waiting /> }}>
//!         <Pages />
//!     </Shell>
//! }
//! ```
//!
//! Inside it, a page reads with [`use_live`], speaks with [`use_speech`], and acts through
//! [`use_handle`]: `live.submit(MoveMeeting { .. })`.

mod announce;
mod doorstep;
mod frame;
mod hash;
mod leave;
mod live;
mod stage_banner;
mod stored;
mod surroundings;
mod theme;
mod words;

pub use announce::Announcer;
pub use doorstep::Doorstep;
pub use frame::Shell;
pub use hash::{go_to, use_hash};
pub use leave::sign_out;
pub use live::{Answered, Changes, Glance, LiveHandle, Notice, Profile, Settled, use_live};
pub use stage_banner::StageBanner;
pub use stored::{forget_choice, read_choice, write_choice};
pub use surroundings::{use_announcer, use_handle, use_language, use_profile, use_speech};
pub use theme::{Theme, use_theme};
pub(crate) use words::words;
pub use words::{Arg, Catalogue, Language, Speech};
