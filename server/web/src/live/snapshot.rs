//! The snapshot, compressed once for all who may see the same.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::Which;
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;

/// `GET /live/{event}/snapshot`
pub(crate) async fn get(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } =
        SignedIn::find(&site, &event, which.surface, &headers).await?;
    let body = event.snapshot(&standing).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.msgpack"),
        (header::CONTENT_ENCODING, "gzip"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, body).into_response())
}
