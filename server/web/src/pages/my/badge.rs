//! The badge that opens the doors, and the agenda for calendar programs (PRV-07).

use app::Holder;
use askama::Template;
use axum::http::HeaderMap;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use protocol::{CardKey, Presence};

use super::{AtHome, Home, Tab, status_of};
use crate::error::HttpError;
use crate::identity::whole_visitor;
use crate::pages::page::render;

/// The address of one's agenda.
struct Feed {
    account: String,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "my/badge.html")]
struct BadgePage {
    home: Home,
    /// The badge as text; none before it is issued.
    code: Option<String>,
    function: String,
    presence: String,
    /// None for who came in by a link and has no account.
    feed: Option<Feed>,
}

/// `GET /my/{event}/badge`
pub(crate) async fn show(at: AtHome, headers: HeaderMap) -> Result<Response, HttpError> {
    let view = at.view();
    let home = at.home(&view, Tab::Badge, None);
    let attendance = view.state.attendance(at.person);
    let presence = match attendance.map_or(Presence::Expected, |row| row.presence) {
        Presence::Expected => String::new(),
        Presence::Present => home.t("presence-present"),
        Presence::Gone => home.t("presence-gone"),
    };
    let room = attendance.and_then(|row| row.room);
    let room = room.and_then(|room| view.labels.get(&CardKey::Place(room)));
    let presence = match (attendance, room) {
        (Some(row), Some(room)) => {
            let args = [
                ("presence", presence.into()),
                ("room", room.title.as_str().into()),
                ("time", home.time(&row.mark.at).into()),
            ];
            home.tr("phone-presence-room", &args)
        }
        (Some(row), None) => {
            let args = [
                ("presence", presence.into()),
                ("time", home.time(&row.mark.at).into()),
            ];
            home.tr("phone-presence-since", &args)
        }
        (None, _) => String::new(),
    };
    let card = view.labels.get(&CardKey::Person(at.person));
    let template = BadgePage {
        code: view.state.badge(at.person).map(|badge| badge.to_text()),
        function: card.map_or(String::new(), |card| card.detail.clone()),
        presence,
        feed: feed(&at, &headers).await?,
        home,
    };
    render(status_of(None), &template)
}

async fn feed(at: &AtHome, headers: &HeaderMap) -> Result<Option<Feed>, HttpError> {
    let jar = CookieJar::from_headers(headers);
    let visitor = match whole_visitor(&at.site, &jar).await {
        Err(HttpError::SignInFirst) => return Ok(None),
        visitor => visitor?,
    };
    let places = at.site.accounts.places(visitor.user.id).await?;
    let mut accounts = places.into_iter().map(|place| place.holding.account);
    let event = at.signed_in.event.id();
    let own = accounts
        .find(|account| account.event == event && account.holder == Holder::Person(at.person));
    match own {
        None => Ok(None),
        Some(account) => Ok(Some(Feed {
            is_open: at.site.accounts.has_calendar(account.id).await?,
            account: account.id.to_string(),
        })),
    }
}
