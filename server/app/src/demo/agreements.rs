//! Requests that both want and that wait for a plan: what makes a plan worth computing.

use protocol::command::{AcceptRequest, ImportRequests};
use protocol::id::{PersonId, RequestId};
use protocol::{Actor, Minutes, Request, RequestStatus, SlotSet};

use super::GenerateError;
use super::draft::{Draft, list};
use super::size::Size;

/// Tries per request; a small event runs out of people who do not know each other yet.
const TRIES_PER_REQUEST: usize = 20;

/// Lets people agree to meet and leave the time to the plan. Who is played by a person of flesh
/// and blood is left alone.
pub(super) fn leave_to_plan(
    draft: &mut Draft,
    size: &Size,
    people: &[PersonId],
) -> Result<(), GenerateError> {
    let mut chance = draft.chance.fork("agreements");
    let persons: Vec<PersonId> = draft
        .state()
        .persons()
        .filter(|person| !person.is_withdrawn && person.expert.is_none())
        .map(|person| person.id)
        .filter(|person| !people.contains(person))
        .collect();
    let mut requests: Vec<Request> = Vec::new();
    for _ in 0..size.n_agreed * TRIES_PER_REQUEST {
        if requests.len() == size.n_agreed {
            break;
        }
        let mut anybody = || persons[chance.below(persons.len())];
        let (from, to) = (anybody(), anybody());
        let is_new = |a: PersonId, b: PersonId| {
            let state = draft.state();
            let mut asked = requests.iter().map(|row| (row.from, row.to));
            let mut earlier = state.requests_of(a).map(|row| (row.from, row.to));
            let mut met = state.meetings_of(a).map(|row| (row.host, row.guest));
            let same = |pair: (PersonId, PersonId)| pair == (a, b) || pair == (b, a);
            !asked.any(same) && !earlier.any(same) && !met.any(same)
        };
        if draft.state().check_pair((from, to)).is_err() || !is_new(from, to) {
            continue;
        }
        let made_at = draft.now() - Minutes(24 * 60);
        requests.push(Request {
            id: RequestId::new(made_at, chance.bytes()),
            from,
            to,
            slots: SlotSet::EMPTY,
            made_at,
            status: RequestStatus::Requested,
        });
    }
    let answers: Vec<(RequestId, PersonId)> = requests.iter().map(|row| (row.id, row.to)).collect();
    draft.send(
        Actor::System,
        ImportRequests {
            requests: list(requests),
        },
    )?;
    for (request, asked) in answers {
        let accept = AcceptRequest {
            request,
            spot: None,
            by_plan: true,
        };
        draft.send(Actor::Person(asked), accept)?;
    }
    Ok(())
}
