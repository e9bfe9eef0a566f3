//! Wishes about personal data, answered by an administrator: find the person, hand his data out,
//! erase him (GDPR-03, GDPR-04).

use std::sync::Arc;

use app::privacy::Found;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use protocol::CardKey;
use protocol::id::PersonId;
use serde::Deserialize;

use super::my_data::download;
use super::page::{Page, complain, render};
use super::words::Complaint;
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;
use crate::surface::Surface;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    #[serde(default)]
    q: String,
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    page: Page,
    event: String,
    title: String,
    sought: String,
    shown: Vec<Found>,
    n_all: usize,
    note: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "privacy_person.html")]
struct PersonPage {
    page: Page,
    event: String,
    person: Found,
    typed: String,
    complaint: Option<Complaint>,
}

async fn find(site: &Site, event: &str, headers: &HeaderMap) -> Result<SignedIn, HttpError> {
    SignedIn::find(site, event, Some(Surface::Console), headers).await
}

/// Longest text that is looked for, in characters.
const SOUGHT_MAX: usize = 100;

/// `GET /desk/{event}/privacy`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = find(&site, &event, &headers).await?;
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    let sought: String = asked.q.trim().chars().take(SOUGHT_MAX).collect();
    let people = site.privacy.people(&event, standing.actor(), &sought)?;
    let card = event.view().labels.get(&CardKey::Event).cloned();
    let template = PrivacyPage {
        event: event.id().to_string(),
        title: card.unwrap_or_default().title,
        sought,
        shown: people.shown,
        n_all: people.n_all,
        note: asked.done.is_some().then(|| {
            page.say(
                "La personne est effacée\u{202f}; ses rendez-vous à venir sont annulés.",
                "The person is erased; the meetings to come are called off.",
            )
        }),
        page,
    };
    render(StatusCode::OK, &template)
}

/// The person of an address, if the administrator may know of him.
fn known(site: &Site, signed_in: &SignedIn, person: &str) -> Result<Found, HttpError> {
    let id = PersonId::parse(person).ok_or(HttpError::NotFound)?;
    let actor = signed_in.standing.actor();
    Ok(site.privacy.person(&signed_in.event, actor, id)?)
}

/// `GET /desk/{event}/privacy/{person}`
pub(crate) async fn person(
    State(site): State<Arc<Site>>,
    Path((event, person)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let signed_in = find(&site, &event, &headers).await?;
    let template = PersonPage {
        page: Page::of(&site, asked.lang.as_deref(), &headers),
        event: signed_in.event.id().to_string(),
        person: known(&site, &signed_in, &person)?,
        typed: String::new(),
        complaint: None,
    };
    render(StatusCode::OK, &template)
}

/// `GET /desk/{event}/privacy/{person}/export.json`
pub(crate) async fn export(
    State(site): State<Arc<Site>>,
    Path((event, person)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let signed_in = find(&site, &event, &headers).await?;
    let found = known(&site, &signed_in, &person)?;
    let actor = signed_in.standing.actor();
    let export = site
        .privacy
        .export_person(&signed_in.event, actor, found.id)
        .await?;
    Ok(download(&export))
}

#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    name: String,
}

/// `POST /desk/{event}/privacy/{person}/erase`
pub(crate) async fn erase(
    State(site): State<Arc<Site>>,
    Path((event, person)): Path<(String, String)>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, HttpError> {
    let signed_in = find(&site, &event, &headers).await?;
    let found = known(&site, &signed_in, &person)?;
    let SignedIn { standing, event } = signed_in;
    if typed.name.trim() != found.name.trim() {
        let page = Page::of(&site, None, &headers);
        let text = page.say(
            "Ce n’est pas le nom affiché. Rien n’est effacé.",
            "This is not the name shown. Nothing is erased.",
        );
        let template = PersonPage {
            complaint: Some(Complaint::new(StatusCode::UNPROCESSABLE_ENTITY, text)),
            page,
            event: event.id().to_string(),
            person: found,
            typed: typed.name,
        };
        return complain(StatusCode::UNPROCESSABLE_ENTITY, None, &template);
    }
    site.privacy
        .erase_person(&event, standing, found.id)
        .await?;
    let target = format!("/desk/{}/privacy?done=1", event.id());
    Ok(Redirect::to(&target).into_response())
}
