//! Interpreters and equipment for the meetings that a plan would keep: enough for each alone may
//! be too few for all.

use std::collections::BTreeMap;

use domain::{Commitment, State};
use protocol::id::{PersonId, ResourceId};
use protocol::{Meeting, SlotId};

use super::options::Choice;

/// What is left in each slot when none of the affected meetings uses anything, and who needs what.
pub(super) struct Supply {
    left: BTreeMap<(ResourceId, SlotId), usize>,
    needs: BTreeMap<PersonId, Vec<ResourceId>>,
}

impl Supply {
    pub(super) fn of(state: &State, affected: &[&Meeting]) -> Self {
        let leaving = affected.iter().map(|row| Commitment::Meeting(row.id));
        let leaving: Vec<Commitment> = leaving.collect();
        let mut left = BTreeMap::new();
        for resource in state.resources() {
            for slot in state.slots() {
                let n_used = state.n_resource_used(resource.id, slot.id, &leaving);
                let capacity = state.resource_capacity(resource.id, slot.id);
                left.insert((resource.id, slot.id), capacity.saturating_sub(n_used));
            }
        }
        let needs = state
            .needs()
            .map(|row| (row.person, row.resources.to_vec()))
            .collect();
        Self { left, needs }
    }

    /// The two weakest of the first choices that together use more than there is, the better one
    /// first. Choices come sorted best first.
    pub(super) fn first_shortage(
        &self,
        choices: &[Choice],
        chosen: &[usize],
    ) -> Option<(usize, usize)> {
        let mut users: BTreeMap<(ResourceId, SlotId), Vec<usize>> = BTreeMap::new();
        for &index in chosen {
            let choice = &choices[index];
            let parties = [choice.expert, choice.guest];
            let mut needed: Vec<ResourceId> = parties
                .iter()
                .flat_map(|person| self.needs.get(person).into_iter().flatten().copied())
                .collect();
            needed.sort_unstable();
            needed.dedup();
            for id in needed {
                users.entry((id, choice.spot.slot)).or_default().push(index);
            }
        }
        users.into_iter().find_map(|(key, mut users)| {
            let n_left = self.left.get(&key).copied().unwrap_or(0);
            if users.len() <= n_left {
                return None;
            }
            users.sort_unstable();
            let weaker = users.pop()?;
            // One that is too many by itself goes whichever other stays.
            Some((users.pop().unwrap_or(weaker), weaker))
        })
    }
}
