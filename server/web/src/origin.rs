//! Requests that change something, and sockets, only from our own pages.
//!
//! Cookies travel with requests that other sites cause. A browser says where a request comes
//! from in a header that pages cannot forge; it must be exactly one of ours. Nothing is allowed
//! to be missing, so a tool that is no browser says it as well.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::HttpError;

/// The origins of our own pages, as browsers write them.
#[derive(Clone, Debug)]
pub struct Origins(Arc<[String]>);

impl Origins {
    /// These origins and no others: `https://example.org`, without a path or a final slash.
    #[must_use]
    pub fn new(origins: impl IntoIterator<Item = String>) -> Self {
        Self(origins.into_iter().collect())
    }

    /// Whether the request says that it comes from one of our own pages.
    #[must_use]
    pub fn allow(&self, headers: &HeaderMap) -> bool {
        let mut origins = headers.get_all(header::ORIGIN).iter();
        let (Some(origin), None) = (origins.next(), origins.next()) else {
            return false;
        };
        let is_ours = self
            .0
            .iter()
            .any(|ours| ours.as_bytes() == origin.as_bytes());
        let mut sites = headers.get_all("sec-fetch-site").iter();
        is_ours && sites.all(|site| site.as_bytes() == b"same-origin")
    }
}

/// Refuses whatever could change something and does not come from our own pages.
pub(crate) async fn guard(
    State(origins): State<Origins>,
    request: Request,
    next: Next,
) -> Response {
    let is_safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if is_safe || origins.allow(request.headers()) {
        next.run(request).await
    } else {
        HttpError::WrongOrigin.into_response()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn ours() -> Origins {
        Origins::new([
            "https://regie.example.org".into(),
            "http://127.0.0.1:8080".into(),
        ])
    }

    fn allows(origins: &[&[u8]], sites: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for origin in origins {
            headers.append(header::ORIGIN, HeaderValue::from_bytes(origin).unwrap());
        }
        for site in sites {
            headers.append("sec-fetch-site", HeaderValue::from_str(site).unwrap());
        }
        ours().allow(&headers)
    }

    #[test]
    fn our_own_pages_pass() {
        for origin in ["https://regie.example.org", "http://127.0.0.1:8080"] {
            assert!(allows(&[origin.as_bytes()], &[]));
            assert!(allows(&[origin.as_bytes()], &["same-origin"]));
        }
    }

    #[test]
    fn every_variant_of_an_origin_is_refused() {
        const VARIANTS: [&str; 50] = [
            "",
            "null",
            "NULL",
            "*",
            "https://regie.example.org/",
            "https://regie.example.org/console",
            "https://regie.example.org?",
            "https://regie.example.org#",
            "https://regie.example.org:443",
            "https://regie.example.org:8443",
            "https://regie.example.org:80",
            "http://regie.example.org",
            "wss://regie.example.org",
            "ws://regie.example.org",
            "HTTPS://regie.example.org",
            "https://Regie.example.org",
            "https://REGIE.EXAMPLE.ORG",
            "https://regie.example.org.",
            "https://regie.example.org.evil.test",
            "https://regie.example.orgevil.test",
            "https://evil-regie.example.org",
            "https://evil.regie.example.org",
            "https://www.regie.example.org",
            "https://example.org",
            "https://org",
            "https://regie.example",
            "https://regie.example.com",
            "https://regie-example.org",
            "https://regieXexample.org",
            "https://regie.example.org@evil.test",
            "https://evil.test@regie.example.org",
            "https://user:pass@regie.example.org",
            "https://regie.example.org evil.test",
            "https://evil.test https://regie.example.org",
            "https://regie.example.org, https://evil.test",
            "https://regie.example.org,https://regie.example.org",
            "https://regie.example.org%00.evil.test",
            "https://regie.example.org%2eevil.test",
            "https://regie%2eexample%2eorg",
            "https://xn--regie-example.org",
            "//regie.example.org",
            "regie.example.org",
            "https:regie.example.org",
            "https:///regie.example.org",
            "http://127.0.0.1",
            "http://127.0.0.1:8081",
            "http://127.0.0.1:80800",
            "http://localhost:8080",
            "http://[::1]:8080",
            "file://",
        ];
        for origin in VARIANTS {
            assert!(!allows(&[origin.as_bytes()], &[]), "{origin:?} passed");
            assert!(
                !allows(&[origin.as_bytes()], &["same-origin"]),
                "{origin:?} passed"
            );
        }
    }

    #[test]
    fn a_missing_or_repeated_origin_and_another_site_are_refused() {
        const OURS: &[u8] = b"https://regie.example.org";
        assert!(!allows(&[], &[]));
        assert!(!allows(&[], &["same-origin"]));
        assert!(!allows(&[OURS, OURS], &[]));
        assert!(!allows(&[b"https://evil.test", OURS], &[]));
        assert!(!allows(&[b"https://regie.example.org\xff"], &[]));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!allows(&[OURS], &[site]), "{site}");
        }
        assert!(!allows(&[OURS], &["same-origin", "cross-site"]));
    }
}
