//! What the server says.

use std::sync::Arc;

use protocol::id::CommandId;
use protocol::limits::ENTRY_BYTES_MAX;
use protocol::message::{
    Cards, EntryBody, EntryPart, Follow, Frame, ServerMessage, Topic, Welcome,
};
use protocol::{Actor, EntryHead, List, Reject};

use super::link::{Phase, Transport};
use super::program::Applied;
use super::stream::Arrival;
use super::{Changes, Client};
use crate::feed::{FeedItem, FeedWhat};
use crate::model::EventClock;
use crate::time::Monotonic;

impl Client {
    /// Bytes arrived: one message of one or more frames.
    pub fn received(&mut self, bytes: &[u8], now: Monotonic) {
        if self.link.is_open() {
            self.link.heard_at = now;
            match Frame::decode_all(bytes) {
                Ok(frames) => frames
                    .into_iter()
                    .for_each(|frame| self.on_frame(frame, now)),
                Err(_) => self.hang_up(),
            }
            self.flush(now);
        }
        self.finish(now);
    }

    fn on_frame(&mut self, frame: Frame, now: Monotonic) {
        if !self.link.is_open() {
            // An earlier frame of the same message ended the conversation.
            return;
        }
        if frame.kind == EntryPart::KIND {
            return self.on_part(frame, now);
        }
        // Whatever came of another entry, its rest is not coming any more.
        self.unfinished.clear();
        match frame.position {
            Some((topic, offset)) => self.on_entry_frame(topic, offset, frame, now),
            // A message that this version does not know says nothing that it needs.
            None if frame.kind == Cards::KIND => self.take_cards(&frame, now),
            None => {
                if let Ok(message) = ServerMessage::from_frame(&frame) {
                    self.on_message(message, now);
                }
            }
        }
    }

    /// A part of an entry that is larger than a message; the last one has the entry's number.
    fn on_part(&mut self, frame: Frame, now: Monotonic) {
        let Ok(ServerMessage::EntryPart(part)) = ServerMessage::from_frame(&frame) else {
            return self.hang_up();
        };
        if self.unfinished.len() + part.bytes.len() > ENTRY_BYTES_MAX {
            return self.hang_up();
        }
        self.unfinished.extend_from_slice(&part.bytes);
        if let Some((topic, offset)) = frame.position {
            let whole = Frame {
                kind: EntryBody::KIND,
                payload: std::mem::take(&mut self.unfinished),
                ..frame
            };
            self.on_entry_frame(topic, offset, whole, now);
        }
    }

    fn on_message(&mut self, message: ServerMessage, now: Monotonic) {
        match message {
            ServerMessage::Welcome(m) => self.on_welcome(&m, now),
            // Entries have a position; without one they cannot be placed.
            // Labels and parts were taken with their frame.
            ServerMessage::EntryBody(_) | ServerMessage::EntryPart(_) | ServerMessage::Cards(_) => {
            }
            ServerMessage::Committed(m) => self.on_committed(m.command, m.offset, now),
            ServerMessage::Refused(m) => {
                let reject = Reject::decode(m.kind, &m.payload);
                self.on_refused(
                    m.command,
                    reject.unwrap_or(Reject::NotFound(protocol::reject::NotFound {})),
                    now,
                );
            }
            beside @ (ServerMessage::Answered(_)
            | ServerMessage::AskRefused(_)
            | ServerMessage::PresenceNow(_)) => {
                self.tell_parts(&mut |part, client| part.heard(client, &beside));
            }
            ServerMessage::Resync(m) => {
                let stream = self.streams.get(m.topic);
                stream.drop_held();
                stream.head = None;
                stream.require_snapshot();
                self.want_snapshot(now);
            }
            ServerMessage::GoAway(m) => {
                self.push(super::Effect::Close);
                self.forget_connection(now);
                // The server spread its clients; the delay is its own draw, not a failure.
                self.link.phase = Phase::Waiting {
                    until: Some(now.plus(u64::from(m.reconnect_after_ms))),
                };
            }
            ServerMessage::Tick(m) => {
                self.link.server_ticks = true;
                self.hear_clock(m.clock, now);
            }
            ServerMessage::MessageRefused(m) => match Reject::decode(m.kind, &m.payload) {
                Ok(Reject::TooOld(_)) => self.must_reload(now),
                Ok(_) | Err(_) if !self.link.is_live() => self.hang_up(),
                Ok(_) | Err(_) => {}
            },
        }
    }

