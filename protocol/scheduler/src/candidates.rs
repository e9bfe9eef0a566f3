//! Who could fill a freed slot, best first (LIV-04, CHK-05): who asked for this meeting and
//! found no slot, then who asked and waits, then the best matches.

use domain::{Commitment, State};
use protocol::id::PersonId;
use protocol::limits::CANDIDATES_MAX;
use protocol::query::{Candidate, RankedCandidates, Reason};
use protocol::reject::VacancyGone;
use protocol::{Micros, Person, Presence, Reject, SlotId, SlotSet, Vacancy};

use crate::feasible::{self, Ties, Wish};
use crate::merit::{self, Merit};

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
    let Ok(host) = state.known_person(vacancy.host) else {
        return Ok(RankedCandidates {
            candidates: Vec::new(),
        });
    };
    let question = Question {
        state,
        now,
        vacancy,
        host,
        ties: Ties::of(state, vacancy.host),
        free_of_host: state.free_slots(vacancy.host),
        open_elsewhere: open_elsewhere(state, now, vacancy.spot.slot),
        offer: offer.as_slice(),
    };
    if !question.is_open() {
        return Ok(RankedCandidates {
            candidates: Vec::new(),
        });
    }
    let hopes = merit::persons_and_presence(state)
        .filter(|(person, _)| person.availability.contains(vacancy.spot.slot))
        .filter_map(|(person, presence)| question.hope(person, presence));
    let mut ranked = merit::best_of(
        hopes.collect(),
        CANDIDATES_MAX,
        |hope| question.weigh(hope),
        |(candidate, _)| question.is_allowed(candidate.person),
    );
    // Arrival order decides between equals (B2B-03), then the id, so that the order is total.
    ranked.sort_by_key(|(candidate, asked_at)| {
        (
            -candidate.score,
            asked_at.unwrap_or(Micros(i64::MAX)),
            candidate.person,
        )
    });
    let candidates = ranked.into_iter().map(|(candidate, _)| candidate);
    Ok(RankedCandidates {
        candidates: candidates.take(CANDIDATES_MAX).collect(),
    })
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
    host: &'a Person,
    ties: Ties,
    free_of_host: SlotSet,
    open_elsewhere: SlotSet,
    offer: &'a [Commitment],
}

/// Somebody with what speaks for him, his agenda aside.
struct Hope<'a> {
    person: &'a Person,
    wish: Option<Wish>,
    merit: Merit,
}

impl Question<'_> {
    /// What speaks for a person without a look at his agenda, and the score that he cannot exceed.
    fn hope<'a>(&self, person: &'a Person, presence: Option<Presence>) -> Option<(i32, Hope<'a>)> {
        let vacancy = self.vacancy;
        // Whoever called off is no candidate for what he left.
        if person.id == vacancy.gone || person.is_withdrawn || self.ties.have_met(person.id) {
            return None;
        }
        let wish = self.ties.wish(person.id);
        // They hold another slot for each other, or one of them declined: not this one.
        if matches!(wish, Some(Wish::Held | Wish::Unwanted)) {
            return None;
        }
        let mut merit = Merit::of_presence(presence);
        merit.match_keywords(self.host, person);
        let wished = wish.map_or(0, |_| merit::WISH_POINTS_MAX);
        let ceiling = merit.score + wished + merit::AGENDA_POINTS_MAX;
        let hope = Hope {
            person,
            wish,
            merit,
        };
        Some((ceiling, hope))
    }

    /// Whether the rules let the host have a meeting there and then: asked once, not of each.
    fn is_open(&self) -> bool {
        let Self { state, vacancy, .. } = *self;
        let (spot, host) = (vacancy.spot, vacancy.host);
        state.check_slot_open(spot.slot, self.now).is_ok()
            && state.check_place_free(spot, self.offer).is_ok()
            && state.check_person_free(host, spot, self.offer).is_ok()
    }

    /// Whether the rules let a person meet the host there and then.
    fn is_allowed(&self, person: PersonId) -> bool {
        let Self { state, vacancy, .. } = *self;
        let pair = (vacancy.host, person);
        state.check_pair(pair).is_ok()
            && state
                .check_needs(pair, vacancy.spot.slot, self.offer)
                .is_ok()
            && state
                .check_person_free(person, vacancy.spot, self.offer)
                .is_ok()
    }

    /// The true score of somebody who is free.
    fn weigh(&self, hope: Hope<'_>) -> Option<(i32, (Candidate, Option<Micros>))> {
        let Self { state, vacancy, .. } = *self;
        let Hope {
            person,
            wish,
            mut merit,
        } = hope;
        let slot = vacancy.spot.slot;
        let is_taken = state.floor().of_person(person.id, slot);
        if is_taken.is_some_and(|taken| !self.offer.contains(&taken)) {
            return None;
        }
        let mut asked_at = None;
        if let Some(Wish::Wanted { request, made_at }) = wish {
            let request = state.request(request)?;
            if feasible::suits(request, slot) {
                asked_at = Some(made_at);
                let could_meet_elsewhere = state
                    .free_slots(person.id)
                    .and(&self.free_of_host)
                    .and(&self.open_elsewhere)
                    .iter()
                    .any(|slot| feasible::suits(request, slot));
                merit.because(if could_meet_elsewhere {
                    Reason::Waiting
                } else {
                    Reason::AskedForIt
                });
            }
        }
        merit.weigh_agenda(state, person.id, slot);
        let merit = merit.ordered();
        let candidate = Candidate {
            person: person.id,
            score: merit.score,
            reasons: merit.reasons,
        };
        Some((candidate.score, (candidate, asked_at)))
    }
}
