//! Commands answered lately: a client that lost the answer asks again, mostly within moments.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use protocol::id::CommandId;
use protocol::reject::CommandIdReused;
use protocol::{Actor, Command};

use crate::live::ears::Outcome;

/// Answers that are remembered. Older ones are found in the log.
const ANSWERS_MAX: usize = 8_192;

/// Committed commands by id. Refusals are not kept: a refused wish sent again is decided again.
#[derive(Debug, Default)]
pub(super) struct RecentAnswers {
    answers: HashMap<CommandId, (u64, Option<u64>)>,
    order: VecDeque<CommandId>,
}

impl RecentAnswers {
    /// What became of this command, if it was answered lately.
    pub(super) fn find(&self, id: CommandId, actor: Actor, command: &Command) -> Option<Outcome> {
        let (fingerprint, seq) = self.answers.get(&id)?;
        Some(if *fingerprint == fingerprint_of(actor, command) {
            Outcome::Committed { seq: *seq }
        } else {
            Outcome::Refused(CommandIdReused {}.into())
        })
    }

    /// Remembers a committed command.
    pub(super) fn keep(
        &mut self,
        id: CommandId,
        actor: Actor,
        command: &Command,
        seq: Option<u64>,
    ) {
        if self
            .answers
            .insert(id, (fingerprint_of(actor, command), seq))
            .is_none()
        {
            self.order.push_back(id);
        }
        if self.order.len() > ANSWERS_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.answers.remove(&oldest);
        }
    }
}

fn fingerprint_of(actor: Actor, command: &Command) -> u64 {
    let mut hasher = DefaultHasher::new();
    (actor, command.kind(), command.encode()).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use protocol::command::{AcknowledgeAlert, OpenSession};
    use protocol::id::{SessionId, StaffId};
    use protocol::{AlertKey, FillObject};

    use super::*;

    const ACTOR: Actor = Actor::Staff(StaffId::example(1));

    fn command(n: u64) -> Command {
        OpenSession {
            session: SessionId::example(n),
        }
        .into()
    }

    #[test]
    fn the_same_wish_gets_the_same_number_and_another_one_is_refused() {
        let mut recent = RecentAnswers::default();
        let id = CommandId::example(1);
        assert_eq!(recent.find(id, ACTOR, &command(1)), None);
        recent.keep(id, ACTOR, &command(1), Some(7));
        assert_eq!(
            recent.find(id, ACTOR, &command(1)),
            Some(Outcome::Committed { seq: Some(7) })
        );
        let reused = Some(Outcome::Refused(CommandIdReused {}.into()));
        assert_eq!(recent.find(id, ACTOR, &command(2)), reused);
        assert_eq!(recent.find(id, Actor::System, &command(1)), reused);
        let other = AcknowledgeAlert {
            key: AlertKey::FillLow(FillObject::Event),
        }
        .into();
        assert_eq!(recent.find(id, ACTOR, &other), reused);
    }

    #[test]
    fn the_oldest_answer_goes_beyond_the_bound() {
        let mut recent = RecentAnswers::default();
        for n in 0..=ANSWERS_MAX as u64 {
            recent.keep(CommandId::example(n), ACTOR, &command(1), Some(n));
        }
        assert_eq!(recent.answers.len(), ANSWERS_MAX);
        assert_eq!(recent.find(CommandId::example(0), ACTOR, &command(1)), None);
        assert!(
            recent
                .find(CommandId::example(1), ACTOR, &command(1))
                .is_some()
        );
    }
}
