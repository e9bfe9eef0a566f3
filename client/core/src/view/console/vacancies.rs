//! Freed slots and who could fill them (LIV-04).

use protocol::id::{MeetingId, OfferId, VacancyId};
use protocol::query::{RankedCandidates, Reason};
use protocol::{Micros, Vacancy};

use crate::model::{Model, Touched};
use crate::time::Monotonic;
use crate::view::label::{Where, Who, place_and_time, who};
use crate::view::moment::is_present;

/// A freed slot that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct VacancyRow {
    pub id: VacancyId,
    pub from_meeting: MeetingId,
    pub at: Where,
    /// Who stays behind.
    pub host: Who,
    /// Who called off.
    pub gone: Who,
    pub freed_at: Micros,
    /// Microseconds of the event since it was freed, and until it begins.
    pub age: i64,
    pub begins_in: i64,
    pub offer: Option<OfferRow>,
    pub is_pending: bool,
    /// A colleague who works on it.
    pub focused_by: Option<String>,
}

/// An open offer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct OfferRow {
    pub id: OfferId,
    pub to: Who,
    pub expires_at: Micros,
    /// Real milliseconds until then, for the countdown.
    pub left_ms: u64,
}

/// Somebody who could fill a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct CandidateRow {
    pub who: Who,
    pub score: i32,
    pub reasons: Vec<Reason>,
    pub is_present: bool,
    /// Whether the rules still allow it now; the answer may be some entries old.
    pub still_fits: bool,
}

/// The freed slots: those that begin first come first.
#[must_use]
pub fn vacancy_rows(model: &Model, now: Monotonic) -> Vec<VacancyRow> {
    let mut rows: Vec<VacancyRow> = model
        .state()
        .vacancies()
        .map(|vacancy| vacancy_row(model, vacancy, now))
        .collect();
    rows.sort_by_key(|row| (row.at.starts_at, row.freed_at, row.id));
    rows
}

/// One freed slot.
#[must_use]
pub fn vacancy_row(model: &Model, vacancy: &Vacancy, now: Monotonic) -> VacancyRow {
    let event_now = model.event_now(now);
    let at = place_and_time(model, vacancy.spot);
    let offer = model.state().offer_of(vacancy.id).map(|offer| OfferRow {
        id: offer.id,
        to: who(model, offer.to),
        expires_at: offer.expires_at,
        left_ms: model
            .clock()
            .map_or(0, |clock| clock.ms_until(offer.expires_at, now)),
    });
    let focused =
        model
            .presence()
            .on_cell(vacancy.spot, None, Some(vacancy.id), model.my_staff_id());
    VacancyRow {
        id: vacancy.id,
        from_meeting: vacancy.from_meeting,
        host: who(model, vacancy.host),
        gone: who(model, vacancy.gone),
        freed_at: vacancy.freed_at,
        age: event_now.since(vacancy.freed_at).max(0),
        begins_in: at.starts_at.since(event_now),
        at,
        offer,
        is_pending: model.marks().touch(Touched::Vacancy(vacancy.id)),
        focused_by: focused.map(|member| model.cards().staff(member.staff).to_owned()),
    }
}

/// The planner's candidates with labels, checked against the replica as it is now.
#[must_use]
pub fn candidate_rows(
    model: &Model,
    vacancy: &Vacancy,
    ranked: &RankedCandidates,
    now: Monotonic,
) -> Vec<CandidateRow> {
    let state = model.state();
    let event_now = model.event_now(now);
    ranked
        .candidates
        .iter()
        .map(|candidate| CandidateRow {
            who: who(model, candidate.person),
            score: candidate.score,
            reasons: candidate.reasons.clone(),
            is_present: is_present(state, candidate.person),
            still_fits: state
                .check_booking(
                    (vacancy.host, candidate.person),
                    vacancy.spot,
                    event_now,
                    &[],
                )
                .is_ok(),
        })
        .collect()
}
