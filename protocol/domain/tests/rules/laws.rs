//! Laws that hold for every command, tested on random lives of the small event.

use domain::access::{self, Viewer};
use domain::{State, invariants};
use proptest::prelude::*;
use protocol::command::*;
use protocol::id::*;
use protocol::*;

use crate::world::*;

/// One random step: who wishes what, after how many seconds.
#[derive(Clone, Debug)]
struct Step {
    actor: Actor,
    command: Command,
    seconds: u16,
}

fn any_actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        6 => Just(MAIN),
        2 => Just(SCOPED),
        1 => Just(DOOR),
        1 => Just(SCREEN),
        2 => Just(Actor::System),
        4 => (1..=N_PERSONS).prop_map(|n| Actor::Person(person(n))),
        2 => (1..=N_EXPERTS).prop_map(|n| Actor::Person(expert(n))),
    ]
}

fn anybody() -> impl Strategy<Value = PersonId> {
    prop_oneof![3 => (1..=N_PERSONS).prop_map(person), 2 => (1..=N_EXPERTS).prop_map(expert)]
}

fn any_spot() -> impl Strategy<Value = Spot> {
    (0..N_SLOTS, 1..=N_TABLES).prop_map(|(s, t)| spot(s, t))
}

fn small() -> impl Strategy<Value = u64> {
    1..20_u64
}

fn any_gate() -> impl Strategy<Value = Gate> {
    prop_oneof![
        Just(Gate::Event),
        (1..=2_u64).prop_map(|n| Gate::Room(room(n))),
        (1..=2_u64).prop_map(|n| Gate::Session(SessionId::example(n))),
    ]
}

fn any_slots() -> impl Strategy<Value = SlotSet> {
    proptest::collection::vec(0..N_SLOTS, 0..6)
        .prop_map(|slots| slots.into_iter().map(slot).collect())
}

/// Commands that name ids; which of them exist is left to chance.
fn blind_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        8 => (small(), anybody(), anybody(), any_spot()).prop_map(|(n, host, guest, spot)| {
            BookMeeting { meeting: MeetingId::example(n), host, guest, spot }.into()
        }),
        5 => (small(), anybody(), anybody(), any_slots()).prop_map(|(n, from, to, slots)| {
            MakeRequest { request: RequestId::example(n), from, to, slots }.into()
        }),
        3 => (1..=2_u64, anybody())
            .prop_map(|(n, person)| TakeSeat { session: SessionId::example(n), person }.into()),
        2 => (1..=2_u64, anybody())
            .prop_map(|(n, person)| ReleaseSeat { session: SessionId::example(n), person }.into()),
        4 => (anybody(), any_gate()).prop_map(|(person, gate)| CheckIn { person, gate }.into()),
        2 => (anybody(), any_gate()).prop_map(|(person, gate)| CheckOut { person, gate }.into()),
        1 => (0..13_u8, any_gate()).prop_map(|(n, gate)| {
            CheckInBadge { badge: BadgeCode::from_bytes([n; 16]), gate }.into()
        }),
        1 => (anybody(), any_slots())
            .prop_map(|(person, availability)| ChangeAvailability { person, availability }.into()),
        1 => (anybody(), 0..2_u64).prop_map(|(person, n)| {
            AssignPerson { person, organisation: OrganisationId::example(n) }.into()
        }),
        1 => (1..=N_RESOURCES)
            .prop_map(|n| WithdrawResource { resource: ResourceId::example(n) }.into()),
        1 => anybody().prop_map(|person| WithdrawPerson { person }.into()),
        1 => (1..=N_EXPERTS, proptest::option::of(0..4_u16))
            .prop_map(|(n, meetings_max)| LimitExpert { expert: expert(n), meetings_max }.into()),
        1 => (1..=N_EXPERTS).prop_map(|n| DeclareExpertBack { expert: expert(n) }.into()),
        1 => (1..=2_u64).prop_map(|n| CloseSession { session: SessionId::example(n) }.into()),
        1 => (1..=2_u64).prop_map(|n| OpenSession { session: SessionId::example(n) }.into()),
        1 => (1..=2_u64).prop_map(|n| CancelSession { session: SessionId::example(n) }.into()),
        1 => (small(), anybody()).prop_map(|(n, to)| {
            Announce { announcement: AnnouncementId::example(n), audience: Audience::Person(to) }.into()
        }),
        1 => (0..3_u8, 0..3_u8).prop_map(|(before, after)| {
            DefineVocabulary { before: lists(before), after: lists(after) }.into()
        }),
        1 => (anybody(), 0..3_u16, 0..60_i64).prop_map(|(person, figure, value)| {
            ChangeFigures { person, figures: figures(figure, value) }.into()
        }),
        2 => Just(ReviewDeadlines {}.into()),
    ]
}

