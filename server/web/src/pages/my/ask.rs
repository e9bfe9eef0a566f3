//! Asking somebody of the catalogue for a meeting (EEN-09).

use app::space::{Asked, Way, ask};
use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use protocol::command::{MakeRequest, TakeSlot};
use protocol::id::{DeskId, MeetingId, PersonId, RequestId};
use protocol::{Command, Reject, SlotId, SlotSet};

use super::messages::may_write;
use super::{AtHome, Home, Tab, command_of, status_of};
use crate::error::HttpError;
use crate::pages::desk::Sent;
use crate::pages::page::render;

#[derive(Template)]
#[template(path = "my/ask.html")]
struct AskPage {
    home: Home,
    id: String,
    asked: Asked,
    command: String,
    /// Whether the event lets participants see who represents a company before they meet (PRV-04).
    shows_contacts: bool,
    /// Who of the contacts may be written to now: an event may open that before a meeting.
    reachable: Vec<PersonId>,
}

async fn page(at: &AtHome, id: DeskId, refused: Option<&Reject>) -> Result<Response, HttpError> {
    let view = at.view();
    let asked = ask(&view, at.person, id, at.signed_in.event.now());
    let mut asked = asked.ok_or(HttpError::NotFound)?;
    let is_expert = asked.contacts.len() == 1
        && view
            .state
            .person(asked.contacts[0].who.id)
            .is_some_and(|row| row.expert.is_some());
    let shows_contacts = is_expert || at.shows_contacts().await?;
    if !shows_contacts {
        // The company is asked: whoever is already in touch with it goes on with the same person,
        // everybody else reaches the first.
        let known = asked.contacts.iter().position(|one| one.way != Way::Ask);
        let one = asked.contacts.swap_remove(known.unwrap_or(0));
        asked.contacts = vec![one];
    }
    let mut reachable = Vec::new();
    for contact in &asked.contacts {
        if shows_contacts && may_write(at, contact.who.id).await? {
            reachable.push(contact.who.id);
        }
    }
    let template = AskPage {
        reachable,
        home: at.home(&view, Tab::Other, refused),
        id: id.to_string(),
        command: at.fresh(),
        asked,
        shows_contacts: shows_contacts && !is_expert,
    };
    render(status_of(refused), &template)
}

/// `GET /my/{event}/ask/{id}`: of a company or an expert.
pub(crate) async fn show(
    at: AtHome,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, HttpError> {
    let id = DeskId::parse(&id).ok_or(HttpError::NotFound)?;
    page(&at, id, None).await
}

/// `POST /my/{event}/ask/{id}`
pub(crate) async fn send(
    at: AtHome,
    Path((_, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let sent = Sent(&sent);
    let id = DeskId::parse(&id).ok_or(HttpError::NotFound)?;
    let command = command_of(&sent)?;
    let now = at.signed_in.event.now();
    let asked = ask(&at.view(), at.person, id, now).ok_or(HttpError::NotFound)?;
    let to = PersonId::parse(sent.value("to"));
    let contact = asked.contacts.iter().find(|one| Some(one.who.id) == to);
    let contact = contact.ok_or(HttpError::NotFound)?;
    let (from, to) = (at.person, contact.who.id);
    // What comes of the wish has its id: pressed twice, it is asked once.
    let request = RequestId::from_bytes(command.to_bytes());
    let meeting = MeetingId::from_bytes(command.to_bytes());
    let slot = sent.value("slot").parse().ok().and_then(SlotId::new);
    let is_taken = sent.value("move") == "take";
    let wish: Command = if is_taken {
        TakeSlot {
            request,
            meeting,
            from,
            to,
            slot,
            else_wait: true,
        }
        .into()
    } else {
        MakeRequest {
            request,
            from,
            to,
            slots: SlotSet::EMPTY,
        }
        .into()
    };
    match at.send(command, wish).await {
        Ok(()) => Ok(at.back("/requests", if is_taken { "waiting" } else { "asked" })),
        Err(reject) => page(&at, id, Some(&reject)).await,
    }
}
