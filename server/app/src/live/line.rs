//! One client's line to an event: the whole conversation, without a transport.
//!
//! A socket, a long poll and a test all feed messages in and take messages out. Guarantees:
//! frames of a stream leave in order without gap or repetition; the refusal or confirmation of a
//! command leaves after the entries that it refers to; rights are looked at for every message in
//! and before every message out.

mod answer;
mod gather;

use std::collections::VecDeque;
use std::sync::{Arc, Weak};
use std::time::Instant;

use bytes::Bytes;
use domain::access::{self, Viewer};
use protocol::id::CommandId;
use protocol::limits::COMMANDS_BURST_MAX;
use protocol::message::{
    ClientMessage, Cursor, Focus, Follow, Frame, Hello, MessageRefused, PROTOCOL_VERSIONS, Refused,
    Resync, Send, ServerMessage, StreamStart, Tick, Topic, Welcome,
};
use protocol::reject::{Busy, Forbidden, Malformed, TooMany, TooOld};
use protocol::snapshot::SCHEMA;
use protocol::{Actor, Command, Query, Reject};
use serde_bytes::ByteBuf;
use smallvec::SmallVec;

pub use self::gather::{Ending, Gathered, Gathering};
use super::allowance::Allowance;
use super::ears::{Bell, Ears, LineId, Reply};
use super::event::{Event, Submission};
use super::hub::{Crier, Reader, Refusal, sees_presence};
use super::meter;
use super::question;
use crate::account::Standing;

/// How long a client should wait before it sends a refused command again.
pub(crate) const BUSY_RETRY_MS: u32 = 250;
/// Messages in a row that may be refused for coming too fast before the line is cut.
const TOO_FAST_MAX: u32 = 1_000;

/// Over what a line runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// A WebSocket.
    Socket,
    /// One request of the fallback; the next one goes on as the same line.
    Poll,
}

impl Transport {
    const fn name(self) -> &'static str {
        match self {
            Self::Socket => "socket",
            Self::Poll => "poll",
        }
    }
}

/// Streams that one viewer reads at most.
const STREAMS_MAX: usize = 2;

/// What a line has to say besides its streams.
#[derive(Default)]
struct Waiting {
    /// Frames that belong to no stream and go out next.
    outgoing: Vec<u8>,
    /// What did not fit into the last message.
    leftover: VecDeque<Bytes>,
    /// Answers that wait until the entries before them are out.
    held: Vec<Reply>,
}

impl Waiting {
    fn is_empty(&self) -> bool {
        self.outgoing.is_empty() && self.leftover.is_empty() && self.held.is_empty()
    }
}

/// A client's line.
///
/// In this order in memory: looking for what is new touches what stands first.
#[repr(C)]
pub struct Line {
    ears: Arc<Ears>,
    event: Arc<Event>,
    rights_version: u64,
    /// What is to be said besides the streams; mostly nothing.
    waiting: Option<Box<Waiting>>,
    is_greeted: bool,
    /// Whether it is told who of the team is here.
    follows_presence: bool,
    readers: SmallVec<[(Topic, Reader); STREAMS_MAX]>,
    viewer: Viewer,
    presence_seen: u64,
    standing: Arc<Standing>,
    actor: Actor,
    transport: Transport,
    /// As which line the others see this one: the requests of the fallback are one.
    presence_line: LineId,
    allowance: Allowance,
    n_too_fast: u32,
}

