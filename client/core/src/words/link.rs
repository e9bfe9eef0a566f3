//! The state of the connection.

use super::Message;
use crate::model::link::{Connection, Link};
use crate::time::Monotonic;

/// The banner's short text.
#[must_use]
pub fn state(link: &Link) -> Message {
    let key = match link.connection {
        Connection::Connecting => "link-connecting",
        Connection::Live if link.is_catching_up => "link-catching-up",
        Connection::Live => "link-live",
        Connection::Polling => "link-polling",
        Connection::Reconnecting { .. } => "link-reconnecting",
        Connection::Offline { .. } => "link-offline",
        Connection::MustReload => "link-must-reload",
    };
    Message::plain(key)
}

/// How old the data is; none before there is any.
#[must_use]
pub fn age(link: &Link, now: Monotonic) -> Option<Message> {
    let seconds = i64::try_from(link.age_ms(now)? / 1_000).unwrap_or(i64::MAX);
    Some(match seconds {
        0..60 => Message::plain("link-age-seconds").number("count", seconds),
        60..3_600 => Message::plain("link-age-minutes").number("count", seconds / 60),
        _ => Message::plain("link-age-hours").number("count", seconds / 3_600),
    })
}

/// The sentence below the banner while the connection is down.
#[must_use]
pub fn advice(link: &Link) -> Option<Message> {
    let key = match link.connection {
        Connection::Live | Connection::Connecting => return None,
        Connection::Polling => "link-advice-polling",
        Connection::Reconnecting { .. } => "link-advice-reconnecting",
        Connection::Offline { .. } => "link-advice-offline",
        Connection::MustReload => "link-advice-must-reload",
    };
    Some(Message::plain(key))
}
