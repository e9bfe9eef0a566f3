//! What somebody looks for in a journal.

use std::collections::BTreeSet;

use protocol::fold::fold;
use protocol::id::{PersonId, StaffId};
use protocol::{Actor, CardKey, Micros};
use store::JournalActor;

use super::{Kind, Row};
use crate::live::View;

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// This member of the team.
    Staff(StaffId),
    /// Participants, experts, and users on the pages of their accounts.
    Persons,
    /// The product itself, and whoever has the machine.
    House,
}

/// What somebody looks for: everything that is said must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// By whom.
    pub author: Option<Author>,
    /// Of which kind.
    pub kind: Option<Kind>,
    /// About or by one of these.
    pub about: Option<BTreeSet<PersonId>>,
    /// From this instant on.
    pub from: Option<Micros>,
    /// Before this one.
    pub until: Option<Micros>,
}

impl Filter {
    /// Whether nothing is looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a row of this time and author may be wanted; asked before the row is read.
    pub(super) fn may_want(&self, at: Micros, by: JournalActor) -> bool {
        let is_in_time =
            self.from.is_none_or(|from| at >= from) && self.until.is_none_or(|until| at < until);
        let is_his = self.author.is_none_or(|author| match author {
            Author::Staff(id) => by == JournalActor::Staff(id),
            Author::Persons => matches!(by, JournalActor::Person(_) | JournalActor::User(_)),
            Author::House => matches!(by, JournalActor::System | JournalActor::Operator),
        });
        is_in_time && is_his
    }

    pub(super) fn wants(&self, row: &Row) -> bool {
        let is_of_kind = self.kind.is_none_or(|kind| kind == row.kind);
        let is_about = self.about.as_ref().is_none_or(|about| {
            let is_by = match row.by {
                Some(JournalActor::Person(id)) => about.contains(&id),
                _ => false,
            };
            is_by || row.about.iter().any(|id| about.contains(id))
        });
        is_of_kind && is_about
    }
}

/// The persons whose name or company says what is looked for, or the one of an id. Whoever was
/// erased has no name and is found by his id only.
#[must_use]
pub(super) fn persons_named(view: &View, sought: &str) -> BTreeSet<PersonId> {
    if let Some(id) = PersonId::parse(sought.trim()) {
        return BTreeSet::from([id]);
    }
    let sought = fold(sought);
    let title = |key| view.labels.get(&key).map_or("", |card| card.title.as_str());
    let persons = view.state.persons().filter(|person| {
        let name = title(CardKey::Person(person.id));
        let text = fold(&format!(
            "{name} {}",
            title(CardKey::Company(person.company))
        ));
        !name.is_empty() && sought.split(' ').all(|word| text.contains(word))
    });
    persons.map(|person| person.id).collect()
}

impl super::Journals {
    /// The persons of an event whose name or company says what is looked for; nobody to whoever
    /// may not read the journal.
    #[must_use]
    pub fn named(
        &self,
        event: &crate::live::Event,
        actor: Actor,
        sought: &str,
    ) -> BTreeSet<PersonId> {
        let view = event.view();
        match super::authorise(&view, actor) {
            Ok(()) => persons_named(&view, sought),
            Err(_) => BTreeSet::new(),
        }
    }
}
