//! Who may send which command: every command × every role × own and other people's rows.
//!
//! The table says what is meant, independently of how `access` finds it out. A command without a
//! row fails the test, and so does a row whose outcome differs.

use domain::State;
use domain::access::authorise;
use protocol::change::{MeetingBooked, OfferMade, RequestMade, SlotFreed, StaffGranted};
use protocol::command::*;
use protocol::id::*;
use protocol::*;

use crate::world::*;

/// Which rows of a command a scoped administrator may touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rows {
    /// Those of his organisations.
    Own,
    /// It is about nobody's rows.
    Any,
    /// It is about everybody's.
    None,
}

/// What is meant about one command.
pub(crate) struct Case {
    /// About rows of the scoped administrator's organisation.
    pub(crate) own: Command,
    /// The same about rows of another.
    foreign: Command,
    /// What opens it to a secondary administrator.
    function: Option<Function>,
    /// What opens it as well.
    or: Option<Function>,
    rows: Rows,
    /// The participants who may send `own`. Nobody else may.
    senders: Vec<PersonId>,
}

const SENDERS: [u64; 4] = [1, 2, 3, 4];

/// Persons 1 and 3 are of the scoped administrator's organisation, 2 and 4 of another; each pair
/// has a request from the lower to the higher, a meeting, a vacancy and an offer to the higher.
fn state() -> State {
    let mut world = World::new();
    let state = &mut world.state;
    let organisation = |n: u64| state.person(person(n)).unwrap().organisation;
    assert_eq!(organisation(1), organisation(3), "as the world is laid out");
    assert_eq!(organisation(2), organisation(4), "as the world is laid out");
    assert_ne!(organisation(1), organisation(2), "as the world is laid out");
    let head = EntryHead {
        seq: 1_000,
        at: MORNING,
        by: Actor::System,
        command: CommandId::example(1_000),
    };
    for n in [1, 2] {
        let (host, guest) = (person(n), person(n + 2));
        let at = spot(u16::try_from(n).unwrap(), n);
        let request = Request {
            id: RequestId::example(n),
            from: host,
            to: guest,
            slots: SlotSet::default(),
            made_at: MORNING,
            status: RequestStatus::Requested,
        };
        let vacancy = Vacancy {
            id: VacancyId::example(n),
            from_meeting: MeetingId::example(50 + n),
            spot: spot(u16::try_from(n).unwrap() + 2, n),
            host,
            gone: guest,
            freed_at: MORNING,
        };
        let offer = Offer {
            id: OfferId::example(n),
            vacancy: vacancy.id,
            spot: vacancy.spot,
            host,
            to: guest,
            expires_at: MORNING,
        };
        let changes: [Change; 4] = [
            RequestMade { request }.into(),
            MeetingBooked {
                meeting: MeetingId::example(n),
                host,
                guest,
                spot: at,
            }
            .into(),
            SlotFreed { vacancy }.into(),
            OfferMade { offer }.into(),
        ];
        for change in &changes {
            state.evolve(&head, change);
        }
    }
    world.state
}

/// One command about the rows of 1 and 3, and the same about those of 2 and 4.
fn case<C: Into<Command>>(
    function: impl Into<Option<Function>>,
    rows: Rows,
    senders: impl IntoIterator<Item = u64>,
    about: impl Fn(u64) -> C,
) -> Case {
    Case {
        own: about(1).into(),
        foreign: about(2).into(),
        function: function.into(),
        or: None,
        rows,
        senders: senders.into_iter().map(person).collect(),
    }
}

impl Case {
    fn or(self, function: Function) -> Self {
        let or = Some(function);
        Self { or, ..self }
    }

    fn is_opened_by(&self, function: Function) -> bool {
        [self.function, self.or].contains(&Some(function))
    }
}

fn list<T, const MAX: usize>(items: Vec<T>) -> List<T, MAX> {
    List::new(items).unwrap()
}

