//! Deciding one wish on a draft, fenced against panics.

use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::Map;
use domain::{Context, State, access};
use protocol::id::{CommandId, PersonId};
use protocol::limits::CHANGES_PER_ENTRY_MAX;
use protocol::reject::{LimitReached, Malformed};
use protocol::{Actor, CardKey, Change, Command, Entry, EntryHead, Micros, Reject};

use crate::live::hub::{Published, Recorded};
use crate::live::meter;

/// Everything that entries move forward: state, numbers, positions.
#[derive(Clone)]
pub(in crate::live) struct Draft {
    pub(in crate::live) seq: u64,
    pub(in crate::live) state: State,
    pub(in crate::live) public: u64,
    pub(in crate::live) mine: Map<PersonId, u64>,
}

/// A wish as it is decided.
#[derive(Clone, Copy)]
pub(in crate::live) struct Wished<'a> {
    pub(in crate::live) id: CommandId,
    pub(in crate::live) actor: Actor,
    pub(in crate::live) command: &'a Command,
    /// The entry that an undo names.
    pub(in crate::live) undone: Option<&'a Entry>,
}

impl Draft {
    /// Decides a wish. Granted, the draft has moved on; refused or panicked, it stands as before.
    /// A wish that changes nothing gives no entry.
    pub(in crate::live) fn decide(
        &mut self,
        now: Micros,
        wished: Wished<'_>,
    ) -> Result<Option<Published>, Reject> {
        let decided = fenced(wished, || {
            let Wished {
                id,
                actor,
                command,
                undone,
            } = wished;
            let context = Context { actor, now, undone };
            let changes = domain::decide(&self.state, &context, command)?;
            if changes.len() > CHANGES_PER_ENTRY_MAX {
                let limit = u32::try_from(CHANGES_PER_ENTRY_MAX).expect("a small bound");
                return Err(LimitReached { limit }.into());
            }
            if changes.is_empty() {
                return Ok(None);
            }
            let head = EntryHead {
                seq: self.seq + 1,
                at: now,
                by: actor,
                command: id,
            };
            let mut next = self.clone();
            let recorded = next.apply(Entry { head, changes });
            Ok(Some((next, recorded)))
        })?;
        Ok(decided.map(|(next, recorded)| {
            *self = next;
            let state = self.state.clone();
            Published { recorded, state }
        }))
    }

    /// Applies an entry and gives it its places in the participants' streams.
    pub(in crate::live) fn apply(&mut self, entry: Entry) -> Recorded {
        for change in &entry.changes {
            self.state.evolve(&entry.head, change);
        }
        self.seq = entry.head.seq;
        let reach = access::reach(&self.state, &entry.changes);
        let public = reach.public.then(|| {
            self.public += 1;
            self.public
        });
        let mine = reach
            .persons
            .into_iter()
            .map(|person| {
                let offset = self.mine.get(&person).map_or(1, |last| last + 1);
                self.mine.insert(person, offset);
                (person, offset)
            })
            .collect();
        let relabelled = Vec::new();
        Recorded {
            entry,
            public,
            mine,
            relabelled,
        }
    }
}

/// Runs the rules on one wish. A panic in them is that wish's end and nobody else's.
fn fenced<T>(wished: Wished<'_>, rules: impl FnOnce() -> Result<T, Reject>) -> Result<T, Reject> {
    // What the rules leave behind half done is a draft, and the draft is dropped with them.
    catch_unwind(AssertUnwindSafe(rules)).unwrap_or_else(|_| {
        metrics::counter!(meter::PANICS).increment(1);
        let (id, name) = (wished.id, wished.command.name());
        tracing::error!(command.id = %id, command.name = name, "deciding {name} {id} panicked");
        // Permanent on purpose: the same wish would meet the same bug.
        Err(Malformed {}.into())
    })
}

/// The labels that a reader of these changes may not have yet.
pub(super) fn new_labels(changes: &[Change]) -> Vec<CardKey> {
    let is_new = |change: &&Change| {
        matches!(
            change,
            Change::PersonRegistered(_)
                | Change::PlaceDefined(_)
                | Change::SessionDefined(_)
                | Change::Announced(_)
                | Change::StaffGranted(_)
        )
    };
    changes
        .iter()
        .filter(is_new)
        .flat_map(access::card_keys)
        .collect()
}

#[cfg(test)]
mod tests {
    use protocol::command::ReviewDeadlines;
    use protocol::reject::NotFound;

    use super::*;

    #[test]
    fn a_panic_in_the_rules_is_one_wishs_end() {
        let command = Command::from(ReviewDeadlines {});
        let wished = Wished {
            id: CommandId::example(1),
            actor: Actor::System,
            command: &command,
            undone: None,
        };
        let panicked: Result<(), Reject> = fenced(wished, || panic!("a bug in the rules"));
        assert_eq!(panicked, Err(Malformed {}.into()));
        let refused: Result<(), Reject> = fenced(wished, || Err(NotFound {}.into()));
        assert_eq!(refused, Err(NotFound {}.into()));
        assert_eq!(fenced(wished, || Ok(7)), Ok(7));
    }
}
