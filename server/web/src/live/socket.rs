//! The socket: bytes in, bytes out, and the care for connections that died in silence.
//!
//! One task per connection, no queue: while a client reads slowly, its task waits in one write
//! and holds one message; what follows stays in the rings that all share.

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::live::{Ending, Line, Transport};
use axum::Extension;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use protocol::limits::{
    CLIENT_MESSAGE_BYTES_MAX, PING_INTERVAL_S, PING_TIMEOUT_S, SERVER_MESSAGE_BYTES_MAX,
};
use protocol::message::SUBPROTOCOL;
use protocol::reject::{Malformed, TooLarge};
use tokio::time::{Sleep, timeout};

use super::Which;
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;
use crate::serve::Place;

/// How long a client may take to say hello.
const HELLO_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a client may take to answer a close frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);
const PING_INTERVAL: Duration = Duration::from_secs(PING_INTERVAL_S);
const PING_TIMEOUT: Duration = Duration::from_secs(PING_TIMEOUT_S);
/// A read buffer of the default size would cost 128 KiB for each idle connection.
const READ_BUFFER_BYTES: usize = 4_096;
/// Messages up to twice the bound are read to their end, so that their sender can be told;
/// beyond it the stream cannot be followed any more and is cut.
const READ_BYTES_MAX: usize = 2 * CLIENT_MESSAGE_BYTES_MAX;
/// Clients that may be told at random when to come back after a restart.
const RECONNECT_SPREAD_MS: u32 = 2_000;

