//! All requests by state (B2B-13).

use protocol::id::RequestId;
use protocol::{Micros, Request, RequestStatus};

use crate::limits::PAGE_ROWS_MAX;
use crate::model::{Model, Touched};
use crate::view::label::{Where, Who, place_and_time, who};

/// A request's state without its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RequestState {
    /// Waits for an answer.
    Requested,
    /// Waits for the confirmation; slot and place are kept.
    Accepted,
    /// A meeting was booked.
    Confirmed,
    /// The other said no.
    Refused,
    /// Taken back.
    Cancelled,
    /// Nobody confirmed in time.
    Expired,
    /// Both want to meet; the plan will say when.
    Agreed,
    /// The organiser chose others among the expert's applicants.
    NotRetained,
    /// On the expert's waiting list.
    Waiting,
}

/// A request's state without its data.
#[must_use]
pub const fn request_state(request: &Request) -> RequestState {
    match request.status {
        RequestStatus::Requested => RequestState::Requested,
        RequestStatus::Accepted { .. } => RequestState::Accepted,
        RequestStatus::Confirmed { .. } => RequestState::Confirmed,
        RequestStatus::Refused => RequestState::Refused,
        RequestStatus::Cancelled => RequestState::Cancelled,
        RequestStatus::Expired => RequestState::Expired,
        RequestStatus::Agreed => RequestState::Agreed,
        RequestStatus::NotRetained => RequestState::NotRetained,
        RequestStatus::Waiting => RequestState::Waiting,
    }
}

/// A request in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct RequestRow {
    pub id: RequestId,
    pub from: Who,
    pub to: Who,
    pub state: RequestState,
    pub made_at: Micros,
    /// Where it is held, while it is.
    pub held_at: Option<(Where, Micros)>,
    pub is_pending: bool,
}

/// A page of requests and the number in each state.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct RequestsPage {
    pub counts: [(RequestState, usize); 9],
    pub n_found: usize,
    pub first: usize,
    pub rows: Vec<RequestRow>,
}

/// The requests in a state, or all, in order of arrival.
#[must_use]
pub fn requests(
    model: &Model,
    state: Option<RequestState>,
    first: usize,
    n_rows: usize,
) -> RequestsPage {
    let mut counts = [
        RequestState::Requested,
        RequestState::Accepted,
        RequestState::Confirmed,
        RequestState::Refused,
        RequestState::Cancelled,
        RequestState::Expired,
        RequestState::Agreed,
        RequestState::NotRetained,
        RequestState::Waiting,
    ]
    .map(|state| (state, 0));
    let mut found: Vec<&Request> = Vec::new();
    for request in model.state().requests() {
        let is_in = request_state(request);
        counts
            .iter_mut()
            .filter(|(state, _)| *state == is_in)
            .for_each(|(_, n)| *n += 1);
        if state.is_none_or(|wanted| wanted == is_in) {
            found.push(request);
        }
    }
    found.sort_by_key(|request| (request.made_at, request.id));
    let rows = found.iter().skip(first).take(n_rows.min(PAGE_ROWS_MAX));
    RequestsPage {
        counts,
        n_found: found.len(),
        first,
        rows: rows.map(|request| request_row(model, request)).collect(),
    }
}

fn request_row(model: &Model, request: &Request) -> RequestRow {
    let held_at = if let RequestStatus::Accepted { spot, expires_at } = request.status {
        Some((place_and_time(model, spot), expires_at))
    } else {
        None
    };
    RequestRow {
        id: request.id,
        from: who(model, request.from),
        to: who(model, request.to),
        state: request_state(request),
        made_at: request.made_at,
        held_at,
        is_pending: model.marks().touch(Touched::Request(request.id)),
    }
}
