//! From where a request comes: network address, and a few words about the browser.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use app::account::Caller;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::router::Site;

/// The caller's own address, or what a proxy of ours says of him.
pub(crate) fn address_of(peer: SocketAddr, headers: &HeaderMap, is_behind_proxy: bool) -> IpAddr {
    let told = || {
        // Each proxy appends; only what ours wrote, the last, can be believed.
        let line = headers.get_all("x-forwarded-for").into_iter().next_back()?;
        line.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
    };
    let told = is_behind_proxy.then(told).flatten();
    told.unwrap_or(peer.ip())
}

/// Who asks, for the log of connections and the list of sign-ins.
pub(crate) struct CallerOf(pub(crate) Caller);

impl FromRequestParts<Arc<Site>> for CallerOf {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let address = peer.map_or(String::new(), |ConnectInfo(peer)| {
            let is_behind = site.settings.is_behind_proxy;
            address_of(*peer, &parts.headers, is_behind)
                .to_canonical()
                .to_string()
        });
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent.and_then(|agent| agent.to_str().ok());
        Ok(Self(Caller {
            address,
            device: device(agent.unwrap_or_default()),
        }))
    }
}

/// Browser and system in two words: enough to know one's own again, and no more is kept.
fn device(agent: &str) -> String {
    // Most pretend to be others as well: the first that fits is the most particular.
    const BROWSERS: &[(&str, &str)] = &[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: &[(&str, &str)] = &[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let first = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(mark, _)| agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    match (first(BROWSERS), first(SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_two_words() {
        for (agent, expected) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            ("curl/8.0", ""),
            ("<script>", ""),
        ] {
            assert_eq!(device(agent), expected);
        }
    }
}
