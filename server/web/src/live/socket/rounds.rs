//! Who writes to the sockets: a few tasks, each with the sockets that were given to it.
//!
//! A bell puts a socket on its shard's list, at most once; the shard's task goes down the list and
//! says to each client everything that there is, in one write. Screens of the team come first:
//! there are few of them, and they decide. A client that does not take what it is sent is left
//! to its own task and holds nobody up.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use app::live::meter;
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use super::conversation::Shared;

/// Sockets served before others get a turn on the same thread.
const TURN_SOCKETS: usize = 32;
/// What the buffer of a turn keeps when it is done.
const TURN_BYTES_KEPT: usize = 64 * 1024;

/// The shards, started when the first socket opens.
#[derive(Default)]
pub(crate) struct Rounds {
    shards: OnceLock<Vec<(Arc<Shard>, AbortHandle)>>,
    next: AtomicUsize,
}

impl Rounds {
    /// The shard of the next socket. Must be called from inside the runtime.
    pub(super) fn shard(&self) -> Arc<Shard> {
        let shards = self.shards.get_or_init(|| {
            let n = std::thread::available_parallelism().map_or(1, usize::from);
            let start = |_| {
                let shard = Arc::new(Shard::default());
                let task = tokio::spawn(shard.clone().go_round());
                (shard, task.abort_handle())
            };
            (0..n).map(start).collect()
        });
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        shards[turn % shards.len()].0.clone()
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
    due: Mutex<Due>,
    woken: Notify,
}

/// Sockets with something to say, each at most once.
#[derive(Default)]
struct Due {
    team: VecDeque<Arc<Shared>>,
    others: VecDeque<Arc<Shared>>,
}

impl Shard {
    /// Puts a socket on the list.
    pub(super) fn enlist(&self, socket: Arc<Shared>, is_of_team: bool) {
        let is_first = {
            let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
            let is_first = due.team.is_empty() && due.others.is_empty();
            if is_of_team {
                due.team.push_back(socket);
            } else {
                due.others.push_back(socket);
            }
            is_first
        };
        if is_first {
            self.woken.notify_one();
        }
    }

    fn next(&self) -> Option<Arc<Shared>> {
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        due.team.pop_front().or_else(|| due.others.pop_front())
    }

    async fn go_round(self: Arc<Self>) {
        let mut turn = Vec::new();
        loop {
            self.woken.notified().await;
            let mut n_served = 0;
            while let Some(socket) = self.next() {
                serve(&socket, &mut turn);
                n_served += 1;
                if n_served % TURN_SOCKETS == 0 {
                    tokio::task::yield_now().await;
                }
            }
            turn.clear();
            turn.shrink_to(TURN_BYTES_KEPT);
        }
    }
}

/// A panic over one socket is that socket's end, not its neighbours'.
fn serve(socket: &Shared, turn: &mut Vec<u8>) {
    if catch_unwind(AssertUnwindSafe(|| socket.serve(turn))).is_err() {
        metrics::counter!(meter::PANICS).increment(1);
        tracing::error!("a panic while writing to a socket, which is closed");
        socket.give_up();
    }
}
