//! Events with more open slots than one problem holds are planned in windows of whole days, from
//! now on: each window on the state that the plan of those before it leads to, with the requests
//! that found no place there. Nobody is left out for being late in the event; early days fill
//! first.

use std::collections::BTreeMap;

use domain::State;
use protocol::id::RequestId;
use protocol::proposal::{Demands, Making, Proposal, Suppose, Unplaced, Why};
use protocol::{Micros, SlotId};

use super::free::Free;
use super::required::Must;
use super::trial::Trial;
use super::{Options, bounded, count, figures, propose, suppose};
use crate::batch::BATCH_SLOTS_MAX;
use crate::feasible::open_slots;

/// Proposes a plan for every open slot of the event. The same state, time and options give the
/// same proposal; for `progress` see [`propose`].
#[must_use]
pub fn propose_whole(
    state: &State,
    now: Micros,
    options: &Options,
    progress: &(dyn Fn() -> f64 + Sync),
) -> Proposal {
    let open: Vec<SlotId> = open_slots(state, now)
        .into_iter()
        .map(|slot| slot.id)
        .filter(|slot| options.plans(*slot))
        .collect();
    if open.len() <= BATCH_SLOTS_MAX {
        return propose(state, now, options, progress);
    }
    let (supposed, n_displaced) = suppose::apply(state, now, &options.suppose);
    let must = Must::of(&supposed, &options.demands.required);
    let free = Free::new(&supposed, now, &must, |slot| options.plans(slot));
    let windows = windows(&open, |slot| free.day_of(slot));
    let mut trial = Trial::new(&supposed, now);
    let mut reasons = Reasons::default();
    let mut left = Vec::new();
    for (n_before, window) in (0_u16..).zip(&windows) {
        let options = Options {
            // What is supposed is in the state already.
            suppose: Suppose::default(),
            demands: Demands {
                slots: window.iter().copied().collect(),
                required: options.demands.required.clone(),
            },
            ..options.clone()
        };
        // Each window has its share of the time.
        let n_windows = f64::from(u16::try_from(windows.len()).expect("slots are bounded"));
        let progress = || (progress() * n_windows - f64::from(n_before)).clamp(0.0, 1.0);
        let part = propose(&trial.state, now, &options, &progress);
        for planned in &part.placements {
            let request = supposed.request(planned.request);
            let stands = request.is_some_and(|request| trial.place(request, planned.spot));
            debug_assert!(stands, "a proposal is accepted on its own state");
        }
        reasons.add(&part.unplaced);
        left = part.unplaced.into_vec();
    }
    let unplaced: Vec<Unplaced> = left
        .into_iter()
        .map(|row| Unplaced {
            why: reasons.of(&row),
            ..row
        })
        .collect();
    let placed = trial.placed();
    let mut figures = figures::measure(&trial, &free);
    figures.n_plannable = count(placed.len() + unplaced.len());
    figures.n_placed = count(placed.len());
    let n_hopeless = unplaced.iter().filter(|row| is_hopeless(&row.why)).count();
    figures.placed_bound = figures.n_plannable - count(n_hopeless);
    figures.n_displaced = n_displaced;
    figures.making = Some(Making {
        n_windows: u16::try_from(windows.len()).expect("slots are bounded"),
        n_required: count(must.len()),
        n_required_kept: count(must.n_kept(&trial.state)),
    });
    Proposal {
        // A set of reasons holds for one problem; here each request has its own.
        conflict: None,
        placements: bounded(placed),
        empty_agendas: bounded(figures::empty_agendas(&trial, &unplaced)),
        unplaced: bounded(unplaced),
        figures,
    }
}

/// Cuts slots into windows that one problem holds, between days where a day is not too long.
fn windows(open: &[SlotId], day_of: impl Fn(SlotId) -> u16) -> Vec<Vec<SlotId>> {
    let mut windows = Vec::new();
    let mut rest = open;
    while rest.len() > BATCH_SLOTS_MAX {
        let starts_a_day = |at: &usize| day_of(rest[*at - 1]) != day_of(rest[*at]);
        let last_start = (1..=BATCH_SLOTS_MAX).rev().find(starts_a_day);
        let (window, after) = rest.split_at(last_start.unwrap_or(BATCH_SLOTS_MAX));
        windows.push(window.to_vec());
        rest = after;
    }
    windows.push(rest.to_vec());
    windows
}

/// Whether a request could not stand in a window even alone.
const fn is_hopeless(why: &Why) -> bool {
    match why {
        Why::MayNotMeet | Why::AlreadyMeeting | Why::NoCommonAvailability | Why::Engaged => true,
        Why::ExpertFull { .. }
        | Why::TooManyRequests { .. }
        | Why::TooFar
        | Why::NoTable
        | Why::NoResource { .. }
        | Why::GaveWay => false,
    }
}

/// Per request the reason that says most: where a window had room in principle, why not there.
#[derive(Default)]
struct Reasons(BTreeMap<RequestId, Why>);

impl Reasons {
    fn add(&mut self, unplaced: &[Unplaced]) {
        for row in unplaced {
            let known = self.0.entry(row.request).or_insert_with(|| row.why.clone());
            let says_little = *known == Why::NoCommonAvailability;
            if says_little || (is_hopeless(known) && !is_hopeless(&row.why)) {
                *known = row.why.clone();
            }
        }
    }

    fn of(&self, row: &Unplaced) -> Why {
        self.0.get(&row.request).unwrap_or(&row.why).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(n: u16) -> Vec<SlotId> {
        (0..n).filter_map(SlotId::new).collect()
    }

    fn lengths(n: u16, a_day: u16) -> Vec<usize> {
        let windows = windows(&slots(n), |slot| slot.number() / a_day);
        assert_eq!(windows.concat(), slots(n));
        windows.iter().map(Vec::len).collect()
    }

    #[test]
    fn windows_end_with_a_day_and_a_day_that_is_too_long_is_cut() {
        assert_eq!(lengths(128, 40), [128]);
        assert_eq!(lengths(129, 40), [120, 9]);
        assert_eq!(lengths(256, 64), [128, 128]);
        assert_eq!(lengths(256, 60), [120, 120, 16]);
        assert_eq!(lengths(200, 256), [128, 72]);
    }

    #[test]
    fn the_reason_that_says_most_is_kept() {
        let request = RequestId::example(1);
        let mut reasons = Reasons::default();
        let row = |why| Unplaced { request, why };
        for (told, kept) in [
            (Why::NoCommonAvailability, Why::NoCommonAvailability),
            (Why::Engaged, Why::Engaged),
            (Why::NoTable, Why::NoTable),
            (Why::NoCommonAvailability, Why::NoTable),
            (Why::GaveWay, Why::NoTable),
        ] {
            reasons.add(&[row(told.clone())]);
            assert_eq!(reasons.of(&row(told)), kept);
        }
    }
}
