//! Questions to the planner: who may ask, and where the work is done.
//!
//! The planner works on a frozen copy of the state in a worker thread; the actor never waits for
//! it. An answer says on which entry it is based.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use domain::State;
use domain::access::Viewer;
use protocol::id::PersonId;
use protocol::query::RankedSuggestions;
use protocol::reject::{Busy, Forbidden, Malformed, NotFound};
use protocol::{Answer, CardKey, List, Query, Reject};

use super::ears::{Ears, Reply};
use super::event::Event;
use super::line::BUSY_RETRY_MS;
use super::meter;

/// Answers that one event works on at the same time; further questions are told to come back.
pub(crate) const QUESTIONS_AT_ONCE_MAX: usize = 2;

/// Checks whether a viewer may ask a question.
pub(crate) fn authorise(state: &State, viewer: &Viewer, query: &Query) -> Result<(), Reject> {
    match viewer {
        Viewer::Team => Ok(()),
        Viewer::Scoped(organisations) => {
            let in_scope = |id: &PersonId| {
                state
                    .person(*id)
                    .is_some_and(|person| organisations.contains(&person.organisation))
            };
            if subjects(state, query).iter().any(in_scope) {
                Ok(())
            } else {
                Err(NotFound {}.into())
            }
        }
        Viewer::Person(me) => match query {
            Query::WalkInCandidates(query) if query.person == *me => Ok(()),
            Query::Suggestions(query) if query.person == *me => Ok(()),
            Query::WalkInCandidates(_)
            | Query::Suggestions(_)
            | Query::Applicants(_)
            | Query::VacancyCandidates(_)
            | Query::AbsencePlan(_)
            | Query::MoveTargets(_)
            | Query::DelayEffects(_) => Err(Forbidden { needed: None }.into()),
        },
        Viewer::Door | Viewer::Screen | Viewer::Public => Err(Forbidden { needed: None }.into()),
    }
}

/// Whose rows a question is about.
fn subjects(state: &State, query: &Query) -> Vec<PersonId> {
    let meeting = |id| {
        state
            .meeting(id)
            .map_or(vec![], |meeting| vec![meeting.host, meeting.guest])
    };
    match query {
        Query::VacancyCandidates(query) => state
            .vacancy(query.vacancy)
            .map_or(vec![], |vacancy| vec![vacancy.host, vacancy.gone]),
        Query::AbsencePlan(query) => vec![query.expert],
        Query::MoveTargets(query) => meeting(query.meeting),
        Query::DelayEffects(query) => meeting(query.meeting),
        Query::WalkInCandidates(query) => vec![query.person],
        Query::Suggestions(query) => vec![query.person],
        Query::Applicants(query) => vec![query.expert],
    }
}

/// The persons that an answer names.
pub(crate) fn card_keys(answer: &Answer) -> Vec<CardKey> {
    let persons: Vec<PersonId> = match answer {
        Answer::RankedCandidates(answer) => answer
            .candidates
            .iter()
            .map(|candidate| candidate.person)
            .collect(),
        Answer::RankedReassignments(answer) => answer
            .meetings
            .iter()
            .flat_map(|meeting| meeting.choices.iter().map(|choice| choice.expert))
            .collect(),
        Answer::RankedPartners(answer) => answer
            .partners
            .iter()
            .map(|partner| partner.person)
            .collect(),
        Answer::RankedSuggestions(answer) => answer
            .suggestions
            .iter()
            .map(|suggestion| suggestion.person)
            .collect(),
        Answer::RankedApplicants(answer) => answer
            .applicants
            .iter()
            .map(|applicant| applicant.from)
            .collect(),
        Answer::RankedSpots(_) | Answer::KnockOn(_) => vec![],
    };
    let mut keys: Vec<CardKey> = persons.into_iter().map(CardKey::Person).collect();
    // Whoever is suggested is somebody of a company that the asker does not know yet.
    if let Answer::RankedSuggestions(answer) = answer {
        let companies = answer.suggestions.iter().map(|found| found.company);
        keys.extend(companies.map(CardKey::Company));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Works a question out and leaves the answer at the asker's ears.
pub(crate) fn run(
    event: &Arc<Event>,
    viewer: Viewer,
    ears: Arc<Ears>,
    question: u32,
    query: Query,
) {
    let view = event.hub.view();
    let Ok(permit) = event.questions.clone().try_acquire_owned() else {
        count(&query, "busy");
        let answer = Err(Busy {
            retry_after_ms: BUSY_RETRY_MS,
        }
        .into());
        ears.reply(Reply::Question {
            question,
            based_on: view.seq,
            answer,
        });
        return;
    };
    let now = event.now();
    tokio::task::spawn_blocking(move || {
        let started = Instant::now();
        // A planner that stumbles over one question must not leave the asker without an answer.
        let answer = catch_unwind(AssertUnwindSafe(|| {
            scheduler::answer(&view.state, now, &query)
        }))
        .unwrap_or_else(|_| {
            metrics::counter!(meter::PANICS).increment(1);
            tracing::error!(
                question.name = query.name(),
                entry.seq = view.seq,
                "the planner panicked"
            );
            Err(Malformed {}.into())
        })
        .map(|answer| within_scope(&view.state, &viewer, answer));
        count(
            &query,
            if answer.is_ok() {
                "answered"
            } else {
                "refused"
            },
        );
        metrics::histogram!(meter::QUESTION_SECONDS).record(started.elapsed());
        ears.reply(Reply::Question {
            question,
            based_on: view.seq,
            answer,
        });
        drop(permit);
    });
}

/// Leaves out the persons that a viewer with a row scope may not know.
fn within_scope(state: &State, viewer: &Viewer, answer: Answer) -> Answer {
    let Viewer::Scoped(organisations) = viewer else {
        return answer;
    };
    let is_known = |id: PersonId| {
        state.person(id).is_some_and(|person| {
            person.expert.is_some() || organisations.contains(&person.organisation)
        })
    };
    match answer {
        Answer::RankedCandidates(mut answer) => {
            answer
                .candidates
                .retain(|candidate| is_known(candidate.person));
            answer.into()
        }
        Answer::RankedPartners(mut answer) => {
            answer.partners.retain(|partner| is_known(partner.person));
            answer.into()
        }
        // Substitutes are experts, whom everybody of the team may know; spots name nobody.
        Answer::RankedReassignments(_) | Answer::RankedSpots(_) | Answer::KnockOn(_) => answer,
        Answer::RankedSuggestions(answer) => {
            let known = answer.suggestions.iter();
            let known = known.filter(|found| is_known(found.person)).cloned();
            let suggestions = List::new(known.collect()).expect("no longer than before");
            RankedSuggestions { suggestions }.into()
        }
        // Whoever asks an expert in the viewer's rows is seen with the request.
        Answer::RankedApplicants(_) => answer,
    }
}

fn count(query: &Query, outcome: &'static str) {
    metrics::counter!(meter::QUESTIONS, "question" => query.name(), "outcome" => outcome)
        .increment(1);
}
