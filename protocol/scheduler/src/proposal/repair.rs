//! Requests that the optimiser or the tables left out, put wherever the rules let them, in order
//! of arrival.

use protocol::id::{PersonId, RequestId};
use protocol::{SlotId, Spot};

use super::free::Free;
use super::places;
use super::trial::Trial;

/// Places one request where it makes the fewest breaks, the earliest of these; whether it could.
pub(super) fn insert(trial: &mut Trial, free: &Free, request: RequestId) -> bool {
    let Some(request) = trial.state.request(request).cloned() else {
        return false;
    };
    let mut slots: Vec<(i64, SlotId)> = free
        .open()
        .iter()
        .filter(|slot| free.suits(&request, **slot))
        .filter(|slot| {
            [request.from, request.to]
                .iter()
                .all(|person| trial.state.floor().of_person(*person, **slot).is_none())
        })
        .map(|slot| {
            let cost = |person| breaks_added(trial, free, person, *slot);
            (cost(request.from) + cost(request.to), *slot)
        })
        .collect();
    // A stable sort: the earliest first among equals.
    slots.sort_by_key(|(cost, _)| *cost);
    for (_, slot) in slots {
        let mut choices = places::choices(trial, free, slot, request.id);
        choices.sort_by_key(|(_, cost)| *cost);
        for (place, _) in choices {
            if trial.place(&request, Spot { slot, place }) {
                return true;
            }
        }
    }
    false
}

/// Breaks that a meeting in a free slot adds to a person's day; negative when it fills one.
fn breaks_added(trial: &Trial, free: &Free, person: PersonId, slot: SlotId) -> i64 {
    let day = free.day_of(slot);
    let floor = trial.state.floor();
    let busy: Vec<(bool, bool)> = free
        .timetable()
        .iter()
        .filter(|other| free.day_of(**other) == day)
        .map(|other| (floor.of_person(person, *other).is_some(), *other == slot))
        .collect();
    let before = n_breaks(busy.iter().map(|(is_busy, _)| *is_busy));
    let after = n_breaks(busy.iter().map(|(is_busy, is_here)| *is_busy || *is_here));
    after - before
}

/// Runs of idle slots between the first and the last busy one.
pub(super) fn n_breaks(day: impl Iterator<Item = bool>) -> i64 {
    let (mut n, mut n_idle, mut has_begun) = (0, 0, false);
    for is_busy in day {
        if is_busy {
            n += i64::from(has_begun && n_idle > 0);
            has_begun = true;
            n_idle = 0;
        } else {
            n_idle += 1;
        }
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_are_runs_of_idle_slots_between_busy_ones() {
        let check = |day: &str, expected| {
            assert_eq!(n_breaks(day.chars().map(|c| c == 'x')), expected, "{day}");
        };
        check("", 0);
        check("..xx..", 0);
        check("x..x", 1);
        check("x.x..x.", 2);
    }
}
