//! Durable commands per second from concurrent clients, and the proof that none was lost.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use anyhow::{Context, Result};
use hdrhistogram::Histogram;
use protocol::id::{CommandId, EventId};
use store::Store;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::feed;
use crate::gate::{Bar, Table, count, milliseconds, say};
use crate::line::{Answered, Line};
use crate::machine;
use crate::options::Shared;
use crate::prometheus::Metrics;
use crate::server::{self, Server};
use crate::wish::Wishes;
use crate::world::{Wanted, World};

const WARM_UP: Duration = Duration::from_secs(2);
/// Shortest time between two commands of one client: a little less often than one connection may
/// send, so that 200 clients together can reach more than three times the bar.
const SEND_INTERVAL: Duration = Duration::from_millis(21);
/// Entries that are read at once when the log is checked.
const PAGE_ENTRIES: usize = 2_000;

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Phones that send at the same time.
    #[arg(long, default_value_t = 200)]
    clients: usize,
    /// Consoles that follow every entry meanwhile.
    #[arg(long, default_value_t = 0)]
    consoles: usize,
    /// How long it is counted.
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// The bar.
    #[arg(long, default_value_t = 3_000.0)]
    per_second_min: f64,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    machine::block_on(measure(arguments))
}

/// What one client was told.
pub(crate) struct Told {
    /// Acknowledged commands, all of them.
    pub(crate) acknowledged: Vec<CommandId>,
    /// How many of them while it counted.
    pub(crate) n_counted: usize,
    pub(crate) answer_micros: Histogram<u64>,
    pub(crate) refused: BTreeMap<&'static str, usize>,
}

impl Told {
    pub(crate) fn nothing() -> Result<Self> {
        let answer_micros = Histogram::new(3)?;
        Ok(Self {
            acknowledged: Vec::new(),
            n_counted: 0,
            answer_micros,
            refused: BTreeMap::new(),
        })
    }

    pub(crate) fn add(&mut self, other: Self) -> Result<()> {
        self.acknowledged.extend(other.acknowledged);
        self.n_counted += other.n_counted;
        self.answer_micros.add(other.answer_micros)?;
        for (reason, n) in other.refused {
            *self.refused.entry(reason).or_default() += n;
        }
        Ok(())
    }
}

/// Changes one person's availability, again as soon as the last change is answered.
async fn work(
    mut line: Line,
    wishes: Wishes,
    person: protocol::id::PersonId,
    (from, until): (Instant, Instant),
) -> Result<Told> {
    let mut told = Told::nothing()?;
    let mut waiting = HashMap::new();
    let mut send_at = Instant::now();
    loop {
        if waiting.is_empty() {
            tokio::time::sleep_until(send_at).await;
            if Instant::now() >= until {
                return Ok(told);
            }
            let id = wishes.id();
            send_at = Instant::now() + SEND_INTERVAL;
            waiting.insert(id, Instant::now());
            line.send(id, &wishes.availability(person)).await?;
        }
        let message = line.receive().await?;
        let now = Instant::now();
        line.take(&message, |answer| match answer {
            Answered::Committed(id, _) => {
                let Some(sent_at) = waiting.remove(&id) else {
                    return;
                };
                told.acknowledged.push(id);
                if from <= now && now < until {
                    told.n_counted += 1;
                    let micros = (now - sent_at).as_micros();
                    // An hour is far beyond any test, and within what can be recorded.
                    let micros = u64::try_from(micros).unwrap_or(u64::MAX).min(3_600_000_000);
                    told.answer_micros
                        .record(micros)
                        .expect("an hour can be recorded");
                }
            }
            Answered::Refused(id, reject) => {
                waiting.remove(&id);
                *told.refused.entry(reject.name()).or_default() += 1;
            }
        })?;
    }
}

