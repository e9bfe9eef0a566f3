//! The entry of the demo event: choose who to be. Only there in demo mode, because it gives a
//! sign-in to whoever asks.

use std::sync::Arc;

use app::Holder;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use protocol::{Actor, CardKey};
use serde::Deserialize;

use super::page::{Page, render};
use crate::error::HttpError;
use crate::identity::wake;
use crate::router::Site;
use crate::settings::{DemoAccount, DemoKind};

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
}

/// Which role was chosen, by its place in the list.
#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    role: usize,
}

/// A role as the page shows it.
struct Offer {
    role: usize,
    icon: &'static str,
    title: &'static str,
    name: String,
}

#[derive(Template)]
#[template(path = "demo.html")]
struct DemoPage {
    page: Page,
    event: String,
    /// Address of the event's public site, if it has one.
    public: Option<String>,
    team: Vec<Offer>,
    others: Vec<Offer>,
}

/// `GET /demo`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    let accounts = site.settings.demo.as_deref().unwrap_or_default();
    let event = match accounts.first() {
        Some(account) => {
            let event = wake(&site, account.event).await?;
            event
                .view()
                .labels
                .get(&CardKey::Event)
                .map(|card| card.title.clone())
        }
        None => None,
    };
    let offer = |(role, account): (usize, &DemoAccount)| Offer {
        role,
        icon: icon(account.kind),
        title: title(&page, account.kind),
        name: account.name.clone(),
    };
    let is_team = |account: &DemoAccount| matches!(account.actor, Actor::Staff(_));
    // A role without a program to open would end in nothing.
    let has_program = |account: &DemoAccount| {
        !matches!(account.kind, DemoKind::Screen) || site.assets.has("screen/")
    };
    let of = |wants_team: bool| {
        accounts
            .iter()
            .enumerate()
            .filter(|(_, account)| is_team(account) == wants_team && has_program(account))
            .map(offer)
            .collect::<Vec<_>>()
    };
    let (team, others) = (of(true), of(false));
    let event = event.unwrap_or_default();
    let public = match accounts.first() {
        Some(account) => site.sites.address(account.event).await.unwrap_or_default(),
        None => None,
    };
    let public = public.map(|slug| format!("/e/{slug}/{}", page.language.tag()));
    render(
        StatusCode::OK,
        &DemoPage {
            page,
            event,
            public,
            team,
            others,
        },
    )
}

/// `POST /demo`: a one-time link for the chosen role; its page asks once more.
pub(crate) async fn enter(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, HttpError> {
    let accounts = site.settings.demo.as_deref().unwrap_or_default();
    let account = accounts.get(chosen.role).ok_or(HttpError::NotFound)?;
    let holder = match account.actor {
        Actor::Staff(id) => Holder::Staff(id),
        Actor::Person(id) => Holder::Person(id),
        Actor::System => return Err(HttpError::NotFound),
    };
    let link = site
        .accounts
        .issue_link(account.event, holder)
        .await
        .map_err(|fault| {
            tracing::warn!(error = %fault, "no link could be issued: {fault}");
            HttpError::Unavailable
        })?;
    let lang = match asked.lang.as_deref() {
        Some("en") => "&lang=en",
        Some("fr") => "&lang=fr",
        Some(_) | None => "",
    };
    Ok(Redirect::to(&format!("/sign-in?token={}{lang}", link.to_text())).into_response())
}

fn title(page: &Page, kind: DemoKind) -> &'static str {
    match kind {
        DemoKind::MainAdministrator => page.say("Administrateur principal", "Main administrator"),
        DemoKind::SecondaryAdministrator => page.say("Co-administrateur", "Co-administrator"),
        DemoKind::ScopedAdministrator => page.say(
            "Co-administrateur d’un organisme",
            "Co-administrator of one organisation",
        ),
        DemoKind::Door => page.say("Accueil", "Door"),
        DemoKind::Screen => page.say("Écran public", "Public screen"),
        DemoKind::Participant => page.say("Participant", "Participant"),
        DemoKind::Expert => page.say("Expert", "Expert"),
    }
}

/// A symbol of the shared sprite.
const fn icon(kind: DemoKind) -> &'static str {
    match kind {
        DemoKind::MainAdministrator
        | DemoKind::SecondaryAdministrator
        | DemoKind::ScopedAdministrator => "room",
        DemoKind::Door => "door",
        DemoKind::Screen => "eye",
        DemoKind::Participant => "person",
        DemoKind::Expert => "expert",
    }
}
