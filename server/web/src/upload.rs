//! Forms that bring files along: read piece by piece, so that nobody's memory grows with a file.
//!
//! What stands before these addresses: so many at a time, so long in all, and so many bytes; and
//! each piece must come soon. A file that is refused does not spoil the rest of its form: what was
//! typed arrives, and the page says at the field what was wrong.

mod sentence;

use std::sync::Arc;
use std::time::Duration;

use app::file::{FileError, FileFlaw, Taken, clean_name, count_flaw};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use protocol::Reject;
use protocol::id::EventId;
use protocol::limits::{ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, UPLOADS_MAX, VIDEO_BYTES_MAX};
use protocol::reject::Busy;
use tokio::sync::Semaphore;
use tokio::time::timeout;

pub(crate) use self::sentence::{flaw_sentence, size_text};
use crate::error::HttpError;
use crate::router::Site;

/// Bytes of one form with its files: the longest video, or a good number of shorter files.
pub(crate) const BODY_BYTES_MAX: usize = VIDEO_BYTES_MAX + ATTACHMENTS_MAX * ATTACHMENT_BYTES_MAX;
/// Bytes of everything in it that is no file.
const TEXT_BYTES_MAX: usize = 128 * 1024;
/// Inputs of one form.
const FIELDS_MAX: usize = 1_000;
/// How long the next piece may take.
const PIECE_TIMEOUT: Duration = Duration::from_secs(20);
/// How long a form may take in all: a hundred megabytes over a slow line.
const FORM_TIMEOUT: Duration = Duration::from_secs(15 * 60);

/// So many at a time, and so long each.
pub(crate) async fn bound(
    State(places): State<Arc<Semaphore>>,
    request: Request,
    next: Next,
) -> Response {
    let Ok(_place) = places.try_acquire() else {
        let retry_after_ms = 5_000;
        return HttpError::from(Reject::from(Busy { retry_after_ms })).into_response();
    };
    match timeout(FORM_TIMEOUT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => HttpError::TooSlow.into_response(),
    }
}

/// The places of those who upload.
pub(crate) fn places() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(UPLOADS_MAX))
}

/// A file of a form that arrived.
pub(crate) struct ArrivedFile {
    /// The input that it came by.
    pub(crate) input: String,
    /// What it was called.
    pub(crate) name: String,
    /// What became of it.
    pub(crate) outcome: Result<Taken, FileFlaw>,
}

/// A form that arrived.
#[derive(Default)]
pub(crate) struct Arrived {
    /// What was typed.
    pub(crate) sent: Vec<(String, String)>,
    /// What was attached.
    pub(crate) files: Vec<ArrivedFile>,
}

impl Arrived {
    /// Lets go of every file that was taken.
    pub(crate) async fn let_go(&self, house: &Site, event: EventId) {
        for file in &self.files {
            if let Ok(taken) = &file.outcome {
                house.files.let_go(event, taken.id).await;
            }
        }
    }
}

/// Reads a form to its end. `admits` says whether a file that comes by an input may begin; it
/// hears how many were taken so far by inputs of that name, and in all.
pub(crate) async fn receive(
    house: &Site,
    event: EventId,
    form: Multipart,
    admits: impl Fn(&str, usize, usize) -> Result<(), FileFlaw>,
) -> Result<Arrived, HttpError> {
    let mut arrived = Arrived::default();
    match read(house, event, form, admits, &mut arrived).await {
        Ok(()) => Ok(arrived),
        Err(error) => {
            arrived.let_go(house, event).await;
            Err(error)
        }
    }
}

async fn read(
    house: &Site,
    event: EventId,
    mut form: Multipart,
    admits: impl Fn(&str, usize, usize) -> Result<(), FileFlaw>,
    arrived: &mut Arrived,
) -> Result<(), HttpError> {
    let mut n_text_bytes = 0;
    for _ in 0..FIELDS_MAX {
        let next = timeout(PIECE_TIMEOUT, form.next_field()).await;
        let Some(mut field) = next.map_err(|_| HttpError::TooSlow)?.map_err(broken)? else {
            return Ok(());
        };
        let input = field.name().unwrap_or_default().to_owned();
        let Some(name) = field.file_name().map(str::to_owned) else {
            let mut text = Vec::new();
            while let Some(piece) = piece(&mut field).await? {
                n_text_bytes += piece.len();
                if n_text_bytes > TEXT_BYTES_MAX {
                    return Err(HttpError::TooLarge);
                }
                text.extend_from_slice(&piece);
            }
            let text = String::from_utf8(text)
                .map_err(|_| HttpError::BadRequest("a field is not text"))?;
            arrived.sent.push((input, text));
            continue;
        };
        if name.is_empty() {
            // No file was chosen.
            continue;
        }
        let taken = arrived.files.iter().filter(|file| file.outcome.is_ok());
        let n_of_input = taken.clone().filter(|file| file.input == input).count();
        let outcome = match admits(&input, n_of_input, taken.count()) {
            Ok(()) => take(house, event, &name, &mut field).await?,
            Err(flaw) => Err(flaw),
        };
        if let Err(flaw) = outcome {
            count_flaw(flaw);
            // The rest of it is heard, so that the answer is.
            while piece(&mut field).await?.is_some() {}
        }
        arrived.files.push(ArrivedFile {
            input,
            name: clean_name(&name),
            outcome,
        });
    }
    Err(HttpError::BadRequest("the form has too many fields"))
}

async fn piece(field: &mut Field<'_>) -> Result<Option<axum::body::Bytes>, HttpError> {
    let piece = timeout(PIECE_TIMEOUT, field.chunk()).await;
    piece.map_err(|_| HttpError::TooSlow)?.map_err(broken)
}

async fn take(
    house: &Site,
    event: EventId,
    name: &str,
    field: &mut Field<'_>,
) -> Result<Result<Taken, FileFlaw>, HttpError> {
    let mut spool = match house.files.begin(event, name).await {
        Ok(spool) => spool,
        Err(error) => return flawed(error),
    };
    while let Some(piece) = piece(field).await? {
        if let Err(error) = spool.push(&piece).await {
            return flawed(error);
        }
    }
    match house.files.take(event, spool).await {
        Ok(taken) => Ok(Ok(taken)),
        Err(error) => flawed(error),
    }
}

fn flawed(error: FileError) -> Result<Result<Taken, FileFlaw>, HttpError> {
    match error {
        FileError::Flawed(flaw) => Ok(Err(flaw)),
        FileError::Store(fault) => Err(fault.into()),
        FileError::Disk(error) => {
            tracing::error!(error = %error, "a file could not be kept: {error}");
            Err(HttpError::Unavailable)
        }
    }
}

fn broken(error: MultipartError) -> HttpError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        HttpError::TooLarge
    } else {
        HttpError::BadRequest("the form is broken")
    }
}
