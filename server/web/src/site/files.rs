//! Files on their way out: of registrations and of the library.
//!
//! Whoever asks gets a file as what it is and nothing else: no type is guessed, nothing in it runs,
//! and what is no picture of the library is saved instead of opened. Whoever may not see a file
//! learns no more than that there is none of that name.

use std::sync::Arc;

use app::desk::library;
use app::desk::site::Window;
use app::file::{AnyFile, Attachment, Family, FileKind, LibraryFile};
use app::live::Event;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use protocol::id::{AttachmentId, EventId};

use super::query::escaped;
use super::show::{Asked, asked};
use crate::error::HttpError;
use crate::identity::{SignedIn, wake};
use crate::router::Site;
use crate::surface::Surface;

/// A file's own policy: should a browser open it after all, nothing runs or loads.
const POLICY: &str = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; \
    frame-ancestors 'none'";

/// What an answer needs to know of a file.
struct Found {
    id: AttachmentId,
    kind: FileKind,
    name: String,
    n_bytes: u64,
    digest: [u8; 32],
    /// Whether it opens where it stands, as pictures of the library do.
    is_inline: bool,
}

/// `GET /e/{slug}/files/{name}`
pub(crate) async fn get(
    State(house): State<Arc<Site>>,
    Path((slug, name)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let (id, kind) = parse(&name).ok_or(HttpError::NotFound)?;
    let asked = asked(&house, &slug).await?.ok_or(HttpError::NotFound)?;
    let event = wake(&house, asked.site.event).await?;
    let found = house.files.find(event.id(), id).await?;
    let found = match found.ok_or(HttpError::NotFound)? {
        AnyFile::Library(file) => {
            if !may_see_library(&house, &asked, &event, &file, &headers).await? {
                return Err(HttpError::NotFound);
            }
            of_library(file)
        }
        AnyFile::Attached(file) => {
            if !may_see_attached(&house, &asked, &event, &slug, &file, &headers).await? {
                return Err(HttpError::NotFound);
            }
            of_registration(file)
        }
    };
    let found = found
        .filter(|found| found.kind == kind)
        .ok_or(HttpError::NotFound)?;
    answer(house, event.id(), found, &method, &headers)
}

/// An address names a file in one way only.
fn parse(name: &str) -> Option<(AttachmentId, FileKind)> {
    let (id, kind) = name.split_once('.')?;
    let kind = FileKind::of_word(kind)?;
    let parsed = AttachmentId::parse(id)?;
    (parsed.to_string() == id).then_some((parsed, kind))
}

fn of_library(file: LibraryFile) -> Option<Found> {
    let kind = FileKind::of_word(&file.kind)?;
    Some(Found {
        id: file.id,
        kind,
        name: file.name,
        n_bytes: file.n_bytes,
        digest: file.digest,
        is_inline: kind.family() == Family::Picture,
    })
}

fn of_registration(file: Attachment) -> Option<Found> {
    Some(Found {
        id: file.id,
        kind: FileKind::of_word(&file.kind)?,
        name: file.name,
        n_bytes: file.n_bytes,
        digest: file.digest,
        is_inline: false,
    })
}

async fn may_see_library(
    house: &Site,
    asked: &Asked,
    event: &Arc<Event>,
    file: &LibraryFile,
    headers: &HeaderMap,
) -> Result<bool, HttpError> {
    if asked.window == Window::Open && library::is_public(&asked.site, file.id) {
        return Ok(true);
    }
    let Some(standing) = of_team(house, event, headers).await? else {
        return Ok(false);
    };
    Ok(house.libraries.desk(event, standing).await.is_ok())
}

async fn may_see_attached(
    house: &Site,
    asked: &Asked,
    event: &Arc<Event>,
    slug: &str,
    file: &Attachment,
    headers: &HeaderMap,
) -> Result<bool, HttpError> {
    let office = &house.registrations;
    if asked.window == Window::Open && office.is_file_public(event, file).await? {
        return Ok(true);
    }
    let jar = CookieJar::from_headers(headers);
    if let Some(secret) = house.cookies.read_draft(&jar, slug)
        && let Some(own) = office.resume(event.id(), &secret).await?
        && own.head.id == file.registration
    {
        return Ok(true);
    }
    let Some(actor) = of_team(house, event, headers).await? else {
        return Ok(false);
    };
    Ok(office.is_reader(event, actor, file).await?)
}

/// Who of the team asks, if somebody does.
async fn of_team(
    house: &Site,
    event: &Arc<Event>,
    headers: &HeaderMap,
) -> Result<Option<protocol::Actor>, HttpError> {
    let id = event.id().to_string();
    match SignedIn::find(house, &id, Some(Surface::Console), headers).await {
        Ok(signed_in) => Ok(Some(signed_in.standing.actor())),
        Err(HttpError::NotSignedIn) => Ok(None),
        Err(error) => Err(error),
    }
}

fn answer(
    house: Arc<Site>,
    event: EventId,
    found: Found,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, HttpError> {
    let tag = tag_of(&found.digest);
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| HttpError::NotFound);
    let mut answer = HeaderMap::new();
    answer.insert(header::ETAG, value(&tag)?);
    // Kept, but asked about each time: a file that was removed is gone at once.
    answer.insert(header::CACHE_CONTROL, value("private, no-cache")?);
    answer.insert(header::ACCEPT_RANGES, value("bytes")?);
    answer.insert(header::CONTENT_SECURITY_POLICY, value(POLICY)?);
    answer.insert(HeaderName::from_static("x-robots-tag"), value("noindex")?);
    answer.insert(header::CONTENT_TYPE, value(found.kind.media_type())?);
    let place = if found.is_inline {
        "inline"
    } else {
        "attachment"
    };
    let disposition = format!(
        "{place}; filename=\"{}\"; filename*=UTF-8''{}",
        plain(&found.name),
        escaped(&found.name)
    );
    answer.insert(header::CONTENT_DISPOSITION, value(&disposition)?);
    let asked = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if asked(header::IF_NONE_MATCH).is_some_and(|tags| tags.contains(&tag)) {
        return Ok((StatusCode::NOT_MODIFIED, answer).into_response());
    }
    let is_of_this = asked(header::IF_RANGE).is_none_or(|of| of == tag);
    let range = asked(header::RANGE).filter(|_| is_of_this);
    let (status, from, until) = match range.map(|range| part(range, found.n_bytes)) {
        None | Some(Part::Whole) => (StatusCode::OK, 0, found.n_bytes),
        Some(Part::Of(from, until)) => (StatusCode::PARTIAL_CONTENT, from, until),
        Some(Part::Nowhere) => {
            let all = format!("bytes */{}", found.n_bytes);
            answer.insert(header::CONTENT_RANGE, value(&all)?);
            answer.remove(header::CONTENT_TYPE);
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, answer).into_response());
        }
    };
    if status == StatusCode::PARTIAL_CONTENT {
        let part = format!("bytes {from}-{}/{}", until - 1, found.n_bytes);
        answer.insert(header::CONTENT_RANGE, value(&part)?);
    }
    answer.insert(header::CONTENT_LENGTH, value(&(until - from).to_string())?);
    let body = if method == Method::HEAD {
        Body::empty()
    } else {
        body(house, (event, found.id), from, until)
    };
    Ok((status, answer, body).into_response())
}

