//! Rendered pages in memory, and how a browser asks whether its own copy is still good.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write as _;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use protocol::id::EventId;
use protocol::site::Language;

use crate::assets::accepts_gzip;

/// Pages kept; when there are more, all are rendered anew in time.
const PAGES_KEPT_MAX: usize = 512;
/// Bytes of their texts, for the same reason.
const PAGES_KEPT_BYTES_MAX: usize = 24 * 1024 * 1024;
/// Smaller pages are sent as they are: one packet either way.
const PACKED_FROM_BYTES: usize = 1_024;
/// A page is packed while somebody waits: what the higher levels gain is less than they take.
const PACKED_AT: Compression = Compression::new(4);

/// Of what a rendering is one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) event: EventId,
    pub(super) language: Language,
    pub(super) slug: String,
}

/// What it was rendered from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stand {
    /// Revision of the site.
    pub(super) revision: u64,
    /// Newest entry of the event.
    pub(super) seq: u64,
    /// Version of the event's labels.
    pub(super) labels: u64,
}

/// A page, ready to be sent.
#[derive(Debug)]
pub(super) struct Ready {
    html: Bytes,
    /// The same packed, once somebody asked for it so.
    packed: OnceLock<Bytes>,
    /// A weak one: both are the same page.
    tag: HeaderValue,
}

impl Ready {
    pub(super) fn of(html: String) -> Self {
        // Not against forgery: only to tell one text from another, alike on every node.
        let mut hasher = DefaultHasher::new();
        html.hash(&mut hasher);
        let tag = format!("W/\"{:016x}-{:x}\"", hasher.finish(), html.len());
        let tag = HeaderValue::from_str(&tag).expect("hexadecimal digits");
        let html = Bytes::from(html);
        let packed = OnceLock::new();
        Self { html, packed, tag }
    }

    /// The page, or word that the browser has it already.
    pub(super) fn answer(&self, status: StatusCode, asked: &HeaderMap) -> Response {
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            ),
            // Kept by whoever likes, and asked for again each time.
            (
                header::CACHE_CONTROL,
                HeaderValue::from_static("public, no-cache"),
            ),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
            (header::ETAG, self.tag.clone()),
        ];
        if status == StatusCode::OK && knows(asked, &self.tag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        if self.html.len() < PACKED_FROM_BYTES || !accepts_gzip(asked) {
            return (status, headers, self.html.clone()).into_response();
        }
        let packed = self.packed.get_or_init(|| pack(&self.html)).clone();
        let encoding = [(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))];
        (status, headers, encoding, packed).into_response()
    }
}

fn pack(html: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(html.len() / 3), PACKED_AT);
    let written = encoder.write_all(html).and_then(|()| encoder.finish());
    Bytes::from(written.expect("memory takes every byte"))
}

fn knows(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    let tag = tag.to_str().unwrap_or_default();
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || bare(known) == bare(tag))
}

/// A tag without word of its weakness, which makes no difference here.
fn bare(tag: &str) -> &str {
    tag.trim_start_matches("W/")
}

/// The pages that are kept.
#[derive(Debug, Default)]
pub(crate) struct Rendered(Mutex<Pages>);

#[derive(Debug, Default)]
struct Pages {
    by_key: HashMap<Key, (Stand, Arc<Ready>)>,
    n_bytes: usize,
}

