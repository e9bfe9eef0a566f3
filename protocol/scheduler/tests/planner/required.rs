//! What must be placed, whatever else is not; and why it cannot all be.

use std::collections::BTreeSet;

use domain::{Context, decide};
use proptest::prelude::*;
use protocol::command::*;
use protocol::id::*;
use protocol::proposal::{Demands, Proposal, Required, Suppose};
use protocol::*;
use scheduler::proposal::{Options, propose, propose_whole};

use crate::world::*;

fn requiring(required: Vec<Required>) -> Options {
    Options {
        seed: 1,
        steps_max: 3_000,
        n_walks: 2,
        suppose: Suppose::default(),
        demands: Demands {
            slots: SlotSet::EMPTY,
            required: list(required),
        },
    }
}

fn whenever(request: RequestId) -> Required {
    Required {
        request,
        slot: None,
    }
}

fn at(request: RequestId, n: u16) -> Required {
    Required {
        request,
        slot: Some(slot(n)),
    }
}

fn small(n_slots: u16, n_tables: usize, n_persons: u64) -> World {
    let mut world = World::empty(n_slots, &vec![0; n_tables], 0);
    world.let_choose();
    let persons = (1..=n_persons).map(|n| somebody(person(n), n_slots));
    world.register(persons.collect());
    world
}

fn ask_for(world: &World, required: Vec<Required>) -> Proposal {
    propose(&world.state, world.now, &requiring(required), &|| 0.0)
}

fn placed(proposal: &Proposal) -> Vec<(RequestId, u16)> {
    let rows = proposal.placements.iter();
    rows.map(|row| (row.request, row.spot.slot.number()))
        .collect()
}

fn kept(proposal: &Proposal) -> (u32, u32) {
    let making = proposal.figures.making.expect("something is required");
    (making.n_required_kept, making.n_required)
}

#[test]
fn a_required_request_is_placed_before_those_who_came_first_even_at_the_price_of_two() {
    let mut world = small(1, 2, 4);
    let first = world.agree(person(1), person(2));
    let second = world.agree(person(3), person(4));
    let costs_two = world.agree(person(2), person(3));
    assert_eq!(
        placed(&ask_for(&world, vec![])),
        [(first, 0), (second, 0)],
        "two are more than one"
    );
    let proposal = ask_for(&world, vec![whenever(costs_two)]);
    assert_eq!(placed(&proposal), [(costs_two, 0)]);
    assert_eq!(kept(&proposal), (1, 1));
    assert_eq!(proposal.conflict, None);
}

#[test]
fn a_required_time_is_kept_or_the_request_stands_nowhere() {
    let mut world = small(3, 1, 4);
    let request = world.agree(person(1), person(2));
    for n in 0..3 {
        assert_eq!(
            placed(&ask_for(&world, vec![at(request, n)])),
            [(request, n)]
        );
    }
    world.book(
        person(3),
        person(4),
        Spot {
            slot: slot(1),
            place: table(1),
        },
    );
    let proposal = ask_for(&world, vec![at(request, 1)]);
    assert_eq!(placed(&proposal), []);
    assert_eq!(kept(&proposal), (0, 1));
}

#[test]
fn only_the_chosen_slots_are_planned() {
    let mut world = small(4, 1, 4);
    for n in 1..=3 {
        world.agree(person(n), person(n + 1));
    }
    let demands = Demands {
        slots: [slot(2), slot(3)].into_iter().collect(),
        ..Demands::default()
    };
    let options = Options {
        demands,
        ..requiring(vec![])
    };
    let proposal = propose_whole(&world.state, world.now, &options, &|| 0.0);
    let slots: BTreeSet<u16> = placed(&proposal).iter().map(|(_, slot)| *slot).collect();
    assert_eq!(slots, BTreeSet::from([2, 3]));
    assert_eq!(
        proposal.figures.making, None,
        "one window, nothing required"
    );
}

