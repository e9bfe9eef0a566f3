//! Who writes to the sockets: a few tasks, each with the sockets that were given to it.
//!
//! A bell puts a socket on its shard's list, at most once; the shard's task goes down the list and
//! says to each client everything that there is, in one write. Screens of the team come first:
//! there are few of them, and they decide. What concerns everybody is called out by one shard, to
//! a few sockets at a time, when its list is empty. A client that does not take what it is sent is
//! left to its own task and holds nobody up.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use app::live::{Call, Crier, meter};
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use super::conversation::Shared;
use super::talk::Turn;

/// Sockets served before others get a turn on the same thread.
const TURN_SOCKETS: usize = 32;

/// The shards, started when the first socket opens.
#[derive(Default)]
pub(crate) struct Rounds {
    shards: OnceLock<Vec<(Arc<Shard>, AbortHandle)>>,
    next: AtomicUsize,
}

impl Rounds {
    /// The shard of the next socket. Must be called from inside the runtime.
    pub(super) fn shard(&self) -> Arc<Shard> {
        let shards = self.shards();
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        shards[turn % shards.len()].0.clone()
    }

    /// Who calls out what concerns everybody. Must be called from inside the runtime.
    pub(super) fn crier(&self) -> Weak<dyn Crier> {
        let shard: Weak<Shard> = Arc::downgrade(&self.shards()[0].0);
        shard
    }

    fn shards(&self) -> &[(Arc<Shard>, AbortHandle)] {
        self.shards.get_or_init(|| {
            let n = std::thread::available_parallelism().map_or(1, usize::from);
            let start = |_| {
                let shard = Arc::new(Shard::default());
                let task = tokio::spawn(shard.clone().go_round());
                (shard, task.abort_handle())
            };
            (0..n).map(start).collect()
        })
    }
}

impl Drop for Rounds {
    fn drop(&mut self) {
        for (_, task) in self.shards.take().into_iter().flatten() {
            task.abort();
        }
    }
}

/// Sockets that are served by one task.
#[derive(Default)]
pub(super) struct Shard {
    /// Each at most once: that is what its bell sees to.
    due: Mutex<Due<Arc<Shared>>>,
    /// Each of another stream.
    calls: Mutex<VecDeque<Call>>,
    woken: Notify,
}

impl Crier for Shard {
    fn cry(&self, call: Call) {
        let mut calls = self.calls();
        if !calls.iter_mut().any(|earlier| earlier.absorb(&call)) {
            calls.push_back(call);
        }
        drop(calls);
        self.woken.notify_one();
    }
}

/// Who has something to say.
struct Due<T> {
    team: VecDeque<T>,
    others: VecDeque<T>,
}

impl<T> Default for Due<T> {
    fn default() -> Self {
        Self {
            team: VecDeque::new(),
            others: VecDeque::new(),
        }
    }
}

impl<T> Due<T> {
    /// Whether nobody stood there before.
    fn push(&mut self, item: T, is_of_team: bool) -> bool {
        let is_first = self.team.is_empty() && self.others.is_empty();
        if is_of_team {
            self.team.push_back(item);
        } else {
            self.others.push_back(item);
        }
        is_first
    }

    fn pop(&mut self) -> Option<T> {
        self.team.pop_front().or_else(|| self.others.pop_front())
    }
}

impl Shard {
    /// Puts a socket on the list.
    pub(super) fn enlist(&self, socket: Arc<Shared>) {
        let is_of_team = socket.is_of_team;
        let is_first = self.due().push(socket, is_of_team);
        if is_first {
            self.woken.notify_one();
        }
    }

    fn due(&self) -> MutexGuard<'_, Due<Arc<Shared>>> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn calls(&self) -> MutexGuard<'_, VecDeque<Call>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the next few off the list, as many as get a turn on the thread.
    fn take_some(&self, into: &mut Vec<Arc<Shared>>) {
        let mut due = self.due();
        into.extend(std::iter::from_fn(|| due.pop()).take(TURN_SOCKETS));
    }

    /// Calls the next few of those whom everything concerns; whether anybody was to be called.
    fn call_some(&self) -> bool {
        let mut calls = self.calls();
        let Some(call) = calls.front_mut() else {
            return false;
        };
        if !call.go_on(TURN_SOCKETS) {
            calls.pop_front();
        }
        true
    }

    async fn go_round(self: Arc<Self>) {
        let mut turn = Turn::default();
        let mut sockets = Vec::with_capacity(TURN_SOCKETS);
        loop {
            self.woken.notified().await;
            loop {
                self.take_some(&mut sockets);
                if sockets.is_empty() {
                    if self.call_some() {
                        continue;
                    }
                    break;
                }
                for socket in sockets.drain(..) {
                    serve(&socket, &mut turn);
                }
                tokio::task::yield_now().await;
            }
            turn.rest();
        }
    }
}

/// A panic over one socket is that socket's end, not its neighbours'.
fn serve(socket: &Shared, turn: &mut Turn) {
    if catch_unwind(AssertUnwindSafe(|| socket.serve(turn))).is_err() {
        metrics::counter!(meter::PANICS).increment(1);
        tracing::error!("a panic while writing to a socket, which is closed");
        socket.give_up();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_team_is_served_first_and_otherwise_everybody_in_turn() {
        let mut due = Due::default();
        assert!(due.push("phone 1", false));
        for (who, is_of_team) in [("console 1", true), ("phone 2", false), ("console 2", true)] {
            assert!(!due.push(who, is_of_team), "the task is awake already");
        }
        let order: Vec<_> = std::iter::from_fn(|| due.pop()).collect();
        assert_eq!(order, ["console 1", "console 2", "phone 1", "phone 2"]);
        assert!(due.push("phone 1", false), "the task went to sleep");
    }
}
