//! Freed slots offered to this person: one tap takes one.

use protocol::id::OfferId;
use protocol::{Micros, Offer, Request, RequestStatus};

use crate::model::{Model, Touched};
use crate::time::Monotonic;
use crate::view::label::{Where, Who, place_and_time, who};

/// An offer that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct OfferCard {
    pub id: OfferId,
    pub with: Who,
    pub at: Where,
    pub expires_at: Micros,
    /// Real milliseconds until then, for the countdown.
    pub left_ms: u64,
    /// What this person waited for: to decline it is to leave the waiting list.
    pub was_waited_for: bool,
    /// The user's answer is on its way.
    pub is_pending: bool,
}

/// The open offers to this person, the most urgent first.
#[must_use]
pub fn offers(model: &Model, now: Monotonic) -> Vec<OfferCard> {
    let me = super::me(model);
    let at = model.event_now(now);
    let mut cards: Vec<OfferCard> = model
        .state()
        .offers()
        .filter(|offer| Some(offer.to) == me && at < offer.expires_at)
        .map(|offer| OfferCard {
            id: offer.id,
            with: who(model, offer.host),
            at: place_and_time(model, offer.spot),
            expires_at: offer.expires_at,
            left_ms: model
                .clock()
                .map_or(0, |clock| clock.ms_until(offer.expires_at, now)),
            was_waited_for: was_waited_for(model, offer),
            is_pending: model.marks().touch(Touched::Offer(offer.id)),
        })
        .collect();
    cards.sort_by_key(|card| (card.expires_at, card.id));
    cards
}

fn was_waited_for(model: &Model, offer: &Offer) -> bool {
    let waits =
        |request: &Request| request.to == offer.host && request.status == RequestStatus::Waiting;
    model.state().requests_of(offer.to).any(waits)
}
