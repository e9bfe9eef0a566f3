//! Finds an event's actor on this node, or wakes it.
//!
//! Any node may host any event: the head row in the store makes that correct. Here it is only
//! made sure that one node does not host an event twice.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dashmap::DashMap;
use protocol::id::EventId;
use protocol::limits::RESUME_ENTRIES_MAX;
use protocol::{Entry, Micros};
use store::{Fault, Loaded, Ring, Store};
use tokio::sync::{OnceCell, watch};
use tokio::task::JoinSet;

use super::actor::{self, Actor, Rung, Stopped};
use super::event::Event;
use super::hub::{Hub, Recorded, View};
use super::meter;
use crate::account::Accounts;
use crate::port::{Clock, PacedClock, Random};

/// Pause before the doorbell is installed anew.
const DOORBELL_RETRY: Duration = Duration::from_secs(1);

/// How an event's clock runs, when not with the world's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// What the clock shows when the event wakes; never earlier than the log's newest entry.
    pub starts_at: Micros,
    /// How fast it runs, in thousandths of real time.
    pub speed_permille: u32,
}

struct Awake {
    event: Arc<Event>,
    rung: Arc<Rung>,
}

/// The events that this node has awake.
pub struct Registry {
    store: Store,
    world: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    awake: DashMap<EventId, Arc<OnceCell<Option<Arc<Awake>>>>>,
    paces: Mutex<HashMap<EventId, Pace>>,
    /// How long an event stays awake without anybody.
    idle_life: Duration,
    shutdown: watch::Sender<bool>,
    actors: Mutex<JoinSet<()>>,
}

/// How long an event stays awake without anybody, unless said otherwise.
const IDLE_LIFE: Duration = Duration::from_secs(10 * 60);

impl Registry {
    /// A registry over a store.
    #[must_use]
    pub fn new(store: Store, world: Arc<dyn Clock>, random: Arc<dyn Random>) -> Arc<Self> {
        Self::with_idle_life(store, world, random, IDLE_LIFE)
    }

    /// A registry that lets events sleep after this time without anybody.
    #[must_use]
    pub fn with_idle_life(
        store: Store,
        world: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        idle_life: Duration,
    ) -> Arc<Self> {
        Arc::new(Self {
            idle_life,
            store,
            world,
            random,
            awake: DashMap::new(),
            paces: Mutex::new(HashMap::new()),
            shutdown: watch::Sender::new(false),
            actors: Mutex::new(JoinSet::new()),
        })
    }

    /// The store behind it.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The source of randomness.
    #[must_use]
    pub fn random(&self) -> &dyn Random {
        &*self.random
    }

    /// Lets an event's clock run differently from the world's, from the next time it wakes.
    pub fn set_pace(&self, event: EventId, pace: Pace) {
        self.paces
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(event, pace);
    }

