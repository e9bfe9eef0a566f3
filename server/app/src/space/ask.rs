//! Whom a participant may ask for a meeting from the catalogue (EEN-09, PRV-04).

use protocol::id::{CompanyId, DeskId, MeetingId, PersonId, RequestId};
use protocol::{AssignmentMode, CardKey, EventSetup, MeetingStatus, Micros, SlotId};

use super::{Somebody, somebody, title};
use crate::live::View;

/// Somebody of the catalogue, as one who takes part may ask for him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The name of the company, or of the expert.
    pub name: String,
    /// An expert's function and company.
    pub detail: String,
    /// Who may be asked: an expert himself, or whoever represents the company, the first of them
    /// first. Their names are shown only where the event lets them be seen.
    pub contacts: Vec<Contact>,
}

/// One who may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Who.
    pub who: Somebody,
    /// How he is met by the asker.
    pub way: Way,
}

/// How somebody is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// By asking.
    Ask,
    /// By taking one of these slots of an expert, in order of time; by waiting, where there is none
    /// (EXP-03, B2B-02).
    Take(Vec<(SlotId, Micros)>),
    /// The asker himself, or one of his company.
    Oneself,
    /// There is an open request already, and whose it is.
    Open(RequestId, bool),
    /// There is a meeting already.
    Meets(MeetingId),
}

/// Whoever stands behind an id of the catalogue; none where nobody takes part any more.
#[must_use]
pub fn ask(view: &View, me: PersonId, id: DeskId, now: Micros) -> Option<Asked> {
    let state = &view.state;
    let person = PersonId::from_bytes(id.to_bytes());
    let mine = state.person(me)?.company;
    let is_there = |id: PersonId| state.person(id).is_some_and(|row| !row.is_withdrawn);
    if state.person(person).is_some_and(|row| row.expert.is_some()) {
        if !is_there(person) {
            return None;
        }
        let who = somebody(view, person);
        let detail = [who.function.as_str(), who.company.as_str()];
        let detail: Vec<&str> = detail.into_iter().filter(|part| !part.is_empty()).collect();
        return Some(Asked {
            name: who.name.clone(),
            detail: detail.join(" · "),
            contacts: vec![Contact {
                way: way(view, (me, person), now),
                who,
            }],
        });
    }
    let company = CompanyId::from_bytes(id.to_bytes());
    let contacts: Vec<Contact> = state
        .persons()
        .filter(|row| row.company == company && !row.is_withdrawn && row.expert.is_none())
        .map(|row| Contact {
            who: somebody(view, row.id),
            way: if mine == company {
                Way::Oneself
            } else {
                way(view, (me, row.id), now)
            },
        })
        .collect();
    if contacts.is_empty() {
        return None;
    }
    Some(Asked {
        name: title(view, CardKey::Company(company)),
        detail: view
            .labels
            .get(&CardKey::Company(company))
            .map_or(String::new(), |card| card.detail.clone()),
        contacts,
    })
}

fn way(view: &View, (me, other): (PersonId, PersonId), now: Micros) -> Way {
    if me == other {
        return Way::Oneself;
    }
    let is_of = |a, b| (a, b) == (me, other) || (a, b) == (other, me);
    let meeting = view.state.standing_meetings_of(me).find(|row| {
        is_of(row.host, row.guest) && !matches!(row.status, MeetingStatus::NotHeld { .. })
    });
    if let Some(meeting) = meeting {
        return Way::Meets(meeting.id);
    }
    let open = view
        .state
        .requests_of(me)
        .find(|row| is_of(row.from, row.to) && domain::is_open(row));
    match open {
        Some(row) => Way::Open(row.id, row.from == me),
        None => directly(view, (me, other), now),
    }
}

/// Slots of an expert are taken, unless the plan gives them; everybody else is asked.
fn directly(view: &View, (me, other): (PersonId, PersonId), now: Micros) -> Way {
    let state = &view.state;
    let is_expert = state.person(other).is_some_and(|row| row.expert.is_some());
    let mode = state.setup().map(EventSetup::mode).unwrap_or_default();
    match mode {
        AssignmentMode::SelfService | AssignmentMode::Mixed if is_expert => {}
        AssignmentMode::SelfService | AssignmentMode::Mixed | AssignmentMode::PreAssigned => {
            return Way::Ask;
        }
    }
    if state.capacity_left(other, now) == 0 {
        return Way::Take(Vec::new());
    }
    let both = state.free_slots(me).and(&state.free_slots(other));
    let slots = state.timetable().into_iter().filter(|slot| {
        both.contains(slot.id) && state.spot_in((other, me), slot.id, now).is_some()
    });
    Way::Take(slots.map(|slot| (slot.id, slot.starts_at)).collect())
}
