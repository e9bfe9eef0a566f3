//! The live connection of a page: `client-core`'s machine, wired to this browser.

mod answer;
mod browser;
mod engine;
mod handle;
mod http;
mod keep;
mod listen;
mod notice;
mod profile;
mod run;
mod socket;

pub use answer::{Answered, Settled};
pub use client_core::sync::Changes;
pub use handle::LiveHandle;
pub use listen::{Glance, use_live};
pub use notice::Notice;
pub use profile::Profile;

pub(super) use engine::Engine;
pub(super) use http::{Body, Reply, fetch};
pub(super) use keep::forget;
pub(super) use profile::{
    ProfileError, forget as forget_profile, load as load_profile, surface_name,
};
