//! Opening, losing and restoring the connection.

use protocol::List;
use protocol::limits::CLIENT_MESSAGE_BYTES_MAX;
use protocol::message::{ClientMessage, Hello, PROTOCOL_VERSIONS};
use protocol::snapshot::SCHEMA;

use super::backoff::{draw_ms, window_ms};
use super::link::{Phase, Transport};
use super::{Client, Effect};
use crate::model::pending::Standing;
use crate::time::Monotonic;

/// Window of the delay after the network came back: a hall full of phones comes back at once.
const ONLINE_WINDOW_MS: u64 = 1_000;
/// Shortest time between two long polls of which the first brought nothing.
const POLL_PAUSE_MS: u64 = 250;

impl Client {
    /// Begins: asks for the connection and, without a kept replica, for a snapshot.
    pub fn start(&mut self, now: Monotonic) {
        if self.link.phase != Phase::Idle {
            return;
        }
        self.attempt(now);
        if !self.model.is_loaded {
            self.want_snapshot(now);
        }
        self.finish(now);
    }

    /// The socket is open.
    pub fn opened(&mut self, now: Monotonic) {
        if matches!(self.link.phase, Phase::Opening { .. }) {
            self.link.phase = Phase::Greeting { since: now };
            self.link.heard_at = now;
            self.link.server_ticks = false;
            let hello = self.hello().to_frame().encode();
            self.push(Effect::Send(hello));
        }
        self.finish(now);
    }

    /// The socket closed, could not be opened, or a waiting long poll failed.
    pub fn closed(&mut self, now: Monotonic, random: u64) {
        if matches!(
            self.link.phase,
            Phase::Opening { .. } | Phase::Greeting { .. } | Phase::Live { .. }
        ) {
            self.go_down(now, random);
        }
        self.finish(now);
    }

    /// A waiting long poll ended, after `received` took its answer.
    pub fn poll_ended(&mut self, now: Monotonic) {
        self.link.is_poll_waiting = false;
        if self.link.transport == Transport::LongPoll && self.link.is_open() {
            let is_idle = self.link.heard_at < now;
            self.link.poll_again_at = Some(if is_idle {
                now.plus(POLL_PAUSE_MS)
            } else {
                now
            });
            self.poll_if_due(now);
        }
        self.finish(now);
    }

    /// The browser says that the device gained or lost its network. Only a hint: a connection
    /// that still works is kept.
    pub fn network_hint(&mut self, is_online: bool, now: Monotonic, random: u64) {
        if is_online {
            self.link.offline_since = None;
            if matches!(self.link.phase, Phase::Waiting { .. }) {
                let delay = draw_ms(ONLINE_WINDOW_MS, random);
                self.link.phase = Phase::Waiting {
                    until: Some(now.plus(delay)),
                };
            }
        } else if !self.link.is_live() {
            self.link.offline_since.get_or_insert(now);
            if let Phase::Waiting { until } = &mut self.link.phase {
                *until = None;
            }
        } else {
            self.link.offline_since.get_or_insert(now);
        }
        self.finish(now);
    }

    /// The user wants the next attempt now.
    pub fn retry_now(&mut self, now: Monotonic) {
        if matches!(self.link.phase, Phase::Waiting { .. }) {
            self.attempt(now);
        }
        self.finish(now);
    }

    pub(crate) fn attempt(&mut self, now: Monotonic) {
        match self.link.transport {
            Transport::Socket => {
                self.link.phase = Phase::Opening { since: now };
                self.push(Effect::Connect);
            }
            Transport::LongPoll => {
                self.link.phase = Phase::Greeting { since: now };
                self.link.heard_at = now;
                self.link.poll_again_at = Some(now);
                self.poll_if_due(now);
            }
        }
    }

