//! What only the passing of time brings about.

use std::sync::Arc;

use super::link::{Phase, Transport};
use super::outcome::ENTRY_PATIENCE_MS;
use super::stream::Nudge;
use super::{Changes, Client, Effect};
use crate::model::pending::Standing;
use crate::time::Monotonic;

impl Client {
    /// A moment that was asked for by [`Effect::ScheduleTick`] has come. Calling it too early
    /// or too often does no harm.
    pub fn tick(&mut self, now: Monotonic, random: u64) {
        if self.scheduled.is_some_and(|at| at <= now) {
            self.scheduled = None;
        }
        self.tick_link(now, random);
        self.freshen_if_due(now);
        self.load_if_due(now);
        self.tick_gap(now);
        self.review_pending(now);
        self.flush(now);
        self.tell_parts(&mut |part, client| part.ticked(client, now));
        if Arc::make_mut(&mut self.model.toasts).expire(now) {
            self.note(Changes::TOASTS);
        }
        self.finish(now);
    }

    fn tick_link(&mut self, now: Monotonic, random: u64) {
        let patience = self.options.connect_patience_ms;
        match self.link.phase {
            Phase::Waiting { until: Some(until) } if until <= now => self.attempt(now),
            Phase::Opening { since } | Phase::Greeting { since }
                if now.since(since) >= patience =>
            {
                self.push(Effect::Close);
                self.go_down(now, random);
            }
            Phase::Broken => self.go_down(now, random),
            Phase::Live { .. } => self.tick_live(now, random),
            Phase::Idle
            | Phase::Waiting { .. }
            | Phase::Opening { .. }
            | Phase::Greeting { .. }
            | Phase::Stopped => {}
        }
    }

    fn tick_live(&mut self, now: Monotonic, random: u64) {
        // A command that gets no answer is not sent again on the same connection: two answers
        // could come back, and differ. A new connection hears the last word only.
        let is_dead = [self.silence_ends(), self.answer_due()];
        if is_dead.into_iter().flatten().any(|at| at <= now) {
            self.push(Effect::Close);
            self.go_down(now, random);
            return;
        }
        if self.link.transport == Transport::LongPoll {
            if self.link.socket_again_at.is_some_and(|at| at <= now) {
                // Whatever stood in the socket's way may be gone.
                self.push(Effect::Close);
                self.forget_connection(now);
                self.link.transport = Transport::Socket;
                self.link.n_socket_failures = self.options.socket_failures_max.saturating_sub(1);
                self.attempt(now);
            } else {
                self.poll_if_due(now);
            }
        }
    }

    /// When a silent server is given up. A server that never ticked is not expected to.
    fn silence_ends(&self) -> Option<Monotonic> {
        let may_expect = self.link.server_ticks || self.link.transport == Transport::LongPoll;
        may_expect.then(|| self.link.heard_at.plus(self.options.silence_max_ms))
    }

    fn tick_gap(&mut self, now: Monotonic) {
        let patience = self.options.gap_patience_ms;
        let is_open = self.link.is_live();
        let nudges: Vec<Nudge> = self
            .streams
            .iter_mut()
            .filter(|_| is_open)
            .map(|stream| stream.nudge(patience, now))
            .collect();
        if nudges.contains(&Nudge::LoadSnapshot) {
            self.want_snapshot(now);
        } else if nudges.contains(&Nudge::Ask) && self.link.transport == Transport::Socket {
            self.ask_to_follow();
        }
    }

    fn parts_due_at(&self) -> Option<Monotonic> {
        let parts = self.program.parts.iter();
        parts.filter_map(|part| part.due_at(self)).min()
    }

    /// The next moment at which time alone changes something.
    pub(crate) fn next_deadline(&self, now: Monotonic) -> Option<Monotonic> {
        if self.link.phase == Phase::Stopped {
            return None;
        }
        let link = match self.link.phase {
            Phase::Waiting { until } => until,
            Phase::Opening { since } | Phase::Greeting { since } => {
                Some(since.plus(self.options.connect_patience_ms))
            }
            Phase::Broken => Some(now),
            Phase::Live { .. } => {
                let polls = self
                    .link
                    .poll_again_at
                    .filter(|_| !self.link.is_poll_waiting);
                let socket = self
                    .link
                    .socket_again_at
                    .filter(|_| self.link.transport == Transport::LongPoll);
                earliest([self.silence_ends(), self.answer_due(), polls, socket])
            }
            Phase::Idle | Phase::Stopped => None,
        };
        earliest([
            link,
            self.snapshot.due_at(),
            self.streams
                .stalled_since()
                .filter(|_| self.link.is_live())
                .map(|at| at.plus(self.options.gap_patience_ms)),
            self.pending_deadline(now),
            self.parts_due_at(),
            self.model.toasts.next_end(),
            self.keep_deadline(),
            self.fresh_at(),
        ])
    }

    fn pending_deadline(&self, now: Monotonic) -> Option<Monotonic> {
        let is_live = self.link.is_live();
        let deadlines = self
            .model
            .pending
            .iter()
            .filter_map(|wish| match wish.standing {
                // Until the pace allows; what waits for an answer before it is woken by that answer.
                Standing::Queued if is_live => Some(self.pace.next_at()),
                Standing::Again { at } if is_live => Some(at.max(self.pace.next_at())),
                Standing::Sent { .. } if is_live => None,
                Standing::Committed { at } => Some(at.plus(ENTRY_PATIENCE_MS)),
                Standing::Queued | Standing::Again { .. } | Standing::Sent { .. } => Some(
                    wish.since
                        .plus(self.options.patience_ms(&wish.command, wish.was_sent)),
                ),
            });
        deadlines.filter(|at| *at > now).min()
    }
}

fn earliest<const N: usize>(moments: [Option<Monotonic>; N]) -> Option<Monotonic> {
    moments.into_iter().flatten().min()
}
