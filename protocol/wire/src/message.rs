//! Messages of the live connection.
//!
//! One binary WebSocket message (or one long-poll body) holds one or more *frames* behind each
//! other, so that everything that waits for a client costs one write. A frame is a fixed array
//! `[version, topic, offset, kind, payload]`; the payload is decoded in a second step by kind.

use serde_bytes::ByteBuf;

use crate::card::CardUpdate;
use crate::change::Change;
use crate::coded::DecodeError;
use crate::entry::Actor;
use crate::id::{CommandId, MeetingId, StaffId};
use crate::limits::{CARDS_PER_MESSAGE_MAX, CURSORS_MAX};
use crate::list::List;
use crate::model::Spot;
use crate::read::Reader;
use crate::time::Micros;
use crate::wire::Wire;
use crate::write::Writer;

/// Version of the envelope.
pub const FRAME_VERSION: u8 = 1;
/// Oldest and newest version of the conversation that this build speaks.
pub const PROTOCOL_VERSIONS: (u16, u16) = (1, 1);
/// Name of the WebSocket sub-protocol.
pub const SUBPROTOCOL: &str = "regie.v1.msgpack";

choices! { Snake:
    /// A stream of frames with its own dense numbers.
    #[derive(Copy, PartialOrd, Ord, Hash)]
    #[serde(rename_all = "snake_case")]
    pub enum Topic {
        /// The event's entries, for the team. Offsets are the log's numbers.
        Ops,
        /// What concerns everybody.
        Public,
        /// What concerns the connected person only.
        Mine,
    }
}

impl Topic {
    const fn code(self) -> u8 {
        match self {
            Self::Ops => 1,
            Self::Public => 2,
            Self::Mine => 3,
        }
    }

    const fn from_code(code: u8) -> Option<Self> {
        match code {
            1 => Some(Self::Ops),
            2 => Some(Self::Public),
            3 => Some(Self::Mine),
            _ => None,
        }
    }
}

records! {
    /// How far a client has read a topic.
    #[derive(Copy)]
    pub struct Cursor {
        /// Which stream.
        pub topic: Topic,
        /// Which life of the stream; a new one cannot vouch for old offsets.
        pub epoch: u64,
        /// Number of the last frame applied.
        pub offset: u64,
    }
}

/// One frame. `topic` and `offset` are only set on frames that belong to a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The stream and the number in it, for entries.
    pub position: Option<(Topic, u64)>,
    /// Code of the payload.
    pub kind: u16,
    /// The payload.
    pub payload: Vec<u8>,
}

impl Frame {
    /// Appends the frame to a message.
    pub fn encode_into(&self, message: &mut Vec<u8>) {
        let (topic, offset) = self
            .position
            .map_or((0, 0), |(topic, offset)| (topic.code(), offset));
        let mut writer = Writer {
            bytes: std::mem::take(message),
        };
        writer.array(5);
        FRAME_VERSION.write(&mut writer);
        topic.write(&mut writer);
        offset.write(&mut writer);
        self.kind.write(&mut writer);
        writer.bytes(&self.payload);
        *message = writer.bytes;
    }

    /// The frame as a message of its own.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut message = Vec::with_capacity(self.payload.len() + 24);
        self.encode_into(&mut message);
        message
    }

    /// Splits a message into its frames.
    ///
    /// # Errors
    /// When the bytes are no sequence of frames of this version.
    pub fn decode_all(message: &[u8]) -> Result<Vec<Self>, String> {
        let mut frames = Vec::new();
        let mut reader = Reader::new(message);
        while !reader.rest().is_empty() {
            let (version, topic, offset, kind, payload): (u8, u8, u64, u16, ByteBuf) =
                reader.read().map_err(|e| e.to_string())?;
            if version != FRAME_VERSION {
                return Err(format!("frame version {version}"));
            }
            let position = match topic {
                0 => None,
                code => Some((
                    Topic::from_code(code).ok_or_else(|| format!("topic {code}"))?,
                    offset,
                )),
            };
            frames.push(Self {
                position,
                kind,
                payload: payload.into_vec(),
            });
        }
        Ok(frames)
    }
}

