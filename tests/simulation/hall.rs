//! The hall: devices, nodes, and the network between them, driven from one queue and one seed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::Holder;
use app::live::{Event, Line, Transport};
use app::port::ManualClock;
use app::testing::{DOOR, EVENT, MAIN, MORNING, Node, SCOPED, SECOND, person};
use client_core::sync::{Effect, Outcome, Surface};
use client_core::time::Monotonic;
use domain::{State, access};
use protocol::command::Announce;
use protocol::id::{AnnouncementId, CommandId};
use protocol::{Actor, Audience, Command};
use store::testing::TestDatabase;
use tokio::task::JoinHandle;

use crate::device::Device;
use crate::random::Random;

/// How bad the network is, in thousandths.
#[derive(Clone, Copy)]
pub(crate) struct Weather {
    pub(crate) connect_fails: u64,
    pub(crate) line_breaks: u64,
    pub(crate) snapshot_fails: u64,
    pub(crate) latency_ms_max: u64,
}

pub(crate) const STORM: Weather = Weather {
    connect_fails: 300,
    line_breaks: 40,
    snapshot_fails: 200,
    latency_ms_max: 300,
};

pub(crate) const CALM: Weather = Weather {
    connect_fails: 0,
    line_breaks: 0,
    snapshot_fails: 0,
    latency_ms_max: 30,
};

/// Virtual time after which a hall that does not come to rest never will.
const REST_MS_MAX: u64 = 20 * 60_000;
/// How long real work may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

enum Happening {
    Opens(u64),
    Fails(u64),
    ReachesServer(u64, Vec<u8>),
    ReachesClient(u64, Vec<u8>),
    Breaks(u64),
    SnapshotAsked,
    SnapshotArrives(Option<Vec<u8>>),
    Tick,
}

pub(crate) struct Hall {
    pub(crate) devices: Vec<Device>,
    pub(crate) random: Random,
    pub(crate) weather: Weather,
    pub(crate) n_restarts: usize,
    pub(crate) n_cut: usize,
    nodes: Vec<Node>,
    listening: Vec<JoinHandle<()>>,
    database: TestDatabase,
    clock: ManualClock,
    /// The machine's time at the beginning: lines measure their allowance by it.
    began: Instant,
    now_ms: u64,
    queue: BTreeMap<(u64, u64), (usize, Happening)>,
    n_queued: u64,
    n_ids: u64,
    n_nodes_ever: u64,
    /// The newest entry before anybody did anything: what the event stands on.
    foundation_seq: u64,
    seed: u64,
}

impl Hall {
    pub(crate) async fn new(
        seed: u64,
        database: TestDatabase,
        n_nodes: usize,
        weather: Weather,
    ) -> Self {
        let mut hall = Self {
            devices: Vec::new(),
            random: Random::from_seed(seed),
            weather,
            n_restarts: 0,
            n_cut: 0,
            nodes: Vec::new(),
            listening: Vec::new(),
            database,
            clock: ManualClock::at(MORNING),
            began: Instant::now(),
            now_ms: 1_000,
            queue: BTreeMap::new(),
            n_queued: 0,
            n_ids: 0,
            n_nodes_ever: 0,
            foundation_seq: 0,
            seed,
        };
        for _ in 0..n_nodes {
            let (node, listening) = hall.start_node().await;
            hall.nodes.push(node);
            hall.listening.push(listening);
        }
        hall.foundation_seq = hall.event_on(0).await.view().seq;
        let everybody = [
            (Holder::Staff(MAIN), Surface::Console),
            (Holder::Staff(SECOND), Surface::Console),
            (Holder::Staff(SCOPED), Surface::Console),
            (Holder::Staff(DOOR), Surface::Door),
            (Holder::Person(person(1)), Surface::Phone),
            (Holder::Person(person(2)), Surface::Phone),
            (Holder::Person(person(11)), Surface::Phone),
        ];
        for (holder, surface) in everybody {
            let token = hall.nodes[0].accounts.sign_in(EVENT, holder).await.unwrap();
            hall.devices.push(Device::new(holder, surface, token));
            let device = hall.devices.len() - 1;
            hall.devices[device].client.start(Monotonic(hall.now_ms));
            hall.carry_out(device);
        }
        hall
    }

