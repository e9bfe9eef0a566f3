//! What is asked of a plan: its days, what must be placed, and why that cannot all be kept.

use protocol::id::{PersonId, RequestId};
use protocol::proposal::{Demands, PlanCause, PlanConflict, Required};
use protocol::{CardKey, List, Micros, PlaceKind, RequestStatus, SlotId, SlotSet};

use super::{is_found, parties};
use crate::model::Model;
use crate::view::days::{days, spans};
use crate::view::label::{Who, who};
use protocol::fold::fold;

/// A day that a plan may be made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanDay {
    /// Counted from zero, over the whole event.
    pub index: usize,
    /// Beginning of the first slot.
    pub starts_at: Micros,
    /// The slots that are still to come.
    pub slots: SlotSet,
}

/// The days that have a slot to come.
#[must_use]
pub fn plan_days(model: &Model, now: Micros) -> Vec<PlanDay> {
    let state = model.state();
    days(state)
        .into_iter()
        .map(|day| PlanDay {
            index: day.index,
            starts_at: day.starts_at,
            slots: day
                .slots
                .into_iter()
                .filter(|slot| state.check_slot_open(*slot, now).is_ok())
                .collect(),
        })
        .filter(|day| !day.slots.is_empty())
        .collect()
}

/// The beginnings of the days that a plan was made for; none for every day.
#[must_use]
pub fn planned_days(model: &Model, demands: &Demands) -> Vec<Micros> {
    days(model.state())
        .into_iter()
        .filter(|day| day.slots.iter().any(|slot| demands.slots.contains(*slot)))
        .map(|day| day.starts_at)
        .collect()
}

/// A request that must be placed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct RequiredRow {
    pub request: RequestId,
    pub from: Who,
    pub to: Who,
    /// When, if a time is required.
    pub slot: Option<SlotId>,
    /// The times that can be required.
    pub times: Vec<(SlotId, Micros)>,
}

/// What is required, in the order in which it was.
#[must_use]
pub fn required_rows(model: &Model, now: Micros, required: &[Required]) -> Vec<RequiredRow> {
    let state = model.state();
    let times: Vec<(SlotId, Micros)> = state
        .timetable()
        .into_iter()
        .filter(|slot| state.check_slot_open(slot.id, now).is_ok())
        .map(|slot| (slot.id, slot.starts_at))
        .collect();
    let row = |row: &Required| {
        let (from, to) = parties(model, row.request)?;
        Some(RequiredRow {
            request: row.request,
            from,
            to,
            slot: row.slot,
            times: times.clone(),
        })
    };
    required.iter().filter_map(row).collect()
}

/// Requests that could be required and are not, of whoever is searched, in order of arrival.
#[must_use]
pub fn requirable(
    model: &Model,
    required: &[Required],
    search: &str,
    n_max: usize,
) -> Vec<(RequestId, Who, Who)> {
    let search = fold(search);
    let state = model.state();
    let mut waiting: Vec<_> = state
        .requests()
        .filter(|request| state.check_plannable(request).is_ok())
        .filter(|request| !matches!(request.status, RequestStatus::Accepted { .. }))
        .filter(|request| required.iter().all(|row| row.request != request.id))
        .collect();
    waiting.sort_unstable_by_key(|request| (request.made_at, request.id));
    waiting
        .into_iter()
        .filter_map(|request| {
            let (from, to) = parties(model, request.id)?;
            is_found(&search, &[&from, &to]).then_some((request.id, from, to))
        })
        .take(n_max)
        .collect()
}

/// One of the things that cannot all be kept, with labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseRow {
    /// The key of the sentence.
    pub key: &'static str,
    /// The request that it is about.
    pub request: Option<RequestId>,
    /// The two who want to meet.
    pub pair: Option<(Who, Who)>,
    /// The person whom it is about.
    pub person: Option<Who>,
    /// The name of the place or of the resource.
    pub thing: String,
    /// When: the required time, or from when until when somebody is there.
    pub times: Vec<(Micros, Micros)>,
    /// How many.
    pub n: u32,
}

