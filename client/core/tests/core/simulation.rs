//! LIV-09: whatever the network does, at rest every replica equals what the server would show,
//! no command is lost and none counts twice.

use client_core::sync::Outcome;
use protocol::command::*;
use protocol::id::*;
use protocol::*;

use crate::hall::{CALM, EVERYBODY, Hall, STORM};
use crate::random::Random;
use crate::world::*;

#[test]
fn at_rest_every_replica_equals_the_servers_projection() {
    for seed in seeds(60) {
        let mut hall = Hall::new(seed, &EVERYBODY, STORM);
        for _ in 0..150 {
            let pause = hall.random.below(400);
            hall.run_for(pause);
            one_wish(&mut hall);
            disturb(&mut hall);
        }
        come_to_rest(&mut hall, seed);
        check_replicas(&hall, seed);
        check_commands(&hall, seed);
    }
}

#[test]
fn a_calm_day_needs_one_snapshot_per_client() {
    let mut hall = Hall::new(7, &EVERYBODY, CALM);
    hall.run_for(2_000);
    for _ in 0..100 {
        hall.run_for(200);
        one_wish(&mut hall);
    }
    come_to_rest(&mut hall, 7);
    check_replicas(&hall, 7);
    for device in &hall.devices {
        assert_eq!(device.n_snapshots, 1, "{:?}", device.actor);
        // A machine that wakes itself for nothing would show here.
        assert!(
            device.n_ticks < 400,
            "{:?} was woken {} times",
            device.actor,
            device.n_ticks
        );
    }
}

/// `SIM_SEED` repeats one run; `SIM_RUNS` asks for more of them.
fn seeds(n: u64) -> Vec<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    match number("SIM_SEED") {
        Some(seed) => vec![seed],
        None => (1..=number("SIM_RUNS").unwrap_or(n)).collect(),
    }
}

fn one_wish(hall: &mut Hall) {
    let device = usize::try_from(hall.random.below(hall.devices.len() as u64)).unwrap();
    let actor = hall.devices[device].actor;
    let state = hall.devices[device].client.model().state().clone();
    let command = match actor {
        DOOR => scan(&mut hall.random),
        Actor::Person(me) => participants_wish(&state, me, &mut hall.random),
        Actor::Staff(_) | Actor::System => teams_wish(&state, &mut hall.random),
    };
    if let Some(command) = command {
        let _ = hall.dispatch(device, command);
    }
}

fn scan(random: &mut Random) -> Option<Command> {
    let who = 1 + random.below(N_PERSONS);
    let gates = [Gate::Event, Gate::Room(room(1)), Gate::Room(room(2))];
    let gate = *random.pick(&gates)?;
    Some(match random.below(4) {
        0 => CheckInBadge {
            badge: badge(who),
            gate,
        }
        .into(),
        1 => CheckOut {
            person: person(who),
            gate,
        }
        .into(),
        2 => CheckOutBadge {
            badge: badge(who),
            gate,
        }
        .into(),
        _ => CheckIn {
            person: person(who),
            gate,
        }
        .into(),
    })
}

fn participants_wish(state: &domain::State, me: PersonId, random: &mut Random) -> Option<Command> {
    let request = random
        .pick(&state.requests_of(me).map(|r| r.id).collect::<Vec<_>>())
        .copied();
    let meeting = random
        .pick(&state.meetings_of(me).map(|m| m.id).collect::<Vec<_>>())
        .copied();
    let offer = random
        .pick(&state.offers().map(|offer| offer.id).collect::<Vec<_>>())
        .copied();
    let n = random.next();
    Some(match random.below(8) {
        0 => {
            let to = person(1 + random.below(N_PERSONS));
            MakeRequest {
                request: RequestId::example(n >> 1),
                from: me,
                to,
                slots: SlotSet::EMPTY,
            }
            .into()
        }
        1 => AcceptRequest {
            request: request?,
            spot: None,
            by_plan: false,
        }
        .into(),
        2 => ConfirmRequest {
            request: request?,
            meeting: MeetingId::example(n >> 1),
        }
        .into(),
        3 => RefuseRequest { request: request? }.into(),
        4 => CancelMeeting {
            meeting: meeting?,
            reason: CancelReason::Unwell,
        }
        .into(),
        5 => MarkLate {
            meeting: meeting?,
            party: me,
            minutes: Minutes(5),
        }
        .into(),
        6 => AcceptOffer {
            offer: offer?,
            meeting: MeetingId::example(n >> 1),
        }
        .into(),
        _ => DeclineOffer { offer: offer? }.into(),
    })
}