    async fn start_node(&mut self) -> (Node, JoinHandle<()>) {
        self.n_nodes_ever += 1;
        let node = Node::on(&self.database, &self.clock, 100 + self.n_nodes_ever).await;
        let listening = node.registry.clone().keep_listening(node.accounts.clone());
        (node, tokio::spawn(listening))
    }

    pub(crate) fn any_device(&mut self) -> usize {
        usize::try_from(self.random.below(self.devices.len() as u64)).unwrap()
    }

    pub(crate) fn is_door(&self, device: usize) -> bool {
        self.devices[device].surface == Surface::Door
    }

    fn at(&self) -> Monotonic {
        Monotonic(self.now_ms)
    }

    fn instant(&self) -> Instant {
        self.began + Duration::from_millis(self.now_ms)
    }

    fn push_at(&mut self, at_ms: u64, device: usize, happening: Happening) {
        self.n_queued += 1;
        self.queue
            .insert((at_ms, self.n_queued), (device, happening));
    }

    fn push_soon(&mut self, device: usize, happening: Happening) {
        let at_ms = self.now_ms + self.random.below(self.weather.latency_ms_max);
        self.push_at(at_ms, device, happening);
    }

    /// Lets virtual time pass.
    pub(crate) async fn run_for(&mut self, ms: u64) {
        let until_ms = self.now_ms + ms;
        while let Some(entry) = self.queue.first_entry() {
            if entry.key().0 > until_ms {
                break;
            }
            let ((at_ms, _), (device, happening)) = entry.remove_entry();
            self.advance_to(at_ms);
            self.happen(device, happening).await;
        }
        self.advance_to(until_ms);
        self.gather_all();
    }

    fn advance_to(&mut self, at_ms: u64) {
        let passed_ms = at_ms.saturating_sub(self.now_ms);
        self.now_ms += passed_ms;
        self.clock.advance(Duration::from_millis(passed_ms));
    }

    async fn happen(&mut self, device: usize, happening: Happening) {
        let now = self.at();
        let connection = self.devices[device].connection;
        match happening {
            Happening::Opens(of) if of == connection => self.open(device).await,
            Happening::Fails(of) | Happening::Breaks(of) if of == connection => self.cut(device),
            Happening::ReachesServer(of, bytes) if of == connection => {
                self.reach_server(device, &bytes).await;
            }
            Happening::ReachesClient(of, bytes) if of == connection => {
                self.devices[device].client.received(&bytes, now);
            }
            Happening::SnapshotAsked => self.serve_snapshot(device).await,
            Happening::SnapshotArrives(bytes) => {
                let random = self.random.next();
                let client = &mut self.devices[device].client;
                match bytes {
                    Some(bytes) => client.snapshot_loaded(&bytes, now, random),
                    None => client.snapshot_failed(now, random),
                }
            }
            Happening::Tick => {
                let random = self.random.next();
                self.devices[device].client.tick(now, random);
            }
            // Of a connection that is gone.
            Happening::Opens(_)
            | Happening::Fails(_)
            | Happening::Breaks(_)
            | Happening::ReachesServer(..)
            | Happening::ReachesClient(..) => {}
        }
        self.carry_out(device);
        self.gather_all();
    }

    async fn event_on(&self, node: usize) -> Arc<Event> {
        self.nodes[node]
            .registry
            .event(EVENT)
            .await
            .unwrap()
            .unwrap()
    }

    async fn open(&mut self, device: usize) {
        let node = usize::try_from(self.random.below(self.nodes.len() as u64)).unwrap();
        let token = &self.devices[device].token;
        let standing = self.nodes[node].accounts.standing(token).await;
        let event = self.event_on(node).await;
        let line = Line::open(
            event,
            standing.unwrap().unwrap(),
            Transport::Socket,
            self.instant(),
        );
        self.devices[device].line = Some((node, line.unwrap()));
        let now = self.at();
        self.devices[device].client.opened(now);
    }

