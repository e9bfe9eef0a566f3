//! The caller's own badge as a QR code; nobody else's can be had.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use fast_qr::ECL;
use fast_qr::convert::Builder;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use protocol::Actor;

use super::Which;
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;

/// Modules of white around the code, which scanners need.
const QUIET_MODULES: usize = 4;

/// `GET /live/{event}/badge.svg`
pub(crate) async fn get(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } =
        SignedIn::find(&site, &event, which.surface, &headers).await?;
    let Actor::Person(person) = standing.actor() else {
        return Err(HttpError::NotFound);
    };
    let badge = event
        .view()
        .state
        .badge(person)
        .ok_or(HttpError::NotFound)?;
    let code = QRBuilder::new(badge.to_text())
        .ecl(ECL::M)
        .build()
        .map_err(|_| HttpError::Unavailable)?;
    let svg = SvgBuilder::default().margin(QUIET_MODULES).to_str(&code);
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, svg).into_response())
}
