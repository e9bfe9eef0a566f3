//! Taking an expert's slot directly, and the waiting list when nothing is free (B2B-02, EXP-03).
//!
//! The waiting list of an expert is his requests in state `Waiting`, in order of arrival; it needs
//! no table of its own. What a cancellation frees is offered to the first of them whom it suits,
//! and to the next when that one declines or lets it pass, before any organiser has to think of
//! it (LIV-04). Whoever declines, or does not answer, leaves the list: each is asked once.
//!
//! Room comes otherwise, too: the allowed number is raised, a slot is opened, a held slot is given
//! back, an absent expert returns. No meeting was called off then, so there is no vacancy to offer:
//! a slot is held for whoever waits, as long as a freed one would be offered. Where only the plan
//! gives slots, the plan gives this room.

use std::collections::BTreeSet;

use protocol::change::{MeetingBooked, OfferMade};
use protocol::command::TakeSlot;
use protocol::id::{OfferId, PersonId, RequestId, VacancyId};
use protocol::reject::{NoCommonSlot, NotAPair, PlanGivesSlots};
use protocol::{
    AssignmentMode, Change, EventSetup, Offer, OfferEnd, Reject, Request, RequestStatus, SlotId,
    Spot,
};

use crate::decide::Draft;
use crate::state::State;

impl Draft<'_> {
    pub(crate) fn take_slot(&mut self, c: &TakeSlot) -> Result<(), Reject> {
        match self.state.setup().map(EventSetup::mode).unwrap_or_default() {
            AssignmentMode::SelfService | AssignmentMode::Mixed => {}
            AssignmentMode::PreAssigned => return Err(PlanGivesSlots {}.into()),
        }
        if self.state.known_person(c.to)?.expert.is_none() {
            return Err(NotAPair {}.into());
        }
        let request = Request {
            id: c.request,
            from: c.from,
            to: c.to,
            slots: c.slot.into_iter().collect(),
            made_at: self.context.now,
            status: RequestStatus::Requested,
        };
        self.put_new_request(request.clone())?;
        match self.free_spot(&request, c.slot) {
            Ok(spot) => {
                self.check_new_meeting(c.meeting)?;
                let meeting = c.meeting;
                let (host, guest) = self.state.roles(c.from, c.to);
                self.move_request(c.request, RequestStatus::Confirmed { meeting });
                self.put(MeetingBooked {
                    meeting,
                    host,
                    guest,
                    spot,
                });
                Ok(())
            }
            Err(why) if c.else_wait && says_full(&why, c.to) => {
                self.move_request(c.request, RequestStatus::Waiting);
                Ok(())
            }
            Err(why) => Err(why),
        }
    }

    fn free_spot(&self, request: &Request, slot: Option<SlotId>) -> Result<Spot, Reject> {
        let now = self.context.now;
        let Some(slot) = slot else {
            return self
                .state
                .earliest_spot(request, now)
                .ok_or_else(|| NoCommonSlot {}.into());
        };
        self.state.check_slot_open(slot, now)?;
        let pair = (request.from, request.to);
        let place = self
            .state
            .first_free_place(pair, slot)
            .ok_or(NoCommonSlot {})?;
        let spot = Spot { slot, place };
        self.state.check_booking(pair, spot, now, &[])?;
        Ok(spot)
    }

    /// Offers what this command freed to those who wait for it.
    pub(crate) fn serve_waiting_lists(&mut self) {
        let freed: Vec<VacancyId> = self.changes.iter().filter_map(freed).collect();
        for vacancy in freed {
            self.offer_to_first_waiting(vacancy);
        }
        let with_room: BTreeSet<PersonId> = self.changes.iter().filter_map(room_of).collect();
        for expert in with_room {
            self.hold_room_for_waiting(expert);
        }
    }

    /// Holds what an expert can still give for those who wait for him, in order of arrival.
    fn hold_room_for_waiting(&mut self, expert: PersonId) {
        let mode = self.state.setup().map(EventSetup::mode).unwrap_or_default();
        if mode == AssignmentMode::PreAssigned {
            return;
        }
        let waiting: Vec<RequestId> = self
            .state
            .waiting_list(expert)
            .into_iter()
            .map(|request| request.id)
            .filter(|request| self.state.offer(offer_for(*request)).is_none())
            .collect();
        for id in waiting {
            let Some(request) = self.state.request(id).cloned() else {
                continue;
            };
            if self.check_not_meeting(request.from, request.to).is_err() {
                continue;
            }
            let now = self.context.now;
            if let Some(spot) = self.state.earliest_spot(&request, now) {
                let expires_at = self.offer_until(spot).min(self.held_until(spot));
                self.move_request(id, RequestStatus::Accepted { spot, expires_at });
            }
        }
    }

    fn offer_to_first_waiting(&mut self, id: VacancyId) {
        let Some(vacancy) = self.state.vacancy(id).cloned() else {
            return;
        };
        if self.state.offer_of(id).is_some() {
            return;
        }
        let first = self
            .state
            .waiting_list(vacancy.host)
            .into_iter()
            .filter(|request| request.slots.is_empty() || request.slots.contains(vacancy.spot.slot))
            .map(|request| (request.id, request.from))
            .find(|(request, from)| {
                self.state.offer(offer_for(*request)).is_none()
                    && self.check_candidate(&vacancy, *from, &[]).is_ok()
            });
        let Some((request, to)) = first else { return };
        let offer = Offer {
            id: offer_for(request),
            vacancy: id,
            spot: vacancy.spot,
            host: vacancy.host,
            to,
            expires_at: self.offer_until(vacancy.spot),
        };
        self.put(OfferMade { offer });
    }

    /// What becomes of the request behind an offer that was not taken.
    pub(crate) fn leave_waiting_list(&mut self, offer: &Offer, end: OfferEnd) {
        let after = match end {
            OfferEnd::Declined => RequestStatus::Cancelled,
            OfferEnd::Expired => RequestStatus::Expired,
            OfferEnd::Accepted | OfferEnd::Withdrawn => return,
        };
        let waiting = self
            .state
            .waiting_list(offer.host)
            .into_iter()
            .find(|request| request.from == offer.to)
            .map(|request| request.id);
        if let Some(request) = waiting {
            self.move_request(request, after);
        }
    }
}

