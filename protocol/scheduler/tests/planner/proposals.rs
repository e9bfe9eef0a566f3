//! Proposals: what the planner proposes, publishing accepts, and nothing is lost.

use std::collections::BTreeSet;

use domain::{Context, State, decide};
use proptest::prelude::*;
use protocol::command::*;
use protocol::id::*;
use protocol::proposal::{Demands, Proposal, Suppose, Why};
use protocol::*;
use scheduler::proposal::{Options, propose, propose_whole};

use crate::world::*;

fn options(seed: u64) -> Options {
    Options {
        seed,
        steps_max: 3_000,
        n_walks: 1,
        suppose: Suppose::default(),
        demands: Demands::default(),
    }
}

fn proposal(world: &World) -> Proposal {
    propose(&world.state, world.now, &options(1), &|| 0.0)
}

/// The command that publishes a proposal.
fn publication(proposal: &Proposal) -> PublishPlan {
    let placements = (1_000_000..)
        .zip(&proposal.placements)
        .map(|(n, planned)| PlannedRequest {
            request: planned.request,
            meeting: MeetingId::example(n),
            spot: planned.spot,
        });
    PublishPlan {
        placements: list(placements.collect()),
    }
}

fn publish(world: &World, proposal: &Proposal) -> Result<Vec<Change>, Reject> {
    let context = Context {
        actor: Actor::System,
        now: world.now,
        undone: None,
    };
    decide(&world.state, &context, &publication(proposal).into())
}

/// What a plan has to place: both want to meet, or an expert was asked, and nothing is held.
fn plannable(state: &State) -> BTreeSet<RequestId> {
    let asks_expert = |request: &Request| {
        let asked = state.person(request.to);
        asked.is_some_and(|person| person.expert.is_some())
    };
    let wants = |request: &&Request| match request.status {
        RequestStatus::Agreed => true,
        RequestStatus::Requested | RequestStatus::Waiting => asks_expert(request),
        RequestStatus::Accepted { .. }
        | RequestStatus::Confirmed { .. }
        | RequestStatus::NotRetained
        | RequestStatus::Refused
        | RequestStatus::Cancelled
        | RequestStatus::Expired => false,
    };
    state.requests().filter(wants).map(|row| row.id).collect()
}

fn whys(proposal: &Proposal) -> Vec<&Why> {
    proposal.unplaced.iter().map(|row| &row.why).collect()
}

