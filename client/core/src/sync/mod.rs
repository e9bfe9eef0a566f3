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
pub(crate) mod program;
pub(crate) mod questions;
mod snapshot;
mod stream;
mod tick;
mod user;

use std::collections::VecDeque;

use protocol::id::CommandId;
use protocol::message::Focused;

pub use effect::{Changes, Effect, Kept, NotTaken, Outcome, Unanswered};
pub use options::{Keep, Options, Surface};
pub use program::Program;

use crate::limits::EFFECTS_MAX;
use crate::model::Model;
use crate::overlay;
use crate::time::Monotonic;

/// A client of one event.
#[derive(Debug)]
pub struct Client {
    program: Program,
    pub(crate) options: Options,
    pub(crate) model: Model,
    effects: VecDeque<Effect>,
    changed: Changes,
    is_overlay_stale: bool,
    link: link::LinkMachine,
    streams: stream::Streams,
    snapshot: snapshot::SnapshotNeed,
    pace: pace::Pace,
    questions: questions::Questions,
    pub(crate) focus: Option<Focused>,
    pub(crate) focus_sent_at: Option<Monotonic>,
    given_back: VecDeque<CommandId>,
    keeping: keep::Keeping,
    unsent_frames: Vec<u8>,
    /// What came so far of an entry that is larger than a message.
    unfinished: Vec<u8>,
    scheduled: Option<Monotonic>,
}

impl Client {
    /// A client that knows nothing yet. Call [`Self::restore`] with what was kept, then
    /// [`Self::start`].
    #[must_use]
    pub fn new(program: Program, options: Options) -> Self {
        Self {
            program,
            options,
            model: Model::default(),
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
            unfinished: Vec::new(),
            scheduled: None,
        }
    }

    /// What the screens show.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Which program this is.
    #[must_use]
    pub fn program(&self) -> Program {
        self.program
    }

    pub(crate) fn is_live(&self) -> bool {
        self.link.is_live()
    }

    /// The next thing for the shell to do.
    pub fn next_effect(&mut self) -> Option<Effect> {
        self.effects.pop_front()
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

    pub(crate) fn note(&mut self, parts: Changes) {
        self.changed = self.changed.and(parts);
    }

    /// Ends every input: brings derived things up to date and tells the shell what changed.
    fn finish(&mut self, now: Monotonic) {
        self.send_collected();
        if std::mem::take(&mut self.is_overlay_stale) {
            overlay::rebase(self.program.rules, &mut self.model, now);
            self.tell_parts(&mut |part, client| part.rebased(client));
            self.note(Changes::STATE);
        }
        self.tell_parts(&mut |part, client| part.finished(client, now));
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
}
