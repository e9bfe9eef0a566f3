//! The packed programs. Their shells are for those who are signed in; the rest is for everybody.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use super::front::entrance;
use crate::error::HttpError;
use crate::router::Site;
use crate::surface::Surface;

/// Whatever has no address of its own.
pub(crate) async fn serve(
    State(site): State<Arc<Site>>,
    request: Request,
) -> Result<Response, HttpError> {
    let method = request.method().clone();
    let headers = request.headers();
    let path = request.uri().path().trim_start_matches('/');
    // `/console`, and `/console/{event}` for an address that can be passed on.
    let mut parts = path.splitn(2, '/');
    let shell = parts
        .next()
        .and_then(Surface::parse)
        .filter(|_| !site.assets.has(path) || path.ends_with('/'));
    let Some(surface) = shell else {
        return site.assets.serve(&method, path, headers).await;
    };
    let below = parts.next().unwrap_or_default();
    if !below.is_empty() && protocol::id::EventId::parse(below).is_none() {
        return Err(HttpError::NotFound);
    }
    if method == Method::GET
        && is_navigation(headers)
        && !is_signed_in(&site, surface, headers).await?
    {
        if site.settings.demo.is_some() {
            return Ok(Redirect::to(entrance(&site)).into_response());
        }
        return Err(HttpError::SignInFirst);
    }
    if !path.contains('/') {
        let query = request
            .uri()
            .query()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        return Ok(Redirect::permanent(&format!("/{path}/{query}")).into_response());
    }
    site.assets
        .serve(&method, &format!("{}/", surface.name()), headers)
        .await
}

/// Whether a person goes there; a program's worker may always fetch its own shell, which holds
/// no data, so that it starts without network later.
fn is_navigation(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-mode")
        .is_none_or(|mode| mode == "navigate")
}

async fn is_signed_in(
    site: &Site,
    surface: Surface,
    headers: &HeaderMap,
) -> Result<bool, HttpError> {
    let jar = CookieJar::from_headers(headers);
    for surface in surface.opened_by() {
        if let Some(token) = site.cookies.read(&jar, *surface) {
            let standing = site.accounts.standing(&token).await;
            if standing.map_err(|_| HttpError::Unavailable)?.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
