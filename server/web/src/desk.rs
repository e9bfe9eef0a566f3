//! The desk over HTTP: ordinary requests and answers, of whoever is signed in to the console.

use app::live::Outcome;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use protocol::Reject;
use protocol::proposal::CodedReject;

use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;
use crate::surface::Surface;

pub(crate) mod conversations;
pub(crate) mod plans;
pub(crate) mod post;
pub(crate) mod resources;
pub(crate) mod site;
pub(crate) mod vocabulary;

/// Whoever is signed in to the console.
async fn signed_in(site: &Site, event: &str, headers: &HeaderMap) -> Result<SignedIn, HttpError> {
    SignedIn::find(site, event, Some(Surface::Console), headers).await
}

/// The answer to a command that came by the desk. A refusal of the rules travels with its reason;
/// who may not do it at all gets the status that says so.
fn done(outcome: Outcome) -> Result<Response, HttpError> {
    match outcome {
        Outcome::Committed { .. } => Ok(StatusCode::NO_CONTENT.into_response()),
        Outcome::Refused(reject @ Reject::Forbidden(_)) => Err(reject.into()),
        Outcome::Refused(reject) => Ok(packed(
            StatusCode::CONFLICT,
            CodedReject::from(&reject).encode(),
        )),
    }
}

/// An answer in MessagePack, which nobody keeps: it may name people.
fn packed(status: StatusCode, body: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.msgpack"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, body).into_response()
}