/// The bytes from here to there, one piece of the store at a time.
fn body(house: Arc<Site>, (event, id): (EventId, AttachmentId), from: u64, until: u64) -> Body {
    let pieces = futures_util::stream::unfold((house, from), move |(house, at)| async move {
        if at >= until {
            return None;
        }
        match house.files.bytes_at(event, id, at).await {
            Ok(Some(mut bytes)) => {
                let left = usize::try_from(until - at).unwrap_or(usize::MAX);
                bytes.truncate(left);
                let next = at + bytes.len() as u64;
                Some((Ok(Bytes::from(bytes)), (house, next)))
            }
            // It was deleted while it was read: whoever reads sees that it broke off.
            Ok(None) => {
                let gone = std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
                Some((Err(gone), (house, until)))
            }
            Err(fault) => Some((Err(std::io::Error::other(fault)), (house, until))),
        }
    });
    Body::from_stream(pieces)
}

fn tag_of(digest: &[u8; 32]) -> String {
    use std::fmt::Write;
    let mut tag = String::from("\"");
    for byte in &digest[..16] {
        // Writing to a string cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// A name for programs that read no other letters.
fn plain(name: &str) -> String {
    let letter = |c: char| match c {
        '"' | '\\' => '_',
        c if c.is_ascii() && !c.is_ascii_control() => c,
        _ => '_',
    };
    name.chars().map(letter).collect()
}

/// What a range asks for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// Everything: no range of ours.
    Whole,
    /// From the first to before the second.
    Of(u64, u64),
    /// Beyond the end.
    Nowhere,
}

/// RFC 9110, 14.1.2; several ranges at once are answered with the whole.
fn part(range: &str, n_bytes: u64) -> Part {
    let Some((from, until)) = range
        .strip_prefix("bytes=")
        .filter(|range| !range.contains(','))
        .and_then(|range| range.split_once('-'))
    else {
        return Part::Whole;
    };
    match (from.trim().parse::<u64>(), until.trim().parse::<u64>()) {
        (Ok(from), Ok(until)) if from > until => Part::Whole,
        (Ok(from), _) if from >= n_bytes => Part::Nowhere,
        (Ok(from), Ok(until)) => Part::Of(from, until.saturating_add(1).min(n_bytes)),
        (Ok(from), Err(_)) if until.trim().is_empty() => Part::Of(from, n_bytes),
        (Err(_), Ok(0)) if from.trim().is_empty() => Part::Nowhere,
        (Err(_), Ok(last)) if from.trim().is_empty() => {
            Part::Of(n_bytes.saturating_sub(last), n_bytes)
        }
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_of_the_file_or_none() {
        for (range, expected) in [
            ("bytes=0-9", Part::Of(0, 10)),
            ("bytes=90-", Part::Of(90, 100)),
            ("bytes=-10", Part::Of(90, 100)),
            ("bytes=-200", Part::Of(0, 100)),
            ("bytes=50-5000", Part::Of(50, 100)),
            ("bytes=100-", Part::Nowhere),
            ("bytes=-0", Part::Nowhere),
            ("bytes=9-3", Part::Whole),
            ("bytes=0-1,5-6", Part::Whole),
            ("lines=0-1", Part::Whole),
            ("bytes=a-b", Part::Whole),
        ] {
            assert_eq!(part(range, 100), expected, "{range}");
        }
    }

    #[test]
    fn an_address_names_a_file_in_one_way() {
        let id = AttachmentId::example(0xabc);
        assert_eq!(parse(&format!("{id}.pdf")), Some((id, FileKind::Pdf)));
        for wrong in [
            format!("{id}.svg"),
            format!("{id}.PDF"),
            format!("{}.pdf", id.to_string().to_uppercase()),
            format!("{}.pdf", id.to_string().replace('-', "")),
            format!("{id}.pdf.png"),
            "../../etc/passwd".to_owned(),
        ] {
            assert_eq!(parse(&wrong), None, "{wrong}");
        }
        assert_eq!(plain("Été \"x\".pdf"), "_t_ _x_.pdf");
    }
}
