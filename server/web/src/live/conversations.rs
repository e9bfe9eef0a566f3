//! A participant's private messages, as his phone asks for them. Bodies are MessagePack of
//! `protocol::correspondence`.

use std::sync::Arc;

use app::correspondence::CorrespondenceError;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::Actor;
use protocol::correspondence::{Correspondent, MessageWish};
use protocol::id::PersonId;
use protocol::reject::{DeskEditStale, Forbidden};
use serde::Deserialize;

use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;
use crate::surface::Surface;

impl From<CorrespondenceError> for HttpError {
    fn from(error: CorrespondenceError) -> Self {
        match error {
            CorrespondenceError::Refused(reject) => reject.into(),
            CorrespondenceError::Empty => Self::BadRequest("a message needs a text"),
            CorrespondenceError::TooLong(_) => Self::TooLarge,
            CorrespondenceError::Closed => {
                protocol::Reject::from(protocol::reject::RequestClosed {}).into()
            }
            CorrespondenceError::Stale => {
                protocol::Reject::from(DeskEditStale { revision: 0 }).into()
            }
            CorrespondenceError::Store(fault) => {
                tracing::error!(error = %fault, "private messages failed: {fault}");
                Self::Unavailable
            }
        }
    }
}

/// Which part of a list, or of a conversation.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Part {
    /// Behind this conversation.
    after: Option<String>,
    /// Before this message.
    before: Option<u32>,
    surface: Option<Surface>,
}

/// Whoever asks, as a participant.
async fn participant(
    site: &Site,
    event: &str,
    part: &Part,
    headers: &HeaderMap,
) -> Result<(SignedIn, PersonId), HttpError> {
    let signed_in = SignedIn::find(site, event, part.surface, headers).await?;
    match signed_in.standing.actor() {
        Actor::Person(person) => Ok((signed_in, person)),
        Actor::Staff(_) | Actor::System => {
            Err(protocol::Reject::from(Forbidden { needed: None }).into())
        }
    }
}

fn with_of(text: &str) -> Result<Correspondent, HttpError> {
    Correspondent::parse(text).ok_or(HttpError::NotFound)
}

fn packed(body: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.msgpack"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::OK, headers, body).into_response()
}

/// `GET /live/{event}/conversations?after=…`
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(part): Query<Part>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let (signed_in, me) = participant(&site, &event, &part, &headers).await?;
    let after = part.after.as_deref().map(with_of).transpose()?;
    let page = site
        .correspondence
        .list(&signed_in.event, me, after)
        .await?;
    Ok(packed(page.encode()))
}

/// `GET /live/{event}/conversations/{with}?before=…`
pub(crate) async fn open(
    State(site): State<Arc<Site>>,
    Path((event, with)): Path<(String, String)>,
    Query(part): Query<Part>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let (signed_in, me) = participant(&site, &event, &part, &headers).await?;
    let with = with_of(&with)?;
    let thread = site
        .correspondence
        .thread(&signed_in.event, me, with, part.before)
        .await?;
    Ok(packed(thread.encode()))
}

/// `POST /live/{event}/conversations/{with}`: a message; answers with the conversation after it.
pub(crate) async fn write(
    State(site): State<Arc<Site>>,
    Path((event, with)): Path<(String, String)>,
    Query(part): Query<Part>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let (signed_in, me) = participant(&site, &event, &part, &headers).await?;
    let with = with_of(&with)?;
    let wish =
        MessageWish::decode(&body).map_err(|_| HttpError::BadRequest("the body is no message"))?;
    let (event, standing) = (&signed_in.event, &signed_in.standing);
    let office = &site.correspondence;
    office
        .write(event, standing, (me, with), wish.command, &wish.text)
        .await?;
    let thread = office.thread(event, me, with, None).await?;
    Ok(packed(thread.encode()))
}
