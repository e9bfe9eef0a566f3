//! The desk of the public site: what it holds, edits, history.
//!
//! Bodies are MessagePack of `protocol::site`. An edit that saw something older is answered with
//! status 409 and everything as it is now; one that cannot stand on a site with 422 and the word
//! of its flaw.

use std::sync::Arc;

use app::desk::library::{LibraryError, address};
use app::desk::site::SiteError;
use app::file::{Family, FileKind};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::List;
use protocol::id::PageId;
use protocol::site::{Bilingual, FileFamily, Language, LibraryLine, LibraryList, SiteWish};

use super::{packed, signed_in};
use crate::error::{HttpError, OwnWords};
use crate::identity::SignedIn;
use crate::pages::library::failed;
use crate::router::Site;

impl From<SiteError> for HttpError {
    fn from(error: SiteError) -> Self {
        match error {
            SiteError::Refused(reject) => reject.into(),
            SiteError::Flawed(flaw) => Self::BadRequest(flaw.word()),
            SiteError::Stale(_) => {
                protocol::Reject::from(protocol::reject::DeskEditStale { revision: 0 }).into()
            }
            SiteError::Store(fault) => {
                tracing::error!(error = %fault, "the desk of the site failed: {fault}");
                Self::Unavailable
            }
        }
    }
}

/// `GET /desk/{event}/site`
pub(crate) async fn get(
    State(house): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&house, &event, &headers).await?;
    let desk = house.sites.desk(&event, &standing).await?;
    Ok(packed(StatusCode::OK, desk.encode()))
}

/// `POST /desk/{event}/site`
pub(crate) async fn edit(
    State(house): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&house, &event, &headers).await?;
    let wish = SiteWish::decode(&body)
        .map_err(|_| HttpError::BadRequest("the body is no edit of a site"))?;
    let random = house.registry.random();
    match house.sites.edit(&event, standing, random, wish).await {
        Ok(desk) => Ok(packed(StatusCode::OK, desk.encode())),
        Err(SiteError::Stale(answer)) => Ok(packed(StatusCode::CONFLICT, answer.encode())),
        Err(SiteError::Flawed(flaw)) => {
            let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            let answer = (StatusCode::UNPROCESSABLE_ENTITY, headers, flaw.word());
            Ok((axum::Extension(OwnWords), answer).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn text_of(page: &str, tag: &str) -> Result<(PageId, Language), HttpError> {
    let page = PageId::parse(page).ok_or(HttpError::NotFound)?;
    let language = Language::of_tag(tag).ok_or(HttpError::NotFound)?;
    Ok((page, language))
}

/// `GET /desk/{event}/site/pages/{page}/{language}`
pub(crate) async fn history(
    State(house): State<Arc<Site>>,
    Path((event, page, tag)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&house, &event, &headers).await?;
    let (page, language) = text_of(&page, &tag)?;
    let sites = &house.sites;
    let history = sites.history(&event, &standing, page, language).await?;
    Ok(packed(StatusCode::OK, history.encode()))
}

/// `GET /desk/{event}/site/pages/{page}/{language}/{number}`
pub(crate) async fn version(
    State(house): State<Arc<Site>>,
    Path((event, page, tag, number)): Path<(String, String, String, u32)>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&house, &event, &headers).await?;
    let (page, language) = text_of(&page, &tag)?;
    let which = (page, language, number);
    let version = house.sites.version(&event, &standing, which).await?;
    Ok(packed(StatusCode::OK, version.encode()))
}

/// `GET /desk/{event}/site/files`: the library, for the editor of pages.
pub(crate) async fn files(
    State(house): State<Arc<Site>>,
    Path(event): Path<String>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } = signed_in(&house, &event, &headers).await?;
    let desk = match house.libraries.desk(&event, standing.actor()).await {
        Ok(desk) => desk,
        Err(LibraryError::NoSite) => return Err(HttpError::NotFound),
        Err(error) => return Err(failed(error)),
    };
    let lines = desk.files.iter().filter_map(|file| {
        let family = match FileKind::of_word(&file.kind)?.family() {
            Family::Picture => FileFamily::Picture,
            Family::Document => FileFamily::Document,
            Family::Video => FileFamily::Video,
        };
        Some(LibraryLine {
            name: file.name.clone(),
            address: address(&desk.slug, file.id, &file.kind),
            family,
            alt: Bilingual {
                french: file.alt_french.clone(),
                english: file.alt_english.clone(),
            },
            width: file.width,
            height: file.height,
        })
    });
    let files = List::new(lines.collect()).unwrap_or_default();
    Ok(packed(StatusCode::OK, LibraryList { files }.encode()))
}
