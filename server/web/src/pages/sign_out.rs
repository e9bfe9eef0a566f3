//! Ending a sign-in: of a surface, and the user's own that opened it.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;

use super::front::entrance;
use crate::caller::CallerOf;
use crate::error::HttpError;
use crate::identity::visitor;
use crate::live::Which;
use crate::router::Site;
use crate::surface::Surface;

/// `POST /sign-out`: of one surface, or of all.
pub(crate) async fn leave(
    State(site): State<Arc<Site>>,
    Query(which): Query<Which>,
    CallerOf(caller): CallerOf,
    mut jar: CookieJar,
) -> Result<Response, HttpError> {
    for surface in Surface::ALL {
        if which.surface.is_some_and(|named| named != surface) {
            continue;
        }
        if let Some(token) = site.cookies.read(&jar, surface) {
            site.accounts.sign_out(&token).await.map_err(|fault| {
                tracing::warn!(error = %fault, "a sign-in could not be ended: {fault}");
                HttpError::Unavailable
            })?;
            jar = jar.add(site.cookies.remove(surface));
        }
    }
    if site.cookies.read_way_back(&jar).is_some() {
        jar = jar.add(site.cookies.remove_way_back());
    }
    // Whoever leaves a device expects to have left it: his own sign-in would open all again.
    if let Some(visitor) = visitor(&site, &jar).await? {
        site.accounts.leave(&visitor, &caller).await?;
        jar = jar.add(site.cookies.remove_user());
    }
    Ok((jar, Redirect::to(entrance(&site))).into_response())
}