fn teams_wish(state: &domain::State, random: &mut Random) -> Option<Command> {
    let planned: Vec<&Meeting> = state
        .meetings()
        .filter(|meeting| meeting.status == MeetingStatus::Planned)
        .collect();
    let meeting = random
        .pick(&planned)
        .map(|meeting| (meeting.id, meeting.spot));
    let other = random
        .pick(&planned)
        .map(|meeting| (meeting.id, meeting.spot));
    let vacancy = random
        .pick(&state.vacancies().map(|v| v.id).collect::<Vec<_>>())
        .copied();
    let guest = person(1 + random.below(N_PERSONS));
    let to = spot(
        u16::try_from(random.below(u64::from(N_SLOTS))).unwrap(),
        1 + random.below(N_TABLES),
    );
    let n = random.next() >> 1;
    Some(match random.below(12) {
        0..=2 => {
            let host = if random.permille(500) {
                expert(1 + random.below(N_EXPERTS))
            } else {
                person(1 + random.below(N_PERSONS))
            };
            BookMeeting {
                meeting: MeetingId::example(n),
                host,
                guest,
                spot: to,
            }
            .into()
        }
        3 | 4 => MoveMeeting {
            meeting: meeting?.0,
            from: meeting?.1,
            to,
        }
        .into(),
        5 => SwapMeetings {
            a: meeting?.0,
            a_at: meeting?.1,
            b: other?.0,
            b_at: other?.1,
        }
        .into(),
        6 => CancelMeeting {
            meeting: meeting?.0,
            reason: CancelReason::Organiser,
        }
        .into(),
        7 => FillVacancy {
            vacancy: vacancy?,
            meeting: MeetingId::example(n),
            guest,
        }
        .into(),
        8 => OfferVacancy {
            vacancy: vacancy?,
            offer: OfferId::example(n),
            to: guest,
        }
        .into(),
        9 => TakeSeat {
            session: session(1 + random.below(2)),
            person: guest,
        }
        .into(),
        10 => CheckIn {
            person: guest,
            gate: Gate::Event,
        }
        .into(),
        _ => absence(state, random)?,
    })
}

