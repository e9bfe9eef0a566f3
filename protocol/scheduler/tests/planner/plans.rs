//! Plans for many wishes: accepted whole, complete, repeatable, and better for being repaired.

use std::collections::BTreeSet;

use domain::invariants;
use proptest::prelude::*;
use protocol::command::*;
use protocol::id::MeetingId;
use protocol::*;
use scheduler::{Plan, Wish, plan};

use crate::world::{Draw, Size, World, an_expert, expert, list, person, slot, somebody, table};

const STEPS_MAX: u64 = 5_000;

fn random_wishes(world: &World, seed: u64, n_wishes: usize) -> Vec<Wish> {
    let persons: Vec<_> = world.state.persons().map(|person| person.id).collect();
    let mut draw = Draw(seed);
    (0..n_wishes)
        .map(|_| {
            let pick = |draw: &mut Draw| persons[draw.below(persons.len() as u64) as usize];
            let (host, guest) = world.state.roles(pick(&mut draw), pick(&mut draw));
            let slots = if draw.percent(80) {
                SlotSet::EMPTY
            } else {
                (0..6).filter(|_| draw.percent(50)).map(slot).collect()
            };
            Wish { host, guest, slots }
        })
        .collect()
}

fn book(world: &mut World, wishes: &[Wish], plan: &Plan) {
    let meetings = plan
        .placements
        .iter()
        .map(|placement| PlannedMeeting {
            meeting: MeetingId::example(1_000_000 + placement.wish_index as u64),
            host: wishes[placement.wish_index].host,
            guest: wishes[placement.wish_index].guest,
            spot: placement.spot,
        })
        .collect();
    let booked = world.run(BookMeetings {
        meetings: list(meetings),
    });
    if let Err(reject) = booked {
        panic!("the plan is refused: {reject:?}");
    }
}

