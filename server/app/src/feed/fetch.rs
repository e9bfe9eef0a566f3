//! One conditional call for a feed.
//!
//! We open the connection ourselves, to a number that was checked. There is no pool, no proxy of
//! the environment and no cookie, and packed answers are neither asked for nor taken: what may
//! arrive is what is counted.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

use super::address::{self, Origin};
use super::{FeedFault, Item, read};

/// How long everything may take, with what it leads on to.
const WHOLE_MAX: Duration = Duration::from_secs(10);
/// Bytes of a feed.
const BYTES_MAX: usize = 1024 * 1024;
/// Bytes of the head of an answer.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// How often an answer may lead on.
const REDIRECTS_MAX: usize = 3;
/// Numbers of a name that are tried.
const NUMBERS_MAX: usize = 3;
/// Characters of a tag or a date that we give back; longer ones are not kept.
const TAG_CHARS_MAX: usize = 300;
/// What we take.
const ACCEPT: &str =
    "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8";

/// What the server said of what we have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The tag of it.
    pub etag: String,
    /// When it changed last.
    pub modified: String,
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// What we have is what there is.
    Unchanged,
    /// The entries, and what to say at the next call.
    New(Vec<Item>, Mark),
}

/// Calls for feeds.
#[derive(Clone)]
pub struct Fetcher {
    tls: TlsConnector,
    exempt: Option<Origin>,
    whole_max: Duration,
}

impl Fetcher {
    /// That calls public servers, and this one of our own machine if there is one.
    ///
    /// # Panics
    /// Never: the algorithms are those that the library names as safe.
    #[must_use]
    pub fn new(exempt: Option<Origin>) -> Self {
        let roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned();
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider knows the versions")
            .with_root_certificates(RootCertStore::from_iter(roots))
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Self {
            tls: TlsConnector::from(Arc::new(config)),
            exempt,
            whole_max: WHOLE_MAX,
        }
    }

    /// With less patience, for tests.
    #[must_use]
    pub fn patient_for(self, whole_max: Duration) -> Self {
        Self { whole_max, ..self }
    }

    /// Reads a feed, unless it is what we have.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub async fn fetch(&self, text: &str, known: &Mark) -> Result<Fetched, FeedFault> {
        let whole = self.follow(text, known);
        match tokio::time::timeout(self.whole_max, whole).await {
            Ok(fetched) => fetched,
            Err(_) => Err(FeedFault::Slow),
        }
    }

    async fn follow(&self, text: &str, known: &Mark) -> Result<Fetched, FeedFault> {
        let mut url = address::check(text, self.exempt.as_ref())?;
        for _ in 0..=REDIRECTS_MAX {
            let answer = self.call(&url, known).await?;
            match answer.status().as_u16() {
                200 => return taken(answer, &url).await,
                304 => return Ok(Fetched::Unchanged),
                301 | 302 | 303 | 307 | 308 => {
                    let to = answer.headers().get(header::LOCATION);
                    let to = to.and_then(|to| to.to_str().ok());
                    let to = to.and_then(|to| url.join(to).ok());
                    let to = to.ok_or(FeedFault::Redirects)?;
                    url = address::check(to.as_str(), self.exempt.as_ref())?;
                }
                status => return Err(FeedFault::Status(status)),
            }
        }
        Err(FeedFault::Redirects)
    }

    async fn call(&self, url: &Url, known: &Mark) -> Result<Response<Incoming>, FeedFault> {
        let stream = self.connect(url).await?;
        if url.scheme() != "https" {
            return ask(stream, url, known).await;
        }
        let name = match url.host() {
            Some(Host::Domain(name)) => ServerName::try_from(name.trim_end_matches('.').to_owned())
                .map_err(|_| FeedFault::Address)?,
            Some(Host::Ipv4(ip)) => ServerName::from(std::net::IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => ServerName::from(std::net::IpAddr::V6(ip)),
            None => return Err(FeedFault::Address),
        };
        let shaken = self.tls.connect(name, stream).await;
        ask(shaken.map_err(|_| FeedFault::Certificate)?, url, known).await
    }

    /// A connection to a number that was checked.
    async fn connect(&self, url: &Url) -> Result<TcpStream, FeedFault> {
        let port = url.port_or_known_default().ok_or(FeedFault::Address)?;
        let numbers: Vec<SocketAddr> = match url.host() {
            Some(Host::Domain(name)) => tokio::net::lookup_host((name, port))
                .await
                .map_err(|_| FeedFault::Unknown)?
                .collect(),
            Some(Host::Ipv4(ip)) => vec![SocketAddr::from((ip, port))],
            Some(Host::Ipv6(ip)) => vec![SocketAddr::from((ip, port))],
            None => return Err(FeedFault::Address),
        };
        // A name that also stands for one of ours is not a public server's.
        let is_exempt = address::is_exempt(url, self.exempt.as_ref());
        if !is_exempt && !numbers.iter().all(|number| address::is_public(number.ip())) {
            return Err(FeedFault::Address);
        }
        if numbers.is_empty() {
            return Err(FeedFault::Unknown);
        }
        for number in numbers.into_iter().take(NUMBERS_MAX) {
            if let Ok(stream) = TcpStream::connect(number).await {
                return Ok(stream);
            }
        }
        Err(FeedFault::Connection)
    }
}

