//! When somebody can be met: slots and whole half-days (REG-16).

use app::space::{Half, halves, text_of};
use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::command::ChangeAvailability;
use protocol::{Reject, SlotId, SlotSet};

use super::{AtHome, Home, Tab, command_of, status_of};
use crate::error::HttpError;
use crate::pages::desk::Sent;
use crate::pages::page::render;

#[derive(Template)]
#[template(path = "my/availability.html")]
struct AvailabilityPage {
    home: Home,
    halves: Vec<Half>,
    command: String,
    /// What this page shows, to be compared when it is sent.
    seen: String,
    /// Somebody, or another page, changed it since the sender's page was made.
    is_overtaken: bool,
}

fn page(at: &AtHome, refused: Option<&Reject>, is_overtaken: bool) -> Result<Response, HttpError> {
    let view = at.view();
    let available = view.state.person(at.person).map(|row| row.availability);
    let template = AvailabilityPage {
        home: at.home(&view, Tab::Availability, refused),
        halves: halves(&view, at.person),
        command: at.fresh(),
        seen: text_of(&available.unwrap_or(SlotSet::EMPTY)),
        is_overtaken,
    };
    let status = if is_overtaken {
        StatusCode::CONFLICT
    } else {
        status_of(refused)
    };
    render(status, &template)
}

/// `GET /my/{event}/availability`
pub(crate) async fn show(at: AtHome) -> Result<Response, HttpError> {
    page(&at, None, false)
}

/// `POST /my/{event}/availability`: what is ticked, with a whole half-day put in or left out where
/// its button was pressed.
pub(crate) async fn save(
    at: AtHome,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let sent = Sent(&sent);
    let id = command_of(&sent)?;
    let view = at.view();
    let before = view.state.person(at.person).map(|row| row.availability);
    let before = before.unwrap_or(SlotSet::EMPTY);
    let numbers = sent.values("slot").filter_map(|text| text.parse().ok());
    let mut after: SlotSet = numbers.filter_map(SlotId::new).collect();
    if let Some((code, wish)) = sent.value("half").rsplit_once('.') {
        let halves = halves(&view, at.person);
        let half = halves.iter().find(|half| half.code == code);
        for slot in half.into_iter().flat_map(|half| &half.slots) {
            if wish == "all" {
                after.insert(slot.id);
            } else {
                after.remove(slot.id);
            }
        }
    }
    // The command carries no word of what its sender saw; an older page is stopped here. The same
    // wish once more is not: it finds what it made.
    if sent.value("seen") != text_of(&before) && after != before {
        return page(&at, None, true);
    }
    let wish = ChangeAvailability {
        person: at.person,
        availability: after,
    };
    match at.send(id, wish.into()).await {
        Ok(()) => Ok(at.back("/availability", "available")),
        Err(reject) => page(&at, Some(&reject), false),
    }
}
