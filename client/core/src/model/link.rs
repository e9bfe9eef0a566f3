//! The state of the connection, and how old the data is (LIV-09).

use crate::time::Monotonic;

/// What the banner says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// The first attempt is under way.
    #[default]
    Connecting,
    /// Changes arrive the moment they are committed.
    Live,
    /// The connection broke and is being restored.
    Reconnecting {
        /// When it broke.
        since: Monotonic,
        /// Which attempt this is, from 1.
        attempt: u32,
        /// When the next attempt starts; none while one is under way.
        next_at: Option<Monotonic>,
    },
    /// The device has no network.
    Offline {
        /// Since when.
        since: Monotonic,
    },
    /// Changes arrive by long polling: complete, a little later.
    Polling,
    /// The server no longer speaks this version.
    MustReload,
}

/// The connection and the age of the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// What the banner says.
    pub connection: Connection,
    /// When the replica was last known to be complete; none before the first time.
    pub synced_at: Option<Monotonic>,
    /// Whether the replica is incomplete until a snapshot arrives.
    pub is_catching_up: bool,
    /// How old the data already was at `synced_at`, when it was restored from the device.
    pub older_by_ms: u64,
}

impl Link {
    /// Whether commands reach the server now.
    #[must_use]
    pub const fn is_up(&self) -> bool {
        match self.connection {
            Connection::Live | Connection::Polling => true,
            Connection::Connecting
            | Connection::Reconnecting { .. }
            | Connection::Offline { .. }
            | Connection::MustReload => false,
        }
    }

    /// Milliseconds since the replica was last known to be complete.
    #[must_use]
    pub fn age_ms(&self, now: Monotonic) -> Option<u64> {
        self.synced_at
            .map(|at| now.since(at).saturating_add(self.older_by_ms))
    }
}
