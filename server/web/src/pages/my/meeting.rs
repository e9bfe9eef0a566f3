//! A meeting in full, and calling it off: asks first, and why.

use app::space::{MeetingDetail, What, meeting};
use askama::Template;
use axum::Form;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::command::CancelMeeting;
use protocol::id::MeetingId;
use protocol::{CancelReason, MeetingStatus, Micros, Reject};

use super::{AtHome, Home, Tab, command_of, reason, status_of};
use crate::error::HttpError;
use crate::pages::desk::Sent;
use crate::pages::page::render;

/// Reasons that a participant may choose from, as on the phone.
const REASONS: [CancelReason; 5] = [
    CancelReason::Unwell,
    CancelReason::Travel,
    CancelReason::Conflict,
    CancelReason::NoInterest,
    CancelReason::Other,
];

#[derive(Template)]
#[template(path = "my/meeting.html")]
struct MeetingPage {
    home: Home,
    detail: MeetingDetail,
    now: Micros,
    /// Why it may be called off, with the word that is sent; none once it is over.
    reasons: Vec<(&'static str, String)>,
    command: String,
    /// It is another one by now than the sender saw.
    is_overtaken: bool,
}

impl MeetingPage {
    /// What calling it off does.
    fn lede(&self, name: &str) -> String {
        self.home.tr("phone-cancel-lede", &[("name", name.into())])
    }
}

fn page(
    at: &AtHome,
    id: MeetingId,
    refused: Option<&Reject>,
    is_overtaken: bool,
) -> Result<Response, HttpError> {
    let view = at.view();
    let detail = meeting(&view, at.person, id).ok_or(HttpError::NotFound)?;
    let home = at.home(&view, Tab::Other, refused);
    let now = at.signed_in.event.now();
    let is_ahead = match &detail.item.what {
        What::Meeting { status, .. } => {
            *status == MeetingStatus::Planned && now < detail.item.ends_at
        }
        What::Cancelled { .. }
        | What::Hold { .. }
        | What::Offer { .. }
        | What::Session { .. }
        | What::Free { .. } => false,
    };
    let reasons = REASONS.into_iter().filter(|_| is_ahead).map(reason);
    let template = MeetingPage {
        reasons: reasons.map(|key| (key, home.t(key))).collect(),
        command: at.fresh(),
        now,
        detail,
        is_overtaken,
        home,
    };
    let status = if is_overtaken {
        StatusCode::CONFLICT
    } else {
        status_of(refused)
    };
    render(status, &template)
}

/// `GET /my/{event}/meetings/{id}`
pub(crate) async fn show(
    at: AtHome,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, HttpError> {
    let id = MeetingId::parse(&id).ok_or(HttpError::NotFound)?;
    page(&at, id, None, false)
}

/// `POST /my/{event}/meetings/{id}`: calls it off.
pub(crate) async fn cancel(
    at: AtHome,
    Path((_, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let sent = Sent(&sent);
    let meeting_id = MeetingId::parse(&id).ok_or(HttpError::NotFound)?;
    let command = command_of(&sent)?;
    let view = at.view();
    let detail = meeting(&view, at.person, meeting_id).ok_or(HttpError::NotFound)?;
    let why = sent.value("reason");
    let chosen = REASONS.into_iter().find(|one| reason(*one) == why);
    let chosen = chosen.ok_or(HttpError::BadRequest(
        "a meeting is called off for a reason",
    ))?;
    let is_gone = matches!(detail.item.what, What::Cancelled { .. });
    if !is_gone && sent.revision() != detail.touched_seq {
        return page(&at, meeting_id, None, true);
    }
    let wish = CancelMeeting {
        meeting: meeting_id,
        reason: chosen,
    };
    match at.send(command, wish.into()).await {
        Ok(()) => Ok(at.back("", "called-off")),
        Err(reject) => page(&at, meeting_id, Some(&reject), false),
    }
}
