//! Where visitors come in: an event's address without a language, and the list of events.

use std::sync::Arc;

use app::desk::site::occasion::Occasion;
use app::port::{Clock, SystemClock};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use protocol::{EventStage, site};

use super::kept::Ready;
use super::meta::address;
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
        return Err(HttpError::NotFound);
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

/// The list of public events, or the way to the only one; none when there is none. The only one of
/// a demo waits behind the choice of a role.
pub(crate) async fn listed(
    house: &Site,
    entrance: &'static str,
    headers: &HeaderMap,
) -> Result<Option<Response>, HttpError> {
    let language = spoken(headers);
    let sites = house.sites.listed(SystemClock.now()).await;
    let sites = sites.map_err(|_| HttpError::Unavailable)?;
    let mut shown = Vec::new();
    for (event, settings) in sites.into_iter().take(EVENTS_LISTED_MAX) {
        let view = wake(house, event).await?.view();
        // Nobody outside the team is told that a project exists.
        if view.state.stage() != EventStage::Project {
            shown.push((settings, view));
        }
    }
    if let [(settings, _)] = shown.as_slice() {
        let is_spoken = settings.languages.contains(&language);
        let spoken = if is_spoken {
            language
        } else {
            site::Language::French
        };
        let to = address(&settings.slug, spoken, "");
        let vary = [(header::VARY, "accept-language")];
        let way = (vary, Redirect::temporary(&to)).into_response();
        return Ok(house.settings.demo.is_none().then_some(way));
    }
    if shown.is_empty() {
        return Ok(None);
    }
    let lines = shown.iter().map(|(settings, view)| {
        let occasion = Occasion::of(view, language);
        EventLine {
            name: name_of(settings, &occasion, language),
            place: match occasion.venues.first() {
                Some(venue) => venue.name.clone(),
                None => String::new(),
            },
            dates: occasion.dates,
            href: address(&settings.slug, language, ""),
        }
    });
    let events = lines.collect();
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
