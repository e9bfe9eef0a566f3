//! A light client: one socket, its positions, and no copy of the event's state.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use protocol::id::{CommandId, EventId};
use protocol::message::{
    ClientMessage, Cursor, Follow, Hello, PROTOCOL_VERSIONS, SUBPROTOCOL, Send, ServerMessage,
    Welcome,
};
use protocol::snapshot::SCHEMA;
use protocol::{Command, List, Reject};
use serde_bytes::ByteBuf;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderValue, Request};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use crate::position::Positions;
use crate::skim::{Skimmed, frames};
use crate::world::Seat;

/// How long connecting and greeting may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Addresses of the loopback among which clients are spread.
const N_SOURCES: usize = 200;

/// Whom to call, and as whom.
#[derive(Clone)]
pub(crate) struct Dial {
    pub(crate) port: u16,
    pub(crate) event: EventId,
    pub(crate) seat: Arc<Seat>,
    /// Number of the client; decides its source address.
    pub(crate) index: usize,
}

/// A connected client.
pub(crate) struct Line {
    socket: WebSocketStream<TcpStream>,
    pub(crate) positions: Positions,
}

/// What the server answered to commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answered {
    /// Committed; without a number when nothing had to change.
    Committed(CommandId, Option<u64>),
    Refused(CommandId, Reject),
}

impl Line {
    /// Opens the socket, not yet greeted.
    pub(crate) async fn connect(dial: &Dial) -> Result<Self> {
        let path = format!("/live/{}/socket?surface={}", dial.event, dial.seat.surface);
        let headers = [
            ("cookie", dial.seat.cookie.as_str()),
            ("sec-websocket-protocol", SUBPROTOCOL),
        ];
        let socket = open(dial.port, &path, &headers, dial.index).await?;
        Ok(Self {
            socket,
            positions: Positions::default(),
        })
    }

    /// Connects and follows every stream from its head on, as a client with a fresh snapshot.
    pub(crate) async fn follow(dial: &Dial) -> Result<Self> {
        let mut line = Self::connect(dial).await?;
        let welcome = line.greet(&[]).await?;
        line.positions.at_heads(&welcome);
        let cursors = List::new(line.positions.cursors().to_vec()).context("too many streams")?;
        line.say([Follow { cursors }.into()]).await?;
        Ok(line)
    }

    /// Says hello with the positions reached and waits for the welcome. Frames that arrive with
    /// it are taken.
    pub(crate) async fn greet(&mut self, cursors: &[Cursor]) -> Result<Welcome> {
        let cursors = List::new(cursors.to_vec()).context("too many streams")?;
        self.say([Hello {
            versions: PROTOCOL_VERSIONS,
            schema: SCHEMA,
            cursors,
        }
        .into()])
            .await?;
        let greeting = async {
            loop {
                let message = self.receive().await?;
                let mut welcome = None;
                for frame in frames(&message) {
                    let frame = frame?;
                    match frame.position {
                        Some((topic, offset)) => drop(self.positions.take(topic, offset)),
                        None => {
                            if let ServerMessage::Welcome(said) = decode(&frame)? {
                                welcome = Some(said);
                            }
                        }
                    }
                }
                if let Some(welcome) = welcome {
                    return Ok(welcome);
                }
            }
        };
        timeout(PATIENCE, greeting)
            .await
            .context("no welcome in time")?
    }

    /// Sends messages in one write.
    pub(crate) async fn say<const N: usize>(&mut self, messages: [ClientMessage; N]) -> Result<()> {
        let mut bytes = Vec::new();
        for message in messages {
            message.to_frame().encode_into(&mut bytes);
        }
        Ok(self.socket.send(Message::Binary(bytes.into())).await?)
    }

    /// Sends a command without waiting for its answer.
    pub(crate) async fn send(&mut self, id: CommandId, command: &Command) -> Result<()> {
        let payload = ByteBuf::from(command.encode());
        self.say([Send {
            command: id,
            kind: command.kind(),
            payload,
        }
        .into()])
            .await
    }

    /// The next message's bytes. Safe to drop while it waits.
    pub(crate) async fn receive(&mut self) -> Result<Bytes> {
        receive(&mut self.socket).await
    }

