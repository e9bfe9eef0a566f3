//! Random lives of an event: after any commands, in any batches, the tables say what memory says.

use std::sync::Arc;

use domain::State;
use protocol::command::*;
use protocol::id::*;
use protocol::*;

use super::world::*;
use super::{Bench, assert_sound, on_both_engines};

on_both_engines! {
    loaded_state_equals_evolved_state
}

const SEEDS: std::ops::Range<u64> = 100..104;
const WISHES: usize = 300;

async fn loaded_state_equals_evolved_state(bench: Arc<Bench>) {
    for seed in SEEDS {
        eprintln!("seed {seed}");
        let event = EventId::example(seed);
        let mut dice = Dice::new(seed);
        let mut world = World::furnish_as(&bench.store, event).await;
        let mut n_accepted = 0;
        for _ in 0..WISHES {
            n_accepted += usize::from(live_a_little(&mut world, &mut dice));
            if dice.below(12) == 0 {
                world.commit(&bench.store).await;
                if dice.below(4) == 0 {
                    compare(&bench, &world).await;
                }
            }
        }
        world.commit(&bench.store).await;
        compare(&bench, &world).await;
        let report = bench.store.doctor(event).await.unwrap();
        assert!(report.is_sound(), "seed {seed}: {:#?}", report.findings);
        assert!(n_accepted > WISHES / 4, "seed {seed}: {n_accepted}");
    }
    assert!(bench.store.load(EVENT).await.unwrap().is_none());
    World::furnish(&bench.store).await;
    assert_sound(&bench.store).await;
}

async fn compare(bench: &Bench, world: &World) {
    let loaded = bench.store.load(world.event).await.unwrap().unwrap();
    // Compared as rows first: a difference there can be read.
    assert_eq!(loaded.state.full_snapshot(), world.state.full_snapshot());
    assert_eq!(loaded.state, world.state);
    assert_eq!(loaded.head.seq, world.seq);
    assert_eq!(loaded.public_offset, world.public_offset);
    assert_eq!(loaded.person_offsets, world.person_offsets);
}

/// One random wish, after a while; whether it became an entry.
pub(crate) fn live_a_little(world: &mut World, dice: &mut Dice) -> bool {
    world.now.0 += i64::try_from(dice.below(40)).unwrap() * 1_000_000;
    let Some(command) = any_wish(world, dice) else {
        return false;
    };
    let actor = if dice.below(10) == 0 {
        Actor::System
    } else {
        MAIN
    };
    world
        .wish(actor, command)
        .is_ok_and(|n_changes| n_changes > 0)
}

fn any_wish(world: &mut World, dice: &mut Dice) -> Option<Command> {
    match dice.below(8) {
        0 | 1 => meeting_wish(world, dice),
        2 => request_wish(world, dice),
        3 => vacancy_wish(world, dice),
        4 => session_wish(&world.state, dice),
        5 => door_wish(dice),
        6 => person_wish(world, dice),
        _ => desk_wish(world, dice),
    }
}

fn planned<'a>(state: &'a State, dice: &mut Dice) -> Option<&'a Meeting> {
    dice.pick(
        state
            .meetings()
            .filter(|m| m.status == MeetingStatus::Planned),
    )
}

fn meeting_wish(world: &mut World, dice: &mut Dice) -> Option<Command> {
    let fresh = MeetingId::example(world.fresh());
    let state = &world.state;
    Some(match dice.below(12) {
        0..=4 => BookMeeting {
            meeting: fresh,
            host: expert(1 + dice.below(N_EXPERTS)),
            guest: anybody(dice),
            spot: any_spot(dice),
        }
        .into(),
        5 | 6 => {
            let meeting = planned(state, dice)?;
            MoveMeeting {
                meeting: meeting.id,
                from: meeting.spot,
                to: any_spot(dice),
            }
            .into()
        }
        7 => {
            let (a, b) = (planned(state, dice)?, planned(state, dice)?);
            SwapMeetings {
                a: a.id,
                a_at: a.spot,
                b: b.id,
                b_at: b.spot,
            }
            .into()
        }
        8 => CancelMeeting {
            meeting: planned(state, dice)?.id,
            reason: CancelReason::Travel,
        }
        .into(),
        9 => {
            let meeting = planned(state, dice)?;
            MarkLate {
                meeting: meeting.id,
                party: meeting.guest,
                minutes: Minutes(u16::try_from(dice.below(20)).unwrap()),
            }
            .into()
        }
        10 => MarkHeld {
            meeting: dice.pick(state.meetings())?.id,
        }
        .into(),
        _ => MarkNotHeld {
            meeting: dice.pick(state.meetings())?.id,
            missing: Missing::Guest,
        }
        .into(),
    })
}

fn request_wish(world: &mut World, dice: &mut Dice) -> Option<Command> {
    let fresh = world.fresh();
    let state = &world.state;
    Some(match dice.below(8) {
        0..=2 => MakeRequest {
            request: RequestId::example(fresh),
            from: anybody(dice),
            to: anybody(dice),
            slots: SlotSet::EMPTY,
        }
        .into(),
        3 | 4 => AcceptRequest {
            request: dice.pick(state.requests())?.id,
            spot: None,
            by_plan: false,
        }
        .into(),
        5 => ConfirmRequest {
            request: dice.pick(state.requests())?.id,
            meeting: MeetingId::example(fresh),
        }
        .into(),
        6 => RefuseRequest {
            request: dice.pick(state.requests())?.id,
        }
        .into(),
        _ => CancelRequest {
            request: dice.pick(state.requests())?.id,
        }
        .into(),
    })
}