    /// The connection is over for both sides; what was under way is lost.
    fn cut(&mut self, device: usize) {
        self.n_cut += usize::from(self.devices[device].line.is_some());
        self.devices[device].line = None;
        self.devices[device].connection += 1;
        let (now, random) = (self.at(), self.random.next());
        self.devices[device].client.closed(now, random);
        self.carry_out(device);
    }

    async fn reach_server(&mut self, device: usize, bytes: &[u8]) {
        let Some((node, mut line)) = self.devices[device].line.take() else {
            return;
        };
        let is_over = line.receive(bytes, self.instant()).await.is_err();
        // A line that breaks now leaves a wish behind that is decided all the same.
        if is_over || self.random.permille(self.weather.line_breaks) {
            drop(line);
            self.cut(device);
            return;
        }
        self.devices[device].line = Some((node, line));
        // Virtual time does not pass while the node decides.
        let began = Instant::now();
        loop {
            self.gather(device);
            let Some((_, line)) = &self.devices[device].line else {
                return;
            };
            if !line.awaits_answers() {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "{}: no answer", self.seed);
            // The last answer may have come between the two questions above.
            let _ = tokio::time::timeout(Duration::from_millis(50), line.woken()).await;
        }
    }

    async fn serve_snapshot(&mut self, device: usize) {
        let node = usize::try_from(self.random.below(self.nodes.len() as u64)).unwrap();
        let answer = if self.random.permille(self.weather.snapshot_fails) {
            None
        } else {
            let token = &self.devices[device].token;
            let standing = self.nodes[node].accounts.standing(token).await;
            let event = self.event_on(node).await;
            let packed = event.snapshot(&standing.unwrap().unwrap()).await;
            // A node that is being replaced refuses; the client comes back.
            packed.ok().map(|packed| {
                let mut plain = Vec::new();
                let mut reader = flate2::read::GzDecoder::new(&packed[..]);
                reader.read_to_end(&mut plain).unwrap();
                plain
            })
        };
        self.push_soon(device, Happening::SnapshotArrives(answer));
    }

    fn gather_all(&mut self) {
        for device in 0..self.devices.len() {
            self.gather(device);
        }
    }

    /// Puts what a node has for a device on its way.
    fn gather(&mut self, device: usize) {
        let Some((node, mut line)) = self.devices[device].line.take() else {
            return;
        };
        let mut is_over = false;
        loop {
            match line.gather() {
                Ok(Some(gathered)) => self.deliver(device, gathered.message.to_vec()),
                Ok(None) => break,
                Err(_) => {
                    is_over = true;
                    break;
                }
            }
        }
        if is_over {
            drop(line);
            self.cut(device);
        } else {
            self.devices[device].line = Some((node, line));
        }
    }

    fn deliver(&mut self, device: usize, bytes: Vec<u8>) {
        let connection = self.devices[device].connection;
        let at_ms = (self.now_ms + self.random.below(self.weather.latency_ms_max))
            .max(self.devices[device].last_down_ms);
        self.devices[device].last_down_ms = at_ms;
        let happening = if self.random.permille(self.weather.line_breaks) {
            Happening::Breaks(connection)
        } else {
            Happening::ReachesClient(connection, bytes)
        };
        self.push_at(at_ms, device, happening);
    }

    fn carry_out(&mut self, device: usize) {
        while let Some(effect) = self.devices[device].client.next_effect() {
            self.carry_out_one(device, effect);
        }
    }

