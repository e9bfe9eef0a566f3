//! Who may write to whom (PRV-03 to PRV-06): a pure answer over meetings, asked each time that
//! somebody writes. What was written stays readable whatever the answer becomes.

use std::collections::BTreeSet;

use protocol::id::PersonId;
use protocol::{Meeting, Person};

use crate::state::State;

/// Whether somebody may write to somebody.
///
/// Two companies may once a meeting between them stands: whoever sits at it with whoever stands
/// behind the other party. A meeting stands when both sides agreed to it, or when it was booked for
/// them; an expert's is no exception (PRV-06). Where the event opens its catalogue (PRV-04),
/// everybody who takes part may write to everybody of another company.
#[must_use]
pub fn may_write(state: &State, me: PersonId, to: PersonId, is_catalogue_open: bool) -> bool {
    let (Some(mine), Some(other)) = (there(state, me), there(state, to)) else {
        return false;
    };
    if me == to || mine.company == other.company {
        return false;
    }
    is_catalogue_open || meets(state, mine, other) || meets(state, other, mine)
}

/// Those to whom somebody may write because of meetings, each once.
#[must_use]
pub fn correspondents(state: &State, me: PersonId) -> Vec<PersonId> {
    let Some(mine) = there(state, me) else {
        return Vec::new();
    };
    let mut found: BTreeSet<PersonId> = state
        .standing_meetings_of(me)
        .map(|meeting| other_party(meeting, me))
        .collect();
    for colleague in colleagues(state, mine) {
        let meetings = state.standing_meetings_of(colleague.id);
        found.extend(meetings.map(|meeting| other_party(meeting, colleague.id)));
    }
    found.retain(|to| may_write(state, me, *to, false));
    found.into_iter().collect()
}

/// Whether `one` sits at a standing meeting with somebody of the other's company.
fn meets(state: &State, one: &Person, other: &Person) -> bool {
    state.standing_meetings_of(one.id).any(|meeting| {
        let with = state.person(other_party(meeting, one.id));
        with.is_some_and(|with| with.company == other.company)
    })
}

fn there(state: &State, id: PersonId) -> Option<&Person> {
    state.person(id).filter(|person| !person.is_withdrawn)
}

fn colleagues<'a>(state: &'a State, of: &'a Person) -> impl Iterator<Item = &'a Person> {
    state
        .persons()
        .filter(|person| person.company == of.company && person.id != of.id)
}

fn other_party(meeting: &Meeting, one: PersonId) -> PersonId {
    if meeting.host == one {
        meeting.guest
    } else {
        meeting.host
    }
}