async fn ask<S>(stream: S, url: &Url, known: &Mark) -> Result<Response<Incoming>, FeedFault>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut call = http1::Builder::new();
    call.max_buf_size(HEAD_BYTES_MAX);
    let shaken = call.handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = shaken.map_err(|_| FeedFault::Connection)?;
    let asked = request(url, known)?;
    // It ends when the answer is read or let go.
    tokio::spawn(async move { connection.await.ok() });
    let answer = sender.send_request(asked).await;
    answer.map_err(|_| FeedFault::Connection)
}

fn request(url: &Url, known: &Mark) -> Result<Request<Empty<Bytes>>, FeedFault> {
    let host = url.host_str().ok_or(FeedFault::Address)?;
    let host = match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let mut asked = Request::get(path)
        .header(header::HOST, host)
        .header(header::USER_AGENT, "Regie feed reader")
        .header(header::ACCEPT, ACCEPT)
        .header(header::ACCEPT_ENCODING, "identity")
        .header(header::CONNECTION, "close");
    for (name, value) in [
        (header::IF_NONE_MATCH, &known.etag),
        (header::IF_MODIFIED_SINCE, &known.modified),
    ] {
        if let (false, Ok(value)) = (value.is_empty(), HeaderValue::from_str(value)) {
            asked = asked.header(name, value);
        }
    }
    asked.body(Empty::new()).map_err(|_| FeedFault::Address)
}

/// The entries of an answer that is not longer than it may be.
async fn taken(answer: Response<Incoming>, url: &Url) -> Result<Fetched, FeedFault> {
    let headers = answer.headers().clone();
    let is_packed = headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    if is_packed {
        return Err(FeedFault::NoFeed);
    }
    let mut body = answer.into_body();
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| FeedFault::Connection)?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if bytes.len() + data.len() > BYTES_MAX {
            return Err(FeedFault::TooLarge);
        }
        bytes.extend_from_slice(&data);
    }
    let mark = Mark {
        etag: said(&headers, &header::ETAG),
        modified: said(&headers, &header::LAST_MODIFIED),
    };
    let kind = said(&headers, &header::CONTENT_TYPE).to_ascii_lowercase();
    let charset = kind.split_once("charset=").map(|(_, rest)| {
        let rest = rest.split(';').next().unwrap_or_default();
        rest.trim_matches([' ', '"', '\'']).to_owned()
    });
    Ok(Fetched::New(
        read::read(&bytes, charset.as_deref(), url)?,
        mark,
    ))
}

/// What a header says, where it is short and plain.
fn said(headers: &HeaderMap, name: &header::HeaderName) -> String {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    let value = value.filter(|value| value.len() <= TAG_CHARS_MAX);
    value.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
