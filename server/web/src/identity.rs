//! Who is asking: from cookie to standing to event.

use std::sync::Arc;

use app::account::{Stage, Standing, Token, Visitor};
use app::live::Event;
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use protocol::id::EventId;

use crate::error::HttpError;
use crate::router::Site;
use crate::surface::Surface;

/// Somebody who is signed in to the event that the address names.
pub(crate) struct SignedIn {
    pub(crate) standing: Arc<Standing>,
    pub(crate) event: Arc<Event>,
}

impl SignedIn {
    /// Finds out who is asking.
    ///
    /// Somebody who is signed in to another event learns no more than somebody who is not.
    pub(crate) async fn find(
        site: &Site,
        event: &str,
        surface: Option<Surface>,
        headers: &HeaderMap,
    ) -> Result<Self, HttpError> {
        let id = EventId::parse(event).ok_or(HttpError::NotSignedIn)?;
        let jar = CookieJar::from_headers(headers);
        for token in tokens(site, &jar, surface.or_else(|| surface_of_page(headers))) {
            let found = site.accounts.standing(&token).await.map_err(|fault| {
                tracing::warn!(error = %fault, "a sign-in could not be looked up: {fault}");
                HttpError::Unavailable
            })?;
            if let Some(standing) = found.filter(|standing| standing.event() == id) {
                let event = wake(site, id).await?;
                return Ok(Self { standing, event });
            }
        }
        Err(HttpError::NotSignedIn)
    }
}

/// The sign-ins that a request carries and that open a surface; every one when none is named.
fn tokens(site: &Site, jar: &CookieJar, surface: Option<Surface>) -> Vec<Token> {
    let fit = surface.map_or(&Surface::ALL[..], Surface::opened_by);
    fit.iter()
        .filter_map(|surface| site.cookies.read(jar, *surface))
        .collect()
}

/// The surface of the page that asks; a hint among the caller's own sign-ins, not a proof.
fn surface_of_page(headers: &HeaderMap) -> Option<Surface> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let path = referer.split_once("://")?.1.split_once('/')?.1;
    Surface::parse(path.split(['/', '?', '#']).next()?)
}

/// The event, awake.
pub(crate) async fn wake(site: &Site, id: EventId) -> Result<Arc<Event>, HttpError> {
    match site.registry.event(id).await {
        Ok(event) => event.ok_or(HttpError::NotFound),
        Err(fault) => {
            tracing::error!(event.id = %id, error = %fault, "event {id} cannot be woken: {fault}");
            Err(HttpError::Unavailable)
        }
    }
}

/// The user behind a request, however far his sign-in has come.
pub(crate) async fn visitor(site: &Site, jar: &CookieJar) -> Result<Option<Visitor>, HttpError> {
    let Some(token) = site.cookies.read_user(jar) else {
        return Ok(None);
    };
    site.accounts.visitor(&token).await.map_err(|fault| {
        tracing::warn!(error = %fault, "a user's sign-in could not be looked up: {fault}");
        HttpError::Unavailable
    })
}

/// The user behind a request, once he has shown everything that is asked for.
pub(crate) async fn whole_visitor(site: &Site, jar: &CookieJar) -> Result<Visitor, HttpError> {
    visitor(site, jar)
        .await?
        .filter(|visitor| visitor.sign_in.stage == Stage::Full)
        .ok_or(HttpError::SignInFirst)
}
