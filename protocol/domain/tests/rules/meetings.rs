//! Examples of the meeting rules, one sentence each.

use protocol::command::*;
use protocol::id::*;
use protocol::*;

use crate::world::*;

#[test]
fn moving_a_meeting_to_a_taken_table_names_who_took_it() {
    let mut world = World::new();
    let a = world.book(1, person(1), person(2), spot(0, 1));
    world.book(2, person(3), person(4), spot(1, 1));
    let refusal = world
        .run(
            MAIN,
            MoveMeeting {
                meeting: a,
                from: spot(0, 1),
                to: spot(1, 1),
            },
        )
        .unwrap_err();
    let Reject::PlaceBusy(busy) = refusal else {
        panic!("{refusal:?}")
    };
    assert_eq!(
        busy.touch.map(|touch| (touch.by, touch.seq)),
        Some((MAIN, world.last_seq()))
    );
}

#[test]
fn a_stale_move_is_refused_with_where_the_meeting_is_now() {
    let mut world = World::new();
    let a = world.book(1, person(1), person(2), spot(0, 1));
    world
        .run(
            MAIN,
            MoveMeeting {
                meeting: a,
                from: spot(0, 1),
                to: spot(2, 2),
            },
        )
        .unwrap();
    let refusal = world
        .run(
            MAIN,
            MoveMeeting {
                meeting: a,
                from: spot(0, 1),
                to: spot(3, 1),
            },
        )
        .unwrap_err();
    let Reject::MeetingElsewhere(moved) = refusal else {
        panic!("{refusal:?}")
    };
    assert_eq!(moved.now_at, spot(2, 2));
}

#[test]
fn two_meetings_swap_in_one_command() {
    let mut world = World::new();
    let a = world.book(1, person(1), person(2), spot(0, 1));
    let b = world.book(2, person(3), person(4), spot(1, 2));
    world
        .run(
            MAIN,
            SwapMeetings {
                a,
                a_at: spot(0, 1),
                b,
                b_at: spot(1, 2),
            },
        )
        .unwrap();
    assert_eq!(world.state.meeting(a).unwrap().spot, spot(1, 2));
    assert_eq!(world.state.meeting(b).unwrap().spot, spot(0, 1));
}

#[test]
fn the_three_move_handshake_books_a_meeting() {
    // B2B-04..06: asked, accepted with a held place, confirmed.
    let mut world = World::new();
    let request = RequestId::example(1);
    let asker = Actor::Person(person(1));
    let asked = Actor::Person(person(2));
    world
        .run(
            asker,
            MakeRequest {
                request,
                from: person(1),
                to: person(2),
                slots: SlotSet::EMPTY,
            },
        )
        .unwrap();
    let too_early = world.run(
        asker,
        ConfirmRequest {
            request,
            meeting: MeetingId::example(1),
        },
    );
    assert!(matches!(too_early, Err(Reject::RequestNotAccepted(_))));
    assert!(matches!(
        world.run(
            asker,
            AcceptRequest {
                request,
                spot: None,
                by_plan: false
            }
        ),
        Err(Reject::NotFound(_))
    ));
    world
        .run(
            asked,
            AcceptRequest {
                request,
                spot: None,
                by_plan: false,
            },
        )
        .unwrap();
    let RequestStatus::Accepted { spot: held, .. } = world.state.request(request).unwrap().status
    else {
        panic!()
    };
    let taken = world.run(
        MAIN,
        BookMeeting {
            meeting: MeetingId::example(9),
            host: person(3),
            guest: person(4),
            spot: held,
        },
    );
    assert!(matches!(taken, Err(Reject::PlaceBusy(_))));
    world
        .run(
            asker,
            ConfirmRequest {
                request,
                meeting: MeetingId::example(1),
            },
        )
        .unwrap();
    assert_eq!(
        world.state.meeting(MeetingId::example(1)).unwrap().spot,
        held
    );
}

