//! A mail server of our own on the loopback, which misbehaves as it is told.
//!
//! It speaks as much SMTP as a relay does towards us, reads what it gets with a parser that is
//! not ours, and never accepts a command that a client should not send.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::{ServerConfig, version};

use crate::certificate::Certificates;

/// How the server behaves towards the next message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Takes it.
    Takes,
    /// Answers this to the recipient.
    Recipient(u16),
    /// Answers this after the data.
    Data(u16),
    /// Hangs up in the middle of the data.
    DropsInData,
    /// Takes it, and hangs up before saying so.
    TakesAndDrops,
    /// Says nothing until the client gives up.
    Silent,
}

/// What arrived.
#[derive(Clone, Debug)]
pub(crate) struct Arrived {
    pub(crate) recipients: Vec<String>,
    pub(crate) bytes: Vec<u8>,
    /// Whether the conversation was protected.
    pub(crate) is_protected: bool,
}

/// Whether the server can protect what is said, and from when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protection {
    /// It cannot.
    None,
    /// When it is asked to (RFC 3207).
    OnDemand,
    /// From the first byte (RFC 8314).
    Always,
}

#[derive(Debug, Default)]
struct Inner {
    manners: VecDeque<Manner>,
    arrived: Vec<Arrived>,
}

/// The server; it ends with this value.
#[derive(Debug)]
pub(crate) struct SmtpServer {
    pub(crate) address: SocketAddr,
    inner: Arc<Mutex<Inner>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl SmtpServer {
    /// Listens on a free port of the loopback.
    pub(crate) async fn start() -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap()).await
    }

    pub(crate) async fn start_protected(protection: Protection) -> Self {
        Self::start_as("127.0.0.1:0".parse().unwrap(), protection).await
    }

    pub(crate) async fn start_at(address: SocketAddr) -> Self {
        Self::start_as(address, Protection::None).await
    }

    async fn start_as(address: SocketAddr, protection: Protection) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let inner = Arc::new(Mutex::new(Inner::default()));
        let shared = inner.clone();
        let task = tokio::spawn(async move {
            let mut talks = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                talks.spawn(talk(Box::new(stream), protection, shared.clone()));
            }
        });
        Self {
            address,
            inner,
            task,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub(crate) fn behave(&self, manners: impl IntoIterator<Item = Manner>) {
        self.inner.lock().unwrap().manners.extend(manners);
    }

    pub(crate) fn arrived(&self) -> Vec<Arrived> {
        self.inner.lock().unwrap().arrived.clone()
    }
}

/// What is spoken over.
trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}
type Stream = BufReader<Box<dyn Wire>>;

async fn protected(wire: Box<dyn Wire>) -> std::io::Result<Box<dyn Wire>> {
    let (certificates, key) = Certificates::get().server();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&version::TLS13])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .unwrap();
    let stream = TlsAcceptor::from(Arc::new(config)).accept(wire).await?;
    Ok(Box::new(stream))
}

async fn say(stream: &mut Stream, line: &str) -> std::io::Result<()> {
    stream.write_all(format!("{line}\r\n").as_bytes()).await?;
    stream.flush().await
}

async fn talk(
    mut wire: Box<dyn Wire>,
    protection: Protection,
    inner: Arc<Mutex<Inner>>,
) -> std::io::Result<()> {
    let mut is_protected = protection == Protection::Always;
    if is_protected {
        wire = protected(wire).await?;
    }
    let mut stream = BufReader::new(wire);
    say(&mut stream, "220 mail.test ready").await?;
    let mut recipients: Vec<String> = Vec::new();
    let mut manner = Manner::Takes;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.trim_end().to_owned();
        let verb = command.get(..4).unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => {
                say(&mut stream, "250-mail.test").await?;
                if protection == Protection::OnDemand && !is_protected {
                    say(&mut stream, "250-STARTTLS").await?;
                }
                say(&mut stream, "250 SMTPUTF8").await?;
            }
            "STAR" if protection == Protection::OnDemand && !is_protected => {
                say(&mut stream, "220 go on").await?;
                stream = BufReader::new(protected(stream.into_inner()).await?);
                is_protected = true;
            }
            "MAIL" => {
                recipients.clear();
                manner = inner
                    .lock()
                    .unwrap()
                    .manners
                    .pop_front()
                    .unwrap_or(Manner::Takes);
                if manner == Manner::Silent {
                    // Until the client hangs up.
                    let mut rest = String::new();
                    while stream.read_line(&mut rest).await? > 0 {}
                    return Ok(());
                }
                say(&mut stream, "250 fine").await?;
            }
            "RCPT" => match manner {
                Manner::Recipient(code) => say(&mut stream, &format!("{code} no")).await?,
                _ => {
                    recipients.push(command[8..].trim_matches(['<', '>', ' ']).to_owned());
                    say(&mut stream, "250 fine").await?;
                }
            },
            "DATA" => {
                say(&mut stream, "354 go on").await?;
                if manner == Manner::DropsInData {
                    let mut some = String::new();
                    stream.read_line(&mut some).await?;
                    return Ok(());
                }
                let bytes = data(&mut stream).await?;
                if let Manner::Data(code) = manner {
                    say(&mut stream, &format!("{code} no")).await?;
                    continue;
                }
                let arrived = Arrived {
                    recipients: std::mem::take(&mut recipients),
                    bytes,
                    is_protected,
                };
                inner.lock().unwrap().arrived.push(arrived);
                if manner == Manner::TakesAndDrops {
                    return Ok(());
                }
                say(&mut stream, "250 taken").await?;
            }
            "RSET" | "NOOP" => say(&mut stream, "250 fine").await?,
            "QUIT" => {
                say(&mut stream, "221 bye").await?;
                return Ok(());
            }
            _ => panic!("the client said {command:?}"),
        }
    }
}

async fn data(stream: &mut Stream) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(bytes);
        }
        bytes.extend(line.strip_prefix(b".").unwrap_or(&line));
    }
}