/// An encoded change or command: code and payload.
pub type Coded = (u16, ByteBuf);

/// Encodes a change for an entry's body.
#[must_use]
pub fn code_change(change: &Change) -> Coded {
    (change.kind(), ByteBuf::from(change.encode()))
}

coded! {
    /// From client to server.
    pub enum ClientMessage written by browsers {
        /// First message of a connection: versions spoken and positions reached.
        1 Hello { versions: (u16, u16), schema: u32, cursors: List<Cursor, CURSORS_MAX> }
        /// A wish. The same id is the same wish, however often it is sent.
        2 Send { command: CommandId, kind: u16, payload: ByteBuf }
        /// A question to the planner; `question` numbers it for the answer.
        3 Ask { question: u32, kind: u16, payload: ByteBuf }
        /// What the sender works on, for the others to see; none when nothing. Never a lock.
        4 Focus { on: Option<Focused> }
        /// Positions after a snapshot was loaded: stream on from here.
        5 Follow { cursors: List<Cursor, CURSORS_MAX> }
    }
}

coded! {
    /// From server to client.
    pub enum ServerMessage written by servers {
        /// Answer to [`Hello`]: the conversation's version, the clock, and per topic whether
        /// the stream continues or a snapshot is needed.
        1 Welcome { version: u16, clock: Clock, streams: Vec<StreamStart>, you: Actor }
        /// An entry, with its topic and offset in the frame.
        2 EntryBody { at: Micros, by: Option<Actor>, command: Option<CommandId>, changes: Vec<Coded> }
        /// The command was committed; its entry arrives, or arrived, in the stream.
        3 Committed { command: CommandId, offset: Option<u64> }
        /// The command was refused and changed nothing.
        4 Refused { command: CommandId, kind: u16, payload: ByteBuf }
        /// Answer to [`Ask`]; based on the given position of the log.
        5 Answered { question: u32, based_on: u64, kind: u16, payload: ByteBuf }
        /// The question was refused.
        6 AskRefused { question: u32, kind: u16, payload: ByteBuf }
        /// The stream cannot go on for this client: load a snapshot, then follow.
        7 Resync { topic: Topic }
        /// Labels for ids, or labels to forget. Sent before the entry that needs them.
        8 Cards { updates: List<CardUpdate, CARDS_PER_MESSAGE_MAX> }
        /// Who of the team is here and on what. Replaces what was said before.
        9 PresenceNow { team: Vec<TeamMember> }
        /// The server goes away; come back after the given time.
        10 GoAway { reconnect_after_ms: u32 }
        /// The clock, now and then.
        11 Tick { clock: Clock }
        /// The message could not be handled; the connection stays.
        12 MessageRefused { kind: u16, payload: ByteBuf }
        /// A part of an [`EntryBody`] that is larger than a message: the next bytes of its payload.
        /// The parts follow each other; only the last one has the entry's topic and offset, so
        /// that a number still is one entry.
        13 EntryPart { bytes: ByteBuf }
    }
}

records! {
    /// Where a topic stands for this client.
    #[derive(Copy)]
    pub struct StreamStart {
        /// The server's newest position.
        pub head: Cursor,
        /// Whether the frames after the client's cursor follow; else a snapshot must be loaded.
        pub resumed: bool,
    }
}

records! {
    /// The event's clock: real time, or faster in a rehearsal or demo.
    #[derive(Copy)]
    pub struct Clock {
        /// The event's time when the message was made.
        pub now: Micros,
        /// Event seconds per real second, in thousandths; 1,000 is real time.
        pub speed_permille: u32,
    }
}

choices! { Snake:
    /// What somebody works on.
    #[derive(Copy)]
    #[serde(rename_all = "snake_case")]
    pub enum Focused {
        /// A cell of the floor.
        Spot(Spot),
        /// A meeting that is being reassigned or moved.
        Meeting(MeetingId),
        /// A person's or expert's agenda.
        Person(crate::id::PersonId),
        /// A freed slot.
        Vacancy(crate::id::VacancyId),
    }
}

