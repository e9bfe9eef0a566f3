//! Changing a section at the desk.

use app::desk::profile::{ProfileError, Saved, SectionKey, Whole};
use app::desk::registration::form::Answers;
use app::desk::registration::form::check::Fault;
use app::desk::registration::form::profile::Section;
use askama::Template;
use axum::Form as Body;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use protocol::id::PersonId;

use super::super::desk::{AtDesk, Sent};
use super::super::page::{Page, render};
use super::detail::parsed;
use super::{Sheet, failed, section_of, section_title, sheet, told_language};
use crate::error::HttpError;
use crate::registration::{go, read, rearrange, theirs};

#[derive(Template)]
#[template(path = "profile_edit.html")]
struct EditPage {
    page: Page,
    heading: &'static str,
    action: String,
    cancel: String,
    sheet: Sheet,
    is_stale: bool,
}

/// The section that an address names, if this administrator sees it.
fn key_of(whole: &Whole, way: &str) -> Result<SectionKey, HttpError> {
    let company = whole.company;
    let key = match (Section::parse(way), PersonId::parse(way)) {
        (Some(Section::Company), _) => SectionKey::Company(company),
        (Some(Section::Products), _) => SectionKey::Products(company),
        (_, Some(person)) => SectionKey::Person(company, person),
        (Some(Section::Person) | None, None) => return Err(HttpError::NotFound),
    };
    whole
        .section(key)
        .map(|current| current.key)
        .ok_or(HttpError::NotFound)
}

const fn person_of(key: SectionKey) -> Option<PersonId> {
    match key {
        SectionKey::Person(_, person) => Some(person),
        SectionKey::Company(_) | SectionKey::Products(_) => None,
    }
}

fn edit_page(
    page: Page,
    (event, way): (&str, &str),
    whole: &Whole,
    key: SectionKey,
    (answers, faults): (&Answers, &[Fault]),
    (status, seen): (StatusCode, Option<u64>),
) -> Result<Response, HttpError> {
    let current = whole.section(key).ok_or(HttpError::NotFound)?;
    let is_french = page.language.is_french();
    let is_stale = status == StatusCode::CONFLICT;
    let mut sheet = sheet(whole, current, (answers, faults), is_french);
    sheet.revision = seen.unwrap_or(sheet.revision);
    if is_stale {
        let with = (&whole.form, &whole.around);
        let now = whole.answers(person_of(key), false);
        sheet.theirs = theirs(with, &now, answers, current.section().parts(), is_french);
    }
    let cancel = format!("/desk/{event}/profiles/{}", whole.company);
    let template = EditPage {
        heading: section_title(section_of(key), false, is_french),
        action: format!("{cancel}/{way}"),
        cancel,
        sheet,
        is_stale,
        page,
    };
    render(status, &template)
}

/// `GET /desk/{event}/profiles/{company}/{section}`
pub(crate) async fn edit(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Path((event, company, way)): Path<(String, String, String)>,
) -> Result<Response, HttpError> {
    let actor = signed_in.actor();
    let opened = site
        .profiles
        .open(&signed_in.event, actor, parsed(&company));
    let whole = opened.await.map_err(failed)?;
    let key = key_of(&whole, &way)?;
    let answers = whole.answers(person_of(key), false);
    let at = (event.as_str(), way.as_str());
    edit_page(
        page,
        at,
        &whole,
        key,
        (&answers, &[]),
        (StatusCode::OK, None),
    )
}

/// `POST /desk/{event}/profiles/{company}/{section}`
pub(crate) async fn save(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Path((event, company, way)): Path<(String, String, String)>,
    Body(sent): Body<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let (by, at) = (signed_in.standing.clone(), (event.as_str(), way.as_str()));
    let open = || {
        site.profiles
            .open(&signed_in.event, signed_in.actor(), parsed(&company))
    };
    let whole = open().await.map_err(failed)?;
    let key = key_of(&whole, &way)?;
    let before = whole.answers(person_of(key), false);
    let typed = read(&whole.form, &before, &sent, section_of(key).parts());
    let mut answers = typed.answers;
    if !answers.is_within_bounds() {
        return Err(HttpError::TooLarge);
    }
    let seen = Sent(&sent).revision();
    let is_rearranged = rearrange(&mut answers, go(&sent)).is_some();
    if is_rearranged || typed.asks_more {
        let how = (StatusCode::OK, Some(seen));
        return edit_page(page, at, &whole, key, (&answers, &[]), how);
    }
    let over = (seen, told_language(page.language));
    let saved = site
        .profiles
        .save(&signed_in.event, by, key, over, &answers)
        .await;
    let done = match saved {
        Ok(Saved::Applied | Saved::Waiting) => "saved",
        Ok(Saved::Unchanged) => "same",
        Err(ProfileError::Faulty(faults)) => {
            let how = (StatusCode::UNPROCESSABLE_ENTITY, None);
            return edit_page(page, at, &whole, key, (&answers, &faults), how);
        }
        Err(ProfileError::Stale) => {
            let now = open().await.map_err(failed)?;
            let how = (StatusCode::CONFLICT, None);
            return edit_page(page, at, &now, key, (&answers, &[]), how);
        }
        Err(error) => return Err(failed(error)),
    };
    let to = format!("/desk/{event}/profiles/{company}?done={done}");
    Ok(Redirect::to(&to).into_response())
}