#[test]
fn an_unconfirmed_hold_expires_and_frees_its_slot() {
    let mut world = World::new();
    let request = RequestId::example(1);
    world
        .run(
            MAIN,
            MakeRequest {
                request,
                from: person(1),
                to: person(2),
                slots: SlotSet::EMPTY,
            },
        )
        .unwrap();
    world
        .run(
            MAIN,
            AcceptRequest {
                request,
                spot: Some(spot(5, 1)),
                by_plan: false,
            },
        )
        .unwrap();
    let due = domain::deadlines::next_due(&world.state, world.now).unwrap();
    world.now = due;
    world.run(Actor::System, ReviewDeadlines {}).unwrap();
    assert_eq!(
        world.state.request(request).unwrap().status,
        RequestStatus::Expired
    );
    world.book(1, person(3), person(4), spot(5, 1));
}

#[test]
fn a_cancellation_frees_a_slot_that_an_offer_fills() {
    // LIV-04: the leaver is no candidate, the offer holds the slot, one tap books it.
    let mut world = World::new();
    let meeting = world.book(1, expert(2), person(1), spot(0, 1));
    world
        .run(
            Actor::Person(person(1)),
            CancelMeeting {
                meeting,
                reason: CancelReason::Unwell,
            },
        )
        .unwrap();
    let vacancy = world.state.vacancies().next().unwrap().clone();
    assert_eq!((vacancy.host, vacancy.gone), (expert(2), person(1)));
    let offer = OfferId::example(1);
    world
        .run(
            MAIN,
            OfferVacancy {
                vacancy: vacancy.id,
                offer,
                to: person(2),
            },
        )
        .unwrap();
    let twice = world.run(
        MAIN,
        OfferVacancy {
            vacancy: vacancy.id,
            offer: OfferId::example(2),
            to: person(3),
        },
    );
    assert!(matches!(twice, Err(Reject::VacancyOffered(_))));
    world
        .run(
            Actor::Person(person(2)),
            AcceptOffer {
                offer,
                meeting: MeetingId::example(2),
            },
        )
        .unwrap();
    let filled = world.state.meeting(MeetingId::example(2)).unwrap();
    assert_eq!(
        (filled.host, filled.guest, filled.spot),
        (expert(2), person(2), spot(0, 1))
    );
    assert_eq!(world.state.vacancies().count(), 0);
}

#[test]
fn an_absent_experts_meetings_are_settled_whole_or_not_at_all() {
    // LIV-03: one plan, one entry, one undo.
    let mut world = World::new();
    let a = world.book(1, expert(2), person(1), spot(1, 1));
    let b = world.book(2, expert(2), person(2), spot(2, 1));
    let absence = Absence {
        from: slot_start(1),
        until: None,
    };
    let substitute = Reassignment {
        meeting: a,
        from: spot(1, 1),
        outcome: ReassignmentOutcome::Substitute {
            expert: expert(3),
            spot: spot(1, 1),
        },
    };
    let partial = DeclareExpertAbsent {
        expert: expert(2),
        absence: absence.clone(),
        plan: List::new(vec![substitute.clone()]).unwrap(),
    };
    let before = world.state.clone();
    let Err(Reject::PlanOutdated(outdated)) = world.run(MAIN, partial) else {
        panic!()
    };
    assert_eq!(outdated.meetings, vec![b]);
    assert_eq!(world.state, before);

    let cancel = Reassignment {
        meeting: b,
        from: spot(2, 1),
        outcome: ReassignmentOutcome::Cancel,
    };
    let whole = DeclareExpertAbsent {
        expert: expert(2),
        absence,
        plan: List::new(vec![substitute, cancel]).unwrap(),
    };
    world.run(MAIN, whole).unwrap();
    assert_eq!(world.state.meeting(a).unwrap().host, expert(3));
    assert!(matches!(
        world.state.meeting(b).unwrap().status,
        MeetingStatus::Cancelled { .. }
    ));
    let booked = world.run(
        MAIN,
        BookMeeting {
            meeting: MeetingId::example(9),
            host: expert(2),
            guest: person(3),
            spot: spot(4, 1),
        },
    );
    assert!(matches!(booked, Err(Reject::ExpertAbsentThen(_))));

    world
        .run(
            MAIN,
            UndoEntry {
                seq: world.last_seq(),
            },
        )
        .unwrap();
    assert_eq!(world.state.meeting(a).unwrap().host, expert(2));
    assert_eq!(
        world.state.meeting(b).unwrap().status,
        MeetingStatus::Planned
    );
    assert_eq!(
        world
            .state
            .person(expert(2))
            .unwrap()
            .expert
            .as_ref()
            .unwrap()
            .absence,
        None
    );
}

