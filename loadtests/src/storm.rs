//! A restart with everybody connected: all come back, nobody missed or got anything twice.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use app::port::SeededRandom;
use client_core::sync::{Options, Surface};
use protocol::message::{ServerMessage, Topic};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::feed;
use crate::gate::{Bar, Table, count, say};
use crate::line::{Answered, Dial, Line, decode};
use crate::machine;
use crate::options::Shared;
use crate::position::Faults;
use crate::server::{self, Server};
use crate::skim::frames;
use crate::wish::Wishes;
use crate::world::{Wanted, World, dynamic};

/// Announcements before the restart, and after it while clients come back.
const N_BEFORE: usize = 20;
const ANNOUNCE_INTERVAL: Duration = Duration::from_millis(200);
/// How long the test waits for the last client.
const RETURN_MAX: Duration = Duration::from_secs(90);
const BUCKET_MS: u128 = 500;
/// A herd shows in pieces of time this short.
const HERD_MS: u128 = 100;
/// How many times more than evenly spread attempts may fall into one such piece. Chance makes a
/// fifth more, a busy machine up to twice as many; without jitter it is about ten times.
const HERD_MAX: f64 = 3.0;

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Clients that come back.
    #[arg(long, default_value_t = 5_000)]
    clients: usize,
    /// Kill the server instead of asking it to go.
    #[arg(long)]
    kill: bool,
    /// Clients wait for the whole of each window instead of drawing from it: passes only if the
    /// herd is seen.
    #[arg(long)]
    control: bool,
    /// The bar, from the moment that the new server is ready.
    #[arg(long, default_value_t = 10.0)]
    seconds_max: f64,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    machine::block_on(measure(arguments))
}

/// What the clients report while they come back.
#[derive(Default)]
struct Returns {
    /// When each had caught up with the server that it came back to.
    resumed_at: Mutex<Vec<Instant>>,
    /// Every attempt to connect.
    attempts_at: Mutex<Vec<Instant>>,
}

