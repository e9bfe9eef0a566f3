//! The live conversation over HTTP: by socket, by long poll, and what is fetched beside it.

pub(crate) mod announcements;
pub(crate) mod badge;
pub(crate) mod conversations;
pub(crate) mod echo;
pub(crate) mod me;
pub(crate) mod poll;
pub(crate) mod snapshot;
pub(crate) mod socket;

use app::port::Random;
use serde::Deserialize;

use crate::surface::Surface;

/// Which of the caller's sign-ins is meant.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Which {
    pub(crate) surface: Option<Surface>,
}

/// What a restart takes: who comes back sooner finds nobody, and backs off for longer.
const RESTART_MS: u32 = 1_000;
/// Over which time clients are spread that come back after a restart.
const RECONNECT_SPREAD_MS: u32 = 2_000;

/// When a client should come back that is told to go.
pub(crate) fn reconnect_after_ms(random: &dyn Random) -> u32 {
    RESTART_MS + random.below(RECONNECT_SPREAD_MS)
}