async fn measure(arguments: Arguments) -> Result<Table> {
    let Arguments {
        shared,
        clients,
        consoles,
        seconds,
        per_second_min,
    } = arguments;
    let mut table = Table::new("commands", shared.seed);
    let binary = shared.server()?;
    let wanted = Wanted {
        n_consoles: consoles,
        n_phones: clients,
        is_ahead: false,
    };
    let world = World::make(&shared, wanted).await?;
    let server = Server::start(&server::order(binary, &world.database())?).await?;
    let lines = feed::connect(server.port, world.event, &world.phones, clients).await?;
    let mut followers = JoinSet::new();
    if consoles > 0 {
        for mut line in feed::connect(server.port, world.event, &world.consoles, consoles).await? {
            followers.spawn(async move {
                // The end of the server is the end of the connection.
                while let Ok(message) = line.receive().await {
                    line.take(&message, |_| {})?;
                }
                anyhow::Ok(line.positions.faults)
            });
        }
    }
    say(format!("{clients} clients send for {seconds} s"));
    let from = Instant::now() + WARM_UP;
    let until = from + Duration::from_secs(seconds);
    let wishes = Wishes::of(&world);
    let mut workers = JoinSet::new();
    for (line, seat) in lines.into_iter().zip(&world.phones) {
        let person = seat.person.context("phones belong to persons")?;
        workers.spawn(work(line, wishes.clone(), person, (from, until)));
    }
    tokio::time::sleep_until(from).await;
    let (cpu_before, before) = (machine::cpu_seconds(server.pid())?, server.metrics().await?);
    tokio::time::sleep_until(until).await;
    let cpu = machine::cpu_seconds(server.pid())? - cpu_before;
    let metrics = server.metrics().await?.since(&before);
    let mut told = Told::nothing()?;
    while let Some(ended) = workers.join_next().await {
        told.add(ended??)?;
    }
    server.end().await?;
    let mut n_faults = 0;
    while let Some(ended) = followers.join_next().await {
        let faults = ended??;
        n_faults += faults.n_lost + faults.n_repeated;
    }

    let per_second = count(told.n_counted) / Duration::from_secs(seconds).as_secs_f64();
    table.gate(
        "durable commands",
        per_second,
        "/s",
        Bar::AtLeast(per_second_min),
    );
    let answers = &told.answer_micros;
    table.figure(
        "command → its answer, p50",
        milliseconds(answers.value_at_quantile(0.5)),
        "ms",
    );
    table.figure(
        "command → its answer, p99",
        milliseconds(answers.value_at_quantile(0.99)),
        "ms",
    );
    table.gate(
        "refused",
        count(told.refused.values().sum()),
        "",
        Bar::AtMost(0.0),
    );
    for (reason, n) in &told.refused {
        table.note(format!("{n} were refused as {reason}"));
    }
    table.figure(
        "server CPU per command",
        cpu * 1e6 / count(told.n_counted.max(1)),
        "µs",
    );
    where_time_goes(&mut table, &metrics);
    #[allow(clippy::cast_precision_loss)]
    table.gate(
        "gaps and duplicates at consoles",
        n_faults as f64,
        "",
        Bar::AtMost(0.0),
    );
    let store = world.open().await?;
    check_log(&mut table, &store, world.event, &told.acknowledged).await?;
    store.close().await;
    Ok(table)
}

/// The parts of a batch, from what the server counts itself.
pub(crate) fn where_time_goes(table: &mut Table, metrics: &Metrics) {
    table.figure(
        "commands per commit, mean",
        metrics.mean("regie_batch_commands"),
        "",
    );
    let n_commands = metrics.get("regie_batch_commands_sum").max(1.0);
    let per_command = |name: &str| metrics.get(&format!("{name}_sum")) * 1e6 / n_commands;
    let whole = per_command("regie_commit_seconds");
    let locking = per_command("regie_store_lock_wait_seconds");
    let writing = per_command("regie_store_commit_seconds");
    table.figure("batch until durable, per command", whole, "µs");
    table.figure("  of it waiting for the lock", locking, "µs");
    table.figure("  of it writing and syncing", writing, "µs");
    table.figure(
        "  of it deciding and the rest",
        whole - locking - writing,
        "µs",
    );
    table.figure(
        "publishing, per command",
        per_command("regie_publish_seconds"),
        "µs",
    );
    table.figure(
        "batch until durable, mean",
        metrics.mean("regie_commit_seconds") * 1e3,
        "ms",
    );
    table.figure(
        "statements per commit, mean",
        metrics.mean("regie_store_commit_statements"),
        "",
    );
}

/// Every acknowledged command stands in the log once, and the log is sound.
pub(crate) async fn check_log(
    table: &mut Table,
    store: &Store,
    event: EventId,
    acknowledged: &[CommandId],
) -> Result<()> {
    let mut in_log: HashMap<CommandId, usize> = HashMap::new();
    let mut after = 0;
    loop {
        let page = store.entries(event, after, PAGE_ENTRIES).await?;
        let Some(last) = page.last() else { break };
        after = last.head.seq;
        for entry in &page {
            *in_log.entry(entry.head.command).or_default() += 1;
        }
    }
    let n_lost = acknowledged
        .iter()
        .filter(|id| !in_log.contains_key(*id))
        .count();
    let n_twice = acknowledged
        .iter()
        .filter(|id| in_log.get(*id).is_some_and(|n| *n > 1))
        .count();
    let report = store.doctor(event).await.context("examining the event")?;
    for finding in report.findings.iter().take(5) {
        table.note(format!("doctor: {finding}"));
    }
    table.figure("acknowledged in all", count(acknowledged.len()), "");
    table.gate("acknowledged and lost", count(n_lost), "", Bar::AtMost(0.0));
    table.gate("in the log twice", count(n_twice), "", Bar::AtMost(0.0));
    table.gate(
        "findings of the doctor",
        count(report.findings.len()),
        "",
        Bar::AtMost(0.0),
    );
    Ok(())
}
