//! Where visitors come in: an event's address without a language, and the list of events.

use std::sync::Arc;

use app::desk::site::occasion::Occasion;
use app::port::{Clock, SystemClock};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use protocol::site;

use super::kept::Ready;
use super::meta::address;
use super::nowhere::nowhere;
use super::show::{asked, to_language};
use super::view::{EventLine, EventsView, name_of};
use crate::error::HttpError;
use crate::identity::wake;
use crate::language::Language;
use crate::router::Site;

/// Events that the list names.
const EVENTS_LISTED_MAX: usize = 50;

/// `GET /e/{slug}`
pub(crate) async fn language(
    State(house): State<Arc<Site>>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let preferred = spoken(&headers);
    let Some(asked) = asked(&house, &slug).await? else {
        return nowhere(&house, preferred, &headers);
    };
    let settings = &asked.site.site.settings;
    let language = if settings.languages.contains(&preferred) {
        preferred
    } else {
        site::Language::French
    };
    Ok(to_language(&settings.slug, language))
}

/// The language of ours that a browser likes best.
pub(super) fn spoken(headers: &HeaderMap) -> site::Language {
    if Language::of(None, headers).is_french() {
        site::Language::French
    } else {
        site::Language::English
    }
}

/// The list of public events; none when there is no choice to make.
pub(crate) async fn listed(
    house: &Site,
    entrance: &'static str,
    headers: &HeaderMap,
) -> Result<Option<Response>, HttpError> {
    let language = spoken(headers);
    let sites = house.sites.listed(SystemClock.now()).await;
    let sites = sites.map_err(|_| HttpError::Unavailable)?;
    if sites.len() < 2 {
        return Ok(None);
    }
    let mut events = Vec::new();
    for (event, settings) in sites.iter().take(EVENTS_LISTED_MAX) {
        let event = wake(house, *event).await?;
        let occasion = Occasion::of(&event.view(), language);
        events.push(EventLine {
            name: name_of(settings, &occasion, language),
            place: match occasion.venues.first() {
                Some(venue) => venue.name.clone(),
                None => String::new(),
            },
            dates: occasion.dates,
            href: address(&settings.slug, language, ""),
        });
    }
    let view = EventsView {
        language,
        style: house.assets.style().unwrap_or_default().to_owned(),
        events,
        entrance,
    };
    let html = view.render().map_err(|error| {
        tracing::error!(error = %error, "the list of events could not be rendered: {error}");
        HttpError::Unavailable
    })?;
    Ok(Some(Ready::of(html).answer(StatusCode::OK, headers)))
}
