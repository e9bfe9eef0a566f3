//! `import`: an event from CSV files. A dry run names every faulty line; applying is one commit.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use app::desk::import::{self, Files, Ground, Report};
use app::journal::{Journals, Operation};
use app::live::{Wish, ingest_labelled, rehearse};
use app::port::{Clock, OsRandom, Random, SystemClock};
use domain::State;
use protocol::card::CardUpdate;
use protocol::command::{ConfigureEvent, GrantStaff};
use protocol::id::{EventId, StaffId};
use protocol::limits::BATCH_COMMANDS_MAX;
use protocol::{Actor, Card, CardKey, Command, EventSetup, Micros, Minutes, Role, Staff, Topology};
use store::Store;

use crate::cli;
use crate::house::open_store;
use crate::out::say;

/// Settings of a new event until somebody changes them.
const HOLD_MINUTES: Minutes = Minutes(60);
const OFFER_MINUTES: Minutes = Minutes(10);

/// The event as it stands, or as it would begin.
struct Begun {
    event: EventId,
    is_new: bool,
    state: State,
    labels: Vec<(CardKey, Card)>,
    zone: String,
    /// What a new event begins with.
    commands: Vec<Command>,
}

/// Checks the files and, when told to and nothing is wrong, applies them.
pub(crate) async fn run(order: &cli::Import) -> Result<ExitCode> {
    let store = open_store(&order.at.store).await?;
    store.migrate().await.context("migrate the tables")?;
    let now = SystemClock.now();
    let begun = match &order.event {
        Some(id) => existing(&store, id).await?,
        None => new(order, now)?,
    };
    let files = read(&order.folder)?;
    let ground = Ground {
        event: begun.event,
        state: &begun.state,
        labels: &begun.labels,
        zone: &begun.zone,
        now,
    };
    let report = import::check(&ground, &files);
    tell(&report);
    let Some(import) = report.import else {
        store.close().await;
        return Ok(ExitCode::FAILURE);
    };
    if order.apply {
        let mut commands = begun.commands.clone();
        commands.extend(import.commands(&OsRandom));
        ensure!(
            commands.len() <= BATCH_COMMANDS_MAX,
            "too much for one commit"
        );
        let labels = labels(&begun, import.cards);
        apply(&store, &begun, &labels, commands, now).await?;
        if begun.is_new {
            let event = begun.event;
            Journals::new(store.clone(), Arc::new(SystemClock))
                .operated(Operation::EventOpened { event })
                .await
                .context("note it in the journal")?;
        }
        say(format_args!("imported into event {}", begun.event));
    } else {
        say("nothing was written; --apply imports");
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn existing(store: &Store, id: &str) -> Result<Begun> {
    let event = EventId::parse(id).context("the event is an id")?;
    let loaded = store.load(event).await.context("load the event")?;
    let state = loaded.context("there is no such event")?.state;
    let labels = store.all_cards(event).await.context("load the labels")?;
    let zone = labels
        .iter()
        .find(|(key, _)| *key == CardKey::Event)
        .map(|(_, card)| card.code.clone())
        .filter(|zone| !zone.is_empty());
    Ok(Begun {
        event,
        is_new: false,
        state,
        labels,
        zone: zone.unwrap_or_else(|| "UTC".into()),
        commands: Vec::new(),
    })
}

fn new(order: &cli::Import, now: Micros) -> Result<Begun> {
    ensure!(
        !order.title.trim().is_empty(),
        "a new event needs a --title"
    );
    ensure!(
        !order.administrator.trim().is_empty(),
        "a new event needs the name of its --administrator"
    );
    jiff::tz::TimeZone::get(&order.zone)
        .with_context(|| format!("{} is no time zone", order.zone))?;
    let random: &dyn Random = &OsRandom;
    let staff = StaffId::new(now, random.bytes());
    let setup = EventSetup {
        topology: if order.two_sided {
            Topology::TwoSided
        } else {
            Topology::AnyToAny
        },
        hold_minutes: HOLD_MINUTES,
        offer_minutes: OFFER_MINUTES,
        n_expected: 0,
        mode: None,
    };
    let administrator = Staff {
        id: staff,
        role: Role::Main,
    };
    let commands = vec![
        ConfigureEvent { setup }.into(),
        GrantStaff {
            staff: administrator,
        }
        .into(),
    ];
    let state = rehearse(State::default(), random, &wishes(commands.clone(), now))
        .context("begin the event")?;
    let card = |title: &str, code: &str| Card {
        title: title.trim().to_owned(),
        code: code.to_owned(),
        ..Card::default()
    };
    Ok(Begun {
        event: EventId::new(now, random.bytes()),
        is_new: true,
        state,
        labels: vec![
            (CardKey::Event, card(&order.title, &order.zone)),
            (CardKey::Staff(staff), card(&order.administrator, "")),
        ],
        zone: order.zone.clone(),
        commands,
    })
}

/// The labels that are written: those of the import, and those that a new event begins with.
fn labels(begun: &Begun, imported: Vec<CardUpdate>) -> Vec<CardUpdate> {
    let begins_with = begun.labels.iter().filter(|_| begun.is_new);
    let mut labels: Vec<CardUpdate> = begins_with
        .map(|(key, card)| CardUpdate {
            key: *key,
            card: Some(card.clone()),
        })
        .collect();
    labels.extend(imported);
    labels
}

async fn apply(
    store: &Store,
    begun: &Begun,
    labels: &[CardUpdate],
    commands: Vec<Command>,
    now: Micros,
) -> Result<()> {
    if begun.is_new {
        let epoch = u64::from_le_bytes((&OsRandom as &dyn Random).bytes()) >> 1;
        let created = store.create_event(begun.event, epoch, now).await;
        created.context("create the event")?;
    }
    let wishes = wishes(commands, now);
    ingest_labelled(store, begun.event, &OsRandom, labels, &wishes)
        .await
        .map(drop)
        .context("apply the import; nothing of it was written")
}

fn wishes(commands: Vec<Command>, at: Micros) -> Vec<Wish> {
    let wish = |command| Wish {
        at,
        actor: Actor::System,
        command,
    };
    commands.into_iter().map(wish).collect()
}

/// The files of a folder, under their French or English names.
fn read(folder: &Path) -> Result<Files> {
    let one = |names: [&str; 2]| -> Result<Option<Vec<u8>>> {
        for name in names {
            let path = folder.join(name);
            if path.is_file() {
                let bytes = std::fs::read(&path);
                return bytes
                    .map(Some)
                    .with_context(|| format!("read {}", path.display()));
            }
        }
        Ok(None)
    };
    let files = Files {
        timetable: one(["horaires.csv", "timetable.csv"])?,
        places: one(["lieux.csv", "places.csv"])?,
        participants: one(["participants.csv", "participants.csv"])?,
        experts: one(["experts.csv", "experts.csv"])?,
        availability: one(["disponibilites.csv", "availability.csv"])?,
        requests: one(["demandes.csv", "requests.csv"])?,
    };
    let all = [
        &files.timetable,
        &files.places,
        &files.participants,
        &files.experts,
        &files.availability,
        &files.requests,
    ];
    ensure!(
        all.iter().any(|file| file.is_some()),
        "{} holds none of the files",
        folder.display()
    );
    Ok(files)
}

fn tell(report: &Report) {
    for (table, column) in &report.ignored_columns {
        say(format_args!("{table:?}: the column {column:?} is ignored"));
    }
    for flaw in report.flaws.listed() {
        say(flaw);
    }
    if report.flaws.is_empty() {
        if let Some(import) = &report.import {
            let counts = import.summary;
            say(format_args!(
                "{} slots, {} places, {} persons, {} persons changed, {} requests",
                counts.n_slots,
                counts.n_places,
                counts.n_persons,
                counts.n_persons_changed,
                counts.n_requests
            ));
        }
    } else {
        let n = report.flaws.count();
        say(format_args!("{n} things are wrong; nothing was imported"));
    }
}
