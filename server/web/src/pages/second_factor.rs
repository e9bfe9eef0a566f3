//! Setting up the second factor, and taking it off again.

use std::sync::Arc;

use app::account::{Chosen, FactorState, Password, Visitor};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use fast_qr::ECL;
use fast_qr::convert::Builder;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use serde::Deserialize;

use super::page::{Page, complain, render};
use super::words::Complaint;
use crate::caller::CallerOf;
use crate::error::HttpError;
use crate::identity::whole_visitor;
use crate::router::Site;

/// Modules of white around the code, which scanners need.
const QUIET_MODULES: usize = 4;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    lang: Option<String>,
    needed: Option<u8>,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    code: String,
    #[serde(default)]
    present: String,
}

#[derive(Template)]
#[template(path = "second_factor.html")]
struct FactorPage {
    page: Page,
    /// Where it is asked for before an event opens.
    is_needed: bool,
    /// The key to type where nothing can be scanned; none once the factor is on.
    key: Option<String>,
    n_recovery_left: u32,
    complaint: Option<Complaint>,
}

#[derive(Template)]
#[template(path = "recovery_codes.html")]
struct CodesPage {
    page: Page,
    codes: Vec<String>,
}

async fn template(
    site: &Site,
    page: Page,
    visitor: &Visitor,
    is_needed: bool,
    complaint: Option<Complaint>,
) -> Result<FactorPage, HttpError> {
    let n_recovery_left = match site.accounts.factor_state(visitor.user.id).await? {
        FactorState::On { n_recovery_left } => n_recovery_left,
        FactorState::Off => 0,
    };
    let enrolment = site.accounts.enrolment(visitor).await?;
    Ok(FactorPage {
        page,
        is_needed,
        key: enrolment.map(|enrolment| enrolment.key),
        n_recovery_left,
        complaint,
    })
}

/// `GET /account/second-factor`
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    jar: CookieJar,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let page = Page::of_user(&site, asked.lang.as_deref(), &visitor.user);
    let is_needed = asked.needed == Some(1);
    let template = template(&site, page, &visitor, is_needed, None).await?;
    render(StatusCode::OK, &template)
}

/// `GET /account/second-factor/code.svg`: the secret for a device that scans, until it is proved.
pub(crate) async fn picture(
    State(site): State<Arc<Site>>,
    jar: CookieJar,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let enrolment = site.accounts.enrolment(&visitor).await?;
    let enrolment = enrolment.ok_or(HttpError::NotFound)?;
    let code = QRBuilder::new(enrolment.address)
        .ecl(ECL::M)
        .build()
        .map_err(|_| HttpError::Unavailable)?;
    let svg = SvgBuilder::default().margin(QUIET_MODULES).to_str(&code);
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, svg).into_response())
}

/// `POST /account/second-factor/confirm`
pub(crate) async fn confirm(
    State(site): State<Arc<Site>>,
    jar: CookieJar,
    Form(typed): Form<Typed>,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let page = Page::of_user(&site, None, &visitor.user);
    match site.accounts.confirm_factor(&visitor, &typed.code).await? {
        Some(codes) => render(StatusCode::OK, &CodesPage { page, codes }),
        None => {
            let text = page.say(
                "Ce code n’est pas bon. Vérifiez l’heure de votre appareil et entrez le code affiché maintenant.",
                "This code is not right. Check your device’s clock and enter the code that it shows now.",
            );
            let complaint = Complaint::new(StatusCode::UNPROCESSABLE_ENTITY, text);
            again(&site, page, &visitor, complaint).await
        }
    }
}

async fn again(
    site: &Site,
    page: Page,
    visitor: &Visitor,
    complaint: Complaint,
) -> Result<Response, HttpError> {
    let (status, retry_after_s) = (complaint.status, complaint.retry_after_s);
    let template = template(site, page, visitor, false, Some(complaint)).await?;
    complain(status, retry_after_s, &template)
}

/// `POST /account/second-factor/recovery`: new recovery codes.
pub(crate) async fn renew(
    State(site): State<Arc<Site>>,
    CallerOf(caller): CallerOf,
    jar: CookieJar,
    Form(typed): Form<Typed>,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let page = Page::of_user(&site, None, &visitor.user);
    let present = Password::new(&typed.present);
    let renewed = site
        .accounts
        .renew_recovery_codes(&visitor, present, &caller)
        .await?;
    match renewed {
        Ok(codes) => render(StatusCode::OK, &CodesPage { page, codes }),
        Err(refused) => refuse(&site, page, &visitor, &refused).await,
    }
}

/// `POST /account/second-factor/remove`
pub(crate) async fn remove(
    State(site): State<Arc<Site>>,
    CallerOf(caller): CallerOf,
    jar: CookieJar,
    Form(typed): Form<Typed>,
) -> Result<Response, HttpError> {
    let visitor = whole_visitor(&site, &jar).await?;
    let page = Page::of_user(&site, None, &visitor.user);
    let present = Password::new(&typed.present);
    let chosen = site
        .accounts
        .remove_factor(&visitor, present, &caller)
        .await?;
    match chosen {
        Chosen::Done => Ok(Redirect::to("/account").into_response()),
        refused => refuse(&site, page, &visitor, &refused).await,
    }
}

async fn refuse(
    site: &Site,
    page: Page,
    visitor: &Visitor,
    refused: &Chosen,
) -> Result<Response, HttpError> {
    match Complaint::of_choice(&page, refused) {
        Some(complaint) => again(site, page, visitor, complaint).await,
        None => Ok(Redirect::to("/account").into_response()),
    }
}
