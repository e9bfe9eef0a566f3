//! Interpreters and equipment: added and changed by a command that brings its name along.

use std::sync::Arc;

use app::desk::resource;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use protocol::resource::ResourceWish;

use super::{done, signed_in};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;

/// `POST /desk/{event}/resources`
pub(crate) async fn define(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let wish = ResourceWish::decode(&body)
        .map_err(|_| HttpError::BadRequest("the body is no resource"))?;
    done(resource::define(&event, standing, wish).await?)
}
