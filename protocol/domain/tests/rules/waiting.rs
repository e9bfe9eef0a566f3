//! Examples of slots that are taken directly, and of waiting lists.

use protocol::command::*;
use protocol::id::*;
use protocol::*;

use crate::world::*;

fn request(n: u64) -> RequestId {
    RequestId::example(n)
}

fn take(n: u64, slot: Option<SlotId>, else_wait: bool) -> TakeSlot {
    TakeSlot {
        request: request(n),
        meeting: MeetingId::example(n),
        from: person(n),
        to: expert(1),
        slot,
        else_wait,
    }
}

fn status(world: &World, n: u64) -> RequestStatus {
    world.state.request(request(n)).unwrap().status.clone()
}

/// Persons 1 to 3 have what the first expert allows.
fn full() -> World {
    let mut world = World::new();
    for n in 1..=3 {
        let wish = take(n, Some(slot(n as u16)), false);
        world.run(Actor::Person(person(n)), wish).unwrap();
    }
    world
}

fn wait(world: &mut World, n: u64, slot: Option<SlotId>) {
    world.now = world.now + Minutes(1);
    let wish = take(n, slot, true);
    world.run(Actor::Person(person(n)), wish).unwrap();
    assert_eq!(status(world, n), RequestStatus::Waiting);
}

fn leave(world: &mut World, n: u64) {
    let wish = CancelMeeting {
        meeting: MeetingId::example(n),
        reason: CancelReason::Travel,
    };
    world.run(Actor::Person(person(n)), wish).unwrap();
}

fn offered(world: &World) -> Vec<(PersonId, SlotId)> {
    let offers = world.state.offers();
    offers.map(|offer| (offer.to, offer.spot.slot)).collect()
}

#[test]
fn a_free_slot_is_booked_at_once_and_without_a_slot_the_earliest() {
    let world = full();
    for n in 1..=3 {
        let meeting = world.state.meeting(MeetingId::example(n)).unwrap();
        assert_eq!((meeting.host, meeting.guest), (expert(1), person(n)));
        assert_eq!(meeting.spot.slot, slot(n as u16));
        let meeting = meeting.id;
        assert_eq!(status(&world, n), RequestStatus::Confirmed { meeting });
    }
    let mut world = World::new();
    let wish = take(1, None, false);
    world.run(Actor::Person(person(1)), wish).unwrap();
    let booked = world.state.meeting(MeetingId::example(1)).unwrap();
    assert_eq!(booked.spot.slot, slot(0));
}

#[test]
fn when_the_expert_is_full_one_is_refused_or_waits_as_one_asked() {
    let mut world = full();
    let four = Actor::Person(person(4));
    let refusal = world.run(four, take(4, Some(slot(0)), false)).unwrap_err();
    assert_eq!(refusal.name(), "ExpertFull");
    wait(&mut world, 4, Some(slot(0)));
    // Waiting is open: no second wish to the same expert.
    let again = take(4, None, true);
    let again = TakeSlot {
        request: request(14),
        ..again
    };
    assert_eq!(world.run(four, again).unwrap_err().name(), "IdTaken");
    // What is in the asker's own way is no reason to wait.
    let busy = take(1, Some(slot(1)), true);
    let busy = TakeSlot {
        request: request(11),
        to: expert(2),
        ..busy
    };
    let refusal = world.run(Actor::Person(person(1)), busy).unwrap_err();
    assert_eq!(refusal.name(), "PersonBusy");
}

#[test]
fn what_is_freed_is_offered_in_order_of_arrival_to_whom_it_suits() {
    let mut world = full();
    wait(&mut world, 4, Some(slot(3)));
    wait(&mut world, 5, None);
    wait(&mut world, 6, Some(slot(2)));
    leave(&mut world, 2);
    assert_eq!(offered(&world), [(person(5), slot(2))]);
    // The first declines and leaves the list; the next is asked, then nobody is left.
    let offer = world.state.offers().next().unwrap().id;
    world
        .run(Actor::Person(person(5)), DeclineOffer { offer })
        .unwrap();
    assert_eq!(status(&world, 5), RequestStatus::Cancelled);
    assert_eq!(offered(&world), [(person(6), slot(2))]);
    world.now = world.now + Minutes(11);
    world.run(Actor::System, ReviewDeadlines {}).unwrap();
    assert_eq!(status(&world, 6), RequestStatus::Expired);
    assert_eq!(offered(&world), []);
    assert_eq!(world.state.vacancies().count(), 1);
    assert_eq!(status(&world, 4), RequestStatus::Waiting);
}

#[test]
fn who_accepts_what_he_waited_for_has_it_confirmed() {
    let mut world = full();
    wait(&mut world, 4, None);
    leave(&mut world, 3);
    let offer = world.state.offers().next().unwrap().id;
    let meeting = MeetingId::example(44);
    let wish = AcceptOffer { offer, meeting };
    world.run(Actor::Person(person(4)), wish).unwrap();
    assert_eq!(status(&world, 4), RequestStatus::Confirmed { meeting });
    assert_eq!(world.state.meeting(meeting).unwrap().spot.slot, slot(3));
}

