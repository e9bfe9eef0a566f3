//! The actor of one event: the only way in for live changes.
//!
//! It is a cache and a queue, never the authority: the head row in the store is. Commands that
//! wait while a commit is under way share the next commit. Guarantees: memory follows the store
//! and never runs ahead of it; an entry is published once it is durable; every wish is answered,
//! after the entries that its answer refers to; a panic while one wish is decided harms no other.

mod batch;
mod catch_up;
pub(super) mod decide;
mod recent;

use std::sync::Arc;
use std::time::Duration;

use domain::deadlines;
use protocol::command::ReviewDeadlines;
use protocol::id::CommandId;
use protocol::limits::{BATCH_COMMANDS_MAX, MAILBOX_COMMANDS_MAX};
use protocol::{Actor as Who, Micros};
use store::Store;
use tokio::sync::{Notify, mpsc, watch};

use self::recent::RecentAnswers;
use super::event::{Event, ReplyTo, Submission};
use super::hub::View;
use super::meter;
use crate::port::Random;

/// How often the log is looked at even when no doorbell rang.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// Pause after a review of deadlines that changed nothing, so that rules and clock cannot chase
/// each other.
const IDLE_REVIEW_PAUSE: Duration = Duration::from_secs(1);

/// Rings of other nodes for one event.
#[derive(Debug, Default)]
pub(super) struct Rung {
    pub(super) entries: Notify,
    pub(super) labels: Notify,
}

/// Why the actor stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stopped {
    /// The server goes away; the mailbox was finished.
    Drained,
    /// Nobody was here for a while.
    Idle,
    /// Memory cannot follow the log, for instance after a restore: the event must be woken anew.
    Overtaken,
}

/// The actor's own things.
pub(super) struct Actor {
    pub(super) event: Arc<Event>,
    pub(super) store: Store,
    pub(super) random: Arc<dyn Random>,
    pub(super) mailbox: mpsc::Receiver<Submission>,
    pub(super) rung: Arc<Rung>,
    pub(super) shutdown: watch::Receiver<bool>,
    /// What this node knows; equal to what the hub shows between two batches.
    pub(super) view: View,
    /// Time of the newest entry: the log's time never runs backwards.
    pub(super) last_at: Micros,
    recent: RecentAnswers,
    /// How long the event stays awake without anybody.
    idle_life: Duration,
}

impl Actor {
    pub(super) fn new(
        event: Arc<Event>,
        random: Arc<dyn Random>,
        mailbox: mpsc::Receiver<Submission>,
        rung: Arc<Rung>,
        shutdown: watch::Receiver<bool>,
        (last_at, idle_life): (Micros, Duration),
    ) -> Self {
        let view = (*event.view()).clone();
        let store = event.store.clone();
        let recent = RecentAnswers::default();
        Self {
            event,
            store,
            random,
            mailbox,
            rung,
            shutdown,
            view,
            last_at,
            recent,
            idle_life,
        }
    }

    /// Works until there is a reason to stop.
    pub(super) async fn run(mut self) -> Stopped {
        let mut waiting = Vec::with_capacity(BATCH_COMMANDS_MAX);
        let mut idle_since = tokio::time::Instant::now();
        let mut no_review_before = tokio::time::Instant::now();
        let mut shutdown = self.shutdown.clone();
        loop {
            let due = deadlines::next_due(&self.view.state, self.event.now());
            tokio::select! {
                biased;
                () = is_over(&mut shutdown) => {
                    self.finish_mailbox(&mut waiting).await;
                    return Stopped::Drained;
                }
                // Before the mailbox, which may never be empty on a busy day.
                () = wait_for_deadline(&self.event, due, no_review_before) => {
                    if !self.review_deadlines().await {
                        no_review_before = tokio::time::Instant::now() + IDLE_REVIEW_PAUSE;
                    }
                }
                () = self.rung.labels.notified() => self.refresh_labels().await,
                n = self.mailbox.recv_many(&mut waiting, BATCH_COMMANDS_MAX) => {
                    if n == 0 {
                        return Stopped::Drained;
                    }
                    idle_since = tokio::time::Instant::now();
                    #[allow(clippy::cast_precision_loss)]
                    metrics::gauge!(meter::MAILBOX_COMMANDS).set(self.mailbox.len() as f64);
                    if self.run_batch(std::mem::take(&mut waiting)).await.is_err() {
                        return self.overtaken();
                    }
                }
                () = self.rung.entries.notified() => {
                    if self.catch_up_or_complain().await.is_err() {
                        return self.overtaken();
                    }
                }
                () = tokio::time::sleep(POLL_INTERVAL) => {
                    if self.catch_up_or_complain().await.is_err() {
                        return self.overtaken();
                    }
                    if self.event.hub.n_lines() > 0 || due.is_some() {
                        idle_since = tokio::time::Instant::now();
                    } else if idle_since.elapsed() > self.idle_life {
                        self.mailbox.close();
                        self.finish_mailbox(&mut waiting).await;
                        return Stopped::Idle;
                    }
                }
            }
        }
    }

    fn overtaken(&mut self) -> Stopped {
        self.mailbox.close();
        self.event.depart();
        while let Ok(submission) = self.mailbox.try_recv() {
            submission.refuse(protocol::reject::Unavailable {}.into());
        }
        Stopped::Overtaken
    }

    /// Commits what was accepted into the mailbox; nothing more is accepted.
    async fn finish_mailbox(&mut self, waiting: &mut Vec<Submission>) {
        self.mailbox.close();
        while self.mailbox.recv_many(waiting, BATCH_COMMANDS_MAX).await > 0 {
            if self.run_batch(std::mem::take(waiting)).await.is_err() {
                self.overtaken();
                return;
            }
        }
    }

    /// Lets passed deadlines take effect; whether that changed anything.
    async fn review_deadlines(&mut self) -> bool {
        let before = self.view.seq;
        let (sender, _receiver) = tokio::sync::oneshot::channel();
        let review = Submission {
            id: CommandId::new(self.event.now(), self.random.bytes()),
            actor: Who::System,
            command: ReviewDeadlines {}.into(),
            labels: Vec::new(),
            seen: None,
            letters: Vec::new(),
            desk: None,
            also: Vec::new(),
            standing: None,
            reply_to: ReplyTo::Once(sender),
        };
        // When the store fails, the deadline is still due at the next turn.
        self.run_batch(vec![review]).await.is_ok() && self.view.seq != before
    }
}

async fn is_over(shutdown: &mut watch::Receiver<bool>) {
    // The registry keeps the sender; when even that is gone, everything is over.
    let _ = shutdown.wait_for(|is_over| *is_over).await;
}

async fn wait_for_deadline(event: &Event, due: Option<Micros>, not_before: tokio::time::Instant) {
    match due {
        Some(at) => {
            event.clock().wait_until(at).await;
            tokio::time::sleep_until(not_before).await;
        }
        None => std::future::pending().await,
    }
}

/// A mailbox of the allowed size.
pub(super) fn mailbox() -> (mpsc::Sender<Submission>, mpsc::Receiver<Submission>) {
    mpsc::channel(MAILBOX_COMMANDS_MAX)
}
