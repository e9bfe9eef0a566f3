//! Signing in by address and password.

use std::sync::Arc;

use app::account::{Caller, Entry, Password, Stage};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use super::enter::{follow, lead_back};
use super::page::{Page, complain, render};
use super::words::Complaint;
use crate::caller::CallerOf;
use crate::error::HttpError;
use crate::identity::visitor;
use crate::router::Site;
use crate::way_back::WayBack;

#[derive(Template)]
#[template(path = "password_entry.html")]
struct EntryPage {
    page: Page,
    email: String,
    complaint: Option<Complaint>,
    note: Option<&'static str>,
    /// Whether a page asked for the sign-in.
    is_led: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    lang: Option<String>,
}

/// What the address of the sign-in says.
pub(super) struct Wanted<'a> {
    pub(super) lang: Option<&'a str>,
    pub(super) done: Option<&'a str>,
    pub(super) next: Option<&'a str>,
}

/// `GET /sign-in` without a link.
pub(super) async fn show(
    site: &Site,
    wanted: Wanted<'_>,
    headers: &HeaderMap,
    caller: &Caller,
) -> Result<Response, HttpError> {
    let mut jar = CookieJar::from_headers(headers);
    let known = site.cookies.read_way_back(&jar);
    let way = match wanted.next {
        Some(next) => WayBack::parse(next),
        // Nobody sent him here: what he wanted before is over.
        None if wanted.lang.is_none() && wanted.done.is_none() => None,
        None => known.clone(),
    };
    // The way is kept beside the pages of signing in, which are several: a code, a link.
    jar = match &way {
        Some(way) if known.as_ref() != Some(way) => jar.add(site.cookies.issue_way_back(way)),
        None if known.is_some() => jar.add(site.cookies.remove_way_back()),
        Some(_) | None => jar,
    };
    if let Some(visitor) = visitor(site, &jar).await? {
        let target = match (visitor.sign_in.stage, &way) {
            (Stage::Code, _) => "/sign-in/code",
            (Stage::Full, None) => "/account",
            (Stage::Full, Some(way)) => {
                let led = lead_back(site, jar, &visitor, way, caller).await?;
                return led.or_else(|jar| refused(jar, HttpError::NotOfThisAccount));
            }
        };
        return Ok((jar, Redirect::to(target)).into_response());
    }
    let page = Page::of(site, wanted.lang, headers);
    let note = match wanted.done {
        Some("password") => Some(page.say(
            "Votre mot de passe est enregistré. Connectez-vous avec lui.",
            "Your password is set. Sign in with it.",
        )),
        Some(_) | None => None,
    };
    let page = page.dressed(site, way.as_ref()).await;
    let template = EntryPage {
        page,
        email: String::new(),
        complaint: None,
        note,
        is_led: way.is_some(),
    };
    Ok((jar, render(StatusCode::OK, &template)?).into_response())
}

/// The refusal, with the cookies of the jar.
fn refused(jar: CookieJar, error: HttpError) -> Result<Response, HttpError> {
    Ok((jar, error).into_response())
}

/// `POST /sign-in/password`
pub(crate) async fn enter(
    State(site): State<Arc<Site>>,
    CallerOf(caller): CallerOf,
    jar: CookieJar,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, HttpError> {
    let page = Page::of(&site, typed.lang.as_deref(), &headers);
    let earlier = site.cookies.read_user(&jar);
    let password = Password::new(&typed.password);
    let entry = site
        .accounts
        .enter_by_password(&typed.email, password, earlier.as_ref(), &caller)
        .await?;
    let (jar, failed) = match follow(&site, jar, entry, &caller).await? {
        Ok(response) => return Ok(response),
        Err(failed) => failed,
    };
    let complaint = match failed {
        Entry::Wait(seconds) => Complaint::wait(&page, seconds),
        Entry::Busy => Complaint::busy(&page),
        Entry::Wrong | Entry::In(_) | Entry::CodeNeeded(_) => Complaint::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            page.say(
                "Cette adresse et ce mot de passe ne vont pas ensemble.",
                "This address and this password do not belong together.",
            ),
        ),
    };
    let (status, retry_after_s) = (complaint.status, complaint.retry_after_s);
    let way = site.cookies.read_way_back(&jar);
    let page = page.dressed(&site, way.as_ref()).await;
    let template = EntryPage {
        page,
        email: typed.email,
        complaint: Some(complaint),
        note: None,
        is_led: way.is_some(),
    };
    Ok((jar, complain(status, retry_after_s, &template)?).into_response())
}
