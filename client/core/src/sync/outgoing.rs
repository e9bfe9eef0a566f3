//! Commands on their way out.
//!
//! A command keeps its id from the user's tap until its outcome is known. The server answers
//! the same id the same way however often it is sent, so sending again is always safe.

use std::sync::Arc;

use protocol::id::CommandId;
use protocol::message::Send;
use protocol::{Command, Reject, Vacancy};
use serde_bytes::ByteBuf;

use super::{Changes, Client, NotTaken};
use crate::limits::{IN_FLIGHT_COMMANDS_MAX, PROMPT_COMMANDS_MAX, QUEUED_COMMANDS_MAX};
use crate::model::pending::{Marks, Pending, Standing};
use crate::overlay;
use crate::policy::{Endurance, endurance, subject};
use crate::sync::link::Phase;
use crate::time::Monotonic;

impl Client {
    /// Takes a wish of the user: shows its effect at once and sends it.
    ///
    /// # Errors
    /// When the rules refuse it already here, or when it cannot be sent in any useful time.
    pub fn dispatch(
        &mut self,
        command: Command,
        id: CommandId,
        now: Monotonic,
    ) -> Result<(), NotTaken> {
        let taken = self.take(command, id, now);
        self.flush(now);
        self.finish(now);
        taken
    }

    fn take(&mut self, command: Command, id: CommandId, now: Monotonic) -> Result<(), NotTaken> {
        let endures = endurance(&command);
        if self.link.phase == Phase::Stopped {
            return Err(NotTaken::MustReload);
        }
        if self.model.pending.iter().any(|wish| wish.id == id) {
            return Err(NotTaken::SameIdAgain);
        }
        if endures == Endurance::Prompt && !self.may_reach_server_soon(now) {
            return Err(NotTaken::NoConnection);
        }
        let waiting = self
            .model
            .pending
            .iter()
            .filter(|wish| endurance(&wish.command) == endures)
            .count();
        let waiting_max = match endures {
            Endurance::Prompt => PROMPT_COMMANDS_MAX,
            Endurance::Lasting => QUEUED_COMMANDS_MAX,
        };
        if waiting >= waiting_max {
            return Err(NotTaken::TooManyWaiting);
        }
        let mut marks = Marks::clone(&self.model.marks);
        let rules = self.program.rules;
        let refusal = overlay::foresee(rules, &mut self.model, &mut marks, (id, &command), now);
        if let Some(reject) = refusal.filter(|reject| self.is_final_here(reject)) {
            return Err(NotTaken::Refused(reject));
        }
        marks.aim(&command);
        self.model.marks = Arc::new(marks);
        let vacancy = self.vacancy_of(&command);
        Arc::make_mut(&mut self.model.pending).push(Pending {
            id,
            command,
            since: now,
            standing: Standing::Queued,
            expected: Ok(()),
            vacancy,
            was_sent: false,
            n_attempts: 0,
            committed_offset: None,
        });
        if endures == Endurance::Lasting {
            self.keeping.are_commands_stale = true;
        }
        self.note(Changes::STATE.and(Changes::PENDING));
        Ok(())
    }

    /// A refusal by the local rules is final where this client sees what the rules look at. What
    /// a scan finds on the person's own row is such a fact even at a door that sees little else.
    fn is_final_here(&self, reject: &Reject) -> bool {
        let is_own_fact = matches!(reject, Reject::AlreadyIn(_) | Reject::NotIn(_));
        // Badge codes stay on the server: no client can say that one is unknown.
        let is_guess = matches!(reject, Reject::UnknownBadge(_));
        !self.model.link.is_catching_up
            && !is_guess
            && (self.model.sees_everything() || is_own_fact)
    }

    fn may_reach_server_soon(&self, now: Monotonic) -> bool {
        let broke_long_ago = self
            .link
            .broke_at
            .is_some_and(|at| now.since(at) >= self.options.prompt_unsent_ms);
        self.link.is_live() || (self.link.offline_since.is_none() && !broke_long_ago)
    }

    /// The freed slot that a command is about, as the user sees it now: if it is gone when the
    /// answer comes, the conflict still knows where it was.
    fn vacancy_of(&self, command: &Command) -> Option<Vacancy> {
        let id = if let Command::FillVacancy(c) = command {
            c.vacancy
        } else if let Command::OfferVacancy(c) = command {
            c.vacancy
        } else if let Command::DismissVacancy(c) = command {
            c.vacancy
        } else {
            return None;
        };
        self.model.confirmed.vacancy(id).cloned()
    }

    pub(crate) fn pending_mut(&mut self) -> &mut Vec<Pending> {
        Arc::make_mut(&mut self.model.pending)
    }

    /// Sends what waits, in order, within the window and the pace. A scan never overtakes an
    /// earlier one of the same person.
    pub(crate) fn flush(&mut self, now: Monotonic) {
        if !self.link.is_live() || self.model.pending.is_empty() {
            return;
        }
        let mut pending = std::mem::take(&mut self.model.pending);
        let list = Arc::make_mut(&mut pending);
        let mut n_in_flight = list
            .iter()
            .filter(|wish| matches!(wish.standing, Standing::Sent { .. }))
            .count();
        for index in 0..list.len() {
            if n_in_flight >= IN_FLIGHT_COMMANDS_MAX {
                break;
            }
            let is_due = match list[index].standing {
                Standing::Queued => true,
                Standing::Again { at } => at <= now,
                Standing::Sent { .. } | Standing::Committed { .. } => false,
            };
            if !is_due || is_overtaking(list, index) {
                continue;
            }
            if !self.pace.take(now) {
                break;
            }
            let wish = &mut list[index];
            self.send(&envelope(wish));
            wish.standing = Standing::Sent { at: now };
            wish.was_sent = true;
            n_in_flight += 1;
            self.note(Changes::PENDING);
        }
        self.model.pending = pending;
    }
}

fn envelope(wish: &Pending) -> protocol::message::ClientMessage {
    Send {
        command: wish.id,
        kind: wish.command.kind(),
        payload: ByteBuf::from(wish.command.encode()),
    }
    .into()
}

fn is_overtaking(list: &[Pending], index: usize) -> bool {
    let Some(of) = subject(&list[index].command) else {
        return false;
    };
    list[..index].iter().any(|earlier| {
        subject(&earlier.command) == Some(of)
            && !matches!(earlier.standing, Standing::Committed { .. })
    })
}
