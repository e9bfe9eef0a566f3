//! Who signed in or tried to, for the main administrator of an event.

use std::sync::Arc;

use app::account::{ConnectionOutcome, Way};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use protocol::CardKey;
use serde::Deserialize;

use super::moment::{Moment, moment};
use super::page::{Page, render};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;
use crate::surface::Surface;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    before: Option<String>,
}

struct Row {
    at: Moment,
    who: String,
    address: String,
    way: &'static str,
    outcome: &'static str,
    is_refused: bool,
}

#[derive(Template)]
#[template(path = "connections.html")]
struct LogPage {
    page: Page,
    event: String,
    title: String,
    rows: Vec<Row>,
    next: Option<String>,
    is_first: bool,
}

/// `GET /desk/{event}/connections`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } =
        SignedIn::find(&site, &event, Some(Surface::Console), &headers).await?;
    let before = match asked.before.as_deref() {
        Some(text) => Some(text.parse().map_err(|_| HttpError::NotFound)?),
        None => None,
    };
    let found = site
        .accounts
        .connection_log(&event, standing.actor(), before)
        .await??;
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    let card = event.view().labels.get(&CardKey::Event).cloned();
    let card = card.unwrap_or_default();
    let rows = found.lines.into_iter().map(|line| Row {
        at: moment(&page, line.connection.at, &card.code),
        who: if line.who.is_empty() {
            page.say("(effacé)", "(erased)").to_owned()
        } else {
            line.who
        },
        address: line.connection.address,
        way: way(&page, line.connection.way),
        outcome: outcome(&page, line.connection.outcome),
        is_refused: matches!(
            line.connection.outcome,
            ConnectionOutcome::Refused | ConnectionOutcome::Delayed
        ),
    });
    let template = LogPage {
        rows: rows.collect(),
        event: event.id().to_string(),
        title: card.title,
        next: found.next.map(|id| id.to_string()),
        is_first: before.is_none(),
        page,
    };
    render(StatusCode::OK, &template)
}

fn way(page: &Page, way: Way) -> &'static str {
    match way {
        Way::Password => page.say("Mot de passe", "Password"),
        Way::Link => page.say("Lien", "Link"),
        Way::Code => page.say("Code", "Code"),
        Way::Recovery => page.say("Code de secours", "Recovery code"),
        Way::Leave => page.say("Déconnexion", "Sign-out"),
        Way::Reset => page.say("Nouveau mot de passe", "New password"),
        Way::Event => page.say("Ouverture de l’événement", "Opening the event"),
    }
}

fn outcome(page: &Page, outcome: ConnectionOutcome) -> &'static str {
    match outcome {
        ConnectionOutcome::Entered => page.say("Réussi", "Succeeded"),
        ConnectionOutcome::HalfWay => page.say("Code demandé", "Code asked for"),
        ConnectionOutcome::Refused => page.say("Refusé", "Refused"),
        ConnectionOutcome::Delayed => page.say("Trop d’essais", "Too many tries"),
        ConnectionOutcome::Left => page.say("Parti", "Left"),
    }
}
