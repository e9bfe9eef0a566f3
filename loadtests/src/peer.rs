//! The servers of others, as child processes: Node's `ws` and Socket.IO.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use futures_util::SinkExt;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

use crate::gate::say;
use crate::line::{open, receive};

const READY_MAX: Duration = Duration::from_secs(20);

/// Whose server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Ws,
    SocketIo,
}

impl Kind {
    const fn program(self) -> &'static str {
        match self {
            Self::Ws => "ws.mjs",
            Self::SocketIo => "socket-io.mjs",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Ws => "/",
            Self::SocketIo => "/socket.io/?EIO=4&transport=websocket",
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

/// Installs the peers at their pinned versions, once.
pub(crate) async fn install() -> Result<()> {
    if folder().join("node_modules").is_dir() {
        return Ok(());
    }
    say("installing ws and socket.io");
    let status = Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund", "--silent"])
        .current_dir(folder())
        .status()
        .await
        .context("starting npm")?;
    ensure!(status.success(), "npm could not install the peers");
    Ok(())
}

/// A peer that runs until it is dropped.
pub(crate) struct Peer {
    _child: Child,
    pub(crate) pid: u32,
    port: u16,
    kind: Kind,
}

impl Peer {
    /// Starts a peer on one core.
    pub(crate) async fn start(kind: Kind, core: usize) -> Result<Self> {
        let mut child = Command::new("taskset")
            .args(["-c", &core.to_string(), "node", kind.program()])
            .current_dir(folder())
            .env("NODE_ENV", "production")
            // It ends with its input, so that it does not outlive a run that was cut short.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("starting node")?;
        let pid = child.id().context("node ended at once")?;
        let out = child.stdout.take().context("node's output is piped")?;
        let mut lines = BufReader::new(out).lines();
        let line = timeout(READY_MAX, lines.next_line())
            .await
            .context("node is not ready in time")??;
        let said: Value = serde_json::from_str(&line.context("node ended before it was ready")?)?;
        let port = said["port"]
            .as_u64()
            .and_then(|port| u16::try_from(port).ok());
        Ok(Self {
            _child: child,
            pid,
            port: port.context("node names no port")?,
            kind,
        })
    }

    /// Connects a subscriber that has been let in.
    pub(crate) async fn connect(&self, index: usize) -> Result<Client> {
        let socket = open(self.port, self.kind.path(), &[], index).await?;
        let mut client = Client {
            socket,
            kind: self.kind,
        };
        if self.kind == Kind::SocketIo {
            let hello = receive(&mut client.socket).await?;
            ensure!(hello.starts_with(b"0"), "Engine.IO opens with its settings");
            client.say(Message::text("40")).await?;
            let welcome = receive(&mut client.socket).await?;
            ensure!(welcome.starts_with(b"40"), "Socket.IO lets the client in");
        }
        Ok(client)
    }
}

/// A subscriber of a peer.
pub(crate) struct Client {
    socket: WebSocketStream<TcpStream>,
    kind: Kind,
}

impl Client {
    async fn say(&mut self, message: Message) -> Result<()> {
        Ok(self.socket.send(message).await?)
    }

    /// Hands a message to the server, which sends it to every subscriber.
    pub(crate) async fn publish(&mut self, payload: &str) -> Result<()> {
        let message = match self.kind {
            Kind::Ws => Message::Binary(Bytes::copy_from_slice(payload.as_bytes())),
            Kind::SocketIo => Message::text(format!("42[\"publish\",\"{payload}\"]")),
        };
        self.say(message).await
    }

    /// Waits for the next delivery.
    pub(crate) async fn delivery(&mut self) -> Result<()> {
        loop {
            let message = receive(&mut self.socket).await?;
            match self.kind {
                Kind::Ws => return Ok(()),
                Kind::SocketIo if message.starts_with(b"42") => return Ok(()),
                Kind::SocketIo if message.as_ref() == b"2" => self.say(Message::text("3")).await?,
                Kind::SocketIo => {}
            }
        }
    }
}
