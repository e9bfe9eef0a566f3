//! What a company and its people say now: sections as they were written, and where nobody wrote one
//! yet, what the registration said or what was published.

use std::collections::BTreeSet;

use domain::form::profile::{Section, unpublished};
use domain::form::{Answers, Form, Group, Kind, Published, Role};
use protocol::fold::fold;
use protocol::id::{CompanyId, PersonId};
use protocol::reject::NotFound;
use protocol::site::Language;
use protocol::{CardKey, Person, Reject, Tag};
use store::{Fault, Profile, ProfileChange, ProfileSection, Registration, SectionKey};

use super::{Change, Current, ProfileError, Profiles, Whole, rights, section_of};
use crate::desk::registration::{
    Around, POSTCODE, Verdict, VerdictStanding, Verdicts, answers_of, around_of, form_of, name_of,
};
use crate::live::{Event, View};

/// A registration that took effect, with its people as persons of the event.
struct Registered {
    registration: Registration,
    answers: Answers,
    verdicts: Verdicts,
    persons: Vec<PersonId>,
}

/// What a section is made of where nobody wrote it.
struct Sources<'a> {
    view: &'a View,
    /// With every field, as registrations know them.
    form: &'a Form,
    around: &'a Around,
    registered: Vec<Registered>,
    profile: Option<Profile>,
    company: CompanyId,
}

impl Profiles {
    /// Everything of a company.
    pub(super) async fn whole(
        &self,
        event: &Event,
        company: CompanyId,
    ) -> Result<Whole, ProfileError> {
        let view = event.view();
        let people = people(&view, company);
        if people.is_empty() {
            return Err(Reject::from(NotFound {}).into());
        }
        let store = &self.store;
        let form = form_of(store, event.id()).await?.1;
        let around = around_of(store, event).await?;
        let mut registered = Vec::new();
        let found = store.registrations_of_company(event.id(), company).await?;
        for (registration, persons) in found {
            registered.push(Registered::read(registration, persons)?);
        }
        let written = store.profile_sections(event.id(), company).await?;
        let history = store.profile_changes_of(event.id(), company).await?;
        let history = history.into_iter().map(read);
        let history = history.collect::<Result<Vec<_>, Fault>>()?;
        let stored_rights = store.profile_rights(event.id(), company).await?;
        let sources = Sources {
            view: &view,
            form: &form,
            around: &around,
            profile: store.profile(event.id(), company).await?,
            registered,
            company,
        };
        let keys = [SectionKey::Company(company), SectionKey::Products(company)];
        let keys = keys.into_iter();
        let keys = keys.chain(people.iter().map(|id| SectionKey::Person(company, *id)));
        let mut sections = Vec::new();
        for key in keys {
            let known = written.iter().find(|one| one.key == key);
            sections.push(sources.current(key, known, &history)?);
        }
        let first = sources.first_of(&people);
        Ok(Whole {
            rights: rights::effective(stored_rights, &people, first),
            form: form.of_profile(),
            company,
            people,
            sections,
            history,
            around,
        })
    }
}

/// Those of a company who take part, by their names.
fn people(view: &View, company: CompanyId) -> Vec<PersonId> {
    let present = view.state.persons();
    let present = present.filter(|person| person.company == company && !person.is_withdrawn);
    let mut people: Vec<PersonId> = present.map(|person| person.id).collect();
    let name = |id: &PersonId| {
        view.labels
            .get(&CardKey::Person(*id))
            .map(|card| fold(&card.title))
    };
    people.sort_by_cached_key(|id| (name(id), *id));
    people
}

/// A change as the store has it.
pub(super) fn read(stored: ProfileChange) -> Result<Change, Fault> {
    let head = stored.head;
    Ok(Change {
        id: head.id,
        key: head.key,
        state: head.state,
        revision: head.revision,
        language: head.language,
        before: parsed("profile_changes.answers_before", &stored.before)?,
        after: parsed("profile_changes.answers_after", &stored.after)?,
        reason: stored.reason,
        made_at: head.made_at,
        made_by: head.made_by,
        decided_at: head.decided_at,
    })
}

