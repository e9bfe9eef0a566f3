//! The page behind a one-time link.
//!
//! Mail programs open links to look at them. Opening the page therefore does nothing; only its
//! button signs in, and only one press of all succeeds.

use std::sync::Arc;

use app::account::Token;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use protocol::Actor;
use serde::Deserialize;

use super::page::{Page, render};
use crate::caller::CallerOf;
use crate::error::HttpError;
use crate::identity::wake;
use crate::router::Site;
use crate::surface::Surface;

/// What the link carries.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    token: String,
    lang: Option<String>,
    /// What was done before, to be said here.
    done: Option<String>,
    /// The page that asked for the sign-in.
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Page,
    token: String,
}

#[derive(Template)]
#[template(path = "link_needed.html")]
struct LinkNeededPage {
    page: Page,
}

/// A link that is no longer good. Unknown, expired and used look the same: the page tells a
/// guesser nothing.
pub(super) fn spent(page: Page) -> Result<Response, HttpError> {
    render(StatusCode::GONE, &LinkNeededPage { page })
}

/// `GET /sign-in`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    CallerOf(caller): CallerOf,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    if asked.token.is_empty() {
        let wanted = super::password_entry::Wanted {
            lang: asked.lang.as_deref(),
            done: asked.done.as_deref(),
            next: asked.next.as_deref(),
        };
        return super::password_entry::show(&site, wanted, &headers, &caller).await;
    }
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    match Token::parse(&asked.token) {
        Some(token) => {
            let token = token.to_text();
            render(StatusCode::OK, &SignInPage { page, token })
        }
        None => spent(page),
    }
}

/// `POST /sign-in`
pub(crate) async fn enter(
    State(site): State<Arc<Site>>,
    jar: CookieJar,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, HttpError> {
    let signed_in = match Token::parse(&asked.token) {
        Some(link) => site.accounts.exchange_link(&link).await.map_err(|fault| {
            tracing::warn!(error = %fault, "a link could not be exchanged: {fault}");
            HttpError::Unavailable
        })?,
        None => None,
    };
    let Some((account, token)) = signed_in else {
        let page = Page::of(&site, asked.lang.as_deref(), &headers);
        return spent(page);
    };
    let event = wake(&site, account.event).await?;
    let surface = Surface::of(Actor::from(account.holder), &event.view());
    let earlier = site.cookies.read(&jar, surface);
    if let Some(earlier) = earlier {
        // A new sign-in replaces the one of this browser instead of leaving it behind.
        if let Err(fault) = site.accounts.sign_out(&earlier).await {
            tracing::warn!(error = %fault, "an earlier sign-in could not be ended: {fault}");
        }
    }
    let jar = jar.add(site.cookies.issue(surface, &token));
    let target = format!("/{}/?event={}", surface.name(), account.event);
    Ok((jar, Redirect::to(&target)).into_response())
}
