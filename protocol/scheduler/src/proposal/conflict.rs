//! Why what is required cannot all be kept: the smallest set of things that contradict each other,
//! in the words of the event.
//!
//! The problem that is asked about has the required requests only, and nothing that is merely
//! preferred. It keeps apart what the plan's own problem has as one: what somebody declared, what
//! he is engaged in, and the times that were named.

use domain::State;
use protocol::id::{PersonId, RequestId};
use protocol::proposal::{PlanCause, PlanConflict};
use protocol::{List, Request, RequestStatus};

use super::free::Free;
use super::problem::{People, is_planned_anew, n_free_places, slots_that_suit};
use super::required::{Must, slot_of};
use super::tables::Stock;
use super::{tables, terms, why};
use crate::batch::exact::{Cause, Reasons, reasons};
use crate::batch::{Instance, Meeting, Slots};
use crate::feasible::have_met;

/// Conflicts that the engine may meet.
const STEPS_MAX: u64 = 20_000;

/// The reasons, if they are found in time.
pub(super) fn find(
    state: &State,
    free: &Free,
    must: &Must,
    should_stop: &dyn Fn() -> bool,
) -> Option<PlanConflict> {
    let mut required: Vec<&Request> = must
        .requests()
        .into_iter()
        .filter_map(|id| state.request(id))
        .collect();
    required.sort_unstable_by_key(|request| (request.made_at, request.id));
    if let Some(causes) = at_once(state, must, &required) {
        return Some(told(causes, true));
    }
    required.retain(|request| is_planned_anew(state, request));
    let free = free.of_open_slots();
    if free.open().is_empty() {
        return None;
    }
    let question = Question::of(state, &free, required);
    let reasons = reasons(&question.instance, STEPS_MAX, &|| should_stop())?;
    Some(question.in_words(state, &reasons))
}

fn told(causes: Vec<PlanCause>, is_minimal: bool) -> PlanConflict {
    PlanConflict {
        causes: List::new(causes).expect("what is required is bounded"),
        is_minimal,
    }
}

/// What can be seen without looking at times.
fn at_once(state: &State, must: &Must, required: &[&Request]) -> Option<Vec<PlanCause>> {
    let mut earlier: Vec<&Request> = Vec::new();
    for row in required {
        let request = row.id;
        let (is, pair) = (PlanCause::Required { request }, (row.from, row.to));
        let is_closed = state.check_plannable(row).is_err();
        if must.is_kept(state, request) {
            continue;
        }
        if slot_of(state, request).is_some() {
            // It stands, at another time than the required one.
            let meets = PlanCause::AlreadyMeeting { request };
            return Some(vec![is, PlanCause::OnlyThen { request }, meets]);
        }
        if is_closed && !matches!(row.status, RequestStatus::Confirmed { .. }) {
            return Some(vec![is, PlanCause::NotPlannable { request }]);
        }
        if state.check_pair(pair).is_err() {
            return Some(vec![is, PlanCause::MayNotMeet { request }]);
        }
        if have_met(state, pair, None) {
            return Some(vec![is, PlanCause::AlreadyMeeting { request }]);
        }
        let is_same =
            |other: &&&Request| [(other.from, other.to), (other.to, other.from)].contains(&pair);
        if let Some(other) = earlier.iter().find(is_same) {
            let first = PlanCause::Required { request: other.id };
            return Some(vec![first, is, PlanCause::AlreadyMeeting { request }]);
        }
        earlier.push(row);
    }
    None
}

/// The problem of what is required, and what its numbers mean.
struct Question {
    instance: Instance,
    requests: Vec<RequestId>,
    persons: Vec<PersonId>,
    /// What each scarce row stands for.
    stocks: Vec<Stock>,
}

impl Question {
    fn of(state: &State, free: &Free, required: Vec<&Request>) -> Self {
        let mut people = People::new(state, free);
        let meetings: Vec<Meeting> = required
            .iter()
            .map(|request| {
                let parties = [people.number(request.from), people.number(request.to)];
                Meeting::open(parties, slots_that_suit(free, request))
            })
            .collect();
        let persons = people.in_order();
        let capacity = free.open().iter();
        let capacity = capacity.map(|slot| n_free_places(state, free, *slot, persons.iter()));
        let mut instance = Instance {
            n_slots: free.open().len(),
            day_starts: 1,
            capacity: capacity.collect(),
            terms: terms::of(state, free, &people),
            free: people.free.clone(),
            meetings,
            scarce: Vec::new(),
        };
        let sites: Vec<_> = match instance.terms.sites {
            Some(_) => free.sites().collect(),
            None => Vec::new(),
        };
        let every_site = (0..sites.len()).fold(0, |all, site| all | 1 << site);
        for row in &mut instance.meetings {
            row.sites = if sites.is_empty() { 1 } else { every_site };
        }
        let requests: Vec<RequestId> = required.iter().map(|request| request.id).collect();
        let stocks = tables::share_out(state, free, &requests, &sites, &mut instance);
        // Only now, that homes were weighed by what the rules allow: what was declared, and beside
        // it whatever else the rules forbid.
        for (number, person) in persons.iter().enumerate() {
            let open = free.open().iter().enumerate();
            let declared: Slots = open
                .filter(|(_, slot)| why::is_declared(state, *person, **slot))
                .fold(0, |set, (index, _)| set | 1 << index);
            instance.terms.engaged[number] |= declared & !people.free[number];
            instance.free[number] = declared;
        }
        Self {
            instance,
            requests,
            persons,
            stocks,
        }
    }

    fn in_words(&self, state: &State, reasons: &Reasons) -> PlanConflict {
        let request = |meeting: usize| self.requests[meeting];
        let person = |participant: usize| self.persons[participant];
        let mut causes: Vec<PlanCause> = Vec::new();
        for cause in &reasons.causes {
            let cause = match *cause {
                Cause::Meeting { meeting } => PlanCause::Required {
                    request: request(meeting),
                },
                // No request comes after another in an event; it would be a matter of its time.
                Cause::Session { meeting } | Cause::Order { meeting, .. } => PlanCause::OnlyThen {
                    request: request(meeting),
                },
                Cause::Availability { participant } => PlanCause::Availability {
                    person: person(participant),
                },
                Cause::Engaged { participant } => PlanCause::Engaged {
                    person: person(participant),
                },
                Cause::AllowedNumber { participant } => {
                    let expert = person(participant);
                    let n_left = state.n_meetings_left(expert, &[]).unwrap_or(0);
                    let n_left = u16::try_from(n_left).unwrap_or(u16::MAX);
                    PlanCause::AllowedNumber { expert, n_left }
                }
                Cause::Tables => PlanCause::Tables,
                Cause::Scarce { resource } => match self.stocks[resource] {
                    Stock::Home(place) => PlanCause::Home { place },
                    Stock::Tables => PlanCause::Tables,
                    Stock::Resource(resource) => PlanCause::Resource { resource },
                },
                Cause::Ways => PlanCause::Ways,
            };
            if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        told(causes, reasons.is_minimal)
    }
}
