//! The fallback where proxies do not let sockets through: the same frames and positions by
//! ordinary requests.

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::live::{Ending, Line, Transport};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use protocol::limits::{LONG_POLL_S, SERVER_MESSAGE_BYTES_MAX};
use tokio::time::{Instant as Deadline, timeout_at};

use super::{Which, reconnect_after_ms};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;

/// How long the answers to messages are waited for.
const EXCHANGE_TIMEOUT: Duration = Duration::from_secs(10);

/// `POST /live/{event}/poll`: answers as soon as there is anything after the hello's positions.
pub(crate) async fn wait(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let mut line = open(&site, &event, &which, &headers).await?;
    let mut ending = Box::pin(line.receive(&body, Instant::now())).await.err();
    let deadline = Deadline::now() + Duration::from_secs(LONG_POLL_S);
    let mut answer = Answer::default();
    ending = ending.or_else(|| answer.gather(&mut line).err());
    // The welcome alone is no reason to answer, unless the client just came and waits for it, or
    // must load a snapshot first.
    let n_welcome = answer.0.len();
    let is_to_wait = line.follows() && !line.begins_polling();
    while ending.is_none() && is_to_wait && answer.0.len() == n_welcome && !line.must_go() {
        if timeout_at(deadline, line.woken()).await.is_err() {
            break;
        }
        ending = answer.gather(&mut line).err();
    }
    finish(&site, line, answer, ending)
}

/// `POST /live/{event}/messages`: answers when every message has its answer.
pub(crate) async fn exchange(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(which): Query<Which>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, HttpError> {
    let mut line = open(&site, &event, &which, &headers).await?;
    let deadline = Deadline::now() + EXCHANGE_TIMEOUT;
    let mut answer = Answer::default();
    let mut ending = Box::pin(line.receive(&body, Instant::now())).await.err();
    loop {
        ending = ending.or_else(|| answer.gather(&mut line).err());
        if ending.is_some() || !line.awaits_answers() {
            break;
        }
        if timeout_at(deadline, line.woken()).await.is_err() {
            break;
        }
    }
    finish(&site, line, answer, ending)
}

async fn open(
    site: &Site,
    event: &str,
    which: &Which,
    headers: &HeaderMap,
) -> Result<Line, HttpError> {
    let SignedIn { standing, event } = SignedIn::find(site, event, which.surface, headers).await?;
    Ok(Line::open(
        event,
        standing,
        Transport::Poll,
        Instant::now(),
    )?)
}

fn finish(
    site: &Site,
    mut line: Line,
    mut answer: Answer,
    ending: Option<Ending>,
) -> Result<Response, HttpError> {
    if ending == Some(Ending::SignedOut) {
        return Err(HttpError::NotSignedIn);
    }
    answer
        .0
        .extend(line.last_words().as_deref().unwrap_or_default());
    if line.must_go() {
        let away = line.send_away(reconnect_after_ms(site.registry.random()));
        answer.0.extend_from_slice(&away);
    }
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.msgpack"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, answer.0).into_response())
}

/// The frames of one answer.
#[derive(Default)]
struct Answer(Vec<u8>);

impl Answer {
    /// Takes what there is, up to the size of one message of the socket, but never half an entry;
    /// the client's next poll goes on from the positions that it reached.
    fn gather(&mut self, line: &mut Line) -> Result<(), Ending> {
        while self.0.len() < SERVER_MESSAGE_BYTES_MAX || line.is_midway() {
            match line.gather()? {
                Some(gathered) => {
                    // Not when: the client may have been away.
                    line.delivered(gathered.message.len(), None);
                    self.0.extend_from_slice(&gathered.message);
                }
                None => break,
            }
        }
        Ok(())
    }
}
