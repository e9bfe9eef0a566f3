//! The conversation with the server, as a machine without a socket.
//!
//! The shell reports what happened (`opened`, `received`, `tick`, …) and then carries out the
//! effects that [`Client::next_effect`] hands out, in order. The machine never asks for the time
//! or for a random number: both are arguments.

mod backoff;
mod connect;
mod effect;
mod incoming;
mod keep;
mod link;
mod options;
mod outcome;
mod outgoing;
mod pace;
mod questions;
mod snapshot;
mod stream;
mod tick;
mod user;

use std::collections::VecDeque;
use std::sync::Arc;

use protocol::id::CommandId;
use protocol::message::Focused;

pub use crate::overlay::{RULES, Rules};
pub use effect::{Changes, Effect, Kept, NotTaken, Outcome, Unanswered};
pub use options::{Identity, Keep, Options, Surface};

use crate::limits::EFFECTS_MAX;
use crate::model::Model;
use crate::overlay;
use crate::time::Monotonic;
use crate::view::console::control_room;

/// A client of one event.
#[derive(Debug)]
pub struct Client {
    identity: Identity,
    options: Options,
    model: Model,
    effects: VecDeque<Effect>,
    changed: Changes,
    is_overlay_stale: bool,
    link: link::LinkMachine,
    streams: stream::Streams,
    snapshot: snapshot::SnapshotNeed,
    pace: pace::Pace,
    questions: questions::Questions,
    focus: Option<Focused>,
    focus_sent_at: Option<Monotonic>,
    given_back: VecDeque<CommandId>,
    keeping: keep::Keeping,
    unsent_frames: Vec<u8>,
    scheduled: Option<Monotonic>,
}

impl Client {
    /// A client that predicts with the whole rules and knows nothing yet. Call
    /// [`Self::restore`] with what was kept, then [`Self::start`].
    #[must_use]
    pub fn new(identity: Identity, options: Options) -> Self {
        Self::with_rules(identity, options, Some(RULES))
    }

    /// As [`Self::new`], with the rules to predict by. Without any, the user's own changes are
    /// marked as pending and shown once the server has decided, and the rules are not even part
    /// of the program: on a phone, which sees too little to predict much, that is a quarter of
    /// its size.
    #[must_use]
    pub fn with_rules(identity: Identity, options: Options, rules: Option<Rules>) -> Self {
        Self {
            identity,
            options,
            model: Model {
                rules,
                ..Model::default()
            },
            effects: VecDeque::new(),
            changed: Changes::default(),
            is_overlay_stale: false,
            link: link::LinkMachine::default(),
            streams: stream::Streams::default(),
            snapshot: snapshot::SnapshotNeed::default(),
            pace: pace::Pace::default(),
            questions: questions::Questions::default(),
            focus: None,
            focus_sent_at: None,
            given_back: VecDeque::new(),
            keeping: keep::Keeping::default(),
            unsent_frames: Vec::new(),
            scheduled: None,
        }
    }

    /// What the screens show.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// For whom this client was made.
    #[must_use]
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// The next thing for the shell to do.
    pub fn next_effect(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    pub(crate) fn scans_mut(&mut self) -> &mut Arc<crate::view::door::scan::ScanLog> {
        &mut self.model.scans
    }

    /// Ends an input that was made outside this module.
    pub(crate) fn changed_outside(&mut self, parts: Changes, now: Monotonic) {
        self.note(parts);
        self.finish(now);
    }

    fn push(&mut self, effect: Effect) {
        debug_assert!(
            self.effects.len() < EFFECTS_MAX,
            "the shell drains effects after every input"
        );
        self.effects.push_back(effect);
    }

    fn note(&mut self, parts: Changes) {
        self.changed = self.changed.and(parts);
    }

    /// Ends every input: brings derived things up to date and tells the shell what changed.
    fn finish(&mut self, now: Monotonic) {
        self.send_collected();
        if std::mem::take(&mut self.is_overlay_stale) {
            overlay::rebase(&mut self.model, now);
            if self.model.conflicts.wants_refresh() {
                Arc::make_mut(&mut self.model.conflicts).refresh(&self.model.confirmed);
                self.note(Changes::CONFLICTS);
            }
            self.note(Changes::STATE);
        }
        self.sample_trend(now);
        self.publish_link(now);
        self.keep_what_is_due(now);
        let next = self.next_deadline(now);
        if next != self.scheduled {
            self.scheduled = next;
            if let Some(at) = next {
                self.push(Effect::ScheduleTick(at));
            }
        }
        let changed = std::mem::take(&mut self.changed);
        if !changed.is_empty() {
            self.model.revision += 1;
            self.push(Effect::Changed(changed));
        }
    }

    fn sample_trend(&mut self, now: Monotonic) {
        // Only the console asks "more than ten minutes ago?".
        if self.identity.surface != Surface::Console || !self.model.is_loaded {
            return;
        }
        let event_now = self.model.event_now(now);
        if self.model.trend.wants(event_now) {
            let sample = control_room::sample(&self.model, event_now);
            Arc::make_mut(&mut self.model.trend).record(sample);
        }
    }
}
