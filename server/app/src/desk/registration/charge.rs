//! Who looks after a registration, and so who of the team sees it (EEN-16).
//!
//! Before it is accepted nobody is written down: the rules of assignment say who would be in
//! charge, calculated each time from what the registration says, so that a changed rule moves what
//! waits. Afterwards it is whoever looks after its people.

use std::collections::{BTreeMap, BTreeSet};

use domain::access;
use domain::assignment::{Rules, Whereabouts};
use protocol::id::{CompanyId, EventId, OrganisationId, PersonId, RegistrationId};
use protocol::limits::REGISTRATIONS_PER_PAGE_MAX;
use protocol::reject::NotFound;
use protocol::{Actor, Function, Reject, Scope};
use store::{
    Fault, Holder, NewLetter, Registration, RegistrationFilter, RegistrationHead,
    RegistrationState, Store,
};

use super::queue::Queue;
use super::{Around, RegistrationError, Registrations, fold_name};
use crate::account::Email;
use crate::desk::assignment;
use crate::live::{Event, View};
use crate::post::Letter;

/// Whose registrations somebody sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// Everybody's.
    All,
    /// Those of these organisations.
    Of(Vec<OrganisationId>),
}

impl Rows {
    /// Those of a member of the team.
    pub(super) fn of(view: &View, actor: Actor) -> Result<Self, Reject> {
        let (_, scope) = access::rows_of(&view.state, actor, Function::Registrations)?;
        Ok(match scope {
            Scope::All => Self::All,
            Scope::Organisations(ids) => Self::Of(ids.to_vec()),
        })
    }

    /// Whether an organisation is among them.
    pub(super) fn has(&self, organisation: OrganisationId) -> bool {
        match self {
            Self::All => true,
            Self::Of(ids) => ids.contains(&organisation),
        }
    }

    /// Whether one of a registration's organisations is. A draft is its visitor's: it may still
    /// say anything, and belongs to nobody's rows.
    pub(super) fn sees(
        &self,
        view: &View,
        rules: &Rules,
        head: &RegistrationHead,
        persons: &[PersonId],
    ) -> bool {
        match self {
            Self::All => true,
            Self::Of(_) if head.state == RegistrationState::Draft => false,
            Self::Of(_) => in_charge(view, rules, head, persons)
                .into_iter()
                .any(|id| self.has(id)),
        }
    }

    /// Whether somebody of a company is looked after by one of them.
    pub(super) fn has_company(&self, view: &View, company: CompanyId) -> bool {
        *self == Self::All
            || view
                .state
                .persons()
                .any(|person| person.company == company && self.has(person.organisation))
    }
}

/// Who looks after the people of a registration; before there are any, whom the rules say, and
/// nobody where they say nothing.
pub(super) fn in_charge(
    view: &View,
    rules: &Rules,
    head: &RegistrationHead,
    persons: &[PersonId],
) -> BTreeSet<OrganisationId> {
    if head.state == RegistrationState::Validated {
        let people = persons.iter().filter_map(|id| view.state.person(*id));
        let found: BTreeSet<_> = people.map(|person| person.organisation).collect();
        if !found.is_empty() {
            return found;
        }
    }
    by_rules(rules, head).into_iter().collect()
}

/// Whom the rules say, or their keeper.
pub(super) fn by_rules(rules: &Rules, head: &RegistrationHead) -> Option<OrganisationId> {
    let company = Whereabouts {
        country: &head.country,
        postcode: &head.postcode,
        sector: &head.sector,
    };
    rules.assign(company).or(rules.keeper)
}

impl Registrations {
    /// A registration with its persons, for somebody of whose rows it is.
    pub(super) async fn find_for(
        &self,
        event: &Event,
        actor: Actor,
        id: RegistrationId,
    ) -> Result<(Registration, Vec<PersonId>, Rows), RegistrationError> {
        let rows = Rows::of(&event.view(), actor)?;
        let found = self.store.registration(event.id(), id).await?;
        let (registration, persons) = found.ok_or(Reject::from(NotFound {}))?;
        let (_, rules) = assignment::rules(&self.store, event.id()).await?;
        // What is somebody else's is as unknown as what is not there.
        if rows.sees(&event.view(), &rules, &registration.head, &persons) {
            Ok((registration, persons, rows))
        } else {
            Err(Reject::from(NotFound {}).into())
        }
    }

