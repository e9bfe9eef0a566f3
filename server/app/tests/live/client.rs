//! A client without a socket: a line, and what a browser would keep.

use std::collections::BTreeMap;
use std::future::Future;
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::Holder;
use app::account::{Standing, Token};
use app::live::{Ending, Event, Line, Transport};
use app::testing::{EVENT, Node};
use domain::State;
use protocol::card::CardUpdate;
use protocol::id::{CommandId, PersonId, StaffId};
use protocol::message::{
    Ask, ClientMessage, Cursor, EntryBody, Follow, Frame, Hello, PROTOCOL_VERSIONS, Send,
    ServerMessage, StreamStart, TeamMember, Topic,
};
use protocol::snapshot::{SCHEMA, SnapshotAnswer};
use protocol::{Actor, Answer, Card, CardKey, Command, EntryHead, List, Query, Reject};
use serde_bytes::ByteBuf;

/// How long a test waits for what must become true.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Waits, but not for ever.
pub(crate) async fn within<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work)
        .await
        .unwrap_or_else(|_| panic!("in vain: {what}"))
}

pub(crate) async fn event(node: &Node) -> Arc<Event> {
    node.registry.event(EVENT).await.unwrap().unwrap()
}

pub(crate) async fn standing(node: &Node, holder: Holder) -> Arc<Standing> {
    let token = node.accounts.sign_in(EVENT, holder).await.unwrap();
    node.accounts.standing(&token).await.unwrap().unwrap()
}

/// A line of somebody who is signed in by a token.
pub(crate) async fn silent_on(node: &Node, token: &Token) -> Client {
    let standing = node.accounts.standing(token).await.unwrap().unwrap();
    Client::on(event(node).await, standing).unwrap()
}

pub(crate) const fn staff(id: StaffId) -> Holder {
    Holder::Staff(id)
}

pub(crate) const fn participant(id: PersonId) -> Holder {
    Holder::Person(id)
}

/// What a browser would hold.
pub(crate) struct Client {
    pub(crate) line: Line,
    pub(crate) standing: Arc<Standing>,
    event: Arc<Event>,
    pub(crate) streams: Vec<StreamStart>,
    pub(crate) you: Option<Actor>,
    /// Positions named in the greeting.
    offered: Vec<Cursor>,
    pub(crate) cursors: BTreeMap<Topic, Cursor>,
    pub(crate) replica: State,
    pub(crate) cards: BTreeMap<CardKey, Card>,
    pub(crate) entries: Vec<(Topic, u64, EntryBody)>,
    pub(crate) outcomes: BTreeMap<CommandId, Result<Option<u64>, Reject>>,
    pub(crate) answers: BTreeMap<u32, Result<(u64, Answer), Reject>>,
    pub(crate) refusals: Vec<Reject>,
    pub(crate) resyncs: Vec<Topic>,
    pub(crate) team: Vec<TeamMember>,
    pub(crate) largest_message: usize,
    /// Parts of entries that were larger than a message.
    pub(crate) n_parts: usize,
    unfinished: Vec<u8>,
}

impl Client {
    /// Opens a line and says nothing yet.
    pub(crate) async fn silent(node: &Node, holder: Holder) -> Self {
        let standing = standing(node, holder).await;
        let event = event(node).await;
        Self::on(event, standing).unwrap()
    }

    pub(crate) fn on(event: Arc<Event>, standing: Arc<Standing>) -> Result<Self, Reject> {
        let line = Line::open(
            event.clone(),
            standing.clone(),
            Transport::Socket,
            Instant::now(),
        )?;
        Ok(Self {
            line,
            standing,
            event,
            streams: vec![],
            you: None,
            offered: vec![],
            cursors: BTreeMap::new(),
            replica: State::default(),
            cards: BTreeMap::new(),
            entries: vec![],
            outcomes: BTreeMap::new(),
            answers: BTreeMap::new(),
            refusals: vec![],
            resyncs: vec![],
            team: vec![],
            largest_message: 0,
            n_parts: 0,
            unfinished: vec![],
        })
    }

