//! Signing in by a link that is sent to one's own address.
//!
//! Mail programs open links to look at them. Opening the page therefore does nothing; only its
//! button signs in, and only one press of all succeeds.

use std::sync::Arc;

use app::account::{Purpose, Token};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use super::enter::follow;
use super::page::{Page, render};
use crate::caller::CallerOf;
use crate::error::HttpError;
use crate::router::Site;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    token: String,
    #[serde(default)]
    email: String,
    lang: Option<String>,
}

/// What a page that asks for an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    Link,
    Password,
}

/// Asks for an address, or says that a letter is on its way if there is somebody.
#[derive(Template)]
#[template(path = "ask_link.html")]
pub(super) struct AskPage {
    pub(super) page: Page,
    pub(super) ask: Ask,
    pub(super) is_sent: bool,
}

impl AskPage {
    const fn is_password(&self) -> bool {
        matches!(self.ask, Ask::Password)
    }

    const fn path(&self) -> &'static str {
        match self.ask {
            Ask::Link => "/sign-in/link",
            Ask::Password => "/password/forgotten",
        }
    }
}

#[derive(Template)]
#[template(path = "use_link.html")]
struct UsePage {
    page: Page,
    token: String,
}

/// `GET /sign-in/link`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let way = site
        .cookies
        .read_way_back(&CookieJar::from_headers(&headers));
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    let page = page.dressed(&site, way.as_ref()).await;
    match Token::parse(&asked.token) {
        Some(token) => {
            let token = token.to_text();
            render(StatusCode::OK, &UsePage { page, token })
        }
        None => render(
            StatusCode::OK,
            &AskPage {
                page,
                ask: Ask::Link,
                is_sent: false,
            },
        ),
    }
}

/// `POST /sign-in/link`: asks for a link, or uses one.
pub(crate) async fn enter(
    State(site): State<Arc<Site>>,
    CallerOf(caller): CallerOf,
    jar: CookieJar,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Result<Response, HttpError> {
    let way = site
        .cookies
        .read_way_back(&CookieJar::from_headers(&headers));
    let page = Page::of(&site, asked.lang.as_deref(), &headers);
    let page = page.dressed(&site, way.as_ref()).await;
    if asked.token.is_empty() {
        site.accounts.ask_for_link(&asked.email, Purpose::SignIn);
        let sent = AskPage {
            page,
            ask: Ask::Link,
            is_sent: true,
        };
        return render(StatusCode::OK, &sent);
    }
    if let Some(link) = Token::parse(&asked.token) {
        let earlier = site.cookies.read_user(&jar);
        let entry = site
            .accounts
            .enter_by_link(&link, earlier.as_ref(), &caller)
            .await?;
        if let Ok(response) = follow(&site, jar.clone(), entry, &caller).await? {
            return Ok(response);
        }
    }
    Ok((jar, super::sign_in::spent(page)?).into_response())
}
