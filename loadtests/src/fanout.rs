//! Commit to the last of the consoles, while phones are connected and the team works.
//!
//! The clock starts at the time that the server writes into the entry, before the commit, and
//! stops when the last console has read the entry: the figure contains the durable commit.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use app::port::{Clock, SystemClock};
use hdrhistogram::Histogram;
use protocol::Micros;
use protocol::message::{ServerMessage, Topic};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

use crate::feed;
use crate::gate::{Bar, Table, say};
use crate::line::{Answered, Dial, Line, decode};
use crate::machine;
use crate::options::Shared;
use crate::position::Faults;
use crate::server::{self, Server};
use crate::skim::{Skimmed, frames};
use crate::wish::Wishes;
use crate::world::{Wanted, World};

/// Time before anything is counted.
const WARM_UP: Duration = Duration::from_secs(2);
/// How long the last deliveries may take after the last command.
const SETTLE_MAX: Duration = Duration::from_secs(15);

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Consoles that follow every entry.
    #[arg(long, default_value_t = 50)]
    consoles: usize,
    /// Phones that follow their own and the public stream.
    #[arg(long, default_value_t = 1_500)]
    phones: usize,
    /// Commands per second; one in twenty is an announcement to everybody.
    #[arg(long, default_value_t = 20)]
    rate: u32,
    /// How long it is counted.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// The bar.
    #[arg(long, default_value_t = 50.0)]
    p99_ms_max: f64,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    machine::block_on(measure(arguments))
}

/// When an entry was decided and how far it has come.
#[derive(Clone, Copy, Debug)]
struct Journey {
    decided_at: Micros,
    last_at: Micros,
    n_arrived: usize,
}

/// The journeys of the entries of one stream, by number.
#[derive(Default)]
struct Journeys(Mutex<BTreeMap<u64, Journey>>);

impl Journeys {
    fn arrived(&self, offset: u64, frame: &Skimmed<'_>, now: Micros) -> Result<()> {
        let mut journeys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(journey) = journeys.get_mut(&offset) {
            journey.n_arrived += 1;
            journey.last_at = journey.last_at.max(now);
            return Ok(());
        }
        let ServerMessage::EntryBody(entry) = decode(frame)? else {
            bail!("a numbered frame holds no entry");
        };
        journeys.insert(
            offset,
            Journey {
                decided_at: entry.at,
                last_at: now,
                n_arrived: 1,
            },
        );
        Ok(())
    }

    fn since(&self, from: Micros) -> Vec<Journey> {
        let journeys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        journeys
            .values()
            .filter(|journey| journey.decided_at >= from)
            .copied()
            .collect()
    }

    fn n_arrivals(&self) -> usize {
        let journeys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        journeys.values().map(|journey| journey.n_arrived).sum()
    }

