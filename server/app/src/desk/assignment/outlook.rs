//! What rules of assignment would do to the persons of an event.

use std::collections::BTreeMap;

use domain::assignment::{Rules, Whereabouts};
use protocol::command::Assignment;
use protocol::id::{CompanyId, OrganisationId};
use protocol::{CardKey, Person};
use store::Profile;

use crate::live::View;

/// To whom rules are applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Those whom nobody was given yet: the keeper's.
    Unassigned,
    /// Everybody, also who was given to somebody by hand.
    Everybody,
}

/// What would come of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Who would be assigned.
    pub assignments: Vec<Assignment>,
    /// How many each organisation would get, the largest number first.
    pub gains: Vec<(OrganisationId, usize)>,
    /// Who is where the rules say already.
    pub n_there: usize,
    /// Whom no rule fits; they stay with whoever looks after them.
    pub n_unmatched: usize,
}

impl Outlook {
    pub(super) fn of(view: &View, profiles: &[Profile], rules: &Rules, whom: Whom) -> Self {
        let profiles: BTreeMap<CompanyId, &Profile> =
            profiles.iter().map(|row| (row.company, row)).collect();
        let mut outlook = Self::default();
        let mut gains = BTreeMap::<OrganisationId, usize>::new();
        let is_meant = |person: &&Person| {
            let is_unassigned = Some(person.organisation) == rules.keeper;
            !person.is_withdrawn && (is_unassigned || whom == Whom::Everybody)
        };
        for person in view.state.persons().filter(is_meant) {
            let profile = profiles.get(&person.company).copied();
            match rules.assign(whereabouts(view, person, profile)) {
                None => outlook.n_unmatched += 1,
                Some(after) if after == person.organisation => outlook.n_there += 1,
                Some(after) => {
                    *gains.entry(after).or_default() += 1;
                    outlook.assignments.push(Assignment {
                        person: person.id,
                        before: person.organisation,
                        after,
                    });
                }
            }
        }
        outlook.gains = gains.into_iter().collect();
        outlook.gains.sort_by_key(|(id, n)| (usize::MAX - n, *id));
        outlook
    }
}

/// An imported company has a country on its card and no profile.
fn whereabouts<'a>(
    view: &'a View,
    person: &Person,
    profile: Option<&'a Profile>,
) -> Whereabouts<'a> {
    let said = profile.map_or_else(Whereabouts::default, |profile| Whereabouts {
        country: &profile.country,
        postcode: &profile.postcode,
        sector: &profile.sector,
    });
    if !said.country.is_empty() {
        return said;
    }
    let card = view.labels.get(&CardKey::Company(person.company));
    Whereabouts {
        country: card.map_or("", |card| card.code.as_str()),
        ..said
    }
}
