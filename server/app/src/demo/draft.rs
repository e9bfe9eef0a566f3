//! The event while it is being made up: every command is decided by the rules and takes effect,
//! so that the next one is drawn against what really is.

use domain::{Context, State, deadlines, decide};
use protocol::card::{Card, CardKey, CardUpdate};
use protocol::command::ReviewDeadlines;
use protocol::id::{CommandId, EventId, PersonId};
use protocol::{Actor, Command, EntryHead, Micros, Reject};

use super::chance::Chance;
use super::{Act, GenerateError};

/// A demo in the making.
pub(super) struct Draft {
    pub(super) chance: Chance,
    state: State,
    acts: Vec<Act>,
    cards: Vec<CardUpdate>,
    now: Micros,
}

impl Draft {
    pub(super) fn new(chance: Chance) -> Self {
        Self {
            chance,
            state: State::default(),
            acts: Vec::new(),
            cards: Vec::new(),
            now: Micros(i64::MIN),
        }
    }

    /// The event's id.
    pub(super) fn event(&self) -> EventId {
        let first = self.acts.first().map_or(Micros(0), |act| act.at);
        EventId::new(first, self.chance.fork("event").bytes())
    }

    /// What holds so far.
    pub(super) const fn state(&self) -> &State {
        &self.state
    }

    /// The time of the last command.
    pub(super) const fn now(&self) -> Micros {
        self.now
    }

    /// Moves on to a time, never back; deadlines that pass on the way take effect at their time.
    pub(super) fn advance_to(&mut self, at: Micros) {
        while let Some(due) = deadlines::next_due(&self.state, self.now)
            && due <= at
        {
            self.now = self.now.max(due);
            let n_acts = self.acts.len();
            let review = Command::from(ReviewDeadlines {});
            let is_done = self.try_send(Actor::System, review).is_ok();
            // Without effect it stays due: nothing more happens by waiting.
            if !is_done || self.acts.len() == n_acts {
                break;
            }
        }
        self.now = self.now.max(at);
    }

    /// Labels an id.
    pub(super) fn card(&mut self, key: CardKey, title: &str, detail: &str, code: &str) {
        let card = Card {
            title: title.into(),
            detail: detail.into(),
            code: code.into(),
        };
        self.cards.push(CardUpdate {
            key,
            card: Some(card),
        });
    }

    /// The label that was given to an id.
    pub(super) fn label_of(&self, key: CardKey) -> String {
        let update = self.cards.iter().find(|update| update.key == key);
        update
            .and_then(|update| update.card.as_ref())
            .map_or(String::new(), |c| c.title.clone())
    }

    /// The name that was given to a person.
    pub(super) fn name_of(&self, person: PersonId) -> String {
        self.label_of(CardKey::Person(person))
    }

    /// Sends a command that the rules must accept.
    ///
    /// # Errors
    /// When they do not: the generator is wrong.
    pub(super) fn send(
        &mut self,
        actor: Actor,
        command: impl Into<Command>,
    ) -> Result<(), GenerateError> {
        let command = command.into();
        let name = command.name();
        self.try_send(actor, command)
            .map_err(|reject| GenerateError::Refused {
                command: name,
                reject,
            })
    }

    /// Sends a command that the rules may refuse; then nothing happened.
    pub(super) fn try_send(&mut self, actor: Actor, command: Command) -> Result<(), Reject> {
        let context = Context {
            actor,
            now: self.now,
            undone: None,
        };
        let changes = decide(&self.state, &context, &command)?;
        if changes.is_empty() {
            return Ok(());
        }
        let seq = u64::try_from(self.acts.len()).expect("a demo is finite") + 1;
        let head = EntryHead {
            seq,
            at: self.now,
            by: actor,
            command: CommandId::from_bytes([0; 16]),
        };
        for change in &changes {
            self.state.evolve(&head, change);
        }
        self.acts.push(Act {
            at: self.now,
            actor,
            command,
        });
        Ok(())
    }

    /// What came of it.
    pub(super) fn into_parts(self) -> (State, Vec<Act>, Vec<CardUpdate>) {
        (self.state, self.acts, self.cards)
    }
}

/// A list within its bound; demo sizes are far below all of them.
pub(super) fn list<T, const MAX: usize>(items: Vec<T>) -> protocol::List<T, MAX> {
    protocol::List::new(items).expect("demo sizes are within the bounds")
}
