//! For those who run it: is it alive, can it work, what does it count.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::error::HttpError;
use crate::router::Site;

/// `GET /health/live`: the process answers.
pub(crate) async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// `GET /health/ready`: the store answers as well.
pub(crate) async fn ready(State(site): State<Arc<Site>>) -> Response {
    match site.registry.store().ping().await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(fault) => {
            tracing::warn!(error = %fault, "the store does not answer: {fault}");
            HttpError::Unavailable.into_response()
        }
    }
}

/// `GET /metrics`: for this machine, or whoever carries the token.
pub(crate) async fn metrics(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let is_local = peer.is_some_and(|Extension(ConnectInfo(peer))| peer.ip().is_loopback())
        // Behind a proxy on this machine everybody is local.
        && !headers.contains_key("x-forwarded-for")
        && !headers.contains_key(header::FORWARDED);
    if !is_local && !carries_token(&site, &headers) {
        return Err(HttpError::NotFound);
    }
    let render = site.settings.metrics.ok_or(HttpError::NotFound)?;
    let headers = [(
        header::CONTENT_TYPE,
        "text/plain; version=0.0.4; charset=utf-8",
    )];
    Ok((headers, render()).into_response())
}

fn carries_token(site: &Site, headers: &HeaderMap) -> bool {
    let (Some(token), Some(given)) = (
        site.settings
            .metrics_token
            .as_deref()
            .filter(|token| !token.is_empty()),
        headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()),
    ) else {
        return false;
    };
    let given = given.strip_prefix("Bearer ").unwrap_or_default();
    // The time does not depend on where the first difference is.
    given.len() == token.len()
        && given
            .bytes()
            .zip(token.bytes())
            .fold(0, |sum, (a, b)| sum | (a ^ b))
            == 0
}
