//! A forgotten password, and the page where a new one is chosen.

use std::sync::Arc;

use app::account::{Chosen, Password, Purpose, Token};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::link_entry::{Ask, AskPage};
use super::page::{Page, complain, render};
use super::words::Complaint;
use crate::caller::CallerOf;
use crate::error::HttpError;
use crate::router::Site;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    token: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    lang: Option<String>,
}

#[derive(Template)]
#[template(path = "new_password.html")]
struct NewPage {
    page: Page,
    token: String,
    /// Whose it is, for programs that keep passwords.
    email: String,
    complaint: Option<Complaint>,
}

/// `GET /password/forgotten`
pub(crate) async fn forgotten(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    let (ask, is_sent) = (Ask::Password, false);
    render(StatusCode::OK, &AskPage { page, ask, is_sent })
}

/// `POST /password/forgotten`: the same answer for every address.
pub(crate) async fn ask(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, HttpError> {
    site.accounts.ask_for_link(&asked.email, Purpose::Password);
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    let (ask, is_sent) = (Ask::Password, true);
    render(StatusCode::OK, &AskPage { page, ask, is_sent })
}

/// `GET /password/new`: looking at the link uses nothing up.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let found = match Token::parse(&asked.token) {
        Some(link) => site.accounts.find_link(&link, Purpose::Password).await?,
        None => None,
    };
    let Some(user) = found else {
        let page = Page::of(&site, asked.lang.as_deref(), &headers);
        return super::sign_in::spent(page);
    };
    let template = NewPage {
        page: Page::of_user(&site, asked.lang.as_deref(), &user),
        token: asked.token,
        email: user.email,
        complaint: None,
    };
    render(StatusCode::OK, &template)
}

/// `POST /password/new`
pub(crate) async fn choose(
    State(site): State<Arc<Site>>,
    CallerOf(caller): CallerOf,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, HttpError> {
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    let Some(link) = Token::parse(&asked.token) else {
        return super::sign_in::spent(page);
    };
    let user = site.accounts.find_link(&link, Purpose::Password).await?;
    let password = Password::new(&asked.password);
    let chosen = site
        .accounts
        .choose_password(&link, password, &caller)
        .await?;
    let (Some(user), false) = (user, chosen == Chosen::Spent) else {
        return super::sign_in::spent(page);
    };
    let Some(complaint) = Complaint::of_choice(&page, &chosen) else {
        let lang = page.language.tag();
        let target = format!("/sign-in?done=password&lang={lang}");
        return Ok(Redirect::to(&target).into_response());
    };
    let (status, retry_after_s) = (complaint.status, complaint.retry_after_s);
    let template = NewPage {
        page,
        token: asked.token,
        email: user.email,
        complaint: Some(complaint),
    };
    complain(status, retry_after_s, &template)
}