records! {
    /// A member of the team who is connected.
    #[derive(Copy)]
    pub struct TeamMember {
        /// Who.
        pub staff: StaffId,
        /// Connections: several screens of one person.
        pub n_connections: u16,
        /// What the newest of them works on.
        pub focus: Option<Focused>,
        /// Since when, in event time.
        pub since: Micros,
    }
}

macro_rules! frames {
    ($($Message:ident)*) => { $(
        impl $Message {
            /// The message as a frame outside every stream.
            #[must_use]
            pub fn to_frame(&self) -> Frame {
                Frame { position: None, kind: self.kind(), payload: self.encode() }
            }

            /// The message in a frame.
            ///
            /// # Errors
            /// An unknown kind or a malformed payload.
            pub fn from_frame(frame: &Frame) -> Result<Self, DecodeError> {
                Self::decode(frame.kind, &frame.payload)
            }
        }
    )* };
}
frames! { ClientMessage ServerMessage }

impl EntryBody {
    /// Decodes the changes; unknown ones are returned by their codes.
    #[must_use]
    pub fn known_changes(&self) -> (Vec<Change>, Vec<DecodeError>) {
        let mut known = Vec::with_capacity(self.changes.len());
        let mut unknown = Vec::new();
        for (kind, payload) in &self.changes {
            match Change::decode(*kind, payload) {
                Ok(change) => known.push(change),
                Err(error) => unknown.push(error),
            }
        }
        (known, unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{EntryUndone, PersonWithdrawn};
    use crate::id::PersonId;

    fn body(changes: Vec<Coded>) -> ServerMessage {
        EntryBody {
            at: Micros(7),
            by: None,
            command: None,
            changes,
        }
        .into()
    }

    #[test]
    fn a_message_of_several_frames_survives_its_encoding() {
        let mut message = Vec::new();
        let entry = Frame {
            position: Some((Topic::Mine, 41)),
            ..body(vec![code_change(&EntryUndone { seq: 3 }.into())]).to_frame()
        };
        let tick = ServerMessage::from(Tick {
            clock: Clock {
                now: Micros(1),
                speed_permille: 1_000,
            },
        })
        .to_frame();
        entry.encode_into(&mut message);
        tick.encode_into(&mut message);
        assert_eq!(Frame::decode_all(&message).unwrap(), vec![entry, tick]);
    }

    #[test]
    fn an_unknown_change_leaves_the_others_readable() {
        let person = PersonWithdrawn {
            person: PersonId::example(1),
        };
        let ServerMessage::EntryBody(entry) = body(vec![
            (65_000, ByteBuf::from(vec![1, 2, 3])),
            code_change(&person.clone().into()),
        ]) else {
            unreachable!("built as an entry")
        };
        let (known, unknown) = entry.known_changes();
        assert_eq!(known, vec![person.into()]);
        assert_eq!(unknown, vec![DecodeError::UnknownKind(65_000)]);
    }

    #[test]
    fn every_prefix_of_a_message_is_refused_or_whole() {
        let message = body(vec![code_change(&EntryUndone { seq: 3 }.into())])
            .to_frame()
            .encode();
        for cut in 1..message.len() {
            assert!(Frame::decode_all(&message[..cut]).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn an_added_field_is_optional_for_old_senders() {
        #[derive(serde::Serialize)]
        struct Old {
            command: CommandId,
        }
        let old = rmp_serde::to_vec(&Old {
            command: CommandId::example(1),
        })
        .unwrap();
        assert!(matches!(
            ServerMessage::decode(3, &old),
            Ok(ServerMessage::Committed(Committed { offset: None, .. }))
        ));
    }

    #[test]
    fn an_appended_field_is_left_out_by_old_readers() {
        #[derive(serde::Serialize)]
        struct New {
            command: CommandId,
            offset: Option<u64>,
            appended: (u8, Vec<&'static str>),
        }
        let new = rmp_serde::to_vec(&New {
            command: CommandId::example(1),
            offset: Some(7),
            appended: (1, vec!["a", "b"]),
        })
        .unwrap();
        assert!(matches!(
            ServerMessage::decode(3, &new),
            Ok(ServerMessage::Committed(Committed {
                offset: Some(7),
                ..
            }))
        ));
    }
}
