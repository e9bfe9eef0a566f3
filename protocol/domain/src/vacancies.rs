//! Freed slots and their offers (B2B-08, LIV-04): a cancellation leaves somebody free; the slot
//! is filled at once or offered to one person for a while.

use protocol::change::{MeetingBooked, OfferClosed, OfferMade, SlotFreed, VacancyClosed};
use protocol::command::{
    AcceptOffer, DeclineOffer, DismissVacancy, FillVacancy, OfferVacancy, WithdrawOffer,
};
use protocol::id::{MeetingId, PersonId, VacancyId};
use protocol::reject::{IdTaken, NotAPair, OfferGone, VacancyGone, VacancyOffered};
use protocol::{Meeting, Minutes, Offer, OfferEnd, Reject, Vacancy, VacancyEnd};

use crate::decide::Draft;
use crate::floor::Commitment;
use crate::state::State;

/// How long an offer stands when the event says nothing.
const OFFER_MINUTES_DEFAULT: Minutes = Minutes(10);

impl Draft<'_> {
    /// Turns the slot of a meeting that was just called off into a vacancy, if its time has not
    /// come and one party can still use it. Without a named leaver the guest is taken to be gone.
    pub(crate) fn free_slot(&mut self, meeting: &Meeting, gone: Option<PersonId>) {
        let gone = gone.unwrap_or(meeting.guest);
        let host = if gone == meeting.host {
            meeting.guest
        } else {
            meeting.host
        };
        let is_usable = self
            .state
            .check_slot_open(meeting.spot.slot, self.context.now)
            .is_ok()
            && self
                .state
                .check_person_free(host, meeting.spot, &[])
                .is_ok();
        if is_usable {
            let vacancy = Vacancy {
                // One vacancy per cancelled meeting: its id needs no further source.
                id: VacancyId::from_bytes(meeting.id.to_bytes()),
                from_meeting: meeting.id,
                spot: meeting.spot,
                host,
                gone,
                freed_at: self.context.now,
            };
            self.put(SlotFreed { vacancy });
        }
    }

    fn open_vacancy(&self, id: VacancyId) -> Result<Vacancy, Reject> {
        self.state
            .vacancy(id)
            .cloned()
            .ok_or_else(|| VacancyGone {}.into())
    }

    pub(crate) fn offer_vacancy(&mut self, c: &OfferVacancy) -> Result<(), Reject> {
        let vacancy = self.open_vacancy(c.vacancy)?;
        if let Some(offer) = self.state.offer_of(c.vacancy) {
            return Err(VacancyOffered { to: offer.to }.into());
        }
        if self.state.offer(c.offer).is_some() {
            return Err(IdTaken {}.into());
        }
        self.check_candidate(&vacancy, c.to, &[])?;
        let expires_at = self.offer_until(vacancy.spot);
        let offer = Offer {
            id: c.offer,
            vacancy: c.vacancy,
            spot: vacancy.spot,
            host: vacancy.host,
            to: c.to,
            expires_at,
        };
        self.put(OfferMade { offer });
        Ok(())
    }

    /// Until when a slot that is offered now may be taken.
    pub(crate) fn offer_until(&self, spot: protocol::Spot) -> protocol::Micros {
        let minutes = self
            .state
            .setup()
            .map_or(OFFER_MINUTES_DEFAULT, |setup| setup.offer_minutes);
        let ends_at = self
            .state
            .slot(spot.slot)
            .map_or(self.context.now, |slot| slot.ends_at);
        (self.context.now + minutes).min(ends_at)
    }

    pub(crate) fn check_candidate(
        &self,
        vacancy: &Vacancy,
        to: PersonId,
        moving: &[Commitment],
    ) -> Result<(), Reject> {
        if to == vacancy.gone {
            return Err(NotAPair {}.into());
        }
        self.check_not_meeting(vacancy.host, to)?;
        self.state
            .check_booking((vacancy.host, to), vacancy.spot, self.context.now, moving)
    }

    pub(crate) fn accept_offer(&mut self, c: &AcceptOffer) -> Result<(), Reject> {
        let offer = self.state.offer(c.offer).cloned().ok_or(OfferGone {})?;
        if offer.expires_at <= self.context.now {
            return Err(OfferGone {}.into());
        }
        let vacancy = self.open_vacancy(offer.vacancy)?;
        self.check_new_meeting(c.meeting)?;
        self.check_candidate(&vacancy, offer.to, &[Commitment::Offer(offer.id)])?;
        let to = offer.to;
        self.put(OfferClosed {
            offer,
            end: OfferEnd::Accepted,
        });
        self.fill(vacancy, c.meeting, to);
        Ok(())
    }

    pub(crate) fn decline_offer(&mut self, c: &DeclineOffer) -> Result<(), Reject> {
        self.close_offer(c.offer, OfferEnd::Declined)
    }

    pub(crate) fn withdraw_offer(&mut self, c: &WithdrawOffer) -> Result<(), Reject> {
        self.close_offer(c.offer, OfferEnd::Withdrawn)
    }

    pub(crate) fn close_offer(
        &mut self,
        id: protocol::id::OfferId,
        end: OfferEnd,
    ) -> Result<(), Reject> {
        let offer = self.state.offer(id).cloned().ok_or(OfferGone {})?;
        self.put(OfferClosed {
            offer: offer.clone(),
            end,
        });
        self.leave_waiting_list(&offer, end);
        Ok(())
    }

    pub(crate) fn fill_vacancy(&mut self, c: &FillVacancy) -> Result<(), Reject> {
        let vacancy = self.open_vacancy(c.vacancy)?;
        self.check_new_meeting(c.meeting)?;
        let open_offer = self.state.offer_of(c.vacancy).cloned();
        let moving: Vec<_> = open_offer
            .iter()
            .map(|offer| Commitment::Offer(offer.id))
            .collect();
        self.check_candidate(&vacancy, c.guest, &moving)?;
        if let Some(offer) = open_offer {
            let end = if offer.to == c.guest {
                OfferEnd::Accepted
            } else {
                OfferEnd::Withdrawn
            };
            self.put(OfferClosed { offer, end });
        }
        self.fill(vacancy, c.meeting, c.guest);
        Ok(())
    }

    fn fill(&mut self, vacancy: Vacancy, meeting: MeetingId, guest: PersonId) {
        let (host, guest) = self.state.roles(guest, vacancy.host);
        let spot = vacancy.spot;
        self.put(VacancyClosed {
            vacancy,
            end: VacancyEnd::Filled,
        });
        self.confirm_waiting((host, guest), meeting);
        self.put(MeetingBooked {
            meeting,
            host,
            guest,
            spot,
        });
    }

    /// Whoever waited for this has what he wanted.
    fn confirm_waiting(&mut self, (host, guest): (PersonId, PersonId), meeting: MeetingId) {
        let waiting = [(host, guest), (guest, host)]
            .into_iter()
            .find_map(|(of, from)| {
                let list = self.state.waiting_list(of);
                list.into_iter().find(|request| request.from == from)
            })
            .map(|request| request.id);
        if let Some(request) = waiting {
            self.move_request(request, protocol::RequestStatus::Confirmed { meeting });
        }
    }

    pub(crate) fn dismiss_vacancy(&mut self, c: &DismissVacancy) -> Result<(), Reject> {
        let vacancy = self.open_vacancy(c.vacancy)?;
        self.end_vacancy(vacancy, VacancyEnd::Dismissed);
        Ok(())
    }

    /// Closes a vacancy, and its offer before it.
    pub(crate) fn end_vacancy(&mut self, vacancy: Vacancy, end: VacancyEnd) {
        if let Some(offer) = self.state.offer_of(vacancy.id).cloned() {
            self.put(OfferClosed {
                offer,
                end: OfferEnd::Withdrawn,
            });
        }
        self.put(VacancyClosed { vacancy, end });
    }

    /// Ends every vacancy and offer that counts on a person who leaves.
    pub(crate) fn end_vacancies_of(&mut self, person: PersonId) {
        let offers: Vec<_> = self
            .state
            .offers()
            .filter(|offer| offer.to == person)
            .cloned()
            .collect();
        for offer in offers {
            self.put(OfferClosed {
                offer,
                end: OfferEnd::Withdrawn,
            });
        }
        let vacancies: Vec<_> = self
            .state
            .vacancies()
            .filter(|v| v.host == person)
            .cloned()
            .collect();
        for vacancy in vacancies {
            self.end_vacancy(vacancy, VacancyEnd::Lapsed);
        }
    }

    /// Ends vacancies that something else made impossible in the same command: the host or the
    /// place was taken, or the host became unavailable.
    pub(crate) fn reconcile_vacancies(&mut self) {
        let lapsed: Vec<_> = self
            .state
            .vacancies()
            .filter(|vacancy| !self.state.is_vacancy_usable(vacancy))
            .cloned()
            .collect();
        for vacancy in lapsed {
            self.end_vacancy(vacancy, VacancyEnd::Lapsed);
        }
    }
}

impl State {
    /// Whether a vacancy's host and place are still there for it.
    #[must_use]
    pub fn is_vacancy_usable(&self, vacancy: &Vacancy) -> bool {
        let own: Vec<_> = self
            .offer_of(vacancy.id)
            .map(|offer| Commitment::Offer(offer.id))
            .into_iter()
            .collect();
        let place_is_free = self
            .floor
            .of_place(vacancy.spot)
            .is_none_or(|held| own.contains(&held));
        place_is_free
            && self
                .check_person_free(vacancy.host, vacancy.spot, &own)
                .is_ok()
    }
}
