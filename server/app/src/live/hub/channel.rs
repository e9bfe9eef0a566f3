//! One stream for one class of viewers: its ring and its readers' ears.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::live::ears::{Ears, LineId};
use crate::live::encode::Told;
use crate::live::ring::{Piece, Reading, Ring};
use bytes::Bytes;

/// A ring and those who are woken when it grows.
#[derive(Debug)]
pub(crate) struct Channel {
    ring: Mutex<Ring>,
    /// In the order in which they came, which is about how they lie in memory, here and in the
    /// kernel: in the order of a hash every one of them is a string of cold lines.
    readers: Mutex<BTreeMap<LineId, Arc<Ears>>>,
}

impl Channel {
    pub(crate) fn after(head: u64, pieces_max: usize) -> Self {
        Self {
            ring: Mutex::new(Ring::after(head, pieces_max)),
            readers: Mutex::new(BTreeMap::new()),
        }
    }

    pub(crate) fn head(&self) -> u64 {
        self.ring().head()
    }

    pub(super) fn covers(&self, after: u64) -> bool {
        self.ring().covers(after)
    }

    /// Whether a reader can get from the offset to the head.
    pub(crate) fn leads_on(&self, after: u64) -> bool {
        self.ring().leads_on(after)
    }

    pub(super) fn push(&self, piece: Piece) {
        self.ring().push(piece);
    }

    /// Wakes those whose own stream this is.
    pub(super) fn wake_owners(&self) {
        for ears in self.readers().values() {
            ears.wake_for_own();
        }
    }

    pub(super) fn wake_all(&self) {
        for ears in self.readers().values() {
            ears.wake();
        }
    }

    /// Wakes some of those after one reader, up to another one, in the order in which they came;
    /// who was the last of them, if there may be more.
    pub(super) fn call_some(
        &self,
        after: Option<LineId>,
        until: Option<LineId>,
        n_max: usize,
    ) -> Option<LineId> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let to = until.map_or(Bound::Unbounded, Bound::Included);
        let readers = self.readers();
        let mut last = None;
        let mut n_called = 0;
        for (id, ears) in readers.range((from, to)).take(n_max) {
            ears.wake();
            last = Some(*id);
            n_called += 1;
        }
        last.filter(|_| n_called == n_max)
    }

    /// Leaves a frame outside the stream with every reader.
    pub(super) fn tell_all(&self, frame: &Bytes) {
        for ears in self.readers().values() {
            ears.tell(frame);
        }
    }

    pub(super) fn is_deserted(&self) -> bool {
        self.readers().is_empty()
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn readers(&self) -> MutexGuard<'_, BTreeMap<LineId, Arc<Ears>>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection's place in one stream.
#[derive(Debug)]
pub(crate) struct Reader {
    channel: Arc<Channel>,
    line: LineId,
    /// Offset of the last piece that was taken; none while a snapshot is awaited.
    at: Option<u64>,
    backlog: Option<Box<Backlog>>,
    /// Whether everything was read at least once since the position was taken up. A reader who
    /// catches up may be far behind; one who had caught up may not fall behind as far.
    was_up_to_date: bool,
    /// Whether there may be more than the last look gave, although nobody said so.
    is_behind: bool,
}

/// Pieces from before the ring, for somebody who comes back late. Newest last.
#[derive(Debug)]
struct Backlog(VecDeque<Told>);

/// What a reader has for its client.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Nothing to be had now.
    Nothing,
    /// All there was.
    All,
    /// As much as fits; there is more.
    Some,
    /// The stream cannot go on for this reader.
    Lost,
}

impl Reader {
    /// A reader that is woken from now on but takes nothing before a position is set.
    pub(crate) fn join(channel: Arc<Channel>, ears: Arc<Ears>) -> Self {
        let line = ears.id;
        channel.readers().insert(line, ears);
        Self {
            channel,
            line,
            at: None,
            backlog: None,
            was_up_to_date: false,
            is_behind: false,
        }
    }

    pub(crate) fn channel(&self) -> &Arc<Channel> {
        &self.channel
    }

    /// Goes on after an offset, once the backlog before it is told.
    pub(crate) fn go_on(&mut self, at: u64, backlog: Vec<Told>) {
        self.at = Some(at);
        self.backlog = (!backlog.is_empty()).then(|| Box::new(Backlog(backlog.into())));
        self.was_up_to_date = false;
        self.is_behind = true;
    }

    /// Takes nothing until a new position is set.
    pub(crate) fn stop(&mut self) {
        self.at = None;
        self.backlog = None;
    }

    pub(crate) const fn is_following(&self) -> bool {
        self.at.is_some()
    }

    /// Whether a look may give something even when nobody said that there is news.
    pub(crate) const fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// Takes what is new, up to `bytes_max`; `lag_bytes_max` is how far somebody who was up to
    /// date may have fallen behind, `lag_bytes` how
    /// far this one has.
    pub(crate) fn take(
        &mut self,
        bytes_max: usize,
        lag_bytes_max: u64,
        lag_bytes: &mut u64,
        into: &mut Vec<Piece>,
    ) -> Taken {
        let taken = self.take_some(bytes_max, lag_bytes_max, lag_bytes, into);
        self.is_behind = taken == Taken::Some;
        taken
    }

    fn take_some(
        &mut self,
        bytes_max: usize,
        lag_bytes_max: u64,
        lag_bytes: &mut u64,
        into: &mut Vec<Piece>,
    ) -> Taken {
        let Some(at) = self.at else {
            return Taken::Nothing;
        };
        if let Some(Backlog(backlog)) = self.backlog.as_deref_mut() {
            take_backlog(backlog, bytes_max, into);
            if backlog.is_empty() {
                self.backlog = None;
            }
            return Taken::Some;
        }
        let ring = self.channel.ring();
        if ring.head() == at {
            self.was_up_to_date = true;
            return Taken::Nothing;
        }
        let lag = ring.lag_bytes(at);
        *lag_bytes = lag.unwrap_or(0);
        if self.was_up_to_date && lag.is_none_or(|lag| lag > lag_bytes_max) {
            return Taken::Lost;
        }
        let n_before = into.len();
        match ring.read(at, bytes_max, into) {
            Reading::UpToDate => {
                self.at = Some(ring.head());
                self.was_up_to_date = true;
                Taken::All
            }
            Reading::Partly(reached) => {
                self.at = Some(reached);
                Taken::Some
            }
            Reading::Lost => {
                into.truncate(n_before);
                Taken::Lost
            }
        }
    }
}

fn take_backlog(backlog: &mut VecDeque<Told>, bytes_max: usize, into: &mut Vec<Piece>) {
    let mut n_bytes = 0;
    while let Some(told) = backlog.front() {
        if n_bytes > 0 && n_bytes + told.n_bytes() > bytes_max {
            break;
        }
        n_bytes += told.n_bytes();
        let told = backlog.pop_front();
        into.push(Piece {
            seq: 0,
            told,
            committed_at: std::time::Instant::now(),
        });
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.channel.readers().remove(&self.line);
    }
}
