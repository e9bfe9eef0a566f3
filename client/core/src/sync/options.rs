//! How a client behaves: who it is for, and its patience.

use protocol::Command;

use crate::policy::{Endurance, endurance};

/// Which program this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// The organisers' console.
    Console,
    /// A participant's or expert's phone.
    Phone,
    /// The check-in of the door staff.
    Door,
    /// An unattended display.
    Screen,
}

/// What is kept on the device between two visits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Nothing: the console never leaves 1,500 people's data on a disk.
    Nothing,
    /// Replica, labels, clock and waiting commands: the page opens without network.
    Everything,
}

/// Patience and habits. All times are milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// What is kept on the device.
    pub keep: Keep,
    /// Window of the first back-off; a delay is drawn evenly from zero up to the window.
    pub backoff_first_ms: u64,
    /// Largest window.
    pub backoff_max_ms: u64,
    /// How long opening and greeting may take.
    pub connect_patience_ms: u64,
    /// Silence after which a server that used to tick is taken for dead.
    pub silence_max_ms: u64,
    /// Time live after which earlier failures are forgotten.
    pub settled_after_ms: u64,
    /// Failed socket attempts after which long polling takes over.
    pub socket_failures_max: u32,
    /// How long polling goes on before the socket gets another chance.
    pub socket_retry_ms: u64,
    /// Shortest time between two snapshots of which nobody knows that they are needed at once.
    pub snapshot_interval_ms: u64,
    /// How long frames that arrived early wait for the ones before them.
    pub gap_patience_ms: u64,
    /// How long a command of the moment waits for the network before it is given back.
    pub prompt_unsent_ms: u64,
    /// How long a command of the moment that was sent waits for its outcome across an outage.
    pub prompt_sent_ms: u64,
    /// How long a lasting command waits.
    pub lasting_ms: u64,
    /// How long an answer may take before the connection is taken for dead.
    pub answer_patience_ms: u64,
    /// How often what the user works on is announced again.
    pub focus_renewal_ms: u64,
    /// Shortest time between two copies kept on the device.
    pub keep_interval_ms: u64,
}

impl Options {
    /// The habits of each program.
    #[must_use]
    pub const fn for_surface(surface: Surface) -> Self {
        Self {
            keep: match surface {
                Surface::Console | Surface::Screen => Keep::Nothing,
                Surface::Phone | Surface::Door => Keep::Everything,
            },
            backoff_first_ms: 2_000,
            backoff_max_ms: 30_000,
            connect_patience_ms: 10_000,
            silence_max_ms: protocol::limits::PING_TIMEOUT_S * 1_000,
            settled_after_ms: 10_000,
            socket_failures_max: 3,
            socket_retry_ms: 120_000,
            snapshot_interval_ms: 5_000,
            gap_patience_ms: 3_000,
            prompt_unsent_ms: 10_000,
            prompt_sent_ms: 60_000,
            lasting_ms: 12 * 3_600_000,
            answer_patience_ms: 15_000,
            focus_renewal_ms: protocol::limits::LEASE_TTL_MS / 3,
            keep_interval_ms: 3_000,
        }
    }

    /// How long a command waits for the network before it is given back.
    pub(crate) const fn patience_ms(&self, command: &Command, was_sent: bool) -> u64 {
        match endurance(command) {
            Endurance::Lasting => self.lasting_ms,
            Endurance::Prompt if was_sent => self.prompt_sent_ms,
            Endurance::Prompt => self.prompt_unsent_ms,
        }
    }
}
