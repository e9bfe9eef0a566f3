//! What waits at the first look: freed slots that nobody filled, a slot offered to whoever signs
//! in as a participant, and requests to answer. Without this an unlucky seed would open on a
//! quiet moment.

use protocol::command::{CancelMeeting, MakeRequest, OfferVacancy};
use protocol::id::{OfferId, PersonId, RequestId};
use protocol::query::WalkInCandidates;
use protocol::{
    Actor, Answer, CancelReason, Command, Meeting, MeetingStatus, Minutes, Query, SlotSet,
};

use super::draft::Draft;

/// Meetings begin this much later at the least, so that there is time to fill what they free.
const AHEAD: Minutes = Minutes(15);
const SOON: Minutes = Minutes(3 * 60);
const REST_OF_DAY: Minutes = Minutes(8 * 60);
/// Requests that wait for each participant who can be signed in as.
const N_REQUESTS: usize = 2;

/// Frees slots until `n_vacancies` wait, then offers one and asks something of each person who is
/// played by people.
pub(super) fn prepare(draft: &mut Draft, people: &[PersonId], n_vacancies: usize) {
    let mut upcoming = upcoming(draft, people);
    draft.chance.fork("opening").shuffle(&mut upcoming);
    // First a slot that suits somebody who can be signed in as, whatever is free already.
    let for_people = upcoming.iter().position(|meeting| {
        let state = draft.state();
        let suits = |person: &PersonId| {
            let met = |other: &Meeting| [other.host, other.guest].contains(&meeting.host);
            state.check_pair((meeting.host, *person)).is_ok()
                && !state.standing_meetings_of(*person).any(met)
                && state.check_person_free(*person, meeting.spot, &[]).is_ok()
        };
        people.iter().any(suits)
    });
    if let Some(first) = for_people {
        call_off(draft, &upcoming[first]);
    }
    upcoming.retain(|meeting| is_soon(draft, meeting));
    for meeting in &upcoming {
        if draft.state().vacancies().count() >= n_vacancies {
            break;
        }
        call_off(draft, meeting);
    }
    for &person in people {
        ask(draft, person);
    }
    let _ = people.iter().any(|person| offer_to(draft, *person));
}

fn call_off(draft: &mut Draft, meeting: &Meeting) {
    let command = CancelMeeting {
        meeting: meeting.id,
        reason: CancelReason::Travel,
    };
    // Called off already for another reason: as well.
    let _ = draft.try_send(Actor::Person(meeting.guest), Command::from(command));
}

/// Meetings of the rest of the day between persons who are not played by people.
fn upcoming(draft: &Draft, people: &[PersonId]) -> Vec<Meeting> {
    let state = draft.state();
    state
        .meetings()
        .filter(|meeting| meeting.status == MeetingStatus::Planned)
        .filter(|meeting| !people.contains(&meeting.host) && !people.contains(&meeting.guest))
        .filter(|meeting| begins_within(draft, meeting, REST_OF_DAY))
        .cloned()
        .collect()
}

fn is_soon(draft: &Draft, meeting: &Meeting) -> bool {
    begins_within(draft, meeting, SOON)
}

fn begins_within(draft: &Draft, meeting: &Meeting, reach: Minutes) -> bool {
    let (from, until) = (draft.now() + AHEAD, draft.now() + reach);
    let slot = draft.state().slot(meeting.spot.slot);
    slot.is_some_and(|slot| from <= slot.starts_at && slot.starts_at < until)
}

/// Lets the best matches of a person ask for a meeting.
fn ask(draft: &mut Draft, to: PersonId) {
    let query = Query::from(WalkInCandidates { person: to });
    let Ok(Answer::RankedPartners(answer)) = scheduler::answer(draft.state(), draft.now(), &query)
    else {
        return;
    };
    let mut chance = draft.chance.fork_about("opening request", to.to_bytes());
    let partners = answer.partners.into_iter().map(|partner| partner.person);
    for from in partners.take(N_REQUESTS) {
        let request = RequestId::new(draft.now(), chance.bytes());
        let command = MakeRequest {
            request,
            from,
            to,
            slots: SlotSet::EMPTY,
        };
        let _ = draft.try_send(Actor::Person(from), Command::from(command));
    }
}

/// Offers a freed slot to a person if one fits; says whether it did.
fn offer_to(draft: &mut Draft, to: PersonId) -> bool {
    let mut chance = draft.chance.fork_about("opening offer", to.to_bytes());
    let vacancies: Vec<_> = draft
        .state()
        .vacancies()
        .map(|vacancy| vacancy.id)
        .collect();
    vacancies.into_iter().any(|vacancy| {
        let offer = OfferId::new(draft.now(), chance.bytes());
        let command = Command::from(OfferVacancy { vacancy, offer, to });
        draft.try_send(Actor::System, command).is_ok()
    })
}
