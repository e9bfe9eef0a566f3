//! News of elsewhere: named by the organiser, read by us, shown to visitors as text.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::Holder;
use app::feed::fetch::Fetcher;
use app::feed::{FeedWork, Origin};
use app::jobs::Jobs;
use app::port::SeededRandom;
use app::testing::{EVENT, MAIN};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use web::{Limits, Surface};

use crate::public::site_on;
use crate::stage::{Answer, Stage};

const FORM: &str = "application/x-www-form-urlencoded";

/// A server of this machine that answers every call with what it is given.
struct Source {
    origin: String,
    answer: Arc<Mutex<String>>,
    n_calls: Arc<Mutex<u32>>,
}

impl Source {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (answer, n_calls) = (Arc::new(Mutex::new(String::new())), Arc::default());
        let source = Self {
            origin,
            answer: answer.clone(),
            n_calls: Arc::clone(&n_calls),
        };
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                *n_calls.lock().unwrap() += 1;
                let text = answer.lock().unwrap().clone();
                stream.write_all(text.as_bytes()).await.unwrap();
            }
        });
        source
    }

    fn answers(&self, status: &str, body: &str) {
        let n_bytes = body.len();
        *self.answer.lock().unwrap() =
            format!("HTTP/1.1 {status}\r\ncontent-length: {n_bytes}\r\n\r\n{body}");
    }

    fn n_calls(&self) -> u32 {
        *self.n_calls.lock().unwrap()
    }
}

/// An event with a site, its organiser, and what reads its feed.
struct Desk {
    stage: Stage,
    cookie: String,
    source: Source,
    feeds: Arc<FeedWork>,
    jobs: Arc<Jobs>,
}

impl Desk {
    async fn open() -> Self {
        let source = Source::start().await;
        let exempt = Origin::parse(&source.origin);
        let stage = Stage::with(|set| set.feed_origin.clone_from(&exempt), Limits::default());
        let stage = site_on(stage.await).await;
        let cookie = stage.cookie(Surface::Console, Holder::Staff(MAIN)).await;
        let store = stage.node.store.clone();
        let (clock, random) = (
            Arc::new(stage.node.clock.clone()),
            Arc::new(SeededRandom::new(5)),
        );
        let fetcher = Fetcher::new(exempt).patient_for(Duration::from_secs(5));
        Self {
            feeds: FeedWork::new(store.clone(), clock.clone(), random.clone(), fetcher),
            jobs: Jobs::new(store, clock, random),
            stage,
            cookie,
            source,
        }
    }

    async fn save(&self, revision: u32, fields: &str) -> Answer {
        let path = format!("/desk/{EVENT}/look");
        let body = format!("revision={revision}&{fields}");
        self.stage
            .post(&path, &self.cookie, FORM, body.as_bytes())
            .await
    }

    fn fields(&self, go: &str) -> String {
        let address = self.source.origin.replace(':', "%3A").replace('/', "%2F");
        format!(
            "news_address={address}%2Ffeed&news_fr=Actualit%C3%A9s&news_en=&news_shown=2&go={go}"
        )
    }

    /// Reads what is due; how many feeds were.
    async fn read(&self) -> usize {
        self.feeds.queue_due().await.unwrap();
        self.jobs.work_off(&*self.feeds).await.unwrap()
    }

    async fn page(&self) -> String {
        let path = format!("/desk/{EVENT}/look");
        let page = self.stage.get(&path, &self.cookie).await;
        assert_eq!(page.status, 200);
        page.text()
    }

    async fn welcome(&self) -> Answer {
        self.stage.get("/e/cap/fr", "").await
    }

    fn later(&self, minutes: u64) {
        let clock = &self.stage.node.clock;
        clock.advance(Duration::from_secs(60 * minutes));
    }
}

fn rss(items: &str) -> String {
    format!("<rss><channel><title>Fil</title>{items}</channel></rss>")
}

const ITEMS: &str = "<item><title>Le &lt;em&gt;quai&lt;/em&gt; \"ouvre\" &amp;lt;script&amp;gt;</title>\
    <link>https://a.example.org/1?a=1&amp;b=2</link><pubDate>Mon, 23 Nov 2026 09:00:00 GMT</pubDate></item>\
    <item><title>Sans lien</title><link>javascript:alert(1)</link></item>\
    <item><title>De trop</title></item>";

