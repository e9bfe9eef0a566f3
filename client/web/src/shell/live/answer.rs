//! Who waits for the outcome of a command or for the answer to a question.

use client_core::sync::{Outcome, Unanswered};
use protocol::Answer;
use protocol::id::CommandId;

/// The planner's answer, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The answer.
    pub answer: Result<Answer, Unanswered>,
    /// The entry of the log on which it is based.
    pub based_on: u64,
}

/// What became of a command.
pub type Settled = Outcome;

type OnSettled = Box<dyn FnOnce(Settled)>;
type OnAnswered = Box<dyn FnOnce(Answered)>;

/// Whoever waits. The machine bounds both: it takes no more commands and questions than that.
#[derive(Default)]
pub(super) struct Waiting {
    commands: Vec<(CommandId, OnSettled)>,
    questions: Vec<(u32, OnAnswered)>,
}

impl Waiting {
    pub(super) fn for_command(&mut self, id: CommandId, then: OnSettled) {
        self.commands.push((id, then));
    }

    pub(super) fn for_question(&mut self, number: u32, then: OnAnswered) {
        self.questions.push((number, then));
    }

    pub(super) fn settled(&mut self, id: CommandId) -> Option<OnSettled> {
        let at = self.commands.iter().position(|(of, _)| *of == id)?;
        Some(self.commands.swap_remove(at).1)
    }

    pub(super) fn answered(&mut self, number: u32) -> Option<OnAnswered> {
        let at = self.questions.iter().position(|(of, _)| *of == number)?;
        Some(self.questions.swap_remove(at).1)
    }
}