    fn carry_out_one(&mut self, device: usize, effect: Effect) {
        match effect {
            Effect::Connect => {
                let of = &mut self.devices[device];
                of.connection += 1;
                of.line = None;
                (of.last_up_ms, of.last_down_ms) = (0, 0);
                let connection = of.connection;
                let happening = if self.random.permille(self.weather.connect_fails) {
                    Happening::Fails(connection)
                } else {
                    Happening::Opens(connection)
                };
                self.push_soon(device, happening);
            }
            Effect::Close => {
                self.devices[device].line = None;
                self.devices[device].connection += 1;
            }
            Effect::Send(bytes) => {
                let connection = self.devices[device].connection;
                let at_ms = (self.now_ms + self.random.below(self.weather.latency_ms_max))
                    .max(self.devices[device].last_up_ms);
                self.devices[device].last_up_ms = at_ms;
                self.push_at(at_ms, device, Happening::ReachesServer(connection, bytes));
            }
            Effect::LoadSnapshot => self.push_soon(device, Happening::SnapshotAsked),
            Effect::ScheduleTick(at) => {
                self.push_at(at.0.max(self.now_ms), device, Happening::Tick);
            }
            Effect::Settled(id, outcome) => {
                let before = self.devices[device].outcomes.insert(id, outcome);
                assert_eq!(before, None, "the outcome of {id} is told once");
            }
            Effect::Persist(..) | Effect::Changed(_) | Effect::Answered { .. } => {}
            Effect::Poll { .. } | Effect::UsePolling => unreachable!("it is switched off"),
            Effect::Reload => panic!("nobody changed the version"),
        }
    }

    pub(crate) async fn dispatch(&mut self, device: usize, command: Command) {
        self.n_ids += 1;
        let id = CommandId::example(1_000_000 + self.n_ids);
        let now = self.at();
        let of = &mut self.devices[device];
        if of.client.dispatch(command.clone(), id, now).is_ok() {
            of.taken.insert(id, command);
        }
        self.carry_out(device);
        self.run_for(0).await;
    }

    pub(crate) async fn network_hint(&mut self, device: usize, is_online: bool) {
        let (now, random) = (self.at(), self.random.next());
        self.devices[device]
            .client
            .network_hint(is_online, now, random);
        self.carry_out(device);
        self.run_for(0).await;
    }

    /// A node goes: politely, as for a new version, or at once, leaving one behind that still
    /// believes to be there. Another takes its place.
    pub(crate) async fn restart_a_node(&mut self) {
        self.n_restarts += 1;
        let at = usize::try_from(self.random.below(self.nodes.len() as u64)).unwrap();
        if self.random.permille(500) {
            self.nodes[at].registry.drain().await;
        }
        self.listening[at].abort();
        for device in 0..self.devices.len() {
            if matches!(&self.devices[device].line, Some((node, _)) if *node == at) {
                self.cut(device);
            }
        }
        let (node, listening) = self.start_node().await;
        self.nodes[at] = node;
        self.listening[at] = listening;
    }

    pub(crate) async fn newest_deed(&self) -> Option<u64> {
        let seq = self.event_on(0).await.view().seq;
        (seq > self.foundation_seq).then_some(seq)
    }

    /// Waits until nothing is under way any more, on devices and between nodes.
    pub(crate) async fn come_to_rest(&mut self) {
        for device in 0..self.devices.len() {
            self.network_hint(device, true).await;
        }
        self.rest().await;
        // One more entry on every stream: something that was lost at the end shows only then.
        for (n, audience) in [person(1), person(2), person(11)]
            .map(Audience::Person)
            .into_iter()
            .chain([Audience::Everybody])
            .enumerate()
        {
            let id = CommandId::example(n as u64 + 1);
            let announcement = AnnouncementId::example(n as u64);
            let announce = Announce {
                announcement,
                audience,
            };
            let outcome = self
                .event_on(0)
                .await
                .command_as(Actor::Staff(MAIN), id, announce.into())
                .await;
            assert!(
                matches!(outcome, app::live::Outcome::Committed { .. }),
                "{outcome:?}"
            );
        }
        self.rest().await;
    }

