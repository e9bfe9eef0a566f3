//! `/`: the site of the only public event, the list when there are several, else the sign-in. A demo
//! begins with the choice of a role, unless it has several events to show.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use crate::error::HttpError;
use crate::router::Site;
use crate::site::listed;

/// `GET /`
pub(crate) async fn get(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let entrance = entrance(&site);
    match listed(&site, entrance, &headers).await? {
        Some(events) => Ok(events),
        None => Ok(Redirect::to(entrance).into_response()),
    }
}

/// Where somebody goes who is not signed in.
pub(crate) fn entrance(site: &Site) -> &'static str {
    if site.settings.demo.is_some() {
        "/demo"
    } else {
        "/sign-in"
    }
}
