//! Commands about something that exists.

use domain::State;
use proptest::prelude::*;
use protocol::command::*;
use protocol::id::*;
use protocol::*;

use super::blind::{any_spot, anybody};
use crate::world::*;

/// Picks something that exists, and does something with it.
#[derive(Clone, Debug)]
pub(crate) struct Aimed {
    what: u8,
    pick: usize,
    other: usize,
    spot: Spot,
    person: PersonId,
    fresh: u64,
}

pub(super) fn aimed() -> impl Strategy<Value = Aimed> {
    (
        0..33_u8,
        0..1000_usize,
        0..1000_usize,
        any_spot(),
        anybody(),
        100..10_000_u64,
    )
        .prop_map(|(what, pick, other, spot, person, fresh)| Aimed {
            what,
            pick,
            other,
            spot,
            person,
            fresh,
        })
}

fn nth<T>(items: impl Iterator<Item = T>, n: usize) -> Option<T> {
    let items: Vec<T> = items.collect();
    let len = items.len();
    (len > 0).then(|| items.into_iter().nth(n % len)).flatten()
}

pub(super) fn aim(world: &World, a: &Aimed) -> Option<Command> {
    let state = &world.state;
    let planned = || {
        state
            .meetings()
            .filter(|m| m.status == MeetingStatus::Planned)
    };
    let fresh_meeting = MeetingId::example(a.fresh);
    Some(match a.what {
        0..=2 => {
            let m = nth(planned(), a.pick)?;
            let from = if a.other % 9 == 0 { a.spot } else { m.spot };
            MoveMeeting {
                meeting: m.id,
                from,
                to: a.spot,
            }
            .into()
        }
        3 => {
            let (x, y) = (nth(planned(), a.pick)?, nth(planned(), a.other)?);
            SwapMeetings {
                a: x.id,
                a_at: x.spot,
                b: y.id,
                b_at: y.spot,
            }
            .into()
        }
        4 | 5 => CancelMeeting {
            meeting: nth(planned(), a.pick)?.id,
            reason: CancelReason::Travel,
        }
        .into(),
        6 => {
            let m = nth(planned(), a.pick)?;
            MarkLate {
                meeting: m.id,
                party: m.guest,
                minutes: Minutes((a.other % 20) as u16),
            }
            .into()
        }
        7 => MarkHeld {
            meeting: nth(state.meetings(), a.pick)?.id,
        }
        .into(),
        8 => MarkNotHeld {
            meeting: nth(state.meetings(), a.pick)?.id,
            missing: Missing::Guest,
        }
        .into(),
        9 => AcceptRequest {
            request: nth(state.requests(), a.pick)?.id,
            spot: (a.other % 2 == 0).then_some(a.spot),
            by_plan: a.other % 3 == 0,
        }
        .into(),
        10 => ConfirmRequest {
            request: nth(state.requests(), a.pick)?.id,
            meeting: fresh_meeting,
        }
        .into(),
        11 => RefuseRequest {
            request: nth(state.requests(), a.pick)?.id,
        }
        .into(),
        12 => CancelRequest {
            request: nth(state.requests(), a.pick)?.id,
        }
        .into(),
        13 => OfferVacancy {
            vacancy: nth(state.vacancies(), a.pick)?.id,
            offer: OfferId::example(a.fresh),
            to: a.person,
        }
        .into(),
        14 => {
            let offer = nth(state.offers(), a.pick)?.id;
            if a.other % 3 == 0 {
                DeclineOffer { offer }.into()
            } else {
                AcceptOffer {
                    offer,
                    meeting: fresh_meeting,
                }
                .into()
            }
        }
        15 => {
            let vacancy = nth(state.vacancies(), a.pick)?.id;
            if a.other % 4 == 0 {
                DismissVacancy { vacancy }.into()
            } else {
                FillVacancy {
                    vacancy,
                    meeting: fresh_meeting,
                    guest: a.person,
                }
                .into()
            }
        }
        16 => absence(world, a)?,
        17 => UndoEntry {
            seq: world.last_seq().saturating_sub(a.pick as u64 % 4),
        }
        .into(),
        18 => choose_mode(state, a)?,
        19..=21 => publication(world, a),
        22 | 23 => arbitration(world, a)?,
        24 | 25 => TakeSlot {
            request: RequestId::example(a.fresh),
            meeting: fresh_meeting,
            from: a.person,
            to: nth(state.experts(), a.other)?.id,
            slot: (a.pick % 3 != 0).then_some(a.spot.slot),
            else_wait: a.pick % 5 != 0,
        }
        .into(),
        26..=28 => needs(state, a),
        29 => quantity(state, a),
        30 => assignment(state, a),
        _ => AcknowledgeAlert {
            key: nth(state.alerts(), a.pick)?.key,
        }
        .into(),
    })
}

