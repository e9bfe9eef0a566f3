//! Visitors who register by HTTP, step by step, at the rate of an opening day: none lost, none
//! twice, though every fifth presses the last button twice at once.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use hdrhistogram::Histogram;
use protocol::id::CommandId;
use protocol::site::{Bilingual, Language, SiteEdit, SiteSettings, SiteWish};
use protocol::{List, Micros};
use store::{RegistrationFilter, RegistrationState};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::gate::{Bar, Table, count, milliseconds, say};
use crate::http;
use crate::machine;
use crate::options::Shared;
use crate::server::{self, Server};
use crate::world::{Wanted, World};

const SLUG: &str = "load";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Visitors.
    #[arg(long, default_value_t = 300)]
    visitors: usize,
    /// Over how long they begin.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Slowest step that 99 of 100 visitors may meet, in milliseconds.
    #[arg(long, default_value_t = 300.0)]
    step_ms_max: f64,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    machine::block_on(measure(arguments))
}

async fn measure(arguments: Arguments) -> Result<Table> {
    let Arguments {
        shared,
        visitors,
        seconds,
        step_ms_max,
    } = arguments;
    ensure!((1..=5_000).contains(&visitors), "1 to 5,000 visitors");
    ensure!((1..=600).contains(&seconds), "1 to 600 seconds");
    let mut table = Table::new("registrations", shared.seed);
    let wanted = Wanted {
        n_consoles: 1,
        n_phones: 0,
        is_ahead: true,
    };
    let world = World::make(&shared, wanted).await?;
    let server = Server::start(&server::order(shared.server()?, &world.database())?).await?;
    open_site(&server, &world).await?;

    say(format!("{visitors} visitors within {seconds} s"));
    let interval = Duration::from_secs(seconds) / u32::try_from(visitors)?;
    let start = Instant::now();
    let mut working = JoinSet::new();
    for n in 0..visitors {
        let at = start + interval * u32::try_from(n)?;
        working.spawn(register(server.port, n, at));
    }
    let mut steps = Histogram::<u64>::new(3)?;
    let mut n_done = 0;
    while let Some(finished) = working.join_next().await {
        match finished? {
            Ok(took) => {
                n_done += 1;
                for micros in took {
                    steps.record(micros)?;
                }
            }
            Err(error) => table.note(format!("a visitor failed: {error:#}")),
        }
    }
    let took = start.elapsed();
    server.end().await?;
    check(&world, visitors, &mut table).await?;
    table.gate(
        "told that they registered",
        count(n_done),
        "",
        Bar::AtLeast(count(visitors)),
    );
    table.figure("all of them within", took.as_secs_f64(), "s");
    table.figure(
        "a step, p50",
        milliseconds(steps.value_at_quantile(0.5)),
        "ms",
    );
    let p99 = milliseconds(steps.value_at_quantile(0.99));
    table.gate("a step, p99", p99, "ms", Bar::AtMost(step_ms_max));
    Ok(table)
}

/// What is durable afterwards, by the company that each visitor named.
async fn check(world: &World, visitors: usize, table: &mut Table) -> Result<()> {
    let store = world.open().await?;
    let mut names = Vec::new();
    loop {
        let filter = RegistrationFilter {
            state: Some(RegistrationState::Submitted),
            n_before: u32::try_from(names.len())?,
            ..RegistrationFilter::default()
        };
        let mut page = store.registrations(world.event, &filter).await?;
        let has_more = page.len() > protocol::limits::REGISTRATIONS_PER_PAGE_MAX;
        page.truncate(protocol::limits::REGISTRATIONS_PER_PAGE_MAX);
        names.extend(page.into_iter().map(|head| head.title));
        if !has_more {
            break;
        }
    }
    store.close().await;
    let once: BTreeSet<&String> = names.iter().collect();
    let lost = visitors.saturating_sub(once.len());
    table.gate("lost", count(lost), "", Bar::AtMost(0.0));
    table.gate(
        "twice",
        count(names.len() - once.len()),
        "",
        Bar::AtMost(0.0),
    );
    Ok(())
}

async fn open_site(server: &Server, world: &World) -> Result<()> {
    let settings = SiteSettings {
        slug: SLUG.into(),
        languages: List::new(Language::ALL.to_vec()).context("both languages")?,
        name: Bilingual::default(),
        tagline: Bilingual::default(),
        accent: "#0b4f6c".into(),
        opens_at: Micros(1),
        closes_at: Micros(i64::MAX),
        is_listed: true,
        shows_companies: false,
        organiser: "Load".into(),
        email: String::new(),
        phone: String::new(),
        address: String::new(),
        partners: List::default(),
    };
    let wish = SiteWish {
        command: CommandId::example(1),
        edit: SiteEdit::Open { settings },
    };
    let cookie = &world.consoles[0].cookie;
    let headers = [
        ("cookie", cookie.as_str()),
        ("content-type", "application/vnd.msgpack"),
    ];
    let path = format!("/desk/{}/site", world.event);
    let reply = http::post(server.port, &path, &headers, &wish.encode()).await?;
    ensure!(
        reply.status == 200,
        "the site was answered with {}",
        reply.status
    );
    Ok(())
}

/// One visitor, from the empty form to the last page; how long each step took.
async fn register(port: u16, n: usize, at: Instant) -> Result<Vec<u64>> {
    tokio::time::sleep_until(at).await;
    let mut took = Vec::with_capacity(5);
    let company = format!(
        "asked=company.0.name+company.0.country+company.0.sector+company.0.city\
         &company.0.name=Firm+{n}&company.0.country=FR&company.0.city=Port"
    );
    let people = format!(
        "asked=person.0.first_name+person.0.last_name+person.0.email\
         &person.0.first_name=A{n}&person.0.last_name=Load&person.0.email=load-{n}%40demo.example"
    );
    let description = "asked=description.0.presentation&description.0.presentation=Load".to_owned();
    let mut cookie = String::new();
    for (step, body, next) in [
        ("company", company, "people"),
        ("people", people, "description"),
        ("description", description, "review"),
    ] {
        let begins = Instant::now();
        let path = format!("/e/{SLUG}/fr/register/{step}");
        let headers = [("cookie", cookie.as_str()), FORM];
        let reply = http::post(port, &path, &headers, body.as_bytes()).await?;
        took.push(u64::try_from(begins.elapsed().as_micros())?);
        let to = reply.header("location").unwrap_or_default();
        ensure!(
            reply.status == 303 && to.ends_with(next),
            "{step}: {} {to}",
            reply.status
        );
        if let Some(kept) = reply.cookie() {
            cookie = kept;
        }
    }
    let path = format!("/e/{SLUG}/fr/register/review");
    let headers = [("cookie", cookie.as_str()), FORM];
    let press = || http::post(port, &path, &headers, b"noted=on&go=submit");
    let begins = Instant::now();
    let replies = if n % 5 == 0 {
        let (a, b) = tokio::join!(press(), press());
        vec![a?, b?]
    } else {
        vec![press().await?]
    };
    took.push(u64::try_from(begins.elapsed().as_micros())?);
    for reply in replies {
        let to = reply.header("location").unwrap_or_default();
        ensure!(
            reply.status == 303 && to.ends_with("done"),
            "review: {} {to}",
            reply.status
        );
    }
    Ok(took)
}
