//! The next message to a client: everything new from all its streams in one piece.

use std::collections::VecDeque;
use std::time::Instant;

use bytes::Bytes;
use domain::access;
use protocol::limits::{OUTBOX_BYTES_MAX, SERVER_MESSAGE_BYTES_MAX};
use protocol::message::{GoAway, Topic};

use super::Line;
use crate::live::encode::{PIECE_BYTES_MAX, Told};
use crate::live::hub::{Refusal, Taken, sees_presence};
use crate::live::meter;
use crate::live::ring::Piece;

/// A reader who is no further behind than this has merely something new.
const LAG_BYTES_NOTED: u64 = 16 * 1024;

/// Why a conversation is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The server goes away and said when to come back.
    GoingAway,
    /// The sign-in ended, or its owner has no business here any more.
    SignedOut,
    /// The first message was no greeting.
    BadGreeting,
    /// The client's version is no longer served.
    TooOld,
    /// A message was larger than allowed; what follows it cannot be read.
    TooLarge,
    /// Messages kept coming faster than allowed.
    TooFast,
}

impl Ending {
    /// The close code. Below 3500 the client may come back, from 3500 on it must not by itself.
    #[must_use]
    pub const fn close_code(self) -> u16 {
        match self {
            Self::GoingAway => 3_001,
            Self::TooFast => 3_008,
            Self::TooLarge => 1_009,
            Self::BadGreeting => 3_500,
            Self::TooOld => 3_501,
            Self::SignedOut => 3_502,
        }
    }

    /// A word for the close frame and the metrics.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::GoingAway => "going away",
            Self::TooFast => "too fast",
            Self::TooLarge => "too large",
            Self::BadGreeting => "hello expected",
            Self::TooOld => "too old",
            Self::SignedOut => "signed out",
        }
    }
}

/// What there is for a client.
#[derive(Debug)]
pub struct Gathered {
    /// The message; never larger than allowed.
    pub message: Bytes,
    /// When the newest entry in it became durable.
    pub committed_at: Option<Instant>,
}

/// What one look at a line gave. Used again for the next line, so that looking at hundreds of
/// lines allocates nothing.
#[derive(Debug, Default)]
pub struct Gathering {
    pieces: Vec<Piece>,
    chunks: Vec<Bytes>,
    n_bytes: usize,
    committed_at: Option<Instant>,
    has_more: bool,
}

impl Gathering {
    /// The message in parts; none when there was nothing to say.
    #[must_use]
    pub fn chunks(&self) -> &[Bytes] {
        &self.chunks
    }

    /// Length of the message; never larger than allowed.
    #[must_use]
    pub const fn n_bytes(&self) -> usize {
        self.n_bytes
    }

    /// When the newest entry in it became durable.
    #[must_use]
    pub const fn committed_at(&self) -> Option<Instant> {
        self.committed_at
    }

    /// Whether another look gives more.
    #[must_use]
    pub const fn has_more(&self) -> bool {
        self.has_more
    }

    fn clear(&mut self) {
        self.pieces.clear();
        self.chunks.clear();
        self.n_bytes = 0;
        self.committed_at = None;
        self.has_more = false;
    }

    fn push(&mut self, chunk: Bytes) {
        self.n_bytes += chunk.len();
        self.chunks.push(chunk);
    }
}

impl Line {
    /// The next message in one piece, if there is anything to say. Call until it gives none.
    ///
    /// # Errors
    /// Why the conversation is over; say it with the close frame.
    pub fn gather(&mut self) -> Result<Option<Gathered>, Ending> {
        let mut gathering = Gathering::default();
        self.gather_into(&mut gathering)?;
        let Gathering {
            chunks,
            n_bytes,
            committed_at,
            ..
        } = gathering;
        Ok((!chunks.is_empty()).then(|| Gathered {
            message: concatenated(chunks, n_bytes),
            committed_at,
        }))
    }

