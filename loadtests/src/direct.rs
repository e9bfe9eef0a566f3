//! Commands straight on the event's actor, without sockets: what the rules, the store and the
//! disk take by themselves. The only test that measures from inside.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use app::live::{Event, Outcome, Registry};
use app::port::{OsRandom, SystemClock};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use protocol::Actor;
use protocol::id::PersonId;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::commands::{Told, check_log, where_time_goes};
use crate::gate::{Table, count, milliseconds};
use crate::machine;
use crate::options::Shared;
use crate::prometheus::Metrics;
use crate::wish::Wishes;
use crate::world::{Wanted, World};

const WARM_UP: Duration = Duration::from_secs(2);

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Senders at the same time, each with one command under way.
    #[arg(long, default_value_t = 200)]
    clients: usize,
    /// How long it is counted.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    machine::block_on(measure(arguments))
}

async fn work(
    event: Arc<Event>,
    wishes: Wishes,
    person: PersonId,
    (from, until): (Instant, Instant),
) -> Result<Told> {
    let mut told = Told::nothing()?;
    while Instant::now() < until {
        let id = wishes.id();
        let sent_at = Instant::now();
        let outcome = event
            .command_as(Actor::Person(person), id, wishes.availability(person))
            .await;
        let now = Instant::now();
        match outcome {
            Outcome::Committed { seq } => {
                ensure!(seq.is_some(), "every command changes something");
                told.acknowledged.push(id);
                if from <= now && now < until {
                    told.n_counted += 1;
                    told.answer_micros
                        .record(u64::try_from((now - sent_at).as_micros())?)?;
                }
            }
            Outcome::Refused(reject) => *told.refused.entry(reject.name()).or_default() += 1,
        }
    }
    Ok(told)
}

async fn measure(arguments: Arguments) -> Result<Table> {
    let Arguments {
        shared,
        clients,
        seconds,
    } = arguments;
    let mut table = Table::new("direct", shared.seed);
    let seconds_matcher = Matcher::Suffix("_seconds".into());
    let recorder = PrometheusBuilder::new()
        .set_buckets(&[1.0, 10.0, 100.0])?
        .set_buckets_for_metric(seconds_matcher, &[0.001, 0.01, 0.1])?
        .install_recorder()
        .context("installing the recorder")?;
    let world = World::make(
        &shared,
        Wanted {
            n_consoles: 0,
            n_phones: clients,
            is_ahead: false,
        },
    )
    .await?;
    let store = world.open().await?;
    let registry = Registry::new(store.clone(), Arc::new(SystemClock), Arc::new(OsRandom));
    let event = registry
        .event(world.event)
        .await?
        .context("the event exists")?;
    let from = Instant::now() + WARM_UP;
    let until = from + Duration::from_secs(seconds);
    let wishes = Wishes::of(&world);
    let mut workers = JoinSet::new();
    for seat in &world.phones {
        let person = seat.person.context("phones belong to persons")?;
        workers.spawn(work(event.clone(), wishes.clone(), person, (from, until)));
    }
    tokio::time::sleep_until(from).await;
    let pid = std::process::id();
    let (cpu_before, before) = (
        machine::cpu_seconds(pid)?,
        Metrics::parse(&recorder.render()),
    );
    tokio::time::sleep_until(until).await;
    let cpu = machine::cpu_seconds(pid)? - cpu_before;
    let metrics = Metrics::parse(&recorder.render()).since(&before);
    let mut told = Told::nothing()?;
    while let Some(ended) = workers.join_next().await {
        told.add(ended??)?;
    }
    registry.drain().await;

    table.figure(
        "durable commands",
        count(told.n_counted) / Duration::from_secs(seconds).as_secs_f64(),
        "/s",
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
    table.figure("refused", count(told.refused.values().sum()), "");
    table.figure(
        "CPU per command, all in",
        cpu * 1e6 / count(told.n_counted.max(1)),
        "µs",
    );
    where_time_goes(&mut table, &metrics);
    check_log(&mut table, &store, world.event, &told.acknowledged).await?;
    store.close().await;
    Ok(table)
}
