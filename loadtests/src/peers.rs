//! CPU of the server per delivered message: ours through the product's whole path, and the
//! peers', with the same number of subscribers and the same size of message.
//!
//! Server on core 0, generator on core 1. A round hands in some messages at once and waits until
//! every subscriber has all of them. Ours decides, commits to disk, checks what each viewer may
//! see and answers the sender; the peers only pass on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use protocol::message::Topic;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use crate::feed;
use crate::gate::{Bar, Table, count, say};
use crate::line::{Dial, Line};
use crate::machine;
use crate::options::Shared;
use crate::peer::{self, Kind, Peer};
use crate::server::{self, Order, Server};
use crate::skim::frames;
use crate::wish::Wishes;
use crate::world::{Wanted, World};

const SERVER_CORE: usize = 0;
const GENERATOR_CORE: usize = 1;
/// Messages handed in at once.
const IN_FLIGHT: [usize; 3] = [1, 4, 16];
const WARM_UP: Duration = Duration::from_millis(1_500);
const ROUND_MAX: Duration = Duration::from_secs(20);
/// Senders of ours: together they may send as fast as rounds go.
const N_SENDERS: usize = 48;

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Subscribers that get every message.
    #[arg(long, default_value_t = 1_500)]
    subscribers: usize,
    /// How long each rate is measured.
    #[arg(long, default_value_t = 8)]
    seconds: u64,
    /// How often everything is measured; medians count.
    #[arg(long, default_value_t = 3)]
    repeats: usize,
    /// The bar, as a share of what ws needs.
    #[arg(long, default_value_t = 1.0)]
    ws_max: f64,
    /// The bar, as a share of what Socket.IO needs.
    #[arg(long, default_value_t = 0.6)]
    socket_io_max: f64,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    ensure!(
        machine::n_cores() >= 2,
        "server and generator need a core each"
    );
    machine::confine_to_core(GENERATOR_CORE)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("starting the runtime")?;
    runtime.block_on(measure(arguments))
}

/// Counts deliveries and says when there are enough.
#[derive(Default)]
struct Hall {
    n_delivered: AtomicU64,
    n_bytes: AtomicU64,
    target: AtomicU64,
    full: Notify,
}

impl Hall {
    fn delivered(&self, n: u64, n_bytes: u64) {
        self.n_bytes.fetch_add(n_bytes, Ordering::Relaxed);
        let n_before = self.n_delivered.fetch_add(n, Ordering::Relaxed);
        if n_before + n >= self.target.load(Ordering::Relaxed) {
            self.full.notify_one();
        }
    }

    fn n(&self) -> u64 {
        self.n_delivered.load(Ordering::Relaxed)
    }

    async fn wait(&self, target: u64) -> Result<()> {
        self.target.store(target, Ordering::Relaxed);
        let waiting = async {
            while self.n() < target {
                self.full.notified().await;
            }
        };
        timeout(ROUND_MAX, waiting)
            .await
            .with_context(|| format!("only {} of {target} messages were delivered", self.n()))
    }
}

/// A server under measurement.
struct Stand {
    pid: u32,
    hall: Arc<Hall>,
    /// Hands messages to the tasks that send.
    senders: Vec<mpsc::UnboundedSender<()>>,
    n_subscribers: u64,
}

/// What was measured at each rate.
type Costs = [f64; IN_FLIGHT.len()];

impl Stand {
    async fn rounds(&self, in_flight: usize, time: Duration, turn: &mut usize) -> Result<f64> {
        let until = Instant::now() + time;
        let (cpu_before, n_before) = (machine::cpu_seconds(self.pid)?, self.hall.n());
        while Instant::now() < until {
            let target = self.hall.n() + self.n_subscribers * in_flight as u64;
            self.hall.target.store(target, Ordering::Relaxed);
            for _ in 0..in_flight {
                self.senders[*turn % self.senders.len()]
                    .send(())
                    .context("a sender ended")?;
                *turn += 1;
            }
            self.hall.wait(target).await?;
            ensure!(self.hall.n() == target, "more was delivered than was sent");
        }
        let n = self.hall.n() - n_before;
        let cpu = machine::cpu_seconds(self.pid)? - cpu_before;
        #[allow(clippy::cast_precision_loss)]
        Ok(cpu * 1e6 / n as f64)
    }

