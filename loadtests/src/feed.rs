//! Many clients that follow the event from now on.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt, TryStreamExt, stream};
use protocol::id::EventId;
use protocol::limits::CONNECTIONS_PER_ACCOUNT_MAX;

use crate::line::{Dial, Line, check_descriptors};
use crate::world::Seat;

/// Connections that are being opened at the same time; the listener's queue is short.
const AT_ONCE: usize = 64;

/// Connects `n` clients, taking the seats in turn, and lets them follow their streams.
pub(crate) async fn connect(
    port: u16,
    event: EventId,
    seats: &[Arc<Seat>],
    n: usize,
) -> Result<Vec<Line>> {
    check_descriptors(n)?;
    ensure!(
        n <= seats.len() * CONNECTIONS_PER_ACCOUNT_MAX,
        "{n} connections need more than the {} persons of this event",
        seats.len()
    );
    let dials = (0..n).map(|index| Dial {
        port,
        event,
        seat: seats[index % seats.len()].clone(),
        index,
    });
    stream::iter(dials)
        .map(|dial| async move { Line::follow(&dial).await.context("connecting a client") })
        .buffered(AT_ONCE)
        .try_collect()
        .await
}