/// The event's lists: empty, with one figure, or with two of other bounds.
fn lists(n: u8) -> Vocabulary {
    let keyword = |tag| Keyword {
        tag: Tag(tag),
        kind: KeywordKind::Topic,
    };
    let figure = |id| KeyFigure {
        id: FigureId(id),
        min: 0,
        max: 40 / i64::from(n.max(1)),
    };
    let n = u16::from(n);
    Vocabulary {
        keywords: List::new((0..n).map(keyword).collect()).unwrap(),
        figures: List::new((0..n).map(figure).collect()).unwrap(),
    }
}

fn figures(figure: u16, value: i64) -> Figures {
    let figure = FigureId(figure);
    Figures {
        offered: List::new(vec![FigureValue { figure, value }]).unwrap(),
        sought: List::new(vec![FigureRange {
            figure,
            min: 0,
            max: value,
        }])
        .unwrap(),
    }
}

/// Picks something that exists, and does something with it.
#[derive(Clone, Debug)]
struct Aimed {
    what: u8,
    pick: usize,
    other: usize,
    spot: Spot,
    person: PersonId,
    fresh: u64,
}

fn aimed() -> impl Strategy<Value = Aimed> {
    (
        0..31_u8,
        0..1000_usize,
        0..1000_usize,
        any_spot(),
        anybody(),
        100..10_000_u64,
    )
        .prop_map(|(what, pick, other, spot, person, fresh)| Aimed {
            what,
            pick,
            other,
            spot,
            person,
            fresh,
        })
}

fn nth<T>(items: impl Iterator<Item = T>, n: usize) -> Option<T> {
    let items: Vec<T> = items.collect();
    let len = items.len();
    (len > 0).then(|| items.into_iter().nth(n % len)).flatten()
}

fn aim(world: &World, a: &Aimed) -> Option<Command> {
    let state = &world.state;
    let planned = || {
        state
            .meetings()
            .filter(|m| m.status == MeetingStatus::Planned)
    };
    let fresh_meeting = MeetingId::example(a.fresh);
    Some(match a.what {
        0..=2 => {
            let m = nth(planned(), a.pick)?;
            let from = if a.other % 9 == 0 { a.spot } else { m.spot };
            MoveMeeting {
                meeting: m.id,
                from,
                to: a.spot,
            }
            .into()
        }
        3 => {
            let (x, y) = (nth(planned(), a.pick)?, nth(planned(), a.other)?);
            SwapMeetings {
                a: x.id,
                a_at: x.spot,
                b: y.id,
                b_at: y.spot,
            }
            .into()
        }
        4 | 5 => CancelMeeting {
            meeting: nth(planned(), a.pick)?.id,
            reason: CancelReason::Travel,
        }
        .into(),
        6 => {
            let m = nth(planned(), a.pick)?;
            MarkLate {
                meeting: m.id,
                party: m.guest,
                minutes: Minutes((a.other % 20) as u16),
            }
            .into()
        }
        7 => MarkHeld {
            meeting: nth(state.meetings(), a.pick)?.id,
        }
        .into(),
        8 => MarkNotHeld {
            meeting: nth(state.meetings(), a.pick)?.id,
            missing: Missing::Guest,
        }
        .into(),
        9 => AcceptRequest {
            request: nth(state.requests(), a.pick)?.id,
            spot: (a.other % 2 == 0).then_some(a.spot),
            by_plan: a.other % 3 == 0,
        }
        .into(),
        10 => ConfirmRequest {
            request: nth(state.requests(), a.pick)?.id,
            meeting: fresh_meeting,
        }
        .into(),
        11 => RefuseRequest {
            request: nth(state.requests(), a.pick)?.id,
        }
        .into(),
        12 => CancelRequest {
            request: nth(state.requests(), a.pick)?.id,
        }
        .into(),
        13 => OfferVacancy {
            vacancy: nth(state.vacancies(), a.pick)?.id,
            offer: OfferId::example(a.fresh),
            to: a.person,
        }
        .into(),
        14 => {
            let offer = nth(state.offers(), a.pick)?.id;
            if a.other % 3 == 0 {
                DeclineOffer { offer }.into()
            } else {
                AcceptOffer {
                    offer,
                    meeting: fresh_meeting,
                }
                .into()
            }
        }
        15 => {
            let vacancy = nth(state.vacancies(), a.pick)?.id;
            if a.other % 4 == 0 {
                DismissVacancy { vacancy }.into()
            } else {
                FillVacancy {
                    vacancy,
                    meeting: fresh_meeting,
                    guest: a.person,
                }
                .into()
            }
        }
        16 => absence(world, a)?,
        17 => UndoEntry {
            seq: world.last_seq().saturating_sub(a.pick as u64 % 4),
        }
        .into(),
        18 => choose_mode(state, a)?,
        19..=21 => publication(world, a),
        22 | 23 => arbitration(world, a)?,
        24 | 25 => TakeSlot {
            request: RequestId::example(a.fresh),
            meeting: fresh_meeting,
            from: a.person,
            to: nth(state.experts(), a.other)?.id,
            slot: (a.pick % 3 != 0).then_some(a.spot.slot),
            else_wait: a.pick % 5 != 0,
        }
        .into(),
        26..=28 => needs(state, a),
        29 => quantity(state, a),
        _ => AcknowledgeAlert {
            key: nth(state.alerts(), a.pick)?.key,
        }
        .into(),
    })
}

