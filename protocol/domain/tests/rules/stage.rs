//! EVT-10: project, planned, called off, closed; and what is heard at each stage.

use domain::EventPhase;
use protocol::command::*;
use protocol::id::*;
use protocol::reject::{EventFrozen, StageOutdated};
use protocol::*;

use crate::matrix::meant;
use crate::world::*;

/// Every wish that is heard where nothing happens on the floor any more.
const OUTLIVING: [u16; 8] = [
    ChangeStage::KIND,
    ErasePerson::KIND,
    AcknowledgeAlert::KIND,
    Announce::KIND,
    GrantStaff::KIND,
    RevokeStaff::KIND,
    ReviewDeadlines::KIND,
    NoteDeskEdit::KIND,
];

fn go(world: &mut World, before: EventStage, after: EventStage) -> Result<Vec<Change>, Reject> {
    world.run(MAIN, ChangeStage { before, after })
}

#[test]
fn where_nothing_happens_any_more_every_other_wish_is_refused_with_the_stage() {
    for stage in [EventStage::CalledOff, EventStage::Closed] {
        let mut world = World::new();
        go(&mut world, EventStage::Planned, stage).unwrap();
        for (kind, name) in Command::KINDS {
            let case = meant(*kind).unwrap_or_else(|| panic!("{name} has no row in the matrix"));
            for actor in [MAIN, Actor::System] {
                let outcome = world.clone().run(actor, case.own.clone());
                let is_frozen = outcome == Err(EventFrozen { stage }.into());
                assert_eq!(is_frozen, !OUTLIVING.contains(kind), "{name}: {outcome:?}");
            }
        }
    }
}

#[test]
fn a_project_is_the_teams_and_participants_wait_until_it_is_planned() {
    let mut world = World::new();
    let me = Actor::Person(person(1));
    let wish = ChangeAvailability {
        person: person(1),
        availability: [slot(2)].into_iter().collect(),
    };
    let stage = EventStage::Project;
    go(&mut world, EventStage::Planned, stage).unwrap();
    let refused = world.run(me, wish.clone()).unwrap_err();
    assert_eq!(refused, EventFrozen { stage }.into());
    world.run(MAIN, wish.clone()).unwrap();
    go(&mut world, stage, EventStage::Planned).unwrap();
    world.run(me, wish).unwrap();
}

#[test]
fn calling_off_keeps_every_row_and_is_taken_back_without_loss() {
    let mut world = World::new();
    world
        .run(
            MAIN,
            BookMeeting {
                meeting: MeetingId::example(1),
                host: person(1),
                guest: person(2),
                spot: spot(1, 1),
            },
        )
        .unwrap();
    let before = world.state.clone();
    go(&mut world, EventStage::Planned, EventStage::CalledOff).unwrap();
    let called_off = world.last_seq();
    assert_eq!(world.state.meetings().count(), before.meetings().count());
    world.run(MAIN, UndoEntry { seq: called_off }).unwrap();
    assert_eq!(world.state, before);
}

#[test]
fn only_the_stage_itself_is_undone_in_a_frozen_event() {
    let mut world = World::new();
    world
        .run(
            MAIN,
            BookMeeting {
                meeting: MeetingId::example(1),
                host: person(1),
                guest: person(2),
                spot: spot(1, 1),
            },
        )
        .unwrap();
    let booked = world.last_seq();
    let stage = EventStage::Closed;
    go(&mut world, EventStage::Planned, stage).unwrap();
    let refused = world.run(MAIN, UndoEntry { seq: booked }).unwrap_err();
    assert_eq!(refused, EventFrozen { stage }.into());
}

#[test]
fn who_did_not_see_the_last_step_is_refused_and_told_where_the_event_is() {
    let mut world = World::new();
    go(&mut world, EventStage::Planned, EventStage::CalledOff).unwrap();
    let refused = go(&mut world, EventStage::Planned, EventStage::Closed).unwrap_err();
    let stage = EventStage::CalledOff;
    assert_eq!(refused, StageOutdated { stage }.into());
    let nothing = go(&mut world, stage, stage).unwrap();
    assert_eq!(nothing, vec![]);
}

#[test]
fn ongoing_and_past_follow_from_the_timetable() {
    let mut world = World::new();
    let ends: Vec<Micros> = world.state.slots().map(|row| row.ends_at).collect();
    let sessions: Vec<Micros> = world.state.sessions().map(|row| row.ends_at).collect();
    let starts: Vec<Micros> = world
        .state
        .slots()
        .map(|row| row.starts_at)
        .chain(world.state.sessions().map(|row| row.starts_at))
        .collect();
    let first = *starts.iter().min().unwrap();
    let last = *ends.iter().chain(&sessions).max().unwrap();
    let check = |world: &World, at: i64, phase: EventPhase| {
        assert_eq!(world.state.phase(Micros(at)), phase);
    };
    check(&world, first.0 - 1, EventPhase::Planned);
    check(&world, first.0, EventPhase::Ongoing);
    check(&world, last.0 - 1, EventPhase::Ongoing);
    check(&world, last.0, EventPhase::Past);
    go(&mut world, EventStage::Planned, EventStage::CalledOff).unwrap();
    check(&world, first.0, EventPhase::CalledOff);
    go(&mut world, EventStage::CalledOff, EventStage::Project).unwrap();
    check(&world, last.0, EventPhase::Project);
    go(&mut world, EventStage::Project, EventStage::Closed).unwrap();
    check(&world, first.0 - 1, EventPhase::Closed);
    assert_eq!(
        domain::State::default().phase(Micros(0)),
        EventPhase::Planned
    );
}
