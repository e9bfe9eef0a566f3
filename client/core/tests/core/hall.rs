//! A hall full of clients on a bad network, in virtual time: everything that happens comes from
//! one queue and one seed.

use std::collections::{BTreeMap, BTreeSet};

use client_core::sync::{Client, Effect, Kept, NotTaken, Options, Outcome, Program, Surface};
use client_core::time::Monotonic;
use domain::State;
use domain::access;
use protocol::id::CommandId;
use protocol::{Actor, Command, Micros};

use crate::random::Random;
use crate::server::{Line, Server};
use crate::world;

/// How bad the network is, in thousandths.
#[derive(Clone, Copy)]
pub(crate) struct Weather {
    pub(crate) connect_fails: u64,
    pub(crate) line_breaks: u64,
    pub(crate) frame_twice: u64,
    pub(crate) frame_lost: u64,
    pub(crate) snapshot_fails: u64,
    pub(crate) snapshot_ms_max: u64,
    pub(crate) latency_ms_max: u64,
}

pub(crate) const STORM: Weather = Weather {
    connect_fails: 300,
    line_breaks: 20,
    frame_twice: 50,
    frame_lost: 10,
    snapshot_fails: 200,
    snapshot_ms_max: 4_000,
    latency_ms_max: 300,
};

pub(crate) const CALM: Weather = Weather {
    connect_fails: 0,
    line_breaks: 0,
    frame_twice: 0,
    frame_lost: 0,
    snapshot_fails: 0,
    snapshot_ms_max: 200,
    latency_ms_max: 30,
};

#[derive(Debug)]
enum Happening {
    Opens(u64),
    Fails(u64),
    ReachesServer(u64, Vec<u8>),
    ReachesClient(u64, Vec<u8>),
    Breaks(u64),
    SnapshotAsked(u64),
    SnapshotArrives(u64, Option<Vec<u8>>),
    Tick,
}

/// A device with its program.
pub(crate) struct Device {
    pub(crate) actor: Actor,
    pub(crate) client: Client,
    surface: Surface,
    line: Option<Line>,
    /// Counts connections: what belongs to an earlier one is not delivered.
    connection: u64,
    /// Bytes on one connection stay in order.
    last_up: u64,
    last_down: u64,
    life: u64,
    kept: BTreeMap<&'static str, (Vec<u8>, u64)>,
    pub(crate) taken: BTreeMap<CommandId, Command>,
    pub(crate) outcomes: BTreeMap<CommandId, Outcome>,
    /// Commands of the moment that vanished with the page.
    pub(crate) vanished: BTreeSet<CommandId>,
    pub(crate) n_ticks: u64,
    pub(crate) n_snapshots: u64,
    pub(crate) delays: Vec<u64>,
}

pub(crate) struct Hall {
    pub(crate) server: Server,
    pub(crate) devices: Vec<Device>,
    pub(crate) random: Random,
    pub(crate) weather: Weather,
    pub(crate) now: u64,
    queue: BTreeMap<(u64, u64), (usize, Happening)>,
    n_queued: u64,
    n_ids: u64,
}

impl Hall {
    pub(crate) fn new(seed: u64, who: &[(Actor, Surface)], weather: Weather) -> Self {
        let actors: Vec<Actor> = who.iter().map(|(actor, _)| *actor).collect();
        let mut hall = Self {
            server: Server::new(&actors),
            devices: Vec::new(),
            random: Random::from_seed(seed),
            weather,
            now: 1_000,
            queue: BTreeMap::new(),
            n_queued: 0,
            n_ids: 0,
        };
        for (actor, surface) in who {
            hall.devices.push(Device::new(*actor, *surface));
            let device = hall.devices.len() - 1;
            hall.devices[device].client.start(Monotonic(hall.now));
            hall.carry_out(device);
        }
        hall
    }

    pub(crate) fn at(&self) -> Monotonic {
        Monotonic(self.now)
    }

    pub(crate) fn new_id(&mut self) -> CommandId {
        self.n_ids += 1;
        CommandId::example(self.n_ids)
    }

    fn push(&mut self, delay: u64, device: usize, happening: Happening) {
        self.push_at(self.now + delay, device, happening);
    }

    fn push_at(&mut self, at: u64, device: usize, happening: Happening) {
        self.n_queued += 1;
        self.queue.insert((at, self.n_queued), (device, happening));
    }

    /// Lets virtual time pass.
    pub(crate) fn run_for(&mut self, ms: u64) {
        let until = self.now + ms;
        while let Some(entry) = self.queue.first_entry() {
            if entry.key().0 > until {
                break;
            }
            let ((at, _), (device, happening)) = entry.remove_entry();
            self.advance_to(at);
            self.happen(device, happening);
        }
        self.advance_to(until);
    }

    fn advance_to(&mut self, at: u64) {
        let passed = at.saturating_sub(self.now);
        self.now = at;
        self.server.now = Micros(self.server.now.0 + i64::try_from(passed).unwrap() * 1_000);
    }

