//! Every kind of change that can be stored, written and read back at least once.

use std::collections::BTreeSet;
use std::sync::Arc;

use protocol::change::*;
use protocol::id::*;
use protocol::*;

use super::world::*;
use super::{Bench, assert_sound, on_both_engines};
use crate::Finding;

on_both_engines! {
    every_stored_kind_of_change_reaches_its_rows
}

/// Told to viewers instead of what they may not see, and never stored.
const ONLY_SEEN: std::ops::RangeInclusive<u16> = 980..=999;

async fn every_stored_kind_of_change_reaches_its_rows(bench: Arc<Bench>) {
    let mut world = World::furnish(&bench.store).await;
    for changes in steps(&world) {
        let names: Vec<_> = changes.iter().map(Change::name).collect();
        world.prepare(MAIN, changes);
        world.commit(&bench.store).await;
        let loaded = bench.store.load(EVENT).await.unwrap().unwrap();
        assert_eq!(
            loaded.state.full_snapshot(),
            world.state.full_snapshot(),
            "after {names:?}"
        );
        // What these steps do by hand, the rules would not always allow.
        let report = bench.store.doctor(EVENT).await.unwrap();
        let is_wrong = |finding: &&Finding| !matches!(finding, Finding::Violated(_));
        let wrong: Vec<_> = report.findings.iter().filter(is_wrong).collect();
        assert!(wrong.is_empty(), "after {names:?}: {wrong:#?}");
    }

    let seen: BTreeSet<u16> = world
        .log
        .iter()
        .flat_map(|entry| &entry.changes)
        .map(Change::kind)
        .collect();
    let missed: Vec<_> = Change::KINDS
        .iter()
        .filter(|(kind, _)| !seen.contains(kind) && !ONLY_SEEN.contains(kind))
        .collect();
    assert!(missed.is_empty(), "the tour does not visit {missed:?}");

    let stored = bench.store.entries(EVENT, 0, 1_000).await.unwrap();
    assert_eq!(stored, world.log);
    assert_sound(&bench.store).await;
}

fn steps(world: &World) -> Vec<Vec<Change>> {
    let mut steps = setting_steps(world);
    steps.push(vec![PlanPublished { n_meetings: 1 }.into()]);
    steps.push(vec![
        ExpertArbitrated {
            expert: PersonId::example(1),
            n_kept: 1,
            n_waiting: 0,
            n_dropped: 0,
        }
        .into(),
    ]);
    steps.extend(person_steps(world));
    steps.extend(tag_steps());
    steps.extend(meeting_steps());
    steps.extend(vacancy_steps());
    steps.extend(session_steps());
    steps.extend(desk_steps(world));
    steps
}

fn setting_steps(world: &World) -> Vec<Vec<Change>> {
    let before = world.state.setup().unwrap().clone();
    let after = EventSetup {
        topology: Topology::TwoSided,
        n_expected: u32::MAX,
        mode: Some(AssignmentMode::Mixed),
        ..before.clone()
    };
    let place = Place {
        id: PlaceId::example(600),
        site: SiteId(u8::MAX),
        kind: PlaceKind::Booth,
        capacity: u16::MAX,
    };
    let travel = |a, b, minutes| Travel {
        between: (SiteId(a), SiteId(b)),
        minutes: Minutes(minutes),
    };
    vec![
        vec![
            EventConfigured {
                before: Some(before),
                after,
            }
            .into(),
        ],
        vec![
            SlotsDefined {
                before: slots(),
                after: timetable(0, N_SLOTS + 2),
            }
            .into(),
        ],
        vec![
            TravelDefined {
                before: vec![travel(1, 0, 5)],
                after: vec![travel(1, 2, 9), travel(2, 0, 30)],
            }
            .into(),
        ],
        vec![
            PlaceDefined {
                before: None,
                after: place.clone(),
            }
            .into(),
        ],
        vec![PlaceWithdrawn { place }.into()],
        vec![
            StageChanged {
                before: EventStage::Planned,
                after: EventStage::CalledOff,
            }
            .into(),
        ],
        vec![
            StageChanged {
                before: EventStage::CalledOff,
                after: EventStage::Planned,
            }
            .into(),
        ],
        vec![
            VocabularyDefined {
                before: Vocabulary::default(),
                after: lists(3),
            }
            .into(),
        ],
        vec![
            VocabularyDefined {
                before: lists(3),
                after: Vocabulary::default(),
            }
            .into(),
        ],
        vec![
            ResourceDefined {
                before: None,
                after: resource(3),
            }
            .into(),
            ResourceDefined {
                before: None,
                after: resource(4),
            }
            .into(),
        ],
        vec![
            ResourceWithdrawn {
                resource: resource(4),
            }
            .into(),
        ],
    ]
}