fn absence(state: &domain::State, random: &mut Random) -> Option<Command> {
    let expert = expert(1 + random.below(N_EXPERTS));
    if state.person(expert)?.expert.as_ref()?.absence.is_some() {
        return Some(DeclareExpertBack { expert }.into());
    }
    let absence = Absence {
        from: slot_start(3),
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
    Some(
        DeclareExpertAbsent {
            expert,
            absence,
            plan,
        }
        .into(),
    )
}

fn disturb(hall: &mut Hall) {
    if hall.random.permille(15) {
        hall.restart_server();
    }
    if hall.random.permille(20) {
        hall.server.n_busy = 3;
    }
    if hall.random.permille(20) {
        let device = usize::try_from(hall.random.below(hall.devices.len() as u64)).unwrap();
        hall.reopen(device);
    }
    if hall.random.permille(20) {
        let device = usize::try_from(hall.random.below(hall.devices.len() as u64)).unwrap();
        let is_online = hall.random.permille(600);
        let (now, random) = (hall.at(), hall.random.next());
        hall.devices[device]
            .client
            .network_hint(is_online, now, random);
        hall.carry_out(device);
    }
    let n_entries = hall.server.log.len();
    if hall.random.permille(50) && n_entries > hall.server.n_foundations {
        let seq = n_entries as u64;
        let _ = hall.dispatch(0, UndoEntry { seq }.into());
    }
}

fn come_to_rest(hall: &mut Hall, seed: u64) {
    hall.weather = CALM;
    for device in 0..hall.devices.len() {
        let (now, random) = (hall.at(), hall.random.next());
        hall.devices[device].client.network_hint(true, now, random);
        hall.carry_out(device);
    }
    let deadline = hall.now + 10 * 60_000;
    while !hall.is_at_rest() {
        assert!(hall.now < deadline, "seed {seed}: {}", unrest(hall));
        hall.run_for(500);
    }
    // One more entry on every stream: a frame that was lost at the very end shows only then.
    let audiences = (1..=N_PERSONS).map(|n| Audience::Person(person(n)));
    for (n, audience) in audiences.chain([Audience::Everybody]).enumerate() {
        let announcement = AnnouncementId::example(n as u64);
        hall.commit_elsewhere(
            Announce {
                announcement,
                audience,
            }
            .into(),
        );
    }
    hall.run_for(30_000);
    assert!(hall.is_at_rest(), "seed {seed}: {}", unrest(hall));
}

fn unrest(hall: &Hall) -> String {
    let lines = hall.devices.iter().map(|device| {
        let model = device.client.model();
        format!(
            "{:?}: {:?} {:?}\n",
            device.actor,
            model.link(),
            model.pending()
        )
    });
    lines.collect()
}

fn check_replicas(hall: &Hall, seed: u64) {
    for (index, device) in hall.devices.iter().enumerate() {
        let model = device.client.model();
        let truth = hall.truth(index);
        assert!(
            *model.confirmed() == truth,
            "seed {seed}: the replica of {:?} differs:\n{}",
            device.actor,
            difference(model.confirmed(), &truth)
        );
        assert!(
            *model.state() == truth,
            "seed {seed}: {:?} shows a prediction at rest",
            device.actor
        );
    }
}

fn difference(mine: &domain::State, truth: &domain::State) -> String {
    let (mine, truth) = (format!("{mine:#?}"), format!("{truth:#?}"));
    let lines = mine
        .lines()
        .zip(truth.lines())
        .filter(|(a, b)| a != b)
        .take(20);
    lines
        .map(|(a, b)| format!("  has {a}, should have {b}\n"))
        .collect()
}

fn check_commands(hall: &Hall, seed: u64) {
    let mut in_log: Vec<CommandId> = hall
        .server
        .log
        .iter()
        .map(|entry| entry.head.command)
        .collect();
    let n_entries = in_log.len();
    in_log.sort_unstable();
    in_log.dedup();
    assert_eq!(
        in_log.len(),
        n_entries,
        "seed {seed}: a command made two entries"
    );
    for device in &hall.devices {
        for (id, command) in &device.taken {
            if device.vanished.contains(id) {
                continue;
            }
            let is_committed = hall.server.committed.contains_key(id);
            let outcome = device.outcomes.get(id);
            let agrees = match outcome {
                Some(Outcome::Committed) => is_committed,
                Some(Outcome::Refused(_) | Outcome::NotSent(_)) => !is_committed,
                // Nobody knows, and the client says so.
                Some(Outcome::Unanswered(_)) => true,
                None => false,
            };
            assert!(
                agrees,
                "seed {seed}: {:?} was told {outcome:?} of {command:?}, committed: {is_committed}",
                device.actor
            );
        }
    }
}

#[test]
fn the_storm_reaches_what_it_is_meant_to_test() {
    let (mut n_committed, mut n_refused, mut n_given_back, mut n_snapshots) = (0, 0, 0, 0);
    let mut n_meetings = 0;
    for seed in 1..=10 {
        let mut hall = Hall::new(seed, &EVERYBODY, STORM);
        for _ in 0..150 {
            let pause = hall.random.below(400);
            hall.run_for(pause);
            one_wish(&mut hall);
            disturb(&mut hall);
        }
        come_to_rest(&mut hall, seed);
        for device in &hall.devices {
            n_snapshots += device.n_snapshots;
            for outcome in device.outcomes.values() {
                match outcome {
                    Outcome::Committed => n_committed += 1,
                    Outcome::Refused(_) => n_refused += 1,
                    Outcome::NotSent(_) | Outcome::Unanswered(_) => n_given_back += 1,
                }
            }
        }
        n_meetings += hall.server.state.n_meetings();
    }
    assert!(n_committed > 200, "{n_committed} committed");
    assert!(n_refused > 20, "{n_refused} refused");
    assert!(n_given_back > 0, "{n_given_back} given back");
    assert!(n_meetings > 50, "{n_meetings} meetings");
    assert!(n_snapshots > 100, "{n_snapshots} snapshots");
}
