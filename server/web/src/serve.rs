//! The listening side: bounded connections, bounded patience, an orderly end.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// How long a client may take to send a request's head, and to begin the next one.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// Buffer of one connection while it speaks HTTP; heads beyond it are refused.
const HTTP_BUFFER_BYTES: usize = 16 * 1024;
const HEADERS_MAX: usize = 64;
/// Pause after the system refused to hand out a connection, mostly for lack of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// How long open requests may take to end when the server goes away.
const GRACE: Duration = Duration::from_secs(5);

/// How many connections there may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// In all.
    pub connections_max: usize,
    /// From one address; a whole venue may share one.
    pub connections_per_address_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: 18_000,
            connections_per_address_max: 16_000,
        }
    }
}

/// Serves until `shutdown` ends, then lets what is under way finish.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    shutdown: impl Future<Output = ()> + Send,
) {
    let places = Arc::new(Semaphore::new(limits.connections_max));
    let addresses = Arc::new(Addresses::default());
    let is_over = watch::Sender::new(false);
    let mut connections = JoinSet::new();
    tokio::pin!(shutdown);
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(error = %error, "no connection could be accepted: {error}");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            },
        };
        while connections.try_join_next().is_some() {}
        // Beyond the bounds a connection is dropped at once: holding it is what must not happen.
        let Ok(place) = places.clone().try_acquire_owned() else {
            continue;
        };
        let Some(seat) = addresses.enter(peer.ip(), limits.connections_per_address_max) else {
            continue;
        };
        let place = Place(Arc::new((place, seat)));
        connections.spawn(hold(
            stream,
            peer,
            place,
            router.clone(),
            is_over.subscribe(),
        ));
    }
    drop(listener);
    is_over.send_replace(true);
    let places_max = u32::try_from(limits.connections_max).unwrap_or(u32::MAX);
    let all_done = async {
        while connections.join_next().await.is_some() {}
        // Sockets have left their connections' tasks; they give their places back at their end.
        let _ = places.acquire_many(places_max).await;
    };
    if tokio::time::timeout(GRACE, all_done).await.is_err() {
        tracing::warn!("some connections did not end in time and are cut");
    }
}

/// A connection's place among those that are allowed. Whoever takes the connection over, as a
/// socket does, keeps it.
#[derive(Clone)]
pub(crate) struct Place(#[expect(dead_code, reason = "held, never read")] Arc<Held>);

type Held = (OwnedSemaphorePermit, Seat);

async fn hold(
    stream: TcpStream,
    peer: SocketAddr,
    place: Place,
    router: Router,
    mut is_over: watch::Receiver<bool>,
) {
    // Small messages must leave at once; a peer that is gone already shows at the first write.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let (router, place) = (router.clone(), place.clone());
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            request.extensions_mut().insert(place);
            Ok::<_, Infallible>(
                router
                    .oneshot(request)
                    .await
                    .unwrap_or_else(|never| match never {}),
            )
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_buf_size(HTTP_BUFFER_BYTES)
        .max_headers(HEADERS_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = async { drop(is_over.wait_for(|is_over| *is_over).await) } => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(error = %error, "a connection ended early: {error}");
    }
}

/// Connections by address.
#[derive(Debug, Default)]
struct Addresses(Mutex<HashMap<IpAddr, usize>>);

impl Addresses {
    fn enter(self: &Arc<Self>, address: IpAddr, max: usize) -> Option<Seat> {
        let mut addresses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let n = addresses.entry(address).or_default();
        if *n >= max {
            return None;
        }
        *n += 1;
        Some(Seat {
            addresses: self.clone(),
            address,
        })
    }
}

/// One connection's place among those of its address.
struct Seat {
    addresses: Arc<Addresses>,
    address: IpAddr,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut addresses = self
            .addresses
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = addresses.get_mut(&self.address) {
            *n -= 1;
            if *n == 0 {
                addresses.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_places_and_no_more() {
        let addresses = Arc::new(Addresses::default());
        let here = IpAddr::from([127, 0, 0, 1]);
        let seats: Vec<_> = (0..3).map(|_| addresses.enter(here, 3).unwrap()).collect();
        assert!(addresses.enter(here, 3).is_none());
        assert!(addresses.enter(IpAddr::from([127, 0, 0, 2]), 3).is_some());
        drop(seats);
        assert!(addresses.enter(here, 3).is_some());
        assert_eq!(
            addresses.0.lock().unwrap().len(),
            0,
            "nothing is kept of who left"
        );
    }
}
