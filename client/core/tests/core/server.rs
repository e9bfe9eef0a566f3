//! A server in memory: the same rules decide, and every viewer's streams are dense.

use std::collections::BTreeMap;

use domain::access::{self, Viewer};
use domain::{Context, State, decide};
use protocol::id::CommandId;
use protocol::message::*;
use protocol::reject::Busy;
use protocol::snapshot::{SCHEMA, SnapshotAnswer};
use protocol::*;
use serde_bytes::ByteBuf;

use crate::world;

pub(crate) struct Server {
    pub(crate) state: State,
    pub(crate) log: Vec<Entry>,
    /// Entries that the event stands on, from before anybody did anything.
    pub(crate) n_foundations: usize,
    pub(crate) epoch: u64,
    pub(crate) now: Micros,
    /// What became of each command id that was committed.
    pub(crate) committed: BTreeMap<CommandId, Option<u64>>,
    /// Answers "busy" to so many of the next commands.
    pub(crate) n_busy: u32,
    /// Streams of every viewer that ever connected: encoded entries, from offset 1 on.
    streams: BTreeMap<(Topic, Viewer), Vec<Vec<u8>>>,
    actors: Vec<Actor>,
}

impl Server {
    pub(crate) fn new(actors: &[Actor]) -> Self {
        let mut server = Self {
            state: State::default(),
            log: Vec::new(),
            n_foundations: 0,
            epoch: 1,
            now: world::DAWN,
            committed: BTreeMap::new(),
            n_busy: 0,
            streams: BTreeMap::new(),
            actors: actors.to_vec(),
        };
        for (n, command) in world::foundations().into_iter().enumerate() {
            let id = CommandId::example(1_000_000 + n as u64);
            server.commit(Actor::System, id, &command).unwrap();
        }
        server.n_foundations = server.log.len();
        server
    }

    /// The streams that an actor follows.
    pub(crate) fn topics(&self, actor: Actor) -> Vec<(Topic, Viewer)> {
        match access::viewer_of(&self.state, actor) {
            Some(Viewer::Person(me)) => {
                vec![
                    (Topic::Public, Viewer::Public),
                    (Topic::Mine, Viewer::Person(me)),
                ]
            }
            Some(viewer) => vec![(Topic::Ops, viewer)],
            None => vec![],
        }
    }

    /// Decides a command and appends its entry; the same id is the same wish.
    pub(crate) fn commit(
        &mut self,
        by: Actor,
        id: CommandId,
        command: &Command,
    ) -> Result<Option<u64>, Reject> {
        if let Some(seq) = self.committed.get(&id) {
            return Ok(*seq);
        }
        let undone = match command {
            Command::UndoEntry(c) => self
                .log
                .iter()
                .find(|entry| entry.head.seq == c.seq)
                .cloned(),
            _ => None,
        };
        let context = Context {
            actor: by,
            now: self.now,
            undone: undone.as_ref(),
        };
        let changes = decide(&self.state, &context, command)?;
        let seq = (!changes.is_empty()).then(|| self.append(by, id, changes));
        self.committed.insert(id, seq);
        Ok(seq)
    }

    fn append(&mut self, by: Actor, command: CommandId, changes: Vec<Change>) -> u64 {
        let seq = self.log.len() as u64 + 1;
        let head = EntryHead {
            seq,
            at: self.now,
            by,
            command,
        };
        for change in &changes {
            self.state.evolve(&head, change);
        }
        let entry = Entry { head, changes };
        let mut followed: Vec<_> = self
            .actors
            .clone()
            .into_iter()
            .flat_map(|actor| self.topics(actor))
            .collect();
        followed.sort();
        followed.dedup();
        for (topic, viewer) in followed {
            self.publish(topic, viewer, &entry);
        }
        self.log.push(entry);
        seq
    }

    fn publish(&mut self, topic: Topic, viewer: Viewer, entry: &Entry) {
        let seen: Vec<Change> = entry
            .changes
            .iter()
            .flat_map(|change| access::project(&self.state, &viewer, change))
            .collect();
        let stream = self.streams.entry((topic, viewer.clone())).or_default();
        if topic == Topic::Ops {
            // The team's stream has the log's numbers; what was before is told by snapshots.
            stream.resize(self.log.len(), Vec::new());
        } else if seen.is_empty() {
            return;
        }
        let head = access::head_for(&viewer, &entry.head);
        let is_author = matches!(viewer, Viewer::Person(me) if head.by == Actor::Person(me));
        let is_told = topic == Topic::Ops || is_author;
        let body = EntryBody {
            at: head.at,
            by: is_told.then_some(head.by),
            command: is_told.then_some(head.command),
            changes: seen.iter().map(code_change).collect(),
        };
        let frame = ServerMessage::from(body).to_frame();
        let offset = stream.len() as u64 + 1;
        stream.push(
            Frame {
                position: Some((topic, offset)),
                ..frame
            }
            .encode(),
        );
    }

    /// The participants' streams count anew; only the epoch tells that old numbers mean nothing.
    pub(crate) fn begin_new_life(&mut self) {
        self.epoch += 1;
        self.streams.retain(|(topic, _), _| *topic == Topic::Ops);
    }

    fn head(&self, key: &(Topic, Viewer)) -> u64 {
        let recorded = self
            .streams
            .get(key)
            .map_or(0, |stream| stream.len() as u64);
        if key.0 == Topic::Ops {
            self.log.len() as u64
        } else {
            recorded
        }
    }

