//! Finding the person whose wish an administrator answers.

use domain::access;
use protocol::fold::fold;
use protocol::id::PersonId;
use protocol::reject::NotFound;
use protocol::{Actor, CardKey, Function, Person, Reject, Scope};

use super::Privacy;
use crate::live::{Event, View};

/// Persons that one page shows; whoever looks for others says more of the name.
pub const PEOPLE_SHOWN: usize = 50;

/// A person with the names that a reader knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Who.
    pub id: PersonId,
    /// His name.
    pub name: String,
    /// His company.
    pub company: String,
    /// Whether he left the event.
    pub is_withdrawn: bool,
}

/// The first of those whose name or company says what is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct People {
    /// At most [`PEOPLE_SHOWN`], by name.
    pub shown: Vec<Found>,
    /// How many there are.
    pub n_all: usize,
}

impl Privacy {
    /// The persons of an event whose name or company contains some words, for an administrator.
    /// Whoever was erased has no name and is not found.
    ///
    /// # Errors
    /// Refused without the function for personal data.
    pub fn people(&self, event: &Event, actor: Actor, sought: &str) -> Result<People, Reject> {
        let view = event.view();
        let scope = scope_of(&view, actor)?;
        let sought = fold(sought);
        let mut found: Vec<_> = view
            .state
            .persons()
            .filter(|person| is_in(&scope, person))
            .filter_map(|person| found(&view, person))
            .map(|found| (fold(&format!("{} {}", found.name, found.company)), found))
            .filter(|(text, _)| sought.split(' ').all(|word| text.contains(word)))
            .collect();
        found.sort_by(|a, b| (&a.0, a.1.id).cmp(&(&b.0, b.1.id)));
        let n_all = found.len();
        found.truncate(PEOPLE_SHOWN);
        Ok(People {
            shown: found.into_iter().map(|(_, found)| found).collect(),
            n_all,
        })
    }

    /// One of them.
    ///
    /// # Errors
    /// Refused without the function for personal data; not found outside the administrator's rows, and
    /// after an erasure.
    pub fn person(&self, event: &Event, actor: Actor, id: PersonId) -> Result<Found, Reject> {
        let view = event.view();
        let scope = scope_of(&view, actor)?;
        let person = view.state.person(id).filter(|person| is_in(&scope, person));
        let found = person.and_then(|person| found(&view, person));
        found.ok_or_else(|| NotFound {}.into())
    }
}

/// The rows of an administrator who looks after persons.
fn scope_of(view: &View, actor: Actor) -> Result<Scope, Reject> {
    access::rows_of(&view.state, actor, Function::Privacy).map(|(_, scope)| scope)
}

fn is_in(scope: &Scope, person: &Person) -> bool {
    match scope {
        Scope::All => true,
        Scope::Organisations(own) => own.contains(&person.organisation),
    }
}

fn found(view: &View, person: &Person) -> Option<Found> {
    let title = |key| view.labels.get(&key).map(|card| card.title.clone());
    Some(Found {
        id: person.id,
        name: title(CardKey::Person(person.id))?,
        company: title(CardKey::Company(person.company)).unwrap_or_default(),
        is_withdrawn: person.is_withdrawn,
    })
}