fn vacancy_wish(world: &mut World, dice: &mut Dice) -> Option<Command> {
    let fresh = world.fresh();
    let state = &world.state;
    Some(match dice.below(7) {
        0 | 1 => OfferVacancy {
            vacancy: dice.pick(state.vacancies())?.id,
            offer: OfferId::example(fresh),
            to: anybody(dice),
        }
        .into(),
        2 => AcceptOffer {
            offer: dice.pick(state.offers())?.id,
            meeting: MeetingId::example(fresh),
        }
        .into(),
        3 => DeclineOffer {
            offer: dice.pick(state.offers())?.id,
        }
        .into(),
        4 => FillVacancy {
            vacancy: dice.pick(state.vacancies())?.id,
            meeting: MeetingId::example(fresh),
            guest: anybody(dice),
        }
        .into(),
        5 => DismissVacancy {
            vacancy: dice.pick(state.vacancies())?.id,
        }
        .into(),
        _ => ReviewDeadlines {}.into(),
    })
}

fn session_wish(state: &State, dice: &mut Dice) -> Option<Command> {
    let session = SessionId::example(1 + dice.below(2));
    let person = anybody(dice);
    Some(match dice.below(12) {
        0..=5 => TakeSeat { session, person }.into(),
        6..=8 => {
            let seat = dice.pick(state.all_seats())?;
            ReleaseSeat {
                session: seat.session,
                person: seat.person,
            }
            .into()
        }
        9 => CloseSession { session }.into(),
        10 => OpenSession { session }.into(),
        _ => {
            // Another time: the seats' slots are others now.
            let from = u16::try_from(dice.below(4)).unwrap();
            let moved = Session {
                starts_at: starts_at(from),
                ends_at: starts_at(from + 2),
                ..state.session(session)?.clone()
            };
            DefineSession { session: moved }.into()
        }
    })
}

fn door_wish(dice: &mut Dice) -> Option<Command> {
    let n = 1 + dice.below(2);
    let gate = dice.pick(
        [
            Gate::Event,
            Gate::Room(room(n)),
            Gate::Session(SessionId::example(n)),
        ]
        .into_iter(),
    )?;
    let person = anybody(dice);
    Some(match dice.below(6) {
        0..=3 => CheckIn { person, gate }.into(),
        4 => CheckInBadge {
            badge: BadgeCode::from_bytes(person.to_bytes()),
            gate,
        }
        .into(),
        _ => CheckOut { person, gate }.into(),
    })
}

fn person_wish(world: &World, dice: &mut Dice) -> Option<Command> {
    let state = &world.state;
    let person = anybody(dice);
    Some(match dice.below(10) {
        0..=2 => {
            let slots = (0..N_SLOTS).filter(|_| dice.below(5) > 0).map(slot);
            ChangeAvailability {
                person,
                availability: slots.collect(),
            }
            .into()
        }
        3 | 4 => AssignPerson {
            person,
            organisation: OrganisationId::example(dice.below(3)),
        }
        .into(),
        5 => WithdrawPerson { person }.into(),
        6 => LimitExpert {
            expert: expert(1 + dice.below(N_EXPERTS)),
            meetings_max: (dice.below(2) == 0).then_some(4),
        }
        .into(),
        7 => DeclareExpertBack {
            expert: expert(1 + dice.below(N_EXPERTS)),
        }
        .into(),
        8 => {
            let code = BadgeCode::from_bytes(dice.next().to_be_bytes().repeat(2).try_into().ok()?);
            IssueBadges {
                badges: List::new(vec![Badge { person, code }])?,
            }
            .into()
        }
        _ => {
            let expert = expert(1 + dice.below(N_EXPERTS));
            let absence = Absence {
                from: starts_at(u16::try_from(dice.below(6)).unwrap()),
                until: None,
            };
            let plan = state
                .meetings_hit_by(expert, &absence)
                .map(|m| Reassignment {
                    meeting: m.id,
                    from: m.spot,
                    outcome: ReassignmentOutcome::Cancel,
                });
            let plan = List::new(plan.collect())?;
            DeclareExpertAbsent {
                expert,
                absence,
                plan,
            }
            .into()
        }
    })
}

fn desk_wish(world: &mut World, dice: &mut Dice) -> Option<Command> {
    let fresh = world.fresh();
    let last_seq = world.seq;
    let state = &world.state;
    Some(match dice.below(12) {
        0..=3 => UndoEntry {
            seq: last_seq.saturating_sub(dice.below(4)),
        }
        .into(),
        4 => Announce {
            announcement: AnnouncementId::example(fresh),
            audience: Audience::Person(anybody(dice)),
        }
        .into(),
        5 => AcknowledgeAlert {
            key: dice.pick(state.alerts())?.key,
        }
        .into(),
        6 => SetThreshold {
            threshold: Threshold {
                object: FillObject::Expert(expert(1 + dice.below(N_EXPERTS))),
                percent: u8::try_from(dice.below(100)).unwrap(),
                from: MORNING,
            },
        }
        .into(),
        7 => ClearThreshold {
            object: dice.pick(state.thresholds())?.object,
        }
        .into(),
        8 => GrantStaff {
            staff: Staff {
                id: StaffId::example(10 + dice.below(3)),
                role: Role::Door,
            },
        }
        .into(),
        9 => RevokeStaff {
            staff: StaffId::example(10 + dice.below(3)),
        }
        .into(),
        10 => {
            let spare = PlaceId::example(500 + dice.below(2));
            let place = Place {
                id: spare,
                site: SiteId(0),
                kind: PlaceKind::Table,
                capacity: u16::try_from(dice.below(9)).unwrap() + 1,
            };
            DefinePlaces {
                places: List::new(vec![place])?,
            }
            .into()
        }
        _ => WithdrawPlace {
            place: PlaceId::example(500 + dice.below(2)),
        }
        .into(),
    })
}