#[tokio::test]
async fn visitors_read_the_last_entries_as_text_even_when_the_feed_is_down() {
    let desk = Desk::open().await;
    desk.source.answers("200 OK", &rss(ITEMS));
    assert_eq!(desk.save(0, &desk.fields("save")).await.status, 303);
    let before = desk.welcome().await;
    assert!(
        !before.text().contains("Actualités"),
        "nothing was read yet"
    );
    assert!(desk.page().await.contains("pas encore pu être lu"));

    assert_eq!(desk.read().await, 1);
    let shown = desk.welcome().await;
    let text = shown.text();
    for part in [
        "Actualités</h2>",
        "href=\"https://a.example.org/1?a=1&#38;b=2\" rel=\"nofollow noopener\"",
        "Le quai &#34;ouvre&#34; &#60;script&#62;",
        "<time datetime=\"2026-11-23\">23 novembre 2026</time>",
        "<h3>Sans lien</h3>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!text.contains("De trop") && !text.contains("javascript"));
    assert_ne!(shown.header("etag"), before.header("etag"));
    let english = desk.stage.get("/e/cap/en", "").await.text();
    assert!(english.contains("Actualités</h2>") && english.contains("23 November 2026"));

    // Not before its time, and what was read stays when the feed is down.
    assert_eq!(desk.read().await, 0);
    desk.later(40);
    desk.source.answers("503 Service Unavailable", "");
    assert_eq!(desk.read().await, 1);
    let down = desk.welcome().await;
    assert_eq!(down.header("etag"), shown.header("etag"));
    let page = desk.page().await;
    assert!(page.contains("répond par l’erreur 503"), "{page}");
    assert!(page.contains("restent montrés"));

    desk.later(40);
    desk.source
        .answers("200 OK", &rss("<item><title>Autre</title></item>"));
    assert_eq!(desk.read().await, 1);
    let other = desk.welcome().await;
    assert!(other.text().contains("Autre") && !other.text().contains("Sans lien"));
    assert_ne!(other.header("etag"), shown.header("etag"));
    assert!(!desk.page().await.contains("sans succès"));
    assert_eq!(desk.source.n_calls(), 3);
}

#[tokio::test]
async fn organisers_have_it_read_again_and_take_it_away() {
    let desk = Desk::open().await;
    desk.source.answers("200 OK", &rss(ITEMS));
    assert_eq!(desk.save(0, &desk.fields("save")).await.status, 303);
    desk.read().await;
    let again = desk.save(1, &desk.fields("again")).await;
    assert_eq!(again.status, 303);
    assert!(again.header("location").ends_with("#news"));
    assert_eq!(desk.read().await, 0, "it was read a moment ago");
    desk.later(1);
    assert_eq!(desk.read().await, 1);

    assert_eq!(desk.save(2, "go=save").await.status, 303);
    assert!(!desk.welcome().await.text().contains("Actualités"));
    desk.later(60);
    assert_eq!(desk.read().await, 0);
    assert_eq!(desk.source.n_calls(), 2);
}

#[tokio::test]
async fn what_cannot_stand_is_said_at_its_field_and_kept() {
    let desk = Desk::open().await;
    for (fields, field) in [
        (
            "news_address=https%3A%2F%2F169.254.169.254%2F&news_fr=Fil&news_shown=5",
            "news_address-wrong",
        ),
        (
            "news_address=http%3A%2F%2Fnews.example.org%2F&news_fr=Fil&news_shown=5",
            "news_address-wrong",
        ),
        (
            "news_address=http%3A%2F%2F127.0.0.1%3A1%2F&news_fr=Fil&news_shown=5",
            "news_address-wrong",
        ),
        (
            "news_address=https%3A%2F%2Fnews.example.org%2F&news_fr=&news_en=Feed&news_shown=5",
            "news_fr-wrong",
        ),
        (
            "news_address=https%3A%2F%2Fnews.example.org%2F&news_fr=Fil&news_shown=11",
            "news_shown-wrong",
        ),
        (
            "news_address=https%3A%2F%2Fnews.example.org%2F&news_fr=Fil&news_shown=beaucoup",
            "news_shown-wrong",
        ),
    ] {
        let refused = desk.save(0, &format!("{fields}&go=save")).await;
        assert_eq!(refused.status, 422, "{fields}");
        let text = refused.text();
        let said = format!("aria-describedby=\"{field}\"");
        assert!(text.contains(&said) && text.contains(&format!("id=\"{field}\"")));
        for value in fields.split('&').filter_map(|pair| pair.split_once('=')) {
            let typed = value.1.replace("%3A", ":").replace("%2F", "/");
            assert!(text.contains(&format!("value=\"{typed}\"")), "{typed}");
        }
    }
    assert_eq!(desk.stage.node.store.site_feed(EVENT).await.unwrap(), None);
}

#[tokio::test]
async fn who_saw_something_older_is_shown_both() {
    let desk = Desk::open().await;
    let named = |word: &str| {
        format!("news_address=https%3A%2F%2F{word}.example.org%2F&news_fr=Fil&news_shown=5&go=save")
    };
    assert_eq!(desk.save(0, &named("first")).await.status, 303);
    let stale = desk.save(0, &named("second")).await;
    assert_eq!(stale.status, 409);
    let text = stale.text();
    assert!(text.contains("enregistré maintenant") && text.contains("https://first.example.org/"));
    assert!(text.contains("value=\"https://second.example.org/\""));
}
