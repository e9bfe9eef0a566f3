//! What public pages cost the server while many visitors read at once (PUB, CAT): time from the
//! request to the last byte, at a steady rate, over the full event.
//!
//! Visitors keep their connection, as browsers do. Requests go out at their time whether earlier
//! ones were answered or not, and what is counted begins at that time: a server that falls behind
//! is not spared. Meanwhile the event's day goes on, so that pages are made anew.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use app::demo::{self, Spec};
use app::desk::site::Sites;
use app::live::Registry;
use app::port::{Clock, SystemClock};
use hdrhistogram::Histogram;
use protocol::Actor;
use protocol::id::CommandId;
use protocol::site::SiteWish;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};

use crate::gate::{Bar, Table, count, milliseconds, say};
use crate::http;
use crate::line::{Answered, Dial, Line};
use crate::machine;
use crate::options::Shared;
use crate::server::{self, Server};
use crate::wish::Wishes;
use crate::world::{Wanted, World, dynamic, first_day};

const WARM_UP: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(10);
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Visitors' connections; more than the rate needs.
const CONNECTIONS: usize = 24;

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Requests per second, all pages together.
    #[arg(long, default_value_t = 200)]
    rate: u32,
    /// How long it is counted.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// Entries per second that change the event meanwhile.
    #[arg(long, default_value_t = 2)]
    entries: u32,
    /// The bar.
    #[arg(long, default_value_t = 20.0)]
    p99_ms_max: f64,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    machine::block_on(measure(arguments))
}

/// A kind of page and the addresses that are asked for in turn.
struct Kind {
    name: &'static str,
    paths: Vec<String>,
}

/// Words that people type: whole, begun, with a slip, several, and such as nobody has.
const SEARCHES: [&str; 12] = [
    "hydrogene",
    "soud",
    "hidrogene",
    "construction%20navale",
    "%C3%A9nergies%20marines",
    "robotqiue",
    "allemagne",
    "ocealis",
    "drones%20de%20surveillance",
    "zzzzzzzz",
    "a",
    "maintenance%20port%20logistique%20capteurs",
];

async fn kinds(port: u16) -> Result<Vec<Kind>> {
    let home = format!("/e/{}/fr", demo::site::SLUG);
    let catalogue = format!("{home}/participants");
    let (status, body) = http::get(port, &catalogue, "").await?;
    ensure!(status == 200, "{catalogue} answered {status}");
    let html = String::from_utf8_lossy(&body).into_owned();
    let links = html.split("href=\"").skip(1).filter_map(|rest| {
        let href = rest.split('"').next()?;
        let item = href.strip_prefix(&catalogue)?.strip_prefix('/')?;
        (!item.is_empty()).then(|| href.to_owned())
    });
    let companies: Vec<String> = links.collect();
    ensure!(!companies.is_empty(), "the catalogue lists nobody");
    let searches = SEARCHES.iter().map(|text| format!("{catalogue}?q={text}"));
    let orders = ["name", "country", "sector", "country-sector"];
    let lists = orders
        .iter()
        .flat_map(|order| (1..=20).map(move |page| (order, page)))
        .map(|(order, page)| format!("{catalogue}?order={order}&page={page}"));
    Ok(vec![
        Kind {
            name: "welcome",
            paths: vec![home.clone()],
        },
        Kind {
            name: "programme",
            paths: vec![format!("{home}/programme")],
        },
        Kind {
            name: "catalogue",
            paths: std::iter::once(catalogue.clone()).chain(lists).collect(),
        },
        Kind {
            name: "company",
            paths: companies,
        },
        Kind {
            name: "search",
            paths: searches.collect(),
        },
    ])
}

/// A connection that stays open.
struct Visitor {
    port: u16,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

impl Visitor {
    const fn new(port: u16) -> Self {
        Self {
            port,
            stream: None,
            buffer: Vec::new(),
        }
    }

    /// Asks for a page and reads it to the end; how many bytes it had.
    async fn visit(&mut self, path: &str) -> Result<usize> {
        let visited = timeout(PATIENCE, self.exchange(path)).await;
        let visited = visited.with_context(|| format!("{path} did not answer in time"))?;
        if visited.is_err() {
            self.stream = None;
        }
        visited
    }

