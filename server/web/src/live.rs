//! The live conversation over HTTP: by socket, by long poll, and what is fetched beside it.

pub(crate) mod announcements;
pub(crate) mod badge;
pub(crate) mod echo;
pub(crate) mod me;
pub(crate) mod poll;
pub(crate) mod snapshot;
pub(crate) mod socket;

use serde::Deserialize;

use crate::surface::Surface;

/// Which of the caller's sign-ins is meant.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Which {
    pub(crate) surface: Option<Surface>,
}