    /// The event, woken if need be; none when there is no such event.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub async fn event(self: &Arc<Self>, id: EventId) -> Result<Option<Arc<Event>>, Fault> {
        loop {
            let cell = self.awake.entry(id).or_default().clone();
            let awake = cell.get_or_try_init(|| self.wake(id)).await;
            match awake {
                Ok(Some(awake)) if !awake.event.is_departing() || *self.shutdown.borrow() => {
                    return Ok(Some(awake.event.clone()));
                }
                // It is on its way out: make room for its successor.
                Ok(Some(_)) => self.forget(id, &cell),
                Ok(None) => {
                    self.forget(id, &cell);
                    return Ok(None);
                }
                Err(fault) => {
                    self.forget(id, &cell);
                    return Err(fault);
                }
            }
        }
    }

    fn forget(&self, id: EventId, cell: &Arc<OnceCell<Option<Arc<Awake>>>>) {
        self.awake.remove_if(&id, |_, kept| Arc::ptr_eq(kept, cell));
    }

    async fn wake(self: &Arc<Self>, id: EventId) -> Result<Option<Arc<Awake>>, Fault> {
        let Some(loaded) = self.store.load(id).await? else {
            return Ok(None);
        };
        let labels = self.store.all_cards(id).await?;
        let recent = self.recent(id, &loaded).await?;
        let last_at = recent
            .last()
            .map_or(Micros(i64::MIN), |last| last.entry.head.at);
        let clock = self.clock_for(id, last_at);
        let view = View {
            epoch: loaded.head.epoch,
            seq: loaded.head.seq,
            state: loaded.state,
            public: loaded.public_offset,
            mine: loaded.person_offsets.into_iter().collect(),
            labels: labels.into_iter().collect(),
            // Drawn, so that what was rendered before the event slept is not taken for fresh.
            labels_version: u64::from_le_bytes(self.random().bytes()) >> 1,
            desk_version: 0,
        };
        let (n_entries, n_persons) = (view.seq, view.state.n_persons());
        let hub = Hub::new(view, recent);
        let (sender, receiver) = actor::mailbox();
        let clocks = (clock, self.world.clone());
        let event = Arc::new(Event::new(id, self.store.clone(), hub, clocks, sender));
        let rung = Arc::new(Rung::default());
        self.start(&event, receiver, rung.clone(), last_at);
        tracing::info!(event.id = %id, entry.seq = n_entries, n_persons, "event {id} is awake");
        Ok(Some(Arc::new(Awake { event, rung })))
    }

    fn start(
        self: &Arc<Self>,
        event: &Arc<Event>,
        mailbox: tokio::sync::mpsc::Receiver<super::event::Submission>,
        rung: Arc<Rung>,
        last_at: Micros,
    ) {
        let actor = Actor::new(
            event.clone(),
            self.random.clone(),
            mailbox,
            rung,
            self.shutdown.subscribe(),
            (last_at, self.idle_life),
        );
        let (registry, event) = (self.clone(), event.clone());
        let mut actors = self.actors.lock().unwrap_or_else(PoisonError::into_inner);
        while actors.try_join_next().is_some() {}
        actors.spawn(async move {
            metrics::gauge!(meter::EVENTS_AWAKE).increment(1.0);
            let presence = {
                let event = event.clone();
                tokio::spawn(async move { event.keep_presence().await })
            };
            // A panic outside the fence of one command ends the actor; the event wakes anew.
            let stopped = tokio::spawn(actor.run()).await;
            presence.abort();
            event.depart();
            let id = event.id();
            registry.awake.remove_if(&id, |_, cell| {
                cell.get().and_then(Option::as_ref).is_some_and(|awake| Arc::ptr_eq(&awake.event, &event))
            });
            metrics::gauge!(meter::EVENTS_AWAKE).decrement(1.0);
            match stopped {
                Ok(Stopped::Drained | Stopped::Idle) => {
                    tracing::info!(event.id = %id, "event {id} went to sleep");
                }
                Ok(Stopped::Overtaken) => {
                    tracing::warn!(event.id = %id, "event {id} was overtaken by its log and starts over");
                }
                Err(error) => {
                    metrics::counter!(meter::PANICS).increment(1);
                    tracing::error!(event.id = %id, error = %error, "the actor of event {id} died");
                }
            }
        });
    }

    fn clock_for(&self, id: EventId, last_at: Micros) -> Arc<dyn Clock> {
        let paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        match paces.get(&id) {
            Some(pace) => {
                let starts_at = pace.starts_at.max(last_at);
                Arc::new(PacedClock::new(
                    self.world.clone(),
                    starts_at,
                    pace.speed_permille,
                ))
            }
            None => self.world.clone(),
        }
    }

    /// The newest entries, for clients that come back after a restart.
    async fn recent(&self, id: EventId, loaded: &Loaded) -> Result<Vec<Recorded>, Fault> {
        let n_max = RESUME_ENTRIES_MAX as u64;
        let after = loaded.head.seq.saturating_sub(n_max);
        let mut entries = self.store.entries(id, after, RESUME_ENTRIES_MAX).await?;
        // Another node may have committed since; the actor catches up by itself.
        entries.retain(|entry| entry.head.seq <= loaded.head.seq);
        let after = loaded.public_offset.saturating_sub(n_max);
        let public = self
            .store
            .stream_public(id, after, RESUME_ENTRIES_MAX)
            .await?;
        let public: HashMap<u64, u64> = public
            .into_iter()
            .map(|(offset, entry)| (entry.head.seq, offset))
            .collect();
        let record = |entry: Entry| Recorded {
            public: public.get(&entry.head.seq).copied(),
            // Whom it reached is asked of the store when somebody needs it.
            mine: Vec::new(),
            relabelled: entry
                .changes
                .iter()
                .flat_map(domain::access::card_keys)
                .collect(),
            entry,
        };
        Ok(entries.into_iter().map(record).collect())
    }

    /// Listens for other nodes for as long as the server runs. Only a hint: each event also
    /// looks at its log by itself, and sign-ins are reviewed without it.
    pub async fn keep_listening(self: Arc<Self>, accounts: Arc<Accounts>) {
        loop {
            let mut doorbell = match self.store.doorbell().await {
                Ok(doorbell) => doorbell,
                Err(fault) => {
                    metrics::counter!(meter::FAULTS, "attempt" => "doorbell").increment(1);
                    tracing::warn!(error = %fault, "the doorbell cannot be installed: {fault}");
                    tokio::time::sleep(DOORBELL_RETRY).await;
                    continue;
                }
            };
            loop {
                match doorbell.next().await {
                    Ring::SignIns { account } => accounts.review_account(account).await,
                    ring => self.hear(ring),
                }
            }
        }
    }

    fn hear(&self, ring: Ring) {
        match ring {
            Ring::Entry { event, seq } => {
                self.with_awake(event, |awake| {
                    if awake.event.view().seq < seq {
                        awake.rung.entries.notify_one();
                    }
                });
            }
            Ring::Cards { event } => self.with_awake(event, |awake| awake.rung.labels.notify_one()),
            // No event's business.
            Ring::SignIns { .. } => {}
            Ring::Lost => {
                for awake in self.all_awake() {
                    awake.rung.entries.notify_one();
                    awake.rung.labels.notify_one();
                }
            }
        }
    }

    /// Says that labels of an event changed in the store on this node.
    pub fn labels_changed(&self, event: EventId) {
        self.hear(Ring::Cards { event });
    }

    fn with_awake(&self, event: EventId, work: impl FnOnce(&Awake)) {
        let cell = self.awake.get(&event).map(|cell| cell.clone());
        if let Some(awake) = cell
            .as_ref()
            .and_then(|cell| cell.get())
            .and_then(Option::as_ref)
        {
            work(awake);
        }
    }

    /// How many events are awake on this node.
    #[must_use]
    pub fn n_awake(&self) -> usize {
        self.all_awake().len()
    }

    fn all_awake(&self) -> Vec<Arc<Awake>> {
        self.awake
            .iter()
            .filter_map(|cell| cell.get().cloned().flatten())
            .collect()
    }

    /// Finishes every mailbox, sends every client away and waits until all is written.
    pub async fn drain(&self) {
        self.shutdown.send_replace(true);
        let mut actors =
            std::mem::take(&mut *self.actors.lock().unwrap_or_else(PoisonError::into_inner));
        while actors.join_next().await.is_some() {}
    }
}
