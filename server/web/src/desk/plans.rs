//! Plans: compute, list, open, cancel, discard, publish, undo.
//!
//! Bodies are MessagePack of `protocol::proposal`, which the console reads like a snapshot. A
//! refusal to publish is an answer with status 409: it carries the whole reason, which a problem
//! document has no place for.

use std::sync::Arc;

use app::desk::plan::PlanError;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use protocol::id::{CommandId, ProposalId};
use protocol::proposal::{PlanWish, PublishOutcome, PublishWish, Published};

use super::{packed, signed_in};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;

impl From<PlanError> for HttpError {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Refused(reject) => reject.into(),
            PlanError::Store(fault) => {
                tracing::error!(error = %fault, "the desk of plans failed: {fault}");
                Self::Unavailable
            }
        }
    }
}

fn number(id: &str) -> Result<ProposalId, HttpError> {
    ProposalId::parse(id).ok_or(HttpError::NotFound)
}

/// `GET /desk/{event}/plans`
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let page = site.plans.list(&event, &standing).await?;
    Ok(packed(StatusCode::OK, page.encode()))
}

/// `POST /desk/{event}/plans`
pub(crate) async fn start(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let wish = PlanWish::decode(&body)
        .map_err(|_| HttpError::BadRequest("the body is no wish for a plan"))?;
    let random = site.registry.random();
    site.plans.start(&event, &standing, random, wish).await?;
    let page = site.plans.list(&event, &standing).await?;
    Ok(packed(StatusCode::ACCEPTED, page.encode()))
}

/// `GET /desk/{event}/plans/{id}`
pub(crate) async fn open(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    let answer = site.plans.open(&event, &standing, number(&id)?).await?;
    Ok(packed(StatusCode::OK, answer.encode()))
}

/// `POST /desk/{event}/plans/{id}/cancel`
pub(crate) async fn cancel(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<StatusCode, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    site.plans.cancel(&event, &standing, number(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /desk/{event}/plans/{id}`
pub(crate) async fn discard(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<StatusCode, HttpError> {
    let SignedIn { standing, event } = signed_in(&site, &event, &headers).await?;
    site.plans.discard(&event, &standing, number(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /desk/{event}/plans/{id}/publish`
pub(crate) async fn publish(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let (signed_in, id, command) = wish(&site, &event, &id, &headers, &body).await?;
    let SignedIn { standing, event } = signed_in;
    let told = site.plans.publish(&event, standing, id, command).await?;
    Ok(outcome(&told))
}

/// `POST /desk/{event}/plans/{id}/undo`
pub(crate) async fn undo(
    State(site): State<Arc<Site>>,
    Path((event, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let (signed_in, id, command) = wish(&site, &event, &id, &headers, &body).await?;
    let SignedIn { standing, event } = signed_in;
    let told = site.plans.take_back(&event, standing, id, command).await?;
    Ok(outcome(&told))
}

/// Who wishes to do something with which proposal, by which command.
async fn wish(
    site: &Site,
    event: &str,
    id: &str,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<(SignedIn, ProposalId, CommandId), HttpError> {
    let signed_in = signed_in(site, event, headers).await?;
    let wish =
        PublishWish::decode(body).map_err(|_| HttpError::BadRequest("the body is no command"))?;
    Ok((signed_in, number(id)?, wish.command))
}

fn outcome(told: &Published) -> Response {
    let status = match told.outcome {
        PublishOutcome::Done(_) => StatusCode::OK,
        PublishOutcome::Refused(_) => StatusCode::CONFLICT,
    };
    packed(status, told.encode())
}
