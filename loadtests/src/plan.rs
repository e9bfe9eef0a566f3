//! From the open requests of an event to a published plan: what computing takes in time and
//! memory, how long publishing takes, and when the last console has the whole entry.
//!
//! Measured from inside, without sockets: the desk, the rules, the store on a disk, the streams.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use app::account::{Accounts, Standing, Token};
use app::desk::plan::Plans;
use app::live::{Event, Line, Registry, Transport, Wish};
use app::port::{Clock, ManualClock, OsRandom, SeededRandom, SystemClock};
use domain::State;
use protocol::command::{AcceptRequest, ImportRequests};
use protocol::id::{CommandId, RequestId};
use protocol::message::{
    ClientMessage, Cursor, Follow, Frame, Hello, PROTOCOL_VERSIONS, ServerMessage,
};
use protocol::proposal::{PlanWish, PublishOutcome, Suppose};
use protocol::snapshot::SCHEMA;
use protocol::{Actor, Command, List, Micros, Minutes, Request, RequestStatus, SlotSet};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::gate::{Bar, Table, count, say};
use crate::machine;
use crate::options::Shared;
use crate::world::{Seat, Wanted, World, dynamic};

/// How often the progress and the memory are looked at.
const LOOK: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// Requests that wait for a plan.
    #[arg(long, default_value_t = 3_000)]
    requests: usize,
    /// Seconds that the search is given.
    #[arg(long, default_value_t = 5)]
    seconds: u16,
    /// Consoles that listen.
    #[arg(long, default_value_t = 50)]
    consoles: usize,
    /// The bar for each step.
    #[arg(long, default_value_t = 10.0)]
    seconds_max: f64,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    machine::block_on(measure(arguments))
}

/// What makes an event, without anything that happened at it.
fn is_foundation(command: &Command) -> bool {
    matches!(
        command,
        Command::ConfigureEvent(_)
            | Command::ChangeStage(_)
            | Command::DefineSlots(_)
            | Command::DefineTravel(_)
            | Command::DefinePlaces(_)
            | Command::DefineVocabulary(_)
            | Command::DefineResource(_)
            | Command::RegisterPersons(_)
            | Command::IssueBadges(_)
            | Command::LimitExpert(_)
            | Command::DefineSession(_)
            | Command::GrantStaff(_)
    )
}

/// Requests between random pairs who may meet, accepted by whoever was asked. One in ten asks an
/// expert, for whom the organiser answers.
fn requests(state: &State, random: &Arc<SeededRandom>, at: Micros, n: usize) -> Vec<Wish> {
    let is_there = |person: &&protocol::Person| !person.is_withdrawn;
    let (experts, guests): (Vec<_>, Vec<_>) = state
        .persons()
        .filter(is_there)
        .partition(|person| person.expert.is_some());
    let draw = |n: usize| {
        let drawn = u64::from_le_bytes(dynamic(random).bytes());
        usize::try_from(drawn % n as u64).expect("below a length")
    };
    let mut pairs = std::collections::BTreeSet::new();
    let mut rows = Vec::new();
    while rows.len() < n {
        let from = guests[draw(guests.len())];
        let to = if draw(10) == 0 {
            experts[draw(experts.len())]
        } else {
            guests[draw(guests.len())]
        };
        let (from, to) = (from.id, to.id);
        let is_new = !pairs.contains(&(to, from)) && pairs.insert((from, to));
        if is_new && state.check_pair((from, to)).is_ok() {
            let made_at = Micros(at.0 + i64::try_from(rows.len()).expect("a small number"));
            rows.push(Request {
                id: RequestId::new(made_at, dynamic(random).bytes()),
                from,
                to,
                slots: SlotSet::EMPTY,
                made_at,
                status: RequestStatus::Requested,
            });
        }
    }
    let answers: Vec<Wish> = rows
        .iter()
        .filter(|row| experts.iter().all(|expert| expert.id != row.to))
        .map(|row| Wish {
            at,
            actor: Actor::Person(row.to),
            command: AcceptRequest {
                request: row.id,
                spot: None,
                by_plan: true,
            }
            .into(),
        })
        .collect();
    let requests = List::new(rows).expect("fewer than a command holds");
    let import = Wish {
        at,
        actor: Actor::System,
        command: ImportRequests { requests }.into(),
    };
    std::iter::once(import).chain(answers).collect()
}