fn sizes() -> impl Strategy<Value = Size> {
    (2..8_u16, 1..5_u64, 3..14_u64, 0..4_u64, 20..160_u64).prop_map(
        |(n_slots, n_tables, n_persons, n_experts, n_steps)| Size {
            n_slots,
            n_tables,
            n_persons,
            n_experts,
            n_steps,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_proposal_is_accepted_on_its_own_state(seed in any::<u64>(), size in sizes()) {
        let world = World::random_with_plan(seed, size);
        let proposal = proposal(&world);
        let told = publish(&world, &proposal);
        prop_assert!(told.is_ok(), "seed {seed}: {told:?}");
    }

    #[test]
    fn nothing_is_lost_between_placed_and_unplaced(seed in any::<u64>(), size in sizes()) {
        let world = World::random_with_plan(seed, size);
        let proposal = proposal(&world);
        let placed = proposal.placements.iter().map(|row| row.request);
        let unplaced = proposal.unplaced.iter().map(|row| row.request);
        let told: Vec<_> = placed.chain(unplaced).collect();
        prop_assert_eq!(told.len(), told.iter().collect::<BTreeSet<_>>().len());
        prop_assert_eq!(told.into_iter().collect::<BTreeSet<_>>(), plannable(&world.state));
        let figures = &proposal.figures;
        prop_assert_eq!(figures.n_placed as usize, proposal.placements.len());
        prop_assert!(figures.n_placed <= figures.placed_bound);
        prop_assert!(figures.placed_bound <= figures.n_plannable);
    }

    #[test]
    fn the_same_seed_proposes_the_same(seed in any::<u64>(), size in sizes()) {
        let world = World::random_with_plan(seed, size);
        prop_assert_eq!(proposal(&world), proposal(&world));
    }

    #[test]
    fn no_unplaced_request_could_simply_be_booked(seed in any::<u64>(), size in sizes()) {
        let world = World::random_with_plan(seed, size);
        let proposal = proposal(&world);
        let mut after = world.state.clone();
        let head = EntryHead {
            seq: 1,
            at: world.now,
            by: Actor::System,
            command: CommandId::example(1),
        };
        for change in publish(&world, &proposal).unwrap() {
            after.evolve(&head, &change);
        }
        for row in &proposal.unplaced {
            let request = after.request(row.request).unwrap();
            let pair = after.roles(request.from, request.to);
            for at in after.slots() {
                let suits = request.slots.is_empty() || request.slots.contains(at.id);
                let Some(place) = after.first_free_place(pair, at.id).filter(|_| suits) else {
                    continue;
                };
                let spot = Spot { slot: at.id, place };
                let is_new = after.standing_meetings_of(pair.0).all(|meeting| {
                    meeting.host != pair.1 && meeting.guest != pair.1
                });
                let fits = after.check_booking(pair, spot, world.now, &[]).is_ok() && is_new;
                prop_assert!(!fits, "{:?} fits at {spot:?}", row);
            }
        }
    }
}

/// Two slots, one table, persons who are always there.
fn small(n_slots: u16, n_tables: usize, n_persons: u64) -> World {
    let mut world = World::empty(n_slots, &vec![0; n_tables], 0);
    world.let_choose();
    world.register(
        (1..=n_persons)
            .map(|n| somebody(person(n), n_slots))
            .collect(),
    );
    world
}

#[test]
fn two_who_are_never_there_together_are_told_so() {
    let mut world = small(2, 2, 2);
    for (n, at) in [(1, 0), (2, 1)] {
        let availability = [slot(at)].into_iter().collect();
        world
            .run(ChangeAvailability {
                person: person(n),
                availability,
            })
            .unwrap();
    }
    world.agree(person(1), person(2));
    assert_eq!(whys(&proposal(&world)), [&Why::NoCommonAvailability]);
}

#[test]
fn whoever_comes_last_for_a_full_day_is_told_how_full_it_is() {
    let mut world = small(2, 3, 4);
    for n in 2..=4 {
        world.agree(person(1), person(n));
    }
    let proposal = proposal(&world);
    assert_eq!(proposal.placements.len(), 2);
    assert_eq!(
        whys(&proposal),
        [&Why::TooManyRequests {
            person: person(1),
            n_requests: 3,
            n_slots: 2
        }]
    );
    let first_two: Vec<_> = world.state.requests().take(2).map(|row| row.id).collect();
    let placed: Vec<_> = proposal.placements.iter().map(|row| row.request).collect();
    assert_eq!(placed, first_two, "those who asked first have priority");
}

#[test]
fn a_plan_without_enough_tables_says_so_and_what_if_finds_them() {
    let mut world = small(1, 1, 4);
    world.agree(person(1), person(2));
    world.agree(person(3), person(4));
    assert_eq!(whys(&proposal(&world)), [&Why::NoTable]);
    let suppose = Suppose {
        n_tables_added: 1,
        ..Suppose::default()
    };
    let what_if = Options {
        suppose,
        ..options(1)
    };
    let supposed = propose(&world.state, world.now, &what_if, &|| 0.0);
    assert_eq!(supposed.placements.len(), 2);
    let slots_closed = [slot(0)].into_iter().collect();
    let suppose = Suppose {
        slots_closed,
        ..Suppose::default()
    };
    let what_if = Options {
        suppose,
        ..options(1)
    };
    let supposed = propose(&world.state, world.now, &what_if, &|| 0.0);
    assert!(supposed.placements.is_empty());
}

#[test]
fn a_lost_table_is_not_used_and_its_meetings_are_counted() {
    let mut world = small(2, 2, 4);
    let at = Spot {
        slot: slot(0),
        place: table(1),
    };
    world.book(person(3), person(4), at);
    world.agree(person(1), person(2));
    let what_if = Options {
        suppose: Suppose {
            places_lost: list(vec![table(1)]),
            ..Suppose::default()
        },
        ..options(1)
    };
    let supposed = propose(&world.state, world.now, &what_if, &|| 0.0);
    assert_eq!(supposed.figures.n_displaced, 1);
    assert!(
        supposed
            .placements
            .iter()
            .all(|row| row.spot.place == table(2))
    );
}

#[test]
fn an_expert_takes_the_allowed_number_in_order_of_arrival() {
    let mut world = small(4, 4, 3);
    let mut host = an_expert(expert(1), 4);
    host.expert = Some(ExpertTerms {
        meetings_max: Some(2),
        absence: None,
    });
    world.register(vec![host]);
    let asked: Vec<_> = (1..=3).map(|n| world.ask(person(n), expert(1))).collect();
    let proposal = proposal(&world);
    let placed: Vec<_> = proposal.placements.iter().map(|row| row.request).collect();
    assert_eq!(placed, asked[..2]);
    let full = Why::ExpertFull {
        expert: expert(1),
        meetings_max: 2,
    };
    assert_eq!(whys(&proposal), [&full]);
    assert_eq!(&*proposal.empty_agendas, &[person(3)]);
    assert_eq!(&*proposal.figures.distribution, &[1, 2, 1]);
}

#[test]
fn meetings_of_one_person_follow_each_other_at_one_table() {
    let mut world = small(6, 3, 5);
    for n in 2..=4 {
        world.agree(person(1), person(n));
    }
    let proposal = proposal(&world);
    assert_eq!(proposal.placements.len(), 3);
    assert_eq!(proposal.figures.n_breaks, 0);
    assert_eq!(proposal.figures.n_table_changes, 0);
}

#[test]
fn a_held_slot_stays_and_is_no_part_of_the_plan() {
    let mut world = small(1, 2, 4);
    let held = world.ask(person(1), person(2));
    world
        .run(AcceptRequest {
            request: held,
            spot: None,
            by_plan: false,
        })
        .unwrap();
    world.agree(person(1), person(3));
    let proposal = proposal(&world);
    assert_eq!(proposal.figures.n_held, 1);
    assert_eq!(whys(&proposal), [&Why::Engaged]);
}

#[test]
fn an_event_of_more_slots_than_a_problem_holds_is_planned_whole() {
    let n_slots = 200;
    let mut world = small(n_slots, 1, 6);
    let late: SlotSet = (150..n_slots).map(slot).collect();
    let early: SlotSet = (0..20).map(slot).collect();
    for (n, availability) in [(1, late), (2, late), (5, early), (6, late)] {
        let person = person(n);
        let change = ChangeAvailability {
            person,
            availability,
        };
        world.run(change).unwrap();
    }
    let by_late = world.agree(person(1), person(2));
    let by_both = world.agree(person(1), person(3));
    let by_all = world.agree(person(3), person(4));
    let by_none = world.agree(person(5), person(6));
    let of_one = propose(&world.state, world.now, &options(1), &|| 0.0);
    assert_eq!(
        of_one.placements.len(),
        1,
        "one problem ends before the event"
    );
    let whole = propose_whole(&world.state, world.now, &options(1), &|| 0.0);
    let placed: BTreeSet<_> = whole.placements.iter().map(|row| row.request).collect();
    assert_eq!(placed, [by_late, by_both, by_all].into_iter().collect());
    assert_eq!(whole.unplaced[0].request, by_none);
    assert_eq!(whys(&whole), [&Why::NoCommonAvailability]);
    assert_eq!((whole.figures.n_placed, whole.figures.placed_bound), (3, 3));
    publish(&world, &whole).unwrap();
}

#[test]
fn a_random_long_event_loses_nothing_and_its_plan_is_accepted() {
    for seed in 1..=4 {
        let size = Size {
            n_slots: 180,
            n_tables: 2,
            n_persons: 10,
            n_experts: 3,
            n_steps: 120,
        };
        let world = World::random_with_plan(seed, size);
        let whole = propose_whole(&world.state, world.now, &options(seed), &|| 0.0);
        publish(&world, &whole).unwrap_or_else(|why| panic!("seed {seed}: {why:?}"));
        let placed = whole.placements.iter().map(|row| row.request);
        let unplaced = whole.unplaced.iter().map(|row| row.request);
        let told: BTreeSet<_> = placed.chain(unplaced).collect();
        assert_eq!(told, plannable(&world.state), "seed {seed}");
        assert_eq!(told.len(), whole.placements.len() + whole.unplaced.len());
    }
}
