//! What all rendered pages share.

use app::account::User;
use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::error::HttpError;
use crate::language::Language;
use crate::router::Site;
use crate::site::{Dress, Whose, dress};
use crate::way_back::WayBack;

/// The frame of a page.
pub(super) struct Page {
    pub(super) language: Language,
    pub(super) style: String,
    /// The look of the event that the page belongs to, if it does.
    pub(super) dress: Option<Dress>,
}

impl Page {
    pub(super) fn of(site: &Site, asked: Option<&str>, headers: &HeaderMap) -> Self {
        Self {
            language: Language::of(asked, headers),
            style: site.assets.style().unwrap_or_default().to_owned(),
            dress: None,
        }
    }

    /// In the language that a user chose, unless the address asks for another.
    pub(super) fn of_user(site: &Site, asked: Option<&str>, user: &User) -> Self {
        let headers = HeaderMap::new();
        let language = match asked {
            Some(_) => Language::of(asked, &headers),
            None => Language::of_user(user.language),
        };
        Self {
            language,
            style: site.assets.style().unwrap_or_default().to_owned(),
            dress: None,
        }
    }

    /// In a language that is known.
    pub(super) fn in_language(site: &Site, language: Language) -> Self {
        Self {
            language,
            style: site.assets.style().unwrap_or_default().to_owned(),
            dress: None,
        }
    }

    /// In the look of the event that a sign-in leads back to.
    pub(super) async fn dressed(mut self, site: &Site, way: Option<&WayBack>) -> Self {
        let whose = way.and_then(|way| {
            let by_slug = way.slug().map(Whose::Slug);
            by_slug.or_else(|| way.event().map(|(event, _)| Whose::Event(event)))
        });
        if let Some(whose) = whose {
            self.dress = dress(site, whose, self.spoken()).await;
        }
        self
    }

    /// The language as public pages know it.
    pub(super) fn spoken(&self) -> protocol::site::Language {
        self.language.of_site()
    }

    /// One of two texts.
    pub(super) fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        if self.language.is_french() {
            french
        } else {
            english
        }
    }
}

/// A page, never kept by anybody: it may hold a secret or somebody's name.
pub(super) fn render(status: StatusCode, template: &impl Template) -> Result<Response, HttpError> {
    let html = template.render().map_err(|error| {
        tracing::error!(error = %error, "a page could not be rendered: {error}");
        HttpError::Unavailable
    })?;
    // The referrer policy must stay `same-origin`, although the address of the sign-in page holds
    // a secret: with `no-referrer` browsers would send the form with the origin `null`.
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((status, headers, html).into_response())
}

/// A page that says what was wrong, and when to come back.
pub(super) fn complain(
    status: StatusCode,
    retry_after_s: Option<u32>,
    template: &impl Template,
) -> Result<Response, HttpError> {
    let mut response = render(status, template)?;
    if let Some(seconds) = retry_after_s {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    Ok(response)
}