    /// Ends the current attempt or connection and draws the delay before the next one.
    pub(crate) fn go_down(&mut self, now: Monotonic, random: u64) {
        let was_settled = match self.link.phase {
            Phase::Live { since } => now.since(since) >= self.options.settled_after_ms,
            Phase::Idle
            | Phase::Waiting { .. }
            | Phase::Opening { .. }
            | Phase::Greeting { .. }
            | Phase::Broken
            | Phase::Stopped => false,
        };
        if was_settled {
            self.link.n_failures = 0;
        }
        self.link.n_failures = self.link.n_failures.saturating_add(1);
        if !self.link.is_live() && self.link.transport == Transport::Socket {
            self.link.n_socket_failures = self.link.n_socket_failures.saturating_add(1);
        }
        self.forget_connection(now);
        if self.link.transport == Transport::Socket
            && self.link.n_socket_failures >= self.options.socket_failures_max
            && self.link.offline_since.is_none()
        {
            self.link.transport = Transport::LongPoll;
            self.link.socket_again_at = Some(now.plus(self.options.socket_retry_ms));
            self.push(Effect::UsePolling);
        }
        let delay = draw_ms(window_ms(&self.options, self.link.n_failures), random);
        let until = self.link.offline_since.is_none().then(|| now.plus(delay));
        self.link.phase = Phase::Waiting { until };
    }

    /// What belonged to the connection goes with it; what must outlive it waits for the next.
    pub(crate) fn forget_connection(&mut self, now: Monotonic) {
        self.link.broke_at.get_or_insert(now);
        self.link.is_poll_waiting = false;
        self.link.poll_again_at = None;
        self.streams.disconnect();
        self.unsent_frames.clear();
        self.unfinished.clear();
        self.tell_parts(&mut |part, client| part.disconnected(client));
        for wish in self.pending_mut() {
            if let Standing::Sent { .. } = wish.standing {
                wish.standing = Standing::Queued;
            }
        }
    }

    /// Hangs up because the server talked nonsense; the next tick draws the delay.
    pub(crate) fn hang_up(&mut self) {
        self.push(Effect::Close);
        self.link.phase = Phase::Broken;
    }

    /// This version is over: nothing more is sent or applied.
    pub(crate) fn must_reload(&mut self, now: Monotonic) {
        if self.link.phase != Phase::Stopped {
            if self.link.is_open() {
                self.push(Effect::Close);
            }
            self.forget_connection(now);
            self.link.phase = Phase::Stopped;
            self.push(Effect::Reload);
        }
    }

    pub(crate) fn hello(&self) -> ClientMessage {
        let cursors =
            List::new(self.streams.cursors()).expect("there are fewer topics than cursors allowed");
        Hello {
            versions: PROTOCOL_VERSIONS,
            schema: SCHEMA,
            cursors,
        }
        .into()
    }

    /// Collects a frame; the end of the input sends what was collected as one message.
    pub(crate) fn send(&mut self, message: &ClientMessage) {
        let frame = message.to_frame().encode();
        if self.unsent_frames.len() + frame.len() > CLIENT_MESSAGE_BYTES_MAX {
            self.send_collected();
        }
        self.unsent_frames.extend_from_slice(&frame);
    }

    /// Sends what was collected.
    pub(crate) fn send_collected(&mut self) {
        if self.unsent_frames.is_empty() {
            return;
        }
        let frames = std::mem::take(&mut self.unsent_frames);
        match self.link.transport {
            Transport::Socket => self.push(Effect::Send(frames)),
            Transport::LongPoll => {
                let mut body = self.hello().to_frame().encode();
                body.extend_from_slice(&frames);
                self.push(Effect::Poll {
                    body,
                    is_waiting: false,
                });
            }
        }
    }

    /// Starts the next long poll when its time has come.
    pub(crate) fn poll_if_due(&mut self, now: Monotonic) {
        let is_due = self.link.poll_again_at.is_some_and(|at| at <= now);
        if is_due && !self.link.is_poll_waiting {
            self.link.poll_again_at = None;
            self.link.is_poll_waiting = true;
            let body = self.hello().to_frame().encode();
            self.push(Effect::Poll {
                body,
                is_waiting: true,
            });
        }
    }
}
