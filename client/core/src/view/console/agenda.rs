//! Anybody's agenda, for the team.

use protocol::id::PersonId;
use protocol::{Absence, Attendance, Micros};

use crate::model::{Model, Touched};
use crate::time::Monotonic;
use crate::view::agenda::{AgendaItem, CancelledMeeting, agenda, cancelled_meetings};
use crate::view::label::{Who, who};

/// A person with the whole agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PersonAgenda {
    pub who: Who,
    pub is_expert: bool,
    pub is_withdrawn: bool,
    pub absence: Option<Absence>,
    /// Meetings that count against the allowed number, and that number.
    pub load: Option<(u32, u32)>,
    pub attendance: Option<Attendance>,
    pub items: Vec<AgendaItem>,
    pub cancelled: Vec<CancelledMeeting>,
    pub n_free_slots: usize,
    pub is_pending: bool,
}

/// A person's agenda; none for somebody unknown here.
#[must_use]
pub fn person_agenda(model: &Model, id: PersonId, now: Monotonic) -> Option<PersonAgenda> {
    let state = model.state();
    let person = state.person(id)?;
    let fill = state.fill(protocol::FillObject::Expert(id));
    Some(PersonAgenda {
        who: who(model, id),
        is_expert: person.expert.is_some(),
        is_withdrawn: person.is_withdrawn,
        absence: person
            .expert
            .as_ref()
            .and_then(|terms| terms.absence.clone()),
        load: fill.map(|fill| (fill.taken, fill.capacity)),
        attendance: state.attendance(id).cloned(),
        items: agenda(
            model,
            id,
            Micros(i64::MIN),
            Micros(i64::MAX),
            model.event_now(now),
        ),
        cancelled: cancelled_meetings(model, id),
        n_free_slots: state.free_slots(id).len(),
        is_pending: model.marks().touch(Touched::Person(id)),
    })
}
