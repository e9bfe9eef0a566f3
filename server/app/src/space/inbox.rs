//! Requests that a person received and sent, and the freed slots that are offered to him.

use protocol::id::{OfferId, PersonId, RequestId};
use protocol::{Micros, Request, RequestStatus};

use super::{Somebody, Whereabouts, somebody, whereabouts};
use crate::live::View;

/// Requests by who has to act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inbox {
    /// Received, to accept or refuse.
    pub to_answer: Vec<Wish>,
    /// Sent and accepted, to confirm before the deadline.
    pub to_confirm: Vec<Wish>,
    /// Waiting for the other party, or for the plan.
    pub waiting: Vec<Wish>,
    /// Ended, newest first.
    pub ended: Vec<Wish>,
}

/// A request as one of its parties sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Wish {
    pub id: RequestId,
    pub with: Somebody,
    pub is_mine: bool,
    pub status: RequestStatus,
    /// When and where is held, and until when.
    pub held: Option<(Whereabouts, Micros)>,
    pub made_at: Micros,
}

/// A freed slot that waits for this person's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Offered {
    pub id: OfferId,
    pub with: Somebody,
    pub at: Whereabouts,
    pub expires_at: Micros,
    /// What this person waited for: to decline it is to leave the waiting list.
    pub was_waited_for: bool,
}

/// A person's requests.
#[must_use]
pub fn inbox(view: &View, me: PersonId) -> Inbox {
    let mut inbox = Inbox::default();
    for request in view.state.requests_of(me) {
        let wish = wish(view, request, me);
        let list = match (&request.status, wish.is_mine) {
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
        list.push(wish);
    }
    for list in [
        &mut inbox.to_answer,
        &mut inbox.to_confirm,
        &mut inbox.waiting,
    ] {
        list.sort_by_key(|wish| (wish.held.as_ref().map(|held| held.1), wish.made_at, wish.id));
    }
    inbox
        .ended
        .sort_by_key(|wish| std::cmp::Reverse((wish.made_at, wish.id)));
    inbox
}

fn wish(view: &View, request: &Request, me: PersonId) -> Wish {
    let is_mine = request.from == me;
    let held = if let RequestStatus::Accepted { spot, expires_at } = request.status {
        Some((whereabouts(view, spot), expires_at))
    } else {
        None
    };
    Wish {
        id: request.id,
        with: somebody(view, if is_mine { request.to } else { request.from }),
        is_mine,
        status: request.status.clone(),
        held,
        made_at: request.made_at,
    }
}

/// The open offers to a person, the most urgent first.
#[must_use]
pub fn offers(view: &View, me: PersonId, now: Micros) -> Vec<Offered> {
    let open = view
        .state
        .offers()
        .filter(|offer| offer.to == me && now < offer.expires_at);
    let mut offers: Vec<Offered> = open
        .map(|offer| Offered {
            id: offer.id,
            with: somebody(view, offer.host),
            at: whereabouts(view, offer.spot),
            expires_at: offer.expires_at,
            was_waited_for: view.state.requests_of(me).any(|request| {
                request.to == offer.host && request.status == RequestStatus::Waiting
            }),
        })
        .collect();
    offers.sort_by_key(|offer| (offer.expires_at, offer.id));
    offers
}

/// How many offers and requests wait for a person.
#[must_use]
pub fn n_to_answer(view: &View, me: PersonId, now: Micros) -> usize {
    let requests = view
        .state
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
    let offers = view
        .state
        .offers()
        .filter(|offer| offer.to == me && now < offer.expires_at);
    requests.count() + offers.count()
}
