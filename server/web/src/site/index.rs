//! What search engines ask for first.

use std::fmt::Write as _;
use std::sync::Arc;

use app::catalogue::Published;
use app::desk::site::{PublicSite, pages, text_of};
use app::port::{Clock, SystemClock};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use protocol::site::PageKind;

use super::meta::address;
use super::view::address_of;
use crate::error::HttpError;
use crate::identity::wake;
use crate::router::Site;

/// `GET /sitemap.xml`: the pages of every listed event that is open, in each language.
pub(crate) async fn sitemap(State(house): State<Arc<Site>>) -> Result<Response, HttpError> {
    let fault = |fault| {
        tracing::error!(error = %fault, "the sites cannot be listed: {fault}");
        HttpError::Unavailable
    };
    let listed = house.sites.listed(SystemClock.now()).await.map_err(fault)?;
    let origin = house.settings.origins.first().map_or("", String::as_str);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for (_, settings) in listed {
        if let Some(site) = house.sites.visit(&settings.slug).await.map_err(fault)? {
            list(&mut xml, &site, origin);
            listings(&house, &mut xml, &site, origin).await?;
        }
    }
    xml.push_str("</urlset>\n");
    let headers = [
        (header::CONTENT_TYPE, "application/xml"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    Ok((headers, xml).into_response())
}

/// Addresses are made of small letters, digits and dashes: nothing in them needs escaping.
fn list(xml: &mut String, site: &PublicSite, origin: &str) {
    let settings = &site.site.settings;
    for language in settings.languages.iter().copied() {
        for (head, text) in pages(site, language) {
            let href = address(&settings.slug, language, &text.slug);
            let date = app::desk::site::occasion::day_stamp(text.published_at);
            write!(
                xml,
                "<url><loc>{origin}{href}</loc><lastmod>{date}</lastmod>"
            )
            .expect("a string takes every character");
            for other in settings.languages.iter().copied() {
                if let Some(twin) = text_of(site, head.id, other) {
                    let href = address(&settings.slug, other, &twin.slug);
                    let tag = other.tag();
                    write!(
                        xml,
                        "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{origin}{href}\"/>"
                    )
                    .expect("a string takes every character");
                }
            }
            xml.push_str("</url>\n");
        }
    }
}

/// The companies and experts of a site's catalogue.
async fn listings(
    house: &Site,
    xml: &mut String,
    site: &PublicSite,
    origin: &str,
) -> Result<(), HttpError> {
    let view = wake(house, site.event).await?.view();
    let published = Published {
        has_companies: site.site.settings.shows_companies,
    };
    for language in site.site.settings.languages.iter().copied() {
        let Some(home) = address_of(site, language, PageKind::Catalogue) else {
            continue;
        };
        let store = house.registry.store();
        let catalogues = &house.catalogues;
        let catalogue = catalogues.of(store, site.event, &view, published, language);
        let catalogue = catalogue.await?;
        for (_, slug) in catalogue.all() {
            write!(xml, "<url><loc>{origin}{home}/{slug}</loc></url>")
                .expect("a string takes every character");
        }
    }
    Ok(())
}

/// `GET /robots.txt`: public pages are for everybody, the rest is for those who are signed in.
pub(crate) async fn robots(State(house): State<Arc<Site>>) -> Response {
    let origin = house.settings.origins.first().map_or("", String::as_str);
    let text = format!(
        "User-agent: *\nDisallow: /account\nDisallow: /console\nDisallow: /desk\n\
         Disallow: /door\nDisallow: /live\nDisallow: /password\nDisallow: /phone\n\
         Disallow: /screen\nDisallow: /sign-in\n\nSitemap: {origin}/sitemap.xml\n"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, text).into_response()
}