    /// Says hello from these positions and takes the welcome.
    pub(crate) async fn greet(&mut self, cursors: Vec<Cursor>) -> bool {
        let hello = Hello {
            versions: PROTOCOL_VERSIONS,
            schema: SCHEMA,
            cursors: List::new(cursors.clone()).unwrap(),
        };
        self.offered = cursors;
        self.say(&hello.into()).await.unwrap();
        self.read().unwrap();
        self.is_resumed()
    }

    fn is_resumed(&self) -> bool {
        !self.streams.is_empty() && self.streams.iter().all(|start| start.resumed)
    }

    /// A client that is up to date.
    pub(crate) async fn joined(node: &Node, holder: Holder) -> Self {
        let mut client = Self::silent(node, holder).await;
        client.greet(vec![]).await;
        client.load().await;
        client
    }

    /// Loads a snapshot and follows from it.
    pub(crate) async fn load(&mut self) {
        let packed = self.event.snapshot(&self.standing).await.unwrap();
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(&packed[..])
            .read_to_end(&mut plain)
            .unwrap();
        let answer = SnapshotAnswer::decode(&plain).unwrap();
        self.replica = State::from_snapshot(&answer.snapshot);
        self.cards.clear();
        self.label(answer.cards);
        self.cursors = answer
            .cursors
            .iter()
            .map(|cursor| (cursor.topic, *cursor))
            .collect();
        let cursors = List::new(answer.cursors).unwrap();
        self.say(&Follow { cursors }.into()).await.unwrap();
    }

    pub(crate) async fn say(&mut self, message: &ClientMessage) -> Result<(), Ending> {
        self.line
            .receive(&message.to_frame().encode(), Instant::now())
            .await
    }

    pub(crate) async fn send(&mut self, id: CommandId, command: impl Into<Command>) {
        let command = command.into();
        let payload = ByteBuf::from(command.encode());
        let send = Send {
            command: id,
            kind: command.kind(),
            payload,
        };
        self.say(&send.into()).await.unwrap();
    }

    pub(crate) async fn ask(&mut self, question: u32, query: impl Into<Query>) {
        let query = query.into();
        let payload = ByteBuf::from(query.encode());
        self.say(
            &Ask {
                question,
                kind: query.kind(),
                payload,
            }
            .into(),
        )
        .await
        .unwrap();
    }

    /// Sends a command and waits for what becomes of it.
    pub(crate) async fn wish(
        &mut self,
        id: CommandId,
        command: impl Into<Command>,
    ) -> Result<Option<u64>, Reject> {
        self.send(id, command).await;
        self.until("an outcome", |client| client.outcomes.contains_key(&id))
            .await;
        self.outcomes[&id].clone()
    }

    /// Takes every message that there is.
    pub(crate) fn read(&mut self) -> Result<(), Ending> {
        while let Some(gathered) = self.line.gather()? {
            self.largest_message = self.largest_message.max(gathered.message.len());
            for frame in Frame::decode_all(&gathered.message).unwrap() {
                self.take(&frame);
            }
        }
        Ok(())
    }

    /// Reads until something is true.
    pub(crate) async fn until(&mut self, what: &str, is_true: impl Fn(&Self) -> bool) {
        within(what, async {
            loop {
                self.read().unwrap();
                if is_true(self) {
                    return;
                }
                self.line.woken().await;
            }
        })
        .await;
    }

    /// Reads until the conversation is over.
    pub(crate) async fn ending(&mut self) -> Ending {
        within("an ending", async {
            loop {
                match self.read() {
                    Ok(()) => self.line.woken().await,
                    Err(ending) => return ending,
                }
            }
        })
        .await
    }

    /// Reads until the replica stands where the event stands.
    pub(crate) async fn catch_up(&mut self) {
        let event = self.event.clone();
        self.until("the newest entries", |client| {
            let view = event.view();
            client.cursors.values().all(|cursor| {
                let head = match (cursor.topic, client.standing.actor()) {
                    (Topic::Ops, _) => view.seq,
                    (Topic::Mine, Actor::Person(me)) => view.mine_of(me),
                    (Topic::Public | Topic::Mine, _) => view.public,
                };
                cursor.offset == head
            })
        })
        .await;
    }

