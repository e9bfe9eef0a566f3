//! What the pages show.

use client_core::sync::Surface;
use client_core::view::agenda::AgendaWhat;
use client_core::view::console::absence::AbsenceDraft;
use client_core::view::console::control_room::{Level, control_room};
use client_core::view::console::floor::{Axis, Window, floor};
use client_core::view::console::floor_cell::Content;
use client_core::view::console::meeting::{Verdict, drop_verdict, meeting_detail};
use client_core::view::console::people::{PeopleFilter, people};
use client_core::view::console::programme::programme;
use client_core::view::console::requests::{RequestState, requests};
use client_core::view::moment::MeetingPhase;
use client_core::view::phone::{badge, inbox, messages, offers, today};
use protocol::command::*;
use protocol::id::*;
use protocol::message::{Focused, PresenceNow, TeamMember};
use protocol::query::{RankedReassignments, ReassignmentChoices, SubstituteChoice};
use protocol::*;

use crate::behaviour::{Bench, booking};
use crate::world::*;

const PLACES: Window = Window {
    axis: Axis::Places,
    day: None,
    first_row: 0,
    n_rows: 100,
};
const EXPERTS: Window = Window {
    axis: Axis::Experts,
    ..PLACES
};

fn jump_to(bench: &mut Bench, at: Micros) {
    bench.server.now = at;
    let clock = bench.server.clock();
    bench.say(message::Tick { clock });
}

/// A console on an event with a running meeting, a freed slot, and people in a room.
fn busy_console() -> Bench {
    let mut bench = Bench::live(MAIN, Surface::Console);
    bench.elsewhere(booking(1, 1, spot(0, 1)));
    bench.elsewhere(BookMeeting {
        host: expert(2),
        ..booking(2, 2, spot(1, 2))
    });
    bench.elsewhere(BookMeeting {
        host: expert(3),
        ..booking(3, 3, spot(2, 3))
    });
    bench.elsewhere(CancelMeeting {
        meeting: MeetingId::example(3),
        reason: CancelReason::Travel,
    });
    for n in 1..=4 {
        bench.elsewhere(CheckIn {
            person: person(n),
            gate: Gate::Room(room(1)),
        });
    }
    bench.settle();
    jump_to(&mut bench, Micros(MORNING.0 + 6 * 60_000_000));
    bench
}

#[test]
fn the_control_room_shows_the_event_at_a_glance() {
    let bench = busy_console();
    let room = control_room(bench.client.model(), bench.at());
    let on_air = room.on_air.unwrap();
    assert_eq!(
        (on_air.slot_number, on_air.n_slots, on_air.is_running),
        (1, 6, true)
    );
    assert_eq!(on_air.next.unwrap().n_meetings, 1);
    assert_eq!(
        (
            room.meetings.n_running,
            room.meetings.n_planned,
            room.meetings.n_cancelled
        ),
        (1, 1, 1)
    );
    assert_eq!(
        room.meetings.n_without_news, 1,
        "the expert of the running meeting was not seen"
    );
    assert_eq!(
        (room.attendance.n_present, room.attendance.n_expected),
        (4, 13)
    );
    assert_eq!((room.vacancies.n_open, room.vacancies.n_offered), (1, 0));
    assert_eq!(room.freed[0].host.name, "Expert 3");
    let fullest = &room.rooms[0];
    assert_eq!(
        (fullest.name.as_str(), fullest.inside, fullest.level),
        ("Salle 1", 4, Level::Overfull)
    );
    assert!(matches!(room.alerts[0].key, AlertKey::RoomOverfull(_)));
    assert_eq!(room.alerts[0].subject, "Salle 1");
    assert_eq!(room.feed[0].by, "Équipe 1");
    assert!(room.feed.iter().any(|row| row.can_undo));
}

#[test]
fn the_floor_places_meetings_sessions_and_freed_slots() {
    let bench = busy_console();
    let shown = floor(bench.client.model(), PLACES, bench.at());
    assert_eq!(
        (shown.n_rows, shown.columns.len(), shown.days.len()),
        (7, 6, 1)
    );
    let labels: Vec<&str> = shown.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(
        labels,
        [
            "Table 1", "Table 2", "Table 3", "Table 4", "Table 5", "Salle 1", "Salle 2"
        ]
    );
    let running = &shown.rows[0].cells[0].content;
    assert!(
        matches!(
            running,
            Content::Meeting {
                phase: MeetingPhase::Running,
                ..
            }
        ),
        "{running:?}"
    );
    assert!(matches!(
        shown.rows[2].cells[2].content,
        Content::Freed { .. }
    ));
    assert_eq!(shown.rows[3].cells[3].content, Content::Free);
    let block = &shown.rows[5].blocks[0];
    assert_eq!(
        (block.first_column, block.n_columns, block.title.as_str()),
        (2, 2, "Atelier 1")
    );
    let line = shown.now_line.unwrap();
    assert_eq!((line.column, line.permille), (0, 250));
}