/// An hour before the first slot.
fn before_the_event(state: &State) -> Option<Micros> {
    let first = state.slots().map(|slot| slot.starts_at).min()?;
    Some(Micros(first.0 - Minutes(60).micros()))
}

async fn standing(accounts: &Accounts, seat: &Seat) -> Result<Arc<Standing>> {
    let text = seat.cookie.split('=').nth(1).context("a cookie")?;
    let token = Token::parse(text).context("a token")?;
    accounts.standing(&token).await?.context("a sign-in")
}

/// A console that follows from the head on.
struct Console {
    line: Line,
    reached: u64,
    n_bytes: usize,
    n_resyncs: usize,
}

impl Console {
    async fn join(event: &Arc<Event>, standing: Arc<Standing>) -> Result<Self> {
        let transport = Transport::Socket;
        let line = Line::open(event.clone(), standing, transport, Instant::now())
            .map_err(|why| anyhow::anyhow!("no line: {}", why.name()))?;
        let mut console = Self {
            line,
            reached: 0,
            n_bytes: 0,
            n_resyncs: 0,
        };
        let cursors = List::default();
        console
            .say(Hello {
                versions: PROTOCOL_VERSIONS,
                schema: SCHEMA,
                cursors,
            })
            .await?;
        let heads = console.read()?;
        console.n_bytes = 0;
        let cursors = List::new(heads).context("few streams")?;
        console.say(Follow { cursors }).await?;
        Ok(console)
    }

    async fn say(&mut self, message: impl Into<ClientMessage>) -> Result<()> {
        let bytes = message.into().to_frame().encode();
        let received = self.line.receive(&bytes, Instant::now()).await;
        received.map_err(|ending| anyhow::anyhow!("the line ended: {ending:?}"))
    }

    /// Takes what there is; the heads of the streams when the welcome is among it.
    fn read(&mut self) -> Result<Vec<Cursor>> {
        let mut heads = Vec::new();
        loop {
            let gathered = self.line.gather();
            let gathered = gathered.map_err(|why| anyhow::anyhow!("the line ended: {why:?}"))?;
            let Some(gathered) = gathered else {
                return Ok(heads);
            };
            self.n_bytes += gathered.message.len();
            for frame in Frame::decode_all(&gathered.message).map_err(anyhow::Error::msg)? {
                if let Some((_, offset)) = frame.position {
                    self.reached = offset;
                }
                match ServerMessage::from_frame(&frame) {
                    Ok(ServerMessage::Welcome(welcome)) => {
                        heads = welcome.streams.iter().map(|start| start.head).collect();
                    }
                    Ok(ServerMessage::Resync(_)) => self.n_resyncs += 1,
                    Ok(_) => {}
                    Err(why) => bail!("a frame that is none: {why}"),
                }
            }
        }
    }

    /// Reads until an entry is there.
    async fn until(mut self, seq: Arc<AtomicU64>) -> Result<(Instant, Self)> {
        loop {
            self.read()?;
            if self.reached >= seq.load(Ordering::Acquire) {
                return Ok((Instant::now(), self));
            }
            ensure!(self.n_resyncs == 0, "a console must load a snapshot");
            self.line.woken().await;
        }
    }
}

/// An event for which nothing is planned yet, with so many requests that a plan may place.
pub(crate) async fn open_requests(shared: &Shared, wanted: Wanted, n: usize) -> Result<World> {
    let draws = Arc::new(SeededRandom::new(shared.seed));
    World::make_of(shared, wanted, |mut wishes, state| {
        wishes.retain(|wish| is_foundation(&wish.command));
        // The day has not begun: no slot is past for a log that never goes back in time.
        let now = SystemClock.now();
        let at = before_the_event(state).map_or(now, |at| at.min(now));
        for wish in &mut wishes {
            wish.at = wish.at.min(at);
        }
        wishes.extend(requests(state, &draws, at, n));
        wishes
    })
    .await
}

