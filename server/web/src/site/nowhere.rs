//! The page for an address at which there is nothing, in the look of all public pages.

use askama::Template;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::site::Language;

use super::front::spoken;
use super::kept::Ready;
use super::show::rendered;
use crate::error::HttpError;
use crate::router::Site;

#[derive(Template)]
#[template(path = "site/nowhere.html")]
struct NowhereView {
    language: Language,
    style: String,
}

impl NowhereView {
    fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::French => french,
            Language::English => english,
        }
    }
}

/// There is no such site, or no such page of any.
pub(super) fn nowhere(
    house: &Site,
    language: Language,
    headers: &HeaderMap,
) -> Result<Response, HttpError> {
    let style = house.assets.style().unwrap_or_default().to_owned();
    let html = rendered(&NowhereView { language, style })?;
    Ok(Ready::of(html).answer(StatusCode::NOT_FOUND, headers))
}

/// What somebody is told who found nothing: people a page, programs a problem.
pub(crate) fn page_or_problem(house: &Site, method: &Method, headers: &HeaderMap) -> Response {
    let accepted = headers.get(header::ACCEPT);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    let is_person = *method == Method::GET && accepted.is_some_and(|a| a.contains("text/html"));
    if is_person && let Ok(page) = nowhere(house, spoken(headers), headers) {
        let vary = [(header::VARY, "accept, accept-encoding, accept-language")];
        return (vary, page).into_response();
    }
    HttpError::NotFound.into_response()
}