/// An interpreter who is always there, or a piece of equipment that is there in one slot.
fn resource(n: u64) -> Resource {
    let is_person = n % 2 == 0;
    Resource {
        id: ResourceId::example(n),
        kind: if is_person {
            ResourceKind::Interpreter
        } else {
            ResourceKind::Equipment
        },
        capacity: u16::MAX,
        slots: if is_person {
            SlotSet::EMPTY
        } else {
            [slot(255)].into_iter().collect()
        },
    }
}

fn lists(n: u16) -> Vocabulary {
    let keyword = |tag| Keyword {
        tag: Tag(tag),
        kind: KeywordKind::Cooperation,
    };
    let figure = |id| KeyFigure {
        id: FigureId(id),
        min: -5,
        max: i64::MAX,
    };
    Vocabulary {
        keywords: List::new((0..n).map(keyword).collect()).unwrap(),
        figures: List::new((0..n).map(figure).collect()).unwrap(),
    }
}

fn figures() -> Figures {
    let figure = FigureId(1);
    Figures {
        offered: List::new(vec![FigureValue { figure, value: -7 }]).unwrap(),
        sought: List::new(vec![FigureRange {
            figure,
            min: 0,
            max: i64::MAX,
        }])
        .unwrap(),
    }
}

fn tag_steps() -> Vec<Vec<Change>> {
    let person = person(900);
    let tags = Tags {
        offered: List::new(vec![Tag(2), Tag(1)]).unwrap(),
        sought: List::new(vec![Tag(3)]).unwrap(),
    };
    let (none, some) = (Tags::default(), tags);
    [(none.clone(), some.clone()), (some, none)]
        .map(|(before, after)| {
            let change = TagsChanged {
                person,
                before,
                after,
            };
            vec![change.into()]
        })
        .to_vec()
}

fn person_steps(world: &World) -> Vec<Vec<Change>> {
    let model = world.state.person(expert(1)).unwrap().clone();
    let new = Person {
        id: person(900),
        expert: Some(ExpertTerms {
            meetings_max: None,
            absence: Some(Absence {
                from: MORNING,
                until: Some(starts_at(3)),
            }),
        }),
        availability: SlotSet::ALL,
        home: Some(table(3)),
        ..model
    };
    let badge = |n: u8| Badge {
        person: person(900),
        code: BadgeCode::from_bytes([n; 16]),
    };
    let needed = List::new(vec![ResourceId::example(3), ResourceId::example(1)]).unwrap();
    let all: SlotSet = (0..N_SLOTS).map(slot).collect();
    let absence = Absence {
        from: starts_at(1),
        until: None,
    };
    vec![
        vec![PersonRegistered { person: new }.into()],
        vec![
            FiguresChanged {
                person: person(900),
                before: None,
                after: Some(figures()),
            }
            .into(),
        ],
        vec![
            FiguresChanged {
                person: person(900),
                before: Some(figures()),
                after: None,
            }
            .into(),
        ],
        vec![
            NeedsChanged {
                person: person(900),
                before: List::default(),
                after: needed.clone(),
            }
            .into(),
        ],
        vec![
            NeedsChanged {
                person: person(901),
                before: List::default(),
                after: needed.clone(),
            }
            .into(),
        ],
        vec![
            NeedsChanged {
                person: person(901),
                before: needed,
                after: List::default(),
            }
            .into(),
        ],
        vec![
            AvailabilityChanged {
                person: person(2),
                before: all,
                after: SlotSet::EMPTY,
            }
            .into(),
        ],
        vec![
            PersonAssigned {
                person: person(2),
                before: OrganisationId::example(0),
                after: OrganisationId::example(9),
            }
            .into(),
        ],
        vec![PersonWithdrawn { person: person(2) }.into()],
        vec![PersonReinstated { person: person(2) }.into()],
        vec![PersonErased { person: person(3) }.into()],
        vec![
            BadgeIssued {
                badge: badge(7),
                before: None,
            }
            .into(),
        ],
        vec![
            BadgeIssued {
                badge: badge(8),
                before: Some(badge(7)),
            }
            .into(),
        ],
        vec![
            ExpertLimited {
                expert: expert(1),
                before: Some(3),
                after: None,
            }
            .into(),
        ],
        vec![
            ExpertAbsenceChanged {
                expert: expert(1),
                before: None,
                after: Some(absence),
            }
            .into(),
        ],
    ]
}

