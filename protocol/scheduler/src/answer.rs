//! One door for all questions.

use domain::State;
use protocol::{Answer, Micros, Query, Reject};

use crate::{absence, arbitration, candidates, delay, suggestion, targets, walk_in};

/// Answers a question about a state at a time.
///
/// # Errors
/// When the thing asked about does not exist, or not any more.
pub fn answer(state: &State, now: Micros, query: &Query) -> Result<Answer, Reject> {
    match query {
        Query::VacancyCandidates(query) => {
            candidates::rank(state, now, query.vacancy).map(Answer::from)
        }
        Query::AbsencePlan(query) => {
            absence::settle(state, now, query.expert, &query.absence).map(Answer::from)
        }
        Query::MoveTargets(query) => targets::rank(state, now, query.meeting).map(Answer::from),
        Query::DelayEffects(query) => {
            delay::effects(state, now, query.meeting, query.party, query.minutes).map(Answer::from)
        }
        Query::WalkInCandidates(query) => walk_in::rank(state, now, query.person).map(Answer::from),
        Query::Suggestions(query) => {
            suggestion::suggest(state, now, query.person).map(Answer::from)
        }
        Query::Applicants(query) => arbitration::rank(state, now, query.expert).map(Answer::from),
    }
}