impl Line {
    /// Opens a line for somebody who has business at this event.
    ///
    /// # Errors
    /// `Forbidden` for somebody who has none, `LimitReached` beyond the lines of one account.
    pub fn open(
        event: Arc<Event>,
        standing: Arc<Standing>,
        transport: Transport,
        now: Instant,
    ) -> Result<Self, Reject> {
        let actor = standing.actor();
        // Read before the view: a change in between is then seen as a change later on.
        let rights_version = event.hub.rights_version();
        let viewer = access::viewer_of(&event.hub.view().state, actor)
            .filter(|_| !standing.is_ended())
            .ok_or(Forbidden { needed: None })?;
        event.count_in(actor)?;
        let ears = Arc::new(Ears::new(event.next_line()));
        let presence_line = match transport {
            Transport::Socket => ears.id,
            Transport::Poll => standing.poll_line(),
        };
        event.hub.enter(&ears);
        standing.enter(&ears);
        metrics::gauge!(meter::CONNECTIONS, "kind" => kind(&viewer), "transport" => transport.name())
            .increment(1.0);
        Ok(Self {
            event,
            standing,
            actor,
            transport,
            ears,
            presence_line,
            viewer,
            rights_version,
            readers: SmallVec::new(),
            is_greeted: false,
            follows_presence: false,
            waiting: None,
            presence_seen: 0,
            allowance: Allowance::full(now),
            n_too_fast: 0,
        })
    }

    /// Which line this is on this node.
    #[must_use]
    pub fn id(&self) -> LineId {
        self.ears.id
    }

    /// Whether the client has said hello.
    #[must_use]
    pub const fn is_greeted(&self) -> bool {
        self.is_greeted
    }

    /// Whether every stream goes on without a snapshot.
    #[must_use]
    pub fn follows(&self) -> bool {
        self.is_greeted && self.readers.iter().all(|(_, reader)| reader.is_following())
    }

    /// Whether this poll is the first one after a while: its sender waits for a sign of life.
    #[must_use]
    pub fn begins_polling(&self) -> bool {
        self.standing.begins_polling(self.event.world_now())
    }

    /// Whether answers are still to come.
    #[must_use]
    pub fn awaits_answers(&self) -> bool {
        let is_any_held = self
            .waiting
            .as_ref()
            .is_some_and(|waiting| !waiting.held.is_empty());
        is_any_held || self.ears.n_in_flight() > 0
    }

    /// Whether its owner belongs to the team, whose screens come first.
    #[must_use]
    pub const fn is_of_team(&self) -> bool {
        matches!(self.actor, Actor::Staff(_))
    }

    /// Has a bell rung, from now on and once at once, where [`Self::woken`] would return.
    ///
    /// # Panics
    /// When there is a bell already.
    pub fn ring_instead(&self, bell: Weak<dyn Bell>) {
        self.ears.ring_instead(bell);
    }

    /// Has everybody called by somebody who reads what this line's event tells everybody.
    pub fn cry_through(&self, crier: Weak<dyn Crier>) {
        self.event.hub.cry_through(crier);
    }

    /// Returns when there may be something to gather.
    pub async fn woken(&self) {
        self.ears.woken().await;
    }

    /// Tells the client the time with the next message.
    pub fn tick(&mut self) {
        self.say(
            &Tick {
                clock: self.event.clock_reading(),
            }
            .into(),
        );
    }

    /// Takes a message in. What it causes comes out of [`Self::gather`].
    ///
    /// # Errors
    /// Why the conversation is over.
    pub async fn receive(&mut self, message: &[u8], now: Instant) -> Result<(), Ending> {
        let Ok(frames) = Frame::decode_all(message) else {
            // Nonsense counts as well, though nothing else is refused for it.
            let _ = self.allow(now)?;
            return self.refuse_message(Malformed {}.into());
        };
        for frame in frames {
            self.receive_frame(&frame, now).await?;
        }
        Ok(())
    }

    /// Refuses a message that never became frames: text, or more bytes than allowed.
    ///
    /// # Errors
    /// Why the conversation is over.
    pub fn refuse_message(&mut self, reject: Reject) -> Result<(), Ending> {
        let is_too_old = matches!(reject, Reject::TooOld(_));
        let (kind, payload) = coded(&reject);
        self.say(&MessageRefused { kind, payload }.into());
        if is_too_old {
            Err(Ending::TooOld)
        } else if self.is_greeted || self.transport == Transport::Poll {
            Ok(())
        } else {
            Err(Ending::BadGreeting)
        }
    }

