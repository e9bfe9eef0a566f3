//! Commit to the last of the consoles, while phones are connected and the team works.
//!
//! The clock starts at the time that the server writes into the entry, before the commit, and
//! stops when the last console has read the entry: the figure contains the durable commit.

mod command;
mod journey;
mod plans;
mod signins;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use app::port::{Clock, SystemClock};
use clap::ValueEnum;
use protocol::Micros;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use self::command::command;
use self::journey::{Seen, listen, quantiles};
use crate::feed;
use crate::gate::{Bar, Table, count, milliseconds, say};
use crate::line::{Dial, Line};
use crate::machine;
use crate::options::Shared;
use crate::plan;
use crate::position::Faults;
use crate::server::{self, Server};
use crate::wish::Wishes;
use crate::world::{Wanted, World};

/// Time before anything is counted.
const WARM_UP: Duration = Duration::from_secs(2);
/// How long the last deliveries may take after the last command.
const SETTLE_MAX: Duration = Duration::from_secs(15);
/// Requests of the plan that is computed meanwhile.
const N_REQUESTS: usize = 3_000;

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
    /// What else the server has to do meanwhile.
    #[arg(long = "while", value_enum, default_value_t = Meanwhile::Nothing)]
    meanwhile: Meanwhile,
    /// The bar: 50 ms, or 300 ms while there is something else to do.
    #[arg(long)]
    p99_ms_max: Option<f64>,
}

/// What else the server has to do while the journeys are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Meanwhile {
    Nothing,
    /// Everybody with a phone signs in with a password.
    Signins,
    /// A plan of 3,000 open requests is computed, again and again.
    Plans,
}

impl Meanwhile {
    const fn p99_ms_max(self) -> f64 {
        match self {
            Self::Nothing => 50.0,
            Self::Signins | Self::Plans => 300.0,
        }
    }
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    machine::block_on(measure(arguments))
}

async fn measure(arguments: Arguments) -> Result<Table> {
    let Arguments {
        shared,
        consoles,
        phones,
        rate,
        seconds,
        meanwhile,
        p99_ms_max,
    } = arguments;
    let p99_ms_max = p99_ms_max.unwrap_or(meanwhile.p99_ms_max());
    let binary = shared.server()?;
    let mut table = Table::new("fanout", shared.seed);
    // One more of the team, who gives the commands.
    let wanted = Wanted {
        n_consoles: consoles + 1,
        n_phones: phones,
        is_ahead: meanwhile == Meanwhile::Plans,
    };
    let world = match meanwhile {
        Meanwhile::Nothing | Meanwhile::Signins => World::make(&shared, wanted).await?,
        Meanwhile::Plans => plan::open_requests(&shared, wanted, N_REQUESTS).await?,
    };
    let guests = match meanwhile {
        Meanwhile::Signins => signins::register(&world).await?,
        Meanwhile::Nothing | Meanwhile::Plans => Vec::new(),
    };
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
    let entering = (meanwhile == Meanwhile::Signins).then(|| {
        tokio::spawn(signins::enter(
            server.port,
            guests,
            Duration::from_secs(seconds),
        ))
    });
    let computing = (meanwhile == Meanwhile::Plans).then(|| {
        let seat = team[0].clone();
        tokio::spawn(plans::compute(
            server.port,
            world.event,
            seat,
            stopped.clone(),
        ))
    });
    let sent = command(commander, Wishes::of(&world), &world, n, rate).await?;
    let entered = match entering {
        Some(entering) => Some(entering.await??),
        None => None,
    };
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
    let computed = match computing {
        Some(computing) => Some(computing.await??),
        None => None,
    };
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
    if let Some(entered) = entered {
        entered.write(&mut table)?;
    }
    if let Some(computed) = computed {
        computed.write(&mut table);
    }
    table.figure("deliveries", count(seen.ops.n_arrivals() + arrived()), "");
    table.figure("server CPU", cpu_share * 100.0, "% of a core");
    table.note("the journey begins before the durable commit, so the figure contains it");
    Ok(table)
}
