//! Who signed in or tried to, for the main administrator of an event.

use std::sync::Arc;

use app::account::{ConnectionOutcome, Way};
use app::journal::{Download, iso};
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use protocol::CardKey;
use serde::Deserialize;
use serde_json::json;

use super::desk::AtDesk;
use super::journal::{attached, cell};
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

/// `GET /desk/{event}/connections/connections.csv`
pub(crate) async fn csv(desk: AtDesk) -> Result<Response, HttpError> {
    download(desk, true).await
}

/// `GET /desk/{event}/connections/connections.jsonl`
pub(crate) async fn jsonl(desk: AtDesk) -> Result<Response, HttpError> {
    download(desk, false).await
}

/// What a download reads on, page by page.
struct Reading {
    desk: AtDesk,
    zone: String,
    is_table: bool,
    /// What the next piece begins before; none behind the last one.
    at: Option<Option<String>>,
    head: Option<String>,
}

/// The log to take along, written while it is read, and noted in the journal before.
async fn download(desk: AtDesk, is_table: bool) -> Result<Response, HttpError> {
    let (ending, kind) = if is_table {
        ("csv", "text/csv; charset=utf-8")
    } else {
        ("jsonl", "application/jsonl; charset=utf-8")
    };
    let (event, actor) = (&desk.signed_in.event, desk.signed_in.actor());
    // Whoever may not read the log notes nothing either.
    desk.site
        .accounts
        .connection_log(event, actor, None)
        .await??;
    desk.site
        .journals
        .note_download(event, actor, Download::Connections, ending)
        .await??;
    let page = &desk.page;
    let columns = [
        page.say("Date", "Time"),
        page.say("Qui", "Who"),
        page.say("Adresse", "Address"),
        page.say("Par", "By"),
        page.say("Issue", "Outcome"),
    ];
    let head = format!("\u{feff}{}\r\n", columns.map(cell).join(";"));
    let reading = Reading {
        zone: desk.signed_in.event_zone(),
        desk,
        is_table,
        at: Some(None),
        head: is_table.then_some(head),
    };
    let pieces = stream::try_unfold(reading, next_piece);
    let body = Body::from_stream(pieces);
    Ok(attached(&format!("connections.{ending}"), kind, body))
}

/// The next piece. A reader whose rights were taken away in between gets no more.
async fn next_piece(mut reading: Reading) -> Result<Option<(Bytes, Reading)>, std::io::Error> {
    let Some(before) = &reading.at else {
        return Ok(None);
    };
    let before = before.as_deref().map(str::parse).transpose();
    let before = before.map_err(std::io::Error::other)?;
    let desk = &reading.desk;
    let (event, actor) = (&desk.signed_in.event, desk.signed_in.actor());
    let found = desk
        .site
        .accounts
        .connection_log(event, actor, before)
        .await
        .map_err(std::io::Error::other)?
        .map_err(|_| std::io::Error::from(std::io::ErrorKind::PermissionDenied))?;
    let mut text = reading.head.take().unwrap_or_default();
    let desk = &reading.desk;
    for line in &found.lines {
        let at = iso(line.connection.at, &reading.zone);
        let by = way(&desk.page, line.connection.way);
        let ended = outcome(&desk.page, line.connection.outcome);
        let address = &line.connection.address;
        if reading.is_table {
            let cells = [&at, &line.who, address, by, ended].map(cell);
            text.push_str(&format!("{}\r\n", cells.join(";")));
        } else {
            let line = json!({
                "at": at, "who": line.who, "address": address, "way": by, "outcome": ended,
            });
            text.push_str(&format!("{line}\n"));
        }
    }
    reading.at = found.next.map(|next| Some(next.to_string()));
    Ok(Some((Bytes::from(text), reading)))
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