    async fn receive_frame(&mut self, frame: &Frame, now: Instant) -> Result<(), Ending> {
        if self.standing.is_ended() {
            return Err(Ending::SignedOut);
        }
        let allowed = self.allow(now)?;
        let Ok(message) = ClientMessage::from_frame(frame) else {
            return self.refuse_message(Malformed {}.into());
        };
        match message {
            ClientMessage::Hello(hello) if !self.is_greeted => self.greet(&hello).await,
            ClientMessage::Send(send) if self.may_talk() => {
                match allowed {
                    Ok(()) => self.send(send),
                    Err(reject) => self.refuse_command(send.command, &reject),
                }
                Ok(())
            }
            _ if allowed.is_err() => self.refuse_message(allowed.expect_err("the guard looked")),
            ClientMessage::Follow(follow) if self.is_greeted => {
                self.follow(&follow).await;
                Ok(())
            }
            ClientMessage::Ask(ask) if self.may_talk() => {
                match Query::decode(ask.kind, &ask.payload) {
                    Ok(query) => self.ask(ask.question, query),
                    Err(_) => self.refuse_question(ask.question, &Malformed {}.into()),
                }
                Ok(())
            }
            ClientMessage::Focus(Focus { on }) if self.may_talk() => {
                self.event.focus(self.presence_line, on);
                Ok(())
            }
            ClientMessage::Hello(_)
            | ClientMessage::Send(_)
            | ClientMessage::Follow(_)
            | ClientMessage::Ask(_)
            | ClientMessage::Focus(_) => self.refuse_message(Malformed {}.into()),
        }
    }

    /// The fallback's messages come without a greeting: each request is signed in by itself.
    fn may_talk(&self) -> bool {
        self.is_greeted || self.transport == Transport::Poll
    }

    /// Whether the message may pass; the outer error cuts somebody who never slows down.
    fn allow(&mut self, now: Instant) -> Result<Result<(), Reject>, Ending> {
        let taken = match self.transport {
            Transport::Socket => self.allowance.take(now),
            Transport::Poll => self.standing.take_poll_token(now),
        };
        match taken {
            Ok(()) => {
                self.n_too_fast = 0;
                Ok(Ok(()))
            }
            Err(retry_after_ms) => {
                self.n_too_fast += 1;
                if self.n_too_fast > TOO_FAST_MAX {
                    return Err(Ending::TooFast);
                }
                Ok(Err(TooMany { retry_after_ms }.into()))
            }
        }
    }

    async fn greet(&mut self, hello: &Hello) -> Result<(), Ending> {
        let version = hello.versions.1.min(PROTOCOL_VERSIONS.1);
        if version < hello.versions.0.max(PROTOCOL_VERSIONS.0) || hello.schema != SCHEMA {
            return self.refuse_message(TooOld {}.into());
        }
        self.is_greeted = true;
        self.join();
        let resumed = self.take_up(&hello.cursors).await.is_ok();
        let epoch = self.event.hub.view().epoch;
        let streams = self
            .readers
            .iter()
            .map(|(topic, reader)| StreamStart {
                head: Cursor {
                    topic: *topic,
                    epoch,
                    offset: reader.channel().head(),
                },
                resumed,
            })
            .collect();
        let clock = self.event.clock_reading();
        self.say(
            &Welcome {
                version,
                clock,
                streams,
                you: self.actor,
            }
            .into(),
        );
        if let (Actor::Staff(staff), true) = (self.actor, self.follows_presence) {
            self.event.enter_presence(self.presence_line, staff);
        }
        Ok(())
    }

    /// Joins the streams of the viewer's class; nothing is taken before a position is set.
    fn join(&mut self) {
        self.follows_presence = sees_presence(&self.viewer);
        self.readers = self
            .event
            .hub
            .channels(&self.viewer)
            .into_iter()
            .map(|(topic, channel)| (topic, Reader::join(channel, self.ears.clone())))
            .collect();
    }

    async fn follow(&mut self, follow: &Follow) {
        if let Err(refusal) = self.take_up(&follow.cursors).await {
            self.resync(refusal);
        }
    }

