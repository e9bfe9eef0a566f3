//! One's own data: what one registered with and consented to, to take along, and to have erased
//! (REG-20, GDPR-03..05).

use std::sync::Arc;

use app::Holder;
use app::account::{Password, Place, Visitor};
use app::desk::registration::form::Part;
use app::desk::registration::{Consent, RegistrationError};
use app::privacy::PrivacyError;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, Json};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use super::moment::moment;
use super::page::{Page, complain, render};
use super::words::Complaint;
use crate::caller::CallerOf;
use crate::error::HttpError;
use crate::identity::{wake, whole_visitor};
use crate::registration::{Attached, Look, Shown};
use crate::router::Site;
use crate::surface::Surface;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    /// What was done.
    done: Option<String>,
}

/// What one registered with, for an event.
struct Registered {
    account: String,
    event: String,
    answers: Vec<Shown>,
    wants_news: bool,
    /// When he agreed and to which words, and when he withdrew it.
    said: String,
}

#[derive(Template)]
#[template(path = "my_data.html")]
struct DataPage {
    page: Page,
    email: String,
    events: Vec<String>,
    registered: Vec<Registered>,
    note: Option<&'static str>,
    has_password: bool,
    typed_email: String,
    complaint: Option<Complaint>,
}

#[derive(Template)]
#[template(path = "erased.html")]
struct ErasedPage {
    page: Page,
}

async fn template(site: &Site, page: Page, visitor: &Visitor) -> Result<DataPage, HttpError> {
    let places = site.accounts.places(visitor.user.id).await?;
    let mut registered = Vec::new();
    for place in &places {
        registered.extend(registered_of(site, &page, place).await?);
    }
    Ok(DataPage {
        registered,
        note: None,
        email: visitor.user.email.clone(),
        events: places.into_iter().map(|place| place.title).collect(),
        has_password: site.accounts.has_password(visitor).await?,
        typed_email: String::new(),
        complaint: None,
        page,
    })
}

async fn registered_of(
    site: &Site,
    page: &Page,
    place: &Place,
) -> Result<Option<Registered>, HttpError> {
    let account = &place.holding.account;
    let Holder::Person(person) = account.holder else {
        return Ok(None);
    };
    let event = wake(site, account.event).await?;
    let own = site.registrations.own(&event, person).await;
    let Some(own) = own.map_err(failed)? else {
        return Ok(None);
    };
    let look = Look {
        form: &own.form,
        around: &own.around,
        answers: &own.answers,
        faults: &[],
        attached: Attached::default(),
        is_french: page.language.is_french(),
    };
    let answers = Part::ALL.into_iter().flat_map(|part| {
        let n = own.answers.groups(part).len();
        (0..n).flat_map(move |nth| look.shown(part, nth))
    });
    Ok(Some(Registered {
        account: account.id.to_string(),
        event: place.title.clone(),
        answers: answers.collect(),
        wants_news: own.consent.is_some_and(|one| one.withdrawn_at.is_none()),
        said: own
            .consent
            .map_or_else(String::new, |one| said(page, one, &place.zone)),
    }))
}

/// What somebody said to being written to, and when.
fn said(page: &Page, consent: Consent, zone: &str) -> String {
    let given = moment(page, consent.given_at, zone).shown;
    let version = consent.wording_version;
    let ended = consent.withdrawn_at.map(|at| moment(page, at, zone).shown);
    match (page.language.is_french(), ended) {
        (true, None) => format!("Accepté le {given} (version {version} de la notice)."),
        (false, None) => format!("Agreed on {given} (version {version} of the notice)."),
        (true, Some(ended)) => {
            format!("Accepté le {given} (version {version} de la notice), retiré le {ended}.")
        }
        (false, Some(ended)) => {
            format!("Agreed on {given} (version {version} of the notice), withdrawn on {ended}.")
        }
    }
}