fn setting_and_persons(kind: u16) -> Option<Case> {
    use Function::{Experts, Form, Persons, Privacy, Registrations, Rooms, Settings};
    let state = state();
    let setup = state.setup().unwrap().clone();
    let row = |n: u64| state.person(person(n)).unwrap().clone();
    Some(match kind {
        ConfigureEvent::KIND => case(Settings, Rows::None, None, |_| ConfigureEvent {
            setup: setup.clone(),
        }),
        ChangeStage::KIND => case(Settings, Rows::None, None, |_| ChangeStage {
            before: EventStage::Planned,
            after: EventStage::Closed,
        }),
        DefineSlots::KIND => case(Rooms, Rows::None, None, |_| DefineSlots {
            slots: list(vec![]),
        }),
        DefineTravel::KIND => case(Rooms, Rows::None, None, |_| DefineTravel {
            travel: list(vec![]),
        }),
        DefinePlaces::KIND => case(Rooms, Rows::None, None, |_| DefinePlaces {
            places: list(vec![]),
        }),
        WithdrawPlace::KIND => case(Rooms, Rows::None, None, |n| WithdrawPlace {
            place: table(n),
        }),
        RegisterPersons::KIND => case(Persons, Rows::Own, None, |n| RegisterPersons {
            persons: list(vec![row(n)]),
        })
        .or(Registrations),
        ChangeAvailability::KIND => case(Persons, Rows::Own, Some(1), |n| ChangeAvailability {
            person: person(n),
            availability: SlotSet::default(),
        }),
        DefineVocabulary::KIND => case(Form, Rows::None, None, |_| DefineVocabulary {
            before: Vocabulary::default(),
            after: Vocabulary::default(),
        }),
        ChangeFigures::KIND => case(Persons, Rows::Own, Some(1), |n| ChangeFigures {
            person: person(n),
            figures: Figures::default(),
        }),
        ChangeTags::KIND => case(Persons, Rows::Own, None, |n| ChangeTags {
            person: person(n),
            tags: Tags::default(),
        }),
        DefineResource::KIND => case(Rooms, Rows::None, None, |n| DefineResource {
            before: Some(resource(n)),
            after: resource(n),
        }),
        WithdrawResource::KIND => case(Rooms, Rows::None, None, |n| WithdrawResource {
            resource: resource(n).id,
        }),
        ChangeNeeds::KIND => case(Persons, Rows::Own, None, |n| ChangeNeeds {
            person: person(n),
            before: list(vec![]),
            after: list(vec![]),
        }),
        AssignPerson::KIND => case(Persons, Rows::None, None, |n| AssignPerson {
            person: person(n),
            organisation: row(n).organisation,
        }),
        AssignPersons::KIND => case(Persons, Rows::None, None, |n| AssignPersons {
            assignments: list(vec![Assignment {
                person: person(n),
                before: row(n).organisation,
                after: row(n).organisation,
            }]),
        }),
        WithdrawPerson::KIND => case(Persons, Rows::Own, None, |n| WithdrawPerson {
            person: person(n),
        })
        .or(Registrations),
        ErasePerson::KIND => case(Privacy, Rows::Own, None, |n| ErasePerson {
            person: person(n),
        }),
        IssueBadges::KIND => case(Persons, Rows::None, None, |_| IssueBadges {
            badges: list(vec![]),
        }),
        LimitExpert::KIND => case(Experts, Rows::Own, None, |n| LimitExpert {
            expert: person(n),
            meetings_max: None,
        }),
        DeclareExpertAbsent::KIND => case(Experts, Rows::Own, Some(1), |n| DeclareExpertAbsent {
            expert: person(n),
            absence: Absence {
                from: MORNING,
                until: None,
            },
            plan: list(vec![]),
        }),
        DeclareExpertBack::KIND => case(Experts, Rows::Own, None, |n| DeclareExpertBack {
            expert: person(n),
        }),
        _ => return None,
    })
}