#[test]
fn the_floor_computes_only_the_rows_in_sight() {
    let bench = busy_console();
    let window = Window {
        first_row: 2,
        n_rows: 2,
        ..PLACES
    };
    let shown = floor(bench.client.model(), window, bench.at());
    assert_eq!(
        (shown.n_rows, shown.rows.len(), shown.rows[0].index),
        (7, 2, 2)
    );
    assert_eq!(shown.rows[0].label, "Table 3");
}

#[test]
fn an_absent_expert_is_marked_from_then_on() {
    let mut bench = busy_console();
    let absence = Absence {
        from: slot_start(3),
        until: None,
    };
    bench.elsewhere(DeclareExpertAbsent {
        expert: expert(1),
        absence,
        plan: List::default(),
    });
    bench.settle();
    let shown = floor(bench.client.model(), EXPERTS, bench.at());
    let row = &shown.rows[0];
    assert_eq!(row.label, "Expert 1");
    assert_eq!(row.cells[3].content, Content::Absent);
    assert!(row.absent.is_some());
    assert!(matches!(row.cells[0].content, Content::Meeting { .. }));
}

#[test]
fn a_colleagues_work_and_the_users_own_change_are_marked_in_the_cell() {
    let mut bench = busy_console();
    let member = TeamMember {
        staff: StaffId::example(2),
        n_connections: 1,
        focus: Some(Focused::Meeting(MeetingId::example(2))),
        since: MORNING,
    };
    bench.say(PresenceNow { team: vec![member] });
    bench
        .dispatch(MoveMeeting {
            meeting: MeetingId::example(2),
            from: spot(1, 2),
            to: spot(4, 4),
        })
        .unwrap();
    let shown = floor(bench.client.model(), PLACES, bench.at());
    let moved = &shown.rows[3].cells[4];
    assert!(moved.marks.is_pending, "it stands at its new place already");
    assert_eq!(
        moved
            .marks
            .focused_by
            .as_ref()
            .map(|(_, name, _)| name.as_str()),
        Some("Équipe 2")
    );
    assert!(shown.rows[1].cells[1].marks.is_pending, "where it left");
}

#[test]
fn a_drop_says_beforehand_what_it_would_do() {
    let bench = busy_console();
    let model = bench.client.model();
    let second = MeetingId::example(2);
    assert_eq!(
        drop_verdict(model, second, spot(1, 2), bench.at()),
        Verdict::Stays
    );
    assert_eq!(
        drop_verdict(model, second, spot(4, 4), bench.at()),
        Verdict::Moves
    );
    assert_eq!(
        drop_verdict(model, second, spot(0, 1), bench.at()),
        Verdict::Swaps(MeetingId::example(1))
    );
    let hall = Spot {
        slot: slot(4),
        place: room(1),
    };
    let refused = drop_verdict(model, second, hall, bench.at());
    assert!(
        matches!(refused, Verdict::Refused(Reject::NoMeetingPlace(_))),
        "{refused:?}"
    );
}

#[test]
fn a_meeting_tells_who_is_there() {
    let bench = busy_console();
    let shown = meeting_detail(bench.client.model(), MeetingId::example(1), bench.at()).unwrap();
    assert_eq!(
        (shown.host.presence, shown.guest.presence),
        (Presence::Expected, Presence::Present)
    );
    assert!(shown.host.is_expert && shown.can_change && shown.can_record && shown.lacks_news);
    assert_eq!(shown.touched.0, "Équipe 1");
}