#[test]
fn an_event_planned_in_windows_says_so_and_keeps_what_is_required_in_a_later_one() {
    let mut world = small(200, 1, 4);
    let by_late = world.agree(person(1), person(2));
    world.agree(person(2), person(3));
    let options = requiring(vec![at(by_late, 190)]);
    let whole = propose_whole(&world.state, world.now, &options, &|| 0.0);
    assert!(placed(&whole).contains(&(by_late, 190)));
    assert_eq!(whole.figures.n_windows(), 2);
    assert_eq!(kept(&whole), (1, 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What can be placed by itself is placed when it is required, and whatever is proposed is
    /// accepted.
    #[test]
    fn one_that_could_be_booked_alone_is_kept_when_required(seed in any::<u64>(), nth in 0..20_usize) {
        let size = Size { n_slots: 4, n_tables: 2, n_persons: 8, n_experts: 2, n_steps: 80 };
        let world = World::random_with_plan(seed, size);
        let freely = ask_for(&world, vec![]);
        let all: Vec<RequestId> = freely.placements.iter().map(|row| row.request)
            .chain(freely.unplaced.iter().map(|row| row.request)).collect();
        prop_assume!(!all.is_empty());
        let wanted = all[nth % all.len()];
        let request = world.state.request(wanted).unwrap();
        let pair = world.state.roles(request.from, request.to);
        let suits = |at: SlotId| request.slots.is_empty() || request.slots.contains(at);
        // Somebody receives at home; other meetings take a table that is nobody's home.
        let is_home = |of: Option<PersonId>, place: PlaceId| {
            world.state.persons().any(|row| {
                row.home == Some(place) && of.is_none_or(|person| person == row.id)
            })
        };
        let is_theirs = |place: &&Place| {
            let is_free_table = place.kind == PlaceKind::Table && !is_home(None, place.id);
            let is_home = is_home(Some(pair.0), place.id) || is_home(Some(pair.1), place.id);
            is_free_table || (is_home && place.kind != PlaceKind::Room)
        };
        let spots = world.state.slots().filter(|at| suits(at.id)).flat_map(|at| {
            world.state.places().filter(is_theirs).map(|place| Spot { slot: at.id, place: place.id })
        });
        let fits_alone = spots.into_iter().any(|spot| {
            world.state.check_booking(pair, spot, world.now, &[]).is_ok()
        }) && world.state.standing_meetings_of(pair.0).all(|meeting| {
            meeting.host != pair.1 && meeting.guest != pair.1
        });
        let proposal = ask_for(&world, vec![whenever(wanted)]);
        prop_assert_eq!(kept(&proposal), (u32::from(fits_alone), 1), "seed {}", seed);
        let placements = (1_000_000..).zip(&proposal.placements).map(|(n, planned)| PlannedRequest {
            request: planned.request,
            meeting: MeetingId::example(n),
            spot: planned.spot,
        });
        let publish = PublishPlan { placements: list(placements.collect()) };
        let context = Context { actor: Actor::System, now: world.now, undone: None };
        let told = decide(&world.state, &context, &publish.into());
        prop_assert!(told.is_ok(), "seed {}: {:?}", seed, told);
    }
}

/// The reasons need the engine.
#[cfg(feature = "exact")]
mod reasons {
    use protocol::proposal::PlanCause;

    use super::*;

    fn causes(proposal: &Proposal) -> Vec<PlanCause> {
        let conflict = proposal.conflict.as_ref().expect("it cannot be kept");
        assert!(conflict.is_minimal);
        conflict.causes.to_vec()
    }

    fn is_there_in(world: &mut World, who: PersonId, slots: &[u16]) {
        let availability = slots.iter().copied().map(slot).collect();
        let change = ChangeAvailability {
            person: who,
            availability,
        };
        world.run(change).unwrap();
    }

    #[test]
    fn two_without_common_time_are_named_with_their_availability_and_nothing_else() {
        let mut world = small(4, 2, 4);
        world.agree(person(3), person(4));
        is_there_in(&mut world, person(1), &[0, 1]);
        is_there_in(&mut world, person(2), &[2, 3]);
        let request = world.agree(person(1), person(2));
        assert_eq!(
            causes(&ask_for(&world, vec![whenever(request)])),
            [
                PlanCause::Required { request },
                PlanCause::Availability { person: person(1) },
                PlanCause::Availability { person: person(2) },
            ]
        );
    }

    #[test]
    fn a_required_time_at_which_one_is_away_is_named_without_the_other() {
        let mut world = small(4, 2, 2);
        is_there_in(&mut world, person(1), &[0, 1]);
        let request = world.agree(person(1), person(2));
        assert_eq!(
            causes(&ask_for(&world, vec![at(request, 3)])),
            [
                PlanCause::Required { request },
                PlanCause::OnlyThen { request },
                PlanCause::Availability { person: person(1) },
            ]
        );
    }

    #[test]
    fn more_required_than_tables_names_as_many_requests_as_it_takes() {
        let mut world = small(1, 1, 8);
        let required: Vec<_> = (0..4)
            .map(|n| world.agree(person(2 * n + 1), person(2 * n + 2)))
            .collect();
        let proposal = ask_for(&world, required.iter().copied().map(whenever).collect());
        assert_eq!(kept(&proposal), (1, 4));
        let causes = causes(&proposal);
        assert_eq!(causes.len(), 3, "two meetings and one table: {causes:?}");
        assert!(causes.contains(&PlanCause::Tables));
        assert_eq!(proposal.unplaced.len(), 3, "nobody is dropped in silence");
    }

    #[test]
    fn a_full_day_and_an_expert_who_takes_no_more_are_reasons() {
        let mut world = small(2, 3, 6);
        let at = |n| Spot {
            slot: slot(n),
            place: table(1),
        };
        world.book(person(1), person(3), at(0));
        world.book(person(1), person(4), at(1));
        let request = world.agree(person(1), person(2));
        assert_eq!(
            causes(&ask_for(&world, vec![whenever(request)])),
            [
                PlanCause::Required { request },
                PlanCause::Engaged { person: person(1) },
            ]
        );
        let mut host = an_expert(expert(1), 2);
        host.expert = Some(ExpertTerms {
            meetings_max: Some(1),
            absence: None,
        });
        world.register(vec![host]);
        let asked: Vec<_> = [5, 6]
            .map(|n| world.ask(person(n), expert(1)))
            .into_iter()
            .collect();
        let told = causes(&ask_for(
            &world,
            asked.iter().copied().map(whenever).collect(),
        ));
        let expert = expert(1);
        assert_eq!(told.len(), 3);
        assert!(told.contains(&PlanCause::AllowedNumber { expert, n_left: 1 }));
    }

    #[test]
    fn what_no_time_can_mend_is_told_without_times() {
        let mut world = small(2, 2, 4);
        let unanswered = world.ask(person(1), person(2));
        assert_eq!(
            causes(&ask_for(&world, vec![whenever(unanswered)])),
            [
                PlanCause::Required {
                    request: unanswered
                },
                PlanCause::NotPlannable {
                    request: unanswered
                },
            ]
        );
    }

    #[test]
    fn a_homes_one_table_is_named() {
        let mut world = World::empty(1, &[0, 0], 1);
        world.let_choose();
        let mut host = somebody(person(1), 1);
        host.home = Some(booth(1));
        world.register(
            [host]
                .into_iter()
                .chain((2..=4).map(|n| somebody(person(n), 1)))
                .collect(),
        );
        let required: Vec<_> = [2, 3]
            .map(|n| world.agree(person(1), person(n)))
            .into_iter()
            .collect();
        let proposal = ask_for(&world, required.iter().copied().map(whenever).collect());
        // One person has one slot: that alone is enough, and no place is to blame.
        let told = causes(&proposal);
        assert_eq!(
            told,
            required
                .iter()
                .map(|request| PlanCause::Required { request: *request })
                .collect::<Vec<_>>()
        );
    }
}
