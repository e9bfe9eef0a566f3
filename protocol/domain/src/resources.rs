//! Resources: interpreters and equipment, of which there is a number only.
//!
//! Whoever needs one needs it at every meeting. In a slot, a resource serves as many meetings as
//! there are of it; who of the two needs it does not matter, and if both do, one serves both.

use std::collections::BTreeSet;

use protocol::change::{NeedsChanged, ResourceDefined, ResourceWithdrawn};
use protocol::command::{ChangeNeeds, DefineResource, WithdrawResource};
use protocol::id::{PersonId, ResourceId};
use protocol::limits::RESOURCES_MAX;
use protocol::reject::{
    LimitReached, NeedsOutdated, NotFound, ResourceBusy, ResourceChanged, UnknownSlot,
};
use protocol::{List, Needs, Reject, Resource, SlotId};

use crate::decide::Draft;
use crate::floor::Commitment;
use crate::state::State;

impl State {
    /// The resources of the event.
    pub fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.resources.values()
    }

    /// One resource.
    #[must_use]
    pub fn resource(&self, id: ResourceId) -> Option<&Resource> {
        self.resources.get(&id)
    }

    /// Everybody who needs something, and what.
    pub fn needs(&self) -> impl Iterator<Item = &Needs> {
        self.needs.values()
    }

    /// What somebody needs at every meeting.
    #[must_use]
    pub fn needs_of(&self, person: PersonId) -> &[ResourceId] {
        self.needs
            .get(&person)
            .map_or(&[], |needs| &needs.resources)
    }

    /// How many of a resource there are in a slot.
    #[must_use]
    pub fn resource_capacity(&self, id: ResourceId, slot: SlotId) -> usize {
        self.resources.get(&id).map_or(0, |resource| {
            let is_there = resource.slots.is_empty() || resource.slots.contains(slot);
            if is_there {
                usize::from(resource.capacity)
            } else {
                0
            }
        })
    }

    /// How many of a resource are in use in a slot, not counting what is moved.
    #[must_use]
    pub fn n_resource_used(&self, id: ResourceId, slot: SlotId, moving: &[Commitment]) -> usize {
        let mut users: Vec<Commitment> = self
            .needs
            .values()
            .filter(|needs| needs.resources.contains(&id))
            .filter_map(|needs| self.floor.of_person(needs.person, slot))
            .filter(|commitment| match commitment {
                Commitment::Meeting(_) | Commitment::Hold(_) | Commitment::Offer(_) => true,
                Commitment::Session(_) | Commitment::Unseen(_) => false,
            })
            .filter(|commitment| !moving.contains(commitment))
            .collect();
        // Both parties of one meeting may need it.
        users.sort_unstable();
        users.dedup();
        users.len()
    }

    /// Whether what two persons need at a meeting is left in a slot.
    ///
    /// # Errors
    /// When all of something that one of them needs are in use, or not there.
    pub fn check_needs(
        &self,
        pair: (PersonId, PersonId),
        slot: SlotId,
        moving: &[Commitment],
    ) -> Result<(), Reject> {
        match self.lacking(pair, slot, moving) {
            Some(resource) => Err(ResourceBusy { resource, slot }.into()),
            None => Ok(()),
        }
    }

    /// What two persons need at a meeting in a slot and would not get, the first thing of it.
    #[must_use]
    pub fn lacking(
        &self,
        pair: (PersonId, PersonId),
        slot: SlotId,
        moving: &[Commitment],
    ) -> Option<ResourceId> {
        let mut needed = [pair.0, pair.1]
            .into_iter()
            .flat_map(|person| self.needs_of(person).iter().copied());
        needed
            .find(|id| self.n_resource_used(*id, slot, moving) >= self.resource_capacity(*id, slot))
    }

    pub(crate) fn put_needs(&mut self, needs: Needs) {
        if needs.resources.is_empty() {
            self.needs.remove(&needs.person);
        } else {
            self.needs.insert(needs.person, needs);
        }
    }
}

impl Draft<'_> {
    pub(crate) fn define_resource(&mut self, c: &DefineResource) -> Result<(), Reject> {
        let resource = c.after.id;
        let before = self.state.resource(resource).cloned();
        if before != c.before {
            return Err(ResourceChanged { resource }.into());
        }
        let known = self.state.slots().map(|slot| slot.id).collect();
        if let Some(slot) = c.after.slots.without(&known).iter().next() {
            return Err(UnknownSlot { slot }.into());
        }
        if before.is_none() && self.state.resources().count() >= RESOURCES_MAX {
            let limit = u32::try_from(RESOURCES_MAX).expect("small bound");
            return Err(LimitReached { limit }.into());
        }
        // Also when nothing but its name is another: that is a change that the log tells of.
        self.put(ResourceDefined {
            before,
            after: c.after.clone(),
        });
        Ok(())
    }

    pub(crate) fn withdraw_resource(&mut self, c: &WithdrawResource) -> Result<(), Reject> {
        let resource = self
            .state
            .resource(c.resource)
            .cloned()
            .ok_or(NotFound {})?;
        let users: Vec<Needs> = self
            .state
            .needs()
            .filter(|needs| needs.resources.contains(&c.resource))
            .cloned()
            .collect();
        for Needs { person, resources } in users {
            let left = resources.iter().copied().filter(|id| *id != c.resource);
            let after = List::new(left.collect()).expect("fewer than before");
            self.put(NeedsChanged {
                person,
                before: resources,
                after,
            });
        }
        self.put(ResourceWithdrawn { resource });
        Ok(())
    }

    pub(crate) fn change_needs(&mut self, c: &ChangeNeeds) -> Result<(), Reject> {
        self.state.known_person(c.person)?;
        let person = c.person;
        if self.state.needs_of(person) != &c.before[..] {
            return Err(NeedsOutdated { person }.into());
        }
        let distinct: BTreeSet<ResourceId> = c.after.iter().copied().collect();
        let is_known = |id: &ResourceId| self.state.resource(*id).is_some();
        if !c.after.iter().all(is_known) || distinct.len() < c.after.len() {
            return Err(NotFound {}.into());
        }
        if c.before != c.after {
            self.put(NeedsChanged {
                person,
                before: c.before.clone(),
                after: c.after.clone(),
            });
        }
        Ok(())
    }
}
