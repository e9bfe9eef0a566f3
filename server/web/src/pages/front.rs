//! `/`: to the entry of the demo, or to the sign-in.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Redirect;

use crate::router::Site;

/// `GET /`
pub(crate) async fn get(State(site): State<Arc<Site>>) -> Redirect {
    Redirect::to(entrance(&site))
}

/// Where somebody goes who is not signed in.
pub(super) fn entrance(site: &Site) -> &'static str {
    if site.settings.demo.is_some() {
        "/demo"
    } else {
        "/sign-in"
    }
}
