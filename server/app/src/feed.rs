//! News of elsewhere on the public site (PUB-13, PUB-05): an RSS or Atom feed that the organiser
//! names is read from time to time, and its last entries stand on the welcome page.
//!
//! Whoever names an address makes this server call it, and whoever answers there decides about
//! every byte. So [`address`] lets nothing be called that is not a public server, [`fetch`] bounds
//! what a call may take, and [`read`] keeps plain text and https links of the answer.

pub mod address;
pub mod fetch;
pub mod read;
pub mod work;

use protocol::Micros;
use serde::{Deserialize, Serialize};

pub use self::address::{Origin, check};
pub use self::work::{FeedWork, Pace};

/// Entries kept of a feed.
pub const ITEMS_MAX: usize = 20;
/// Entries shown of it.
pub const SHOWN_MAX: u8 = 10;
/// Entries shown where nobody said otherwise.
pub const SHOWN_USUALLY: u8 = 5;
/// Characters of an entry's title.
pub const TITLE_CHARS_MAX: usize = 200;
/// Characters of a feed's or an entry's address.
pub const ADDRESS_CHARS_MAX: usize = 500;

/// An entry, as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// Plain text.
    pub title: String,
    /// Where it leads, by https; empty leads nowhere.
    pub link: String,
    /// When it was published, in microseconds since the epoch, where the feed says so.
    pub at: Option<i64>,
}

/// The entries that are stored; none where that is none of ours.
#[must_use]
pub fn items(stored: &str) -> Vec<Item> {
    serde_json::from_str(stored).unwrap_or_default()
}

/// Why a feed could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedFault {
    /// It is, or leads to, an address that is not of a public server by https.
    Address,
    /// There is no server of that name.
    Unknown,
    /// The server does not take the call, or hangs up.
    Connection,
    /// The server does not show who it is.
    Certificate,
    /// It took too long.
    Slow,
    /// More than a feed may have.
    TooLarge,
    /// The server answers with this number.
    Status(u16),
    /// It leads on and on.
    Redirects,
    /// What came is no feed.
    NoFeed,
}

impl FeedFault {
    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Address => "address".into(),
            Self::Unknown => "unknown".into(),
            Self::Connection => "connection".into(),
            Self::Certificate => "certificate".into(),
            Self::Slow => "slow".into(),
            Self::TooLarge => "too_large".into(),
            Self::Status(status) => format!("status_{status}"),
            Self::Redirects => "redirects".into(),
            Self::NoFeed => "no_feed".into(),
        }
    }

    /// What a word of the store means.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Some(match code {
            "address" => Self::Address,
            "unknown" => Self::Unknown,
            "connection" => Self::Connection,
            "certificate" => Self::Certificate,
            "slow" => Self::Slow,
            "too_large" => Self::TooLarge,
            "redirects" => Self::Redirects,
            "no_feed" => Self::NoFeed,
            code => Self::Status(code.strip_prefix("status_")?.parse().ok()?),
        })
    }
}

/// How reading a feed goes, for those who named it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeedState {
    /// When it could be read last.
    pub read_at: Option<Micros>,
    /// When somebody tried last.
    pub tried_at: Option<Micros>,
    /// Why the last attempt failed, if it did.
    pub fault: Option<FeedFault>,
    /// Entries that are kept.
    pub n_items: usize,
}

impl FeedState {
    /// Of what is stored.
    #[must_use]
    pub fn of(feed: &store::SiteFeed) -> Self {
        Self {
            read_at: feed.read_at,
            tried_at: feed.tried_at,
            fault: FeedFault::of_code(&feed.error),
            n_items: items(&feed.items).len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_as_it_was_written() {
        for fault in [
            FeedFault::Address,
            FeedFault::Unknown,
            FeedFault::Connection,
            FeedFault::Certificate,
            FeedFault::Slow,
            FeedFault::TooLarge,
            FeedFault::Status(503),
            FeedFault::Redirects,
            FeedFault::NoFeed,
        ] {
            assert_eq!(FeedFault::of_code(&fault.code()), Some(fault));
        }
        assert_eq!(FeedFault::of_code(""), None);
        assert_eq!(items("what"), []);
    }
}
