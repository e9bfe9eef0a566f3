//! What the hub and the actor know of one connection: how to wake it, and what to tell it.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, Weak};

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
    fn ring(self: Arc<Self>);
}

/// Shared between a connection and those who have something to tell it.
///
/// In this order in memory: what every message touches is fetched at once.
#[repr(C)]
pub(crate) struct Ears {
    /// Rung instead, when somebody else than the connection's own task serves it.
    bell: OnceLock<Weak<dyn Bell>>,
    /// Whether there may be something new in a stream that is its own.
    has_own_news: AtomicBool,
    /// Whether there are replies or loose frames.
    has_mail: AtomicBool,
    /// Whether the sign-in behind it has ended.
    is_over: AtomicBool,
    pub(crate) id: LineId,
    woken: Notify,
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
            has_own_news: AtomicBool::new(false),
            has_mail: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
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

    /// Says that there may be something new in a stream that is its own.
    pub(crate) fn wake_for_own(&self) {
        self.has_own_news.store(true, Ordering::Release);
        self.wake();
    }

    /// Says that the sign-in behind it has ended.
    pub(crate) fn end(&self) {
        self.is_over.store(true, Ordering::Release);
        self.wake();
    }

    pub(crate) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Acquire)
    }

    /// Whether there may be something new in a stream that is its own; asked before that is read.
    pub(crate) fn take_own_news(&self) -> bool {
        take(&self.has_own_news)
    }

    /// Whether there are replies or loose frames; asked before they are taken.
    pub(crate) fn take_mail(&self) -> bool {
        take(&self.has_mail)
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
        self.has_mail.store(true, Ordering::Release);
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
        self.has_mail.store(true, Ordering::Release);
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

/// Whether the flag was up, which it no longer is. Mostly it was not, and looking is cheaper.
fn take(flag: &AtomicBool) -> bool {
    flag.load(Ordering::Relaxed) && flag.swap(false, Ordering::AcqRel)
}

impl std::fmt::Debug for Ears {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Ears").field(&self.id).finish()
    }
}