/// Needs of some of the resources; at times as somebody saw them who saw nothing.
fn needs(state: &State, a: &Aimed) -> Command {
    let seen = if a.other % 9 == 0 {
        &[]
    } else {
        state.needs_of(a.person)
    };
    let is_needed = |n: &u64| a.pick >> n & 1 == 1;
    let needed = (1..=N_RESOURCES).filter(is_needed);
    ChangeNeeds {
        person: a.person,
        before: List::new(seen.to_vec()).unwrap(),
        after: List::new(needed.map(ResourceId::example).collect()).unwrap(),
    }
    .into()
}

/// Some persons to one of two organisations; at times as somebody saw them who saw others.
fn assignment(state: &State, a: &Aimed) -> Command {
    let [before, after] = [a.other / 9, a.pick].map(|n| OrganisationId::example(n as u64 % 2));
    let meant = state.persons().skip(a.pick % 4).take(a.other % 5);
    let rows = meant.map(|row| Assignment {
        person: row.id,
        before: if a.other % 9 == 0 {
            before
        } else {
            row.organisation
        },
        after,
    });
    let assignments = List::new(rows.collect()).unwrap();
    AssignPersons { assignments }.into()
}

/// More or fewer of a resource.
fn quantity(state: &State, a: &Aimed) -> Command {
    let row = resource(1 + a.pick as u64 % N_RESOURCES);
    let before = state.resource(row.id).cloned();
    let capacity = u16::try_from(a.other % 4).unwrap();
    let after = Resource { capacity, ..row };
    DefineResource { before, after }.into()
}

fn choose_mode(state: &State, a: &Aimed) -> Option<Command> {
    let mode = [
        AssignmentMode::SelfService,
        AssignmentMode::PreAssigned,
        AssignmentMode::Mixed,
    ][a.pick % 3];
    let setup = EventSetup {
        mode: Some(mode),
        ..state.setup()?.clone()
    };
    Some(ConfigureEvent { setup }.into())
}

/// A plan made without care: most placements stand where their parties are free, some anywhere,
/// some are of requests that no plan may place.
fn publication(world: &World, a: &Aimed) -> Command {
    let mut taken: Vec<Spot> = Vec::new();
    let mut placements = Vec::new();
    for (n, request) in world.state.requests().enumerate() {
        let is_careless = (a.other + n) % 7 == 0;
        if !is_careless && world.state.check_plannable(request).is_err() {
            continue;
        }
        let free = |at: &Spot| {
            let hold = [domain::Commitment::Hold(request.id)];
            let pair = (request.from, request.to);
            !taken.contains(at)
                && world
                    .state
                    .check_booking(pair, *at, world.now, &hold)
                    .is_ok()
        };
        let found = (0..N_SLOTS)
            .flat_map(|s| (1..=N_TABLES).map(move |t| spot((s + a.pick as u16) % N_SLOTS, t)))
            .find(free);
        let Some(at) = (if is_careless { Some(a.spot) } else { found }) else {
            continue;
        };
        taken.push(at);
        placements.push(PlannedRequest {
            request: request.id,
            meeting: MeetingId::example(a.fresh + n as u64),
            spot: at,
        });
    }
    let placements = List::new(placements).unwrap();
    PublishPlan { placements }.into()
}

/// Answers for an expert's applicants, mostly all of them and mostly not more than fit.
fn arbitration(world: &World, a: &Aimed) -> Option<Command> {
    let state = &world.state;
    let expert = nth(state.experts(), a.other)?.id;
    let n_free = state.capacity_left(expert, world.now) as usize;
    let (mut kept, mut waiting, mut dropped) = (vec![], vec![], vec![]);
    for (n, request) in state.applicants(expert).enumerate() {
        let is_careless = a.fresh % 6 == 0;
        match (a.pick + n) % 4 {
            0 | 1 if kept.len() < n_free || is_careless => kept.push(request.id),
            0..=2 => dropped.push(request.id),
            _ => waiting.push(request.id),
        }
    }
    if a.fresh % 11 == 0 {
        dropped.pop();
    }
    let list = |ids| List::new(ids).unwrap();
    let (kept, waiting, dropped) = (list(kept), list(waiting), list(dropped));
    let wish = ArbitrateExpert {
        expert,
        kept,
        waiting,
        dropped,
    };
    Some(wish.into())
}

fn absence(world: &World, a: &Aimed) -> Option<Command> {
    let gone = nth(world.state.experts(), a.pick)?.id;
    let absence = Absence {
        from: slot_start((a.other % 5) as u16),
        until: None,
    };
    let plan = world
        .state
        .meetings_hit_by(gone, &absence)
        .enumerate()
        .map(|(n, m)| {
            let substitute = nth(world.state.experts(), a.other + n).map(|e| e.id);
            let outcome = match substitute {
                Some(expert) if (a.other + n) % 3 != 0 => ReassignmentOutcome::Substitute {
                    expert,
                    spot: m.spot,
                },
                _ => ReassignmentOutcome::Cancel,
            };
            Reassignment {
                meeting: m.id,
                from: m.spot,
                outcome,
            }
        });
    let plan = List::new(plan.collect()).unwrap();
    Some(
        DeclareExpertAbsent {
            expert: gone,
            absence,
            plan,
        }
        .into(),
    )
}
