//! The journal to take along: a table for spreadsheets, or lines of JSON. Written while it is read,
//! a piece at a time, and noted in the journal itself before.

use std::sync::Arc;

use app::journal::{Cursor, Download, Filter, Happening, JOURNAL_CHUNK_ROWS, Row, iso};
use app::live::Event;
use axum::body::Body;
use axum::extract::Query;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use protocol::Actor;
use serde_json::json;

use super::super::desk::AtDesk;
use super::super::page::Page;
use super::query::{Asked, read};
use super::row::{actor_words, shown, undone_by};
use crate::error::HttpError;
use crate::router::Site;

/// `GET /desk/{event}/journal/journal.csv`
pub(crate) async fn csv(desk: AtDesk, asked: Query<Asked>) -> Result<Response, HttpError> {
    download(desk, asked, Format::Table).await
}

/// `GET /desk/{event}/journal/journal.jsonl`
pub(crate) async fn jsonl(desk: AtDesk, asked: Query<Asked>) -> Result<Response, HttpError> {
    download(desk, asked, Format::Lines).await
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Table,
    Lines,
}

/// What a download reads on, piece by piece.
struct Reading {
    site: Arc<Site>,
    event: Arc<Event>,
    actor: Actor,
    page: Page,
    filter: Filter,
    zone: String,
    format: Format,
    /// Where the next piece begins; none behind the last one.
    at: Option<Option<Cursor>>,
    head: Option<String>,
}

async fn download(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Query(asked): Query<Asked>,
    format: Format,
) -> Result<Response, HttpError> {
    let actor = signed_in.actor();
    let zone = signed_in.event_zone();
    let wanted = read(&site, &signed_in, &asked, &zone);
    let (ending, kind) = match format {
        Format::Table => ("csv", "text/csv; charset=utf-8"),
        Format::Lines => ("jsonl", "application/jsonl; charset=utf-8"),
    };
    site.journals
        .note_download(&signed_in.event, actor, Download::Journal, ending)
        .await??;
    let head = (format == Format::Table).then(|| head(&page));
    let reading = Reading {
        event: signed_in.event.clone(),
        site,
        actor,
        filter: wanted.filter,
        zone,
        format,
        at: Some(None),
        head,
        page,
    };
    let pieces = stream::try_unfold(reading, next_piece);
    Ok(attached(
        &format!("journal.{ending}"),
        kind,
        Body::from_stream(pieces),
    ))
}

/// Something to be kept, not to be shown.
pub(in crate::pages) fn attached(name: &str, kind: &'static str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}

/// The next piece. A reader whose rights were taken away in between gets no more.
async fn next_piece(mut reading: Reading) -> Result<Option<(Bytes, Reading)>, std::io::Error> {
    let Some(from) = reading.at else {
        return Ok(None);
    };
    let page = reading
        .site
        .journals
        .page(
            &reading.event,
            reading.actor,
            &reading.filter,
            from,
            JOURNAL_CHUNK_ROWS,
        )
        .await
        .map_err(std::io::Error::other)?
        .map_err(|_| std::io::Error::from(std::io::ErrorKind::PermissionDenied))?;
    let mut text = reading.head.take().unwrap_or_default();
    for row in &page.rows {
        text.push_str(&written(&reading, row));
    }
    reading.at = page.next.map(Some);
    Ok(Some((Bytes::from(text), reading)))
}

/// A mark of the encoding, which spreadsheets look for, and the names of the columns.
fn head(page: &Page) -> String {
    let columns = [
        page.say("Numéro", "Number"),
        page.say("Date", "Time"),
        page.say("Type d’auteur", "Kind of author"),
        page.say("Identifiant de l’auteur", "Author’s id"),
        page.say("Auteur", "Author"),
        page.say("Depuis", "From"),
        page.say("Nature", "Kind"),
        page.say("Action", "Action"),
        page.say("Annulé par", "Undone by"),
    ];
    format!("\u{feff}{}\r\n", columns.map(cell).join(";"))
}

fn written(reading: &Reading, row: &Row) -> String {
    let view = reading.event.view();
    let event = reading.event.id().to_string();
    let shown = shown(&reading.page, &view, &event, row, &reading.zone);
    let (actor, actor_id) = actor_words(row.by);
    let at = iso(row.at, &reading.zone);
    match reading.format {
        Format::Table => {
            let cells = [
                shown.number.as_str(),
                &at,
                actor,
                &actor_id,
                &shown.who,
                shown.surface,
                row.kind.word(),
                &shown.text,
                shown.undone.as_deref().unwrap_or_default(),
            ];
            format!("{}\r\n", cells.map(cell).join(";"))
        }
        Format::Lines => {
            let about: Vec<_> = row.about.iter().map(ToString::to_string).collect();
            let checksum = match &row.happening {
                Happening::Entry { .. } => None,
                Happening::Line(line) => Some(hex(&line.checksum)),
            };
            let action = match &row.happening {
                Happening::Entry { .. } => "entry",
                Happening::Line(line) => line.note.action.as_word(),
            };
            let undone = row.undone.map(|undone| {
                let (by, id) = undone_by(undone.by);
                json!({ "entry": undone.seq, "actor": by, "actor_id": id,
                        "at": iso(undone.at, &reading.zone) })
            });
            let line = json!({
                "number": shown.number,
                "at": at,
                "actor": actor,
                "actor_id": actor_id,
                "who": shown.who,
                "surface": shown.surface,
                "kind": row.kind.word(),
                "action": action,
                "text": shown.text,
                "persons": about,
                "undone": undone,
                "checksum": checksum,
            });
            format!("{line}\n")
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A cell of a table: quoted, on one line, and never a formula for the program that opens it.
pub(in crate::pages) fn cell(text: &str) -> String {
    let one_line = text.replace(['\r', '\n', '\t'], " ");
    let begins = one_line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let is_formula = begins.starts_with(['=', '+', '-', '@']);
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", one_line.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_breaks_out() {
        for (text, expected) in [
            ("Nadia", "\"Nadia\""),
            ("say \"yes\"; now", "\"say \"\"yes\"\"; now\""),
            ("=1+1", "\"'=1+1\""),
            ("\u{a0}+33", "\"'\u{a0}+33\""),
            ("\t@x", "\"' @x\""),
            ("a\r\n=b", "\"a  =b\""),
            ("\n-2", "\"' -2\""),
            ("", "\"\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
