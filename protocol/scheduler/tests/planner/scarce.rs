//! An absent expert's afternoon when there is one interpreter: whoever stands in, two meetings
//! that need him are never put at the same hour.

use std::collections::BTreeSet;

use domain::{Commitment, invariants};
use proptest::prelude::*;
use protocol::command::*;
use protocol::id::*;
use protocol::query::*;
use protocol::*;

use crate::world::*;

const INTERPRETER: ResourceId = ResourceId::example(1);
const WHOLE_DAY: Absence = Absence {
    from: MORNING,
    until: None,
};
/// How many substitutes there are at most, besides the expert who is absent.
const SUBSTITUTES_MAX: u64 = 4;

/// When somebody stands in, and who needs the interpreter.
#[derive(Clone, Debug)]
struct Afternoon {
    n_slots: u16,
    /// Slots of each substitute.
    substitutes: Vec<Vec<u16>>,
    /// For each meeting of the absent expert, one per slot from the first on: who needs him.
    guests_in_need: Vec<bool>,
    /// Which substitutes need him as well.
    experts_in_need: Vec<bool>,
    /// When two others have him already, if they do.
    engaged: Option<u16>,
}

fn afternoons() -> impl Strategy<Value = Afternoon> {
    (3_u16..7).prop_flat_map(|n_slots| {
        let slots = || proptest::collection::vec(0..n_slots, 1..4);
        let n_meetings = usize::from(n_slots);
        (
            proptest::collection::vec(slots(), 1..=SUBSTITUTES_MAX as usize),
            proptest::collection::vec(proptest::bool::weighted(0.7), 1..=n_meetings),
            proptest::collection::vec(proptest::bool::weighted(0.3), SUBSTITUTES_MAX as usize),
            proptest::option::of(0..n_slots),
        )
            .prop_map(
                move |(substitutes, guests_in_need, experts_in_need, engaged)| Afternoon {
                    n_slots,
                    substitutes,
                    guests_in_need,
                    experts_in_need,
                    engaged,
                },
            )
    })
}

fn guest(index: usize) -> PersonId {
    person(index as u64 + 1)
}

/// The absent one is the first expert; tables are plenty.
fn world(afternoon: &Afternoon) -> World {
    let n_slots = afternoon.n_slots;
    let mut world = World::empty(n_slots, &[0; 12], 0);
    let mut persons = vec![an_expert(expert(1), n_slots)];
    for (n, slots) in (2..).zip(&afternoon.substitutes) {
        let availability = slots.iter().copied().map(slot).collect();
        persons.push(Person {
            availability,
            ..an_expert(expert(n), n_slots)
        });
    }
    let n_guests = afternoon.guests_in_need.len();
    persons.extend((0..n_guests).map(|index| somebody(guest(index), n_slots)));
    let others = [person(80), person(81)];
    persons.extend(others.map(|id| somebody(id, n_slots)));
    world.register(persons);
    for index in 0..n_guests {
        let at = Spot {
            slot: slot(index as u16),
            place: table(1),
        };
        world.book(expert(1), guest(index), at);
    }
    if let Some(engaged) = afternoon.engaged {
        let at = Spot {
            slot: slot(engaged),
            place: table(2),
        };
        world.book(others[0], others[1], at);
    }
    world.provide(INTERPRETER, 1, &[]);
    world.need(others[0], &[INTERPRETER]);
    let needs = afternoon.guests_in_need.iter().enumerate();
    for (index, _) in needs.filter(|(_, needs)| **needs) {
        world.need(guest(index), &[INTERPRETER]);
    }
    let n_substitutes = afternoon.substitutes.len() as u64;
    for (n, needs) in (2..2 + n_substitutes).zip(&afternoon.experts_in_need) {
        if *needs {
            world.need(expert(n), &[INTERPRETER]);
        }
    }
    world
}

fn ask(world: &World) -> Vec<ReassignmentChoices> {
    let query = AbsencePlan {
        expert: expert(1),
        absence: WHOLE_DAY,
    };
    match scheduler::answer(&world.state, world.now, &query.into()) {
        Ok(Answer::RankedReassignments(answer)) => answer.meetings,
        other => panic!("{other:?}"),
    }
}

