//! Private messages as pages: the list, a conversation, writing in it and reporting from it
//! (PRV-03 to PRV-06). What was typed stays in its field whatever became of it.

use app::correspondence::CorrespondenceError;
use app::space::Somebody;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use protocol::correspondence::{
    ConversationHead, ConversationPage, Correspondent, PrivateMessage, ReportReason, Thread, Writer,
};
use protocol::id::{CommandId, MessageId, PersonId};
use protocol::limits::PRIVATE_MESSAGE_CHARS_MAX;
use protocol::{CardKey, Reject};
use serde::Deserialize;

use super::{AtHome, Home, Tab, command_of, status_of};
use crate::error::HttpError;
use crate::pages::desk::Sent;
use crate::pages::page::render;

/// Which part of the list, or of a conversation.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Part {
    /// Behind this conversation.
    after: Option<String>,
    /// Before this message.
    before: Option<u32>,
}

#[derive(Template)]
#[template(path = "my/messages.html")]
struct ListPage {
    home: Home,
    page: ConversationPage,
    /// Where the next page begins.
    next: Option<String>,
    /// Whom one may write to, beside the organisers.
    correspondents: Vec<Somebody>,
}

#[derive(Template)]
#[template(path = "my/conversation.html")]
struct ThreadPage {
    home: Home,
    with: String,
    thread: Thread,
    command: String,
    /// An id for the report of each message.
    reports: Vec<String>,
    typed: String,
    wrong: Option<String>,
    n_chars_max: usize,
    is_newest: bool,
}

impl ListPage {
    fn name(&self, head: &ConversationHead) -> String {
        name(&self.home, head)
    }

    fn unread(&self, head: &ConversationHead) -> String {
        let args = [("count", head.n_unread.into())];
        self.home.tr("phone-n-unread", &args)
    }
}

impl ThreadPage {
    fn name(&self) -> String {
        name(&self.home, &self.thread.head)
    }

    /// Who wrote a message.
    fn writer(&self, line: &PrivateMessage) -> String {
        match line.writer {
            Writer::Us => self.home.t("phone-conversation-you"),
            Writer::Them if line.name.is_empty() => team(&self.home),
            Writer::Them => line.name.clone(),
        }
    }

    fn is_mine(&self, line: &PrivateMessage) -> bool {
        line.writer == Writer::Us
    }

    fn reason(&self, reason: &ReportReason) -> &'static str {
        let page = &self.home.page;
        match reason {
            ReportReason::Hostile => page.say(
                "Insulte, menace ou harcèlement",
                "Insults, threats or harassment",
            ),
            ReportReason::Unwanted => page.say("Démarchage non souhaité", "Unwanted advertising"),
            ReportReason::Deceptive => {
                page.say("Tromperie ou usurpation", "Deception or impersonation")
            }
            ReportReason::Other => page.say("Autre raison", "Another reason"),
        }
    }

    /// Messages before these, where there are some.
    fn older(&self) -> Option<u32> {
        let first = self.thread.messages.first();
        first
            .filter(|_| self.thread.has_older)
            .map(|line| line.number)
    }

    fn command_of(&self, nth: &usize) -> &str {
        self.reports.get(*nth).map_or("", String::as_str)
    }
}

fn team(home: &Home) -> String {
    home.page
        .say("L’équipe d’organisation", "The organisers")
        .to_owned()
}

fn name(home: &Home, head: &ConversationHead) -> String {
    if head.key.starts_with("team") {
        team(home)
    } else if head.name.is_empty() {
        home.page
            .say("Personne effacée", "Somebody erased")
            .to_owned()
    } else {
        head.name.clone()
    }
}

/// What is wrong with a message, beside its field.
fn wrong(home: &Home, error: &CorrespondenceError) -> Option<String> {
    match error {
        CorrespondenceError::Empty => Some(
            home.page
                .say("Écrivez votre message.", "Write your message.")
                .to_owned(),
        ),
        CorrespondenceError::TooLong(n) => Some(if home.page.language.is_french() {
            format!("Le message est trop long de {n}\u{a0}caractères.")
        } else {
            format!("The message is {n} characters too long.")
        }),
        CorrespondenceError::Closed => Some(home.t("phone-conversation-closed")),
        CorrespondenceError::Refused(_)
        | CorrespondenceError::Stale
        | CorrespondenceError::Store(_) => None,
    }
}