    async fn exchange(&mut self, path: &str) -> Result<usize> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
            stream.set_nodelay(true)?;
            self.stream = Some(stream);
        }
        let stream = self.stream.as_mut().context("connected just now")?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\naccept-encoding: gzip\r\n\r\n",
            self.port
        );
        stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        loop {
            let n = stream.read_buf(&mut self.buffer).await?;
            ensure!(n > 0, "{path}: the connection ended early");
            ensure!(self.buffer.len() <= ANSWER_BYTES_MAX, "{path} does not end");
            if let Some(whole) = whole(&self.buffer)? {
                ensure!(whole.status == 200, "{path} answered {}", whole.status);
                return Ok(whole.n_bytes);
            }
        }
    }
}

struct Whole {
    status: u16,
    n_bytes: usize,
}

/// The answer, once all of it is there; the server says how long it is.
fn whole(bytes: &[u8]) -> Result<Option<Whole>> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&bytes[..end])?.to_ascii_lowercase();
    let status = head.split(' ').nth(1).context("no status")?.parse()?;
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    let n_bytes: usize = length.context("no length")?.trim().parse()?;
    Ok((bytes.len() >= end + 4 + n_bytes).then_some(Whole { status, n_bytes }))
}

/// Gives the event what the demo's companies publish, and its site by the edits that its
/// administrator made.
async fn open_site(shared: &Shared, world: &World) -> Result<()> {
    let store = world.open().await?;
    // The same seed gives the same companies; their profiles are no part of the world.
    let spec = Spec {
        scale: shared.event.into(),
        seed: shared.seed,
        first_day: first_day(false)?,
    };
    let seed = tokio::task::spawn_blocking(move || demo::generate(&spec)).await??;
    let profiles = demo::profiles::profiles(&seed)?;
    store.put_profiles(world.event, &profiles).await?;
    store
        .put_sectors(world.event, &demo::profiles::sectors())
        .await?;
    let registry = Registry::new(store.clone(), Arc::new(SystemClock), world.random.clone());
    let event = registry.event(world.event).await?.context("the event")?;
    let main = world
        .state
        .staff()
        .find(|staff| staff.role == protocol::Role::Main)
        .context("a main administrator")?;
    let now = SystemClock.now();
    let sites = Sites::new(store.clone());
    for edit in demo::site::edits(now) {
        let random = dynamic(&world.random);
        let command = CommandId::new(now, random.bytes());
        let wish = SiteWish { command, edit };
        let edited = sites.edit_as(&event, Actor::Staff(main.id), random, wish);
        if let Err(error) = edited.await {
            bail!("the site could not be opened: {error:?}");
        }
    }
    drop(event);
    registry.drain().await;
    store.close().await;
    Ok(())
}

/// Keeps the event's day going: an announcement now and then.
async fn live_on(
    dial: Dial,
    wishes: Arc<Wishes>,
    every: Duration,
    until: Instant,
) -> Result<usize> {
    let mut line = Line::connect(&dial).await?;
    line.greet(&[]).await?;
    let mut at = Instant::now();
    let mut n = 0;
    while at < until {
        sleep_until(at).await;
        match line.ask(wishes.id(), &wishes.announcement()).await? {
            Answered::Committed(..) => n += 1,
            Answered::Refused(_, reject) => bail!("refused: {}", reject.name()),
        }
        at += every;
    }
    Ok(n)
}

struct Counted {
    micros: Histogram<u64>,
    n_bytes: u64,
    n_failed: usize,
}

