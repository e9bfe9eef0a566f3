//! The library of an event (PUB-04, EEN-03): pictures, documents and videos for the pages of its
//! site. Works without script; the console shows the same and how far a file has come.

use std::sync::Arc;

use app::desk::library::{FileWords, LibraryDesk, LibraryError, Use, address};
use app::file::{Family, FileKind, LibraryFile};
use askama::Template;
use axum::Form;
use axum::extract::{Multipart, Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use protocol::Actor;
use protocol::id::AttachmentId;
use protocol::limits::{FILE_ALT_CHARS_MAX, FILE_NAME_CHARS_MAX, LIBRARY_FILES_MAX};
use serde::Deserialize;

use super::desk::{AtDesk, Sent};
use super::page::{Page, render};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;
use crate::upload::{flaw_sentence, receive, size_text};

/// Files on one page of the list.
const FILES_PER_PAGE: usize = 24;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    done: Option<u8>,
    page: usize,
}

struct Row {
    id: String,
    revision: u64,
    name: String,
    alt_fr: String,
    alt_en: String,
    href: String,
    /// Type, length and pixels.
    facts: String,
    is_picture: bool,
    is_video: bool,
    complaint: String,
}

#[derive(Template)]
#[template(path = "library.html")]
struct LibraryPage {
    page: Page,
    event: String,
    title: String,
    rows: Vec<Row>,
    n_files: usize,
    back: Option<usize>,
    on: Option<usize>,
    here: usize,
    /// What was typed for a file that was not added.
    added: FileWords,
    complaint: String,
    is_full: bool,
    is_done: bool,
    rules: String,
    accepted: &'static str,
    name_max: usize,
    alt_max: usize,
}

fn row(page: &Page, slug: &str, file: &LibraryFile) -> Row {
    let family = FileKind::of_word(&file.kind).map(FileKind::family);
    let is_picture = family == Some(Family::Picture);
    let mut facts = vec![
        file.kind.to_uppercase(),
        size_text(file.n_bytes, page.language.is_french()),
    ];
    if is_picture {
        facts.push(format!("{}\u{a0}×\u{a0}{}", file.width, file.height));
    }
    Row {
        id: file.id.to_string(),
        revision: file.revision,
        name: file.name.clone(),
        alt_fr: file.alt_french.clone(),
        alt_en: file.alt_english.clone(),
        href: address(slug, file.id, &file.kind),
        facts: facts.join(" · "),
        is_picture,
        is_video: family == Some(Family::Video),
        complaint: String::new(),
    }
}

fn view(
    site: &Site,
    signed_in: &SignedIn,
    page: Page,
    desk: &LibraryDesk,
    nth: usize,
) -> LibraryPage {
    let n_files = desk.files.len();
    let nth = nth.min(n_files.saturating_sub(1) / FILES_PER_PAGE);
    let shown = desk.files.iter().skip(nth * FILES_PER_PAGE);
    let rules = site.files.rules();
    let is_french = page.language.is_french();
    let size = |family| size_text(rules.bytes_max(family) as u64, is_french);
    let (plain, video) = (size(Family::Document), size(Family::Video));
    let rules = if is_french {
        format!(
            "Images JPEG, PNG ou WebP et PDF jusqu’à {plain}, vidéos MP4 ou WebM jusqu’à {video}."
        )
    } else {
        format!(
            "JPEG, PNG or WebP pictures and PDF up to {plain}, MP4 or WebM videos up to {video}."
        )
    };
    LibraryPage {
        rows: shown
            .take(FILES_PER_PAGE)
            .map(|file| row(&page, &desk.slug, file))
            .collect(),
        event: signed_in.event.id().to_string(),
        title: signed_in.event_title(),
        n_files,
        back: nth.checked_sub(1),
        on: ((nth + 1) * FILES_PER_PAGE < n_files).then_some(nth + 1),
        here: nth,
        added: FileWords::default(),
        complaint: String::new(),
        is_full: n_files >= LIBRARY_FILES_MAX,
        is_done: false,
        rules,
        accepted: FileKind::ACCEPTED,
        name_max: FILE_NAME_CHARS_MAX,
        alt_max: FILE_ALT_CHARS_MAX,
        page,
    }
}

/// `GET /desk/{event}/library`
pub(crate) async fn show(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    let desk = match desk(&site, &signed_in).await {
        Ok(desk) => desk,
        Err(LibraryError::NoSite) => return Ok(to_site(&signed_in)),
        Err(error) => return Err(failed(error)),
    };
    let mut view = view(&site, &signed_in, page, &desk, asked.page);
    view.is_done = asked.done.is_some();
    render(StatusCode::OK, &view)
}

/// Without a site there is nothing to show files on: it is made first.
pub(super) fn to_site(signed_in: &SignedIn) -> Response {
    let to = format!("/console/?event={}#/site", signed_in.event.id());
    Redirect::to(&to).into_response()
}

async fn desk(site: &Site, signed_in: &SignedIn) -> Result<LibraryDesk, LibraryError> {
    let actor: Actor = signed_in.actor();
    site.libraries.desk(&signed_in.event, actor).await
}

