//! What time alone makes happen: holds and offers run out, freed slots lapse, thresholds begin.
//!
//! The domain says when the next one is due; the shell then sends `ReviewDeadlines`.

use protocol::{Micros, OfferEnd, Reject, RequestStatus, VacancyEnd};

use crate::alerts::Touched;
use crate::decide::Draft;
use crate::state::State;

/// When the next deadline falls due: now or earlier if one is overdue, none if nothing waits.
#[must_use]
pub fn next_due(state: &State, now: Micros) -> Option<Micros> {
    let holds = state.holds_due.first().map(|(at, _)| *at);
    let offers = state.offers().map(|offer| offer.expires_at).min();
    let vacancies = state
        .vacancies()
        .filter_map(|vacancy| state.slot(vacancy.spot.slot).map(|slot| slot.ends_at))
        .min();
    let thresholds = state
        .thresholds()
        .map(|threshold| threshold.from)
        .filter(|from| *from > now)
        .min();
    [holds, offers, vacancies, thresholds]
        .into_iter()
        .flatten()
        .min()
}

impl Draft<'_> {
    pub(crate) fn review_deadlines(&mut self) -> Result<(), Reject> {
        let now = self.context.now;
        let holds: Vec<_> = self
            .state
            .holds_due
            .iter()
            .take_while(|(at, _)| *at <= now)
            .map(|(_, request)| *request)
            .collect();
        for request in holds {
            self.move_request(request, RequestStatus::Expired);
        }
        let offers: Vec<_> = self
            .state
            .offers()
            .filter(|offer| offer.expires_at <= now)
            .map(|o| o.id)
            .collect();
        for offer in offers {
            self.close_offer(offer, OfferEnd::Expired)?;
        }
        let past: Vec<_> = self
            .state
            .vacancies()
            .filter(|vacancy| {
                self.state
                    .slot(vacancy.spot.slot)
                    .is_none_or(|slot| slot.ends_at <= now)
            })
            .cloned()
            .collect();
        for vacancy in past {
            self.end_vacancy(vacancy, VacancyEnd::Lapsed);
        }
        let touched = Touched::every_threshold(&self.state);
        self.review_alerts(&touched);
        Ok(())
    }
}