    fn happen(&mut self, device: usize, happening: Happening) {
        let now = self.at();
        let connection = self.devices[device].connection;
        match happening {
            Happening::Opens(of) if of == connection => {
                let line = Line::new(&self.server, self.devices[device].actor);
                self.devices[device].line = Some(line);
                self.devices[device].client.opened(now);
            }
            Happening::Fails(of) if of == connection => {
                let random = self.random.next();
                self.devices[device].connection += 1;
                self.devices[device].client.closed(now, random);
            }
            Happening::Breaks(of) if of == connection && self.devices[device].line.is_some() => {
                self.devices[device].line = None;
                self.devices[device].connection += 1;
                let random = self.random.next();
                self.devices[device].client.closed(now, random);
            }
            // Bytes that are on their way may still arrive after the client hung up.
            Happening::ReachesServer(of, bytes) => self.reach_server(device, of, &bytes),
            Happening::ReachesClient(of, bytes) if of == connection => {
                self.devices[device].client.received(&bytes, now);
            }
            Happening::SnapshotAsked(life) => self.serve_snapshot(device, life),
            Happening::SnapshotArrives(life, bytes) if life == self.devices[device].life => {
                let random = self.random.next();
                let client = &mut self.devices[device].client;
                match bytes {
                    Some(bytes) => client.snapshot_loaded(&bytes, now, random),
                    None => client.snapshot_failed(now, random),
                }
            }
            Happening::Tick => {
                let random = self.random.next();
                self.devices[device].n_ticks += 1;
                self.devices[device].client.tick(now, random);
            }
            Happening::Opens(_)
            | Happening::Fails(_)
            | Happening::Breaks(_)
            | Happening::ReachesClient(..)
            | Happening::SnapshotArrives(..) => {}
        }
        self.carry_out(device);
        self.broadcast();
    }

    fn reach_server(&mut self, device: usize, of: u64, bytes: &[u8]) {
        let actor = self.devices[device].actor;
        if of == self.devices[device].connection
            && let Some(mut line) = self.devices[device].line.take()
        {
            let answers = line.receive(&mut self.server, bytes);
            self.devices[device].line = Some(line);
            for answer in answers {
                self.deliver(device, answer, false);
            }
        } else {
            // The line is gone, the wish is not: it is decided, and nobody hears the answer.
            let mut deaf = Line::new(&self.server, actor);
            let _ = deaf.receive(&mut self.server, bytes);
        }
    }

    fn serve_snapshot(&mut self, device: usize, life: u64) {
        let answer = if self.random.permille(self.weather.snapshot_fails) {
            None
        } else {
            self.server
                .snapshot(self.devices[device].actor)
                .map(|answer| answer.encode())
        };
        let delay = self.random.below(self.weather.snapshot_ms_max);
        self.push(delay, device, Happening::SnapshotArrives(life, answer));
    }

    /// Somebody who is not in the hall changes something.
    pub(crate) fn commit_elsewhere(&mut self, command: Command) {
        let id = self.new_id();
        self.server.commit(Actor::System, id, &command).unwrap();
        self.broadcast();
    }

    /// Writes what is new to every open line.
    fn broadcast(&mut self) {
        for device in 0..self.devices.len() {
            let Some(mut line) = self.devices[device].line.take() else {
                continue;
            };
            let frames = line.gather(&self.server);
            self.devices[device].line = Some(line);
            for frame in frames {
                if self.random.permille(self.weather.frame_lost) {
                    continue;
                }
                if self.random.permille(self.weather.frame_twice) {
                    self.deliver(device, frame.clone(), true);
                }
                self.deliver(device, frame, true);
            }
        }
    }

    fn deliver(&mut self, device: usize, bytes: Vec<u8>, may_break: bool) {
        let connection = self.devices[device].connection;
        let at = (self.now + self.random.below(self.weather.latency_ms_max))
            .max(self.devices[device].last_down);
        self.devices[device].last_down = at;
        if may_break && self.random.permille(self.weather.line_breaks) {
            self.push_at(at, device, Happening::Breaks(connection));
        } else {
            self.push_at(at, device, Happening::ReachesClient(connection, bytes));
        }
    }

    /// Does what the machine asks for.
    pub(crate) fn carry_out(&mut self, device: usize) {
        while let Some(effect) = self.devices[device].client.next_effect() {
            self.carry_out_one(device, effect);
        }
    }