/// `POST /desk/{event}/library`
pub(crate) async fn add(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    form: Multipart,
) -> Result<Response, HttpError> {
    // Who may not, or has no site, is told before anything is read.
    let before = desk(&site, &signed_in).await.map_err(failed)?;
    let event = signed_in.event.id();
    let arrived = receive(&site, event, form, |input, n, _| {
        use app::file::FileFlaw;
        match (input, n) {
            ("file", 0) => Ok(()),
            ("file", _) => Err(FileFlaw::TooMany(1)),
            _ => Err(FileFlaw::UnknownKind),
        }
    })
    .await?;
    let sent = Sent(&arrived.sent);
    let words = words_of(&sent);
    let is_french = page.language.is_french();
    let complaint = match arrived.files.first().map(|file| &file.outcome) {
        None => page
            .say("Choisissez un fichier.", "Choose a file.")
            .to_owned(),
        Some(Err(flaw)) => capital(&flaw_sentence(*flaw, is_french)),
        Some(Ok(taken)) => {
            let standing = signed_in.standing.clone();
            let added = site
                .libraries
                .add(&signed_in.event, standing, taken, &words)
                .await;
            match added {
                Ok(()) => return Ok(to_list(&signed_in, 0)),
                Err(error) => {
                    arrived.let_go(&site, event).await;
                    complaint(&page, error)?
                }
            }
        }
    };
    let mut view = view(&site, &signed_in, page, &before, 0);
    view.added = words;
    view.complaint = complaint;
    render(StatusCode::UNPROCESSABLE_ENTITY, &view)
}

/// `POST /desk/{event}/library/{file}`
pub(crate) async fn edit(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Path((_, file)): Path<(String, String)>,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    // Nobody has a file of no id, which only who may look learns.
    let id = AttachmentId::parse(&file).unwrap_or(AttachmentId::from_bytes([0; 16]));
    let sent = Sent(&typed);
    let words = words_of(&sent);
    let standing = Arc::clone(&signed_in.standing);
    let here: usize = sent.value("page").parse().unwrap_or_default();
    let libraries = &site.libraries;
    let done = if sent.value("go") == "remove" {
        libraries.remove(&signed_in.event, standing, id).await
    } else {
        let seen = (id, sent.revision());
        libraries
            .describe(&signed_in.event, standing, seen, &words)
            .await
    };
    let Err(error) = done else {
        return Ok(to_list(&signed_in, here));
    };
    let status = match error {
        LibraryError::Stale => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let said = complaint(&page, error)?;
    let desk = desk(&site, &signed_in).await.map_err(failed)?;
    let mut view = view(&site, &signed_in, page, &desk, here);
    // What is there now, in the words that were typed.
    for row in view.rows.iter_mut().filter(|row| row.id == file) {
        row.complaint.clone_from(&said);
        if sent.value("go") != "remove" {
            row.name.clone_from(&words.name);
            row.alt_fr.clone_from(&words.alt_french);
            row.alt_en.clone_from(&words.alt_english);
        }
    }
    render(status, &view)
}

fn to_list(signed_in: &SignedIn, nth: usize) -> Response {
    let event = signed_in.event.id();
    Redirect::to(&format!("/desk/{event}/library?done=1&page={nth}")).into_response()
}

fn words_of(sent: &Sent<'_>) -> FileWords {
    FileWords {
        name: sent.value("name").to_owned(),
        alt_french: sent.value("alt_fr").to_owned(),
        alt_english: sent.value("alt_en").to_owned(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

pub(crate) fn failed(error: LibraryError) -> HttpError {
    match error {
        LibraryError::Refused(reject) => reject.into(),
        LibraryError::Store(fault) => fault.into(),
        LibraryError::NoSite => HttpError::NotFound,
        LibraryError::TooMany
        | LibraryError::Unnamed
        | LibraryError::Undescribed
        | LibraryError::TooLong
        | LibraryError::Used(_)
        | LibraryError::Flawed(_)
        | LibraryError::Stale => HttpError::Unavailable,
    }
}

fn complaint(page: &Page, error: LibraryError) -> Result<String, HttpError> {
    let is_french = page.language.is_french();
    let said = match error {
        LibraryError::TooMany if is_french => {
            format!("Une bibliothèque a {LIBRARY_FILES_MAX} fichiers au plus. Retirez-en un d’abord.")
        }
        LibraryError::TooMany => {
            format!("A library has {LIBRARY_FILES_MAX} files at most. Remove one first.")
        }
        LibraryError::Unnamed => page
            .say("Donnez un nom à ce fichier.", "Give this file a name.")
            .to_owned(),
        LibraryError::Undescribed => page
            .say(
                "Décrivez l’image en français\u{a0}: ce texte est lu à qui ne la voit pas.",
                "Describe the picture in French: this text is read out to who cannot see it.",
            )
            .to_owned(),
        LibraryError::TooLong => page
            .say("Ce texte est trop long.", "This text is too long.")
            .to_owned(),
        LibraryError::Used(uses) => {
            let names: Vec<String> = uses
                .into_iter()
                .map(|one| match one {
                    Use::Page(_, language, title) if is_french => {
                        format!("«\u{a0}{title}\u{a0}» ({})", language.tag())
                    }
                    Use::Page(_, language, title) => format!("“{title}” ({})", language.tag()),
                    Use::Look => page
                        .say("la bannière et les logos", "the banner and logos")
                        .to_owned(),
                })
                .collect();
            let names = names.join(", ");
            if is_french {
                format!("Ce fichier ne peut pas être retiré\u{a0}: il est montré par {names}.")
            } else {
                format!("This file cannot be removed: it is shown by {names}.")
            }
        }
        LibraryError::Stale => page
            .say(
                "Rien n’a été enregistré\u{a0}: quelqu’un a modifié ce fichier entre-temps. Il est à jour ici, avec votre saisie.",
                "Nothing was saved: somebody changed this file meanwhile. It is up to date here, with what you typed.",
            )
            .to_owned(),
        error @ (LibraryError::Refused(_)
        | LibraryError::NoSite
        | LibraryError::Flawed(_)
        | LibraryError::Store(_)) => return Err(failed(error)),
    };
    Ok(said)
}
