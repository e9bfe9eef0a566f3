//! What waits for a decision, and everything that deciding asks for.

use domain::form::check::check;
use domain::form::{Answers, Form, Part};
use protocol::id::{CompanyId, OrganisationId, PersonId, RegistrationId};
use protocol::limits::REGISTRATIONS_PER_PAGE_MAX;
use protocol::{Actor, CardKey};
use store::{Attachment, Registration, RegistrationFilter, RegistrationHead, RegistrationState};

use super::charge::Rows;
use super::{Around, FormFault, RegistrationError, Registrations, Verdicts, answers_of, fold_name};
use crate::live::{Event, View};

/// A page of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// The oldest first.
    pub lines: Vec<RegistrationHead>,
    /// Whether there are more.
    pub has_more: bool,
    /// How many stand where.
    pub counts: Vec<(RegistrationState, u32)>,
}

/// A registration with all that its validator should know.
#[derive(Clone, Debug)]
pub struct Detail {
    /// The registration.
    pub registration: Registration,
    /// The form as it is now.
    pub form: Form,
    /// What the form leans on.
    pub around: Around,
    /// What was answered.
    pub answers: Answers,
    /// What is wrong with it, as the form is now.
    pub faults: Vec<FormFault>,
    /// What was decided so far.
    pub verdicts: Verdicts,
    /// Its files.
    pub files: Vec<Attachment>,
    /// Other registrations of what seems to be the same company.
    pub alike: Vec<RegistrationHead>,
    /// Whether there are more of these, or companies, that somebody else looks after.
    pub has_twin_elsewhere: bool,
    /// Companies of the event that seem to be the same.
    pub companies: Vec<(CompanyId, String)>,
    /// Organisations that may look after its people.
    pub organisations: Vec<(OrganisationId, String)>,
    /// Representatives who were accepted and are in the event no more.
    pub gone: Vec<PersonId>,
}

impl Registrations {
    /// A page of registrations.
    ///
    /// # Errors
    /// Somebody who may not see them, or a fault of the store.
    pub async fn queue(
        &self,
        event: &Event,
        actor: Actor,
        filter: &RegistrationFilter,
    ) -> Result<Queue, RegistrationError> {
        let rows = Rows::of(&event.view(), actor)?;
        let filter = RegistrationFilter {
            name_folded: fold_name(&filter.name_folded),
            ..filter.clone()
        };
        if rows != Rows::All {
            return Ok(self.queue_of(event, &rows, &filter).await?);
        }
        let mut lines = self.store.registrations(event.id(), &filter).await?;
        let has_more = lines.len() > REGISTRATIONS_PER_PAGE_MAX;
        lines.truncate(REGISTRATIONS_PER_PAGE_MAX);
        let counts = self.store.count_registrations(event.id()).await?;
        Ok(Queue {
            lines,
            has_more,
            counts,
        })
    }

    /// A registration in full.
    ///
    /// # Errors
    /// Somebody who may not see it, one that is not there, or a fault of the store.
    pub async fn detail(
        &self,
        event: &Event,
        actor: Actor,
        id: RegistrationId,
    ) -> Result<Detail, RegistrationError> {
        let (registration, _, rows) = self.find_for(event, actor, id).await?;
        let (_, form) = self.form(event).await?;
        let around = self.around(event).await?;
        let answers = answers_of(&registration)?;
        let files = self.store.attachments(event.id(), id).await?;
        let named = files.iter().map(|file| file.field.clone());
        let faults = check(&form, &around.surroundings(named), &answers).faults;
        let n = |part| answers.groups(part).len();
        let verdicts = Verdicts::of(&registration, (n(Part::Person), n(Part::Product)))?;
        let view = event.view();
        let gone = verdicts.people.iter().filter_map(super::Verdict::person);
        let gone = gone.filter(|person| !is_there(&view, *person)).collect();
        let mut companies = companies_alike(&view, &registration);
        let mut alike = self
            .store
            .registrations_alike(event.id(), &registration)
            .await?;
        let n_twins = companies.len() + alike.len();
        companies.retain(|(company, _)| rows.has_company(&view, *company));
        let mut seen = Vec::with_capacity(alike.len());
        for head in alike {
            if self.find_for(event, actor, head.id).await.is_ok() {
                seen.push(head);
            }
        }
        alike = seen;
        let mut organisations = organisations(&view);
        organisations.retain(|(id, _)| rows.has(*id));
        Ok(Detail {
            has_twin_elsewhere: companies.len() + alike.len() < n_twins,
            alike,
            companies,
            organisations,
            registration,
            form,
            around,
            answers,
            faults,
            verdicts,
            files,
            gone,
        })
    }
}

/// Whether somebody takes part.
pub(super) fn is_there(view: &View, person: PersonId) -> bool {
    view.state
        .person(person)
        .is_some_and(|row| !row.is_withdrawn)
}

/// Companies of the event with this name, other than the one that the registration made.
fn companies_alike(view: &View, registration: &Registration) -> Vec<(CompanyId, String)> {
    view.labels
        .iter()
        .filter_map(|(key, card)| match key {
            CardKey::Company(id) if *id != registration.head.company => Some((*id, &card.title)),
            _ => None,
        })
        .filter(|(_, title)| fold_name(title) == registration.name_folded)
        .map(|(id, title)| (id, title.clone()))
        .collect()
}

/// The organisations that persons are assigned to, with the largest first.
pub(super) fn organisations(view: &View) -> Vec<(OrganisationId, String)> {
    let mut counts = std::collections::BTreeMap::<OrganisationId, usize>::new();
    for person in view.state.persons() {
        *counts.entry(person.organisation).or_default() += 1;
    }
    let mut found: Vec<_> = counts.into_iter().collect();
    found.sort_by_key(|(id, n)| (std::cmp::Reverse(*n), *id));
    let name = |id| view.labels.get(&CardKey::Organisation(id));
    found
        .into_iter()
        .map(|(id, _)| {
            (
                id,
                name(id).map_or(String::new(), |card| card.title.clone()),
            )
        })
        .collect()
}