async fn measure(arguments: Arguments) -> Result<Table> {
    let Arguments {
        shared,
        rate,
        seconds,
        entries,
        p99_ms_max,
    } = arguments;
    ensure!(rate > 0 && seconds > 0, "nothing would be measured");
    let mut table = Table::new("pages", shared.seed);
    let wanted = Wanted {
        n_consoles: 1,
        ..Wanted::default()
    };
    let binary = shared.server()?;
    let world = World::make(&shared, wanted).await?;
    open_site(&shared, &world).await?;
    let server = Server::start(&server::order(binary, &world.database())?).await?;
    let kinds = Arc::new(kinds(server.port).await?);
    let counted: Vec<Counted> = kinds
        .iter()
        .map(|_| {
            Ok(Counted {
                micros: Histogram::new(3)?,
                n_bytes: 0,
                n_failed: 0,
            })
        })
        .collect::<Result<_>>()?;
    let counted = Arc::new(Mutex::new(counted));

    say(format!("{rate} requests a second for {seconds} s"));
    let began = Instant::now();
    let counts_from = began + WARM_UP;
    let until = counts_from + Duration::from_secs(seconds);
    let interval = Duration::from_secs(1) / rate;
    let living = (entries > 0).then(|| {
        let dial = Dial {
            port: server.port,
            event: world.event,
            seat: world.consoles[0].clone(),
            index: 0,
        };
        let wishes = Arc::new(Wishes::of(&world));
        tokio::spawn(live_on(
            dial,
            wishes,
            Duration::from_secs(1) / entries,
            until,
        ))
    });
    let mut visitors = JoinSet::new();
    for nth in 0..CONNECTIONS {
        let (kinds, counted) = (kinds.clone(), counted.clone());
        let port = server.port;
        visitors.spawn(async move {
            let mut visitor = Visitor::new(port);
            // Every visitor has his own turns in the steady row of all requests.
            let mut n = nth;
            loop {
                let due = began + interval * u32::try_from(n).unwrap_or(u32::MAX);
                if due >= until {
                    return;
                }
                sleep_until(due).await;
                let which = n % kinds.len();
                let paths = &kinds[which].paths;
                let path = &paths[(n / kinds.len()) % paths.len()];
                let visited = visitor.visit(path).await;
                let micros = u64::try_from(due.elapsed().as_micros()).unwrap_or(u64::MAX);
                if due >= counts_from {
                    let mut counted = counted.lock().await;
                    let own = &mut counted[which];
                    match visited {
                        Ok(n_bytes) => {
                            own.micros.record(micros).expect("a histogram that grows");
                            own.n_bytes += n_bytes as u64;
                        }
                        Err(error) => {
                            own.n_failed += 1;
                            say(format!("{path}: {error:#}"));
                        }
                    }
                }
                n += CONNECTIONS;
            }
        });
    }
    let cpu_before = machine::cpu_seconds(server.pid())?;
    while let Some(ended) = visitors.join_next().await {
        ended?;
    }
    let cpu = machine::cpu_seconds(server.pid())? - cpu_before;
    let took_s = began.elapsed().as_secs_f64();
    let n_entries = match living {
        Some(living) => living.await??,
        None => 0,
    };
    let resident = machine::resident_kib(server.pid())? / 1_024.0;
    server.end().await?;

    let counted = counted.lock().await;
    let (mut n_failed, mut n_answered) = (0, 0);
    for (kind, own) in kinds.iter().zip(counted.iter()) {
        n_failed += own.n_failed;
        n_answered += own.micros.len();
        let name = kind.name;
        table.figure(
            format!("{name}: p50"),
            milliseconds(own.micros.value_at_quantile(0.5)),
            "ms",
        );
        table.gate(
            format!("{name}: p99"),
            milliseconds(own.micros.value_at_quantile(0.99)),
            "ms",
            Bar::AtMost(p99_ms_max),
        );
        table.figure(
            format!("{name}: longest"),
            milliseconds(own.micros.max()),
            "ms",
        );
        #[allow(clippy::cast_precision_loss)]
        let kib = own.n_bytes as f64 / own.micros.len().max(1) as f64 / 1_024.0;
        table.figure(format!("{name}: packed"), kib, "KiB");
    }
    table.gate(
        "requests that failed",
        count(n_failed),
        "",
        Bar::AtMost(0.0),
    );
    #[allow(clippy::cast_precision_loss)]
    let n_answered = n_answered as f64;
    table.gate(
        "answered",
        n_answered / seconds as f64,
        "/s",
        Bar::AtLeast(f64::from(rate) * 0.99),
    );
    table.figure("entries meanwhile", count(n_entries), "");
    table.figure("CPU of the server", cpu / took_s * 100.0, "% of a core");
    table.figure("resident in all", resident, "MiB");
    table.note(
        "counted from the moment at which a request was due, to its last byte, on the loopback",
    );
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_all_of_it_is_there() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody";
        for n in 0..answer.len() {
            assert!(
                whole(&answer[..n]).is_ok_and(|whole| whole.is_none()),
                "{n}"
            );
        }
        let found = whole(answer).expect("HTTP").expect("all is there");
        assert_eq!((found.status, found.n_bytes), (200, 4));
        assert!(whole(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