    async fn costs(&self, time: Duration) -> Result<Costs> {
        let (mut costs, mut turn) = ([0.0; IN_FLIGHT.len()], 0);
        for (cost, in_flight) in costs.iter_mut().zip(IN_FLIGHT) {
            // Under load first, or the run does not count.
            self.rounds(in_flight, WARM_UP, &mut turn).await?;
            *cost = self.rounds(in_flight, time, &mut turn).await?;
        }
        Ok(costs)
    }
}

async fn measure(arguments: Arguments) -> Result<Table> {
    let Arguments {
        shared,
        subscribers,
        seconds,
        repeats,
        ws_max,
        socket_io_max,
    } = arguments;
    let mut table = Table::new("peers", shared.seed);
    let order_binary = shared.server()?;
    peer::install().await?;
    let wanted = Wanted {
        n_consoles: N_SENDERS,
        n_phones: subscribers,
        is_ahead: false,
    };
    let world = World::make(&shared, wanted).await?;
    let order = Order {
        core: Some(SERVER_CORE),
        ..server::order(order_binary, &world.database())?
    };
    let time = Duration::from_secs(seconds);
    let (mut ours, mut ws, mut socket_io) = (Vec::new(), Vec::new(), Vec::new());
    let mut frame_bytes = 0;
    for repeat in 1..=repeats.max(1) {
        say(format!("round {repeat}: ours"));
        let (costs, n_bytes) = our_costs(&order, &world, subscribers, time).await?;
        say(format!("{costs:.2?} µs"));
        frame_bytes = n_bytes;
        ours.push(costs);
        let payload = "x".repeat(frame_bytes);
        say(format!("round {repeat}: ws"));
        ws.push(peer_costs(Kind::Ws, subscribers, &payload, time).await?);
        say(format!("round {repeat}: Socket.IO"));
        socket_io.push(peer_costs(Kind::SocketIo, subscribers, &payload, time).await?);
    }
    for (index, in_flight) in IN_FLIGHT.into_iter().enumerate() {
        let (ours, ws, socket_io) = (
            median(&ours, index),
            median(&ws, index),
            median(&socket_io, index),
        );
        table.figure(format!("{in_flight} in flight: ours"), ours, "µs");
        table.figure(format!("{in_flight} in flight: ws"), ws, "µs");
        table.figure(format!("{in_flight} in flight: Socket.IO"), socket_io, "µs");
        table.gate(
            format!("{in_flight} in flight: ours / ws"),
            ours / ws,
            "",
            Bar::AtMost(ws_max),
        );
        let share = ours / socket_io;
        table.gate(
            format!("{in_flight} in flight: ours / Socket.IO"),
            share,
            "",
            Bar::AtMost(socket_io_max),
        );
    }
    table.figure("subscribers", count(subscribers), "");
    table.figure("bytes of one message", count(frame_bytes), "");
    table.note("CPU of the server per delivered message, user and kernel; medians of the repeats");
    table.note("ours includes rules, durable commit, visibility and answers; peers only pass on");
    Ok(table)
}