#[test]
fn an_offer_that_an_organiser_takes_back_is_not_made_again_by_itself() {
    let mut world = full();
    wait(&mut world, 4, None);
    leave(&mut world, 3);
    let offer = world.state.offers().next().unwrap().id;
    world.run(MAIN, WithdrawOffer { offer }).unwrap();
    assert_eq!(offered(&world), []);
    assert_eq!(status(&world, 4), RequestStatus::Waiting);
}

#[test]
fn taking_back_a_cancellation_takes_back_what_it_offered() {
    let mut world = full();
    wait(&mut world, 4, None);
    leave(&mut world, 3);
    let seq = world.last_seq();
    world.run(MAIN, UndoEntry { seq }).unwrap();
    assert_eq!(offered(&world), []);
    assert_eq!(status(&world, 4), RequestStatus::Waiting);
    assert!(world.state.standing_spot(MeetingId::example(3)).is_some());
}

#[test]
fn where_a_plan_gives_the_slots_none_is_taken() {
    let mut world = World::new();
    let setup = EventSetup {
        mode: Some(AssignmentMode::PreAssigned),
        ..world.state.setup().unwrap().clone()
    };
    world.run(MAIN, ConfigureEvent { setup }).unwrap();
    let one = Actor::Person(person(1));
    let refusal = world.run(one, take(1, None, true)).unwrap_err();
    assert_eq!(refusal.name(), "PlanGivesSlots");
}

#[test]
fn only_an_experts_slot_is_taken_and_only_for_oneself() {
    let mut world = World::new();
    let one = Actor::Person(person(1));
    let other = TakeSlot {
        to: person(2),
        ..take(1, None, true)
    };
    assert_eq!(world.run(one, other).unwrap_err().name(), "NotAPair");
    let refusal = world.run(one, take(2, None, true)).unwrap_err();
    assert_eq!(refusal.name(), "NotFound");
}

/// Slots of the first expert that are held, with who holds them.
fn held(world: &World) -> Vec<(PersonId, SlotId)> {
    let requests = world.state.requests();
    let held = requests.filter_map(|request| match request.status {
        RequestStatus::Accepted { spot, .. } if request.to == expert(1) => {
            Some((request.from, spot.slot))
        }
        _ => None,
    });
    held.collect()
}

fn allow(world: &mut World, meetings_max: Option<u16>) {
    let wish = LimitExpert {
        expert: expert(1),
        meetings_max,
    };
    world.run(MAIN, wish).unwrap();
}

#[test]
fn a_raised_number_is_held_for_those_who_wait_in_order_of_arrival_and_one_undo_takes_it_back() {
    let mut world = full();
    wait(&mut world, 4, None);
    wait(&mut world, 5, Some(slot(5)));
    wait(&mut world, 6, None);
    allow(&mut world, Some(2));
    assert_eq!(held(&world), [], "less room is no room");
    allow(&mut world, Some(5));
    let first_two: Vec<PersonId> = held(&world).into_iter().map(|(who, _)| who).collect();
    assert_eq!(first_two, [person(4), person(5)]);
    assert_eq!(status(&world, 6), RequestStatus::Waiting);
    let seq = world.last_seq();
    world.run(MAIN, UndoEntry { seq }).unwrap();
    assert_eq!(held(&world), []);
    assert_eq!(status(&world, 4), RequestStatus::Waiting);
    allow(&mut world, Some(5));
    let RequestStatus::Accepted { expires_at, .. } = status(&world, 4) else {
        panic!("a slot is held");
    };
    assert_eq!(expires_at, world.now + Minutes(10), "as long as an offer");
    let meeting = MeetingId::example(44);
    let confirm = ConfirmRequest {
        request: request(5),
        meeting,
    };
    world.run(Actor::Person(person(5)), confirm).unwrap();
    // Whoever lets it pass leaves the list, and the next one is asked.
    world.now = world.now + Minutes(11);
    world.run(Actor::System, ReviewDeadlines {}).unwrap();
    assert_eq!(status(&world, 4), RequestStatus::Expired);
    assert_eq!(held(&world).len(), 1);
    assert_eq!(held(&world)[0].0, person(6));
}

#[test]
fn an_opened_slot_and_a_returned_expert_are_room_too_and_no_room_of_the_plan() {
    let mut world = World::new();
    let closed = world.state.person(expert(1)).unwrap().availability;
    let change = |availability| ChangeAvailability {
        person: expert(1),
        availability,
    };
    world.run(MAIN, change(SlotSet::EMPTY)).unwrap();
    wait(&mut world, 4, None);
    world.run(MAIN, change(closed)).unwrap();
    assert_eq!(held(&world).len(), 1);
    let mut planned = World::new();
    planned.run(MAIN, change(SlotSet::EMPTY)).unwrap();
    wait(&mut planned, 4, None);
    let setup = EventSetup {
        mode: Some(AssignmentMode::PreAssigned),
        ..planned.state.setup().unwrap().clone()
    };
    planned.run(MAIN, ConfigureEvent { setup }).unwrap();
    planned.run(MAIN, change(closed)).unwrap();
    assert_eq!(held(&planned), []);
    assert_eq!(status(&planned, 4), RequestStatus::Waiting);
}
