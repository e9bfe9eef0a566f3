//! The outbox and the templates over HTTP. Bodies are MessagePack of `protocol::post`.

use std::sync::Arc;

use app::post::desk::PostError;
use axum::Form;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::id::LetterId;
use protocol::post::{
    LetterStanding, LetterWords, LettersDone, PostSettings, PostSettingsOutcome, TemplateOutcome,
    TemplateWish,
};
use serde::Deserialize;

use super::{packed, signed_in};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;

impl From<PostError> for HttpError {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Refused(reject) => reject.into(),
            PostError::Store(fault) => {
                tracing::error!(error = %fault, "the desk of letters failed: {fault}");
                Self::Unavailable
            }
        }
    }
}

fn number(id: &str) -> Result<LetterId, HttpError> {
    LetterId::parse(id).ok_or(HttpError::NotFound)
}

/// Which part of the outbox.
#[derive(Deserialize)]
pub(crate) struct Which {
    only: Option<String>,
    after: Option<String>,
}

/// `GET /desk/{event}/letters?only=failed&after=…`
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let only = match which.only.as_deref() {
        None | Some("") => None,
        Some(word) => Some(
            LetterStanding::parse(word)
                .ok_or(HttpError::BadRequest("no letter can stand like that"))?,
        ),
    };
    let after = which.after.as_deref().map(number).transpose()?;
    let page = site
        .post_desk
        .outbox(&event, &standing, only, after)
        .await?;
    Ok(packed(StatusCode::OK, page.encode()))
}

/// `GET /desk/{event}/letters/{id}`
pub(crate) async fn open(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let answer = site.post_desk.open(&event, &standing, number(&id)?).await?;
    Ok(packed(StatusCode::OK, answer.encode()))
}

/// Nothing runs, nothing is loaded but what is inside, and the page is a stranger to ours; its own colours may show.
/// Only our own pages frame it.
const LETTER_POLICY: &str = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

fn as_letter(html: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, LETTER_POLICY),
    ];
    (headers, html).into_response()
}

/// `GET /desk/{event}/letters/{id}/html`: the letter as it looks, on a page of its own.
pub(crate) async fn html(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let answer = site.post_desk.open(&event, &standing, number(&id)?).await?;
    let html = site.post_desk.with_picture(&event, &answer.html).await?;
    Ok(as_letter(html))
}

/// `POST /desk/{event}/letters/{id}/retry`
pub(crate) async fn retry(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let id = Some(number(&id)?);
    let n_letters = site.post_desk.retry(&event, &standing, id).await?;
    Ok(packed(StatusCode::OK, LettersDone { n_letters }.encode()))
}

/// `POST /desk/{event}/letters/retry`
pub(crate) async fn retry_all(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let n_letters = site.post_desk.retry(&event, &standing, None).await?;
    Ok(packed(StatusCode::OK, LettersDone { n_letters }.encode()))
}

/// `POST /desk/{event}/letters/{id}/cancel`
pub(crate) async fn cancel(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<StatusCode, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    site.post_desk
        .cancel(&event, &standing, number(&id)?)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /desk/{event}/letters/on`
pub(crate) async fn switch_on(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, HttpError> {
    switch(&site, &event, &headers, true).await
}

/// `POST /desk/{event}/letters/off`
pub(crate) async fn switch_off(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, HttpError> {
    switch(&site, &event, &headers, false).await
}

async fn switch(
    site: &Site,
    event: &str,
    headers: &HeaderMap,
    is_on: bool,
) -> Result<StatusCode, HttpError> {
    let SignedIn { standing, event } = signed_in(site, event, headers).await?;
    site.post_desk.switch(&event, &standing, is_on).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /desk/{event}/letter-templates`
pub(crate) async fn templates(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let page = site.post_desk.templates(&event, &standing).await?;
    Ok(packed(StatusCode::OK, page.encode()))
}

fn wish(body: &Bytes) -> Result<TemplateWish, HttpError> {
    TemplateWish::decode(body)
        .map_err(|_| HttpError::BadRequest("the body is no wish about a template"))
}

/// `POST /desk/{event}/letter-templates/preview`
pub(crate) async fn preview(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let wish = wish(&body)?;
    let told = site.post_desk.preview(&event, &standing, &wish);
    Ok(outcome(&told.await?))
}

/// Words as the console's form posts them into a frame.
#[derive(Deserialize)]
pub(crate) struct Typed {
    matter: String,
    language: String,
    subject: String,
    body: String,
}

/// `POST /desk/{event}/letter-templates/look`: what words would look like, on a page of its own,
/// since the console's policy allows no colours that a letter brings along.
pub(crate) async fn look(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let wish = TemplateWish {
        matter: typed.matter,
        language: typed.language,
        words: Some(LetterWords {
            subject: typed.subject,
            // Forms end lines in their own way.
            body: typed.body.replace("\r\n", "\n"),
        }),
        revision: 0,
    };
    match site.post_desk.preview(&event, &standing, &wish).await? {
        TemplateOutcome::Fine(preview) => {
            let html = site.post_desk.with_picture(&event, &preview.html).await?;
            Ok(as_letter(html))
        }
        TemplateOutcome::Flawed(_) => Err(HttpError::BadRequest("the words have a flaw")),
    }
}

/// `POST /desk/{event}/letter-templates/test`
pub(crate) async fn send_to_oneself(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let wish = wish(&body)?;
    let told = site.post_desk.send_to_oneself(&event, &standing, &wish);
    Ok(outcome(&told.await?))
}

/// `POST /desk/{event}/letter-templates/save`
pub(crate) async fn save(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let wish = wish(&body)?;
    let told = site.post_desk.save(&event, &standing, &wish);
    Ok(outcome(&told.await?))
}

fn outcome(told: &TemplateOutcome) -> Response {
    let status = match told {
        TemplateOutcome::Fine(_) => StatusCode::OK,
        TemplateOutcome::Flawed(_) => StatusCode::CONFLICT,
    };
    packed(status, told.encode())
}

/// `GET /desk/{event}/letter-settings`
pub(crate) async fn settings(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let page = site.post_desk.settings(&event, &standing).await?;
    Ok(packed(StatusCode::OK, page.encode()))
}

/// `POST /desk/{event}/letter-settings`
pub(crate) async fn save_settings(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let wish = PostSettings::decode(&body)
        .map_err(|_| HttpError::BadRequest("the body holds no settings"))?;
    let told = site.post_desk.save_settings(&event, &standing, &wish);
    let told = told.await?;
    let status = match told {
        PostSettingsOutcome::Saved(_) => StatusCode::OK,
        PostSettingsOutcome::Flawed(_) | PostSettingsOutcome::Stale(_) => StatusCode::CONFLICT,
    };
    Ok(packed(status, told.encode()))
}
