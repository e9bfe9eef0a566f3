//! What became of a command: said once, in the right place on screen.

use std::sync::Arc;

use protocol::Reject;
use protocol::id::CommandId;
use protocol::message::Topic;
use protocol::reject::{Busy, TooMany};

use super::link::Transport;
use super::{Changes, Client, Effect, Outcome};
use crate::feed::FeedWhat;
use crate::limits::{ATTEMPTS_MAX, GIVEN_BACK_MAX};
use crate::model::pending::{Pending, Standing};
use crate::policy::{Endurance, endurance};
use crate::time::Monotonic;
use crate::toast::ToastKind;

/// Pause before a command is sent again when the server did not say how long.
const RETRY_MS: u64 = 1_000;
/// How long an entry may lag behind its acknowledgement before the prediction is dropped.
pub(crate) const ENTRY_PATIENCE_MS: u64 = 5_000;

impl Client {
    /// The server acknowledged a command. The prediction stays until the entry is here too.
    pub(crate) fn on_committed(&mut self, id: CommandId, offset: Option<u64>, now: Monotonic) {
        let reached = self
            .streams
            .position(Topic::Ops)
            .map(|cursor| cursor.offset);
        let is_contained =
            matches!((reached, offset), (Some(reached), Some(offset)) if offset <= reached);
        // A commit without an entry changed nothing: there is nothing to wait for.
        let is_empty = offset.is_none() && reached.is_some();
        if is_contained || is_empty {
            self.settle(id, Outcome::Committed);
        } else if let Some(wish) = self.pending_mut().iter_mut().find(|wish| wish.id == id) {
            wish.standing = Standing::Committed { at: now };
            wish.committed_offset = offset;
            self.note(Changes::PENDING);
        }
    }

    /// An entry of this client's own making arrived, by the same way as everybody else's.
    pub(crate) fn on_own_entry(
        &mut self,
        id: CommandId,
        topic: Topic,
        seq: u64,
        what: Option<&FeedWhat>,
        now: Monotonic,
    ) {
        if self.model.pending.iter().any(|wish| wish.id == id) {
            if let Some(what) = what {
                self.tell_parts(&mut |part, client| part.done(client, id, (topic, seq), what, now));
            }
            self.settle(id, Outcome::Committed);
        } else if let Some(index) = self.given_back.iter().position(|given| *given == id) {
            self.given_back.remove(index);
            if let Some(what) = what {
                self.toast(
                    ToastKind::DoneAfterAll {
                        seq,
                        what: what.clone(),
                    },
                    id,
                    now,
                );
            }
        }
    }

    /// A snapshot may contain what was acknowledged before it.
    pub(crate) fn settle_contained(&mut self) {
        let reached = self
            .streams
            .position(Topic::Ops)
            .map(|cursor| cursor.offset);
        let is_contained = |wish: &&Pending| {
            matches!(wish.standing, Standing::Committed { .. })
                && matches!((wish.committed_offset, reached), (Some(at), Some(reached)) if at <= reached)
        };
        let contained: Vec<CommandId> = self
            .model
            .pending
            .iter()
            .filter(is_contained)
            .map(|wish| wish.id)
            .collect();
        for id in contained {
            self.settle(id, Outcome::Committed);
        }
    }

    /// Stops waiting for an entry that should be here: either the commit made none, or a frame
    /// was lost, and then the server sends it again.
    fn settle_overdue(&mut self, now: Monotonic) {
        let is_overdue = |wish: &&Pending| match wish.standing {
            Standing::Committed { at } => now.since(at) >= ENTRY_PATIENCE_MS,
            Standing::Queued | Standing::Sent { .. } | Standing::Again { .. } => false,
        };
        let overdue: Vec<CommandId> = self
            .model
            .pending
            .iter()
            .filter(is_overdue)
            .map(|wish| wish.id)
            .collect();
        if !overdue.is_empty() && self.link.is_live() && self.link.transport == Transport::Socket {
            self.ask_to_follow();
        }
        for id in overdue {
            self.settle(id, Outcome::Committed);
        }
    }

