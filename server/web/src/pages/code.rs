//! The second factor, once the first was shown.

use std::sync::Arc;

use app::account::{Entry, Stage};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
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

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    code: String,
    lang: Option<String>,
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    page: Page,
    complaint: Option<Complaint>,
}

/// `GET /sign-in/code`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Typed>,
    jar: CookieJar,
) -> Result<Response, HttpError> {
    let visitor = visitor(&site, &jar).await?.ok_or(HttpError::SignInFirst)?;
    if visitor.sign_in.stage == Stage::Full {
        return Ok(Redirect::to("/account").into_response());
    }
    let way = site.cookies.read_way_back(&jar);
    let page = Page::of_user(&site, asked.lang.as_deref(), &visitor.user);
    let page = page.dressed(&site, way.as_ref()).await;
    let complaint = None;
    render(StatusCode::OK, &CodePage { page, complaint })
}

/// `POST /sign-in/code`
pub(crate) async fn enter(
    State(site): State<Arc<Site>>,
    CallerOf(caller): CallerOf,
    jar: CookieJar,
    Form(typed): Form<Typed>,
) -> Result<Response, HttpError> {
    let visitor = visitor(&site, &jar).await?.ok_or(HttpError::SignInFirst)?;
    if visitor.sign_in.stage == Stage::Full {
        return Ok(Redirect::to("/account").into_response());
    }
    let page = Page::of_user(&site, typed.lang.as_deref(), &visitor.user);
    let entry = site
        .accounts
        .enter_code(&visitor, &typed.code, &caller)
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
                "Ce code n’est pas bon, ou il a déjà servi.",
                "This code is not right, or was used already.",
            ),
        ),
    };
    let way = site.cookies.read_way_back(&jar);
    let page = page.dressed(&site, way.as_ref()).await;
    let (status, retry_after_s) = (complaint.status, complaint.retry_after_s);
    let complaint = Some(complaint);
    let response = complain(status, retry_after_s, &CodePage { page, complaint })?;
    Ok((jar, response).into_response())
}