fn requests(kind: u16) -> Option<Case> {
    use Function::Requests;
    let request = RequestId::example;
    let meeting = MeetingId::example(900);
    Some(match kind {
        MakeRequest::KIND => case(Requests, Rows::Own, Some(1), |n| MakeRequest {
            request: request(900),
            from: person(n),
            to: person(n + 2),
            slots: SlotSet::default(),
        }),
        TakeSlot::KIND => case(Requests, Rows::Own, Some(1), |n| TakeSlot {
            request: request(900),
            meeting,
            from: person(n),
            to: expert(1),
            slot: None,
            else_wait: false,
        }),
        AcceptRequest::KIND => case(Requests, Rows::Own, Some(3), |n| AcceptRequest {
            request: request(n),
            spot: None,
            by_plan: false,
        }),
        ConfirmRequest::KIND => case(Requests, Rows::Own, Some(1), |n| ConfirmRequest {
            request: request(n),
            meeting,
        }),
        RefuseRequest::KIND => case(Requests, Rows::Own, Some(3), |n| RefuseRequest {
            request: request(n),
        }),
        CancelRequest::KIND => case(Requests, Rows::Own, Some(1), |n| CancelRequest {
            request: request(n),
        }),
        ImportRequests::KIND => case(Requests, Rows::None, None, |_| ImportRequests {
            requests: list(vec![]),
        }),
        ArbitrateExpert::KIND => case(Requests, Rows::Own, None, |n| ArbitrateExpert {
            expert: person(n),
            kept: list(vec![]),
            waiting: list(vec![]),
            dropped: list(vec![]),
        }),
        _ => return None,
    })
}

fn meetings(kind: u16) -> Option<Case> {
    use Function::Meetings;
    let meeting = MeetingId::example;
    let fresh = meeting(900);
    let at = |n: u64| spot(u16::try_from(n).unwrap(), n);
    Some(match kind {
        BookMeeting::KIND => case(Meetings, Rows::Own, None, |n| BookMeeting {
            meeting: fresh,
            host: person(n),
            guest: person(n + 2),
            spot: at(n),
        }),
        BookMeetings::KIND => case(Meetings, Rows::None, None, |_| BookMeetings {
            meetings: list(vec![]),
        }),
        MoveMeeting::KIND => case(Meetings, Rows::Own, None, |n| MoveMeeting {
            meeting: meeting(n),
            from: at(n),
            to: at(n + 1),
        }),
        SwapMeetings::KIND => case(Meetings, Rows::Own, None, |n| SwapMeetings {
            a: meeting(n),
            a_at: at(n),
            b: meeting(n),
            b_at: at(n),
        }),
        CancelMeeting::KIND => case(Meetings, Rows::Own, [1, 3], |n| CancelMeeting {
            meeting: meeting(n),
            reason: CancelReason::Other,
        }),
        MarkLate::KIND => case(Meetings, Rows::Own, Some(1), |n| MarkLate {
            meeting: meeting(n),
            party: person(n),
            minutes: Minutes(5),
        }),
        MarkHeld::KIND => case(Meetings, Rows::Own, None, |n| MarkHeld {
            meeting: meeting(n),
        }),
        MarkNotHeld::KIND => case(Meetings, Rows::Own, None, |n| MarkNotHeld {
            meeting: meeting(n),
            missing: Missing::Both,
        }),
        PublishPlan::KIND => case(Meetings, Rows::Own, None, |n| PublishPlan {
            placements: list(vec![PlannedRequest {
                request: RequestId::example(n),
                meeting: fresh,
                spot: at(n),
            }]),
        }),
        OfferVacancy::KIND => case(Meetings, Rows::Own, None, |n| OfferVacancy {
            vacancy: VacancyId::example(n),
            offer: OfferId::example(900),
            to: person(n + 2),
        }),
        AcceptOffer::KIND => case(Meetings, Rows::Own, Some(3), |n| AcceptOffer {
            offer: OfferId::example(n),
            meeting: fresh,
        }),
        DeclineOffer::KIND => case(Meetings, Rows::Own, Some(3), |n| DeclineOffer {
            offer: OfferId::example(n),
        }),
        WithdrawOffer::KIND => case(Meetings, Rows::Own, None, |n| WithdrawOffer {
            offer: OfferId::example(n),
        }),
        FillVacancy::KIND => case(Meetings, Rows::Own, None, |n| FillVacancy {
            vacancy: VacancyId::example(n),
            meeting: fresh,
            guest: person(n + 2),
        }),
        DismissVacancy::KIND => case(Meetings, Rows::Own, None, |n| DismissVacancy {
            vacancy: VacancyId::example(n),
        }),
        _ => return None,
    })
}