/// Whether a wish could still be booked somewhere.
fn still_fits(world: &World, wish: &Wish) -> Option<Spot> {
    let met = world
        .state
        .standing_meetings_of(wish.host)
        .any(|meeting| [meeting.host, meeting.guest].contains(&wish.guest));
    let homes: Vec<_> = world
        .state
        .persons()
        .filter_map(|person| person.home)
        .collect();
    world
        .state
        .slots()
        .filter(|slot| wish.slots.is_empty() || wish.slots.contains(slot.id))
        .flat_map(|slot| {
            world.state.places().map(move |place| Spot {
                slot: slot.id,
                place: place.id,
            })
        })
        // Places that belong to others are not given away by a plan.
        .filter(|spot| {
            let is_own = [wish.host, wish.guest]
                .iter()
                .any(|id| world.state.person(*id).and_then(|p| p.home) == Some(spot.place));
            let kind = world.state.place(spot.place).map(|place| place.kind);
            is_own || kind == Some(PlaceKind::Table) && !homes.contains(&spot.place)
        })
        .find(|spot| {
            let pair = (wish.host, wish.guest);
            !met && world
                .state
                .check_booking(pair, *spot, world.now, &[])
                .is_ok()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_plan_is_booked_whole_and_leaves_out_nothing_that_fits(
        seed: u64,
        n_slots in 3_u16..12,
        n_tables in 1_u64..6,
        n_persons in 4_u64..30,
        n_steps in 0_u64..80,
        n_wishes in 0_usize..120,
    ) {
        let size = Size { n_slots, n_tables, n_persons, n_experts: 4, n_steps };
        let mut world = World::random(seed, size);
        let wishes = random_wishes(&world, seed, n_wishes);
        let plan_with =
            |steps_max| plan(&world.state, world.now, &wishes, seed, steps_max);
        let (greedy, repaired) = (plan_with(0), plan_with(STEPS_MAX));
        prop_assert_eq!(&repaired, &plan_with(STEPS_MAX));
        prop_assert!(repaired.n_steps <= STEPS_MAX && greedy.n_steps == 0);
        prop_assert!(repaired.placements.len() >= greedy.placements.len());

        let placed: BTreeSet<_> = repaired.placements.iter().map(|p| p.wish_index).collect();
        let unplaced: BTreeSet<_> = repaired.unplaced.iter().copied().collect();
        prop_assert!(placed.is_disjoint(&unplaced));
        prop_assert_eq!(placed.len() + unplaced.len(), wishes.len());

        book(&mut world, &wishes, &repaired);
        prop_assert_eq!(invariants::check(&world.state), Vec::new());
        for index in unplaced {
            prop_assert_eq!(still_fits(&world, &wishes[index]), None, "wish {}", index);
        }
    }
}

#[test]
fn repair_places_what_greed_left_out() {
    // Over many crowded events the second pass must have found something, or it is dead code.
    let size = Size {
        n_slots: 8,
        n_tables: 4,
        n_persons: 16,
        n_experts: 2,
        n_steps: 0,
    };
    let (mut n_greedy, mut n_repaired) = (0, 0);
    for seed in 0..60 {
        let world = World::random(seed, size);
        let wishes = random_wishes(&world, seed, 50);
        n_greedy += plan(&world.state, world.now, &wishes, seed, 0)
            .placements
            .len();
        n_repaired += plan(&world.state, world.now, &wishes, seed, STEPS_MAX)
            .placements
            .len();
    }
    println!("greedy {n_greedy}, repaired {n_repaired}");
    assert!(
        n_repaired > n_greedy,
        "greedy {n_greedy}, repaired {n_repaired}"
    );
}

#[test]
fn everybody_meets_everybody_when_slots_and_tables_just_suffice() {
    // A round robin of eight persons in seven slots at four tables exists; one slot of slack
    // must be enough to find it.
    let mut world = World::empty(8, &[0, 0, 0, 0], 0);
    world.register((1..=8).map(|n| somebody(person(n), 8)).collect());
    let mut wishes = Vec::new();
    for a in 1..=8 {
        for b in a + 1..=8 {
            wishes.push(Wish {
                host: person(a),
                guest: person(b),
                slots: SlotSet::EMPTY,
            });
        }
    }
    let plan = plan(&world.state, world.now, &wishes, 0, 100_000);
    assert_eq!(plan.unplaced, Vec::<usize>::new());
    book(&mut world, &wishes, &plan);
}

#[test]
fn among_equals_who_came_first_is_served_first() {
    let mut world = World::empty(1, &[0, 0], 0);
    world.register((1..=3).map(|n| somebody(person(n), 1)).collect());
    let wish = |guest| Wish {
        host: person(1),
        guest: person(guest),
        slots: SlotSet::EMPTY,
    };
    for (wishes, first) in [([wish(2), wish(3)], 2), ([wish(3), wish(2)], 3)] {
        let plan = plan(&world.state, world.now, &wishes, 9, STEPS_MAX);
        assert_eq!(plan.unplaced, [1]);
        assert_eq!(wishes[plan.placements[0].wish_index].guest, person(first));
    }
}

#[test]
fn an_allowed_number_and_what_stands_are_respected() {
    let mut world = World::empty(4, &[0, 0], 0);
    let mut one = an_expert(expert(1), 4);
    one.expert = Some(ExpertTerms {
        meetings_max: Some(2),
        absence: None,
    });
    world.register(vec![
        one,
        somebody(person(1), 4),
        somebody(person(2), 4),
        somebody(person(3), 4),
    ]);
    let at = Spot {
        slot: slot(0),
        place: table(1),
    };
    world.book(expert(1), person(1), at);
    let wishes = [2, 3].map(|n| Wish {
        host: expert(1),
        guest: person(n),
        slots: SlotSet::EMPTY,
    });
    let plan = plan(&world.state, world.now, &wishes, 0, STEPS_MAX);
    assert_eq!(plan.placements.len(), 1);
    assert_ne!(plan.placements[0].spot.slot, slot(0));
}

#[test]
fn a_wish_of_somebody_unknown_or_repeated_is_left_out() {
    let mut world = World::empty(4, &[0], 0);
    world.register(vec![somebody(person(1), 4), somebody(person(2), 4)]);
    let wish = |a, b| Wish {
        host: person(a),
        guest: person(b),
        slots: SlotSet::EMPTY,
    };
    let wishes = [wish(1, 9), wish(1, 2), wish(2, 1), wish(1, 1)];
    let plan = plan(&world.state, world.now, &wishes, 0, STEPS_MAX);
    assert_eq!(plan.unplaced, [0, 2, 3]);
}