/// A request on a waiting list is offered a slot at most once at a time, so the offer's id needs
/// no further source.
fn offer_for(request: RequestId) -> OfferId {
    OfferId::from_bytes(request.to_bytes())
}

/// Whether a refusal says that the expert has no room, which waiting may change.
fn says_full(why: &Reject, expert: PersonId) -> bool {
    match why {
        Reject::PersonBusy(why) => why.person == expert,
        Reject::ExpertFull(_) | Reject::NoCommonSlot(_) | Reject::PlaceBusy(_) => true,
        _ => false,
    }
}

fn freed(change: &Change) -> Option<VacancyId> {
    match change {
        Change::SlotFreed(c) => Some(c.vacancy.id),
        Change::OfferClosed(c) => match c.end {
            OfferEnd::Declined | OfferEnd::Expired => Some(c.offer.vacancy),
            // An organiser who takes an offer back has something else in mind.
            OfferEnd::Accepted | OfferEnd::Withdrawn => None,
        },
        _ => None,
    }
}

/// Whose room a change widens.
fn room_of(change: &Change) -> Option<PersonId> {
    match change {
        Change::ExpertLimited(c) => {
            let is_raised = match (c.before, c.after) {
                (Some(before), Some(after)) => after > before,
                (Some(_), None) => true,
                (None, _) => false,
            };
            is_raised.then_some(c.expert)
        }
        Change::AvailabilityChanged(c) => {
            let opened = c.after.without(&c.before);
            (!opened.is_empty()).then_some(c.person)
        }
        Change::ExpertAbsenceChanged(c) => c.after.is_none().then_some(c.expert),
        Change::RequestMoved(c) => {
            let was_held = matches!(c.before, RequestStatus::Accepted { .. });
            let is_given_back = matches!(
                c.after,
                RequestStatus::Expired | RequestStatus::Cancelled | RequestStatus::Refused
            );
            (was_held && is_given_back).then_some(c.to)
        }
        _ => None,
    }
}

impl State {
    /// Who waits for an expert, in order of arrival.
    #[must_use]
    pub fn waiting_list(&self, expert: PersonId) -> Vec<&Request> {
        let mut waiting: Vec<&Request> = self
            .requests_of(expert)
            .filter(|request| request.to == expert && request.status == RequestStatus::Waiting)
            .collect();
        waiting.sort_by_key(|request| (request.made_at, request.id));
        waiting
    }
}