    /// Sets the positions of all streams, or of none.
    async fn take_up(&mut self, cursors: &[Cursor]) -> Result<(), Refusal> {
        let mut positions = Vec::with_capacity(self.readers.len());
        for (topic, reader) in &self.readers {
            let resumed = self
                .event
                .take_up(&self.viewer, *topic, reader.channel(), cursors)
                .await;
            let source = resumed
                .as_ref()
                .map_or("snapshot", |resumed| resumed.source);
            metrics::counter!(meter::RESUMES, "source" => source).increment(1);
            positions.push(resumed?);
        }
        for ((_, reader), resumed) in self.readers.iter_mut().zip(positions) {
            reader.go_on(resumed.at, resumed.backlog);
        }
        // Something may have come between the check of the head and now.
        self.ears.wake();
        Ok(())
    }

    /// Stops all streams and tells the client to load a snapshot, which holds all of them.
    fn resync(&mut self, refusal: Refusal) {
        metrics::counter!(meter::RESYNCS, "cause" => refusal.name()).increment(1);
        let topics: Vec<_> = self.readers.iter().map(|(topic, _)| *topic).collect();
        for (_, reader) in &mut self.readers {
            reader.stop();
        }
        for topic in topics {
            self.say(&Resync { topic }.into());
        }
    }

    fn send(&mut self, send: Send) {
        let Ok(command) = Command::decode(send.kind, &send.payload) else {
            self.refuse_command(send.command, &Malformed {}.into());
            return;
        };
        if matches!(
            command,
            Command::ReviewDeadlines(_) | Command::NoteDeskEdit(_) | Command::ErasePerson(_)
        ) {
            self.refuse_command(send.command, &Forbidden { needed: None }.into());
            return;
        }
        if !self.ears.begin(COMMANDS_BURST_MAX) {
            self.refuse_command(
                send.command,
                &Busy {
                    retry_after_ms: BUSY_RETRY_MS,
                }
                .into(),
            );
            return;
        }
        let submission = Submission::from_line(
            send.command,
            command,
            self.standing.clone(),
            self.ears.clone(),
        );
        self.event.submit(submission);
    }

    fn ask(&mut self, question: u32, query: Query) {
        if let Err(reject) = question::authorise(&self.event.hub.view().state, &self.viewer, &query)
        {
            self.refuse_question(question, &reject);
        } else if self.ears.begin(COMMANDS_BURST_MAX) {
            question::run(
                &self.event,
                self.viewer.clone(),
                self.ears.clone(),
                question,
                query,
            );
        } else {
            self.refuse_question(
                question,
                &Busy {
                    retry_after_ms: BUSY_RETRY_MS,
                }
                .into(),
            );
        }
    }

    fn refuse_command(&mut self, command: CommandId, reject: &Reject) {
        metrics::counter!(meter::REJECTS, "reason" => reject.name()).increment(1);
        let (kind, payload) = coded(reject);
        self.say(
            &Refused {
                command,
                kind,
                payload,
            }
            .into(),
        );
    }

    fn waiting(&mut self) -> &mut Waiting {
        self.waiting.get_or_insert_default()
    }

    fn say(&mut self, message: &ServerMessage) {
        message.to_frame().encode_into(&mut self.waiting().outgoing);
        self.event.delivery.frames_sent.increment(1);
    }
}

/// A refusal as it travels.
fn coded(reject: &Reject) -> (u16, ByteBuf) {
    (reject.kind(), ByteBuf::from(reject.encode()))
}

/// A viewer's class in words, for metrics.
const fn kind(viewer: &Viewer) -> &'static str {
    match viewer {
        Viewer::Team | Viewer::Scoped(_) => "console",
        Viewer::Door => "door",
        Viewer::Screen => "screen",
        Viewer::Person(_) | Viewer::Public => "phone",
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.readers.clear();
        if self.transport == Transport::Poll {
            self.standing.was_polled(self.event.world_now());
        }
        self.event.hub.leave(self.ears.id);
        self.standing.leave(self.ears.id);
        self.event.hub.release(&self.viewer);
        self.event
            .leave_presence(self.presence_line, self.transport == Transport::Poll);
        self.event.count_out(self.actor);
        metrics::gauge!(
            meter::CONNECTIONS,
            "kind" => kind(&self.viewer),
            "transport" => self.transport.name()
        )
        .decrement(1.0);
    }
}
