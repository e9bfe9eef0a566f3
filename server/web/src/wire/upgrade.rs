//! From a request to a WebSocket: the opening handshake of RFC 6455, section 4.2.

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::response::Response;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tungstenite::handshake::derive_accept_key;

use crate::error::HttpError;

/// A well-formed request for a WebSocket.
pub(crate) struct Upgrade {
    accept: HeaderValue,
    offered: Vec<String>,
    on_upgrade: OnUpgrade,
}

impl Upgrade {
    /// Whether the client speaks a sub-protocol.
    pub(crate) fn offers(&self, protocol: &str) -> bool {
        self.offered.iter().any(|offered| offered == protocol)
    }

    /// The answer that grants it, and the way to the connection once that is out.
    pub(crate) fn grant(self, protocol: Option<&'static str>) -> (Response, Opening) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, self.accept);
        if let Some(protocol) = protocol {
            let protocol = HeaderValue::from_static(protocol);
            headers.insert(header::SEC_WEBSOCKET_PROTOCOL, protocol);
        }
        (response, Opening(self.on_upgrade))
    }
}

/// A connection that is about to change hands.
pub(crate) struct Opening(OnUpgrade);

impl Opening {
    /// The connection and what was read of it too early; none when the client has gone.
    pub(super) async fn connection(self) -> Option<(TcpStream, Vec<u8>)> {
        let upgraded = self.0.await.ok()?;
        let parts = upgraded
            .downcast::<TokioIo<TcpStream>>()
            .expect("the listening side hands out plain connections");
        Some((parts.io.into_inner(), parts.read_buf.to_vec()))
    }
}

impl<S: Sync> FromRequestParts<S> for Upgrade {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, HttpError> {
        let headers = &parts.headers;
        let is_request = parts.method == Method::GET
            && parts.version == Version::HTTP_11
            && has_word(headers, &header::CONNECTION, "upgrade")
            && has_word(headers, &header::UPGRADE, "websocket");
        if !is_request {
            return Err(HttpError::BadRequest("a WebSocket is to be asked for here"));
        }
        if !has_word(headers, &header::SEC_WEBSOCKET_VERSION, "13") {
            return Err(HttpError::BadRequest("only version 13 is served"));
        }
        let accept = headers
            .get(header::SEC_WEBSOCKET_KEY)
            .filter(|key| is_key(key.as_bytes()))
            .map(|key| derive_accept_key(key.as_bytes()))
            .and_then(|accept| HeaderValue::from_str(&accept).ok())
            .ok_or(HttpError::BadRequest("the key is missing or no key"))?;
        let offered = words(headers, &header::SEC_WEBSOCKET_PROTOCOL)
            .map(str::to_owned)
            .collect();
        let on_upgrade = parts
            .extensions
            .remove::<OnUpgrade>()
            .ok_or(HttpError::BadRequest("this connection cannot be upgraded"))?;
        Ok(Self {
            accept,
            offered,
            on_upgrade,
        })
    }
}

/// The words of a header that is a list, over all its lines.
fn words<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(name).into_iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
}

fn has_word(headers: &HeaderMap, name: &HeaderName, wanted: &str) -> bool {
    words(headers, name).any(|word| word.eq_ignore_ascii_case(wanted))
}

/// Sixteen bytes in base 64: 22 digits and two signs of padding.
fn is_key(key: &[u8]) -> bool {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    key.strip_suffix(b"==")
        .is_some_and(|digits| digits.len() == 22 && digits.iter().all(is_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(change: impl FnOnce(&mut HeaderMap)) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::CONNECTION,
            HeaderValue::from_static("keep-alive, Upgrade"),
        );
        change(&mut headers);
        headers
    }

    #[test]
    fn a_list_may_be_spread_over_lines_and_its_words_differ_in_case() {
        let headers = asked(|headers| {
            headers.append(header::CONNECTION, HeaderValue::from_static("close"));
        });
        for word in ["upgrade", "close", "KEEP-ALIVE"] {
            assert!(has_word(&headers, &header::CONNECTION, word), "{word}");
        }
        assert!(!has_word(&headers, &header::CONNECTION, "up"));
    }

    #[test]
    fn a_key_is_sixteen_bytes_in_base_64() {
        for (key, expected) in [
            ("dGhlIHNhbXBsZSBub25jZQ==", true),
            ("dGhlIHNhbXBsZSBub25jZQ", false),
            ("dGhlIHNhbXBsZSBub25jZQA=", false),
            ("dGhlIHNhbXBsZSBub25j Q==", false),
            ("==", false),
            ("", false),
        ] {
            assert_eq!(is_key(key.as_bytes()), expected, "{key}");
        }
        assert_eq!(
            derive_accept_key(b"dGhlIHNhbXBsZSBub25jZQ=="),
            "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            "the example of the standard"
        );
    }
}
