//! The server is killed in the middle of its writes, again and again. What it acknowledged must
//! be in the log, and it must be ready again soon.
//!
//! Acknowledgements are kept on this side of the socket. The control is the same test on a server
//! that was built wrong and acknowledges before the commit: it must lose something, or the test
//! could not see a loss.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use protocol::id::{CommandId, EventId, PersonId};
use store::Store;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

use crate::commands::check_log;
use crate::gate::{Bar, Table, count, say};
use crate::line::{Answered, Dial, Line};
use crate::machine;
use crate::options::Shared;
use crate::server::{self, Order, Server};
use crate::wish::Wishes;
use crate::world::{Wanted, World, dynamic};

/// Between two commands of one writer: within what one connection may send.
const WRITE_INTERVAL: Duration = Duration::from_millis(20);
/// Shortest and longest time of writing before a kill.
const WRITING_MS: (u32, u32) = (60, 400);
const PAGE_ENTRIES: usize = 2_000;

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Kills.
    #[arg(long, default_value_t = 200)]
    rounds: usize,
    /// Phones that write at the same time.
    #[arg(long, default_value_t = 40)]
    writers: usize,
    /// The bar, from the start of the process to its first welcome.
    #[arg(long, default_value_t = 2_000.0)]
    ready_ms_max: f64,
    /// Kill a server that acknowledges before the commit: passes only if something is lost.
    #[arg(long)]
    control: bool,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    machine::block_on(measure(arguments))
}

/// Acknowledged commands of all rounds.
type Acknowledged = Arc<Mutex<Vec<CommandId>>>;

fn keep(acknowledged: &Acknowledged, id: CommandId) {
    acknowledged
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(id);
}

/// Sends commands at a steady pace, answered or not, until the connection breaks.
async fn write(
    mut line: Line,
    wishes: Wishes,
    person: PersonId,
    acknowledged: Acknowledged,
) -> usize {
    let mut ticks = interval(WRITE_INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut n_refused = 0;
    loop {
        tokio::select! {
            _ = ticks.tick() => {
                if line.send(wishes.id(), &wishes.availability(person)).await.is_err() {
                    return n_refused;
                }
            }
            message = line.receive() => {
                // A broken connection is what every round ends with.
                let Ok(message) = message else { return n_refused };
                let taken = line.take(&message, |answer| match answer {
                    Answered::Committed(id, _) => keep(&acknowledged, id),
                    Answered::Refused(..) => n_refused += 1,
                });
                if taken.is_err() {
                    return n_refused;
                }
            }
        }
    }
}

/// Looks for acknowledged commands among the entries that came since the last look.
struct Auditor {
    store: Store,
    event: EventId,
    seq: u64,
    in_log: HashSet<CommandId>,
}

impl Auditor {
    async fn missing(&mut self, acknowledged: &[CommandId]) -> Result<usize> {
        loop {
            let page = self
                .store
                .entries(self.event, self.seq, PAGE_ENTRIES)
                .await?;
            let Some(last) = page.last() else { break };
            self.seq = last.head.seq;
            self.in_log
                .extend(page.iter().map(|entry| entry.head.command));
        }
        Ok(acknowledged
            .iter()
            .filter(|id| !self.in_log.contains(*id))
            .count())
    }
}

async fn measure(arguments: Arguments) -> Result<Table> {
    let Arguments {
        shared,
        rounds,
        writers,
        ready_ms_max,
        control,
    } = arguments;
    let mut table = Table::new(
        if control { "kills, control" } else { "kills" },
        shared.seed,
    );
    let binary = if control {
        shared.wrong_server()?
    } else {
        shared.server()?
    };
    let world = World::make(
        &shared,
        Wanted {
            n_consoles: 0,
            n_phones: writers,
            is_ahead: false,
        },
    )
    .await?;
    let wishes = Wishes::of(&world);
    let acknowledged: Acknowledged = Arc::default();
    let mut auditor = Auditor {
        store: world.open().await?,
        event: world.event,
        seq: 0,
        in_log: HashSet::new(),
    };
    let order = Order {
        acknowledges_first: control,
        ..server::order(binary, &world.database())?
    };
    ensure!(rounds > 0, "at least one kill");
    let (mut ready_ms, mut n_lost, mut n_refused) = (Vec::with_capacity(rounds), 0, 0);
    let mut all = Vec::new();
    for round in 0..rounds {
        let started = Instant::now();
        let server = Server::start(&order).await?;
        let dial = |index: usize, port| Dial {
            port,
            event: world.event,
            seat: world.phones[index].clone(),
            index,
        };
        let mut first = Line::connect(&dial(0, order.port)).await?;
        first.greet(&[]).await?;
        ready_ms.push(started.elapsed().as_secs_f64() * 1e3);

        let mut tasks = JoinSet::new();
        for index in 0..world.phones.len() {
            let person = world.phones[index]
                .person
                .context("phones belong to persons")?;
            let line = Line::follow(&dial(index, order.port)).await?;
            tasks.spawn(write(line, wishes.clone(), person, acknowledged.clone()));
        }
        let (shortest, longest) = WRITING_MS;
        let writing_ms = shortest + dynamic(&world.random).below(longest - shortest);
        sleep(Duration::from_millis(writing_ms.into())).await;
        server.kill().await?;
        while let Some(ended) = tasks.join_next().await {
            n_refused += ended?;
        }
        let told =
            std::mem::take(&mut *acknowledged.lock().unwrap_or_else(PoisonError::into_inner));
        n_lost += auditor.missing(&told).await?;
        all.extend(told);
        if (round + 1) % 20 == 0 {
            say(format!(
                "{} kills, {} acknowledged, {n_lost} lost",
                round + 1,
                all.len()
            ));
        }
    }
    // Once more in order, so that what the last kill left behind is taken up.
    Server::start(&order).await?.end().await?;

    let slowest = ready_ms.iter().copied().fold(f64::NAN, f64::max);
    ready_ms.sort_by(f64::total_cmp);
    table.figure("kills", count(rounds), "");
    table.figure("ready again, median", ready_ms[ready_ms.len() / 2], "ms");
    table.figure("refused", count(n_refused), "");
    if control {
        table.gate(
            "acknowledged and lost",
            count(n_lost),
            "",
            Bar::AtLeast(1.0),
        );
        table.figure("acknowledged in all", count(all.len()), "");
        table.figure("ready again, slowest", slowest, "ms");
        table.note(
            "this server acknowledges before the commit: the control passes because it loses",
        );
    } else {
        table.gate(
            "ready again, slowest",
            slowest,
            "ms",
            Bar::AtMost(ready_ms_max),
        );
        table.gate(
            "lost when looked at after each kill",
            count(n_lost),
            "",
            Bar::AtMost(0.0),
        );
        ensure!(
            !all.is_empty(),
            "nothing was acknowledged, so nothing was tested"
        );
        check_log(&mut table, &auditor.store, world.event, &all).await?;
    }
    auditor.store.close().await;
    Ok(table)
}
