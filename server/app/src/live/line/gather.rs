//! The next message to a client: everything new from all its streams in one piece.

use std::time::Instant;

use bytes::Bytes;
use domain::access;
use protocol::limits::{OUTBOX_BYTES_MAX, SERVER_MESSAGE_BYTES_MAX};
use protocol::message::GoAway;

use super::Line;
use crate::live::encode::PIECE_BYTES_MAX;
use crate::live::hub::{Refusal, Taken, sees_presence};
use crate::live::meter;
use crate::live::ring::Piece;

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

impl Line {
    /// The next message, if there is anything to say. Call until it gives none.
    ///
    /// # Errors
    /// Why the conversation is over; say it with the close frame.
    pub fn gather(&mut self) -> Result<Option<Gathered>, Ending> {
        if self.standing.is_ended() {
            return Err(Ending::SignedOut);
        }
        self.review_rights()?;
        if let Some(message) = self.leftover.pop_front() {
            return Ok(Some(Gathered {
                message,
                committed_at: None,
            }));
        }
        // Answers are taken before the streams are read: whatever they refer to was in the
        // streams before they were given.
        self.held.extend(self.ears.take_replies());
        let loose = self.ears.take_loose();
        if loose.is_none() {
            self.resync(Refusal::Lagging);
        }
        let (pieces, is_partly) = self.take_pieces();
        let committed_at = pieces.iter().map(|piece| piece.committed_at).max();
        let n_pieces = pieces.len();

        let mut chunks: Vec<Bytes> = Vec::with_capacity(n_pieces + 2);
        if !self.outgoing.is_empty() {
            chunks.push(std::mem::take(&mut self.outgoing).into());
        }
        chunks.extend(loose.into_iter().flatten());
        chunks.extend(pieces.into_iter().filter_map(|piece| piece.bytes));
        chunks.extend(self.new_presence());
        if !is_partly {
            for reply in std::mem::take(&mut self.held) {
                chunks.push(self.encode_reply(reply));
            }
        }
        if n_pieces > 0 {
            self.event.delivery.frames_sent.increment(n_pieces as u64);
        }
        let n_bytes: usize = chunks.iter().map(Bytes::len).sum();
        let first = if n_bytes <= SERVER_MESSAGE_BYTES_MAX {
            (!chunks.is_empty()).then(|| concatenated(chunks, n_bytes))
        } else {
            let mut messages = joined(chunks).into_iter();
            let first = messages.next();
            self.leftover.extend(messages);
            first
        };
        Ok(first.map(|message| {
            self.event
                .delivery
                .message_bytes
                .record(u32_of(message.len()));
            Gathered {
                message,
                committed_at,
            }
        }))
    }

    /// Notes that a message with entries was handed to the network.
    pub fn delivered(&self, committed_at: Instant) {
        let took = committed_at.elapsed();
        self.event.delivery.fanout_seconds.record(took);
    }

    /// Says that the server goes away.
    pub fn send_away(&mut self, reconnect_after_ms: u32) -> Bytes {
        self.say(&GoAway { reconnect_after_ms }.into());
        std::mem::take(&mut self.outgoing).into()
    }

    /// What is still to be said before the line is cut: refusals, mostly.
    pub fn last_words(&mut self) -> Option<Bytes> {
        (!self.outgoing.is_empty()).then(|| std::mem::take(&mut self.outgoing).into())
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

    /// New pieces of all streams in the order of the log, and whether there is more.
    fn take_pieces(&mut self) -> (Vec<Piece>, bool) {
        let mut pieces = Vec::new();
        let mut is_partly = false;
        let mut lost = None;
        for (_, reader) in &mut self.readers {
            let mut lag_bytes = 0;
            let taken = reader.take(
                PIECE_BYTES_MAX,
                OUTBOX_BYTES_MAX as u64,
                &mut lag_bytes,
                &mut pieces,
            );
            if lag_bytes > 0 {
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
            return (Vec::new(), false);
        }
        if pieces.len() > 1 {
            pieces.sort_by_key(|piece| piece.seq);
        }
        (pieces, is_partly)
    }

    fn new_presence(&mut self) -> Option<Bytes> {
        if !self.is_greeted || !sees_presence(&self.viewer) {
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