    pub(crate) fn positions(&self) -> Vec<Cursor> {
        self.cursors.values().copied().collect()
    }

    fn take(&mut self, frame: &Frame) {
        let message = ServerMessage::from_frame(frame).unwrap();
        match (frame.position, message) {
            (Some((topic, offset)), ServerMessage::EntryBody(body)) => {
                assert!(self.unfinished.is_empty(), "an entry without its end");
                self.apply(topic, offset, body);
            }
            (position, ServerMessage::EntryPart(part)) => {
                self.n_parts += 1;
                self.unfinished.extend(part.bytes.iter());
                if let Some((topic, offset)) = position {
                    let whole = std::mem::take(&mut self.unfinished);
                    let body = ServerMessage::decode(EntryBody::KIND, &whole);
                    let Ok(ServerMessage::EntryBody(body)) = body else {
                        panic!("parts make a body, not {body:?}");
                    };
                    self.apply(topic, offset, body);
                }
            }
            (None, ServerMessage::Welcome(m)) => {
                self.streams = m.streams;
                self.you = Some(m.you);
                if self.is_resumed() {
                    self.cursors = self.offered.iter().map(|c| (c.topic, *c)).collect();
                }
            }
            (None, ServerMessage::Committed(m)) => {
                if let Some(offset) = m.offset {
                    // The order that the protocol promises: the entry first.
                    let reached = self.cursors.get(&Topic::Ops).map(|cursor| cursor.offset);
                    assert!(
                        reached.is_none_or(|reached| reached >= offset),
                        "told too early"
                    );
                }
                self.outcomes.insert(m.command, Ok(m.offset));
            }
            (None, ServerMessage::Refused(m)) => {
                self.outcomes
                    .insert(m.command, Err(Reject::decode(m.kind, &m.payload).unwrap()));
            }
            (None, ServerMessage::Answered(m)) => {
                let answer = Answer::decode(m.kind, &m.payload).unwrap();
                self.answers.insert(m.question, Ok((m.based_on, answer)));
            }
            (None, ServerMessage::AskRefused(m)) => {
                self.answers
                    .insert(m.question, Err(Reject::decode(m.kind, &m.payload).unwrap()));
            }
            (None, ServerMessage::MessageRefused(m)) => {
                self.refusals
                    .push(Reject::decode(m.kind, &m.payload).unwrap());
            }
            (None, ServerMessage::Resync(m)) => {
                self.resyncs.push(m.topic);
                self.cursors.remove(&m.topic);
            }
            (None, ServerMessage::Cards(m)) => self.label(m.updates.into_vec()),
            (None, ServerMessage::PresenceNow(m)) => self.team = m.team,
            (None, ServerMessage::GoAway(_) | ServerMessage::Tick(_)) => {}
            (position, message) => panic!("{message:?} at {position:?}"),
        }
    }

    fn apply(&mut self, topic: Topic, offset: u64, body: EntryBody) {
        let cursor = self
            .cursors
            .get_mut(&topic)
            .expect("nothing comes before a position");
        assert_eq!(
            offset,
            cursor.offset + 1,
            "a gap or a repetition in {topic:?}"
        );
        cursor.offset = offset;
        let (changes, unknown) = body.known_changes();
        assert!(unknown.is_empty());
        let head = EntryHead {
            seq: if topic == Topic::Ops { offset } else { 0 },
            at: body.at,
            by: body.by.unwrap_or(Actor::System),
            command: body.command.unwrap_or(CommandId::from_bytes([0; 16])),
        };
        for change in &changes {
            self.replica.evolve(&head, change);
        }
        self.entries.push((topic, offset, body));
    }

    fn label(&mut self, updates: Vec<CardUpdate>) {
        for CardUpdate { key, card } in updates {
            match card {
                Some(card) => self.cards.insert(key, card),
                None => self.cards.remove(&key),
            };
        }
    }
}
