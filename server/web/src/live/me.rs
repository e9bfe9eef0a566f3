//! Who the caller is, and what the event is called.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use protocol::{Actor, CardKey};
use serde::Serialize;

use super::Which;
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::language::Language;
use crate::router::Site;
use crate::surface::Surface;

#[derive(Serialize)]
struct Me {
    event: String,
    /// The event's name.
    title: String,
    /// The event's second line.
    detail: String,
    /// The event's zone, as browsers name it.
    zone: String,
    /// `staff` or `person`.
    kind: &'static str,
    id: String,
    /// The caller's own name.
    name: String,
    surface: &'static str,
    /// The language that the browser asks for, of those that there are.
    locale: &'static str,
}

/// `GET /live/{event}/me`
pub(crate) async fn get(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } =
        SignedIn::find(&site, &event, which.surface, &headers).await?;
    let view = event.view();
    let (kind, id, key) = match standing.actor() {
        Actor::Staff(id) => ("staff", id.to_string(), CardKey::Staff(id)),
        Actor::Person(id) => ("person", id.to_string(), CardKey::Person(id)),
        // Nobody signs in as the product itself.
        Actor::System => return Err(HttpError::NotSignedIn),
    };
    let card = view
        .labels
        .get(&CardKey::Event)
        .cloned()
        .unwrap_or_default();
    let me = Me {
        event: event.id().to_string(),
        title: card.title,
        detail: card.detail,
        zone: if card.code.is_empty() {
            "UTC".into()
        } else {
            card.code
        },
        kind,
        id,
        name: view
            .labels
            .get(&key)
            .map(|card| card.title.clone())
            .unwrap_or_default(),
        surface: Surface::of(standing.actor(), &view).name(),
        locale: Language::of(None, &headers).tag(),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(me)).into_response())
}
