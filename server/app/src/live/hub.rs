//! The streams of one event on this node: who listens, and what was said last.
//!
//! Guarantees: pieces enter a ring in the order of the log and only once durable; what a reader
//! is woken for is there when it looks; a position is taken up whole or not at all.

mod call;
mod channel;
mod resume;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::time::Instant;

use bytes::Bytes;
use domain::Map;
use domain::State;
use domain::access::Viewer;
use protocol::card::CardUpdate;
use protocol::id::PersonId;
use protocol::limits::{PERSON_RING_FRAMES_MAX, TOPIC_RING_FRAMES_MAX};
use protocol::message::{PresenceNow, ServerMessage, Topic};
use protocol::{CardKey, Change, Entry};

pub use self::call::{Call, Crier};
pub(crate) use self::channel::{Channel, Reader, Taken};
pub(crate) use self::resume::{Refusal, Resumed};
use super::ears::{Ears, LineId};
use super::encode::{self, Labels, Scenery};
use super::presence::Presence;
use super::ring::Piece;

/// One moment of an event: everything that a newcomer needs, all of the same position.
#[derive(Clone, Debug)]
pub struct View {
    /// Which life of the log; positions of another one mean nothing.
    pub epoch: u64,
    /// Number of the newest entry.
    pub seq: u64,
    /// The rules' state after it.
    pub state: State,
    /// Position of the public stream.
    pub public: u64,
    /// Position of each person's own stream; none stands for zero.
    pub mine: Map<PersonId, u64>,
    /// The labels.
    pub labels: Labels,
    /// Raised whenever a label changes.
    pub labels_version: u64,
    /// Raised whenever the desk changed something of the event that is not live.
    pub desk_version: u64,
}

impl View {
    /// Position of a person's own stream.
    #[must_use]
    pub fn mine_of(&self, person: PersonId) -> u64 {
        self.mine.get(&person).copied().unwrap_or(0)
    }
}

/// A durable entry with its places in the participants' streams.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) entry: Entry,
    /// Position in the public stream, if it has one.
    pub(crate) public: Option<u64>,
    /// Positions in persons' own streams.
    pub(crate) mine: Vec<(PersonId, u64)>,
    /// Labels that changed with it.
    pub(crate) relabelled: Vec<CardKey>,
}

/// An entry that is to be published, with the moment after it.
pub(crate) struct Published {
    pub(crate) recorded: Recorded,
    pub(crate) state: State,
}

/// Changes kept in memory for those who come back; bounds the memory of bulk entries.
const RECENT_CHANGES_MAX: usize = 100_000;

/// Who reads a stream, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Audience {
    Team,
    Owner,
    Everybody,
}

struct Streams {
    view: Arc<View>,
    ops: BTreeMap<Viewer, Arc<Channel>>,
    public: Arc<Channel>,
    mine: HashMap<PersonId, Arc<Channel>>,
    recent: VecDeque<Arc<Recorded>>,
    n_recent_changes: usize,
}

/// The streams of one event and those who follow them.
pub(crate) struct Hub {
    streams: Mutex<Streams>,
    /// The same view as in `streams`, for readers who need nothing else.
    view: RwLock<Arc<View>>,
    lines: Mutex<HashMap<LineId, Arc<Ears>>>,
    presence: Mutex<Presence>,
    presence_frame: RwLock<(u64, Bytes)>,
    /// Raised when somebody's rights may have changed.
    rights_version: AtomicU64,
    /// Who calls those who read the public stream.
    crier: RwLock<Option<Weak<dyn Crier>>>,
}