    fn carry_out_one(&mut self, device: usize, effect: Effect) {
        let latency = self.random.below(self.weather.latency_ms_max);
        let connection = self.devices[device].connection;
        match effect {
            Effect::Connect => {
                self.devices[device].connection += 1;
                self.devices[device].line = None;
                // What an earlier connection still had on its way up arrives first.
                self.devices[device].last_down = 0;
                let connection = self.devices[device].connection;
                let fails = self.random.permille(self.weather.connect_fails);
                let happening = if fails {
                    Happening::Fails(connection)
                } else {
                    Happening::Opens(connection)
                };
                self.push(latency, device, happening);
            }
            Effect::Close => {
                self.devices[device].line = None;
                self.devices[device].connection += 1;
            }
            Effect::Send(bytes) => {
                let at = (self.now + latency).max(self.devices[device].last_up);
                self.devices[device].last_up = at;
                self.push_at(at, device, Happening::ReachesServer(connection, bytes));
            }
            Effect::LoadSnapshot => {
                self.devices[device].n_snapshots += 1;
                let life = self.devices[device].life;
                self.push(latency, device, Happening::SnapshotAsked(life));
            }
            Effect::ScheduleTick(at) => {
                self.devices[device]
                    .delays
                    .push(at.0.saturating_sub(self.now));
                self.push_at(at.0.max(self.now), device, Happening::Tick);
            }
            Effect::Persist(kept, bytes) => {
                self.devices[device]
                    .kept
                    .insert(kept.name(), (bytes, self.now));
            }
            Effect::Settled(id, outcome) => {
                let before = self.devices[device].outcomes.insert(id, outcome);
                assert_eq!(before, None, "the outcome of {id} is told once");
            }
            Effect::Changed(_) | Effect::Answered { .. } => {}
            Effect::Poll { .. } | Effect::UsePolling => {
                panic!("long polling is switched off in this hall")
            }
            Effect::Reload => panic!("nobody changed the version"),
        }
    }

    pub(crate) fn dispatch(
        &mut self,
        device: usize,
        command: Command,
    ) -> Result<CommandId, NotTaken> {
        let id = self.new_id();
        let now = self.at();
        let taken = self.devices[device]
            .client
            .dispatch(command.clone(), id, now);
        if taken.is_ok() {
            self.devices[device].taken.insert(id, command);
        }
        self.carry_out(device);
        taken.map(|()| id)
    }

    /// The page is closed and opened again: only what was kept survives.
    pub(crate) fn reopen(&mut self, device: usize) {
        let now = self.at();
        let old = &mut self.devices[device];
        let kept: BTreeSet<CommandId> = old
            .client
            .model()
            .pending()
            .iter()
            .filter(|wish| {
                client_core::policy::endurance(&wish.command)
                    == client_core::policy::Endurance::Lasting
                    && old.surface != Surface::Console
            })
            .map(|wish| wish.id)
            .collect();
        let pending = old.client.model().pending().iter().map(|wish| wish.id);
        old.vanished.extend(pending.filter(|id| !kept.contains(id)));
        old.client = new_client(old.surface);
        old.life += 1;
        old.connection += 1;
        old.line = None;
        for key in [Kept::Replica, Kept::Commands] {
            if let Some((bytes, at)) = self.devices[device].kept.get(key.name()).cloned() {
                let ago = self.now - at;
                self.devices[device].client.restore(key, &bytes, ago, now);
            }
        }
        self.devices[device].client.start(now);
        self.carry_out(device);
    }

    /// Every client was cut off and the log cannot vouch for its old positions.
    pub(crate) fn restart_server(&mut self) {
        self.server.begin_new_life();
        for device in 0..self.devices.len() {
            if self.devices[device].line.is_some() {
                let connection = self.devices[device].connection;
                self.push(0, device, Happening::Breaks(connection));
            }
        }
    }

    /// What the server would show a device now.
    pub(crate) fn truth(&self, device: usize) -> State {
        let viewer = access::viewer_of(&self.server.state, self.devices[device].actor).unwrap();
        State::from_snapshot(&access::snapshot_for(&self.server.state, &viewer))
    }

    /// Whether nothing is under way any more.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.devices.iter().all(|device| {
            let link = device.client.model().link();
            link.is_up() && !link.is_catching_up && device.client.model().pending().is_empty()
        })
    }
}

impl Device {
    fn new(actor: Actor, surface: Surface) -> Self {
        Self {
            actor,
            client: new_client(surface),
            surface,
            line: None,
            connection: 0,
            last_up: 0,
            last_down: 0,
            life: 0,
            kept: BTreeMap::new(),
            taken: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            vanished: BTreeSet::new(),
            n_ticks: 0,
            n_snapshots: 0,
            delays: Vec::new(),
        }
    }
}

fn new_client(surface: Surface) -> Client {
    let mut options = Options::for_surface(surface);
    options.socket_failures_max = u32::MAX;
    // Phones are shipped without the rules.
    Client::new(Program::of(surface), options)
}

/// A console, its colleague, a scoped one, a door and two phones.
pub(crate) const EVERYBODY: [(Actor, Surface); 6] = [
    (world::MAIN, Surface::Console),
    (world::SECOND, Surface::Console),
    (world::SCOPED, Surface::Console),
    (world::DOOR, Surface::Door),
    (
        Actor::Person(protocol::id::PersonId::example(1)),
        Surface::Phone,
    ),
    (
        Actor::Person(protocol::id::PersonId::example(2)),
        Surface::Phone,
    ),
];
