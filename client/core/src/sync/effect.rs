//! What the machine asks of its shell.

use protocol::id::CommandId;
use protocol::{Answer, Command, Reject};

use crate::time::Monotonic;

/// Something for the shell to carry out, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Open the socket; then call `opened`, or `closed` when it cannot be opened.
    Connect,
    /// Close the socket or abandon the long poll. Nothing needs to be called for it.
    Close,
    /// Send bytes on the open socket.
    Send(Vec<u8>),
    /// Send bytes as the body of one long-poll request. Hand the answer's body to `received`.
    /// A request that waits also ends with `poll_ended`, or with `closed` when it failed;
    /// one that does not wait only carries something there, and may fail in silence.
    Poll {
        /// The frames.
        body: Vec<u8>,
        /// Whether the server holds the request until something happens.
        is_waiting: bool,
    },
    /// The socket does not get through: the conversation goes on by [`Effect::Poll`].
    UsePolling,
    /// Fetch the snapshot; then call `snapshot_loaded` or `snapshot_failed`.
    LoadSnapshot,
    /// Keep bytes on the device, replacing what was kept under the key.
    Persist(Kept, Vec<u8>),
    /// Call `tick` at this moment. Replaces the moment asked for before.
    ScheduleTick(Monotonic),
    /// Parts of the model changed; render what depends on them.
    Changed(Changes),
    /// A command's outcome is known. Said exactly once per command.
    Settled(CommandId, Outcome),
    /// A question's answer, with the position of the log on which it is based.
    Answered {
        /// The number that `ask` returned.
        question: u32,
        /// The answer, or why there is none.
        answer: Result<Answer, Unanswered>,
        /// The entry on which it is based.
        based_on: u64,
    },
    /// The server does not speak this version any more: load the program anew.
    Reload,
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// The server refused it.
    Refused(Reject),
    /// The connection did not come back in time.
    NoConnection,
    /// The answer is of a kind that this version does not know.
    Unknown,
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was committed.
    Committed,
    /// It was refused and changed nothing.
    Refused(Reject),
    /// It never left the device and will not be sent any more.
    NotSent(Box<Command>),
    /// It was sent, the connection broke, and no answer came in time. It may have been
    /// committed; should its entry still arrive, a toast says so.
    Unanswered(Box<Command>),
}

/// Why a command was not even taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// The rules refuse it already on this device.
    Refused(Reject),
    /// There is no connection, and the command makes no sense later.
    NoConnection,
    /// Too many commands wait already.
    TooManyWaiting,
    /// The program must be loaded anew first.
    MustReload,
    /// A command with this id is on its way already.
    SameIdAgain,
}

/// Under which key bytes are kept on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kept {
    /// Replica, labels, positions and clock.
    Replica,
    /// Commands that wait for the network.
    Commands,
}

impl Kept {
    /// A stable name for the device's storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Replica => "replica",
            Self::Commands => "commands",
        }
    }
}

/// Which parts of the model changed.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes(u16);

impl Changes {
    /// Connection, age of data.
    pub const LINK: Self = Self(1);
    /// Rows of the replica or of the overlay.
    pub const STATE: Self = Self(1 << 1);
    /// Labels.
    pub const CARDS: Self = Self(1 << 2);
    /// Who of the team is here and on what.
    pub const PRESENCE: Self = Self(1 << 3);
    /// The activity feed.
    pub const FEED: Self = Self(1 << 4);
    /// Messages at the edge of the screen.
    pub const TOASTS: Self = Self(1 << 5);
    /// Conflicts that wait for a choice.
    pub const CONFLICTS: Self = Self(1 << 6);
    /// Commands on their way.
    pub const PENDING: Self = Self(1 << 7);
    /// The event's clock or its speed jumped.
    pub const CLOCK: Self = Self(1 << 8);
    /// The door's list of scans.
    pub const SCANS: Self = Self(1 << 9);
    /// Everything.
    pub const ALL: Self = Self((1 << 10) - 1);

    /// Whether any of the given parts changed.
    #[must_use]
    pub const fn touches(self, parts: Self) -> bool {
        self.0 & parts.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn and(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    /// Whether nothing changed.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl std::fmt::Debug for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Changes({:#b})", self.0)
    }
}
