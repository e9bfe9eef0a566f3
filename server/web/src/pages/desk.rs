//! What every page of the desk begins with: who asks, at which event, in which language.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Query, RawPathParams};
use axum::http::request::Parts;
use protocol::{Actor, CardKey, Function};
use serde::Deserialize;

use super::page::Page;
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;
use crate::surface::Surface;

/// Somebody of the team in front of a page of the event that the address names. Whoever is not
/// signed in there learns that before anything else of the request is read.
pub(crate) struct AtDesk {
    pub(super) site: Arc<Site>,
    pub(super) signed_in: SignedIn,
    pub(super) page: Page,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    lang: Option<String>,
}

impl FromRequestParts<Arc<Site>> for AtDesk {
    type Rejection = HttpError;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Arc<Site>,
    ) -> Result<Self, Self::Rejection> {
        let signed_in = SignedIn::at_address(parts, site, Surface::Console).await?;
        let asked = Query::<Asked>::try_from_uri(&parts.uri).unwrap_or_default();
        Ok(Self {
            page: Page::of(site, asked.lang.as_deref(), &parts.headers),
            site: site.clone(),
            signed_in,
        })
    }
}

impl SignedIn {
    /// Who is signed in, by a surface, to the event that the address names.
    pub(super) async fn at_address(
        parts: &mut Parts,
        site: &Arc<Site>,
        surface: Surface,
    ) -> Result<Self, HttpError> {
        let path = RawPathParams::from_request_parts(parts, site)
            .await
            .map_err(|_| HttpError::NotFound)?;
        let event = path.iter().find(|(name, _)| *name == "event");
        let (_, event) = event.ok_or(HttpError::NotFound)?;
        Self::find(site, event, Some(surface), &parts.headers).await
    }

    /// In whose name something is done.
    pub(super) fn actor(&self) -> Actor {
        self.standing.actor()
    }

    /// Whether a function is open to him on all rows: for leaving out what would be refused.
    pub(super) fn may_for_everybody(&self, function: Function) -> bool {
        app::desk::is_open_on_all_rows(&self.event, self.actor(), function)
    }

    /// The event's name.
    pub(super) fn event_title(&self) -> String {
        let view = self.event.view();
        let card = view.labels.get(&CardKey::Event);
        card.map_or(String::new(), |card| card.title.clone())
    }

    /// The zone of the event's times.
    pub(super) fn event_zone(&self) -> String {
        let view = self.event.view();
        let card = view.labels.get(&CardKey::Event);
        card.map_or(String::new(), |card| card.code.clone())
    }
}

/// The fields of a form that may name one several times.
pub(super) struct Sent<'a>(pub(super) &'a [(String, String)]);

impl Sent<'_> {
    /// What was typed; nothing where the field is not there.
    pub(super) fn value(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a name.
    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let of = self.0.iter().filter(move |(key, _)| key == name);
        of.map(|(_, value)| value.as_str())
    }

    /// The revision that its sender saw.
    pub(super) fn revision(&self) -> u64 {
        self.value("revision").parse().unwrap_or_default()
    }
}
