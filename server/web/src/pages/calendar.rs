//! One's agenda in a calendar program: the address is opened, shown once, and closed on the page of
//! the account; programs read it without a sign-in.

use std::sync::Arc;

use app::Holder;
use app::account::{AccountId, Token};
use app::calendar::agenda;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use super::page::{Page, render};
use crate::error::HttpError;
use crate::identity::{wake, whole_visitor};
use crate::language::Language;
use crate::router::Site;

#[derive(Template)]
#[template(path = "calendar_address.html")]
struct AddressPage {
    page: Page,
    address: String,
    /// The same for programs that subscribe by themselves.
    webcal: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Which {
    account: String,
}

/// `POST /account/calendar`: a new address; the former one leads nowhere from then on.
pub(crate) async fn open(
    State(site): State<Arc<Site>>,
    jar: CookieJar,
    Form(which): Form<Which>,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let account = AccountId::parse(&which.account).ok_or(HttpError::NotFound)?;
    let token = site.accounts.open_calendar(&visitor, account).await?;
    let token = token.ok_or(HttpError::NotFound)?;
    let origin = site.settings.origins.first().cloned().unwrap_or_default();
    let page = Page::of_user(&site, None, &visitor.user);
    let address = format!(
        "{origin}/calendar/{}/{}",
        page.language.tag(),
        token.to_text()
    );
    let webcal = match address.split_once("://") {
        Some((_, rest)) => format!("webcal://{rest}"),
        None => address.clone(),
    };
    let template = AddressPage {
        page,
        address,
        webcal,
    };
    render(StatusCode::OK, &template)
}

/// `POST /account/calendar/close`
pub(crate) async fn close(
    State(site): State<Arc<Site>>,
    jar: CookieJar,
    Form(which): Form<Which>,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let account = AccountId::parse(&which.account).ok_or(HttpError::NotFound)?;
    site.accounts.close_calendar(&visitor, account).await?;
    Ok(Redirect::to("/account?done=calendar").into_response())
}

/// `GET /calendar/{language}/{secret}`
pub(crate) async fn feed(
    State(site): State<Arc<Site>>,
    Path((language, secret)): Path<(String, String)>,
) -> Result<Response, HttpError> {
    let language = Language::parse(&language).ok_or(HttpError::NotFound)?;
    let token = Token::parse(&secret).ok_or(HttpError::NotFound)?;
    let account = site.accounts.calendar_of(&token).await?;
    let account = account.ok_or(HttpError::NotFound)?;
    let Holder::Person(person) = account.holder else {
        return Err(HttpError::NotFound);
    };
    let event = wake(&site, account.event).await?;
    let text = agenda(&event.view(), person, language.tongue(), event.now());
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-store"),
        (
            header::HeaderName::from_static("x-robots-tag"),
            "noindex, nofollow",
        ),
        (
            header::CONTENT_DISPOSITION,
            "inline; filename=\"regie.ics\"",
        ),
    ];
    Ok((headers, text).into_response())
}
