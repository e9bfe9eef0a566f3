//! The event's keywords and key figures: changed by a command that brings its words along.

use std::sync::Arc;

use app::desk::vocabulary;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use protocol::vocabulary::VocabularyWish;

use super::{done, signed_in};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;

/// `POST /desk/{event}/vocabulary`
pub(crate) async fn define(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let wish = VocabularyWish::decode(&body)
        .map_err(|_| HttpError::BadRequest("the body is no list of keywords and figures"))?;
    done(vocabulary::define(&event, standing, wish).await?)
}