    fn on_welcome(&mut self, welcome: &Welcome, now: Monotonic) {
        self.hear_clock(welcome.clock, now);
        if self.model.me.is_some_and(|me| me != welcome.you) {
            self.become_somebody_else(now);
        }
        self.model.me = Some(welcome.you);
        if self.link.transport == Transport::Socket {
            self.link.n_socket_failures = 0;
        }
        if !self.link.is_live() {
            self.link.phase = Phase::Live { since: now };
            self.link.broke_at = None;
        }
        let mut needs_follow = false;
        let mut needs_snapshot = false;
        for start in &welcome.streams {
            let stream = self.streams.get(start.head.topic);
            stream.head = Some(start.head);
            stream.watch(now);
            let same_life = stream
                .cursor
                .is_some_and(|c| c.epoch == start.head.epoch && c.offset <= start.head.offset);
            if same_life && !stream.needs_snapshot {
                // Not resumed although the position is good: a snapshot arrived after the hello.
                needs_follow |= !start.resumed;
            } else {
                stream.require_snapshot();
                needs_snapshot = true;
            }
        }
        if needs_snapshot {
            self.want_snapshot(now);
        } else if needs_follow && self.link.transport == Transport::Socket {
            self.ask_to_follow();
        }
        self.is_overlay_stale = true;
        self.tell_parts(&mut |part, client| part.greeted(client, now));
    }

    fn hear_clock(&mut self, clock: protocol::message::Clock, now: Monotonic) {
        let jumped = match &mut self.model.clock {
            Some(known) => known.hear(clock, now),
            None => {
                self.model.clock = Some(EventClock::new(clock, now));
                true
            }
        };
        if jumped {
            self.note(Changes::CLOCK);
        }
    }

    pub(crate) fn ask_to_follow(&mut self) {
        let cursors =
            List::new(self.streams.cursors()).expect("there are fewer topics than cursors allowed");
        self.send(&Follow { cursors }.into());
    }

    fn on_entry_frame(&mut self, topic: Topic, offset: u64, frame: Frame, now: Monotonic) {
        let payload = if frame.kind == EntryBody::KIND {
            frame.payload
        } else {
            Vec::new()
        };
        match self.streams.get(topic).arrive(offset, payload, now) {
            Arrival::Duplicate | Arrival::Held => {}
            Arrival::Next(payload) => {
                self.apply(topic, offset, payload, now);
                self.apply_held(topic, now);
            }
            Arrival::GapOpened => {
                if self.link.transport == Transport::Socket {
                    self.ask_to_follow();
                }
            }
            Arrival::TooMany => {
                self.streams.get(topic).require_snapshot();
                self.want_snapshot(now);
            }
        }
    }

    pub(crate) fn apply_held(&mut self, topic: Topic, now: Monotonic) {
        while let Some((offset, payload)) = self.streams.get(topic).next_held() {
            self.apply(topic, offset, payload, now);
        }
    }

    /// Applies the next entry of a stream. The number is used up even if the content is of a
    /// later version: then the replica is stale and a snapshot tells what was missed.
    pub(crate) fn apply(&mut self, topic: Topic, offset: u64, payload: Vec<u8>, now: Monotonic) {
        self.streams.get(topic).advance(offset, now);
        if topic == Topic::Ops {
            self.model.ops_seq = offset;
        }
        let frame = Frame {
            position: Some((topic, offset)),
            kind: EntryBody::KIND,
            payload,
        };
        self.keep_frame(&frame, now);
        let Ok(ServerMessage::EntryBody(body)) = ServerMessage::from_frame(&frame) else {
            self.want_snapshot_later(now);
            return;
        };
        let (changes, unknown) = body.known_changes();
        if !unknown.is_empty() {
            self.want_snapshot_later(now);
        }
        let head = EntryHead {
            // Participants are not told the log's numbers, see `domain::access`.
            seq: if topic == Topic::Ops { offset } else { 0 },
            at: body.at,
            by: body.by.unwrap_or(Actor::System),
            command: body.command.unwrap_or(CommandId::from_bytes([0; 16])),
        };
        for change in &changes {
            self.model.confirmed.evolve(&head, change);
        }
        // What a viewer may not see arrives empty and changes nothing but the position.
        self.is_overlay_stale |= !changes.is_empty();
        let what = FeedWhat::of(&changes);
        if let Some(command) = body.command {
            self.on_own_entry(command, topic, offset, what.as_ref(), now);
        }
        if let Some(what) = what {
            Arc::make_mut(&mut self.model.feed).push(FeedItem {
                topic,
                seq: offset,
                at: body.at,
                by: body.by,
                command: body.command,
                what,
                n_changes: u32::try_from(changes.len()).unwrap_or(u32::MAX),
                is_mine: body.by.is_some() && body.by == self.model.me,
            });
            self.note(Changes::FEED);
        }
        let applied = Applied {
            topic,
            head,
            command: body.command,
            changes,
        };
        self.tell_parts(&mut |part, client| part.applied(client, &applied));
    }
}
