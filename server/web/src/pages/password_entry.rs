//! Signing in by address and password.

use std::sync::Arc;

use app::account::{Entry, Password, Stage};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use super::enter::follow;
use super::page::{Page, complain, render};
use super::words::Complaint;
use crate::caller::CallerOf;
use crate::error::HttpError;
use crate::identity::visitor;
use crate::router::Site;

#[derive(Template)]
#[template(path = "password_entry.html")]
struct EntryPage {
    page: Page,
    email: String,
    complaint: Option<Complaint>,
    note: Option<&'static str>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    lang: Option<String>,
}

/// `GET /sign-in` without a link.
pub(super) async fn show(
    site: &Site,
    lang: Option<&str>,
    done: Option<&str>,
    headers: &HeaderMap,
) -> Result<Response, HttpError> {
    let jar = CookieJar::from_headers(headers);
    if let Some(visitor) = visitor(site, &jar).await? {
        let target = match visitor.sign_in.stage {
            Stage::Full => "/account",
            Stage::Code => "/sign-in/code",
        };
        return Ok(Redirect::to(target).into_response());
    }
    let page = Page::of(site, lang, headers);
    let note = match done {
        Some("password") => Some(page.say(
            "Votre mot de passe est enregistré. Connectez-vous avec lui.",
            "Your password is set. Sign in with it.",
        )),
        Some(_) | None => None,
    };
    let template = EntryPage {
        page,
        email: String::new(),
        complaint: None,
        note,
    };
    render(StatusCode::OK, &template)
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
    let template = EntryPage {
        page,
        email: typed.email,
        complaint: Some(complaint),
        note: None,
    };
    Ok((jar, complain(status, retry_after_s, &template)?).into_response())
}