/// What cannot all be kept.
#[must_use]
pub fn cause_rows(model: &Model, demands: &Demands, conflict: &PlanConflict) -> Vec<CauseRow> {
    let row = |cause: &PlanCause| cause_row(model, demands, cause);
    conflict.causes.iter().map(row).collect()
}

fn cause_row(model: &Model, demands: &Demands, cause: &PlanCause) -> CauseRow {
    let state = model.state();
    let plain = |key| CauseRow {
        key,
        request: None,
        pair: None,
        person: None,
        thing: String::new(),
        times: Vec::new(),
        n: 0,
    };
    let about = |key, request: RequestId| CauseRow {
        request: Some(request),
        pair: parties(model, request),
        ..plain(key)
    };
    let of = |key, person: PersonId| CauseRow {
        person: Some(who(model, person)),
        ..plain(key)
    };
    match *cause {
        PlanCause::Required { request } => about("required", request),
        PlanCause::OnlyThen { request } => {
            let required = demands.required.iter().find(|row| row.request == request);
            match required.and_then(|row| row.slot) {
                Some(slot) => CauseRow {
                    times: spans(state, &[slot].into_iter().collect()),
                    ..about("required-time", request)
                },
                None => CauseRow {
                    times: state
                        .request(request)
                        .map_or_else(Vec::new, |row| spans(state, &row.slots)),
                    ..about("wished-times", request)
                },
            }
        }
        PlanCause::MayNotMeet { request } => about("may-not-meet", request),
        PlanCause::AlreadyMeeting { request } => about("already-meeting", request),
        PlanCause::NotPlannable { request } => about("not-plannable", request),
        PlanCause::Availability { person } => {
            let there = state.person(person).map_or(SlotSet::EMPTY, |row| {
                if demands.slots.is_empty() {
                    row.availability
                } else {
                    row.availability.and(&demands.slots)
                }
            });
            CauseRow {
                times: spans(state, &there),
                ..of("availability", person)
            }
        }
        PlanCause::Engaged { person } => CauseRow {
            n: count(state.floor().agenda(person).count()),
            ..of("engaged", person)
        },
        PlanCause::AllowedNumber { expert, n_left } => CauseRow {
            n: n_left.into(),
            ..of("allowed-number", expert)
        },
        PlanCause::Tables => {
            let tables = state.places().filter(|row| row.kind == PlaceKind::Table);
            CauseRow {
                n: count(tables.count()),
                ..plain("tables")
            }
        }
        PlanCause::Home { place } => CauseRow {
            thing: model.cards().title(CardKey::Place(place)).to_owned(),
            ..plain("home")
        },
        PlanCause::Resource { resource } => CauseRow {
            thing: model.cards().resource(resource).to_owned(),
            n: state
                .resource(resource)
                .map_or(0, |row| row.capacity.into()),
            ..plain("resource")
        },
        PlanCause::Ways => plain("ways"),
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The required requests with one more, or without it when it is there; unchanged when there are
/// as many as a wish may have.
#[must_use]
pub fn toggled(demands: &Demands, request: RequestId) -> Demands {
    let mut required = demands.required.to_vec();
    match required.iter().position(|row| row.request == request) {
        Some(at) => {
            required.remove(at);
        }
        None => required.push(Required {
            request,
            slot: None,
        }),
    }
    with_required(demands, required)
}

/// The same demands with another required time for a request.
#[must_use]
pub fn at_time(demands: &Demands, request: RequestId, slot: Option<SlotId>) -> Demands {
    let required = demands.required.iter().map(|row| Required {
        slot: if row.request == request {
            slot
        } else {
            row.slot
        },
        ..*row
    });
    with_required(demands, required.collect())
}

fn with_required(demands: &Demands, required: Vec<Required>) -> Demands {
    Demands {
        required: List::new(required).unwrap_or_else(|| demands.required.clone()),
        ..demands.clone()
    }
}
