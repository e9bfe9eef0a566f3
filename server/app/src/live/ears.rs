//! What the hub and the actor know of one connection: how to wake it, and what to tell it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, Weak};

use bytes::Bytes;
use protocol::id::CommandId;
use protocol::{Answer, Reject};
use tokio::sync::Notify;

/// Label frames that may wait for one connection; one that reads slower loads a snapshot.
const LOOSE_FRAMES_MAX: usize = 64;

/// One connection, or one client of the fallback. Unique on this node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineId(pub(crate) u64);

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Committed, now or when the same id came before.
    Committed {
        /// Number of the entry; none when the wish was already fulfilled and nothing changed.
        seq: Option<u64>,
    },
    /// Refused; nothing changed.
    Refused(Reject),
}

/// An answer that belongs to one connection.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Command(CommandId, Outcome),
    Question {
        question: u32,
        based_on: u64,
        answer: Result<Answer, Reject>,
    },
}

/// Rung when there may be something new for a connection. Rings often, from anywhere, sometimes
/// under a lock: it must neither wait nor work.
pub trait Bell: Send + Sync {
    /// There may be something to gather.
    fn ring(&self);
}

/// Shared between a connection and those who have something to tell it.
pub(crate) struct Ears {
    pub(crate) id: LineId,
    woken: Notify,
    /// Rung instead, when somebody else than the connection's own task serves it.
    bell: OnceLock<Weak<dyn Bell>>,
    replies: Mutex<Vec<Reply>>,
    /// Labels that changed without an entry; none once there were too many.
    loose: Mutex<Option<Vec<Bytes>>>,
    n_in_flight: AtomicU32,
}

impl Ears {
    pub(crate) fn new(id: LineId) -> Self {
        Self {
            id,
            woken: Notify::new(),
            bell: OnceLock::new(),
            replies: Mutex::new(Vec::new()),
            loose: Mutex::new(Some(Vec::new())),
            n_in_flight: AtomicU32::new(0),
        }
    }

    /// Says that there may be something new. Any number of calls wake the connection once.
    pub(crate) fn wake(&self) {
        match self.bell.get() {
            None => self.woken.notify_one(),
            Some(bell) => {
                if let Some(bell) = bell.upgrade() {
                    bell.ring();
                }
            }
        }
    }

    /// From now on a bell is rung. It is rung once at once: something may have come before.
    pub(crate) fn ring_instead(&self, bell: Weak<dyn Bell>) {
        let is_first = self.bell.set(bell).is_ok();
        assert!(is_first, "a connection is served by one");
        self.wake();
    }

    /// Returns when there may be something new.
    pub(crate) async fn woken(&self) {
        self.woken.notified().await;
    }

    /// Counts a command or question in, unless `max` are under way.
    pub(crate) fn begin(&self, max: u32) -> bool {
        let begin = |n| (n < max).then_some(n + 1);
        self.n_in_flight
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, begin)
            .is_ok()
    }

    /// How many answers are still to come or to be taken.
    pub(crate) fn n_in_flight(&self) -> u32 {
        self.n_in_flight.load(Ordering::Relaxed)
    }

    /// Leaves an answer; bounded because only what was counted in is answered.
    pub(crate) fn reply(&self, reply: Reply) {
        self.replies.lock().expect("no holder panics").push(reply);
        self.wake();
    }

    /// Takes the answers that are there.
    pub(crate) fn take_replies(&self) -> Vec<Reply> {
        let replies = std::mem::take(&mut *self.replies.lock().expect("no holder panics"));
        if replies.is_empty() {
            return replies;
        }
        let n = u32::try_from(replies.len()).expect("bounded by what was counted in");
        self.n_in_flight.fetch_sub(n, Ordering::Relaxed);
        replies
    }

    /// Leaves a frame that belongs to no stream.
    pub(crate) fn tell(&self, frame: &Bytes) {
        let mut loose = self.loose.lock().expect("no holder panics");
        match loose.as_mut() {
            Some(frames) if frames.len() < LOOSE_FRAMES_MAX => frames.push(frame.clone()),
            Some(_) | None => *loose = None,
        }
        drop(loose);
        self.wake();
    }

    /// Takes the frames that belong to no stream; none when some were lost.
    pub(crate) fn take_loose(&self) -> Option<Vec<Bytes>> {
        let mut loose = self.loose.lock().expect("no holder panics");
        if loose.as_ref().is_some_and(Vec::is_empty) {
            return Some(Vec::new());
        }
        loose.replace(Vec::new())
    }
}

impl std::fmt::Debug for Ears {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Ears").field(&self.id).finish()
    }
}