#[test]
fn an_expert_who_reports_ill_raises_an_alert_until_the_team_acts() {
    let mut world = World::new();
    let meeting = world.book(1, expert(2), person(1), spot(1, 1));
    let absence = Absence {
        from: slot_start(1),
        until: None,
    };
    let report = DeclareExpertAbsent {
        expert: expert(2),
        absence: absence.clone(),
        plan: List::default(),
    };
    world.run(Actor::Person(expert(2)), report).unwrap();
    assert_eq!(
        world
            .state
            .alert(AlertKey::ExpertAbsent(expert(2)))
            .unwrap()
            .value,
        1
    );
    let cancel = Reassignment {
        meeting,
        from: spot(1, 1),
        outcome: ReassignmentOutcome::Cancel,
    };
    world
        .run(
            MAIN,
            DeclareExpertAbsent {
                expert: expert(2),
                absence,
                plan: List::new(vec![cancel]).unwrap(),
            },
        )
        .unwrap();
    assert!(
        world
            .state
            .alert(AlertKey::ExpertAbsent(expert(2)))
            .is_none()
    );
}

#[test]
fn a_session_blocks_the_slots_that_it_overlaps() {
    // EVT-06, B2B-11.
    let mut world = World::new();
    world
        .run(
            MAIN,
            TakeSeat {
                session: SessionId::example(1),
                person: person(1),
            },
        )
        .unwrap();
    let blocked = world.run(
        MAIN,
        BookMeeting {
            meeting: MeetingId::example(1),
            host: person(1),
            guest: person(2),
            spot: spot(2, 1),
        },
    );
    assert!(matches!(blocked, Err(Reject::PersonBusy(_))));
    world.book(1, person(1), person(2), spot(4, 1));
}

#[test]
fn a_freed_seat_goes_to_the_first_who_waits() {
    let mut world = World::new();
    let session = SessionId::example(1);
    for n in 1..=4 {
        world
            .run(
                Actor::Person(person(n)),
                TakeSeat {
                    session,
                    person: person(n),
                },
            )
            .unwrap();
        world.now.0 += 1;
    }
    assert_eq!(
        world.state.seat(session, person(3)).unwrap().status,
        SeatStatus::Waiting
    );
    world
        .run(
            Actor::Person(person(1)),
            ReleaseSeat {
                session,
                person: person(1),
            },
        )
        .unwrap();
    assert_eq!(
        world.state.seat(session, person(3)).unwrap().status,
        SeatStatus::Taken
    );
    assert_eq!(
        world.state.seat(session, person(4)).unwrap().status,
        SeatStatus::Waiting
    );
}

#[test]
fn entering_room_b_leaves_room_a() {
    // LIV-07, CHK-09.
    let mut world = World::new();
    world
        .run(
            DOOR,
            CheckIn {
                person: person(1),
                gate: Gate::Room(room(1)),
            },
        )
        .unwrap();
    world
        .run(
            DOOR,
            CheckIn {
                person: person(1),
                gate: Gate::Room(room(2)),
            },
        )
        .unwrap();
    assert_eq!(
        (
            world.state.occupancy(room(1)),
            world.state.occupancy(room(2))
        ),
        (0, 1)
    );
    let twice = world
        .run(
            DOOR,
            CheckIn {
                person: person(1),
                gate: Gate::Room(room(2)),
            },
        )
        .unwrap_err();
    let Reject::AlreadyIn(already) = twice else {
        panic!("{twice:?}")
    };
    assert_eq!(already.mark.by, DOOR);
}

