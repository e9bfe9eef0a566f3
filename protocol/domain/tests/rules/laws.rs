//! Laws that hold for every command, tested on random lives of the small event.

use domain::access;
use domain::{State, invariants};
use proptest::prelude::*;
use protocol::command::*;
use protocol::id::*;
use protocol::*;

use crate::lives::*;
use crate::world::*;

proptest! {
    #![proptest_config(ProptestConfig::default())]

    /// LIV-02, B2B-06: whatever is accepted leaves the event sound, and is what the changes say.
    #[test]
    fn an_accepted_command_keeps_every_invariant(moves in life(60)) {
        play(&moves, |_, step, world, outcome| {
            let violations = invariants::check(&world.state);
            assert!(violations.is_empty(), "{step:?} gave {outcome:?}, which breaks {violations:?}");
        });
    }

    /// EXP-04: a plan is published whole, each request at its spot, or every placement that does
    /// not hold is named and nothing changes; one undo takes all of it back.
    #[test]
    fn a_plan_is_published_whole_or_not_at_all(moves in life(60)) {
        play(&moves, |before, step, world, outcome| {
            let Command::PublishPlan(plan) = &step.command else { return };
            match outcome {
                Ok(changes) => {
                    for placed in &plan.placements {
                        let meeting = world.state.meeting(placed.meeting).unwrap();
                        assert_eq!(meeting.spot, placed.spot);
                        let status = &world.state.request(placed.request).unwrap().status;
                        assert_eq!(status, &RequestStatus::Confirmed { meeting: placed.meeting });
                    }
                    let mut undone = world.clone();
                    match undone.run(MAIN, UndoEntry { seq: world.last_seq() }) {
                        _ if changes.is_empty() => {}
                        Ok(_) => assert_eq!(comparable(&undone.state), comparable(&before.state)),
                        // A hold that ran out, or whose time is no longer free, cannot return.
                        Err(why) => assert!(changes.iter().any(gives_up_a_hold), "{why:?}: {changes:?}"),
                    }
                }
                Err(Reject::ProposalOutdated(why)) => {
                    assert_eq!(why.problems.len(), (why.n_problems as usize).min(50));
                    for problem in &why.problems {
                        problem.why().unwrap();
                        assert!(plan.placements.iter().any(|placed| placed.request == problem.request));
                    }
                }
                Err(Reject::Forbidden(_) | Reject::NotFound(_)) => {}
                Err(other) => panic!("{other:?}"),
            }
        });
    }

    /// EXP-06: an arbitration gives every applicant an answer, keeps no more than the expert can
    /// meet, and one undo takes all of it back; one of other applicants names who came and went.
    #[test]
    fn an_arbitration_answers_every_applicant_or_nobody(moves in life(60)) {
        play(&moves, |before, step, world, outcome| {
            let Command::ArbitrateExpert(wish) = &step.command else { return };
            let status = |id: &RequestId| world.state.request(*id).unwrap().status.clone();
            match outcome {
                Ok(changes) => {
                    let n_named = wish.kept.len() + wish.waiting.len() + wish.dropped.len();
                    assert_eq!(n_named, before.state.applicants(wish.expert).count());
                    let n_free = before.state.capacity_left(wish.expert, world.now) as usize;
                    assert!(wish.kept.len() <= n_free);
                    assert!(wish.kept.iter().all(|id| matches!(
                        status(id),
                        RequestStatus::Agreed | RequestStatus::Accepted { .. }
                    )));
                    assert!(wish.waiting.iter().all(|id| status(id) == RequestStatus::Waiting));
                    assert!(wish.dropped.iter().all(|id| status(id) == RequestStatus::NotRetained));
                    let mut undone = world.clone();
                    match undone.run(MAIN, UndoEntry { seq: world.last_seq() }) {
                        _ if changes.is_empty() => {}
                        Ok(_) => assert_eq!(comparable(&undone.state), comparable(&before.state)),
                        // A hold that ran out, or whose time is no longer free, cannot return.
                        Err(why) => assert!(changes.iter().any(gives_up_a_hold), "{why:?}: {changes:?}"),
                    }
                }
                Err(Reject::ApplicantsChanged(why)) => {
                    let named = |id: &RequestId| {
                        wish.kept.contains(id) || wish.waiting.contains(id) || wish.dropped.contains(id)
                    };
                    assert!(why.came.iter().all(|id| !named(id)));
                    assert!(why.gone.iter().all(named));
                }
                Err(
                    Reject::TooManyKept(_)
                    | Reject::NoCommonSlot(_)
                    | Reject::Forbidden(_)
                    | Reject::NotFound(_)
                    | Reject::PersonWithdrawnAlready(_)
                    | Reject::AlreadyMeeting(_),
                ) => {}
                Err(other) => panic!("{other:?}"),
            }
        });
    }

    /// LIV-04: what is freed goes to the waiting list first: after every command, a freed slot of
    /// an expert that nobody is offered suits nobody who waited when it was freed or declined.
    #[test]
    fn a_freed_slot_is_offered_to_the_waiting_list_first(moves in life(60)) {
        play(&moves, |_, step, world, outcome| {
            let Ok(changes) = outcome else { return };
            if matches!(step.command, Command::UndoEntry(_)) {
                return;
            }
            for change in changes {
                let Change::SlotFreed(freed) = change else { continue };
                let state = &world.state;
                let Some(vacancy) = state.vacancy(freed.vacancy.id) else { continue };
                if state.offer_of(vacancy.id).is_some() {
                    continue;
                }
                for waiting in state.waiting_list(vacancy.host) {
                    let suits = waiting.slots.is_empty() || waiting.slots.contains(vacancy.spot.slot);
                    let fits = state
                        .check_booking((vacancy.host, waiting.from), vacancy.spot, world.now, &[])
                        .is_ok();
                    let has_offer = state.offers().any(|offer| offer.to == waiting.from);
                    let left = waiting.from == vacancy.gone;
                    assert!(!suits || !fits || has_offer || left, "{waiting:?} for {vacancy:?}");
                }
            }
        });
    }

    /// A refused command changes nothing, and refusing or accepting is repeatable.
    #[test]
    fn deciding_is_repeatable_and_refusing_changes_nothing(moves in life(40)) {
        play(&moves, |before, step, world, outcome| {
            if outcome.is_err() {
                assert_eq!(before.state, world.state);
                assert_eq!(before.log.len(), world.log.len());
            }
            let mut again = before.clone();
            assert_eq!(&again.run(step.actor, step.command.clone()), outcome);
            assert_eq!(again.state, world.state);
        });
    }

    /// The rows describe the whole state: a reloaded state is the state.
    #[test]
    fn a_state_survives_its_rows(moves in life(40)) {
        play(&moves, |_, step, world, _| {
            assert_eq!(State::from_snapshot(&world.state.full_snapshot()), world.state, "{step:?}");
        });
    }

    /// LIV-09, LIV-10: for every role, old snapshot plus what it sees of the entry is the new snapshot.
    #[test]
    fn a_snapshot_plus_entries_is_the_fresh_snapshot_for_every_role(moves in life(40)) {
        play(&moves, |before, step, world, _| {
            if before.log.len() == world.log.len() {
                return;
            }
            let entry = world.log.last().unwrap();
            for viewer in viewers(&before.state) {
                if entry.changes.iter().any(|change| access::needs_resync(&viewer, change)) {
                    continue;
                }
                let mut replica = State::from_snapshot(&access::snapshot_for(&before.state, &viewer));
                replay(&mut replica, &world.state, &viewer, entry);
                let fresh = State::from_snapshot(&access::snapshot_for(&world.state, &viewer));
                assert_eq!(replica, fresh, "{viewer:?} after {step:?}: {:?}", entry.changes);
            }
        });
    }

    /// LIV-08: undoing at once restores what was, apart from marks of who touched it last.
    #[test]
    fn undo_of_do_is_identity(moves in life(40)) {
        play(&moves, |before, step, world, _| {
            let is_undo = matches!(step.command, Command::UndoEntry(_) | Command::AcknowledgeAlert(_));
            if before.log.len() == world.log.len() || is_undo {
                return;
            }
            let mut undone = world.clone();
            if undone.run(Actor::System, UndoEntry { seq: world.last_seq() }).is_ok() {
                assert_eq!(comparable(&undone.state), comparable(&before.state), "undo of {step:?}");
                assert!(invariants::check(&undone.state).is_empty());
            }
        });
    }

    /// EXP-02, LIV-10: participants never act on what is not theirs, doors only on attendance.
    #[test]
    fn nobody_changes_what_his_rights_do_not_open(moves in life(40)) {
        play(&moves, |_, step, _, outcome| {
            let Ok(changes) = outcome else { return };
            match step.actor {
                SCREEN => assert!(changes.is_empty(), "a screen did {step:?}"),
                DOOR => assert!(changes.iter().all(|change| matches!(
                    change,
                    Change::AttendanceChanged(_) | Change::SeatChanged(_) | Change::AlertRaised(_) | Change::AlertCleared(_)
                )), "a door did {step:?}"),
                Actor::Person(me) => assert!(
                    changes.is_empty() || concerns(changes, me),
                    "{me:?} did {step:?}: {changes:?}"
                ),
                Actor::Staff(_) | Actor::System => {}
            }
        });
    }
}

fn gives_up_a_hold(change: &Change) -> bool {
    matches!(
        change,
        Change::RequestMoved(c) if matches!(c.before, RequestStatus::Accepted { .. })
    )
}

fn concerns(changes: &[Change], me: PersonId) -> bool {
    changes
        .iter()
        .any(|change| access::card_keys(change).contains(&CardKey::Person(me)))
}

/// Rows without touches and without the alerts' history; a request made and undone stays as a
/// cancelled one, a scan undone stays as "expected".
fn comparable(state: &State) -> Snapshot {
    let mut rows = state.full_snapshot();
    for meeting in &mut rows.meetings {
        meeting.touch = Touch {
            seq: 0,
            at: Micros(0),
            by: Actor::System,
        };
        // Moving clears a delay that had been announced for the old time.
        meeting.late = None;
    }
    rows.requests
        .retain(|request| request.status != RequestStatus::Cancelled);
    rows.attendance
        .retain(|(_, row)| row.presence != Presence::Expected);
    rows.offers.clear();
    rows.vacancies.clear();
    rows.alerts.clear();
    rows
}