fn median(costs: &[Costs], index: usize) -> f64 {
    let mut figures: Vec<f64> = costs.iter().map(|costs| costs[index]).collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Ours: sessions open and close, which every phone hears.
async fn our_costs(
    order: &Order,
    world: &World,
    n: usize,
    time: Duration,
) -> Result<(Costs, usize)> {
    let server = Server::start(order).await?;
    let hall = Arc::new(Hall::default());
    let mut tasks = JoinSet::new();
    for line in feed::connect(server.port, world.event, &world.phones, n).await? {
        let hall = hall.clone();
        tasks.spawn(async move { subscribe(line, &hall).await });
    }
    let mut senders = Vec::with_capacity(N_SENDERS);
    for (index, seat) in world.consoles.iter().enumerate() {
        let dial = Dial {
            port: server.port,
            event: world.event,
            seat: seat.clone(),
            index,
        };
        let mut line = Line::connect(&dial).await?;
        line.greet(&[]).await?;
        let (sender, orders) = mpsc::unbounded_channel();
        senders.push(sender);
        let session = world.sessions[index % world.sessions.len()];
        tasks.spawn(send(
            line,
            orders,
            Wishes::of(world),
            session,
            index / world.sessions.len(),
        ));
    }
    let n_subscribers = n as u64;
    let stand = Stand {
        pid: server.pid(),
        hall: hall.clone(),
        senders,
        n_subscribers,
    };
    let costs = tokio::select! {
        costs = stand.costs(time) => costs?,
        ended = tasks.join_next() => {
            ended.context("there are clients")??.context("a client ended")?;
            anyhow::bail!("a client ended before the measurement did");
        }
    };
    let n_bytes = hall.n_bytes.load(Ordering::Relaxed) / hall.n().max(1);
    tasks.abort_all();
    server.end().await?;
    Ok((costs, usize::try_from(n_bytes)?))
}

async fn subscribe(mut line: Line, hall: &Hall) -> Result<()> {
    loop {
        let message = line.receive().await?;
        let (mut n, mut n_bytes) = (0, 0);
        for frame in frames(&message) {
            let frame = frame?;
            if let Some((Topic::Public, _)) = frame.position {
                n += 1;
                n_bytes += frame.n_bytes as u64;
            }
        }
        line.take(&message, |_| {})?;
        ensure!(
            line.positions.faults == Default::default(),
            "a subscriber's stream is not dense"
        );
        hall.delivered(n, n_bytes);
    }
}

/// Opens and closes one session in turn, answers or not. Senders that share a session begin
/// differently; a wish that changes nothing is sent again the other way round.
async fn send(
    mut line: Line,
    mut orders: mpsc::UnboundedReceiver<()>,
    wishes: Wishes,
    session: protocol::id::SessionId,
    parity: usize,
) -> Result<()> {
    let mut is_to_open = parity % 2 == 1;
    while orders.recv().await.is_some() {
        loop {
            let command = wishes.session(session, is_to_open);
            is_to_open = !is_to_open;
            match line.ask(wishes.id(), &command).await? {
                crate::line::Answered::Committed(_, Some(_)) => break,
                crate::line::Answered::Committed(_, None) => {}
                crate::line::Answered::Refused(_, reject) => {
                    anyhow::bail!("a command was refused: {}", reject.name())
                }
            }
        }
    }
    Ok(())
}

async fn peer_costs(kind: Kind, n: usize, payload: &str, time: Duration) -> Result<Costs> {
    let peer = Peer::start(kind, SERVER_CORE).await?;
    let hall = Arc::new(Hall::default());
    let mut tasks = JoinSet::new();
    let mut senders = Vec::new();
    for index in 0..n {
        let mut client = peer.connect(index).await?;
        let hall = hall.clone();
        let n_bytes = payload.len() as u64;
        if index == 0 {
            // The first also publishes; like every subscriber it gets what it sent.
            let (sender, mut orders) = mpsc::unbounded_channel();
            senders.push(sender);
            let payload = payload.to_owned();
            tasks.spawn(async move {
                loop {
                    tokio::select! {
                        order = orders.recv() => match order {
                            Some(()) => client.publish(&payload).await?,
                            None => return anyhow::Ok(()),
                        },
                        delivery = client.delivery() => {
                            delivery?;
                            hall.delivered(1, n_bytes);
                        }
                    }
                }
            });
        } else {
            tasks.spawn(async move {
                loop {
                    client.delivery().await?;
                    hall.delivered(1, n_bytes);
                }
            });
        }
    }
    let stand = Stand {
        pid: peer.pid,
        hall,
        senders,
        n_subscribers: n as u64,
    };
    tokio::select! {
        costs = stand.costs(time) => costs,
        ended = tasks.join_next() => {
            ended.context("there are clients")??.context("a client ended")?;
            anyhow::bail!("a client ended before the measurement did");
        }
    }
}
