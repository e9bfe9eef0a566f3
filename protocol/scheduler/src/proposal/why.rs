//! Why a request has no place in a plan: the smallest reason that an organiser understands.

use domain::State;
use protocol::id::{PersonId, RequestId, ResourceId};
use protocol::proposal::Why;
use protocol::{Request, SlotId};

use super::free::Free;
use super::problem::Problem;
use super::trial::Trial;
use crate::feasible::have_met;

/// What reasons are read from: the state before the plan, and the state with it.
pub(super) struct Reasons<'a> {
    before: &'a State,
    trial: &'a Trial,
    free: &'a Free,
    problem: &'a Problem,
}

impl<'a> Reasons<'a> {
    pub(super) const fn new(
        before: &'a State,
        trial: &'a Trial,
        free: &'a Free,
        problem: &'a Problem,
    ) -> Self {
        Self {
            before,
            trial,
            free,
            problem,
        }
    }

    pub(super) fn of(&self, id: RequestId) -> Why {
        let Some(request) = self.before.request(id) else {
            return Why::MayNotMeet;
        };
        let pair = (request.from, request.to);
        if self.before.check_pair(pair).is_err() {
            return Why::MayNotMeet;
        }
        if have_met(self.before, pair, None) {
            return Why::AlreadyMeeting;
        }
        let declared: Vec<SlotId> = self
            .free
            .open()
            .iter()
            .filter(|slot| self.free.suits(request, **slot))
            .filter(|slot| is_there(self.before, request, **slot))
            .copied()
            .collect();
        if declared.is_empty() {
            return Why::NoCommonAvailability;
        }
        let idle = self.idle(self.before, request, &declared);
        if idle.is_empty() {
            return Why::Engaged;
        }
        if let Some(resource) = nowhere(self.before, pair, &idle) {
            return Why::NoResource { resource };
        }
        for expert in [request.to, request.from] {
            let terms = self
                .before
                .person(expert)
                .and_then(|row| row.expert.as_ref());
            if let Some(meetings_max) = terms.and_then(|terms| terms.meetings_max)
                && self.trial.state.n_meetings_left(expert, &[]) == Some(0)
            {
                return Why::ExpertFull {
                    expert,
                    meetings_max,
                };
            }
        }
        let idle = self.idle(&self.trial.state, request, &declared);
        if !idle.is_empty() {
            let is_reachable = |slot: &SlotId| {
                let sites = self.free.meet_somewhere(&self.trial.state, pair, *slot);
                !sites.is_empty()
            };
            let reachable: Vec<SlotId> = idle.into_iter().filter(is_reachable).collect();
            return if reachable.is_empty() {
                Why::TooFar
            } else if let Some(resource) = nowhere(&self.trial.state, pair, &reachable) {
                Why::NoResource { resource }
            } else {
                Why::NoTable
            };
        }
        self.too_many(request).unwrap_or(Why::GaveWay)
    }

    /// Slots in which neither of the two does anything.
    fn idle(&self, state: &State, request: &Request, slots: &[SlotId]) -> Vec<SlotId> {
        let is_idle = |person: PersonId, slot| state.floor().of_person(person, slot).is_none();
        slots
            .iter()
            .filter(|slot| is_idle(request.from, **slot) && is_idle(request.to, **slot))
            .copied()
            .collect()
    }

    fn too_many(&self, request: &Request) -> Option<Why> {
        let excess = |person: &PersonId| {
            let (n_requests, n_slots) = self.problem.wanted.get(person)?;
            (n_requests > n_slots).then(|| (n_requests - n_slots, *n_requests, *n_slots))
        };
        let (person, (_, n_requests, n_slots)) = [request.to, request.from]
            .into_iter()
            .filter_map(|person| Some((person, excess(&person)?)))
            .max_by_key(|(_, (excess, ..))| *excess)?;
        Some(Why::TooManyRequests {
            person,
            n_requests: u16::try_from(n_requests).unwrap_or(u16::MAX),
            n_slots: u16::try_from(n_slots).unwrap_or(u16::MAX),
        })
    }
}

/// A resource that the two would lack, if none of the slots has all that they need.
fn nowhere(state: &State, pair: (PersonId, PersonId), slots: &[SlotId]) -> Option<ResourceId> {
    let mut lacking = None;
    for slot in slots {
        lacking = Some(state.lacking(pair, *slot, &[])?);
    }
    lacking
}

/// Whether both declared to be there, and no expert is absent.
fn is_there(state: &State, request: &Request, slot: SlotId) -> bool {
    let both = [request.from, request.to];
    both.into_iter()
        .all(|person| is_declared(state, person, slot))
}

/// Whether somebody declared to be there, and is no absent expert.
pub(super) fn is_declared(state: &State, person: PersonId, slot: SlotId) -> bool {
    let (Some(row), Some(person)) = (state.slot(slot), state.person(person)) else {
        return false;
    };
    let terms = person.expert.as_ref();
    let absence = terms.and_then(|terms| terms.absence.as_ref());
    let is_absent = absence.is_some_and(|absence| {
        absence.from < row.ends_at && absence.until.is_none_or(|until| row.starts_at < until)
    });
    person.availability.contains(slot) && !is_absent
}