async fn measure(arguments: Arguments) -> Result<Table> {
    let mut table = Table::new("plan", arguments.shared.seed);
    let wanted = Wanted {
        n_consoles: arguments.consoles.max(1),
        n_phones: 0,
        is_ahead: false,
    };
    let world = open_requests(&arguments.shared, wanted, arguments.requests).await?;
    let now = before_the_event(&world.state).context("the event has slots")?;
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(now));
    let store = world.open().await?;
    let random = Arc::new(OsRandom);
    let registry = Registry::new(store.clone(), clock.clone(), random.clone());
    let accounts = Accounts::new(store.clone(), clock, random);
    let event = registry.event(world.event).await?;
    let event = event.context("the event exists")?;
    let planner = standing(&accounts, &world.consoles[0]).await?;
    let plans = Plans::new(store.clone());

    say(format!("computing a plan for {} s", arguments.seconds));
    let pid = std::process::id();
    let before_kib = machine::resident_kib(pid)?;
    let mut peak_kib = before_kib;
    let began = Instant::now();
    let wish = PlanWish {
        seconds: arguments.seconds,
        seed: arguments.shared.seed,
        suppose: Suppose::default(),
        demands: None,
    };
    let id = plans.start(&event, &planner, &OsRandom, wish).await?;
    while plans.list(&event, &planner).await?.running.is_some() {
        peak_kib = peak_kib.max(machine::resident_kib(pid)?);
        ensure!(began.elapsed() < PATIENCE, "the planner does not end");
        tokio::time::sleep(LOOK).await;
    }
    let computed_s = began.elapsed().as_secs_f64();
    let answer = plans.open(&event, &planner, id).await?;
    let figures = &answer.head.figures;

    let mut consoles = JoinSet::new();
    let seq = Arc::new(AtomicU64::new(u64::MAX));
    for seat in &world.consoles {
        let console = Console::join(&event, standing(&accounts, seat).await?).await?;
        consoles.spawn(console.until(seq.clone()));
    }
    say("publishing");
    let before = event.view().seq;
    seq.store(before + 1, Ordering::Release);
    let began = Instant::now();
    let command = CommandId::example(1);
    let told = plans.publish(&event, planner, id, command).await?;
    let published_s = began.elapsed().as_secs_f64();
    let entry = match told.outcome {
        PublishOutcome::Done(entry) => entry,
        PublishOutcome::Refused(coded) => {
            bail!(
                "the plan was refused after {published_s:.1} s: {:?}",
                coded.read()
            )
        }
    };
    ensure!(entry == before + 1, "one entry for the whole plan");
    let mut last_s: f64 = 0.0;
    let mut n_bytes = 0;
    while let Some(ended) = timeout(PATIENCE, consoles.join_next()).await? {
        let (at, console) = ended??;
        last_s = last_s.max((at - began).as_secs_f64());
        n_bytes = n_bytes.max(console.n_bytes);
    }
    registry.drain().await;
    store.close().await;

    let bar = || Bar::AtMost(arguments.seconds_max);
    table.figure("requests that wait", f64::from(figures.n_plannable), "");
    table.figure("of these placed", f64::from(figures.n_placed), "");
    table.figure(
        "no plan places more than",
        f64::from(figures.placed_bound),
        "",
    );
    table.figure("breaks", f64::from(figures.n_breaks), "");
    table.figure("table changes", f64::from(figures.n_table_changes), "");
    table.gate("proposal, from wish to kept", computed_s, "s", bar());
    table.figure("memory of it", (peak_kib - before_kib) / 1_024.0, "MiB");
    table.gate("publishing", published_s, "s", bar());
    table.gate("publish → last console", last_s, "s", bar());
    table.figure("bytes to each console", count(n_bytes), "");
    Ok(table)
}