impl Returns {
    fn note(list: &Mutex<Vec<Instant>>) {
        list.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Instant::now());
    }

    fn n_resumed(&self) -> usize {
        self.resumed_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    fn read(list: &Mutex<Vec<Instant>>) -> Vec<Instant> {
        list.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// One client's life: it follows, loses its connection, and comes back as the product's own
/// clients do.
struct Client {
    dial: Dial,
    line: Line,
    patience: Options,
    random: Arc<SeededRandom>,
    returns: Arc<Returns>,
    /// Until when the server asked it to stay away.
    told_to_wait_ms: Option<u64>,
    has_jitter: bool,
}

impl Client {
    async fn live(mut self, mut stop: watch::Receiver<bool>) -> Result<(Faults, u64)> {
        loop {
            let message = tokio::select! {
                message = self.line.receive() => message,
                _ = stop.wait_for(|stop| *stop) => break,
            };
            match message {
                Ok(message) => self.read(&message)?,
                Err(_) => {
                    tokio::select! {
                        () = self.come_back() => {}
                        _ = stop.wait_for(|stop| *stop) => break,
                    }
                }
            }
        }
        let public = self.line.positions.offset(Topic::Public).unwrap_or(0);
        Ok((self.line.positions.faults, public))
    }

    fn read(&mut self, message: &[u8]) -> Result<()> {
        for frame in frames(message) {
            let frame = frame?;
            if frame.position.is_none()
                && let ServerMessage::GoAway(away) = decode(&frame)?
            {
                self.told_to_wait_ms = Some(u64::from(away.reconnect_after_ms));
            }
        }
        self.line.take(message, |_| {}).map(drop)
    }

    /// Full jitter: each delay is drawn evenly from zero up to a window that doubles.
    fn delay(&self, n_failures: u32) -> Duration {
        let doubled = n_failures.saturating_sub(1).min(32);
        let window_ms = self
            .patience
            .backoff_first_ms
            .saturating_mul(1 << doubled)
            .min(self.patience.backoff_max_ms);
        if !self.has_jitter {
            return Duration::from_millis(window_ms);
        }
        let window_ms = u32::try_from(window_ms).unwrap_or(u32::MAX);
        Duration::from_millis(u64::from(
            dynamic(&self.random).below(window_ms.saturating_add(1)),
        ))
    }

    async fn come_back(&mut self) {
        let mut n_failures = 0;
        loop {
            let delay = match self.told_to_wait_ms.take() {
                Some(ms) if self.has_jitter => Duration::from_millis(ms),
                Some(_) | None => {
                    n_failures += 1;
                    self.delay(n_failures)
                }
            };
            sleep(delay).await;
            Returns::note(&self.returns.attempts_at);
            let patience = Duration::from_millis(self.patience.connect_patience_ms);
            if let Ok(Ok(())) = timeout(patience, self.resume()).await {
                return;
            }
        }
    }

    /// Connects, names the positions reached, and reads until it has what it missed.
    async fn resume(&mut self) -> Result<()> {
        let positions = std::mem::take(&mut self.line.positions);
        let connected = Line::connect(&self.dial).await;
        let mut line = match connected {
            Ok(line) => line,
            Err(error) => {
                self.line.positions = positions;
                return Err(error);
            }
        };
        let cursors = positions.cursors().to_vec();
        line.positions = positions;
        std::mem::swap(&mut self.line, &mut line);
        let welcome = self.line.greet(&cursors).await?;
        if !welcome.streams.iter().all(|stream| stream.resumed) {
            self.line.positions.faults.n_resyncs += 1;
            self.line.positions.at_heads(&welcome);
        }
        while !self.line.positions.reaches(&welcome) {
            let message = self.line.receive().await?;
            self.read(&message)?;
        }
        Returns::note(&self.returns.resumed_at);
        Ok(())
    }
}

/// Announces something to everybody; whether that was committed.
async fn announce(line: &mut Line, wishes: &Wishes) -> Result<bool> {
    let answer = line.ask(wishes.id(), &wishes.announcement()).await?;
    Ok(matches!(answer, Answered::Committed(..)))
}

async fn measure(arguments: Arguments) -> Result<Table> {
    let Arguments {
        shared,
        clients,
        kill,
        control,
        seconds_max,
    } = arguments;
    let name = match (kill, control) {
        (false, false) => "storm",
        (true, false) => "storm after kill",
        (false, true) => "storm, control",
        (true, true) => "storm after kill, control",
    };
    let mut table = Table::new(name, shared.seed);
    let binary = shared.server()?;
    let world = World::make(
        &shared,
        Wanted {
            n_consoles: 1,
            n_phones: clients,
            is_ahead: false,
        },
    )
    .await?;
    let order = server::order(binary, &world.database())?;
    let server = Server::start(&order).await?;
    say(format!("connecting {clients} clients"));
    let lines = feed::connect(server.port, world.event, &world.phones, clients).await?;
    let began_at = lines
        .first()
        .and_then(|line| line.positions.offset(Topic::Public))
        .unwrap_or(0);
    let (stop, stopped) = watch::channel(false);
    let returns = Arc::new(Returns::default());
    let mut tasks = JoinSet::new();
    for (index, line) in lines.into_iter().enumerate() {
        let seat = world.phones[index % world.phones.len()].clone();
        let client = Client {
            dial: Dial {
                port: order.port,
                event: world.event,
                seat,
                index,
            },
            line,
            patience: Options::for_surface(Surface::Phone),
            random: world.random.clone(),
            returns: returns.clone(),
            told_to_wait_ms: None,
            has_jitter: !control,
        };
        tasks.spawn(client.live(stopped.clone()));
    }
    let wishes = Wishes::of(&world);
    let seat = world.consoles.first().context("there is a team")?.clone();
    let dial = Dial {
        port: order.port,
        event: world.event,
        seat,
        index: 0,
    };
    let mut team = Line::connect(&dial).await?;
    team.greet(&[]).await?;
    let mut n_announced = 0;
    for _ in 0..N_BEFORE {
        n_announced += usize::from(announce(&mut team, &wishes).await?);
    }

    say(if kill {
        "killing the server"
    } else {
        "asking the server to go"
    });
    let asked_at = Instant::now();
    if kill {
        server.kill().await?;
    } else {
        server.end().await?;
    }
    let gone_at = Instant::now();
    let server = Server::start(&order).await?;
    let ready_at = Instant::now();
    say("it is back");
    let cpu_before = machine::cpu_seconds(server.pid())?;
    let mut team = Line::connect(&dial).await?;
    team.greet(&[]).await?;
    let mut next = Instant::now();
    while returns.n_resumed() < clients && ready_at.elapsed() < RETURN_MAX {
        n_announced += usize::from(announce(&mut team, &wishes).await?);
        next += ANNOUNCE_INTERVAL;
        sleep_until(next).await;
    }
    let cpu = machine::cpu_seconds(server.pid())? - cpu_before;
    n_announced += usize::from(announce(&mut team, &wishes).await?);
    // Everybody who is here gets the last announcement well within this time.
    sleep(Duration::from_secs(3)).await;
    stop.send_replace(true);
    let (mut faults, mut positions) = (Faults::default(), Vec::with_capacity(clients));
    while let Some(ended) = tasks.join_next().await {
        let (of_client, public) = ended??;
        faults.add(of_client);
        positions.push(public);
    }
    server.end().await?;

    let head = positions.iter().copied().max().unwrap_or(0);
    let n_behind: u64 = positions.iter().map(|public| head - public).sum();
    let resumed = Returns::read(&returns.resumed_at);
    let last = resumed.iter().max().copied();
    let seconds = |from: Instant| last.map_or(f64::NAN, |last| (last - from).as_secs_f64());
    let all_back = if resumed.len() >= clients {
        seconds(ready_at)
    } else {
        f64::NAN
    };
    table.gate(
        "all resumed after the server was ready",
        all_back,
        "s",
        Bar::AtMost(seconds_max),
    );
    table.figure(
        "… after the old server was asked to go",
        seconds(asked_at),
        "s",
    );
    table.figure(
        "without any server",
        (ready_at - gone_at).as_secs_f64(),
        "s",
    );
    table.gate(
        "resumed",
        count(resumed.len()),
        "",
        Bar::AtLeast(count(clients)),
    );
    #[allow(clippy::cast_precision_loss)]
    {
        table.gate(
            "lost",
            (faults.n_lost + n_behind) as f64,
            "",
            Bar::AtMost(0.0),
        );
        table.gate("duplicated", faults.n_repeated as f64, "", Bar::AtMost(0.0));
        table.gate(
            "forced snapshots",
            faults.n_resyncs as f64,
            "",
            Bar::AtMost(0.0),
        );
    }
    table.figure("announcements committed", count(n_announced), "");
    // The stream may hold more: what fell due by itself.
    let n_missing = n_announced.saturating_sub(usize::try_from(head - began_at)?);
    table.gate(
        "announcements not in the stream",
        count(n_missing),
        "",
        Bar::AtMost(0.0),
    );
    table.figure(
        "server CPU per client that came back",
        cpu * 1e6 / count(resumed.len().max(1)),
        "µs",
    );
    let attempts = Returns::read(&returns.attempts_at);
    table.figure(
        "attempts per client",
        count(attempts.len()) / count(clients),
        "",
    );
    let window_ms = Options::for_surface(Surface::Phone).backoff_first_ms;
    #[allow(clippy::cast_precision_loss)]
    let even = count(clients) * HERD_MS as f64 / window_ms as f64;
    let peak = buckets(&attempts, HERD_MS).into_iter().max().unwrap_or(0);
    table.gate(
        format!("busiest {HERD_MS} ms, in times the even spread"),
        count(peak) / even,
        "",
        if control {
            Bar::AtLeast(HERD_MAX)
        } else {
            Bar::AtMost(HERD_MAX)
        },
    );
    if control {
        table.note("the clients draw no delay: the control passes because the herd is seen");
    }
    table.note(format!(
        "attempts per {BUCKET_MS} ms from the first on: {}",
        histogram(&attempts)
    ));
    table.note(format!(
        "resumed per {BUCKET_MS} ms from the first on: {}",
        histogram(&resumed)
    ));
    Ok(table)
}

/// How many instants fall into each piece of time, from the first on.
fn buckets(instants: &[Instant], length_ms: u128) -> Vec<usize> {
    let mut buckets = Vec::new();
    let Some(first) = instants.iter().min() else {
        return buckets;
    };
    for instant in instants {
        let bucket = usize::try_from((*instant - *first).as_millis() / length_ms).unwrap_or(0);
        if buckets.len() <= bucket {
            buckets.resize(bucket + 1, 0_usize);
        }
        buckets[bucket] += 1;
    }
    buckets
}

fn histogram(instants: &[Instant]) -> String {
    let counts: Vec<_> = buckets(instants, BUCKET_MS)
        .iter()
        .map(ToString::to_string)
        .collect();
    if counts.is_empty() {
        "none".into()
    } else {
        counts.join(" ")
    }
}