fn meeting_steps() -> Vec<Vec<Change>> {
    let (meeting, host, guest) = (MeetingId::example(700), expert(2), person(3));
    let spot = |s, t| Spot {
        slot: slot(s),
        place: table(t),
    };
    let request = Request {
        id: RequestId::example(700),
        from: person(4),
        to: person(5),
        slots: [slot(0), slot(7)].into_iter().collect(),
        made_at: MORNING,
        status: RequestStatus::Requested,
    };
    let moved = |before, after| -> Change {
        RequestMoved {
            request: RequestId::example(700),
            from: person(4),
            to: person(5),
            before,
            after,
        }
        .into()
    };
    let accepted = RequestStatus::Accepted {
        spot: spot(0, 4),
        expires_at: starts_at(2),
    };
    let late = Late {
        party: guest,
        minutes: Minutes(7),
    };
    vec![
        vec![RequestMade { request }.into()],
        vec![moved(RequestStatus::Requested, accepted.clone())],
        vec![moved(accepted, RequestStatus::Expired)],
        vec![moved(RequestStatus::Expired, RequestStatus::Agreed)],
        vec![
            MeetingBooked {
                meeting,
                host,
                guest,
                spot: spot(0, 2),
            }
            .into(),
        ],
        vec![
            LatenessMarked {
                meeting,
                host,
                guest,
                before: None,
                after: Some(late),
            }
            .into(),
        ],
        vec![
            MeetingMoved {
                meeting,
                host,
                guest,
                before: spot(0, 2),
                after: spot(1, 3),
            }
            .into(),
        ],
        vec![
            MeetingReassigned {
                meeting,
                guest,
                host_before: host,
                host_after: expert(3),
                before: spot(1, 3),
                after: spot(1, 4),
            }
            .into(),
        ],
        vec![
            OutcomeRecorded {
                meeting,
                host: expert(3),
                guest,
                before: MeetingStatus::Planned,
                after: MeetingStatus::NotHeld {
                    missing: Missing::Both,
                },
            }
            .into(),
        ],
        vec![
            MeetingCancelled {
                meeting,
                host: expert(3),
                guest,
                spot: spot(1, 4),
                reason: CancelReason::Unwell,
            }
            .into(),
        ],
        vec![
            MeetingReinstated {
                meeting,
                host: expert(3),
                guest,
                spot: spot(1, 4),
                reason: CancelReason::Unwell,
            }
            .into(),
            EntryUndone { seq: 1 }.into(),
        ],
        vec![
            MeetingUnbooked {
                meeting,
                host: expert(3),
                guest,
                spot: spot(1, 4),
            }
            .into(),
        ],
    ]
}