/// Needs of some of the resources; at times as somebody saw them who saw nothing.
fn needs(state: &State, a: &Aimed) -> Command {
    let seen = if a.other % 9 == 0 {
        &[]
    } else {
        state.needs_of(a.person)
    };
    let is_needed = |n: &u64| a.pick >> n & 1 == 1;
    let needed = (1..=N_RESOURCES).filter(is_needed);
    ChangeNeeds {
        person: a.person,
        before: List::new(seen.to_vec()).unwrap(),
        after: List::new(needed.map(ResourceId::example).collect()).unwrap(),
    }
    .into()
}

/// More or fewer of a resource.
fn quantity(state: &State, a: &Aimed) -> Command {
    let row = resource(1 + a.pick as u64 % N_RESOURCES);
    let before = state.resource(row.id).cloned();
    let capacity = u16::try_from(a.other % 4).unwrap();
    let after = Resource { capacity, ..row };
    DefineResource { before, after }.into()
}

fn choose_mode(state: &State, a: &Aimed) -> Option<Command> {
    let mode = [
        AssignmentMode::SelfService,
        AssignmentMode::PreAssigned,
        AssignmentMode::Mixed,
    ][a.pick % 3];
    let setup = EventSetup {
        mode: Some(mode),
        ..state.setup()?.clone()
    };
    Some(ConfigureEvent { setup }.into())
}

/// A plan made without care: most placements stand where their parties are free, some anywhere,
/// some are of requests that no plan may place.
fn publication(world: &World, a: &Aimed) -> Command {
    let mut taken: Vec<Spot> = Vec::new();
    let mut placements = Vec::new();
    for (n, request) in world.state.requests().enumerate() {
        let is_careless = (a.other + n) % 7 == 0;
        if !is_careless && world.state.check_plannable(request).is_err() {
            continue;
        }
        let free = |at: &Spot| {
            let hold = [domain::Commitment::Hold(request.id)];
            let pair = (request.from, request.to);
            !taken.contains(at)
                && world
                    .state
                    .check_booking(pair, *at, world.now, &hold)
                    .is_ok()
        };
        let found = (0..N_SLOTS)
            .flat_map(|s| (1..=N_TABLES).map(move |t| spot((s + a.pick as u16) % N_SLOTS, t)))
            .find(free);
        let Some(at) = (if is_careless { Some(a.spot) } else { found }) else {
            continue;
        };
        taken.push(at);
        placements.push(PlannedRequest {
            request: request.id,
            meeting: MeetingId::example(a.fresh + n as u64),
            spot: at,
        });
    }
    let placements = List::new(placements).unwrap();
    PublishPlan { placements }.into()
}

