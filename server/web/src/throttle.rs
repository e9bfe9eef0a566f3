//! How often one address may ask for what costs more than it looks: entering, and speaking
//! without a socket.
//!
//! The table is bounded. While it is full of addresses that are busy, every further one shares one
//! bucket: whoever wants to fill the table gains nothing by it.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use protocol::Reject;
use protocol::reject::TooMany;

use crate::caller::address_of;
use crate::error::HttpError;

/// Addresses whose buckets are kept apart.
const ADDRESSES_MAX: usize = 4_096;
/// Shortest time between two searches for buckets that are full again.
const SWEEP_INTERVAL: Duration = Duration::from_secs(1);

/// How much one address may ask for; a whole venue may share one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    /// At once.
    pub(crate) burst: u32,
    /// In the long run.
    pub(crate) per_second: u32,
}

/// Uses of links, choices of a role.
pub(crate) const ENTRANCE: Rate = Rate {
    burst: 600,
    per_second: 20,
};
/// Steps of registrations, of a whole office or exhibition hall at once.
pub(crate) const FORM: Rate = Rate {
    burst: 600,
    per_second: 30,
};
/// Requests of the fallback: every phone of a venue about once a second.
pub(crate) const FALLBACK: Rate = Rate {
    burst: 6_000,
    per_second: 1_500,
};

/// The buckets of all addresses for one kind of request.
pub(crate) struct Throttle {
    rate: Rate,
    addresses_max: usize,
    /// Whether callers come through a proxy of ours, which says who they are.
    is_behind_proxy: bool,
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    buckets: HashMap<IpAddr, Bucket>,
    /// Of everybody for whom there was no room.
    others: Bucket,
    swept_at: Option<Instant>,
}

/// A bucket is full from this instant on; each request moves it further away.
#[derive(Clone, Copy, Default)]
struct Bucket(Option<Instant>);

impl Bucket {
    fn is_full(self, now: Instant) -> bool {
        self.0.is_none_or(|full_at| full_at <= now)
    }

    /// Takes one token, or says how long there will be none.
    fn take(&mut self, rate: Rate, now: Instant) -> Result<(), Duration> {
        let interval = Duration::from_secs(1) / rate.per_second;
        let full_at = self.0.map_or(now, |full_at| full_at.max(now)) + interval;
        let wait = (full_at - now).saturating_sub(interval * rate.burst);
        if wait.is_zero() {
            self.0 = Some(full_at);
            Ok(())
        } else {
            Err(wait)
        }
    }
}

impl Throttle {
    pub(crate) fn new(rate: Rate, is_behind_proxy: bool) -> Arc<Self> {
        Arc::new(Self::bounded(rate, ADDRESSES_MAX, is_behind_proxy))
    }

    fn bounded(rate: Rate, addresses_max: usize, is_behind_proxy: bool) -> Self {
        Self {
            rate,
            addresses_max,
            is_behind_proxy,
            table: Mutex::new(Table::default()),
        }
    }

    fn take(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let address = network(address);
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        if !table.buckets.contains_key(&address) && table.buckets.len() >= self.addresses_max {
            table.sweep(now);
        }
        let has_room = table.buckets.len() < self.addresses_max;
        let bucket = match table.buckets.get_mut(&address) {
            Some(bucket) => bucket,
            None if has_room => table.buckets.entry(address).or_default(),
            None => &mut table.others,
        };
        bucket.take(self.rate, now)
    }

    /// Whose bucket a request is charged to.
    fn caller(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        address_of(peer, headers, self.is_behind_proxy)
    }
}

impl Table {
    /// Forgets whom nothing is held against.
    fn sweep(&mut self, now: Instant) {
        if self.swept_at.is_some_and(|at| now < at + SWEEP_INTERVAL) {
            return;
        }
        self.swept_at = Some(now);
        self.buckets.retain(|_, bucket| !bucket.is_full(now));
    }
}