    /// The next message, if there is anything to say.
    ///
    /// # Errors
    /// Why the conversation is over; say it with the close frame.
    pub fn gather_into(&mut self, into: &mut Gathering) -> Result<(), Ending> {
        into.clear();
        if self.ears.is_over() {
            return Err(Ending::SignedOut);
        }
        self.review_rights()?;
        let leftover = self.waiting.as_mut().map(|waiting| &mut waiting.leftover);
        if let Some(message) = leftover.and_then(VecDeque::pop_front) {
            into.push(message);
            into.has_more = true;
            return Ok(());
        }
        // Answers are taken before the streams are read: whatever they refer to was in the
        // streams before they were given.
        let has_mail = self.ears.take_mail();
        let mut loose = None;
        if has_mail {
            let replies = self.ears.take_replies();
            self.waiting().held.extend(replies);
            loose = self.ears.take_loose();
            if loose.is_none() {
                self.resync(Refusal::Lagging);
            }
        }
        let is_partly = self.take_pieces(has_mail, &mut into.pieces);
        if let Some(frames) = self.take_outgoing() {
            into.push(frames);
        }
        for frame in loose.into_iter().flatten() {
            into.push(frame);
        }
        let n_pieces = into.pieces.len();
        let mut pieces = std::mem::take(&mut into.pieces);
        for piece in pieces.drain(..) {
            into.committed_at = into.committed_at.max(Some(piece.committed_at));
            for bytes in piece.told.into_iter().flat_map(Told::into_pieces) {
                into.push(bytes);
            }
        }
        into.pieces = pieces;
        if let Some(frame) = self.new_presence() {
            into.push(frame);
        }
        if !is_partly && let Some(waiting) = &mut self.waiting {
            for reply in std::mem::take(&mut waiting.held) {
                into.push(self.encode_reply(reply));
            }
        }
        if n_pieces > 0 {
            self.event.delivery.frames_sent.increment(n_pieces as u64);
        }
        if into.n_bytes > SERVER_MESSAGE_BYTES_MAX {
            let mut messages = joined(std::mem::take(&mut into.chunks)).into_iter();
            into.n_bytes = 0;
            if let Some(first) = messages.next() {
                into.push(first);
            }
            self.waiting().leftover.extend(messages);
        }
        into.has_more = is_partly;
        if let Some(waiting) = &self.waiting {
            into.has_more |= !waiting.leftover.is_empty();
            if waiting.is_empty() {
                self.waiting = None;
            }
        }
        Ok(())
    }

    /// Whether an entry is told by half: what was gathered last is worth nothing without the rest.
    #[must_use]
    pub fn is_midway(&self) -> bool {
        self.waiting
            .as_ref()
            .is_some_and(|waiting| !waiting.leftover.is_empty())
    }

    /// Notes that a message was handed to the network.
    pub fn delivered(&self, n_bytes: usize, committed_at: Option<Instant>) {
        self.event.delivery.message_bytes.record(u32_of(n_bytes));
        if let Some(committed_at) = committed_at {
            let took = committed_at.elapsed();
            self.event.delivery.fanout_seconds.record(took);
        }
    }

    /// Says that the server goes away.
    pub fn send_away(&mut self, reconnect_after_ms: u32) -> Bytes {
        self.say(&GoAway { reconnect_after_ms }.into());
        self.last_words().expect("something was just said")
    }

    /// What is still to be said before the line is cut: refusals, mostly.
    pub fn last_words(&mut self) -> Option<Bytes> {
        self.take_outgoing()
    }

    fn take_outgoing(&mut self) -> Option<Bytes> {
        let outgoing = std::mem::take(&mut self.waiting.as_mut()?.outgoing);
        (!outgoing.is_empty()).then(|| outgoing.into())
    }

    /// Whether the server wants this client to go.
    #[must_use]
    pub fn must_go(&self) -> bool {
        self.event.is_departing()
    }

    fn review_rights(&mut self) -> Result<(), Ending> {
        let version = self.event.hub.rights_version();
        if version == self.rights_version {
            return Ok(());
        }
        let viewer =
            access::viewer_of(&self.event.hub.view().state, self.actor).ok_or(Ending::SignedOut)?;
        self.rights_version = version;
        if viewer != self.viewer {
            self.change_viewer(viewer);
        }
        Ok(())
    }

