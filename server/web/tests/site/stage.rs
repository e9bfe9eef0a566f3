//! A server on a free port, and the clients that tests speak with it.

use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;

use app::Holder;
use app::account::Rules;
use app::port::ManualClock;
use app::testing::{self, EVENT, Node};
use futures_util::{SinkExt, StreamExt};
use protocol::message::{
    ClientMessage, Follow, Frame, Hello, PROTOCOL_VERSIONS, SUBPROTOCOL, ServerMessage,
};
use protocol::snapshot::{SCHEMA, SnapshotAnswer};
use protocol::{List, Reject};
use store::testing::{Engine, TestDatabase};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message, http};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use web::{Limits, Settings, Site, Surface, router, serve};

/// How long a test waits for what must become true.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) async fn within<T>(what: &str, work: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, work)
        .await
        .unwrap_or_else(|_| panic!("in vain: {what}"))
}

/// A site that is served until it is dropped.
pub(crate) struct Stage {
    pub(crate) node: Node,
    pub(crate) port: u16,
    _database: TestDatabase,
    end: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}, Limits::default()).await
    }

    /// A stage whose settings are changed first.
    pub(crate) async fn with(change: impl FnOnce(&mut Settings), limits: Limits) -> Self {
        Self::with_rules(testing::quick_rules(), change, limits).await
    }

    /// A stage with rules of its own about signing in.
    pub(crate) async fn with_rules(
        rules: Rules,
        change: impl FnOnce(&mut Settings),
        limits: Limits,
    ) -> Self {
        let database = testing::database(Engine::Sqlite).await.unwrap();
        let clock = ManualClock::at(testing::MORNING);
        let node = Node::with_rules(&database, &clock, 2, rules).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut settings = Settings {
            origins: vec![format!("http://127.0.0.1:{port}")],
            assets: None,
            demo: None,
            metrics_token: None,
            metrics: Some(|| "regie_test 1\n".to_owned()),
            is_behind_proxy: false,
            has_echo: false,
            feed_origin: None,
        };
        change(&mut settings);
        let site = Site::new(node.registry.clone(), node.accounts.clone(), settings);
        let (end, ended) = oneshot::channel();
        let registry = node.registry.clone();
        let served = tokio::spawn(serve(listener, router(site), limits, async move {
            let _ = ended.await;
            registry.drain().await;
        }));
        Self {
            node,
            port,
            _database: database,
            end: Some(end),
            served: Some(served),
        }
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A cookie of somebody who is signed in.
    pub(crate) async fn cookie(&self, surface: Surface, holder: Holder) -> String {
        let token = self.node.accounts.sign_in(EVENT, holder).await.unwrap();
        format!("regie-{}={}", surface.name(), token.to_text())
    }

    pub(crate) fn live(&self, way: &str) -> String {
        format!("/live/{EVENT}/{way}")
    }

    /// Tells the server to go away; returns when it is gone.
    pub(crate) async fn end(&mut self) {
        drop(self.end.take());
        if let Some(served) = self.served.take() {
            within("the end", served).await.unwrap();
        }
    }

    /// One HTTP request of its own connection.
    pub(crate) async fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut text =
            format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n");
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() || method == "POST" {
            text.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        text.push_str("\r\n");
        let bytes = self.raw(&[text.as_bytes(), body].concat()).await;
        Answer::parse(&bytes)
    }

    /// Whatever the server answers to these bytes until it closes.
    pub(crate) async fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut answer = Vec::new();
        within("an answer", stream.read_to_end(&mut answer))
            .await
            .unwrap();
        answer
    }

    pub(crate) async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.request("GET", path, &[("cookie", cookie)], b"").await
    }

    pub(crate) async fn post(&self, path: &str, cookie: &str, kind: &str, body: &[u8]) -> Answer {
        let origin = self.origin();
        let headers = [
            ("cookie", cookie),
            ("origin", &origin),
            ("content-type", kind),
        ];
        self.request("POST", path, &headers, body).await
    }

    /// Asks for a socket with these headers.
    pub(crate) async fn upgrade(
        &self,
        headers: &[(&'static str, &str)],
    ) -> Result<Socket, tungstenite::Error> {
        self.upgrade_at(&self.live("socket"), headers).await
    }

    /// Asks for a socket at an address.
    pub(crate) async fn upgrade_at(
        &self,
        path: &str,
        headers: &[(&'static str, &str)],
    ) -> Result<Socket, tungstenite::Error> {
        let url = format!("ws://127.0.0.1:{}{path}", self.port);
        let mut request = url.into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().append(*name, value.parse().unwrap());
        }
        let opened = tokio_tungstenite::connect_async(request).await?;
        Ok(Socket { socket: opened.0 })
    }

    /// A socket of somebody whose machine takes little before the server has to wait.
    pub(crate) async fn narrow_socket(&self, cookie: &str) -> Socket {
        let url = format!("ws://127.0.0.1:{}{}", self.port, self.live("socket"));
        let mut request = url.into_client_request().unwrap();
        let origin = self.origin();
        for (name, value) in [
            ("origin", &*origin),
            ("cookie", cookie),
            ("sec-websocket-protocol", SUBPROTOCOL),
        ] {
            request.headers_mut().append(name, value.parse().unwrap());
        }
        let plug = TcpSocket::new_v4().unwrap();
        plug.set_recv_buffer_size(4_096).unwrap();
        let stream = plug
            .connect(([127, 0, 0, 1], self.port).into())
            .await
            .unwrap();
        let stream = MaybeTlsStream::Plain(stream);
        let opened = tokio_tungstenite::client_async(request, stream).await;
        Socket {
            socket: opened.unwrap().0,
        }
    }

    /// A socket as a browser opens it.
    pub(crate) async fn socket(&self, cookie: &str) -> Socket {
        let origin = self.origin();
        let headers = [
            ("origin", &*origin),
            ("cookie", cookie),
            ("sec-websocket-protocol", SUBPROTOCOL),
        ];
        self.upgrade(&headers).await.unwrap()
    }
}

/// An HTTP answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HashMap<String, String>,
    /// Every cookie that was set.
    pub(crate) cookies: Vec<String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let split = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .expect("a whole head");
        let head = String::from_utf8_lossy(&bytes[..split]);
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        let headers: HashMap<String, String> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let cookies = head
            .split("\r\n")
            .filter_map(|line| line.split_once(": "))
            .filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
            .map(|(_, value)| value.to_owned())
            .collect();
        let mut body = bytes[split + 4..].to_vec();
        if headers
            .get("transfer-encoding")
            .is_some_and(|coding| coding == "chunked")
        {
            body = unchunked(&body);
        }
        Self {
            status,
            headers,
            cookies,
            body,
        }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub(crate) fn messages(&self) -> Vec<(Frame, ServerMessage)> {
        let frames = Frame::decode_all(&self.body).unwrap();
        frames
            .into_iter()
            .map(|frame| (frame.clone(), ServerMessage::from_frame(&frame).unwrap()))
            .collect()
    }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    while let Some(end) = body.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap(), 16).unwrap();
        plain.extend_from_slice(&body[end + 2..end + 2 + length]);
        body = &body[end + 4 + length..];
    }
    plain
}