    /// Takes a message's frames: checks positions, counts demands for snapshots, gives answers to
    /// commands to `answered`. Gives the number of stream frames that were new.
    pub(crate) fn take(
        &mut self,
        message: &[u8],
        mut answered: impl FnMut(Answered),
    ) -> Result<u64> {
        let mut n_new = 0;
        for frame in frames(message) {
            let frame = frame?;
            if let Some((topic, offset)) = frame.position {
                n_new += u64::from(self.positions.take(topic, offset));
                continue;
            }
            match decode(&frame)? {
                ServerMessage::Committed(c) => answered(Answered::Committed(c.command, c.offset)),
                ServerMessage::Refused(c) => {
                    answered(Answered::Refused(c.command, reject(c.kind, &c.payload)?))
                }
                ServerMessage::Resync(_) => self.positions.faults.n_resyncs += 1,
                ServerMessage::MessageRefused(c) => {
                    bail!(
                        "the server refused a message: {:?}",
                        reject(c.kind, &c.payload)?
                    )
                }
                ServerMessage::Welcome(_)
                | ServerMessage::EntryBody(_)
                | ServerMessage::EntryPart(_)
                | ServerMessage::Answered(_)
                | ServerMessage::AskRefused(_)
                | ServerMessage::Cards(_)
                | ServerMessage::PresenceNow(_)
                | ServerMessage::GoAway(_)
                | ServerMessage::Tick(_) => {}
            }
        }
        Ok(n_new)
    }

    /// Sends one command and waits for its answer; streams are checked meanwhile.
    pub(crate) async fn ask(&mut self, id: CommandId, command: &Command) -> Result<Answered> {
        self.send(id, command).await?;
        loop {
            let message = self.receive().await?;
            let mut mine = None;
            self.take(&message, |answer| mine = Some(answer))?;
            if let Some(answer) = mine {
                return Ok(answer);
            }
        }
    }
}

/// A frame outside every stream, decoded.
pub(crate) fn decode(frame: &Skimmed<'_>) -> Result<ServerMessage> {
    ServerMessage::decode(frame.kind, frame.payload).map_err(|error| anyhow!("{error}"))
}

fn reject(kind: u16, payload: &[u8]) -> Result<Reject> {
    Reject::decode(kind, payload).map_err(|error| anyhow!("{error}"))
}

/// Opens a WebSocket to a server on this machine, from a source address of its own.
pub(crate) async fn open(
    port: u16,
    path: &str,
    headers: &[(&'static str, &str)],
    index: usize,
) -> Result<WebSocketStream<TcpStream>> {
    let request = request(port, path, headers)?;
    let opening = async {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((source(index), 0)))?;
        let stream = socket
            .connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
            .await?;
        stream.set_nodelay(true)?;
        let (socket, _) =
            tokio_tungstenite::client_async_with_config(request, stream, Some(small_buffers()))
                .await?;
        anyhow::Ok(socket)
    };
    timeout(PATIENCE, opening)
        .await
        .context("no connection in time")?
}

fn request(port: u16, path: &str, headers: &[(&'static str, &str)]) -> Result<Request<()>> {
    let mut request = format!("ws://127.0.0.1:{port}{path}").into_client_request()?;
    let origin = HeaderValue::from_str(&format!("http://127.0.0.1:{port}"))?;
    request.headers_mut().insert("origin", origin);
    for (name, value) in headers {
        request
            .headers_mut()
            .insert(*name, HeaderValue::from_str(value)?);
    }
    Ok(request)
}

fn source(index: usize) -> Ipv4Addr {
    let last = u8::try_from(index % N_SOURCES).expect("fewer than 254 sources");
    Ipv4Addr::new(127, 0, 0, 2 + last)
}

/// With default buffers, fifteen thousand clients would need two gigabytes.
pub(crate) fn small_buffers() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(4_096)
        .write_buffer_size(0)
}

/// The next message with a content; pings are answered on the way.
pub(crate) async fn receive(socket: &mut WebSocketStream<TcpStream>) -> Result<Bytes> {
    loop {
        let message = socket.next().await.context("the connection ended")??;
        match message {
            Message::Binary(bytes) => return Ok(bytes),
            Message::Text(text) => return Ok(Bytes::from(text)),
            Message::Ping(_) | Message::Pong(_) => {}
            Message::Close(frame) => {
                let frame = frame.map(|frame| format!("{} {}", frame.code, frame.reason));
                bail!(
                    "the server closed the connection: {}",
                    frame.unwrap_or_default()
                );
            }
            Message::Frame(_) => bail!("a raw frame, which is never read"),
        }
    }
}

/// How many connections there may be in one process beside everything else that it opens.
pub(crate) fn check_descriptors(n_connections: usize) -> Result<()> {
    const MAX: usize = 19_000;
    ensure!(
        n_connections <= MAX,
        "one process holds at most {MAX} connections here"
    );
    Ok(())
}
