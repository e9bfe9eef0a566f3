//! Requests arrive whole, soon and small, or not at all: before any handler works for them.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use protocol::limits::CLIENT_MESSAGE_BYTES_MAX;
use tokio::time::timeout;

use crate::error::HttpError;

/// How long a body may take.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Reads the body to its end; who dribbles or sends too much is refused.
pub(crate) async fn complete(request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let arrived = timeout(BODY_TIMEOUT, to_bytes(body, CLIENT_MESSAGE_BYTES_MAX)).await;
    match arrived {
        Ok(Ok(bytes)) => next.run(Request::from_parts(head, Body::from(bytes))).await,
        // Broken on the way, which nobody is left to hear of, or too large.
        Ok(Err(_)) => HttpError::TooLarge.into_response(),
        Err(_) => HttpError::TooSlow.into_response(),
    }
}
