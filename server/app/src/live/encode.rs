//! From entries to bytes: what one class of viewers gets of one entry.

use bytes::Bytes;
use domain::Map;
use domain::State;
use domain::access::{self, Viewer};
use protocol::card::CardUpdate;
use protocol::limits::{CARDS_PER_MESSAGE_MAX, SERVER_MESSAGE_BYTES_MAX};
use protocol::message::{Cards, EntryBody, Frame, ServerMessage, Topic, code_change};
use protocol::{Actor, Card, CardKey, Change, Entry, List};

/// Labels by id, as the whole event knows them.
pub type Labels = Map<CardKey, Card>;

/// Largest piece of a stream. Two readers' first pieces and the answers beside them still make
/// one message.
pub(crate) const PIECE_BYTES_MAX: usize = SERVER_MESSAGE_BYTES_MAX * 3 / 8;

/// What an entry is encoded with.
#[derive(Clone, Copy)]
pub(crate) struct Scenery<'a> {
    /// The state after the entry, or a later one.
    pub(crate) state: &'a State,
    /// Labels, those that came with the entry included.
    pub(crate) labels: &'a Labels,
}

/// The frames of one entry for one class of viewers: the labels that it needs, then the entry.
/// None when it cannot be told in frames and the viewer must load a snapshot.
pub(crate) fn entry(
    scenery: Scenery<'_>,
    viewer: &Viewer,
    position: (Topic, u64),
    entry: &Entry,
    relabelled: &[CardKey],
) -> Option<Bytes> {
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
    cards_into(
        needed.into_iter().map(|key| update(scenery.labels, key)),
        &mut bytes,
    );
    Frame {
        position: Some(position),
        ..ServerMessage::from(body).to_frame()
    }
    .encode_into(&mut bytes);
    (bytes.len() <= PIECE_BYTES_MAX).then(|| bytes.into())
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