fn failed(error: RegistrationError) -> HttpError {
    match error {
        RegistrationError::Refused(reject) => reject.into(),
        RegistrationError::Store(fault) => fault.into(),
        RegistrationError::Faulty(_)
        | RegistrationError::Flawed(_)
        | RegistrationError::Stale(_) => HttpError::Unavailable,
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct News {
    #[serde(default)]
    account: String,
    #[serde(default)]
    wants: String,
}

/// `POST /account/data/news`: the consent to prospecting, given or withdrawn (GDPR-05).
pub(crate) async fn change_news(
    State(site): State<Arc<Site>>,
    jar: CookieJar,
    Form(typed): Form<News>,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let places = site.accounts.places(visitor.user.id).await?;
    let mut accounts = places.iter().map(|place| &place.holding.account);
    let account = accounts.find(|account| account.id.to_string() == typed.account);
    let account = account.ok_or(HttpError::NotFound)?;
    let Holder::Person(person) = account.holder else {
        return Err(HttpError::NotFound);
    };
    let event = wake(&site, account.event).await?;
    let wants_news = typed.wants == "1";
    site.registrations
        .change_news(&event, person, wants_news)
        .await
        .map_err(failed)?;
    Ok(Redirect::to("/account/data?done=news").into_response())
}

/// `GET /account/data`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    jar: CookieJar,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let page = Page::of_user(&site, asked.lang.as_deref(), &visitor.user);
    let mut template = template(&site, page, &visitor).await?;
    template.note = match asked.done.as_deref() {
        Some("news") => Some(
            template
                .page
                .say("Votre choix est enregistré.", "Your choice is saved."),
        ),
        Some(_) | None => None,
    };
    render(StatusCode::OK, &template)
}

/// `GET /account/data/export.json`
pub(crate) async fn export(
    State(site): State<Arc<Site>>,
    jar: CookieJar,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let export = site.privacy.export_user(visitor.user.id).await?;
    Ok(download(&export))
}

/// A document to be kept, not to be shown.
pub(super) fn download(export: &app::privacy::Export) -> Response {
    let headers = [
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"regie-data.json\"",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Json(export)).into_response()
}

#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    email: String,
    #[serde(default)]
    present: String,
}

/// `POST /account/data/erase`
pub(crate) async fn erase(
    State(site): State<Arc<Site>>,
    CallerOf(caller): CallerOf,
    mut jar: CookieJar,
    Form(typed): Form<Typed>,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let page = Page::of_user(&site, None, &visitor.user);
    let is_meant = typed.email.trim().to_lowercase() == visitor.user.email.to_lowercase();
    if !is_meant {
        let text = page.say(
            "Ce n’est pas l’adresse de votre compte. Rien n’est effacé.",
            "This is not the address of your account. Nothing is erased.",
        );
        let complaint = Complaint::new(StatusCode::UNPROCESSABLE_ENTITY, text);
        return again(&site, page, &visitor, typed.email, complaint).await;
    }
    let present = Password::new(&typed.present);
    let refused = site
        .accounts
        .check_again(&visitor, present, &caller)
        .await?;
    if let Some(complaint) = refused.and_then(|refused| Complaint::of_choice(&page, &refused)) {
        return again(&site, page, &visitor, typed.email, complaint).await;
    }
    match site.privacy.erase_user(visitor.user.id).await {
        Ok(()) => {}
        Err(PrivacyError::OnlyMain) => {
            let text = page.say(
                "Vous êtes le seul administrateur principal d’un événement\u{a0}: nommez-en un autre d’abord, depuis la page de l’équipe.",
                "You are the only main administrator of an event: appoint another one first, on the page of the team.",
            );
            let complaint = Complaint::new(StatusCode::CONFLICT, text);
            return again(&site, page, &visitor, typed.email, complaint).await;
        }
        Err(error) => return Err(error.into()),
    }
    jar = jar.add(site.cookies.remove_user());
    for surface in Surface::ALL {
        jar = jar.add(site.cookies.remove(surface));
    }
    let page = render(StatusCode::OK, &ErasedPage { page })?;
    // What the programs kept on this device goes too.
    let clear = [("clear-site-data", "\"storage\"")];
    Ok((jar, clear, page).into_response())
}

async fn again(
    site: &Site,
    page: Page,
    visitor: &Visitor,
    typed_email: String,
    complaint: Complaint,
) -> Result<Response, HttpError> {
    let mut template = template(site, page, visitor).await?;
    let (status, retry_after_s) = (complaint.status, complaint.retry_after_s);
    template.complaint = Some(complaint);
    template.typed_email = typed_email;
    complain(status, retry_after_s, &template)
}