    pub(crate) fn snapshot(&self, actor: Actor) -> Option<SnapshotAnswer> {
        let viewer = access::viewer_of(&self.state, actor)?;
        let cursors = self
            .topics(actor)
            .iter()
            .map(|key| Cursor {
                topic: key.0,
                epoch: self.epoch,
                offset: self.head(key),
            })
            .collect();
        let snapshot = access::snapshot_for(&self.state, &viewer);
        Some(SnapshotAnswer {
            schema: SCHEMA,
            cursors,
            snapshot,
            cards: world::cards(),
        })
    }

    pub(crate) fn clock(&self) -> Clock {
        Clock {
            now: self.now,
            speed_permille: 1_000,
        }
    }
}

/// One client's line.
pub(crate) struct Line {
    actor: Actor,
    /// How far each stream was written, once followed.
    positions: Vec<((Topic, Viewer), Option<u64>)>,
    is_greeted: bool,
}

impl Line {
    pub(crate) fn new(server: &Server, actor: Actor) -> Self {
        let positions = server
            .topics(actor)
            .into_iter()
            .map(|key| (key, None))
            .collect();
        Self {
            actor,
            positions,
            is_greeted: false,
        }
    }

    /// Takes a message in; gives what is answered at once.
    pub(crate) fn receive(&mut self, server: &mut Server, bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut answers = Vec::new();
        for frame in Frame::decode_all(bytes).expect("clients speak the protocol") {
            match ClientMessage::from_frame(&frame).expect("clients speak the protocol") {
                ClientMessage::Hello(hello) => answers.push(self.welcome(server, &hello)),
                ClientMessage::Send(send) => answers.push(self.send(server, &send)),
                ClientMessage::Follow(follow) => {
                    if !self.take_up(server, &follow.cursors) {
                        let resyncs = self
                            .positions
                            .iter()
                            .map(|(key, _)| Resync { topic: key.0 });
                        answers.extend(resyncs.map(|r| ServerMessage::from(r).to_frame().encode()));
                        self.positions.iter_mut().for_each(|(_, at)| *at = None);
                    }
                }
                ClientMessage::Ask(ask) => {
                    let spots = query::RankedSpots {
                        spots: vec![world::spot(5, 5)],
                    };
                    let answer = Answer::from(spots);
                    let answered = Answered {
                        question: ask.question,
                        based_on: server.log.len() as u64,
                        kind: answer.kind(),
                        payload: ByteBuf::from(answer.encode()),
                    };
                    answers.push(ServerMessage::from(answered).to_frame().encode());
                }
                ClientMessage::Focus(_) => {}
            }
        }
        answers
    }

    fn welcome(&mut self, server: &Server, hello: &Hello) -> Vec<u8> {
        assert!(!self.is_greeted, "a client says hello once per connection");
        self.is_greeted = true;
        let resumed = self.take_up(server, &hello.cursors);
        let streams = self
            .positions
            .iter()
            .map(|(key, _)| StreamStart {
                head: Cursor {
                    topic: key.0,
                    epoch: server.epoch,
                    offset: server.head(key),
                },
                resumed,
            })
            .collect();
        let welcome = Welcome {
            version: 1,
            clock: server.clock(),
            streams,
            you: self.actor,
        };
        ServerMessage::from(welcome).to_frame().encode()
    }

    fn take_up(&mut self, server: &Server, cursors: &[Cursor]) -> bool {
        let found: Option<Vec<u64>> = self
            .positions
            .iter()
            .map(|(key, _)| {
                let cursor = cursors
                    .iter()
                    .find(|c| c.topic == key.0 && c.epoch == server.epoch)?;
                (cursor.offset <= server.head(key)).then_some(cursor.offset)
            })
            .collect();
        let Some(found) = found else { return false };
        for ((_, at), offset) in self.positions.iter_mut().zip(found) {
            *at = Some(offset);
        }
        true
    }

    fn send(&self, server: &mut Server, send: &Send) -> Vec<u8> {
        let command = Command::decode(send.kind, &send.payload).expect("clients send commands");
        let outcome = if server.n_busy > 0 {
            server.n_busy -= 1;
            Err(Busy {
                retry_after_ms: 200,
            }
            .into())
        } else {
            server.commit(self.actor, send.command, &command)
        };
        match outcome {
            Ok(seq) => {
                let offset = seq.filter(|_| !matches!(self.actor, Actor::Person(_)));
                ServerMessage::from(Committed {
                    command: send.command,
                    offset,
                })
                .to_frame()
                .encode()
            }
            Err(reject) => {
                let payload = ByteBuf::from(reject.encode());
                let refused = Refused {
                    command: send.command,
                    kind: reject.kind(),
                    payload,
                };
                ServerMessage::from(refused).to_frame().encode()
            }
        }
    }

    /// The frames that follow what was written last.
    pub(crate) fn gather(&mut self, server: &Server) -> Vec<Vec<u8>> {
        let mut frames = Vec::new();
        for (key, at) in &mut self.positions {
            let (Some(offset), Some(stream)) = (at.as_mut(), server.streams.get(key)) else {
                continue;
            };
            for frame in &stream[usize::try_from(*offset).unwrap().min(stream.len())..] {
                frames.push(frame.clone());
            }
            *offset = (*offset).max(stream.len() as u64);
        }
        frames
    }
}