    /// Letters about a registration that nobody is a person of yet, with copies for those
    /// administrators whose rows it is of.
    pub(super) async fn copied(
        &self,
        event: &Event,
        around: &Around,
        of: &Registration,
        letters: Vec<Letter>,
    ) -> Result<Vec<NewLetter>, Fault> {
        let organisations = in_charge(&event.view(), &around.rules, &of.head, &[]);
        let strangers = strangers(&self.store, event, &organisations).await?;
        self.post.prepare_without(&letters, &strangers).await
    }

    /// A page of the queue for somebody who sees some rows: who is in charge is no column, so all
    /// heads are looked through.
    pub(super) async fn queue_of(
        &self,
        event: &Event,
        rows: &Rows,
        filter: &RegistrationFilter,
    ) -> Result<Queue, Fault> {
        let mut heads = self.store.every_registration(event.id()).await?;
        let (_, rules) = assignment::rules(&self.store, event.id()).await?;
        let people = people_of(&self.store, event.id()).await?;
        let view = event.view();
        heads.retain(|head| {
            let persons = people.get(&head.id).map_or(&[][..], Vec::as_slice);
            rows.sees(&view, &rules, head, persons)
        });
        let mut counts = BTreeMap::<RegistrationState, u32>::new();
        for head in &heads {
            *counts.entry(head.state).or_default() += 1;
        }
        let is_sought = |head: &RegistrationHead| {
            filter.state.is_none_or(|state| state == head.state)
                && fold_name(&head.title).contains(&filter.name_folded)
                && (filter.country.is_empty() || filter.country == head.country)
                && (filter.sector.is_empty() || filter.sector == head.sector)
        };
        let skipped = usize::try_from(filter.n_before).unwrap_or(usize::MAX);
        let mut lines: Vec<_> = heads
            .into_iter()
            .filter(is_sought)
            .skip(skipped)
            .take(REGISTRATIONS_PER_PAGE_MAX + 1)
            .collect();
        let has_more = lines.len() > REGISTRATIONS_PER_PAGE_MAX;
        lines.truncate(REGISTRATIONS_PER_PAGE_MAX);
        Ok(Queue {
            lines,
            has_more,
            counts: counts.into_iter().collect(),
        })
    }
}

async fn people_of(
    store: &Store,
    event: EventId,
) -> Result<BTreeMap<RegistrationId, Vec<PersonId>>, Fault> {
    let mut people = BTreeMap::<RegistrationId, Vec<PersonId>>::new();
    for (registration, person) in store.registered_persons(event).await? {
        people.entry(registration).or_default().push(person);
    }
    Ok(people)
}

/// The addresses, folded, of those administrators who look after other rows than these
/// organisations': where copies of letters about them do not go (EEN-17).
///
/// # Errors
/// When the users of the event cannot be read.
pub(in crate::desk) async fn strangers(
    store: &Store,
    event: &Event,
    organisations: &BTreeSet<OrganisationId>,
) -> Result<BTreeSet<String>, Fault> {
    let view = event.view();
    let is_stranger = |holder: Holder| {
        let Holder::Staff(id) = holder else {
            return false;
        };
        match access::viewer_of(&view.state, Actor::Staff(id)) {
            Some(access::Viewer::Scoped(own)) => !own.iter().any(|id| organisations.contains(id)),
            _ => false,
        }
    };
    let users = store.users_at(event.id()).await?;
    let users = users.into_iter();
    let strangers = users.filter(|(_, _, account)| is_stranger(account.holder));
    let folded = strangers.filter_map(|(_, email, _)| Some(Email::parse(&email)?.folded()));
    Ok(folded.collect())
}
