//! What an operator decides about the site.

use std::path::PathBuf;

use app::account::Token;
use app::feed::Origin;
use protocol::Actor;
use protocol::id::EventId;

/// The site's settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The origins of our own pages; the first is the one that links are made with.
    pub origins: Vec<String>,
    /// The folder of the packed programs; none serves no program.
    pub assets: Option<PathBuf>,
    /// The roles of a demo event, offered to everybody; none outside a demo.
    pub demo: Option<Vec<DemoAccount>>,
    /// Who may read `/metrics` from elsewhere than this machine.
    pub metrics_token: Option<String>,
    /// Renders the metrics.
    pub metrics: Option<fn() -> String>,
    /// A reverse proxy of ours stands in front and appends callers' addresses to
    /// `X-Forwarded-For`.
    pub is_behind_proxy: bool,
    /// Serves `/ws-echo`, for conformance tests of the socket only.
    pub has_echo: bool,
    /// A server of this machine that news may come from, for tests only.
    pub feed_origin: Option<Origin>,
}

/// A role of the demo event.
#[derive(Clone, Debug)]
pub struct DemoAccount {
    /// At which event.
    pub event: EventId,
    /// As whom.
    pub actor: Actor,
    /// As what; one of the words that the entry page knows.
    pub kind: DemoKind,
    /// The name on the card.
    pub name: String,
}

/// What the entry page says about a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DemoKind {
    /// Everything.
    MainAdministrator,
    /// Every function that can be opened.
    SecondaryAdministrator,
    /// One organisation's persons.
    ScopedAdministrator,
    /// Attendance.
    Door,
    /// A display.
    Screen,
    /// A participant.
    Participant,
    /// An expert.
    Expert,
}

impl Settings {
    /// Whether browsers reach the site by https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.origins
            .first()
            .is_some_and(|origin| origin.starts_with("https://"))
    }

    /// The address that a one-time link opens.
    #[must_use]
    pub fn sign_in_address(&self, link: &Token) -> String {
        let origin = self.origins.first().map_or("", String::as_str);
        format!("{origin}/sign-in?token={}", link.to_text())
    }
}
