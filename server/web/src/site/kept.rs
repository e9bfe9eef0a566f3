//! Rendered pages in memory, and how a browser asks whether its own copy is still good.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::id::EventId;
use protocol::site::Language;

/// Pages kept; when there are more, all are rendered anew in time.
const PAGES_KEPT_MAX: usize = 512;

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
#[derive(Clone, Debug)]
pub(super) struct Ready {
    html: Bytes,
    tag: HeaderValue,
}

impl Ready {
    pub(super) fn of(html: String) -> Self {
        // Not against forgery: only to tell one text from another, alike on every node.
        let mut hasher = DefaultHasher::new();
        html.hash(&mut hasher);
        let tag = format!("\"{:016x}-{:x}\"", hasher.finish(), html.len());
        let tag = HeaderValue::from_str(&tag).expect("hexadecimal digits");
        let html = Bytes::from(html);
        Self { html, tag }
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
            (header::ETAG, self.tag.clone()),
        ];
        if status == StatusCode::OK && knows(asked, &self.tag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        (status, headers, self.html.clone()).into_response()
    }
}

fn knows(asked: &HeaderMap, tag: &HeaderValue) -> bool {
    let tag = tag.to_str().unwrap_or_default();
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

/// The pages that are kept.
#[derive(Debug, Default)]
pub(crate) struct Rendered(Mutex<HashMap<Key, (Stand, Arc<Ready>)>>);

impl Rendered {
    /// The page as of a stand, if it is kept.
    pub(super) fn find(&self, key: &Key, stand: Stand) -> Option<Arc<Ready>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (as_of, ready) = kept.get(key)?;
        (*as_of == stand).then(|| ready.clone())
    }

    pub(super) fn keep(&self, key: Key, stand: Stand, ready: Arc<Ready>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= PAGES_KEPT_MAX && !kept.contains_key(&key) {
            kept.clear();
        }
        kept.insert(key, (stand, ready));
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
        assert!(rendered.0.lock().unwrap().len() <= PAGES_KEPT_MAX);
        assert!(rendered.find(&key(PAGES_KEPT_MAX), stand(1)).is_some());
        assert!(rendered.find(&key(PAGES_KEPT_MAX), stand(2)).is_none());
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