fn programme_and_doors(kind: u16) -> Option<Case> {
    use Function::{Attendance, Programme};
    let state = state();
    let session = SessionId::example(1);
    let row = state.session(session).unwrap().clone();
    let badge = |n: u64| state.badge(person(n)).unwrap();
    let gate = Gate::Event;
    Some(match kind {
        DefineSession::KIND => case(Programme, Rows::None, None, |_| DefineSession {
            session: row.clone(),
        }),
        OpenSession::KIND => case(Programme, Rows::None, None, |_| OpenSession { session }),
        CloseSession::KIND => case(Programme, Rows::None, None, |_| CloseSession { session }),
        CancelSession::KIND => case(Programme, Rows::None, None, |_| CancelSession { session }),
        TakeSeat::KIND => case(Programme, Rows::Own, Some(1), |n| TakeSeat {
            session,
            person: person(n),
        }),
        ReleaseSeat::KIND => case(Programme, Rows::Own, Some(1), |n| ReleaseSeat {
            session,
            person: person(n),
        }),
        TakeSeats::KIND => case(Programme, Rows::None, None, |_| TakeSeats {
            seats: list(vec![]),
        }),
        CheckIn::KIND => case(Attendance, Rows::Own, None, |n| CheckIn {
            person: person(n),
            gate,
        }),
        CheckInBadge::KIND => case(Attendance, Rows::Own, None, |n| CheckInBadge {
            badge: badge(n),
            gate,
        }),
        CheckOut::KIND => case(Attendance, Rows::Own, None, |n| CheckOut {
            person: person(n),
            gate,
        }),
        CheckOutBadge::KIND => case(Attendance, Rows::Own, None, |n| CheckOutBadge {
            badge: badge(n),
            gate,
        }),
        _ => return None,
    })
}

fn the_rest(kind: u16) -> Option<Case> {
    use Function::{Alerts, Announcements, Team};
    let expert_of = |n: u64| FillObject::Expert(person(n));
    Some(match kind {
        SetThreshold::KIND => case(Alerts, Rows::Own, None, |n| SetThreshold {
            threshold: Threshold {
                object: expert_of(n),
                percent: 50,
                from: MORNING,
            },
        }),
        ClearThreshold::KIND => case(Alerts, Rows::Own, None, |n| ClearThreshold {
            object: expert_of(n),
        }),
        AcknowledgeAlert::KIND => case(Alerts, Rows::Any, None, |n| AcknowledgeAlert {
            key: AlertKey::ExpertAbsent(person(n)),
        }),
        Announce::KIND => case(Announcements, Rows::Own, None, |n| Announce {
            announcement: AnnouncementId::example(900),
            audience: Audience::Person(person(n)),
        }),
        // Not even with every function open: nobody raises himself.
        GrantStaff::KIND => case(Team, Rows::None, None, |n| GrantStaff {
            staff: Staff {
                id: StaffId::example(900 + n),
                role: Role::Door,
            },
        }),
        RevokeStaff::KIND => case(Team, Rows::None, None, |_| RevokeStaff {
            staff: StaffId::example(3),
        }),
        // Each change that it takes back is checked by the undo rule itself.
        UndoEntry::KIND => case(None, Rows::Any, None, |_| UndoEntry { seq: 1 }),
        ReviewDeadlines::KIND => case(None, Rows::None, None, |_| ReviewDeadlines {}),
        NoteDeskEdit::KIND => desk_edit(DeskThing::SitePage),
        _ => return None,
    })
}

/// Every thing of the desk. One that is missing here has no row.
const DESK: [DeskThing; 9] = [
    DeskThing::Site,
    DeskThing::SitePage,
    DeskThing::Registration,
    DeskThing::RegistrationForm,
    DeskThing::AssignmentRules,
    DeskThing::Profile,
    DeskThing::Help,
    DeskThing::Conversation,
    DeskThing::MessageSettings,
];

/// What is meant about an edit of the desk. The match has no wildcard: a new thing is a row more,
/// here and above.
fn desk_edit(what: DeskThing) -> Case {
    use Function::{Conversations, Form, Persons, Registrations, Site};
    let state = state();
    let edit = |id: [u8; 16]| NoteDeskEdit {
        what,
        id: DeskId::from_bytes(id),
        revision: 1,
    };
    let row = |n: u64| state.person(person(n)).unwrap().clone();
    let of_event = |function| case(function, Rows::None, None, |_| edit([0; 16]));
    match what {
        DeskThing::Site | DeskThing::SitePage => of_event(Site),
        DeskThing::RegistrationForm => of_event(Form),
        DeskThing::AssignmentRules => of_event(Persons),
        DeskThing::MessageSettings => of_event(Conversations),
        // The state does not know who looks after a registration: the desk asks.
        DeskThing::Registration => case(Registrations, Rows::Any, None, |_| edit([0; 16])),
        DeskThing::Profile => case(Registrations, Rows::Own, Some(1), |n| {
            edit(row(n).company.to_bytes())
        }),
        DeskThing::Help => case(Conversations, Rows::Own, Some(1), |n| {
            edit(person(n).to_bytes())
        }),
        // Who may write to whom is decided before.
        DeskThing::Conversation => case(Conversations, Rows::Own, [1, 2, 3, 4, 8], |n| {
            edit(person(n).to_bytes())
        }),
    }
}