fn vacancy_steps() -> Vec<Vec<Change>> {
    let spot = Spot {
        slot: slot(6),
        place: table(5),
    };
    let vacancy = Vacancy {
        id: VacancyId::example(1),
        from_meeting: MeetingId::example(701),
        spot,
        host: expert(4),
        gone: person(6),
        freed_at: MORNING,
    };
    let offer = Offer {
        id: OfferId::example(1),
        vacancy: vacancy.id,
        spot,
        host: expert(4),
        to: person(7),
        expires_at: starts_at(5),
    };
    vec![
        vec![
            SlotFreed {
                vacancy: vacancy.clone(),
            }
            .into(),
        ],
        vec![
            OfferMade {
                offer: offer.clone(),
            }
            .into(),
        ],
        vec![
            OfferClosed {
                offer,
                end: OfferEnd::Declined,
            }
            .into(),
        ],
        vec![
            VacancyClosed {
                vacancy,
                end: VacancyEnd::Dismissed,
            }
            .into(),
        ],
    ]
}

fn session_steps() -> Vec<Vec<Change>> {
    let before = Session {
        status: SessionStatus::Open,
        ..session(1, 2, 4)
    };
    let after = Session {
        status: SessionStatus::Open,
        quota: None,
        ..session(1, 3, 6)
    };
    let seat = |status, attended| Seat {
        session: before.id,
        person: person(8),
        status,
        since: MORNING,
        attended,
    };
    let (waiting, taken) = (
        seat(SeatStatus::Waiting, false),
        seat(SeatStatus::Taken, false),
    );
    let attended = seat(SeatStatus::Taken, true);
    let mark = Mark {
        at: MORNING,
        by: Actor::Person(person(8)),
    };
    let inside = Attendance {
        presence: Presence::Present,
        room: Some(room(1)),
        mark,
    };
    vec![
        vec![
            SeatChanged {
                before: None,
                after: waiting.clone(),
            }
            .into(),
        ],
        vec![
            SeatChanged {
                before: Some(waiting),
                after: taken.clone(),
            }
            .into(),
        ],
        // The seat's slots move with the session and with the timetable, and vanish when it is
        // called off.
        vec![
            SessionDefined {
                before: Some(before.clone()),
                after,
            }
            .into(),
        ],
        vec![
            SlotsDefined {
                before: timetable(0, N_SLOTS + 2),
                after: timetable(2, N_SLOTS),
            }
            .into(),
        ],
        vec![
            SeatChanged {
                before: Some(taken),
                after: attended.clone(),
            }
            .into(),
        ],
        vec![
            SessionStatusChanged {
                session: before.id,
                before: SessionStatus::Open,
                after: SessionStatus::Cancelled,
            }
            .into(),
        ],
        vec![SeatReleased { seat: attended }.into()],
        vec![
            AttendanceChanged {
                person: person(8),
                before: None,
                after: inside,
            }
            .into(),
        ],
    ]
}

fn desk_steps(world: &World) -> Vec<Vec<Change>> {
    let threshold = world.state.threshold(FillObject::Event).unwrap().clone();
    let alert = Alert {
        key: AlertKey::RoomOverfull(room(2)),
        value: u32::MAX,
        limit: 0,
        raised_at: MORNING,
        acknowledged: None,
    };
    let mark = Mark {
        at: starts_at(1),
        by: Actor::System,
    };
    let acknowledged = Alert {
        acknowledged: Some(mark),
        ..alert.clone()
    };
    let staff = Staff {
        id: StaffId::example(40),
        role: Role::Screen,
    };
    let announcement = Announcement {
        id: AnnouncementId::example(1),
        audience: Audience::Session(SessionId::example(2)),
        at: MORNING,
    };
    vec![
        vec![
            ThresholdChanged {
                before: Some(threshold),
                after: None,
            }
            .into(),
        ],
        vec![
            AlertRaised {
                before: None,
                after: alert.clone(),
            }
            .into(),
        ],
        vec![AlertAcknowledged { alert, mark }.into()],
        vec![
            AlertCleared {
                alert: acknowledged,
            }
            .into(),
        ],
        vec![Announced { announcement }.into()],
        vec![
            StaffGranted {
                before: None,
                after: staff.clone(),
            }
            .into(),
        ],
        vec![StaffRevoked { staff }.into()],
        vec![
            DeskEdited {
                what: DeskThing::Site,
                id: DeskId::example(1),
                revision: 1,
            }
            .into(),
        ],
    ]
}
