//! What is said on one socket, without waiting: one step in, or everything that is to go out.

use std::time::Instant;

use app::live::{Ending, Gathering, Line};
use bytes::Bytes;
use protocol::Reject;
use protocol::limits::CLIENT_MESSAGE_BYTES_MAX;
use protocol::reject::{Malformed, TooLarge};
use tungstenite::protocol::CloseFrame;
use tungstenite::{Error, Message};

use crate::wire::{self, Until, WebSocket, put_binary, put_head};

/// Bytes after which a turn is written, though there may be more to say.
const TURN_BYTES: usize = 64 * 1024;
/// Of so many messages to phones one is measured.
const MEASURED_ONE_IN: u64 = 16;

/// Why a socket is no longer served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gone {
    /// The client closed it, or the network did.
    ByItself,
    /// The client is silent or does not read.
    Silent,
    /// The conversation is over.
    Over(Ending),
}

/// What a look at the network gave.
#[derive(Debug)]
pub(super) enum Heard {
    /// Frames for the line.
    Frames(Bytes),
    /// A sign of life, or nonsense that was answered.
    Something,
    /// Nothing more for now.
    Nothing,
    /// The client does not take what it was sent; it is not listened to before it does.
    Stuck,
}

/// What is about to be written to one socket; used again for the next one.
#[derive(Default)]
pub(super) struct Turn {
    bytes: Vec<u8>,
    gathering: Gathering,
    n_turns: u64,
}

impl Turn {
    /// Gives back what a large turn left behind.
    pub(super) fn rest(&mut self) {
        self.bytes.clear();
        self.bytes.shrink_to(TURN_BYTES);
    }

    /// Gathers messages into one write.
    fn fill(&mut self, line: &mut Line, go_away_ms: u32) -> Turned {
        self.bytes.clear();
        let mut turned = Turned::default();
        while self.bytes.len() < TURN_BYTES {
            if let Err(ending) = line.gather_into(&mut self.gathering) {
                turned.ending = Some(ending);
                break;
            }
            if !self.gathering.chunks().is_empty() {
                put_head(self.gathering.n_bytes(), &mut self.bytes);
                for chunk in self.gathering.chunks() {
                    self.bytes.extend_from_slice(chunk);
                }
                turned.committed_at = turned.committed_at.max(self.gathering.committed_at());
            }
            if !self.gathering.has_more() {
                if line.must_go() {
                    put_binary(&line.send_away(go_away_ms), &mut self.bytes);
                    turned.ending = Some(Ending::GoingAway);
                }
                turned.is_all = true;
                break;
            }
        }
        turned
    }

    /// Whether this turn is one of those that are measured.
    fn is_measured(&mut self, is_of_team: bool) -> bool {
        self.n_turns += 1;
        is_of_team || self.n_turns % MEASURED_ONE_IN == 0
    }
}

/// A socket and the line that runs over it.
///
/// In this order in memory: a turn touches what stands first.
#[repr(C)]
pub(super) struct Talk {
    /// Set by whoever found out first.
    gone: Option<Gone>,
    /// Whether nothing is kept here that the network has not taken: no rest, no pong. Known
    /// without a look into the library, whose state lies on cold lines of its own.
    is_clear: bool,
    go_away_ms: u32,
    /// Elsewhere for a moment while a message that needs the store is taken in.
    line: Option<Line>,
    socket: WebSocket,
}

impl Talk {
    pub(super) fn new(socket: WebSocket, line: Line, go_away_ms: u32) -> Self {
        Self {
            socket,
            line: Some(line),
            go_away_ms,
            gone: None,
            is_clear: false,
        }
    }

    pub(super) const fn gone(&self) -> Option<Gone> {
        self.gone
    }

    pub(super) fn end(&mut self, gone: Gone) {
        self.gone.get_or_insert(gone);
    }

    pub(super) fn is_greeted(&self) -> bool {
        self.line.as_ref().is_some_and(Line::is_greeted)
    }

    /// Whether the server wants this client to go.
    pub(super) fn must_go(&self) -> bool {
        self.line.as_ref().is_some_and(Line::must_go)
    }

    /// Lends the line; nobody says anything until it is back.
    pub(super) fn lend_line(&mut self) -> Option<Line> {
        self.line.take()
    }

    pub(super) fn give_back(&mut self, line: Line) {
        self.line = Some(line);
    }

    /// Takes in one message, if one is there.
    pub(super) fn hear(&mut self) -> Result<Heard, Gone> {
        if !self.is_flushed()? {
            return Ok(Heard::Stuck);
        }
        let heard = self.socket.read();
        self.is_clear &= matches!(&heard, Err(Error::Io(error)) if wire::would_block(error));
        let message = match heard {
            Ok(message) => message,
            Err(Error::Io(error)) if wire::would_block(&error) => {
                // A pong may have got stuck on the way.
                return Ok(if self.is_flushed()? {
                    Heard::Nothing
                } else {
                    Heard::Stuck
                });
            }
            Err(Error::Capacity(_)) => {
                // The refusal goes out with the close; the ending is known anyway.
                let _ = self.refuse(too_large());
                return Err(Gone::Over(Ending::TooLarge));
            }
            Err(_) => return Err(Gone::ByItself),
        };
        match message {
            Message::Binary(bytes) if bytes.len() > CLIENT_MESSAGE_BYTES_MAX => {
                self.refuse(too_large())?;
            }
            Message::Binary(bytes) => return Ok(Heard::Frames(bytes)),
            Message::Text(_) => self.refuse(Malformed {}.into())?,
            Message::Ping(_) | Message::Pong(_) => {}
            Message::Close(_) => {
                // The answer to its close; it is leaving in any case.
                let _ = self.socket.flush();
                return Err(Gone::ByItself);
            }
            Message::Frame(_) => unreachable!("frames are never read raw"),
        }
        Ok(Heard::Something)
    }

