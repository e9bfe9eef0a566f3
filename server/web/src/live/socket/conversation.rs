//! One socket from its greeting to its end: its own task, and what that shares with the rounds.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use app::live::{Bell, Ending, Line};
use bytes::Bytes;
use protocol::limits::{PING_INTERVAL_S, PING_TIMEOUT_S};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until, timeout};
use tungstenite::protocol::CloseFrame;

use super::rounds::Shard;
use super::talk::{Gone, Heard, Talk, Turn};
use crate::wire::{Until, WebSocket, ready};

/// How long a client may take to say hello.
const HELLO_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a client may take to answer a close frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);
/// The same when the server goes away: until then nobody can be served by the next one.
const GOING_CLOSE_TIMEOUT: Duration = Duration::from_millis(200);
const PING_INTERVAL: Duration = Duration::from_secs(PING_INTERVAL_S);
const PING_TIMEOUT: Duration = Duration::from_secs(PING_TIMEOUT_S);
/// Messages that are taken in before others get a turn on the same thread.
const TURN_MESSAGES: u32 = 32;

/// What a connection's task and the rounds both work on.
///
/// In this order in memory: what a ring touches lies together, and what a turn touches follows.
#[repr(C)]
pub(super) struct Shared {
    /// Whether it is on its shard's list.
    is_due: AtomicBool,
    pub(super) is_of_team: bool,
    shard: Arc<Shard>,
    talk: Mutex<Talk>,
    /// The rounds met something that only the connection's own task can deal with.
    is_needed: Notify,
}

impl Bell for Shared {
    fn ring(self: Arc<Self>) {
        if !self.is_due.swap(true, Ordering::AcqRel) {
            self.shard.clone().enlist(self);
        }
    }
}

impl Shared {
    /// Says what there is to say. Called from the rounds, never twice at once.
    pub(super) fn serve(&self, turn: &mut Turn) {
        // Before the look: what comes after it rings again.
        self.is_due.store(false, Ordering::Release);
        if self.talk().speak(turn, self.is_of_team) {
            self.is_needed.notify_one();
        }
    }

    /// Ends a conversation that cannot go on.
    pub(super) fn give_up(&self) {
        let mut talk = self.talk();
        talk.end(Gone::ByItself);
        drop(talk);
        self.is_needed.notify_one();
    }

    fn talk(&self) -> MutexGuard<'_, Talk> {
        self.talk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection's own task.
pub(super) struct Conversation {
    shared: Arc<Shared>,
    io: Arc<TcpStream>,
}

impl Conversation {
    pub(super) fn new(socket: WebSocket, line: Line, go_away_ms: u32, shard: Arc<Shard>) -> Self {
        let io = socket.get_ref().io();
        let is_of_team = line.is_of_team();
        let shared = Arc::new_cyclic(|me: &Weak<Shared>| {
            line.ring_instead(me.clone());
            Shared {
                talk: Mutex::new(Talk::new(socket, line, go_away_ms)),
                is_due: AtomicBool::new(false),
                is_needed: Notify::new(),
                shard,
                is_of_team,
            }
        });
        // The bell could not be heard before there was anybody behind it.
        shared.clone().ring();
        Self { shared, io }
    }

    pub(super) async fn run(self) {
        let gone = self.converse().await;
        let frame = {
            let mut talk = self.shared.talk();
            talk.end(gone);
            talk.finish(gone)
        };
        if let Some(frame) = frame {
            // Boxed: an idle connection should not pay for its end.
            let patience = if gone == Gone::Over(Ending::GoingAway) {
                GOING_CLOSE_TIMEOUT
            } else {
                CLOSE_TIMEOUT
            };
            Box::pin(self.say_farewell(frame, patience)).await;
        }
    }

    /// The conversation, until it ends.
    async fn converse(&self) -> Gone {
        let mut heard_at = Instant::now();
        let mut next_ping = heard_at + PING_INTERVAL;
        let mut greeting_due = Some(heard_at + HELLO_TIMEOUT);
        let mut stuck_since = None;
        let alarm = sleep_until(heard_at + HELLO_TIMEOUT);
        tokio::pin!(alarm);
        loop {
            let is_stuck = match self.hear_all(&mut heard_at).await {
                Ok(is_stuck) => is_stuck,
                Err(gone) => return gone,
            };
            if greeting_due.is_some() && self.shared.talk().is_greeted() {
                greeting_due = None;
            }
            if is_stuck && self.shared.talk().must_go() {
                // It would have to read what was sent before it could be told.
                return Gone::Over(Ending::GoingAway);
            }
            if stuck_since.is_some() && !is_stuck {
                // It takes messages again: on with those that were not even gathered.
                self.shared.clone().ring();
            }
            let now = Instant::now();
            stuck_since = is_stuck.then(|| stuck_since.unwrap_or(now));
            let stuck_due = stuck_since.map(|since| since + PING_TIMEOUT);
            let due = stuck_due.or(greeting_due).unwrap_or(next_ping);
            if alarm.deadline() != due {
                alarm.as_mut().reset(due);
            }
            let until = if is_stuck {
                Until::Writable
            } else {
                Until::Readable
            };
            tokio::select! {
                () = ready(&self.io, until) => {}
                () = self.shared.is_needed.notified() => {}
                () = &mut alarm => {
                    if greeting_due.is_some() && !is_stuck {
                        return Gone::Over(Ending::BadGreeting);
                    }
                    if is_stuck || heard_at.elapsed() >= PING_TIMEOUT {
                        return Gone::Silent;
                    }
                    next_ping = Instant::now() + PING_INTERVAL;
                    if let Err(gone) = self.shared.talk().ping() {
                        return gone;
                    }
                    self.shared.clone().ring();
                }
            }
        }
    }

    /// Takes in everything that has arrived; whether the client does not take what it was sent.
    async fn hear_all(&self, heard_at: &mut Instant) -> Result<bool, Gone> {
        let mut n_heard = 0;
        loop {
            let heard = {
                let mut talk = self.shared.talk();
                if let Some(gone) = talk.gone() {
                    return Err(gone);
                }
                talk.hear()?
            };
            match heard {
                Heard::Frames(frames) => {
                    // Boxed: resuming from the log is rare and large, and would make every idle
                    // connection pay for it.
                    Box::pin(self.take_in(&frames)).await?;
                }
                Heard::Something => self.shared.clone().ring(),
                Heard::Nothing => return Ok(false),
                Heard::Stuck => return Ok(true),
            }
            *heard_at = Instant::now();
            n_heard += 1;
            if n_heard % TURN_MESSAGES == 0 {
                tokio::task::yield_now().await;
            }
        }
    }

    async fn take_in(&self, frames: &Bytes) -> Result<(), Gone> {
        // A farewell may have begun in between.
        let lent = self.shared.talk().lend_line();
        let mut line = lent.ok_or(Gone::ByItself)?;
        let taken = line.receive(frames, std::time::Instant::now()).await;
        self.shared.talk().give_back(line);
        // Its answers, and what the rounds could not say in the meantime.
        self.shared.clone().ring();
        taken.map_err(Gone::Over)
    }

    /// Says why, and gives the client a moment to hear it before the connection is dropped.
    async fn say_farewell(&self, frame: CloseFrame, patience: Duration) {
        let mut frame = Some(frame);
        let farewell = async {
            loop {
                let until = self.shared.talk().close(&mut frame);
                let Some(until) = until else { break };
                ready(&self.io, until).await;
            }
        };
        // Whoever does not answer is dropped without it.
        let _ = timeout(patience, farewell).await;
    }
}
