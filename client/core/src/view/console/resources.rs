//! Interpreters and equipment: how many there are and when, who needs them, and what a sender
//! changes.

use std::collections::BTreeMap;

use protocol::fold::fold;
use protocol::id::{CommandId, PersonId, ResourceId};
use protocol::limits::{LABEL_CHARS_MAX, NEEDS_MAX, RESOURCES_MAX};
use protocol::resource::ResourceWish;
use protocol::{List, Micros, Resource, SlotId, SlotSet};

use crate::model::Model;
use crate::view::days::{days, spans};
use crate::view::label::natural_key;

/// A resource with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceRow {
    /// The resource as it is now.
    pub resource: Resource,
    /// Its name.
    pub name: String,
    /// People who need it at meetings.
    pub n_users: usize,
    /// From when until when it is there; nothing when it always is.
    pub times: Vec<(Micros, Micros)>,
}

/// The resources by name.
#[must_use]
pub fn resource_rows(model: &Model) -> Vec<ResourceRow> {
    let (state, cards) = (model.state(), model.cards());
    let mut n_users = BTreeMap::<ResourceId, usize>::new();
    for id in state.needs().flat_map(|needs| needs.resources.iter()) {
        *n_users.entry(*id).or_default() += 1;
    }
    let mut rows: Vec<ResourceRow> = state
        .resources()
        .map(|resource| ResourceRow {
            resource: resource.clone(),
            name: cards.resource(resource.id).to_owned(),
            n_users: n_users.get(&resource.id).copied().unwrap_or(0),
            times: spans(state, &resource.slots),
        })
        .collect();
    rows.sort_by_cached_key(|row| (natural_key(&row.name), row.resource.id));
    rows
}

/// What a person needs at meetings, and what there is to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NeedsRows {
    /// Now, in the order in which it was said.
    pub needed: Vec<ResourceId>,
    /// All resources by name.
    pub all: Vec<(ResourceId, String)>,
}

impl NeedsRows {
    /// The names of what is needed.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let rows = self.all.iter();
        rows.filter(|(id, _)| self.needed.contains(id))
            .map(|(_, name)| name.as_str())
            .collect()
    }
}

/// A person's needs.
#[must_use]
pub fn needs_rows(model: &Model, person: PersonId) -> NeedsRows {
    let (state, cards) = (model.state(), model.cards());
    let mut all: Vec<(ResourceId, String)> = state
        .resources()
        .map(|resource| (resource.id, cards.resource(resource.id).to_owned()))
        .collect();
    all.sort_by_cached_key(|(id, name)| (natural_key(name), *id));
    NeedsRows {
        needed: state.needs_of(person).to_vec(),
        all,
    }
}

/// The needs with one more or one less; none when nobody can need so much.
#[must_use]
pub fn toggled(needed: &[ResourceId], id: ResourceId) -> Option<Vec<ResourceId>> {
    let mut after: Vec<ResourceId> = needed.iter().copied().filter(|one| *one != id).collect();
    if after.len() == needed.len() {
        after.push(id);
    }
    (after.len() <= NEEDS_MAX).then_some(after)
}

/// When a resource is there on one day, in the slots of that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceDay {
    /// Beginning of the first slot.
    pub starts_at: Micros,
    /// The slots in order, with their beginning and end.
    pub slots: Vec<(SlotId, Micros, Micros)>,
}

impl PresenceDay {
    /// The first and the last slot of a set on this day.
    #[must_use]
    pub fn span(&self, set: &SlotSet) -> Option<(SlotId, SlotId)> {
        let inside = || self.slots.iter().filter(|(id, ..)| set.contains(*id));
        let (first, last) = (inside().next()?, inside().next_back()?);
        Some((first.0, last.0))
    }

    /// A set with everything from one slot of this day to another, and nothing else of it. With
    /// none of the two, with nothing of it.
    #[must_use]
    pub fn with_span(&self, set: &SlotSet, span: Option<(SlotId, SlotId)>) -> SlotSet {
        let place = |id: SlotId| self.slots.iter().position(|(other, ..)| *other == id);
        let kept = span.and_then(|(first, last)| {
            let (first, last) = (place(first)?, place(last)?);
            Some(first.min(last)..=first.max(last))
        });
        let mut after = *set;
        for (index, (id, ..)) in self.slots.iter().enumerate() {
            if kept.as_ref().is_some_and(|kept| kept.contains(&index)) {
                after.insert(*id);
            } else {
                after.remove(*id);
            }
        }
        after
    }
}

/// The days of the event with their slots.
#[must_use]
pub fn presence_days(model: &Model) -> Vec<PresenceDay> {
    let state = model.state();
    days(state)
        .into_iter()
        .map(|day| PresenceDay {
            starts_at: day.starts_at,
            slots: day
                .slots
                .iter()
                .filter_map(|id| state.slot(*id))
                .map(|slot| (slot.id, slot.starts_at, slot.ends_at))
                .collect(),
        })
        .collect()
}

/// Why a resource makes no sense as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceFlaw {
    /// It has no name.
    Empty,
    /// The name is too long.
    TooLong,
    /// Another one has this name.
    Taken,
    /// There are as many as an event holds.
    Full,
    /// It is never there.
    Never,
}

/// The wish that adds a resource or changes the one that the sender saw, under the name that he
/// saw. In `after`, the slots are
/// those in which it is there, all of them for always.
///
/// # Errors
/// A resource that makes no sense.
pub fn resource_wish(
    model: &Model,
    command: CommandId,
    before: Option<(&Resource, &str)>,
    mut after: Resource,
    name: &str,
) -> Result<ResourceWish, ResourceFlaw> {
    let (state, name) = (model.state(), name.trim());
    if name.is_empty() {
        return Err(ResourceFlaw::Empty);
    }
    if name.chars().count() > LABEL_CHARS_MAX {
        return Err(ResourceFlaw::TooLong);
    }
    let is_taken = state
        .resources()
        .filter(|other| other.id != after.id)
        .any(|other| fold(model.cards().resource(other.id)) == fold(name));
    if is_taken {
        return Err(ResourceFlaw::Taken);
    }
    if before.is_none() && state.resources().count() >= RESOURCES_MAX {
        return Err(ResourceFlaw::Full);
    }
    let all: SlotSet = state.slots().map(|slot| slot.id).collect();
    if after.slots.is_empty() && !all.is_empty() {
        return Err(ResourceFlaw::Never);
    }
    // Slots that are gone would be refused; always is always, also when slots are added.
    after.slots = after.slots.and(&all);
    if after.slots == all {
        after.slots = SlotSet::EMPTY;
    }
    Ok(ResourceWish {
        command,
        before: before.map(|(resource, _)| resource.clone()),
        after,
        name: name.to_owned(),
        name_before: before.map_or_else(String::new, |(_, name)| name.to_owned()),
    })
}

/// The slots in which a resource is there, said in full.
#[must_use]
pub fn slots_of(model: &Model, resource: &Resource) -> SlotSet {
    if resource.slots.is_empty() {
        model.state().slots().map(|slot| slot.id).collect()
    } else {
        resource.slots
    }
}

/// Needs as a command carries them.
#[must_use]
pub fn needs_list(needed: &[ResourceId]) -> List<ResourceId, NEEDS_MAX> {
    List::new(needed.to_vec()).unwrap_or_default()
}