    fn refuse(&mut self, reject: Reject) -> Result<(), Gone> {
        let line = self.line.as_mut().ok_or(Gone::ByItself)?;
        line.refuse_message(reject).map_err(Gone::Over)
    }

    /// Says everything that there is to say, as far as the network takes it. Whether the
    /// connection's own task must look after it: it is over, or stuck.
    pub(super) fn speak(&mut self, turn: &mut Turn, is_of_team: bool) -> bool {
        if self.gone.is_some() {
            return true;
        }
        match self.speak_on(turn, is_of_team) {
            Ok(is_stuck) => is_stuck,
            Err(gone) => {
                self.gone = Some(gone);
                true
            }
        }
    }

    fn speak_on(&mut self, turn: &mut Turn, is_of_team: bool) -> Result<bool, Gone> {
        if !self.is_flushed()? {
            return Ok(true);
        }
        loop {
            // Lent out: whoever brings the line back looks for what is new.
            let Some(line) = &mut self.line else {
                return Ok(false);
            };
            let turned = turn.fill(line, self.go_away_ms);
            let mut is_all_sent = true;
            if !turn.bytes.is_empty() {
                let sent = self.socket.get_mut().send(&turn.bytes);
                is_all_sent = sent.map_err(|_| Gone::ByItself)?;
                self.is_clear = is_all_sent;
                if turn.is_measured(is_of_team) {
                    line.delivered(turn.bytes.len(), turned.committed_at);
                }
            }
            if let Some(ending) = turned.ending {
                return Err(Gone::Over(ending));
            }
            if !is_all_sent || turned.is_all {
                return Ok(!is_all_sent);
            }
        }
    }

    /// Asks for a sign of life, and tells the time.
    pub(super) fn ping(&mut self) -> Result<(), Gone> {
        if let Some(line) = &mut self.line {
            line.tick();
        }
        self.is_clear = false;
        match self.socket.send(Message::Ping(Bytes::new())) {
            Ok(()) => Ok(()),
            Err(Error::Io(error)) if wire::would_block(&error) => Ok(()),
            Err(_) => Err(Gone::ByItself),
        }
    }

    /// Ends the line, saying what is still to be said, and hands the socket back with the frame
    /// that closes it; none when nobody is there to be told.
    pub(super) fn finish(&mut self, gone: Gone) -> Option<CloseFrame> {
        let line = self.line.take();
        let (code, reason) = match gone {
            Gone::ByItself => return None,
            Gone::Silent => (3_012, "no answer"),
            Gone::Over(ending) => (ending.close_code(), ending.reason()),
        };
        if let Some(mut line) = line {
            tracing::debug!(line.id = ?line.id(), close.code = code, "closing: {reason}");
            if let Some(words) = line.last_words() {
                let mut turn = Vec::with_capacity(words.len() + 10);
                put_binary(&words, &mut turn);
                // A client that cannot be told finds out by the close.
                let _ = self.socket.get_mut().send(&turn);
            }
        }
        Some(CloseFrame {
            code: code.into(),
            reason: reason.into(),
        })
    }

    /// Sends the close frame and reads on until the client's has come or the connection is gone;
    /// then there is nothing more to wait for.
    pub(super) fn close(&mut self, frame: &mut Option<CloseFrame>) -> Option<Until> {
        let mut step = match frame.take() {
            Some(frame) => self.socket.close(Some(frame)),
            None => self.socket.flush(),
        };
        let mut until = Until::Writable;
        while step.is_ok() {
            until = Until::Readable;
            step = self.socket.read().map(drop);
        }
        match step {
            Err(Error::Io(error)) if wire::would_block(&error) => Some(until),
            _ => None,
        }
    }

    /// Whether everything said so far is with the network.
    fn is_flushed(&mut self) -> Result<bool, Gone> {
        if self.is_clear {
            return Ok(true);
        }
        match self.socket.flush() {
            Ok(()) => {
                self.is_clear = true;
                Ok(true)
            }
            Err(Error::Io(error)) if wire::would_block(&error) => Ok(false),
            Err(_) => Err(Gone::ByItself),
        }
    }
}

/// What a turn came to.
#[derive(Default)]
struct Turned {
    /// When the newest entry in it became durable.
    committed_at: Option<Instant>,
    /// Whether there is nothing more to say.
    is_all: bool,
    /// Why nothing will ever be said any more.
    ending: Option<Ending>,
}

fn too_large() -> Reject {
    let bytes_max = u32::try_from(CLIENT_MESSAGE_BYTES_MAX).unwrap_or(u32::MAX);
    TooLarge { bytes_max }.into()
}