/// `GET /my/{event}/messages`
pub(crate) async fn list(at: AtHome, Query(part): Query<Part>) -> Result<Response, HttpError> {
    let office = &at.site.correspondence;
    let event = &at.signed_in.event;
    let after = part.after.as_deref().and_then(Correspondent::parse);
    let page = office.list(event, at.person, after).await?;
    let next = page.heads.last().filter(|_| page.has_more);
    let template = ListPage {
        home: at.home(&at.view(), Tab::Messages, None),
        next: next.map(|head| head.key.clone()),
        correspondents: office.correspondents(event, at.person),
        page,
    };
    render(StatusCode::OK, &template)
}

/// What somebody tried in a conversation, and what became of it.
struct Tried {
    command: CommandId,
    typed: String,
    error: CorrespondenceError,
}

async fn page(
    at: &AtHome,
    with: Correspondent,
    before: Option<u32>,
    tried: Option<Tried>,
) -> Result<Response, HttpError> {
    let office = &at.site.correspondence;
    let event = &at.signed_in.event;
    let thread = office.thread(event, at.person, with, before).await?;
    let refused: Option<Reject> = match tried.as_ref().map(|tried| &tried.error) {
        Some(CorrespondenceError::Refused(reject)) => Some(reject.clone()),
        Some(_) | None => None,
    };
    let home = at.home(&at.view(), Tab::Messages, refused.as_ref());
    let wrong = tried.as_ref().and_then(|tried| wrong(&home, &tried.error));
    let status = match (&wrong, tried.as_ref().map(|tried| &tried.error)) {
        (Some(_), Some(CorrespondenceError::Closed)) => StatusCode::CONFLICT,
        (Some(_), _) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, _) => status_of(refused.as_ref()),
    };
    let command = tried.as_ref().map(|tried| tried.command.to_string());
    let template = ThreadPage {
        with: with.to_string(),
        command: command.unwrap_or_else(|| at.fresh()),
        reports: thread.messages.iter().map(|_| at.fresh()).collect(),
        typed: tried.map_or_else(String::new, |tried| tried.typed),
        n_chars_max: PRIVATE_MESSAGE_CHARS_MAX,
        is_newest: before.is_none(),
        wrong,
        thread,
        home,
    };
    render(status, &template)
}

fn with_of(text: &str) -> Result<Correspondent, HttpError> {
    Correspondent::parse(text).ok_or(HttpError::NotFound)
}

/// `GET /my/{event}/messages/{with}`
pub(crate) async fn show(
    at: AtHome,
    Path((_, with)): Path<(String, String)>,
    Query(part): Query<Part>,
) -> Result<Response, HttpError> {
    page(&at, with_of(&with)?, part.before, None).await
}

/// `POST /my/{event}/messages/{with}`: writes.
pub(crate) async fn write(
    at: AtHome,
    Path((_, with)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let sent = Sent(&sent);
    let with = with_of(&with)?;
    let command = command_of(&sent)?;
    let typed = sent.value("text").to_owned();
    let (event, standing) = (&at.signed_in.event, &at.signed_in.standing);
    let office = &at.site.correspondence;
    let written = office.write(event, standing, (at.person, with), command, &typed);
    match written.await {
        Ok(()) => Ok(at.back(&format!("/messages/{with}"), "written")),
        Err(CorrespondenceError::Store(fault)) => Err(CorrespondenceError::Store(fault).into()),
        Err(CorrespondenceError::Refused(Reject::NotFound(_))) => Err(HttpError::NotFound),
        Err(error) => {
            let tried = Tried {
                command,
                typed,
                error,
            };
            page(&at, with, None, Some(tried)).await
        }
    }
}

/// `POST /my/{event}/messages/{with}/report`
pub(crate) async fn report(
    at: AtHome,
    Path((_, with)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let sent = Sent(&sent);
    let with = with_of(&with)?;
    let command = command_of(&sent)?;
    let message = MessageId::parse(sent.value("message")).ok_or(HttpError::NotFound)?;
    let reason = ReportReason::parse(sent.value("reason"))
        .ok_or(HttpError::BadRequest("a message is reported for a reason"))?;
    let (event, standing) = (&at.signed_in.event, &at.signed_in.standing);
    at.site
        .correspondence
        .report(event, standing, (at.person, message), command, reason)
        .await?;
    Ok(at.back(&format!("/messages/{with}"), "reported"))
}

/// Whether the persons of this event may be written to from the catalogue.
pub(super) async fn may_write(at: &AtHome, to: PersonId) -> Result<bool, HttpError> {
    let known = at.view().labels.contains_key(&CardKey::Person(to));
    let with = Correspondent::Person(to);
    let event = &at.signed_in.event;
    Ok(known
        && at
            .site
            .correspondence
            .may_write(event, at.person, with)
            .await?)
}
