//! Who could fill a freed slot, best first (LIV-04, CHK-05): who asked for this meeting and
//! found no slot, then who asked and waits, then the best matches.

use domain::{Commitment, State};
use protocol::id::PersonId;
use protocol::limits::CANDIDATES_MAX;
use protocol::query::{Candidate, RankedCandidates, Reason};
use protocol::reject::VacancyGone;
use protocol::{Micros, Reject, SlotId, SlotSet, Vacancy};

use crate::feasible::{self, Wish};
use crate::merit::Merit;

/// Ranks those whom the rules let into a vacancy.
///
/// # Errors
/// When the vacancy is gone.
pub(crate) fn rank(
    state: &State,
    now: Micros,
    vacancy: protocol::id::VacancyId,
) -> Result<RankedCandidates, Reject> {
    let vacancy = state.vacancy(vacancy).ok_or(VacancyGone {})?;
    // An open offer gives way when the organiser fills the vacancy himself.
    let offer = state
        .offer_of(vacancy.id)
        .map(|offer| Commitment::Offer(offer.id));
    let question = Question {
        state,
        now,
        vacancy,
        offer: offer.as_slice(),
    };
    let open_elsewhere = open_elsewhere(state, now, vacancy.spot.slot);
    let slot = vacancy.spot.slot;
    let mut ranked: Vec<_> = state
        .persons()
        // The cheap half of the rules first: most are somewhere else, or never there.
        .filter(|person| person.availability.contains(slot))
        .filter(|person| match state.floor().of_person(person.id, slot) {
            Some(taken) => question.offer.contains(&taken),
            None => true,
        })
        .filter_map(|person| question.weigh(&open_elsewhere, person.id))
        .collect();
    // Arrival order decides between equals (B2B-03), then the id, so that the order is total.
    ranked.sort_by_key(|(candidate, asked_at)| {
        (
            -candidate.score,
            asked_at.unwrap_or(Micros(i64::MAX)),
            candidate.person,
        )
    });
    // The dear half of the rules last, and only until the list is full.
    let candidates = ranked
        .into_iter()
        .map(|(candidate, _)| candidate)
        .filter(|candidate| question.is_allowed(candidate.person))
        .take(CANDIDATES_MAX)
        .collect();
    Ok(RankedCandidates { candidates })
}

/// Slots other than the freed one that can still be booked.
fn open_elsewhere(state: &State, now: Micros, freed: SlotId) -> SlotSet {
    feasible::open_slots(state, now)
        .into_iter()
        .map(|slot| slot.id)
        .filter(|slot| *slot != freed)
        .collect()
}

/// Could this person fill this vacancy?
struct Question<'a> {
    state: &'a State,
    now: Micros,
    vacancy: &'a Vacancy,
    offer: &'a [Commitment],
}

impl Question<'_> {
    fn is_allowed(&self, person: PersonId) -> bool {
        let pair = (self.vacancy.host, person);
        self.state
            .check_booking(pair, self.vacancy.spot, self.now, self.offer)
            .is_ok()
    }

    fn weigh(
        &self,
        open_elsewhere: &SlotSet,
        person: PersonId,
    ) -> Option<(Candidate, Option<Micros>)> {
        let Self { state, vacancy, .. } = *self;
        let pair = (vacancy.host, person);
        // Whoever called off is no candidate for what he left.
        if person == vacancy.gone
            || state.check_pair(pair).is_err()
            || feasible::have_met(state, pair, None)
        {
            return None;
        }
        let mut merit = Merit::of_person(state, person, vacancy.spot.slot);
        let mut asked_at = None;
        match feasible::wish_between(state, pair) {
            Some(Wish::Wanted { request, made_at }) => {
                let request = state.request(request)?;
                if feasible::suits(request, vacancy.spot.slot) {
                    asked_at = Some(made_at);
                    let could_meet_elsewhere = state
                        .free_slots(person)
                        .and(&state.free_slots(vacancy.host))
                        .and(open_elsewhere)
                        .iter()
                        .any(|slot| feasible::suits(request, slot));
                    merit.because(if could_meet_elsewhere {
                        Reason::Waiting
                    } else {
                        Reason::AskedForIt
                    });
                }
            }
            // They hold another slot for each other, or one of them declined: not this one.
            Some(Wish::Held | Wish::Unwanted) => return None,
            None => {}
        }
        merit.match_keywords(state.person(vacancy.host)?, state.person(person)?);
        let merit = merit.ordered();
        Some((
            Candidate {
                person,
                score: merit.score,
                reasons: merit.reasons,
            },
            asked_at,
        ))
    }
}
