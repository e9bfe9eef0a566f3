//! Requests and offers: the moves of the handshake, one form each (B2B-04, LIV-04).

use app::space::{Inbox, Offered, Wish, inbox, offers};
use askama::Template;
use axum::Form;
use axum::response::Response;
use protocol::command::{
    AcceptOffer, AcceptRequest, CancelRequest, ConfirmRequest, DeclineOffer, RefuseRequest,
};
use protocol::id::{MeetingId, OfferId, RequestId};
use protocol::{AssignmentMode, Command, EventSetup, Reject, RequestStatus};

use super::{AtHome, Home, Tab, command_of, status_of};
use crate::error::HttpError;
use crate::pages::desk::Sent;
use crate::pages::page::render;

#[derive(Template)]
#[template(path = "my/requests.html")]
struct RequestsPage {
    home: Home,
    inbox: Inbox,
    offers: Vec<Offered>,
    mode: AssignmentMode,
    /// An id for each form that could be sent, by its place.
    commands: Vec<String>,
}

impl RequestsPage {
    fn command(&self, nth: usize) -> &str {
        self.commands.get(nth).map_or("", String::as_str)
    }

    /// When what is asked for would take place, as far as it is known.
    fn remark(&self, wish: &Wish) -> String {
        match &wish.held {
            Some((at, _)) => {
                let args = [
                    ("day", self.home.day(&at.starts_at).into()),
                    ("time", self.home.time(&at.starts_at).into()),
                    ("place", at.place.as_str().into()),
                ];
                self.home.tr("phone-request-held", &args)
            }
            None if self.mode == AssignmentMode::PreAssigned => {
                self.home.t("phone-request-planned")
            }
            None => self.home.t("phone-request-earliest"),
        }
    }

    /// Where a request stands, by the key of its word.
    fn status(&self, status: &RequestStatus) -> String {
        self.home.t(match status {
            RequestStatus::Requested => "request-requested",
            RequestStatus::Accepted { .. } => "request-accepted",
            RequestStatus::Confirmed { .. } => "request-confirmed",
            RequestStatus::Refused => "request-refused",
            RequestStatus::Cancelled => "request-cancelled",
            RequestStatus::Expired => "request-expired",
            RequestStatus::Agreed => "request-agreed",
            RequestStatus::NotRetained => "request-not-retained",
            RequestStatus::Waiting => "request-waiting",
        })
    }
}

/// Ended requests that are shown.
const ENDED_SHOWN_MAX: usize = 30;

fn page(at: &AtHome, refused: Option<&Reject>) -> Result<Response, HttpError> {
    let view = at.view();
    let mut inbox = inbox(&view, at.person);
    inbox.ended.truncate(ENDED_SHOWN_MAX);
    let offers = offers(&view, at.person, at.signed_in.event.now());
    let n = inbox.to_answer.len() + inbox.to_confirm.len() + inbox.waiting.len() + offers.len();
    let mode = view.state.setup().map(EventSetup::mode);
    let template = RequestsPage {
        home: at.home(&view, Tab::Requests, refused),
        mode: mode.unwrap_or_default(),
        commands: (0..n).map(|_| at.fresh()).collect(),
        inbox,
        offers,
    };
    render(status_of(refused), &template)
}

/// `GET /my/{event}/requests`
pub(crate) async fn show(at: AtHome) -> Result<Response, HttpError> {
    page(&at, None)
}

/// `POST /my/{event}/requests`: one move.
pub(crate) async fn act(
    at: AtHome,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let sent = Sent(&sent);
    let id = command_of(&sent)?;
    // The meeting that a move may book has the id of the move: pressed twice, it is booked once.
    let meeting = MeetingId::from_bytes(id.to_bytes());
    let request = || RequestId::parse(sent.value("request"));
    let offer = || OfferId::parse(sent.value("offer"));
    let accept = |request, by_plan| AcceptRequest {
        request,
        spot: None,
        by_plan,
    };
    let wish: Option<(Command, &str)> = match sent.value("move") {
        "accept" => request().map(|request| (accept(request, false).into(), "accepted")),
        "leave" => request().map(|request| (accept(request, true).into(), "accepted")),
        "refuse" => request().map(|request| (RefuseRequest { request }.into(), "refused")),
        "confirm" => {
            request().map(|request| (ConfirmRequest { request, meeting }.into(), "confirmed"))
        }
        "cancel" => request().map(|request| (CancelRequest { request }.into(), "cancelled")),
        "take" => offer().map(|offer| (AcceptOffer { offer, meeting }.into(), "taken")),
        "decline" => offer().map(|offer| (DeclineOffer { offer }.into(), "declined")),
        _ => None,
    };
    let (command, done) = wish.ok_or(HttpError::BadRequest("there is no such move"))?;
    match at.send(id, command).await {
        Ok(()) => Ok(at.back("/requests", done)),
        Err(reject) => page(&at, Some(&reject)),
    }
}
