//! People: search, filter, page.

use protocol::id::PersonId;
use protocol::{Person, Presence};

use crate::limits::PAGE_ROWS_MAX;
use crate::model::{Model, Touched};
use crate::view::console::figures::count;
use crate::view::label::{Who, natural_key, who};
use protocol::fold::{fold, matches};

/// Which people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PeopleFilter {
    /// Everybody who did not withdraw.
    #[default]
    Everybody,
    /// Who is on site.
    Present,
    /// Who was not seen yet.
    Expected,
    /// Experts.
    Experts,
    /// Who has no meeting at all.
    WithoutMeeting,
    /// Who left the event.
    Withdrawn,
}

/// A page of people.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PeoplePage {
    /// All that match, on this page or not.
    pub n_found: usize,
    pub first: usize,
    pub rows: Vec<PersonRow>,
}

/// A person in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PersonRow {
    pub who: Who,
    pub is_expert: bool,
    pub is_absent: bool,
    pub is_withdrawn: bool,
    pub presence: Presence,
    /// The name of the room where the person is.
    pub room: String,
    pub n_meetings: u32,
    pub n_free_slots: u32,
    pub is_pending: bool,
}

/// The people whose name, function or company matches, sorted by name.
#[must_use]
pub fn people(
    model: &Model,
    search: &str,
    filter: PeopleFilter,
    first: usize,
    n_rows: usize,
) -> PeoplePage {
    let search = fold(search);
    let mut found: Vec<&Person> = model
        .state()
        .persons()
        .filter(|person| passes(model, person, filter))
        .filter(|person| search.is_empty() || matches(&folded(model, person), &search))
        .collect();
    found.sort_by_cached_key(|person| (natural_key(model.cards().person(person.id)), person.id));
    let rows = found.iter().skip(first).take(n_rows.min(PAGE_ROWS_MAX));
    PeoplePage {
        n_found: found.len(),
        first,
        rows: rows.map(|person| person_row(model, person)).collect(),
    }
}

fn folded(model: &Model, person: &Person) -> String {
    let who = who(model, person.id);
    fold(&format!("{} {} {}", who.name, who.company, who.detail))
}

fn presence(model: &Model, id: PersonId) -> Presence {
    model
        .state()
        .attendance(id)
        .map_or(Presence::Expected, |row| row.presence)
}

fn passes(model: &Model, person: &Person, filter: PeopleFilter) -> bool {
    match filter {
        PeopleFilter::Withdrawn => person.is_withdrawn,
        PeopleFilter::Everybody => !person.is_withdrawn,
        PeopleFilter::Present => presence(model, person.id) == Presence::Present,
        PeopleFilter::Expected => {
            !person.is_withdrawn && presence(model, person.id) == Presence::Expected
        }
        PeopleFilter::Experts => !person.is_withdrawn && person.expert.is_some(),
        PeopleFilter::WithoutMeeting => {
            !person.is_withdrawn
                && model
                    .state()
                    .standing_meetings_of(person.id)
                    .next()
                    .is_none()
        }
    }
}

fn person_row(model: &Model, person: &Person) -> PersonRow {
    let state = model.state();
    let room = state.attendance(person.id).and_then(|row| row.room);
    PersonRow {
        who: who(model, person.id),
        is_expert: person.expert.is_some(),
        is_absent: person
            .expert
            .as_ref()
            .is_some_and(|terms| terms.absence.is_some()),
        is_withdrawn: person.is_withdrawn,
        presence: presence(model, person.id),
        room: room.map_or_else(String::new, |room| model.cards().place(room).to_owned()),
        n_meetings: count(state.standing_meetings_of(person.id).count()),
        n_free_slots: count(state.free_slots(person.id).len()),
        is_pending: model.marks().touch(Touched::Person(person.id)),
    }
}