    pub(crate) fn on_refused(&mut self, id: CommandId, reject: Reject, now: Monotonic) {
        let Some(wish) = self.pending_mut().iter_mut().find(|wish| wish.id == id) else {
            return;
        };
        if reject.is_temporary() && wish.n_attempts < ATTEMPTS_MAX {
            wish.n_attempts += 1;
            let pause = retry_after_ms(&reject).saturating_mul(u64::from(wish.n_attempts));
            wish.standing = Standing::Again {
                at: now.plus(pause),
            };
            self.note(Changes::PENDING);
            return;
        }
        let wish = wish.clone();
        if matches!(reject, Reject::TooOld(_)) {
            self.must_reload(now);
        } else {
            let mut is_said = false;
            self.tell_parts(&mut |part, client| {
                is_said |= part.refused(client, &wish, &reject, now);
            });
            if !is_said {
                let kind = ToastKind::Refused {
                    command: Box::new(wish.command),
                    reject: reject.clone(),
                };
                self.toast(kind, id, now);
            }
        }
        self.remember(id);
        self.settle(id, Outcome::Refused(reject));
    }

    /// Gives commands back that waited too long for the network.
    pub(crate) fn review_pending(&mut self, now: Monotonic) {
        let is_live = self.link.is_live();
        let is_over = |wish: &&Pending| is_over(wish, &self.options, is_live, now);
        let over: Vec<CommandId> = self
            .model
            .pending
            .iter()
            .filter(is_over)
            .map(|wish| wish.id)
            .collect();
        for id in over {
            self.give_back(id, now);
        }
        self.settle_overdue(now);
    }

    /// When the oldest command on its way should have been answered.
    pub(crate) fn answer_due(&self) -> Option<Monotonic> {
        let sent = self
            .model
            .pending
            .iter()
            .filter_map(|wish| match wish.standing {
                Standing::Sent { at } => Some(at.plus(self.options.answer_patience_ms)),
                Standing::Queued | Standing::Again { .. } | Standing::Committed { .. } => None,
            });
        sent.min()
    }

    pub(crate) fn give_back(&mut self, id: CommandId, now: Monotonic) {
        let Some(wish) = self
            .model
            .pending
            .iter()
            .find(|wish| wish.id == id)
            .cloned()
        else {
            return;
        };
        let command = Box::new(wish.command);
        let (kind, outcome) = if wish.was_sent {
            self.remember(id);
            (
                ToastKind::Unanswered {
                    command: command.clone(),
                },
                Outcome::Unanswered(command),
            )
        } else {
            (
                ToastKind::NotSent {
                    command: command.clone(),
                },
                Outcome::NotSent(command),
            )
        };
        self.toast(kind, id, now);
        self.settle(id, outcome);
    }

    /// An entry of a command that was given back or refused may still come: a copy of it that
    /// was under way on an earlier connection is decided anew.
    fn remember(&mut self, id: CommandId) {
        if self.given_back.len() == GIVEN_BACK_MAX {
            self.given_back.pop_front();
        }
        self.given_back.push_back(id);
    }

    /// Drops a pending command and says what became of it.
    fn settle(&mut self, id: CommandId, outcome: Outcome) {
        let pending = self.pending_mut();
        let Some(index) = pending.iter().position(|wish| wish.id == id) else {
            return;
        };
        let wish = pending.remove(index);
        if endurance(&wish.command) == Endurance::Lasting {
            self.keeping.are_commands_stale = true;
        }
        self.tell_parts(&mut |part, client| part.settled(client, id, &outcome));
        self.is_overlay_stale = true;
        self.note(Changes::PENDING);
        self.push(Effect::Settled(id, outcome));
    }

    pub(crate) fn toast(&mut self, kind: ToastKind, id: CommandId, now: Monotonic) {
        Arc::make_mut(&mut self.model.toasts).push(kind, id, now);
        self.note(Changes::TOASTS);
    }
}

fn retry_after_ms(reject: &Reject) -> u64 {
    if let Reject::Busy(Busy { retry_after_ms }) | Reject::TooMany(TooMany { retry_after_ms }) =
        reject
    {
        u64::from(*retry_after_ms).max(1)
    } else {
        RETRY_MS
    }
}

/// Whether nobody would mean a command any more.
fn is_over(wish: &Pending, options: &super::Options, is_live: bool, now: Monotonic) -> bool {
    let patience = options.patience_ms(&wish.command, wish.was_sent);
    let is_waiting_for_network = match wish.standing {
        Standing::Queued | Standing::Again { .. } => true,
        Standing::Sent { .. } => !is_live,
        Standing::Committed { .. } => false,
    };
    is_waiting_for_network && !is_live && now.since(wish.since) >= patience
}
