//! Where the connection stands, and what the banner says about it.

use super::{Changes, Client};
use crate::model::link::Connection;
use crate::time::Monotonic;

/// Which way the conversation takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Transport {
    #[default]
    Socket,
    LongPoll,
}

/// Where the current attempt stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Not started.
    #[default]
    Idle,
    /// Between two attempts; without a time while the device is offline.
    Waiting { until: Option<Monotonic> },
    /// The shell was asked to connect.
    Opening { since: Monotonic },
    /// Hello is on its way.
    Greeting { since: Monotonic },
    /// The server said welcome.
    Live { since: Monotonic },
    /// The server talked nonsense and was hung up on; the next tick draws a delay.
    Broken,
    /// This version is too old for the server.
    Stopped,
}

/// The connection's memory.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LinkMachine {
    pub(crate) phase: Phase,
    pub(crate) transport: Transport,
    pub(crate) n_failures: u32,
    pub(crate) n_socket_failures: u32,
    pub(crate) broke_at: Option<Monotonic>,
    pub(crate) offline_since: Option<Monotonic>,
    pub(crate) heard_at: Monotonic,
    pub(crate) server_ticks: bool,
    pub(crate) socket_again_at: Option<Monotonic>,
    pub(crate) is_poll_waiting: bool,
    pub(crate) poll_again_at: Option<Monotonic>,
}

impl LinkMachine {
    pub(crate) fn is_live(&self) -> bool {
        matches!(self.phase, Phase::Live { .. })
    }

    /// Whether the server may send something on this connection.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Live { .. } | Phase::Greeting { .. })
    }
}

impl Client {
    /// Brings the banner up to date.
    pub(crate) fn publish_link(&mut self, now: Monotonic) {
        let mut link = self.model.link;
        link.is_catching_up =
            self.link.is_live() && (self.snapshot.is_wanted() || self.streams.is_behind());
        if self.link.is_live() && !link.is_catching_up && self.model.is_loaded {
            link.synced_at = Some(self.link.heard_at);
            link.older_by_ms = 0;
        }
        link.connection = self.connection(now);
        let before = std::mem::replace(&mut self.model.link, link);
        if (before.connection, before.is_catching_up) != (link.connection, link.is_catching_up) {
            self.note(Changes::LINK);
        }
    }

    fn connection(&self, now: Monotonic) -> Connection {
        let reconnecting = |next_at| match (self.link.offline_since, self.link.broke_at) {
            (Some(since), _) => Connection::Offline { since },
            (None, None) => Connection::Connecting,
            (None, Some(since)) => Connection::Reconnecting {
                since: since.min(now),
                attempt: self.link.n_failures.max(1),
                next_at,
            },
        };
        match self.link.phase {
            Phase::Stopped => Connection::MustReload,
            Phase::Live { .. } => match self.link.transport {
                Transport::Socket => Connection::Live,
                Transport::LongPoll => Connection::Polling,
            },
            Phase::Waiting { until } => reconnecting(until),
            Phase::Idle | Phase::Opening { .. } | Phase::Greeting { .. } | Phase::Broken => {
                reconnecting(None)
            }
        }
    }
}