/// `GET /live/{event}/socket`
pub(crate) async fn open(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(which): Query<Which>,
    Extension(place): Extension<Place>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, HttpError> {
    if !site.origins.allow(&headers) {
        return Err(HttpError::WrongOrigin);
    }
    let signed_in = SignedIn::find(&site, &event, which.surface, &headers).await?;
    let upgrade = upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(0)
        .max_write_buffer_size(2 * SERVER_MESSAGE_BYTES_MAX)
        .max_message_size(READ_BYTES_MAX)
        .max_frame_size(READ_BYTES_MAX)
        .protocols([SUBPROTOCOL]);
    if upgrade.selected_protocol().is_none() {
        return Err(HttpError::BadRequest("the sub-protocol is missing"));
    }
    let SignedIn { standing, event } = signed_in;
    let line = Line::open(event, standing, Transport::Socket, Instant::now())?;
    let go_away_ms = site.registry.random().below(RECONNECT_SPREAD_MS);
    Ok(upgrade.on_upgrade(move |socket| async move {
        Conversation {
            socket,
            line,
            go_away_ms,
        }
        .run()
        .await;
        drop(place);
    }))
}

/// Why a socket is no longer served.
enum Gone {
    /// The client closed it, or the network did.
    ByItself,
    /// The client is silent or does not read.
    Silent,
    /// The conversation is over.
    Over(Ending),
}

struct Conversation {
    socket: WebSocket,
    line: Line,
    go_away_ms: u32,
}

impl Conversation {
    async fn run(mut self) {
        let gone = match timeout(HELLO_TIMEOUT, self.socket.recv()).await {
            Ok(first) => match self.hear(first).await {
                Ok(()) => self.talk().await,
                Err(gone) => gone,
            },
            Err(_) => Gone::Over(Ending::BadGreeting),
        };
        match gone {
            Gone::ByItself => {}
            Gone::Silent => self.close(3_012, "no answer").await,
            Gone::Over(ending) => {
                if let Some(words) = self.line.last_words() {
                    // A client that cannot be told finds out by the close.
                    let _ = self.send(words).await;
                }
                self.close(ending.close_code(), ending.reason()).await;
            }
        }
    }

    /// The conversation after the first message, until it ends.
    async fn talk(&mut self) -> Gone {
        let mut heard_at = Instant::now();
        let ping: Sleep = tokio::time::sleep(PING_INTERVAL);
        tokio::pin!(ping);
        loop {
            if let Err(gone) = self.send_all().await {
                return gone;
            }
            tokio::select! {
                () = self.line.woken() => {}
                heard = self.socket.recv() => {
                    heard_at = Instant::now();
                    if let Err(gone) = self.hear(heard).await {
                        return gone;
                    }
                }
                () = &mut ping => {
                    if heard_at.elapsed() >= PING_TIMEOUT {
                        return Gone::Silent;
                    }
                    ping.as_mut().reset(tokio::time::Instant::now() + PING_INTERVAL);
                    if let Err(gone) = self.write(Message::Ping(Bytes::new())).await {
                        return gone;
                    }
                    self.line.tick();
                }
            }
        }
    }

    /// Sends everything that there is, one message per write.
    async fn send_all(&mut self) -> Result<(), Gone> {
        loop {
            match self.line.gather() {
                Ok(Some(gathered)) => {
                    self.send(gathered.message).await?;
                    if let Some(committed_at) = gathered.committed_at {
                        self.line.delivered(committed_at);
                    }
                }
                Ok(None) if self.line.must_go() => {
                    let words = self.line.send_away(self.go_away_ms);
                    self.send(words).await?;
                    return Err(Gone::Over(Ending::GoingAway));
                }
                Ok(None) => return Ok(()),
                Err(ending) => return Err(Gone::Over(ending)),
            }
        }
    }

    /// Takes in what the socket gave.
    async fn hear(&mut self, heard: Option<Result<Message, axum::Error>>) -> Result<(), Gone> {
        let message = match heard {
            None => return Err(Gone::ByItself),
            Some(Err(error)) => return Err(self.broken(&error)),
            Some(Ok(message)) => message,
        };
        let now = Instant::now();
        let answer = match message {
            Message::Binary(bytes) if bytes.len() > CLIENT_MESSAGE_BYTES_MAX => {
                self.line.refuse_message(too_large())
            }
            // Boxed: resuming from the log is rare and large, and would make every idle
            // connection pay for it.
            Message::Binary(bytes) => Box::pin(self.line.receive(&bytes, now)).await,
            Message::Text(_) => self.line.refuse_message(Malformed {}.into()),
            Message::Ping(_) | Message::Pong(_) => Ok(()),
            Message::Close(_) => return Err(Gone::ByItself),
        };
        answer.map_err(Gone::Over)
    }

    /// A message that could not be read: too large, or the connection broke.
    fn broken(&mut self, error: &axum::Error) -> Gone {
        let is_too_large = std::error::Error::source(error)
            .is_some_and(|source| source.to_string().contains("too long"));
        if is_too_large {
            // The refusal goes out with the close; the ending is known anyway.
            let _ = self.line.refuse_message(too_large());
            Gone::Over(Ending::TooLarge)
        } else {
            Gone::ByItself
        }
    }

    async fn send(&mut self, message: Bytes) -> Result<(), Gone> {
        self.write(Message::Binary(message)).await
    }

    async fn write(&mut self, message: Message) -> Result<(), Gone> {
        match timeout(PING_TIMEOUT, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Gone::ByItself),
            Err(_) => Err(Gone::Silent),
        }
    }

    /// Says why, and gives the client a moment to hear it before the connection is dropped.
    async fn close(mut self, code: u16, reason: &'static str) {
        tracing::debug!(line.id = ?self.line.id(), close.code = code, "closing: {reason}");
        drop(self.line);
        let frame = CloseFrame {
            code,
            reason: reason.into(),
        };
        let farewell = async {
            if self.socket.send(Message::Close(Some(frame))).await.is_ok() {
                while let Some(Ok(_)) = self.socket.recv().await {}
            }
        };
        // Whoever does not answer is dropped without it.
        let _ = timeout(CLOSE_TIMEOUT, farewell).await;
    }
}

fn too_large() -> protocol::Reject {
    let bytes_max = u32::try_from(CLIENT_MESSAGE_BYTES_MAX).unwrap_or(u32::MAX);
    TooLarge { bytes_max }.into()
}