/// Answers for an expert's applicants, mostly all of them and mostly not more than fit.
fn arbitration(world: &World, a: &Aimed) -> Option<Command> {
    let state = &world.state;
    let expert = nth(state.experts(), a.other)?.id;
    let n_free = state.capacity_left(expert, world.now) as usize;
    let (mut kept, mut waiting, mut dropped) = (vec![], vec![], vec![]);
    for (n, request) in state.applicants(expert).enumerate() {
        let is_careless = a.fresh % 6 == 0;
        match (a.pick + n) % 4 {
            0 | 1 if kept.len() < n_free || is_careless => kept.push(request.id),
            0..=2 => dropped.push(request.id),
            _ => waiting.push(request.id),
        }
    }
    if a.fresh % 11 == 0 {
        dropped.pop();
    }
    let list = |ids| List::new(ids).unwrap();
    let (kept, waiting, dropped) = (list(kept), list(waiting), list(dropped));
    let wish = ArbitrateExpert {
        expert,
        kept,
        waiting,
        dropped,
    };
    Some(wish.into())
}

fn absence(world: &World, a: &Aimed) -> Option<Command> {
    let gone = nth(world.state.experts(), a.pick)?.id;
    let absence = Absence {
        from: slot_start((a.other % 5) as u16),
        until: None,
    };
    let plan = world
        .state
        .meetings_hit_by(gone, &absence)
        .enumerate()
        .map(|(n, m)| {
            let substitute = nth(world.state.experts(), a.other + n).map(|e| e.id);
            let outcome = match substitute {
                Some(expert) if (a.other + n) % 3 != 0 => ReassignmentOutcome::Substitute {
                    expert,
                    spot: m.spot,
                },
                _ => ReassignmentOutcome::Cancel,
            };
            Reassignment {
                meeting: m.id,
                from: m.spot,
                outcome,
            }
        });
    let plan = List::new(plan.collect()).unwrap();
    Some(
        DeclareExpertAbsent {
            expert: gone,
            absence,
            plan,
        }
        .into(),
    )
}

#[derive(Clone, Debug)]
enum Move {
    Blind(Step),
    Aimed(Actor, Aimed, u16),
}

fn life(len: usize) -> impl Strategy<Value = Vec<Move>> {
    let seconds = prop_oneof![4 => 0..30_u16, 1 => 0..1_500_u16];
    let one = prop_oneof![
        (any_actor(), blind_command(), seconds.clone()).prop_map(|(actor, command, seconds)| {
            Move::Blind(Step {
                actor,
                command,
                seconds,
            })
        }),
        (any_actor(), aimed(), seconds)
            .prop_map(|(actor, aimed, seconds)| Move::Aimed(actor, aimed, seconds)),
    ];
    proptest::collection::vec(one, 1..len)
}

/// Turns a move into a step on this world, if its aim finds something.
fn step(world: &World, next: &Move) -> Option<Step> {
    match next {
        Move::Blind(step) => Some(step.clone()),
        Move::Aimed(actor, aimed, seconds) => aim(world, aimed).map(|command| Step {
            actor: *actor,
            command,
            seconds: *seconds,
        }),
    }
}

fn play(
    moves: &[Move],
    mut check: impl FnMut(&World, &Step, &World, &Result<Vec<Change>, Reject>),
) {
    let mut world = World::new();
    for next in moves {
        let Some(step) = step(&world, next) else {
            continue;
        };
        world.now.0 += i64::from(step.seconds) * 1_000_000;
        let before = world.clone();
        let outcome = world.run(step.actor, step.command.clone());
        check(&before, &step, &world, &outcome);
    }
}

fn viewers(state: &State) -> Vec<Viewer> {
    let mut viewers: Vec<Viewer> = [MAIN, SCOPED, DOOR, SCREEN]
        .into_iter()
        .filter_map(|actor| access::viewer_of(state, actor))
        .collect();
    viewers.extend([person(1), person(2), expert(1)].map(Viewer::Person));
    viewers
}

/// What a client of this viewer's class would make of an entry.
fn replay(replica: &mut State, after: &State, viewer: &Viewer, entry: &Entry) {
    let head = access::head_for(viewer, &entry.head);
    for change in &entry.changes {
        if matches!(viewer, Viewer::Person(_)) {
            for public in access::project(after, &Viewer::Public, change) {
                replica.evolve(&head, &public);
            }
        }
        for seen in access::project(after, viewer, change) {
            replica.evolve(&head, &seen);
        }
    }
}

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
