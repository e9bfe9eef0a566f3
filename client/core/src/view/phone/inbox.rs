//! Requests that this person received and sent.

use protocol::id::{PersonId, RequestId};
use protocol::{Micros, Request, RequestStatus};

use crate::model::{Model, Touched};
use crate::view::label::{Where, Who, place_and_time, who};

/// Requests by who has to act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inbox {
    /// Received, to accept or refuse.
    pub to_answer: Vec<RequestCard>,
    /// Sent and accepted, to confirm before the deadline.
    pub to_confirm: Vec<RequestCard>,
    /// Waiting for the other party, or for the plan.
    pub waiting: Vec<RequestCard>,
    /// Ended, newest first.
    pub ended: Vec<RequestCard>,
}

/// A request as one of its parties sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct RequestCard {
    pub id: RequestId,
    pub with: Who,
    pub is_mine: bool,
    pub status: RequestStatus,
    /// The spot that is held, and until when.
    pub held: Option<(Where, Micros)>,
    pub made_at: Micros,
    pub is_pending: bool,
}

/// This person's requests.
#[must_use]
pub fn inbox(model: &Model) -> Inbox {
    let mut inbox = Inbox::default();
    let Some(me) = super::me(model) else {
        return inbox;
    };
    for request in model.state().requests_of(me) {
        let card = request_card(model, request, me);
        let list = match (&request.status, card.is_mine) {
            (RequestStatus::Requested, false) => &mut inbox.to_answer,
            (RequestStatus::Accepted { .. }, true) => &mut inbox.to_confirm,
            (RequestStatus::Requested, true)
            | (RequestStatus::Accepted { .. }, false)
            | (RequestStatus::Agreed | RequestStatus::Waiting, _) => &mut inbox.waiting,
            (
                RequestStatus::Confirmed { .. }
                | RequestStatus::NotRetained
                | RequestStatus::Refused
                | RequestStatus::Cancelled
                | RequestStatus::Expired,
                _,
            ) => &mut inbox.ended,
        };
        list.push(card);
    }
    for list in [
        &mut inbox.to_answer,
        &mut inbox.to_confirm,
        &mut inbox.waiting,
    ] {
        list.sort_by_key(|card| (card.held.as_ref().map(|held| held.1), card.made_at, card.id));
    }
    inbox
        .ended
        .sort_by_key(|card| std::cmp::Reverse((card.made_at, card.id)));
    inbox
}

fn request_card(model: &Model, request: &Request, me: PersonId) -> RequestCard {
    let is_mine = request.from == me;
    let held = if let RequestStatus::Accepted { spot, expires_at } = request.status {
        Some((place_and_time(model, spot), expires_at))
    } else {
        None
    };
    RequestCard {
        id: request.id,
        with: who(model, if is_mine { request.to } else { request.from }),
        is_mine,
        status: request.status.clone(),
        held,
        made_at: request.made_at,
        is_pending: model.marks().touch(Touched::Request(request.id)),
    }
}

/// Offers and requests that wait for this person, for the dot on the tab.
#[must_use]
pub fn n_to_answer(model: &Model) -> usize {
    let Some(me) = super::me(model) else { return 0 };
    let offers = model
        .state()
        .offers()
        .filter(|offer| offer.to == me)
        .count();
    let requests = model
        .state()
        .requests_of(me)
        .filter(|request| match request.status {
            RequestStatus::Requested => request.to == me,
            RequestStatus::Accepted { .. } => request.from == me,
            RequestStatus::Confirmed { .. }
            | RequestStatus::Refused
            | RequestStatus::Cancelled
            | RequestStatus::Expired
            | RequestStatus::Agreed
            | RequestStatus::NotRetained
            | RequestStatus::Waiting => false,
        });
    offers + requests.count()
}