    async fn rest(&mut self) {
        let deadline_ms = self.now_ms + REST_MS_MAX;
        while !(self.devices.iter().all(Device::is_at_rest) && self.is_truth_everywhere().await) {
            assert!(
                self.now_ms < deadline_ms,
                "SIM_SEED={}: no rest: {}",
                self.seed,
                self.unrest().await
            );
            self.run_for(500).await;
            // A doorbell rings in real time.
            if let Some((_, line)) = self.devices.iter().find_map(|of| of.line.as_ref()) {
                let _ = tokio::time::timeout(Duration::from_millis(20), line.woken()).await;
            }
        }
    }

    async fn is_truth_everywhere(&self) -> bool {
        for device in &self.devices {
            if *device.client.model().confirmed() != self.truth(device).await {
                return false;
            }
        }
        true
    }

    async fn unrest(&self) -> String {
        let mut said = String::new();
        for device in &self.devices {
            let model = device.client.model();
            let (mine, truth) = (
                format!("{:#?}", model.confirmed()),
                format!("{:#?}", self.truth(device).await),
            );
            let lines = mine.lines().zip(truth.lines()).filter(|(a, b)| a != b);
            let differences: Vec<_> = lines.take(5).collect();
            said += &format!(
                "\n{:?}: {:?} {:?} {differences:#?}",
                device.holder,
                model.link(),
                model.pending()
            );
        }
        said
    }

    /// What a server that reads the database afresh would show a device.
    async fn truth(&self, device: &Device) -> State {
        let loaded = self.nodes[0].store.load(EVENT).await.unwrap().unwrap();
        let viewer = access::viewer_of(&loaded.state, actor(device.holder)).unwrap();
        State::from_snapshot(&access::snapshot_for(&loaded.state, &viewer))
    }

    pub(crate) async fn check_replicas(&self) {
        for device in &self.devices {
            let model = device.client.model();
            assert!(
                *model.state() == self.truth(device).await,
                "SIM_SEED={}: {:?} shows something else",
                self.seed,
                device.holder
            );
        }
        let report = self.nodes[0].store.doctor(EVENT).await.unwrap();
        assert!(report.is_sound(), "SIM_SEED={}: {report:?}", self.seed);
    }

    pub(crate) async fn check_commands(&self) {
        let mut in_log = BTreeSet::new();
        let mut seq = 0;
        loop {
            let entries = self.nodes[0].store.entries(EVENT, seq, 256).await.unwrap();
            let Some(last) = entries.last() else { break };
            seq = last.head.seq;
            for entry in &entries {
                // Laying the event in and the clock's own commands have ids of their own.
                assert!(
                    in_log.insert(entry.head.command),
                    "SIM_SEED={}: {} made two entries",
                    self.seed,
                    entry.head.command
                );
            }
        }
        for device in &self.devices {
            for (id, command) in &device.taken {
                let is_in_log = in_log.contains(id);
                let agrees = match device.outcomes.get(id) {
                    // A wish that was fulfilled already is committed without an entry.
                    Some(Outcome::Committed) => is_in_log || may_change_nothing(command),
                    Some(Outcome::Refused(_) | Outcome::NotSent(_)) => !is_in_log,
                    // Nobody knows, and the client says so.
                    Some(Outcome::Unanswered(_)) => true,
                    None => false,
                };
                assert!(
                    agrees,
                    "SIM_SEED={}: {:?} was told {:?} of {command:?}, in the log: {is_in_log}",
                    self.seed,
                    device.holder,
                    device.outcomes.get(id)
                );
            }
        }
    }

    pub(crate) fn n_committed(&self) -> usize {
        self.devices
            .iter()
            .flat_map(|device| device.outcomes.values())
            .filter(|outcome| matches!(outcome, Outcome::Committed))
            .count()
    }
}

impl Drop for Hall {
    fn drop(&mut self) {
        for listening in &self.listening {
            listening.abort();
        }
    }
}

const fn actor(holder: Holder) -> Actor {
    match holder {
        Holder::Staff(id) => Actor::Staff(id),
        Holder::Person(id) => Actor::Person(id),
    }
}

/// Whether a command may find everything as it wishes.
const fn may_change_nothing(command: &Command) -> bool {
    matches!(command, Command::MoveMeeting(_) | Command::MarkLate(_))
}
