//! From entries to bytes: what one class of viewers gets of one entry.

use bytes::Bytes;
use domain::Map;
use domain::State;
use domain::access::{self, Viewer};
use protocol::card::CardUpdate;
use protocol::limits::{CARDS_PER_MESSAGE_MAX, ENTRY_BYTES_MAX, SERVER_MESSAGE_BYTES_MAX};
use protocol::message::{Cards, EntryBody, EntryPart, Frame, ServerMessage, Topic, code_change};
use protocol::{Actor, Card, CardKey, Change, Entry, List};
use serde_bytes::ByteBuf;

/// Labels by id, as the whole event knows them.
pub type Labels = Map<CardKey, Card>;

/// Largest piece of a stream. Two readers' first pieces and the answers beside them still make
/// one message.
pub(crate) const PIECE_BYTES_MAX: usize = SERVER_MESSAGE_BYTES_MAX * 3 / 8;

/// Largest part of an entry that takes several messages: two never share one, so that what many
/// readers get is not copied for each.
const PART_BYTES_MAX: usize = SERVER_MESSAGE_BYTES_MAX * 3 / 4;

/// What one class of viewers gets of one entry, in frames.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// All of it, or the beginning.
    pub(crate) first: Bytes,
    /// The rest of an entry that is larger than a message, each part smaller than one.
    pub(crate) rest: Vec<Bytes>,
}

impl Told {
    /// Bytes in all.
    pub(crate) fn n_bytes(&self) -> usize {
        self.first.len() + self.rest.iter().map(Bytes::len).sum::<usize>()
    }

    /// Bytes by which a reader is behind who has not taken it yet: an entry in parts counts like
    /// the largest whole one, or a published plan would leave everybody behind at once.
    pub(crate) fn lag_bytes(&self) -> usize {
        self.n_bytes().min(PIECE_BYTES_MAX)
    }

    /// The pieces in order.
    pub(crate) fn into_pieces(self) -> impl Iterator<Item = Bytes> {
        std::iter::once(self.first).chain(self.rest)
    }
}

impl From<Bytes> for Told {
    fn from(first: Bytes) -> Self {
        Self {
            first,
            rest: Vec::new(),
        }
    }
}

/// What an entry is encoded with.
#[derive(Clone, Copy)]
pub(crate) struct Scenery<'a> {
    /// The state after the entry, or a later one.
    pub(crate) state: &'a State,
    /// Labels, those that came with the entry included.
    pub(crate) labels: &'a Labels,
}

/// The frames of one entry for one class of viewers: the labels that it needs, then the entry.
/// None when it cannot be told in frames and the viewer must load a snapshot. An entry larger
/// than a piece, as that of a published plan, is told in parts.
pub(crate) fn entry(
    scenery: Scenery<'_>,
    viewer: &Viewer,
    position: (Topic, u64),
    entry: &Entry,
    relabelled: &[CardKey],
) -> Option<Told> {
    if entry
        .changes
        .iter()
        .any(|change| access::needs_resync(viewer, change))
    {
        return None;
    }
    let seen: Vec<Change> = entry
        .changes
        .iter()
        .flat_map(|change| access::project(scenery.state, viewer, change))
        .collect();
    let head = access::head_for(viewer, &entry.head);
    let is_participant = matches!(viewer, Viewer::Person(_) | Viewer::Public);
    let is_author = matches!(viewer, Viewer::Person(me) if head.by == Actor::Person(*me));
    let body = EntryBody {
        at: head.at,
        by: (!is_participant || is_author).then_some(head.by),
        command: (!is_participant || is_author).then_some(head.command),
        changes: seen.iter().map(code_change).collect(),
    };
    let mut bytes = Vec::with_capacity(128);
    let needed = labels_for(viewer, &seen, relabelled);
    let updates = || needed.iter().map(|key| update(scenery.labels, *key));
    cards_into(updates(), &mut bytes);
    let frame = Frame {
        position: Some(position),
        ..ServerMessage::from(body).to_frame()
    };
    let n_bytes = bytes.len() + frame.payload.len();
    if n_bytes > ENTRY_BYTES_MAX {
        return None;
    }
    if n_bytes + FRAME_BYTES_MAX > PIECE_BYTES_MAX {
        return Some(in_parts(updates(), position, &frame.payload));
    }
    frame.encode_into(&mut bytes);
    Some(Bytes::from(bytes).into())
}

/// Bytes of a frame beside its payload, at most.
const FRAME_BYTES_MAX: usize = 32;

/// Labels in one part; however long they are, a message holds them.
const CARDS_PER_PART_MAX: usize = CARDS_PER_MESSAGE_MAX / 4;

/// An entry larger than a piece: its labels and its body, cut so that each part fits a message.
fn in_parts(
    updates: impl Iterator<Item = CardUpdate>,
    position: (Topic, u64),
    payload: &[u8],
) -> Told {
    let mut pieces: Vec<Bytes> = Vec::new();
    let mut updates = updates.peekable();
    while updates.peek().is_some() {
        let mut piece = Vec::new();
        cards_into(updates.by_ref().take(CARDS_PER_PART_MAX), &mut piece);
        pieces.push(piece.into());
    }
    let mut parts = payload.chunks(PART_BYTES_MAX).peekable();
    while let Some(part) = parts.next() {
        let bytes = ByteBuf::from(part);
        let frame = Frame {
            position: parts.peek().is_none().then_some(position),
            ..ServerMessage::from(EntryPart { bytes }).to_frame()
        };
        pieces.push(frame.encode().into());
    }
    let mut pieces = pieces.into_iter();
    Told {
        first: pieces.next().expect("an entry has a body"),
        rest: pieces.collect(),
    }
}

/// The team holds every label already and needs the new ones only; others are given what an
/// entry mentions, since they may never have heard of it.
fn labels_for(viewer: &Viewer, seen: &[Change], relabelled: &[CardKey]) -> Vec<CardKey> {
    let mut keys = match viewer {
        Viewer::Team => relabelled.to_vec(),
        Viewer::Scoped(_) | Viewer::Door | Viewer::Screen | Viewer::Person(_) | Viewer::Public => {
            let mentioned = seen.iter().flat_map(access::card_keys);
            match viewer {
                Viewer::Screen | Viewer::Public => mentioned
                    .filter(|key| !matches!(key, CardKey::Person(_)))
                    .collect(),
                _ => mentioned.collect(),
            }
        }
    };
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The label of an id, or that there is none.
pub(crate) fn update(labels: &Labels, key: CardKey) -> CardUpdate {
    CardUpdate {
        key,
        card: labels.get(&key).cloned(),
    }
}

/// Appends label frames, as many as are needed.
pub(crate) fn cards_into(updates: impl Iterator<Item = CardUpdate>, bytes: &mut Vec<u8>) {
    let mut updates = updates.peekable();
    while updates.peek().is_some() {
        let some: Vec<_> = updates.by_ref().take(CARDS_PER_MESSAGE_MAX).collect();
        let updates = List::new(some).expect("taken up to the bound");
        ServerMessage::from(Cards { updates })
            .to_frame()
            .encode_into(bytes);
    }
}
