//! What a connection costs the server that follows and does nothing.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::feed;
use crate::gate::{Bar, Table, count, say};
use crate::line::{Answered, Dial, Line};
use crate::machine;
use crate::options::Shared;
use crate::position::Faults;
use crate::server::{self, Server};
use crate::wish::Wishes;
use crate::world::{Wanted, World};

/// Connections that are there before the first reading: what a server needs once is not what a
/// connection needs.
const N_BASE: usize = 200;
/// Time for the server to come to rest before memory is read.
const REST: Duration = Duration::from_secs(2);
const DELIVERY_MAX: Duration = Duration::from_secs(20);

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Connections to hold.
    #[arg(long, default_value_t = 15_000)]
    connections: usize,
    /// How long they are held; longer than two pings.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// The bar.
    #[arg(long, default_value_t = 10.0)]
    kib_max: f64,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    machine::block_on(measure(arguments))
}

/// Answers pings until it is told to stop; says what it received.
async fn hold(mut line: Line, mut stop: watch::Receiver<bool>) -> Result<(u64, Faults)> {
    let mut n_frames = 0;
    loop {
        tokio::select! {
            message = line.receive() => n_frames += line.take(&message?, |_| {})?,
            _ = stop.wait_for(|stop| *stop) => return Ok((n_frames, line.positions.faults)),
        }
    }
}

async fn measure(arguments: Arguments) -> Result<Table> {
    let Arguments {
        shared,
        connections,
        seconds,
        kib_max,
    } = arguments;
    let mut table = Table::new("idle", shared.seed);
    let binary = shared.server()?;
    let world = World::make(
        &shared,
        Wanted {
            n_consoles: 1,
            n_phones: connections,
            is_ahead: false,
        },
    )
    .await?;
    let server = Server::start(&server::order(binary, &world.database())?).await?;
    let (stop, stopped) = watch::channel(false);
    let mut clients = JoinSet::new();
    let mut hold_all = |lines: Vec<Line>| {
        for line in lines {
            clients.spawn(hold(line, stopped.clone()));
        }
    };

    hold_all(
        feed::connect(
            server.port,
            world.event,
            &world.phones,
            N_BASE.min(connections),
        )
        .await?,
    );
    sleep(REST).await;
    let base_kib = machine::resident_kib(server.pid())?;
    let n_more = connections.saturating_sub(N_BASE);
    say(format!("connecting {n_more} more"));
    let cpu_before = machine::cpu_seconds(server.pid())?;
    let began = Instant::now();
    hold_all(feed::connect(server.port, world.event, &world.phones, n_more).await?);
    let connect_s = began.elapsed().as_secs_f64();
    let connect_cpu = machine::cpu_seconds(server.pid())? - cpu_before;
    sleep(REST).await;
    let connected_kib = machine::resident_kib(server.pid())?;

    say(format!("holding for {seconds} s"));
    let cpu_before = machine::cpu_seconds(server.pid())?;
    sleep(Duration::from_secs(seconds)).await;
    let idle_cpu = machine::cpu_seconds(server.pid())? - cpu_before;
    let held_kib = machine::resident_kib(server.pid())?;

    let reached_s = announce(&server, &world).await?;
    sleep(REST).await;
    stop.send_replace(true);
    let (mut n_told, mut faults) = (0, Faults::default());
    while let Some(ended) = clients.join_next().await {
        if let Ok((n_frames, of_client)) = ended? {
            n_told += usize::from(n_frames > 0);
            faults.add(of_client);
        }
    }
    server.end().await?;

    let per_connection = |kib: f64| (kib - base_kib) / count(n_more.max(1));
    table.gate(
        "connections held and still served",
        count(n_told),
        "",
        Bar::AtLeast(count(connections)),
    );
    table.gate(
        "memory per idle connection",
        per_connection(held_kib),
        "KiB",
        Bar::AtMost(kib_max),
    );
    table.figure(
        "the same right after connecting",
        per_connection(connected_kib),
        "KiB",
    );
    table.figure("resident in all", held_kib / 1_024.0, "MiB");
    table.figure(
        "CPU per connection opened",
        connect_cpu * 1e6 / count(n_more.max(1)),
        "µs",
    );
    table.figure(
        "CPU per connection and second",
        idle_cpu * 1e6 / count(connections) / seconds.max(1) as f64,
        "µs",
    );
    table.figure("connected within", connect_s, "s");
    table.figure("announcement committed within", reached_s, "s");
    #[allow(clippy::cast_precision_loss)]
    table.gate(
        "gaps and duplicates",
        (faults.n_lost + faults.n_repeated) as f64,
        "",
        Bar::AtMost(0.0),
    );
    table.note("the kernel's own memory per socket is not in it; it is the same for every server");
    Ok(table)
}

/// Tells everybody something, so that only connections that are really served are counted.
async fn announce(server: &Server, world: &World) -> Result<f64> {
    let seat = world.consoles.first().context("there is a team")?.clone();
    let dial = Dial {
        port: server.port,
        event: world.event,
        seat,
        index: 0,
    };
    let mut line = Line::connect(&dial).await?;
    line.greet(&[]).await?;
    let wishes = Wishes::of(world);
    let began = Instant::now();
    let announcement = wishes.announcement();
    let answer = tokio::time::timeout(DELIVERY_MAX, line.ask(wishes.id(), &announcement));
    match answer.await.context("no answer in time")?? {
        Answered::Committed(..) => Ok(began.elapsed().as_secs_f64()),
        Answered::Refused(_, reject) => bail!("the announcement was refused: {}", reject.name()),
    }
}
