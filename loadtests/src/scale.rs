//! What the rules and the snapshots of a large event cost, without server, disk or socket.

use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use app::demo::{self, Spec};
use domain::access::{self, Viewer};
use domain::{Context, State, decide};
use flate2::Compression;
use flate2::write::GzEncoder;
use protocol::command::{CancelMeeting, ChangeAvailability, CheckIn, CheckOut, MoveMeeting};
use protocol::id::CommandId;
use protocol::message::{Cursor, Topic};
use protocol::snapshot::{SCHEMA, SnapshotAnswer};
use protocol::{
    Actor, CancelReason, Command, EntryHead, Gate, MeetingStatus, SlotSet, Snapshot, Spot,
};

use crate::gate::{Table, count, say};
use crate::options::Shared;

/// Decisions of one kind that are timed.
const N: usize = 2_000;

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    let shared = arguments.shared;
    let mut table = Table::new("scale", shared.seed);
    say(format!(
        "making the event ({:?}, seed {})",
        shared.event, shared.seed
    ));
    let first_day = jiff::civil::date(2026, 11, 26);
    let spec = Spec {
        scale: shared.event.into(),
        seed: shared.seed,
        first_day,
    };
    let began = Instant::now();
    let seed = demo::generate(&spec)?;
    table.figure("making the event", began.elapsed().as_secs_f64(), "s");
    table.figure("persons", count(seed.state.n_persons()), "");
    table.figure("meetings", count(seed.state.n_meetings()), "");
    rules(&mut table, &seed.state, seed.starts_at)?;
    snapshots(&mut table, &seed)?;
    Ok(table)
}

/// Microseconds per decision and per evolution, for several kinds of commands.
fn rules(table: &mut Table, state: &State, now: protocol::Micros) -> Result<()> {
    let persons: Vec<_> = state.persons().map(|person| person.id).collect();
    let mut persons = persons.into_iter().cycle();
    let mut next = || persons.next().context("the event has persons");
    let mut cases: Vec<(&str, Vec<Command>)> = Vec::new();
    let mut of = |name, make: &mut dyn FnMut(usize) -> Result<Option<Command>>| -> Result<()> {
        let commands = (0..N)
            .filter_map(|n| make(n).transpose())
            .collect::<Result<_>>()?;
        cases.push((name, commands));
        Ok(())
    };
    of("CheckIn", &mut |_| {
        Ok(Some(
            CheckIn {
                person: next()?,
                gate: Gate::Event,
            }
            .into(),
        ))
    })?;
    of("CheckOut", &mut |_| {
        Ok(Some(
            CheckOut {
                person: next()?,
                gate: Gate::Event,
            }
            .into(),
        ))
    })?;
    of("ChangeAvailability", &mut |_| {
        Ok(Some(
            ChangeAvailability {
                person: next()?,
                availability: SlotSet::EMPTY,
            }
            .into(),
        ))
    })?;
    let planned: Vec<_> = state
        .meetings()
        .filter(|meeting| meeting.status == MeetingStatus::Planned)
        .cloned()
        .collect();
    let places: Vec<_> = state.places().map(|place| place.id).collect();
    of("MoveMeeting", &mut |n| {
        let Some(meeting) = planned.get(n % planned.len().max(1)) else {
            return Ok(None);
        };
        let to = Spot {
            place: places[n % places.len()],
            ..meeting.spot
        };
        Ok(Some(
            MoveMeeting {
                meeting: meeting.id,
                from: meeting.spot,
                to,
            }
            .into(),
        ))
    })?;
    of("CancelMeeting", &mut |n| {
        let Some(meeting) = planned.get(n) else {
            return Ok(None);
        };
        Ok(Some(
            CancelMeeting {
                meeting: meeting.id,
                reason: CancelReason::Travel,
            }
            .into(),
        ))
    })?;
    for (name, commands) in &cases {
        measure(table, name, commands, state, now);
    }
    Ok(())
}

/// Every command is decided against the same state and evolved on a copy of it, as the actor
/// does with a batch.
fn measure(
    table: &mut Table,
    name: &str,
    commands: &[Command],
    state: &State,
    now: protocol::Micros,
) {
    let context = Context {
        actor: Actor::System,
        now,
        undone: None,
    };
    let began = Instant::now();
    let decided: Vec<_> = commands
        .iter()
        .filter_map(|command| black_box(decide(state, &context, command)).ok())
        .collect();
    let deciding = began.elapsed();
    let mut evolved = state.clone();
    let command = CommandId::from_bytes([0; 16]);
    let head = EntryHead {
        seq: 1,
        at: now,
        by: Actor::System,
        command,
    };
    let mut n_changes = 0;
    let began = Instant::now();
    // Each starts from the same moment: decisions that exclude each other stay possible.
    for change in decided.iter().flatten() {
        if n_changes % 64 == 0 {
            evolved = state.clone();
        }
        evolved.evolve(&head, change);
        n_changes += 1;
    }
    let evolving = began.elapsed();
    black_box(&evolved);
    table.figure(
        format!("{name}: decide"),
        micros_per(deciding, commands.len()),
        "µs",
    );
    table.figure(format!("{name}: accepted"), count(decided.len()), "");
    table.figure(
        format!("{name}: evolve, per change"),
        micros_per(evolving, n_changes),
        "µs",
    );
}

fn micros_per(time: Duration, n: usize) -> f64 {
    if n == 0 {
        f64::NAN
    } else {
        time.as_secs_f64() * 1e6 / count(n)
    }
}

fn snapshots(table: &mut Table, seed: &demo::Seed) -> Result<()> {
    let person = seed
        .played_by_people()
        .first()
        .copied()
        .context("the demo has a participant")?;
    for (name, viewer) in [
        ("team", Viewer::Team),
        ("participant", Viewer::Person(person)),
    ] {
        let began = Instant::now();
        let snapshot: Snapshot = black_box(access::snapshot_for(&seed.state, &viewer));
        let building = began.elapsed();
        let cards = if name == "team" {
            seed.cards.clone()
        } else {
            Vec::new()
        };
        let cursors = vec![Cursor {
            topic: Topic::Ops,
            epoch: 1,
            offset: 1,
        }];
        let began = Instant::now();
        let plain = SnapshotAnswer {
            schema: SCHEMA,
            cursors,
            snapshot,
            cards,
        }
        .encode();
        let encoding = began.elapsed();
        let began = Instant::now();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(5));
        encoder.write_all(&plain)?;
        let packed = encoder.finish()?;
        let packing = began.elapsed();
        let began = Instant::now();
        let read = SnapshotAnswer::decode(&plain).map_err(anyhow::Error::msg)?;
        black_box(State::from_snapshot(&read.snapshot));
        let reading = began.elapsed();
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        table.figure(format!("{name} snapshot: build"), ms(building), "ms");
        table.figure(format!("{name} snapshot: encode"), ms(encoding), "ms");
        table.figure(format!("{name} snapshot: compress"), ms(packing), "ms");
        table.figure(
            format!("{name} snapshot: decode and load"),
            ms(reading),
            "ms",
        );
        table.figure(
            format!("{name} snapshot: plain"),
            count(plain.len()) / 1_024.0,
            "KiB",
        );
        table.figure(
            format!("{name} snapshot: compressed"),
            count(packed.len()) / 1_024.0,
            "KiB",
        );
    }
    Ok(())
}
