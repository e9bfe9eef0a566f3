use std::sync::Mutex;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

const FEED: &str = "<rss><channel><item><title>Le quai ouvre</title>\
    <link>https://a.example.org/1</link></item></channel></rss>";

/// How the server answers a call, by its path.
#[derive(Clone, Debug)]
enum Manner {
    /// With these bytes, head and all.
    Says(String),
    /// With the head of an answer and then bytes without end.
    Endless,
    /// With nothing, while the line stays open.
    Silent,
    /// A byte now and then.
    Drips,
    /// By hanging up.
    HangsUp,
}

/// A server of this machine, and the heads of the calls that came to it.
struct Server {
    origin: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(manner: impl Fn(&str) -> Manner + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (noted, manner) = (heard.clone(), Arc::new(manner));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, noted.clone(), manner.clone()));
            }
        });
        Self { origin, heard }
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    fn fetcher(&self) -> Fetcher {
        Fetcher::new(Origin::parse(&self.origin)).patient_for(Duration::from_secs(2))
    }

    async fn fetch(&self) -> Result<Fetched, FeedFault> {
        let address = format!("{}/feed", self.origin);
        self.fetcher().fetch(&address, &Mark::default()).await
    }
}

async fn answer(
    mut stream: TcpStream,
    heard: Arc<Mutex<Vec<String>>>,
    manner: Arc<impl Fn(&str) -> Manner>,
) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    heard.lock().unwrap().push(head);
    match manner(&path) {
        Manner::Says(text) => drop(stream.write_all(text.as_bytes()).await),
        Manner::Endless => {
            let begun = "HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\n\r\n<rss><channel>";
            let mut is_heard = stream.write_all(begun.as_bytes()).await.is_ok();
            while is_heard {
                is_heard = stream.write_all(&[b' '; 65_536]).await.is_ok();
            }
        }
        Manner::Silent => drop(stream.read_u8().await),
        Manner::Drips => {
            let mut is_heard = true;
            while is_heard {
                is_heard = stream.write_all(b"H").await.is_ok();
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        Manner::HangsUp => {}
    }
}

fn says(status: &str, headers: &str, body: &str) -> Manner {
    let n_bytes = body.len();
    Manner::Says(format!(
        "HTTP/1.1 {status}\r\ncontent-length: {n_bytes}\r\n{headers}\r\n{body}"
    ))
}

async fn fault(manner: Manner) -> FeedFault {
    let server = Server::start(move |_| manner.clone()).await;
    server.fetch().await.unwrap_err()
}

#[tokio::test]
async fn a_feed_is_read_once_and_asked_for_again_by_its_mark() {
    let marks = "etag: \"7\"\r\nlast-modified: Mon, 23 Nov 2026 08:00:00 GMT\r\n";
    let server = Server::start(move |_| says("200 OK", marks, FEED)).await;
    let Fetched::New(items, mark) = server.fetch().await.unwrap() else {
        panic!("nothing was known")
    };
    assert_eq!(items[0].title, "Le quai ouvre");
    let first = server.heard()[0].to_lowercase();
    assert!(first.starts_with("get /feed http/1.1\r\n"), "{first}");
    assert!(!first.contains("if-none-match") && !first.contains("cookie"));

    let same = Server::start(|_| says("304 Not Modified", "", "")).await;
    let address = format!("{}/feed?lang=fr", same.origin);
    let again = same.fetcher().fetch(&address, &mark).await;
    assert_eq!(again, Ok(Fetched::Unchanged));
    let asked = same.heard()[0].to_lowercase();
    assert!(asked.contains("get /feed?lang=fr "), "{asked}");
    assert!(asked.contains("if-none-match: \"7\""), "{asked}");
    assert!(
        asked.contains("if-modified-since: mon, 23 nov 2026"),
        "{asked}"
    );
}

#[tokio::test]
async fn whoever_answers_badly_is_let_go() {
    let status = says("500 Internal Server Error", "", "oh");
    assert_eq!(fault(status).await, FeedFault::Status(500));
    assert_eq!(
        fault(says("404 Not Found", "", "")).await,
        FeedFault::Status(404)
    );
    let html = says(
        "200 OK",
        "content-type: text/html\r\n",
        "<html><body>Hi</body></html>",
    );
    assert_eq!(fault(html).await, FeedFault::NoFeed);
    let bomb = "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><rss>&b;</rss>";
    assert_eq!(fault(says("200 OK", "", bomb)).await, FeedFault::NoFeed);
    let packed = says(
        "200 OK",
        "content-encoding: gzip\r\n",
        "what unpacks to much",
    );
    assert_eq!(fault(packed).await, FeedFault::NoFeed);
    assert_eq!(fault(Manner::HangsUp).await, FeedFault::Connection);
    assert_eq!(fault(Manner::Endless).await, FeedFault::TooLarge);
    assert_eq!(fault(Manner::Silent).await, FeedFault::Slow);
    assert_eq!(fault(Manner::Drips).await, FeedFault::Slow);
    let head = format!("x-long: {}\r\n", "a".repeat(2 * HEAD_BYTES_MAX));
    assert_eq!(
        fault(says("200 OK", &head, FEED)).await,
        FeedFault::Connection
    );
    // Less than it promised.
    let short = Manner::Says("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n<rss>".into());
    assert_eq!(fault(short).await, FeedFault::Connection);
}

#[tokio::test]
async fn an_answer_leads_on_three_times_and_never_to_what_may_not_be_called() {
    let server = Server::start(|path| {
        let n: u32 = path.trim_start_matches("/feed").parse().unwrap_or(0);
        if n < 3 {
            let to = format!("location: /feed{}\r\n", n + 1);
            return says("302 Found", &to, "");
        }
        says("200 OK", "", FEED)
    })
    .await;
    assert!(server.fetch().await.is_ok());
    assert_eq!(server.heard().len(), 4);
    let round = says("301 Moved Permanently", "location: /feed\r\n", "");
    assert_eq!(fault(round).await, FeedFault::Redirects);
    let nowhere = says("302 Found", "", "");
    assert_eq!(fault(nowhere).await, FeedFault::Redirects);

    let secret = Server::start(|_| says("200 OK", "", FEED)).await;
    for to in [
        format!("{}/feed", secret.origin),
        secret.origin.replace("http://", "https://"),
        "http://169.254.169.254/latest/meta-data".into(),
        "https://[::1]/".into(),
        "http://example.org/feed".into(),
        "file:///etc/passwd".into(),
    ] {
        let leads = says("302 Found", &format!("location: {to}\r\n"), "");
        assert_eq!(fault(leads).await, FeedFault::Address, "{to}");
    }
    assert!(secret.heard().is_empty());
}

#[tokio::test]
async fn nothing_of_this_machine_is_called_unless_it_is_let_through() {
    let server = Server::start(|_| says("200 OK", "", FEED)).await;
    let port = server.origin.rsplit(':').next().unwrap();
    let fetcher = Fetcher::new(None).patient_for(Duration::from_secs(2));
    for address in [
        format!("{}/feed", server.origin),
        format!("https://127.0.0.1:{port}/feed"),
        format!("http://localhost:{port}/feed"),
        "https://localhost/feed".into(),
    ] {
        let called = fetcher.fetch(&address, &Mark::default()).await;
        assert_eq!(called, Err(FeedFault::Address), "{address}");
    }
    // A name that stands for this machine, or for nothing, by the resolver at hand.
    let named = fetcher
        .fetch("https://feed.localhost/", &Mark::default())
        .await
        .unwrap_err();
    assert!(matches!(
        named,
        FeedFault::Address | FeedFault::Unknown | FeedFault::Slow
    ));
    assert!(server.heard().is_empty());
}

#[tokio::test]
async fn a_server_that_cannot_show_who_it_is_gets_no_call() {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let key = made.signing_key.serialize_der();
    let config = tokio_rustls::rustls::ServerConfig::builder_with_provider(Arc::new(
        ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_no_client_auth()
    .with_single_cert(vec![made.cert.der().clone()], key.try_into().unwrap())
    .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            acceptor.accept(stream).await.ok();
        }
    });
    let fetcher = Fetcher::new(Origin::parse(&origin));
    let called = fetcher.fetch(&origin, &Mark::default()).await;
    assert_eq!(called, Err(FeedFault::Certificate));
}
