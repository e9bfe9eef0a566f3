//! Private messages as the console asks for them: what was written to the team, what was reported,
//! and how the event wants messages. Bodies are MessagePack of `protocol::correspondence`.

use std::sync::Arc;

use app::correspondence::CorrespondenceError;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use protocol::correspondence::{MessageSettings, MessageWish, ModerationWish};
use protocol::id::{ConversationId, MessageId};
use serde::Deserialize;

use super::{packed, signed_in};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;

/// Which part of a list, or of a conversation.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Part {
    /// Behind this one.
    after: Option<String>,
    /// Before this message.
    before: Option<u32>,
}

/// `GET /desk/{event}/conversations?after=…`
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(part): Query<Part>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let after = part.after.as_deref().map(id).transpose()?;
    let page = site
        .correspondence
        .team_list(&event, &standing, after)
        .await?;
    Ok(packed(StatusCode::OK, page.encode()))
}

fn id(text: &str) -> Result<ConversationId, HttpError> {
    ConversationId::parse(text).ok_or(HttpError::NotFound)
}

/// `GET /desk/{event}/conversations/{id}?before=…`
pub(crate) async fn open(
    State(site): State<Arc<Site>>,
    Path((event, conversation)): Path<(String, String)>,
    Query(part): Query<Part>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let thread = site
        .correspondence
        .team_thread(&event, &standing, id(&conversation)?, part.before)
        .await?;
    Ok(packed(StatusCode::OK, thread.encode()))
}

/// `POST /desk/{event}/conversations/{id}`: an answer; answers with the conversation after it.
pub(crate) async fn answer(
    State(site): State<Arc<Site>>,
    Path((event, conversation)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let conversation = id(&conversation)?;
    let wish =
        MessageWish::decode(&body).map_err(|_| HttpError::BadRequest("the body is no message"))?;
    let office = &site.correspondence;
    office
        .answer(&event, &standing, conversation, wish.command, &wish.text)
        .await?;
    let thread = office
        .team_thread(&event, &standing, conversation, None)
        .await?;
    Ok(packed(StatusCode::OK, thread.encode()))
}

/// `GET /desk/{event}/message-reports?after=…`
pub(crate) async fn reports(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(part): Query<Part>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let after = part.after.as_deref();
    let after = after
        .map(|text| MessageId::parse(text).ok_or(HttpError::NotFound))
        .transpose()?;
    let page = site
        .correspondence
        .reports(&event, &standing, after)
        .await?;
    Ok(packed(StatusCode::OK, page.encode()))
}

/// `POST /desk/{event}/message-reports`: hides, shows, settles, ends or lets go on.
pub(crate) async fn moderate(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let wish = ModerationWish::decode(&body)
        .map_err(|_| HttpError::BadRequest("the body is no act of the team"))?;
    site.correspondence
        .moderate(&event, &standing, wish.command, &wish.what)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /desk/{event}/message-settings`
pub(crate) async fn settings(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let settings = site.correspondence.settings(&event, &standing).await?;
    Ok(packed(StatusCode::OK, settings.encode()))
}

/// `POST /desk/{event}/message-settings`: 409 with those that count, where they were changed since.
pub(crate) async fn save_settings(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let wish = MessageSettings::decode(&body)
        .map_err(|_| HttpError::BadRequest("the body holds no settings"))?;
    let office = &site.correspondence;
    match office.save_settings(&event, &standing, &wish).await {
        Ok(saved) => Ok(packed(StatusCode::OK, saved.encode())),
        Err(CorrespondenceError::Stale) => {
            let now = office.settings(&event, &standing).await?;
            Ok(packed(StatusCode::CONFLICT, now.encode()))
        }
        Err(error) => Err(error.into()),
    }
}