pub(crate) fn meant(kind: u16) -> Option<Case> {
    [
        setting_and_persons,
        requests,
        meetings,
        programme_and_doors,
        the_rest,
    ]
    .iter()
    .find_map(|group| group(kind))
}

/// The state with a secondary administrator of these functions in it.
fn with_secondary(state: &State, functions: Functions, scope: Scope) -> (State, Actor) {
    let id = StaffId::example(700);
    let staff = Staff {
        id,
        role: Role::Secondary { functions, scope },
    };
    let mut state = state.clone();
    let head = EntryHead {
        seq: 1_001,
        at: MORNING,
        by: Actor::System,
        command: CommandId::example(1_001),
    };
    let granted = StaffGranted {
        before: None,
        after: staff,
    };
    state.evolve(&head, &granted.into());
    (state, Actor::Staff(id))
}

#[test]
fn every_command_is_open_to_those_who_are_meant_and_to_nobody_else() {
    let state = state();
    let own_organisation = state.person(person(1)).unwrap().organisation;
    let mut n_cells = 0;
    let commands = Command::KINDS.iter().map(|(kind, name)| {
        let case = meant(*kind).unwrap_or_else(|| panic!("{name} has no row in the matrix"));
        (*kind, (*name).to_owned(), case)
    });
    let edits = DESK.into_iter().map(|what| {
        let name = format!("NoteDeskEdit of {what:?}");
        (NoteDeskEdit::KIND, name, desk_edit(what))
    });
    for (kind, name, case) in commands.chain(edits) {
        assert_eq!((case.own.kind(), case.foreign.kind()), (kind, kind));
        let mut cell = |role: &str, state: &State, actor: Actor, is_own: bool, expected: bool| {
            let command = if is_own { &case.own } else { &case.foreign };
            let outcome = authorise(state, actor, command);
            assert_eq!(
                outcome.is_ok(),
                expected,
                "{name} by {role}, own rows: {is_own}: {outcome:?}"
            );
            if let Err(reject) = outcome {
                let is_silent = matches!(reject, Reject::Forbidden(_) | Reject::NotFound(_));
                assert!(is_silent, "{name} by {role} says {reject:?}");
            }
            n_cells += 1;
        };
        let is_undo = kind == UndoEntry::KIND;
        let opens = |function: Function| {
            is_undo || (case.is_opened_by(function) && function != Function::Team)
        };
        for is_own in [true, false] {
            cell("the product", &state, Actor::System, is_own, true);
            cell("a main administrator", &state, MAIN, is_own, true);
            let is_attendance = case.function == Some(Function::Attendance);
            cell("the door", &state, DOOR, is_own, is_attendance);
            cell("a screen", &state, SCREEN, is_own, false);
            let nobody = Actor::Staff(StaffId::example(999));
            cell("nobody of the team", &state, nobody, is_own, false);
            for n in SENDERS {
                let is_sender = case.senders.contains(&person(n));
                // 2 and 4 are to the other rows what 1 and 3 are to the own ones.
                let is_twin = n % 2 == 0 && case.senders.contains(&person(n - 1));
                // Whom a stranger may write to, everybody may.
                let is_everybody = case.senders.contains(&person(8));
                let expected = is_everybody || if is_own { is_sender } else { is_twin };
                let role = format!("participant {n}");
                cell(&role, &state, Actor::Person(person(n)), is_own, expected);
            }
            let stranger = Actor::Person(person(8));
            let is_stranger = case.senders.contains(&person(8));
            cell("another participant", &state, stranger, is_own, is_stranger);
            for function in Function::ALL {
                let only: Functions = [function].into_iter().collect();
                let (state, secondary) = with_secondary(&state, only, Scope::All);
                let role = format!("a secondary with {function:?}");
                cell(&role, &state, secondary, is_own, opens(function));
            }
            let all: Functions = Function::ALL.into_iter().collect();
            let without = Function::ALL.into_iter();
            let without = without.filter(|function| !case.is_opened_by(*function));
            let (there, secondary) = with_secondary(&state, without.collect(), Scope::All);
            cell("a secondary without", &there, secondary, is_own, is_undo);
            let scope = Scope::Organisations(list(vec![own_organisation]));
            let (there, scoped) = with_secondary(&state, all, scope);
            let is_open = is_undo || case.function.is_some_and(|f| f != Function::Team);
            let is_in_scope = match case.rows {
                Rows::Own => is_own,
                Rows::Any => true,
                Rows::None => false,
            };
            let expected = is_open && is_in_scope;
            cell("a scoped one with all", &there, scoped, is_own, expected);
            let nothing = Scope::Organisations(list(vec![]));
            let (there, blind) = with_secondary(&state, all, nothing);
            let expected = is_open && case.rows == Rows::Any;
            cell("one who sees nobody", &there, blind, is_own, expected);
        }
    }
    // Every command, both kinds of rows, every role: none was left out.
    let n_rows = Command::KINDS.len() + DESK.len();
    assert_eq!(n_cells, n_rows * 2 * (5 + 5 + Function::ALL.len() + 3));
}