fn parsed(what: &'static str, text: &str) -> Result<Answers, Fault> {
    serde_json::from_str(text).map_err(|_| Fault::Corrupt { what: what.into() })
}

impl Registered {
    fn read(registration: Registration, persons: Vec<PersonId>) -> Result<Self, Fault> {
        let answers = answers_of(&registration)?;
        let n = (answers.people.len(), answers.products.len());
        Ok(Self {
            verdicts: Verdicts::of(&registration, n)?,
            registration,
            answers,
            persons,
        })
    }
}

impl Sources<'_> {
    fn current(
        &self,
        key: SectionKey,
        known: Option<&ProfileSection>,
        history: &[Change],
    ) -> Result<Current, Fault> {
        let Some(known) = known else {
            let mut answers = section_of(key).of(&self.derived(key));
            self.tidy(&mut answers);
            return Ok(Current {
                key,
                revision: 0,
                language: self.language(),
                answers,
                waiting: None,
            });
        };
        let waiting = known
            .waiting
            .and_then(|id| history.iter().find(|one| one.id == id));
        Ok(Current {
            key,
            revision: known.revision,
            language: known.language,
            answers: parsed("profile_sections.answers", &known.answers)?,
            waiting: waiting.cloned(),
        })
    }

    /// Leaves only what a profile asks for.
    fn tidy(&self, answers: &mut Answers) {
        let form = self.form.of_profile();
        let groups = [&mut answers.company, &mut answers.description];
        let lists = answers.people.iter_mut().chain(&mut answers.products);
        for group in groups.into_iter().chain(lists) {
            group.0.retain(|key, _| form.field(key).is_some());
        }
    }

    fn language(&self) -> Language {
        let first = self.registered.first();
        first.map_or(Language::French, |one| one.registration.head.language)
    }

    /// Who was named first when the company registered, among those who take part.
    fn first_of(&self, people: &[PersonId]) -> Option<PersonId> {
        let named = self.registered.iter().flat_map(|one| &one.persons);
        named.copied().find(|id| people.contains(id))
    }

    fn derived(&self, key: SectionKey) -> Answers {
        match key {
            SectionKey::Person(_, person) => self.person(person),
            SectionKey::Company(_) => self.of_company(),
            SectionKey::Products(_) => self.products(),
        }
    }

    fn published(&self) -> Answers {
        let published = self.profile.as_ref();
        let published: Published = published
            .and_then(|profile| serde_json::from_str(&profile.published).ok())
            .unwrap_or_default();
        unpublished(self.form, &published, self.language().tag())
    }

    fn products(&self) -> Answers {
        let Some(first) = self.registered.first() else {
            return self.published();
        };
        let verdicts = first.verdicts.products.iter().map(|verdict| verdict.is);
        let products = first.answers.products.iter().zip(verdicts);
        let accepted = products.filter(|(_, is)| *is == VerdictStanding::Accepted);
        Answers {
            products: accepted.map(|(group, _)| group.clone()).collect(),
            ..Answers::default()
        }
    }

    fn of_company(&self) -> Answers {
        let mut answers = match self.registered.first() {
            Some(first) => Section::Company.of(&first.answers),
            None => self.published(),
        };
        let card = self.view.labels.get(&CardKey::Company(self.company));
        if let Some(card) = card.filter(|card| !card.title.is_empty()) {
            // What others read by now counts.
            put(
                self.form,
                Role::CompanyName,
                &mut answers.company,
                &card.title,
            );
            if self.form.answer(Role::Country, &answers.company).is_empty() {
                put(self.form, Role::Country, &mut answers.company, &card.code);
            }
        }
        if let Some(profile) = &self.profile {
            put(
                self.form,
                Role::Country,
                &mut answers.company,
                &profile.country,
            );
            put(
                self.form,
                Role::Sector,
                &mut answers.company,
                &profile.sector,
            );
            if self.form.field(POSTCODE).is_some() && !profile.postcode.is_empty() {
                answers
                    .company
                    .put(POSTCODE, vec![profile.postcode.clone()]);
            }
        }
        for (role, of) in [
            (Role::Offered, offered as fn(&Person) -> &[Tag]),
            (Role::Sought, sought),
        ] {
            self.put_keywords(role, of, &mut answers.description);
        }
        self.put_figures(&mut answers);
        answers
    }

    /// The keywords that its people carry: an import may have changed them since.
    fn put_keywords(&self, role: Role, of: fn(&Person) -> &[Tag], group: &mut Group) {
        let Some(field) = self.form.role(role) else {
            return;
        };
        let n_max = match &field.kind {
            Kind::Keywords { n_max } => usize::try_from(*n_max).unwrap_or(usize::MAX),
            _ => return,
        };
        let known: BTreeSet<&str> = (self.around.keywords.iter())
            .map(|one| one.code.as_str())
            .collect();
        let people = self.view.state.persons();
        let people = people.filter(|person| person.company == self.company && !person.is_withdrawn);
        let carried: BTreeSet<Tag> = people.flat_map(|person| of(person).to_vec()).collect();
        let codes = carried.iter().map(|tag| tag.0.to_string());
        let codes = codes
            .filter(|code| known.contains(code.as_str()))
            .take(n_max);
        group.put(&field.key, codes.collect());
    }

    /// Figures that an import gave, where a field asks for one and nobody answered it.
    fn put_figures(&self, answers: &mut Answers) {
        let people = self.view.state.persons();
        let people = people.filter(|person| person.company == self.company && !person.is_withdrawn);
        let figures: Vec<_> = people
            .filter_map(|person| person.figures.as_ref())
            .flat_map(|figures| figures.offered.iter())
            .collect();
        for field in &self.form.fields {
            let group = match field.part {
                domain::form::Part::Company => &mut answers.company,
                domain::form::Part::Description => &mut answers.description,
                domain::form::Part::Person | domain::form::Part::Product => continue,
            };
            let found = figures.iter().find(|one| Some(one.figure) == field.figure);
            if let Some(found) = found
                && group.first(&field.key).is_empty()
            {
                group.put(&field.key, vec![found.value.to_string()]);
            }
        }
    }

    fn person(&self, person: PersonId) -> Answers {
        let of = |one: &Registered| {
            let verdicts = one.verdicts.people.iter().map(Verdict::person);
            let mut groups = one.answers.people.iter().zip(verdicts);
            let found = groups.find(|(_, of)| *of == Some(person));
            found.map(|(group, _)| group.clone())
        };
        let mut group = self.registered.iter().find_map(of).unwrap_or_default();
        let card = self.view.labels.get(&CardKey::Person(person));
        if let Some(card) = card.filter(|card| !card.title.is_empty()) {
            if name_of(self.form, &group) != card.title {
                let (first, last) = card.title.split_once(' ').unwrap_or(("", &card.title));
                put(self.form, Role::FirstName, &mut group, first);
                put(self.form, Role::LastName, &mut group, last);
            }
            put(self.form, Role::Function, &mut group, &card.detail);
        }
        Answers {
            people: vec![group],
            ..Answers::default()
        }
    }
}

fn offered(person: &Person) -> &[Tag] {
    &person.offered
}

fn sought(person: &Person) -> &[Tag] {
    &person.sought
}

/// Answers the field of a role with what others read, if they read anything.
fn put(form: &Form, role: Role, group: &mut Group, text: &str) {
    if let Some(field) = form.role(role).filter(|_| !text.is_empty()) {
        group.put(&field.key, vec![text.to_owned()]);
    }
}