    fn change_viewer(&mut self, viewer: access::Viewer) {
        let gauge = |line: &Self| {
            metrics::gauge!(
                meter::CONNECTIONS,
                "kind" => super::kind(&line.viewer),
                "transport" => line.transport.name()
            )
        };
        gauge(self).decrement(1.0);
        self.readers.clear();
        self.follows_presence = false;
        self.viewer = viewer;
        gauge(self).increment(1.0);
        if self.is_greeted {
            self.join();
            self.resync(Refusal::Rights);
        }
        if !sees_presence(&self.viewer) {
            self.event.leave_presence(self.presence_line, false);
        }
    }

    /// Takes new pieces of all streams in the order of the log; whether there is more. Its own
    /// stream is read when there is news in it, and before anything is answered.
    fn take_pieces(&mut self, is_answering: bool, pieces: &mut Vec<Piece>) -> bool {
        let reads_own = self.ears.take_own_news() || is_answering;
        let mut is_partly = false;
        let mut lost = None;
        for (topic, reader) in &mut self.readers {
            if *topic == Topic::Mine && !reads_own && !reader.is_behind() {
                continue;
            }
            let mut lag_bytes = 0;
            let taken = reader.take(
                PIECE_BYTES_MAX,
                OUTBOX_BYTES_MAX as u64,
                &mut lag_bytes,
                pieces,
            );
            if lag_bytes > LAG_BYTES_NOTED {
                #[allow(clippy::cast_precision_loss)]
                self.event.delivery.outbox_bytes.record(lag_bytes as f64);
            }
            match taken {
                Taken::Nothing | Taken::All => {}
                Taken::Some => is_partly = true,
                Taken::Lost => lost = Some(Refusal::Lagging),
            }
        }
        if let Some(refusal) = lost {
            // All streams start anew from one snapshot; a part of one would be half a truth.
            self.resync(refusal);
            pieces.clear();
            return false;
        }
        if pieces.len() > 1 {
            pieces.sort_by_key(|piece| piece.seq);
        }
        is_partly
    }

    fn new_presence(&mut self) -> Option<Bytes> {
        if !self.follows_presence {
            return None;
        }
        let (version, frame) = self.event.hub.presence_frame();
        (version > self.presence_seen).then(|| {
            self.presence_seen = version;
            frame
        })
    }
}

/// Joins chunks into as few messages as the bound allows. A lone chunk is not copied.
fn joined(chunks: Vec<Bytes>) -> Vec<Bytes> {
    let mut messages = Vec::new();
    let mut open: Vec<Bytes> = Vec::new();
    let mut n_bytes = 0;
    for chunk in chunks {
        if n_bytes > 0 && n_bytes + chunk.len() > SERVER_MESSAGE_BYTES_MAX {
            messages.push(concatenated(std::mem::take(&mut open), n_bytes));
            n_bytes = 0;
        }
        n_bytes += chunk.len();
        open.push(chunk);
    }
    if !open.is_empty() {
        messages.push(concatenated(open, n_bytes));
    }
    messages
}

fn concatenated(mut chunks: Vec<Bytes>, n_bytes: usize) -> Bytes {
    if chunks.len() == 1 {
        return chunks.remove(0);
    }
    let mut message = Vec::with_capacity(n_bytes);
    for chunk in &chunks {
        message.extend_from_slice(chunk);
    }
    message.into()
}

fn u32_of(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_share_messages_up_to_the_bound() {
        let chunk = |n: usize| Bytes::from(vec![0; n]);
        let lengths = |chunks| joined(chunks).iter().map(Bytes::len).collect::<Vec<_>>();
        assert_eq!(lengths(vec![]), Vec::<usize>::new());
        assert_eq!(lengths(vec![chunk(10), chunk(20)]), [30]);
        let max = SERVER_MESSAGE_BYTES_MAX;
        assert_eq!(lengths(vec![chunk(max - 1), chunk(1), chunk(1)]), [max, 1]);
    }
}