#[test]
fn an_event_that_does_not_know_somebody_gives_him_nothing() {
    // The state of another event: nobody of this one is in it.
    let other = State::default();
    for (kind, name) in Command::KINDS {
        let case = meant(*kind).unwrap_or_else(|| panic!("{name} has no row in the matrix"));
        for actor in [MAIN, SCOPED, DOOR, SCREEN] {
            assert!(
                authorise(&other, actor, &case.own).is_err(),
                "{name} by {actor:?}"
            );
        }
    }
}

#[test]
fn what_was_done_to_the_team_is_taken_back_by_a_main_administrator_only() {
    let mut world = World::new();
    let id = StaffId::example(900);
    let with = |functions: &[Function]| Staff {
        id,
        role: Role::Secondary {
            functions: functions.iter().copied().collect(),
            scope: Scope::All,
        },
    };
    let (less, more) = (with(&[Function::Meetings]), with(&Function::ALL));
    world
        .run(
            MAIN,
            GrantStaff {
                staff: less.clone(),
            },
        )
        .unwrap();
    let first = world.last_seq();
    world
        .run(
            MAIN,
            GrantStaff {
                staff: more.clone(),
            },
        )
        .unwrap();
    let second = world.last_seq();
    for other in [SCOPED, DOOR, SCREEN, Actor::Staff(id)] {
        let refused = world.run(other, UndoEntry { seq: second }).unwrap_err();
        assert!(
            matches!(refused, Reject::Forbidden(_)),
            "{other:?}: {refused:?}"
        );
    }
    // Not over what was done since.
    assert!(world.run(MAIN, UndoEntry { seq: first }).is_err());
    world.run(MAIN, UndoEntry { seq: second }).unwrap();
    assert_eq!(world.state.staff_member(id), Some(&less));
    world.run(MAIN, RevokeStaff { staff: id }).unwrap();
    let revoked = world.last_seq();
    world.run(MAIN, UndoEntry { seq: revoked }).unwrap();
    assert_eq!(world.state.staff_member(id), Some(&less));
    let refused = world.run(SCOPED, UndoEntry { seq: revoked }).unwrap_err();
    assert!(matches!(
        refused,
        Reject::Forbidden(_) | Reject::CannotUndo(_)
    ));
}

#[test]
fn an_undo_never_takes_the_last_main_administrator() {
    let mut world = World::new();
    let id = StaffId::example(900);
    let role = Role::Main;
    world
        .run(
            MAIN,
            GrantStaff {
                staff: Staff { id, role },
            },
        )
        .unwrap();
    let granted = world.last_seq();
    let Actor::Staff(first) = MAIN else {
        panic!("the main administrator is of the team");
    };
    world
        .run(Actor::Staff(id), RevokeStaff { staff: first })
        .unwrap();
    assert!(
        world
            .run(Actor::Staff(id), UndoEntry { seq: granted })
            .is_err()
    );
    assert!(world.state.staff_member(id).is_some());
}
