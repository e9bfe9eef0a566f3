//! What a program is made of: the conversation with the server, which all have, and parts that
//! only some have.
//!
//! A program names its parts, so that it does not carry those of the others: a phone is a fraction
//! of a console (docs/adr/0010). The conversation tells every part what happens and asks it for
//! nothing that it cannot do without.

use std::fmt;

use protocol::id::CommandId;
use protocol::message::{ServerMessage, Topic};
use protocol::{Answer, Change, EntryHead, Reject};

use super::{Client, Outcome, Surface};
use crate::conflict::ConflictPart;
use crate::feed::{FeedWhat, UndoPart};
use crate::model::Pending;
use crate::model::presence::TeamPart;
use crate::model::trend::TrendPart;
use crate::overlay::{RULES, Rules};
use crate::sync::questions::{self, QuestionsPart, ReadAnswer};
use crate::time::Monotonic;
use crate::view::door::scan::ScansPart;

/// A program.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// For whom it is made.
    pub surface: Surface,
    /// What it predicts with. A program that does without shows its own changes as pending until
    /// the server has decided.
    pub(crate) rules: Option<Rules>,
    /// Reads the planner's answers. A program that asks one thing reads one answer.
    pub(crate) answers: ReadAnswer,
    pub(crate) parts: &'static [&'static dyn Part],
}

impl Program {
    /// The organisers' console: everything but the scanner.
    pub const CONSOLE: Self = Self {
        surface: Surface::Console,
        rules: Some(RULES),
        answers: Answer::decode,
        parts: &[
            &ConflictPart,
            &QuestionsPart,
            &TeamPart,
            &TrendPart,
            &UndoPart,
        ],
    };

    /// The check-in: the rules say at once whom a door lets in, with or without network.
    pub const DOOR: Self = Self {
        surface: Surface::Door,
        rules: Some(RULES),
        answers: questions::no_answer,
        parts: &[&ScansPart],
    };

    /// A participant's phone: the conversation, and questions whom to meet. It sees too little of
    /// the event to predict much.
    pub const PHONE: Self = Self {
        surface: Surface::Phone,
        rules: None,
        answers: questions::suggestions_only,
        parts: &[&QuestionsPart],
    };

    /// An unattended display: it says nothing, so it has nothing to predict.
    pub const SCREEN: Self = Self {
        surface: Surface::Screen,
        rules: None,
        answers: questions::no_answer,
        parts: &[],
    };

    /// The program of a surface. Whoever calls this carries the parts of all.
    #[must_use]
    pub const fn of(surface: Surface) -> Self {
        match surface {
            Surface::Console => Self::CONSOLE,
            Surface::Door => Self::DOOR,
            Surface::Phone => Self::PHONE,
            Surface::Screen => Self::SCREEN,
        }
    }

    /// The same program, predicting with the whole rules.
    #[must_use]
    pub const fn with_rules(self) -> Self {
        Self {
            rules: Some(RULES),
            ..self
        }
    }
}

/// There is one program for each surface.
impl PartialEq for Program {
    fn eq(&self, other: &Self) -> bool {
        self.surface == other.surface
    }
}

impl Eq for Program {}

/// An entry that was just applied.
#[derive(Debug)]
pub(crate) struct Applied {
    pub(crate) topic: Topic,
    pub(crate) head: EntryHead,
    /// The command that caused it, where the viewer may know.
    pub(crate) command: Option<CommandId>,
    pub(crate) changes: Vec<Change>,
}

/// A part of a program, told what happens. What it keeps stands in the client and its model.
pub(crate) trait Part: fmt::Debug + Sync {
    /// The server said welcome.
    fn greeted(&self, _: &mut Client, _: Monotonic) {}
    /// The connection is gone, and what belonged to it.
    fn disconnected(&self, _: &mut Client) {}
    /// The server said something beside the conversation.
    fn heard(&self, _: &mut Client, _: &ServerMessage) {}
    /// An entry was applied.
    fn applied(&self, _: &mut Client, _: &Applied) {}
    /// The entry of a command that waits here is being applied.
    fn done(&self, _: &mut Client, _: CommandId, _: (Topic, u64), _: &FeedWhat, _: Monotonic) {}
    /// A snapshot of another life of the log took the replica's place.
    fn begun_anew(&self, _: &mut Client) {}
    /// A command was refused; true if the part says so to the user.
    fn refused(&self, _: &mut Client, _: &Pending, _: &Reject, _: Monotonic) -> bool {
        false
    }
    /// What became of a command is known.
    fn settled(&self, _: &mut Client, _: CommandId, _: &Outcome) {}
    /// What the screens show was made anew.
    fn rebased(&self, _: &mut Client) {}
    /// An input ends.
    fn finished(&self, _: &mut Client, _: Monotonic) {}
    /// A moment has come that was asked for by this part, or by others.
    fn ticked(&self, _: &mut Client, _: Monotonic) {}
    /// When time alone brings something about, on a connection.
    fn due_at(&self, _: &Client) -> Option<Monotonic> {
        None
    }
}

impl Client {
    /// Tells every part.
    pub(crate) fn tell_parts(&mut self, tell: &mut dyn FnMut(&dyn Part, &mut Self)) {
        for part in self.program.parts {
            tell(*part, self);
        }
    }
}
