//! An expert whom more ask than he can meet, so that there is something to choose at the first
//! look (EXP-06).

use domain::{Commitment, State};
use protocol::command::{LimitExpert, MakeRequest};
use protocol::id::{PersonId, RequestId};
use protocol::query::WalkInCandidates;
use protocol::{Actor, Answer, Command, MeetingStatus, Query, SlotSet};

use super::draft::Draft;

/// Meetings that the expert can still be given.
const N_PLACES: u16 = 3;
/// Participants who ask, beside those who are played by people.
const N_ASKING: usize = 6;

/// Lets more participants ask one expert than he can meet; those played by people are among them.
pub(super) fn prepare(draft: &mut Draft, people: &[PersonId]) {
    let state = draft.state();
    let now = draft.now();
    // Whoever has the most time is the easiest to explain: it is the limit that is in the way.
    let Some(expert) = state
        .experts()
        .filter(|expert| !people.contains(&expert.id))
        .max_by_key(|expert| (state.capacity_left(expert.id, now), expert.id))
        .map(|expert| expert.id)
    else {
        return;
    };
    let meetings_max = n_committed(state, expert) + N_PLACES;
    let limit = LimitExpert {
        expert,
        meetings_max: Some(meetings_max),
    };
    let query = Query::from(WalkInCandidates { person: expert });
    let Ok(Answer::RankedPartners(answer)) = scheduler::answer(draft.state(), now, &query) else {
        return;
    };
    let partners = answer.partners.into_iter().map(|partner| partner.person);
    let others: Vec<PersonId> = partners
        .filter(|person| !people.contains(person))
        .take(N_ASKING)
        .collect();
    if draft.try_send(Actor::System, Command::from(limit)).is_err() {
        return;
    }
    let mut chance = draft.chance.fork_about("demand", expert.to_bytes());
    for from in others.into_iter().chain(people.iter().copied()) {
        let command = MakeRequest {
            request: RequestId::new(now, chance.bytes()),
            from,
            to: expert,
            slots: SlotSet::EMPTY,
        };
        // Experts do not meet, and who met already does not ask again.
        let _ = draft.try_send(Actor::Person(from), Command::from(command));
    }
}

/// Meetings, holds and offers that count against an expert's number.
fn n_committed(state: &State, expert: PersonId) -> u16 {
    let counts = |commitment: &Commitment| match commitment {
        Commitment::Meeting(id) => state
            .meeting(*id)
            .is_some_and(|meeting| !matches!(meeting.status, MeetingStatus::NotHeld { .. })),
        Commitment::Hold(_) | Commitment::Offer(_) => true,
        Commitment::Session(_) | Commitment::Unseen(_) => false,
    };
    let agenda = state.floor().agenda(expert);
    let n = agenda.filter(|(_, commitment)| counts(commitment)).count();
    u16::try_from(n).unwrap_or(u16::MAX - N_PLACES)
}