fn command(meetings: &[ReassignmentChoices]) -> DeclareExpertAbsent {
    let step = |row: &ReassignmentChoices| Reassignment {
        meeting: row.meeting,
        from: row.from,
        outcome: match row.chosen.map(|at| &row.choices[usize::from(at)]) {
            Some(choice) => ReassignmentOutcome::Substitute {
                expert: choice.expert,
                spot: choice.spot,
            },
            None => ReassignmentOutcome::Cancel,
        },
    };
    DeclareExpertAbsent {
        expert: expert(1),
        absence: WHOLE_DAY,
        plan: list(meetings.iter().map(step).collect()),
    }
}

fn n_kept(meetings: &[ReassignmentChoices]) -> usize {
    meetings.iter().filter(|row| row.chosen.is_some()).count()
}

/// The most meetings that any choice of substitutes, hours and the one interpreter keeps, found
/// by trying them all on a model of its own.
fn most(afternoon: &Afternoon, meeting: usize, taken: &mut BTreeSet<(usize, u16)>) -> usize {
    let Some(needs) = afternoon.guests_in_need.get(meeting) else {
        return 0;
    };
    // Seat 0 of an hour is the interpreter, the others are the substitutes.
    let mut best = most(afternoon, meeting + 1, taken);
    for (index, slots) in afternoon.substitutes.iter().enumerate() {
        let needs = *needs || afternoon.experts_in_need[index];
        for hour in slots.iter().collect::<BTreeSet<_>>() {
            let wanted = if needs {
                vec![(index + 1, *hour), (0, *hour)]
            } else {
                vec![(index + 1, *hour)]
            };
            if wanted.iter().any(|seat| taken.contains(seat)) {
                continue;
            }
            taken.extend(wanted.iter().copied());
            best = best.max(1 + most(afternoon, meeting + 1, taken));
            for seat in wanted {
                taken.remove(&seat);
            }
        }
    }
    best
}

fn check(afternoon: &Afternoon) {
    let mut world = world(afternoon);
    let meetings = ask(&world);
    let engaged = afternoon.engaged.iter();
    let mut taken: BTreeSet<(usize, u16)> = engaged.map(|hour| (0, *hour)).collect();
    // Nothing else is in the way: tables are plenty, and a guest has no other meeting.
    assert_eq!(n_kept(&meetings), most(afternoon, 0, &mut taken));
    world.run(command(&meetings)).unwrap();
    for hour in 0..afternoon.n_slots {
        let n_used = world
            .state
            .n_resource_used(INTERPRETER, slot(hour), &[] as &[Commitment]);
        assert!(n_used <= 1, "{n_used} interpreters at {hour}");
    }
    assert_eq!(invariants::check(&world.state), Vec::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn an_afternoon_keeps_what_one_interpreter_can_serve(afternoon in afternoons()) {
        check(&afternoon);
    }
}

/// Two meetings, two substitutes with the same single hour.
fn both_at_the_same_hour(second: Vec<u16>) -> Afternoon {
    Afternoon {
        n_slots: 4,
        substitutes: vec![vec![2], second],
        guests_in_need: vec![true, true],
        experts_in_need: vec![false; SUBSTITUTES_MAX as usize],
        engaged: None,
    }
}

#[test]
fn of_two_who_would_need_the_interpreter_at_one_hour_one_is_kept() {
    let meetings = ask(&world(&both_at_the_same_hour(vec![2])));
    assert_eq!(n_kept(&meetings), 1);
    let is_open_to_both = meetings.iter().all(|row| !row.choices.is_empty());
    assert!(is_open_to_both, "each alone is possible");
}

#[test]
fn the_second_of_them_takes_another_hour_where_there_is_one() {
    let meetings = ask(&world(&both_at_the_same_hour(vec![2, 3])));
    assert_eq!(n_kept(&meetings), 2);
}

#[test]
fn an_interpreter_who_serves_somebody_else_is_not_promised_again() {
    let afternoon = Afternoon {
        engaged: Some(2),
        ..both_at_the_same_hour(vec![2])
    };
    let meetings = ask(&world(&afternoon));
    assert_eq!(n_kept(&meetings), 0);
    check(&afternoon);
}
