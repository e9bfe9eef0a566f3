//! The event's keywords and key figures: changed by a command that brings its words along.

use std::sync::Arc;

use app::desk::vocabulary;
use app::live::Outcome;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use protocol::Reject;
use protocol::proposal::CodedReject;
use protocol::vocabulary::VocabularyWish;

use super::{packed, signed_in};
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
    match vocabulary::define(&event, standing, wish).await? {
        Outcome::Committed { .. } => Ok(StatusCode::NO_CONTENT.into_response()),
        Outcome::Refused(reject @ Reject::Forbidden(_)) => Err(reject.into()),
        Outcome::Refused(reject) => Ok(packed(
            StatusCode::CONFLICT,
            CodedReject::from(&reject).encode(),
        )),
    }
}
