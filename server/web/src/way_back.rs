//! Where a sign-in leads back to: the page that asked for it.
//!
//! The address comes from outside, so nothing is believed of it: it must be a path of this site,
//! below a place that people go to, written with the few characters that our addresses have.
//! Whatever else is given is no way back, and the sign-in leads where it always did.

use protocol::id::EventId;

use crate::surface::Surface;

/// The longest address that is kept; ours are shorter, but for a search with many choices.
const LENGTH_MAX: usize = 512;

/// Below which there are pages for people who are signed in, or who come back from a site.
const PLACES: [&str; 8] = [
    "account", "console", "desk", "door", "e", "my", "phone", "screen",
];

/// A page of ours that somebody wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WayBack(String);

impl WayBack {
    /// The way, if it is one of ours.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > LENGTH_MAX {
            return None;
        }
        let (path, query) = match text.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (text, None),
        };
        let is_ours = is_path(path) && query.is_none_or(is_query);
        is_ours.then(|| Self(text.to_owned()))
    }

    /// The page that a request came from, if it is one of ours.
    pub(crate) fn of_referer(referer: &str, origins: &[String]) -> Option<Self> {
        let ours = origins.iter();
        let mut paths = ours.filter_map(|origin| referer.strip_prefix(origin.as_str()));
        paths.find_map(Self::parse)
    }

    pub(crate) fn as_text(&self) -> &str {
        &self.0
    }

    /// The same as a value of an address.
    pub(crate) fn sign_in(&self) -> String {
        let mut address = String::from("/sign-in?next=");
        for c in self.0.chars() {
            match c {
                '?' => address.push_str("%3F"),
                '=' => address.push_str("%3D"),
                '&' => address.push_str("%26"),
                '%' => address.push_str("%25"),
                '+' => address.push_str("%2B"),
                c => address.push(c),
            }
        }
        address
    }

    /// The event that it belongs to, and by which surface one gets there.
    pub(crate) fn event(&self) -> Option<(EventId, Surface)> {
        let (path, query) = self.0.split_once('?').unwrap_or((&self.0, ""));
        let mut parts = path.trim_start_matches('/').split('/');
        let place = parts.next()?;
        let below = parts.next().unwrap_or_default();
        let surface = match place {
            "my" => Surface::Phone,
            "desk" => Surface::Console,
            place => Surface::parse(place)?,
        };
        let asked = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("event="));
        let event = EventId::parse(below).or_else(|| EventId::parse(asked?));
        Some((event?, surface))
    }

    /// The address of the public site that it belongs to.
    pub(crate) fn slug(&self) -> Option<&str> {
        let path = self.0.split('?').next()?;
        path.strip_prefix("/e/")?.split('/').next()
    }
}

fn is_path(path: &str) -> bool {
    let Some(rest) = path.strip_prefix('/') else {
        return false;
    };
    let parts: Vec<&str> = rest.split('/').collect();
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~');
    let is_part = |part: &str| {
        let is_dots = matches!(part, "." | "..");
        !part.is_empty() && !is_dots && part.bytes().all(is_plain)
    };
    match parts.as_slice() {
        [first] => PLACES.contains(first),
        // One slash may end a path; two of them, or dots, make another of it.
        [first, between @ .., last] => {
            PLACES.contains(first)
                && between.iter().all(|part| is_part(part))
                && (last.is_empty() || is_part(last))
        }
        [] => false,
    }
}

fn is_query(query: &str) -> bool {
    let bytes = query.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'%' => {
                let digits = bytes.get(at..at + 2).unwrap_or_default();
                let digits = std::str::from_utf8(digits).unwrap_or_default();
                let is_hex = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_hexdigit());
                let meant = u8::from_str_radix(digits, 16).unwrap_or(0);
                // A line end that somebody unpacks later would begin a header.
                if !is_hex || meant.is_ascii_control() {
                    return false;
                }
                at += 2;
            }
            b'-' | b'_' | b'.' | b'~' | b'=' | b'&' | b'+' => {}
            byte if byte.is_ascii_alphanumeric() => {}
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: EventId = EventId::example(1);

    #[test]
    fn pages_of_ours_are_ways_back() {
        for way in [
            "/account",
            "/account/data",
            "/console/?event=x",
            "/my",
            "/e/cap/fr/participants?q=%C3%A9olien&page=2",
        ] {
            assert_eq!(WayBack::parse(way).unwrap().as_text(), way);
        }
        let desk = format!("/desk/{EVENT}/team?lang=en");
        let way = WayBack::parse(&desk).unwrap();
        assert_eq!(way.event(), Some((EVENT, Surface::Console)));
        assert_eq!(
            way.sign_in(),
            format!("/sign-in?next=/desk/{EVENT}/team%3Flang%3Den")
        );
        let phone = WayBack::parse(&format!("/phone/?x=1&event={EVENT}")).unwrap();
        assert_eq!(phone.event(), Some((EVENT, Surface::Phone)));
        let site = WayBack::parse("/e/cap/fr").unwrap();
        assert_eq!((site.event(), site.slug()), (None, Some("cap")));
    }

    #[test]
    fn nothing_else_is() {
        for hostile in [
            "",
            "/",
            "//",
            "account",
            "//evil.test",
            "///evil.test",
            "/\\evil.test",
            "\\\\evil.test",
            "/%2fevil.test",
            "/%5cevil.test",
            "/account//evil.test",
            "/account/../../evil",
            "/account/./x",
            "/account/%2e%2e/x",
            "/account/..",
            "/my\\evil",
            "/my%0d%0aset-cookie:x=1",
            "/my?x=%0d%0aset-cookie:x=1",
            "/my?x=%0D%0Ay",
            "/my?x=%00",
            "/my?x=%7f",
            "/my\r\nlocation: https://evil.test",
            "/my?x=\r\ny",
            "/my?x=%",
            "/my?x=%2",
            "/my?x=%zz",
            "/my#//evil.test",
            "/my;@evil.test",
            "/my@evil.test",
            "/my?next=//evil.test",
            "https://evil.test/my",
            "http:evil.test",
            "javascript:alert(1)",
            "data:text/html,x",
            " /my",
            "\t//evil.test",
            "/sign-in?next=/my",
            "/sign-out",
            "/live/x/me",
            "/metrics",
            "/mystery",
            "/é",
            "/my?é",
        ] {
            assert_eq!(WayBack::parse(hostile), None, "{hostile:?}");
        }
        let long = format!("/my?{}", "x".repeat(LENGTH_MAX));
        assert_eq!(WayBack::parse(&long), None);
        let at_bound = format!("/my?{}", "x".repeat(LENGTH_MAX - 4));
        assert!(WayBack::parse(&at_bound).is_some());
    }

    #[test]
    fn a_page_before_this_one_is_one_of_ours() {
        let origins = ["https://regie.test".to_owned()];
        let of = |referer| WayBack::of_referer(referer, &origins);
        assert!(of("https://regie.test/account").is_some());
        assert!(of("https://regie.test.evil.test/account").is_none());
        assert!(of("https://evil.test/account").is_none());
    }
}
