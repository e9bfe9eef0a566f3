//! A sign-in as this node knows it: shared by everything that acts on its authority.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use protocol::id::EventId;
use protocol::{Actor, Micros};
use store::{AccountId, SignIn};

use super::token::Token;
use crate::live::{Allowance, Ears, LineId};

/// Somebody's authority at one event, until it ends.
#[derive(Debug)]
pub struct Standing {
    event: EventId,
    actor: Actor,
    account: AccountId,
    token: Token,
    expires_at: Micros,
    /// When the store was last asked.
    checked_at: AtomicI64,
    is_ended: AtomicBool,
    /// Connections that live on it, to be woken when it ends.
    lines: Mutex<HashMap<LineId, Arc<Ears>>>,
    /// The fallback's requests are all one line to the others.
    poll_line: LineId,
    /// When a poll was last answered.
    polled_at: AtomicI64,
    /// Made by the first poll; most never poll.
    poll_allowance: Mutex<Option<Box<Allowance>>>,
}

/// Pause after which the next poll counts as the first of a new conversation.
const POLL_PAUSE_MICROS: i64 = 5_000_000;

impl Standing {
    pub(super) fn new(sign_in: &SignIn, token: Token, poll_line: u64, now: Micros) -> Self {
        Self {
            event: sign_in.account.event,
            actor: sign_in.account.holder.into(),
            account: sign_in.account.id,
            token,
            expires_at: sign_in.expires_at,
            checked_at: AtomicI64::new(now.0),
            is_ended: AtomicBool::new(false),
            lines: Mutex::new(HashMap::new()),
            // Lines of sockets are counted from one; these have the highest bit.
            poll_line: LineId(poll_line | 1 << 63),
            polled_at: AtomicI64::new(i64::MIN),
            poll_allowance: Mutex::new(None),
        }
    }

    /// At which event.
    #[must_use]
    pub const fn event(&self) -> EventId {
        self.event
    }

    /// As whom.
    #[must_use]
    pub const fn actor(&self) -> Actor {
        self.actor
    }

    /// Whether it is over: nothing may be done on it any more.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.is_ended.load(Ordering::Acquire)
    }

    /// Ends it and tells its connections.
    pub(super) fn end(&self) {
        self.is_ended.store(true, Ordering::Release);
        for ears in self.lines().values() {
            ears.end();
        }
    }

    pub(crate) const fn poll_line(&self) -> LineId {
        self.poll_line
    }

    /// Whether no poll was answered for a while. Only asked once per poll.
    pub(crate) fn begins_polling(&self, now: Micros) -> bool {
        now.0.saturating_sub(self.polled_at.load(Ordering::Relaxed)) > POLL_PAUSE_MICROS
    }

    /// A poll is being answered.
    pub(crate) fn was_polled(&self, now: Micros) {
        self.polled_at.store(now.0, Ordering::Relaxed);
    }

    pub(crate) fn enter(&self, ears: &Arc<Ears>) {
        self.lines().insert(ears.id, ears.clone());
        // Ended in between: the wake-up must not be missed.
        if self.is_ended() {
            ears.end();
        }
    }

    pub(crate) fn leave(&self, line: LineId) {
        self.lines().remove(&line);
    }

    /// Takes one token of what all polls of this sign-in may ask for together; a poll is too short
    /// to have a bucket of its own.
    pub(crate) fn take_poll_token(&self, now: Instant) -> Result<(), u32> {
        let mut allowance = self
            .poll_allowance
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        allowance
            .get_or_insert_with(|| Box::new(Allowance::full(now)))
            .take(now)
    }

    pub(super) const fn account(&self) -> AccountId {
        self.account
    }

    pub(super) const fn token(&self) -> &Token {
        &self.token
    }

    pub(super) fn is_expired(&self, now: Micros) -> bool {
        self.expires_at <= now
    }

    pub(super) fn checked_at(&self) -> Micros {
        Micros(self.checked_at.load(Ordering::Relaxed))
    }

    pub(super) fn was_checked(&self, now: Micros) {
        self.checked_at.store(now.0, Ordering::Relaxed);
    }

    fn lines(&self) -> std::sync::MutexGuard<'_, HashMap<LineId, Arc<Ears>>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