/// Who has one address of version 6 has 2⁶⁴ of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into()
        }
    }
}

/// Lets a request pass, or says when to come back. Only what changes something counts.
pub(crate) async fn guard(
    State(throttle): State<Arc<Throttle>>,
    request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if let (&Method::POST, Some(ConnectInfo(peer))) = (request.method(), peer) {
        let caller = throttle.caller(*peer, request.headers());
        if let Err(wait) = throttle.take(caller, Instant::now()) {
            let retry_after_ms = u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).max(1);
            let reject = Reject::from(TooMany { retry_after_ms });
            return HttpError::from(reject).into_response();
        }
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate {
        burst: 3,
        per_second: 10,
    };

    fn address(n: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, n])
    }

    fn n_passed(throttle: &Throttle, address: IpAddr, now: Instant) -> usize {
        (0..10)
            .filter(|_| throttle.take(address, now).is_ok())
            .count()
    }

    #[test]
    fn a_burst_passes_and_then_the_steady_rate_for_each_address_by_itself() {
        let throttle = Throttle::bounded(RATE, 10, false);
        let start = Instant::now();
        assert_eq!(n_passed(&throttle, address(1), start), 3);
        assert_eq!(
            n_passed(&throttle, address(2), start),
            3,
            "another's bucket"
        );
        let wait = throttle.take(address(1), start).unwrap_err();
        assert_eq!(wait, Duration::from_millis(100));
        assert!(throttle.take(address(1), start + wait).is_ok());
        let rested = start + Duration::from_secs(60);
        assert_eq!(n_passed(&throttle, address(1), rested), 3, "never more");
    }

    #[test]
    fn at_its_bound_the_table_grows_no_more_and_newcomers_share_one_bucket() {
        let throttle = Throttle::bounded(RATE, 4, false);
        let start = Instant::now();
        for n in 1..=4 {
            assert_eq!(n_passed(&throttle, address(n), start), 3);
        }
        assert_eq!(n_passed(&throttle, address(5), start), 3, "the shared one");
        for n in 6..=200 {
            assert_eq!(n_passed(&throttle, address(n), start), 0, "{n}");
        }
        assert_eq!(throttle.table.lock().unwrap().buckets.len(), 4);
        // Whoever has been quiet makes room.
        let later = start + Duration::from_secs(5);
        assert_eq!(n_passed(&throttle, address(5), later), 3);
        assert_eq!(throttle.table.lock().unwrap().buckets.len(), 1);
    }

    #[test]
    fn one_network_of_version_6_is_one_caller() {
        let throttle = Throttle::bounded(RATE, 10, false);
        let now = Instant::now();
        let passed: usize = (0..50_u16)
            .map(|n| IpAddr::from([0x2001, 0xdb8, 0, 7, 0, 0, 0, n]))
            .filter(|address| throttle.take(*address, now).is_ok())
            .count();
        assert_eq!(passed, 3);
        assert!(
            throttle
                .take("2001:db8:0:8::1".parse().unwrap(), now)
                .is_ok()
        );
        assert_eq!(network("::ffff:192.0.2.1".parse().unwrap()), address(1));
    }

    #[test]
    fn a_forwarded_address_is_believed_behind_a_proxy_only_and_only_the_last() {
        let peer = SocketAddr::from(([127, 0, 0, 1], 9));
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "198.51.100.1".parse().unwrap());
        headers.append(
            "x-forwarded-for",
            "198.51.100.2, 192.0.2.7".parse().unwrap(),
        );
        let caller = |is_behind, headers: &HeaderMap| {
            Throttle::bounded(RATE, 1, is_behind).caller(peer, headers)
        };
        assert_eq!(caller(false, &headers), peer.ip());
        assert_eq!(caller(true, &headers), address(7));
        assert_eq!(caller(true, &HeaderMap::new()), peer.ip());
        headers.append("x-forwarded-for", "nonsense".parse().unwrap());
        assert_eq!(caller(true, &headers), peer.ip());
    }
}
