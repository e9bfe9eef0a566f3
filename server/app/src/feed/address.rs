//! What may be called: public servers by https, and nothing of our own network.
//!
//! The rules hold for the address as it was typed, for each one that an answer leads on to, and
//! for the numbers that a name stands for at the moment of the call: the call goes to a number
//! that was checked, so a name cannot mean something else in between.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::{ADDRESS_CHARS_MAX, FeedFault};

/// A server on this machine that may be called all the same, for tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(url::Origin);

impl Origin {
    /// Of an address; none where that is not on this machine.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let is_here = match url.host()? {
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
            Host::Domain(_) => false,
        };
        is_here.then(|| Self(url.origin()))
    }
}

/// An address that may be called, once its name's numbers are checked.
///
/// # Errors
/// [`FeedFault::Address`] for everything else.
pub fn check(text: &str, exempt: Option<&Origin>) -> Result<Url, FeedFault> {
    let url = Url::parse(text).map_err(|_| FeedFault::Address)?;
    if is_exempt(&url, exempt) {
        return Ok(url);
    }
    let is_whole = text.chars().count() <= ADDRESS_CHARS_MAX
        && url.scheme() == "https"
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    let is_elsewhere = match url.host() {
        // Names of one word are of the network in which the server stands.
        Some(Host::Domain(name)) => name.trim_end_matches('.').contains('.'),
        Some(Host::Ipv4(ip)) => is_public(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_public(IpAddr::V6(ip)),
        None => false,
    };
    if is_whole && is_elsewhere {
        Ok(url)
    } else {
        Err(FeedFault::Address)
    }
}

/// Whether an address is the server on this machine that may be called.
pub(super) fn is_exempt(url: &Url, exempt: Option<&Origin>) -> bool {
    exempt.is_some_and(|exempt| url.origin() == exempt.0)
}

/// Whether a number is of a server that everybody can reach, by the registries of special
/// addresses (RFC 6890 and what was added since).
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    /// The wire server of a large hoster: metadata at a number that looks public.
    const WIRE_SERVER: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);
    let [a, b, c, _] = ip.octets();
    let is_special = a == 0
        || ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        // Shared by customers of a provider.
        || (a == 100 && (64..128).contains(&b))
        // Protocol assignments, relays of IPv6, measurements.
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19))
        // To groups, kept back, to everybody.
        || a >= 224;
    !is_special && ip != WIRE_SERVER
}

/// Only what is handed out as global unicast, less what carries or stands for something else. What
/// wraps a number of the older kind is not in it.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let is_global = a & 0xe000 == 0x2000;
    let is_special =
        (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
    is_global && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_our_own_network_is_called() {
        for ip in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.0.9",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.32.0.1",
            "192.1.0.1",
            "198.20.0.1",
            "2001:4860:4860::8888",
            "2606:4700::1111",
            "2a01:e0a::1",
        ] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn only_public_servers_by_https_are_taken() {
        for text in [
            "https://news.example.org/feed.xml",
            "https://news.example.org:443/feed?lang=fr",
            "HTTPS://News.Example.org/a b",
            "https://1.1.1.1/feed",
        ] {
            assert!(check(text, None).is_ok(), "{text}");
        }
        for text in [
            "",
            "news.example.org/feed",
            "http://news.example.org/feed",
            "ftp://news.example.org/feed",
            "file:///etc/passwd",
            "gopher://news.example.org/",
            "data:text/xml,<rss/>",
            "https:///feed",
            "https://news.example.org:8443/feed",
            "https://news.example.org:22/feed",
            "https://user@news.example.org/feed",
            "https://user:word@news.example.org/feed",
            "https://localhost/feed",
            "https://localhost./feed",
            "https://intranet/feed",
            "https://127.0.0.1/feed",
            "https://2130706433/feed",
            "https://0x7f.1/feed",
            "https://0177.0.0.1/feed",
            "https://127.1/feed",
            "https://①②⑦.0.0.1/feed",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/feed",
            "https://[::ffff:127.0.0.1]/feed",
            "https://[fd00:ec2::254]/",
            "https://[fe80::1]/feed",
        ] {
            assert_eq!(check(text, None), Err(FeedFault::Address), "{text}");
        }
        let long = format!("https://news.example.org/{}", "a".repeat(ADDRESS_CHARS_MAX));
        assert_eq!(check(&long, None), Err(FeedFault::Address));
    }

    #[test]
    fn one_server_of_this_machine_may_be_let_through_and_no_other() {
        let exempt = Origin::parse("http://127.0.0.1:4567").unwrap();
        assert!(check("http://127.0.0.1:4567/feed", Some(&exempt)).is_ok());
        for text in [
            "http://127.0.0.1:4568/feed",
            "https://127.0.0.1:4567/feed",
            "http://localhost:4567/feed",
            "http://10.0.0.1/feed",
        ] {
            assert!(check(text, Some(&exempt)).is_err(), "{text}");
        }
        assert_eq!(Origin::parse("http://10.0.0.1:80"), None);
        assert_eq!(Origin::parse("http://example.org"), None);
    }
}