impl Rendered {
    /// The page as of a stand, if it is kept.
    pub(super) fn find(&self, key: &Key, stand: Stand) -> Option<Arc<Ready>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (as_of, ready) = kept.by_key.get(key)?;
        (*as_of == stand).then(|| ready.clone())
    }

    pub(super) fn keep(&self, key: Key, stand: Stand, ready: Arc<Ready>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = kept.by_key.len() >= PAGES_KEPT_MAX && !kept.by_key.contains_key(&key);
        if is_full || kept.n_bytes + ready.html.len() > PAGES_KEPT_BYTES_MAX {
            *kept = Pages::default();
        }
        kept.n_bytes += ready.html.len();
        if let Some((_, former)) = kept.by_key.insert(key, (stand, ready)) {
            kept.n_bytes -= former.html.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_kept_for_its_stand_only_and_never_too_many() {
        let rendered = Rendered::default();
        let stand = |revision| Stand {
            revision,
            seq: 1,
            labels: 1,
        };
        let key = |n: usize| Key {
            event: EventId::example(1),
            language: Language::French,
            slug: n.to_string(),
        };
        let ready = Arc::new(Ready::of("<html>".into()));
        for n in 0..=PAGES_KEPT_MAX {
            rendered.keep(key(n), stand(1), ready.clone());
        }
        let n_kept = rendered.0.lock().unwrap().by_key.len();
        assert!(n_kept <= PAGES_KEPT_MAX);
        assert_eq!(rendered.0.lock().unwrap().n_bytes, n_kept * "<html>".len());
        assert!(rendered.find(&key(PAGES_KEPT_MAX), stand(1)).is_some());
        assert!(rendered.find(&key(PAGES_KEPT_MAX), stand(2)).is_none());
    }

    #[test]
    fn large_pages_are_fewer() {
        let rendered = Rendered::default();
        let large = Arc::new(Ready::of("x".repeat(PAGES_KEPT_BYTES_MAX / 4)));
        let stand = Stand {
            revision: 1,
            seq: 1,
            labels: 1,
        };
        for n in 0..9 {
            let key = Key {
                event: EventId::example(1),
                language: Language::French,
                slug: n.to_string(),
            };
            rendered.keep(key, stand, large.clone());
            assert!(rendered.0.lock().unwrap().n_bytes <= PAGES_KEPT_BYTES_MAX);
        }
    }

    #[test]
    fn a_page_is_packed_for_whoever_can_unpack_it() {
        use std::io::Read as _;

        let html = "<p>Énergies de la mer</p>".repeat(200);
        let ready = Ready::of(html.clone());
        let mut asked = HeaderMap::new();
        let plain = ready.answer(StatusCode::OK, &asked);
        assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
        asked.insert(header::ACCEPT_ENCODING, "br, gzip".parse().unwrap());
        let packed = ready.answer(StatusCode::OK, &asked);
        assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(packed.headers()[header::VARY], "accept-encoding");
        assert_eq!(
            packed.headers()[header::ETAG],
            plain.headers()[header::ETAG]
        );
        let bytes = ready.packed.get().unwrap();
        assert!(bytes.len() * 5 < html.len());
        let mut unpacked = String::new();
        let mut reader = flate2::read::GzDecoder::new(&bytes[..]);
        reader.read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, html);
        let small = Ready::of("<p>".into()).answer(StatusCode::OK, &asked);
        assert!(!small.headers().contains_key(header::CONTENT_ENCODING));
    }

    #[test]
    fn who_has_the_page_is_told_so() {
        let ready = Ready::of("<html>".into());
        let mut asked = HeaderMap::new();
        let fresh = ready.answer(StatusCode::OK, &asked);
        assert_eq!(fresh.status(), StatusCode::OK);
        let tag = fresh.headers()[header::ETAG].to_str().unwrap().to_owned();
        for value in [tag.clone(), format!("\"x\", W/{tag}"), "*".into()] {
            asked.insert(header::IF_NONE_MATCH, value.parse().unwrap());
            let answer = ready.answer(StatusCode::OK, &asked);
            assert_eq!(answer.status(), StatusCode::NOT_MODIFIED, "{value}");
            let gone = ready.answer(StatusCode::GONE, &asked);
            assert_eq!(gone.status(), StatusCode::GONE);
        }
        asked.insert(header::IF_NONE_MATCH, "\"x\"".parse().unwrap());
        assert_eq!(
            ready.answer(StatusCode::OK, &asked).status(),
            StatusCode::OK
        );
    }
}
