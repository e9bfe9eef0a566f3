//! The live socket: who may open one, and its bounds.
//!
//! A connection's own task reads, and does whatever is rare. Messages to clients are written by
//! [`Rounds`]: a few tasks that go from socket to socket, since a message concerns hundreds.
//! There is no queue: what a client does not read stays in the rings that all share, but for the
//! rest of one message.

mod conversation;
mod rounds;
mod talk;

use std::sync::Arc;
use std::time::Instant;

use app::live::{Line, Transport};
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use protocol::limits::{CLIENT_MESSAGE_BYTES_MAX, SERVER_MESSAGE_BYTES_MAX};
use protocol::message::SUBPROTOCOL;

use self::conversation::Conversation;
pub(crate) use self::rounds::Rounds;
use super::{Which, reconnect_after_ms};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;
use crate::serve::Place;
use crate::wire::{self, Upgrade};

/// Messages up to twice the bound are read to their end, so that their sender can be told;
/// beyond it the stream cannot be followed any more and is cut.
const READ_BYTES_MAX: usize = 2 * CLIENT_MESSAGE_BYTES_MAX;

/// `GET /live/{event}/socket`
pub(crate) async fn open(
    State(site): State<Arc<Site>>,
    Path(event): Path<String>,
    Query(which): Query<Which>,
    Extension(place): Extension<Place>,
    headers: HeaderMap,
    upgrade: Upgrade,
) -> Result<Response, HttpError> {
    if !site.origins.allow(&headers) {
        return Err(HttpError::WrongOrigin);
    }
    let signed_in = SignedIn::find(&site, &event, which.surface, &headers).await?;
    if !upgrade.offers(SUBPROTOCOL) {
        return Err(HttpError::BadRequest("the sub-protocol is missing"));
    }
    let SignedIn { standing, event } = signed_in;
    let line = Line::open(event, standing, Transport::Socket, Instant::now())?;
    let go_away_ms = reconnect_after_ms(site.registry.random());
    let shard = site.rounds.shard();
    line.cry_through(site.rounds.crier());
    let (response, opening) = upgrade.grant(Some(SUBPROTOCOL));
    tokio::spawn(async move {
        let config = wire::config(READ_BYTES_MAX, 2 * SERVER_MESSAGE_BYTES_MAX);
        if let Some(socket) = opening.socket(config).await {
            Conversation::new(socket, line, go_away_ms, shard)
                .run()
                .await;
        }
        drop(place);
    });
    Ok(response)
}