impl Hub {
    /// Streams that start at a view, after these recent entries.
    pub(crate) fn new(view: View, recent: Vec<Recorded>) -> Self {
        let view = Arc::new(view);
        let public = Channel::after(view.public, TOPIC_RING_FRAMES_MAX);
        let mut streams = Streams {
            view: view.clone(),
            ops: BTreeMap::new(),
            public: Arc::new(public),
            mine: HashMap::new(),
            recent: VecDeque::new(),
            n_recent_changes: 0,
        };
        for recorded in recent {
            streams.remember(Arc::new(recorded));
        }
        // Everybody reads the public stream: fill it once instead of once for each who comes back.
        streams.public = Arc::new(streams.filled(&Viewer::Public, Topic::Public));
        Self {
            streams: Mutex::new(streams),
            view: RwLock::new(view),
            lines: Mutex::new(HashMap::new()),
            presence: Mutex::new(Presence::default()),
            presence_frame: RwLock::new((0, Bytes::new())),
            rights_version: AtomicU64::new(0),
            crier: RwLock::new(None),
        }
    }

    /// The newest moment.
    pub(crate) fn view(&self) -> Arc<View> {
        self.view
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Appends durable entries to every stream, shows the new moment and wakes the readers.
    pub(crate) fn publish(&self, published: Vec<Published>, view: View, committed_at: Instant) {
        let changes_rights = published
            .iter()
            .any(|one| one.recorded.entry.changes.iter().any(is_about_rights));
        let mut woken = Vec::new();
        {
            let mut streams = self.streams();
            for Published { recorded, state } in published {
                let scenery = Scenery {
                    state: &state,
                    labels: &view.labels,
                };
                streams.append(recorded, scenery, committed_at, &mut woken);
            }
            streams.view = Arc::new(view);
            *self.view.write().unwrap_or_else(PoisonError::into_inner) = streams.view.clone();
        }
        if changes_rights {
            self.review_rights();
        }
        // Consoles first: there are few of them, and they decide.
        woken.sort_by_key(|(audience, channel)| (*audience, Arc::as_ptr(channel)));
        woken.dedup_by_key(|(_, channel)| Arc::as_ptr(channel));
        for (audience, channel) in woken {
            match audience {
                Audience::Team => channel.wake_all(),
                Audience::Owner => channel.wake_owners(),
                Audience::Everybody => self.call_all(channel),
            }
        }
    }

    /// Has everybody called who reads a stream.
    fn call_all(&self, channel: Arc<Channel>) {
        let crier = self.crier.read().unwrap_or_else(PoisonError::into_inner);
        match crier.as_ref().and_then(Weak::upgrade) {
            Some(crier) => crier.cry(Call::new(channel)),
            None => channel.wake_all(),
        }
    }

    /// Has those who read the public stream called by somebody, from now on.
    pub(crate) fn cry_through(&self, crier: Weak<dyn Crier>) {
        let is_new =
            |kept: &Option<Weak<dyn Crier>>| kept.as_ref().is_none_or(|kept| !kept.ptr_eq(&crier));
        let is_new = is_new(&self.crier.read().unwrap_or_else(PoisonError::into_inner));
        if is_new {
            *self.crier.write().unwrap_or_else(PoisonError::into_inner) = Some(crier);
        }
    }

    /// Shows a moment with other labels and tells each class of viewers those that it may know.
    pub(crate) fn relabel(&self, view: View, updates: &[CardUpdate]) {
        let mut streams = self.streams();
        streams.view = Arc::new(view);
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = streams.view.clone();
        let ops = streams
            .ops
            .iter()
            .map(|(viewer, channel)| (viewer.clone(), channel));
        let mine = streams
            .mine
            .iter()
            .map(|(id, channel)| (Viewer::Person(*id), channel));
        for (viewer, channel) in ops.chain(mine) {
            if channel.is_deserted() {
                continue;
            }
            let known = super::event::known_labels(&streams.view, &viewer);
            // A label that is gone may have been known; that an id was forgotten says nothing.
            let told = updates.iter().filter(|update| match &known {
                Some(known) => update.card.is_none() || known.contains(&update.key),
                None => true,
            });
            let mut frame = Vec::new();
            encode::cards_into(told.cloned(), &mut frame);
            if !frame.is_empty() {
                channel.tell_all(&frame.into());
            }
        }
    }

    /// An entry that is still in memory.
    pub(crate) fn recent_entry(&self, seq: u64) -> Option<Entry> {
        let streams = self.streams();
        let first = streams.recent.front()?.entry.head.seq;
        let index = usize::try_from(seq.checked_sub(first)?).ok()?;
        streams
            .recent
            .get(index)
            .map(|recorded| recorded.entry.clone())
    }

    /// Makes every connection look at its rights again.
    pub(crate) fn review_rights(&self) {
        self.rights_version.fetch_add(1, Ordering::Release);
        for ears in self.lines().values() {
            ears.wake();
        }
    }

    pub(crate) fn rights_version(&self) -> u64 {
        self.rights_version.load(Ordering::Acquire)
    }

    /// Counts a connection in.
    pub(crate) fn enter(&self, ears: &Arc<Ears>) {
        self.lines().insert(ears.id, ears.clone());
    }

    /// Counts a connection out.
    pub(crate) fn leave(&self, line: LineId) {
        self.lines().remove(&line);
    }

    pub(crate) fn n_lines(&self) -> usize {
        self.lines().len()
    }

    /// Wakes every connection, for instance to see that the server goes away.
    pub(crate) fn wake_all(&self) {
        for ears in self.lines().values() {
            ears.wake();
        }
    }

    /// Works on the presence of the team.
    pub(crate) fn with_presence<T>(&self, work: impl FnOnce(&mut Presence) -> T) -> T {
        work(&mut self.presence.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tells the team's connections who is here, if that changed.
    pub(crate) fn publish_presence(&self) {
        let Some(team) = self.with_presence(Presence::take_change) else {
            return;
        };
        let frame = ServerMessage::from(PresenceNow { team })
            .to_frame()
            .encode();
        {
            let mut kept = self
                .presence_frame
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            *kept = (kept.0 + 1, frame.into());
        }
        for channel in self.team_channels() {
            channel.wake_all();
        }
    }

    /// Who is here, with a number that grows.
    pub(crate) fn presence_frame(&self) -> (u64, Bytes) {
        self.presence_frame
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The channels of those who are told who is here.
    fn team_channels(&self) -> Vec<Arc<Channel>> {
        let streams = self.streams();
        let team = streams
            .ops
            .iter()
            .filter(|(viewer, _)| sees_presence(viewer));
        team.map(|(_, channel)| channel.clone()).collect()
    }

    /// The channels that a viewer reads, each with its topic. Made where nobody read them yet.
    pub(crate) fn channels(&self, viewer: &Viewer) -> Vec<(Topic, Arc<Channel>)> {
        let mut streams = self.streams();
        match viewer {
            Viewer::Team | Viewer::Scoped(_) | Viewer::Door | Viewer::Screen => {
                if !streams.ops.contains_key(viewer) {
                    let channel = Arc::new(streams.filled(viewer, Topic::Ops));
                    streams.ops.insert(viewer.clone(), channel);
                }
                vec![(Topic::Ops, streams.ops[viewer].clone())]
            }
            Viewer::Person(person) => {
                let head = streams.view.mine_of(*person);
                let mine = streams
                    .mine
                    .entry(*person)
                    .or_insert_with(|| Arc::new(Channel::after(head, PERSON_RING_FRAMES_MAX)));
                let mine = mine.clone();
                vec![(Topic::Public, streams.public.clone()), (Topic::Mine, mine)]
            }
            Viewer::Public => vec![(Topic::Public, streams.public.clone())],
        }
    }

    /// Forgets a person's channel once nobody reads it.
    pub(crate) fn release(&self, viewer: &Viewer) {
        if let Viewer::Person(person) = viewer {
            let mut streams = self.streams();
            if streams
                .mine
                .get(person)
                .is_some_and(|channel| channel.is_deserted())
            {
                streams.mine.remove(person);
            }
        }
    }

    fn streams(&self) -> std::sync::MutexGuard<'_, Streams> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lines(&self) -> std::sync::MutexGuard<'_, HashMap<LineId, Arc<Ears>>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a viewer is told who of the team is here.
pub(crate) const fn sees_presence(viewer: &Viewer) -> bool {
    matches!(viewer, Viewer::Team | Viewer::Scoped(_))
}

const fn is_about_rights(change: &Change) -> bool {
    matches!(
        change,
        Change::StaffGranted(_)
            | Change::StaffRevoked(_)
            | Change::PersonWithdrawn(_)
            | Change::PersonErased(_)
            | Change::PersonReinstated(_)
    )
}

impl Streams {
    fn append(
        &mut self,
        recorded: Recorded,
        scenery: Scenery<'_>,
        committed_at: Instant,
        woken: &mut Vec<(Audience, Arc<Channel>)>,
    ) {
        let Recorded {
            entry,
            public,
            mine,
            relabelled,
        } = &recorded;
        let seq = entry.head.seq;
        for (viewer, channel) in &self.ops {
            let told = encode::entry(scenery, viewer, (Topic::Ops, seq), entry, relabelled);
            channel.push(Piece {
                seq,
                told,
                committed_at,
            });
            woken.push((Audience::Team, channel.clone()));
        }
        for (person, offset) in mine {
            if let Some(channel) = self.mine.get(person) {
                let viewer = Viewer::Person(*person);
                let told =
                    encode::entry(scenery, &viewer, (Topic::Mine, *offset), entry, relabelled);
                channel.push(Piece {
                    seq,
                    told,
                    committed_at,
                });
                woken.push((Audience::Owner, channel.clone()));
            }
        }
        if let Some(offset) = public {
            let position = (Topic::Public, *offset);
            let told = encode::entry(scenery, &Viewer::Public, position, entry, relabelled);
            self.public.push(Piece {
                seq,
                told,
                committed_at,
            });
            woken.push((Audience::Everybody, self.public.clone()));
        }
        self.remember(Arc::new(recorded));
    }

    fn remember(&mut self, recorded: Arc<Recorded>) {
        self.n_recent_changes += recorded.entry.changes.len();
        self.recent.push_back(recorded);
        while self.recent.len() > TOPIC_RING_FRAMES_MAX
            || (self.n_recent_changes > RECENT_CHANGES_MAX && self.recent.len() > 1)
        {
            let oldest = self.recent.pop_front().expect("more than one");
            self.n_recent_changes -= oldest.entry.changes.len();
        }
    }

    /// A channel whose ring holds what the recent entries say to its viewers.
    fn filled(&self, viewer: &Viewer, topic: Topic) -> Channel {
        let head = match topic {
            Topic::Ops => self.view.seq,
            Topic::Public | Topic::Mine => self.view.public,
        };
        let place = |recorded: &Recorded| match topic {
            Topic::Ops => Some(recorded.entry.head.seq),
            Topic::Public | Topic::Mine => recorded.public,
        };
        let n = self
            .recent
            .iter()
            .filter(|recorded| place(recorded).is_some())
            .count() as u64;
        let channel = Channel::after(head - n.min(head), TOPIC_RING_FRAMES_MAX);
        let scenery = Scenery {
            state: &self.view.state,
            labels: &self.view.labels,
        };
        let now = Instant::now();
        for recorded in &self.recent {
            if let Some(offset) = place(recorded) {
                let Recorded {
                    entry, relabelled, ..
                } = recorded.as_ref();
                let told = encode::entry(scenery, viewer, (topic, offset), entry, relabelled);
                channel.push(Piece {
                    seq: entry.head.seq,
                    told,
                    committed_at: now,
                });
            }
        }
        channel
    }
}