/// A client's socket.
pub(crate) struct Socket {
    pub(crate) socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Socket {
    pub(crate) async fn say(&mut self, message: impl Into<ClientMessage>) {
        self.send(message.into().to_frame().encode()).await;
    }

    pub(crate) async fn send(&mut self, bytes: Vec<u8>) {
        self.socket
            .send(Message::Binary(bytes.into()))
            .await
            .unwrap();
    }

    pub(crate) async fn greet(&mut self) {
        self.say(hello()).await;
        self.until("the welcome", |message| {
            matches!(message, ServerMessage::Welcome(_))
        })
        .await;
    }

    /// Greets, loads the snapshot and follows from there.
    pub(crate) async fn join(&mut self, stage: &Stage, cookie: &str) -> SnapshotAnswer {
        self.greet().await;
        self.join_again(stage, cookie).await
    }

    /// Loads a snapshot and follows from there.
    pub(crate) async fn join_again(&mut self, stage: &Stage, cookie: &str) -> SnapshotAnswer {
        let answer = snapshot(stage, cookie).await;
        let cursors = List::new(answer.cursors.clone()).unwrap();
        self.say(Follow { cursors }).await;
        answer
    }

    /// Everything up to the first message for which `is_it` holds, that one last.
    pub(crate) async fn until(
        &mut self,
        what: &str,
        is_it: impl Fn(&ServerMessage) -> bool,
    ) -> Vec<(Frame, ServerMessage)> {
        within(what, async {
            let mut heard = Vec::new();
            loop {
                let Some(Ok(message)) = self.socket.next().await else {
                    panic!("the socket closed before {what}; heard {heard:?}")
                };
                let Message::Binary(bytes) = message else {
                    continue;
                };
                for frame in Frame::decode_all(&bytes).unwrap() {
                    let message = ServerMessage::from_frame(&frame).unwrap();
                    heard.push((frame, message));
                }
                if let Some(at) = heard.iter().position(|(_, message)| is_it(message)) {
                    heard.truncate(at + 1);
                    return heard;
                }
            }
        })
        .await
    }

    /// The next refusal of a message.
    pub(crate) async fn refusal(&mut self) -> Reject {
        let heard = self
            .until("a refusal", |message| {
                matches!(message, ServerMessage::MessageRefused(_))
            })
            .await;
        match heard.last() {
            Some((_, ServerMessage::MessageRefused(m))) => {
                Reject::decode(m.kind, &m.payload).unwrap()
            }
            other => panic!("{other:?}"),
        }
    }

    /// What the server says until it closes, and the code that it closes with.
    pub(crate) async fn closing(&mut self) -> (Vec<ServerMessage>, Option<u16>) {
        within("the close", async {
            let mut heard = Vec::new();
            loop {
                match self.socket.next().await {
                    Some(Ok(Message::Binary(bytes))) => {
                        for frame in Frame::decode_all(&bytes).unwrap() {
                            heard.push(ServerMessage::from_frame(&frame).unwrap());
                        }
                    }
                    Some(Ok(Message::Close(frame))) => {
                        return (heard, frame.map(|frame| frame.code.into()));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return (heard, None),
                }
            }
        })
        .await
    }
}

pub(crate) fn hello() -> Hello {
    Hello {
        versions: PROTOCOL_VERSIONS,
        schema: SCHEMA,
        cursors: List::default(),
    }
}

pub(crate) async fn snapshot(stage: &Stage, cookie: &str) -> SnapshotAnswer {
    let answer = stage.get(&stage.live("snapshot"), cookie).await;
    assert_eq!(
        (answer.status, answer.header("content-encoding")),
        (200, "gzip")
    );
    let mut plain = Vec::new();
    std::io::Read::read_to_end(
        &mut flate2::read::GzDecoder::new(&answer.body[..]),
        &mut plain,
    )
    .unwrap();
    SnapshotAnswer::decode(&plain).unwrap()
}

/// The status that a refused upgrade was answered with.
pub(crate) fn refused(opened: Result<Socket, tungstenite::Error>) -> http::StatusCode {
    match opened {
        Err(tungstenite::Error::Http(response)) => response.status(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("the socket opened"),
    }
}
