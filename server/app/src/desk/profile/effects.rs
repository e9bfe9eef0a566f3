//! What else becomes true when sections take effect: the public profile, names, keywords and key
//! figures.

use domain::form::profile::{Section, republished};
use domain::form::{Answers, Form, Published, Role, publish};
use protocol::command::{ChangeFigures, ChangeTags};
use protocol::id::{CommandId, PersonId};
use protocol::{Actor, Card, CardKey, Command, Figures, List, Person, Tag, Tags};
use store::{Profile, ProfileWrite, SectionKey};

use super::{ProfileError, Profiles, Whole, section_of};
use crate::desk::registration::{Around, POSTCODE, json, label, name_of};
use crate::live::{Also, Event, View, Written};

/// A section that takes effect.
pub(super) struct Effective {
    pub(super) key: SectionKey,
    pub(super) before: Answers,
    pub(super) after: Answers,
}

impl Profiles {
    /// Adds to a step everything that follows from sections which take effect with it. `whole` is
    /// with them already.
    pub(super) async fn follow(
        &self,
        event: &Event,
        whole: &Whole,
        effective: &[Effective],
        write: &mut ProfileWrite,
    ) -> Result<Written, ProfileError> {
        let view = event.view();
        let mut written = Written::default();
        let is_public = |one: &Effective| section_of(one.key) != Section::Person;
        if effective.iter().any(is_public) {
            write.profile = Some(self.public(event, whole).await?);
        }
        for one in effective {
            match one.key {
                SectionKey::Company(company) => {
                    let key = CardKey::Company(company);
                    let card = company_card(&whole.form, &whole.around, &one.after);
                    relabel(&view, key, card, &mut written);
                    self.retag(event, whole, one, &mut written);
                    for person in &whole.people {
                        self.refigure(event, whole, *person, one, &mut written);
                    }
                }
                SectionKey::Person(_, person) => {
                    let key = CardKey::Person(person);
                    let card = person_card(&view, &whole.form, key, &one.after);
                    relabel(&view, key, card, &mut written);
                    self.refigure(event, whole, person, one, &mut written);
                }
                SectionKey::Products(_) => {}
            }
        }
        Ok(written)
    }

    /// What the catalogue shows of the company.
    async fn public(&self, event: &Event, whole: &Whole) -> Result<Profile, ProfileError> {
        let answers = whole.answers(None, false);
        let language = whole.section(SectionKey::Company(whole.company));
        let language = language.map_or("fr", |section| section.language.tag());
        let known = self.store.profile(event.id(), whole.company).await?;
        let known: Published = known
            .and_then(|profile| serde_json::from_str(&profile.published).ok())
            .unwrap_or_default();
        let published = republished(&known, publish(&whole.form, &answers, language));
        let said = |role| whole.form.answer(role, &answers.company).to_owned();
        Ok(Profile {
            company: whole.company,
            country: said(Role::Country),
            postcode: answers.company.first(POSTCODE).to_owned(),
            sector: said(Role::Sector),
            published: json(&published)?,
            updated_at: event.now(),
        })
    }

    /// Keywords are the company's: each of its people carries them. What an import gave one of
    /// them and no list knows any more stays with him.
    fn retag(&self, event: &Event, whole: &Whole, one: &Effective, written: &mut Written) {
        let (before, after) = (whole.form.tags(&one.before), whole.form.tags(&one.after));
        let view = event.view();
        for id in &whole.people {
            let Some(person) = view.state.person(*id) else {
                continue;
            };
            let tags = Tags {
                offered: side(&person.offered, &before.offered, &after.offered),
                sought: side(&person.sought, &before.sought, &after.sought),
            };
            if tags.offered != person.offered || tags.sought != person.sought {
                let person = *id;
                self.also(event, ChangeTags { person, tags }.into(), written);
            }
        }
    }

    /// Key figures that the company and this person answered differently now.
    fn refigure(
        &self,
        event: &Event,
        whole: &Whole,
        id: PersonId,
        one: &Effective,
        written: &mut Written,
    ) {
        let view = event.view();
        let Some(person) = view.state.person(id) else {
            return;
        };
        let given = |answers: &Answers| {
            let mut all = whole.answers(Some(id), false);
            all.take(section_of(one.key), answers);
            let figures = whole.form.figures(&all, 0, view.state.vocabulary());
            figures.unwrap_or_default()
        };
        let (before, after) = (given(&one.before), given(&one.after));
        if before == after {
            return;
        }
        if let Some(figures) = merged(person, &before, &after) {
            self.also(
                event,
                ChangeFigures {
                    person: id,
                    figures,
                }
                .into(),
                written,
            );
        }
    }

    fn also(&self, event: &Event, command: Command, written: &mut Written) {
        written.also.push(Also {
            id: CommandId::new(event.now(), self.random.bytes()),
            // Whoever may change the section may change what follows from it.
            actor: Actor::System,
            command,
        });
    }
}

/// One side of somebody's keywords: what the company took out is gone, what it put in is there.
fn side<const MAX: usize>(
    carried: &List<Tag, MAX>,
    before: &[Tag],
    after: &[Tag],
) -> List<Tag, MAX> {
    if before == after {
        return carried.clone();
    }
    let kept = carried.iter().copied();
    let kept = kept.filter(|tag| !before.contains(tag) && !after.contains(tag));
    let mut tags: Vec<Tag> = after.iter().copied().chain(kept).collect();
    tags.truncate(MAX);
    List::new(tags).expect("cut to the bound")
}

/// Somebody's figures with what changed; none where that is what he gives already.
fn merged(person: &Person, before: &Figures, after: &Figures) -> Option<Figures> {
    let mut figures = person.figures.clone().unwrap_or_default();
    let is_asked = |figure| {
        let all = before.offered.iter().chain(after.offered.iter());
        all.into_iter().any(|row| row.figure == figure)
    };
    let kept = figures.offered.iter().copied();
    let kept = kept.filter(|row| !is_asked(row.figure));
    let offered: Vec<_> = kept.chain(after.offered.iter().copied()).collect();
    figures.offered = List::new(offered)?;
    (person.figures.clone().unwrap_or_default() != figures).then_some(figures)
}

fn relabel(view: &View, key: CardKey, card: Card, written: &mut Written) {
    if !card.title.is_empty() && view.labels.get(&key) != Some(&card) {
        written.labels.push((key, card));
    }
}

fn person_card(view: &View, form: &Form, key: CardKey, answers: &Answers) -> Card {
    let known = view.labels.get(&key).cloned().unwrap_or_default();
    let Some(group) = answers.people.first() else {
        return known;
    };
    Card {
        title: name_of(form, group),
        detail: label(form.answer(Role::Function, group)),
        ..known
    }
}

/// A company's card: its name, then legal form and sector as far as they are known.
pub(in crate::desk) fn company_card(form: &Form, around: &Around, answers: &Answers) -> Card {
    let code = form.answer(Role::Sector, &answers.company);
    let sector = around.sectors.iter().find(|one| one.code == code);
    let legal = form.field("legal_form");
    let parts = [
        legal.map_or("", |field| answers.company.first(&field.key)),
        sector.map_or("", |one| one.french.as_str()),
    ];
    let detail: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Card {
        title: label(form.answer(Role::CompanyName, &answers.company)),
        detail: label(&detail.join(" · ")),
        code: form.answer(Role::Country, &answers.company).to_owned(),
    }
}