    fn n_entries(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// What all clients write into.
#[derive(Default)]
struct Seen {
    ops: Journeys,
    public: Journeys,
    n_mine: std::sync::atomic::AtomicUsize,
}

/// A client that reads until it is told to stop.
async fn listen(
    mut line: Line,
    seen: Arc<Seen>,
    mut stop: watch::Receiver<bool>,
) -> Result<Faults> {
    loop {
        let message = tokio::select! {
            message = line.receive() => message?,
            _ = stop.wait_for(|stop| *stop) => return Ok(line.positions.faults),
        };
        let now = SystemClock.now();
        for frame in frames(&message) {
            let frame = frame?;
            match frame.position {
                Some((Topic::Ops, offset)) => seen.ops.arrived(offset, &frame, now)?,
                Some((Topic::Public, offset)) => seen.public.arrived(offset, &frame, now)?,
                Some((Topic::Mine, _)) => {
                    seen.n_mine
                        .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                }
                None => {}
            }
        }
        line.take(&message, |_| {})?;
    }
}

/// What the sender of the commands learnt.
struct Sent {
    n_announced: usize,
    n_availabilities: usize,
    n_refused: usize,
    answer_micros: Histogram<u64>,
}

/// Sends commands at a steady rate and waits for all answers.
async fn command(mut line: Line, wishes: Wishes, world: &World, n: u32, rate: u32) -> Result<Sent> {
    let mut ticks = interval(Duration::from_secs(1) / rate.max(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut waiting = HashMap::new();
    let mut sent = Sent {
        n_announced: 0,
        n_availabilities: 0,
        n_refused: 0,
        answer_micros: Histogram::new(3)?,
    };
    let mut n_sent = 0;
    let give_up_at = Instant::now() + Duration::from_secs(u64::from(n / rate.max(1))) + SETTLE_MAX;
    while n_sent < n || !waiting.is_empty() {
        tokio::select! {
            _ = ticks.tick(), if n_sent < n => {
                let person = world.phones[n_sent as usize % world.phones.len()].person;
                let person = person.context("phones belong to persons")?;
                let is_announcement = n_sent % 20 == 19;
                let command =
                    if is_announcement { wishes.announcement() } else { wishes.availability(person) };
                let id = wishes.id();
                waiting.insert(id, (Instant::now(), is_announcement));
                line.send(id, &command).await?;
                n_sent += 1;
            }
            message = line.receive() => {
                let mut answers = Vec::new();
                line.take(&message?, |answer| answers.push(answer))?;
                for answer in answers {
                    match answer {
                        Answered::Committed(id, _) => {
                            if let Some((sent_at, is_announcement)) = waiting.remove(&id) {
                                let micros = u64::try_from(sent_at.elapsed().as_micros())?;
                                sent.answer_micros.record(micros)?;
                                sent.n_announced += usize::from(is_announcement);
                                sent.n_availabilities += usize::from(!is_announcement);
                            }
                        }
                        Answered::Refused(id, reject) => {
                            say(format!("a command was refused: {}", reject.name()));
                            waiting.remove(&id);
                            sent.n_refused += 1;
                        }
                    }
                }
            }
            () = tokio::time::sleep_until(give_up_at) => bail!("{} commands got no answer", waiting.len()),
        }
    }
    Ok(sent)
}

async fn measure(arguments: Arguments) -> Result<Table> {
    let Arguments {
        shared,
        consoles,
        phones,
        rate,
        seconds,
        p99_ms_max,
    } = arguments;
    let binary = shared.server()?;
    let mut table = Table::new("fanout", shared.seed);
    // One more of the team, who gives the commands.
    let world = World::make(
        &shared,
        Wanted {
            n_consoles: consoles + 1,
            n_phones: phones,
        },
    )
    .await?;
    let server = Server::start(&server::order(binary, &world.database())?).await?;
    say(format!(
        "connecting {phones} phones and {consoles} consoles"
    ));
    let (commander, team) = world.consoles.split_last().context("there is a team")?;
    let mut lines = feed::connect(server.port, world.event, &world.phones, phones).await?;
    lines.extend(feed::connect(server.port, world.event, team, consoles).await?);
    let dial = Dial {
        port: server.port,
        event: world.event,
        seat: commander.clone(),
        index: 0,
    };
    let mut commander = Line::connect(&dial).await?;
    commander.greet(&[]).await?;

    let seen = Arc::new(Seen::default());
    let (stop, stopped) = watch::channel(false);
    let mut clients = JoinSet::new();
    for line in lines {
        clients.spawn(listen(line, seen.clone(), stopped.clone()));
    }
    say(format!(
        "sending {rate} commands per second for {seconds} s"
    ));
    let cpu_before = machine::cpu_seconds(server.pid())?;
    let began = Instant::now();
    let counted_from = Micros(SystemClock.now().0 + i64::try_from(WARM_UP.as_micros())?);
    let n = rate * u32::try_from(seconds + WARM_UP.as_secs())?;
    let sent = command(commander, Wishes::of(&world), &world, n, rate).await?;
    let expected = sent.n_announced * phones + sent.n_availabilities;
    let settled_by = Instant::now() + SETTLE_MAX;
    let arrived = || {
        let n_mine = seen.n_mine.load(std::sync::atomic::Ordering::Relaxed);
        seen.public.n_arrivals() + n_mine
    };
    let complete =
        || arrived() >= expected && seen.ops.n_arrivals() >= seen.ops.n_entries() * consoles;
    while !complete() && Instant::now() < settled_by {
        sleep(Duration::from_millis(10)).await;
    }
    let cpu_share =
        (machine::cpu_seconds(server.pid())? - cpu_before) / began.elapsed().as_secs_f64();
    stop.send_replace(true);
    let mut faults = Faults::default();
    while let Some(ended) = clients.join_next().await {
        faults.add(ended??);
    }
    server.end().await?;

    let entries = seen.ops.since(counted_from);
    quantiles(
        &mut table,
        "decided → last console",
        &entries,
        Some(p99_ms_max),
    )?;
    quantiles(
        &mut table,
        "announcement → last phone",
        &seen.public.since(counted_from),
        None,
    )?;
    let answers = &sent.answer_micros;
    table.figure(
        "command → its answer, p99",
        milliseconds(answers.value_at_quantile(0.99)),
        "ms",
    );
    let n_commands = sent.n_announced + sent.n_availabilities;
    table.gate(
        "commands committed",
        count(n_commands),
        "",
        Bar::AtLeast(f64::from(n)),
    );
    table.gate(
        "commands refused",
        count(sent.n_refused),
        "",
        Bar::AtMost(0.0),
    );
    let n_ops_missing = seen.ops.n_entries() * consoles
        - seen.ops.n_arrivals().min(seen.ops.n_entries() * consoles);
    table.gate(
        "entries no console saw",
        count(n_commands.saturating_sub(seen.ops.n_entries())),
        "",
        Bar::AtMost(0.0),
    );
    table.gate(
        "missing at consoles",
        count(n_ops_missing),
        "",
        Bar::AtMost(0.0),
    );
    table.gate(
        "missing at phones",
        count(expected.saturating_sub(arrived())),
        "",
        Bar::AtMost(0.0),
    );
    #[allow(clippy::cast_precision_loss)]
    {
        table.gate("gaps", faults.n_lost as f64, "", Bar::AtMost(0.0));
        table.gate("duplicates", faults.n_repeated as f64, "", Bar::AtMost(0.0));
        table.gate(
            "forced snapshots",
            faults.n_resyncs as f64,
            "",
            Bar::AtMost(0.0),
        );
    }
    table.figure("deliveries", count(seen.ops.n_arrivals() + arrived()), "");
    table.figure("server CPU", cpu_share * 100.0, "% of a core");
    table.note("the journey begins before the durable commit, so the figure contains it");
    Ok(table)
}

fn quantiles(
    table: &mut Table,
    name: &str,
    journeys: &[Journey],
    p99_ms_max: Option<f64>,
) -> Result<()> {
    let mut micros = Histogram::<u64>::new(3)?;
    for journey in journeys {
        micros.record(u64::try_from(journey.last_at.since(journey.decided_at)).unwrap_or(0))?;
    }
    let at = |quantile| {
        if micros.is_empty() {
            f64::NAN
        } else {
            milliseconds(micros.value_at_quantile(quantile))
        }
    };
    table.figure(format!("{name}, p50"), at(0.5), "ms");
    let bar = p99_ms_max.map_or(Bar::None, Bar::AtMost);
    table.gate(format!("{name}, p99"), at(0.99), "ms", bar);
    table.figure(format!("{name}, largest"), at(1.0), "ms");
    Ok(())
}

#[allow(clippy::cast_precision_loss)]
pub(crate) fn count(n: usize) -> f64 {
    n as f64
}

#[allow(clippy::cast_precision_loss)]
pub(crate) fn milliseconds(micros: u64) -> f64 {
    micros as f64 / 1_000.0
}