#[test]
fn travel_between_sites_leaves_time_to_get_there() {
    // B2B-09: slots are 6 minutes apart, the way takes 15.
    let mut world = World::new();
    world.book(1, person(1), person(2), spot(0, 1));
    let too_far = world.run(
        MAIN,
        BookMeeting {
            meeting: MeetingId::example(2),
            host: person(1),
            guest: person(3),
            spot: spot(1, 4),
        },
    );
    assert!(matches!(too_far, Err(Reject::TooFar(_))));
    world.book(2, person(1), person(3), spot(2, 4));
}

#[test]
fn an_expert_takes_no_more_meetings_than_allowed() {
    let mut world = World::new();
    for n in 0..3_u16 {
        world.book(
            u64::from(n) + 1,
            expert(1),
            person(u64::from(n) + 1),
            spot(n, 1),
        );
    }
    let full = world.run(
        MAIN,
        BookMeeting {
            meeting: MeetingId::example(9),
            host: expert(1),
            guest: person(5),
            spot: spot(4, 1),
        },
    );
    assert!(matches!(full, Err(Reject::ExpertFull(_))));
    let experts = world.run(
        MAIN,
        BookMeeting {
            meeting: MeetingId::example(9),
            host: expert(2),
            guest: expert(3),
            spot: spot(4, 1),
        },
    );
    assert!(matches!(experts, Err(Reject::ExpertsDoNotMeet(_))));
}

#[test]
fn a_scoped_administrator_touches_only_his_rows() {
    // LIV-10: persons with odd numbers belong to the scope.
    let mut world = World::new();
    let foreign = world.book(1, person(2), person(4), spot(0, 1));
    let refusal = world.run(
        SCOPED,
        CancelMeeting {
            meeting: foreign,
            reason: CancelReason::Organiser,
        },
    );
    assert!(matches!(refusal, Err(Reject::NotFound(_))));
    let own = world.book(2, person(1), person(4), spot(1, 1));
    world
        .run(
            SCOPED,
            CancelMeeting {
                meeting: own,
                reason: CancelReason::Organiser,
            },
        )
        .unwrap();
    let raise = GrantStaff {
        staff: Staff {
            id: StaffId::example(2),
            role: Role::Main,
        },
    };
    assert!(matches!(
        world.run(SCOPED, raise),
        Err(Reject::Forbidden(_))
    ));
}

#[test]
fn undo_never_overwrites_what_somebody_did_since() {
    let mut world = World::new();
    let a = world.book(1, person(1), person(2), spot(0, 1));
    world
        .run(
            MAIN,
            MoveMeeting {
                meeting: a,
                from: spot(0, 1),
                to: spot(1, 1),
            },
        )
        .unwrap();
    let moved_seq = world.last_seq();
    world.book(2, person(3), person(4), spot(0, 1));
    let Err(Reject::CannotUndo(blocked)) = world.run(MAIN, UndoEntry { seq: moved_seq }) else {
        panic!()
    };
    assert_eq!(blocked.touch.unwrap().seq, world.last_seq());
}

#[test]
fn a_low_fill_rate_raises_an_alert_from_its_date_on() {
    // LIV-06.
    let mut world = World::new();
    let key = AlertKey::FillLow(FillObject::Expert(expert(1)));
    assert!(world.state.alert(key).is_none());
    world.now = slot_start(1);
    world.run(Actor::System, ReviewDeadlines {}).unwrap();
    assert_eq!(
        world
            .state
            .alert(key)
            .map(|alert| (alert.value, alert.limit)),
        Some((0, 40))
    );
    world.book(1, expert(1), person(1), spot(2, 1));
    world.book(2, expert(1), person(2), spot(3, 1));
    assert!(world.state.alert(key).is_none());
}