#[test]
fn people_are_found_without_accents_by_name_and_company() {
    let bench = busy_console();
    let find = |search| people(bench.client.model(), search, PeopleFilter::Everybody, 0, 50);
    let names = |search| {
        find(search)
            .rows
            .into_iter()
            .map(|row| row.who.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(names("elodie"), ["Élodie Garnier"]);
    assert_eq!(names("oeuvrard"), ["Zoé Œuvrard"]);
    assert_eq!(names("lukasz"), ["Łukasz Żak"]);
    assert_eq!(names("societe 2"), ["Karim Belkacem"]);
    assert_eq!(find("").n_found, 13);
    let present = people(bench.client.model(), "", PeopleFilter::Present, 0, 2);
    assert_eq!((present.n_found, present.rows.len()), (4, 2));
    assert_eq!(present.rows[0].room, "Salle 1");
}

#[test]
fn the_programme_counts_seats_and_marks_what_is_below_its_threshold() {
    let mut bench = busy_console();
    let object = FillObject::Session(session(1));
    bench.elsewhere(SetThreshold {
        threshold: Threshold {
            object,
            percent: 80,
            from: DAWN,
        },
    });
    for n in 5..=7 {
        bench.elsewhere(TakeSeat {
            session: session(1),
            person: person(n),
        });
    }
    bench.settle();
    let rows = programme(
        bench.client.model(),
        bench.client.model().event_now(bench.at()),
    );
    let first = rows.iter().find(|row| row.id == session(1)).unwrap();
    assert_eq!(
        (first.fill.taken, first.fill.capacity, first.n_waiting),
        (2, 2, 1)
    );
    assert!(!first.fill.is_low);
    assert_eq!(first.status, SessionStatus::Open, "it keeps a waiting list");
}

#[test]
fn requests_are_counted_by_state() {
    let mut bench = busy_console();
    for n in 1..=3 {
        let (from, to) = (person(n), person(n + 5));
        bench.elsewhere(MakeRequest {
            request: RequestId::example(n),
            from,
            to,
            slots: SlotSet::EMPTY,
        });
    }
    bench.elsewhere(RefuseRequest {
        request: RequestId::example(1),
    });
    bench.elsewhere(AcceptRequest {
        request: RequestId::example(2),
        spot: None,
        by_plan: false,
    });
    bench.settle();
    let page = requests(bench.client.model(), Some(RequestState::Accepted), 0, 10);
    assert_eq!(page.n_found, 1);
    assert!(page.rows[0].held_at.is_some());
    assert_eq!(page.counts.map(|(_, n)| n), [1, 1, 0, 1, 0, 0, 0, 0, 0]);
}

#[test]
fn the_replacement_of_an_expert_is_edited_and_applied_as_one_command() {
    let mut bench = busy_console();
    bench.elsewhere(booking(4, 4, spot(3, 1)));
    bench.elsewhere(booking(5, 5, spot(4, 1)));
    bench.settle();
    let choice = |expert, at| SubstituteChoice {
        expert,
        spot: at,
        score: 1,
        reasons: vec![],
    };
    let ranked = RankedReassignments {
        meetings: vec![
            ReassignmentChoices {
                meeting: MeetingId::example(4),
                from: spot(3, 1),
                choices: vec![choice(expert(2), spot(3, 1)), choice(expert(3), spot(4, 2))],
                chosen: Some(0),
            },
            ReassignmentChoices {
                meeting: MeetingId::example(5),
                from: spot(4, 1),
                choices: vec![choice(expert(3), spot(4, 1))],
                chosen: Some(0),
            },
        ],
    };
    let absence = Absence {
        from: slot_start(3),
        until: None,
    };
    let mut draft = AbsenceDraft::new(expert(1), absence, ranked, bench.client.model().ops_seq());
    assert_eq!(draft.check(bench.client.model(), bench.at()), Ok(()));
    assert_eq!(
        (draft.summary().n_same_time, draft.summary().n_clashes),
        (2, 0)
    );

    draft.choose(MeetingId::example(4), Some(1));
    assert_eq!(
        draft.summary().n_clashes,
        2,
        "expert 3 cannot be at two tables at once"
    );
    assert!(draft.check(bench.client.model(), bench.at()).is_err());

    draft.choose(MeetingId::example(4), None);
    assert_eq!(
        (draft.summary().n_cancelled, draft.summary().n_clashes),
        (1, 0)
    );
    let rows = draft.rows(bench.client.model());
    assert_eq!(
        (rows[0].chosen, rows[1].choices[0].is_same_place),
        (None, true)
    );
    let id = bench.dispatch(draft.command().unwrap()).unwrap();
    bench.settle();
    assert_eq!(
        bench.outcome(id),
        Some(&client_core::sync::Outcome::Committed)
    );
    assert_eq!(
        bench
            .server
            .state
            .meeting(MeetingId::example(5))
            .unwrap()
            .host,
        expert(3)
    );
}

// ---------------------------------------------------------------- the phone

fn phone() -> Bench {
    let me = Actor::Person(person(1));
    let mut bench = Bench::live(me, Surface::Phone);
    bench.elsewhere(booking(1, 1, spot(0, 1)));
    bench.elsewhere(BookMeeting {
        host: expert(2),
        ..booking(2, 1, spot(4, 2))
    });
    bench.elsewhere(TakeSeat {
        session: session(1),
        person: person(1),
    });
    bench.settle();
    bench
}

#[test]
fn the_phone_shows_the_day_with_its_gaps() {
    let mut bench = phone();
    jump_to(&mut bench, Micros(MORNING.0 + 60_000_000));
    let day = today::today(bench.client.model(), None, bench.at()).unwrap();
    let kinds: Vec<String> = day
        .items
        .iter()
        .map(|item| match &item.what {
            AgendaWhat::Meeting { with, phase, .. } => format!("{} {phase:?}", with.name),
            AgendaWhat::Session { title, .. } => title.clone(),
            AgendaWhat::Gap { n_slots } => format!("gap {n_slots}"),
            AgendaWhat::Hold { .. } | AgendaWhat::Offer { .. } => "kept".into(),
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "Expert 1 Running",
            "gap 1",
            "Atelier 1",
            "Expert 2 Planned",
            "gap 1"
        ]
    );
    assert_eq!((day.running, day.next), (Some(0), Some(2)));
    assert_eq!((day.figures.n_meetings, day.figures.n_gaps), (2, 2));
}

#[test]
fn a_moved_meeting_says_where_it_was_and_becomes_a_message() {
    let mut bench = phone();
    bench.elsewhere(MoveMeeting {
        meeting: MeetingId::example(1),
        from: spot(0, 1),
        to: spot(1, 5),
    });
    bench.settle();
    let day = today::today(bench.client.model(), None, bench.at()).unwrap();
    let moved = day.items.iter().find_map(|item| match &item.what {
        AgendaWhat::Meeting { moved_from, .. } => moved_from.clone(),
        _ => None,
    });
    assert_eq!(moved.map(|from| from.place), Some("Table 1".to_owned()));
    let told = messages::messages(bench.client.model(), Micros(0));
    assert!(told.iter().any(|message| matches!(
        message.what,
        messages::MessageWhat::Agenda(client_core::feed::FeedWhat::MeetingMoved { .. })
    )));
}

#[test]
fn an_offer_is_taken_with_one_tap_although_the_phone_sees_little() {
    let mut bench = phone();
    bench.elsewhere(BookMeeting {
        host: expert(3),
        ..booking(3, 3, spot(5, 3))
    });
    bench.elsewhere(CancelMeeting {
        meeting: MeetingId::example(3),
        reason: CancelReason::Unwell,
    });
    let vacancy = bench.server.state.vacancies().next().unwrap().id;
    let offer = OfferId::example(1);
    bench.elsewhere(OfferVacancy {
        vacancy,
        offer,
        to: person(1),
    });
    bench.settle();
    let cards = offers::offers(bench.client.model(), bench.at());
    assert_eq!(
        (cards.len(), cards[0].with.name.as_str(), cards[0].left_ms),
        (1, "Expert 3", 600_000)
    );
    bench
        .dispatch(AcceptOffer {
            offer,
            meeting: MeetingId::example(9),
        })
        .unwrap();
    assert!(offers::offers(bench.client.model(), bench.at())[0].is_pending);
    bench.settle();
    assert!(offers::offers(bench.client.model(), bench.at()).is_empty());
    let day = today::today(bench.client.model(), None, bench.at()).unwrap();
    assert_eq!(day.figures.n_meetings, 3);
    assert!(bench.client.model().pending().is_empty());
}

#[test]
fn requests_stand_where_somebody_has_to_act() {
    let mut bench = phone();
    let (me, other) = (person(1), person(6));
    bench.elsewhere(MakeRequest {
        request: RequestId::example(1),
        from: other,
        to: me,
        slots: SlotSet::EMPTY,
    });
    bench.settle();
    let request = MakeRequest {
        request: RequestId::example(2),
        from: me,
        to: person(7),
        slots: SlotSet::EMPTY,
    };
    bench.dispatch(request).unwrap();
    bench.settle();
    bench.elsewhere(AcceptRequest {
        request: RequestId::example(2),
        spot: None,
        by_plan: false,
    });
    bench.settle();
    let inbox = inbox::inbox(bench.client.model());
    assert_eq!(
        (
            inbox.to_answer.len(),
            inbox.to_confirm.len(),
            inbox.waiting.len()
        ),
        (1, 1, 0)
    );
    assert!(inbox.to_confirm[0].held.is_some());
    assert_eq!(inbox::n_to_answer(bench.client.model()), 2);
    bench
        .dispatch(RefuseRequest {
            request: RequestId::example(1),
        })
        .unwrap();
    bench.settle();
    assert_eq!(inbox::inbox(bench.client.model()).ended.len(), 1);
}

#[test]
fn the_badge_holds_what_the_door_reads() {
    let bench = phone();
    let shown = badge::badge(bench.client.model()).unwrap();
    assert_eq!(BadgeCode::parse(&shown.code.unwrap()), Some(badge(1)));
    assert_eq!(shown.presence, Presence::Expected);
}

#[test]
fn announcements_reach_whom_they_are_for() {
    let mut bench = phone();
    for (n, audience) in [
        Audience::Everybody,
        Audience::Person(person(1)),
        Audience::Person(person(2)),
    ]
    .into_iter()
    .enumerate()
    {
        bench.elsewhere(Announce {
            announcement: AnnouncementId::example(n as u64),
            audience,
        });
    }
    bench.settle();
    assert_eq!(bench.client.model().state().announcements().count(), 2);
    assert_eq!(messages::n_new(bench.client.model(), Micros(i64::MAX)), 0);
}
