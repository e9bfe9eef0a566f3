//! The profile of somebody who takes part, and of his company (PRV-02): the same fields as when he
//! registered, in sections that are changed one by one.
//!
//! An address by which somebody signs in is changed with his account, and his presence with his
//! availability: neither is part of a profile. Files are kept beside the answers.

use std::collections::BTreeMap;

use protocol::{List, Tag, Tags};
use serde::{Deserialize, Serialize};

use super::check::{Checked, Surroundings, check_part};
use super::{Answers, Field, Form, Group, Kind, Part, Published, Role, Value};

/// What is changed, accepted or refused as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// One person.
    Person,
    /// The company and what it does.
    Company,
    /// What is offered and sought, item by item.
    Products,
}

impl Section {
    /// Every section, in the order of a page.
    pub const ALL: [Self; 3] = [Self::Person, Self::Company, Self::Products];

    /// Its word, in addresses and in the store.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Company => "company",
            Self::Products => "products",
        }
    }

    /// The section of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// The parts of the form that it consists of.
    #[must_use]
    pub const fn parts(self) -> &'static [Part] {
        match self {
            Self::Person => &[Part::Person],
            Self::Company => &[Part::Company, Part::Description],
            Self::Products => &[Part::Product],
        }
    }

    /// The answers of this section, and nothing else of them.
    #[must_use]
    pub fn of(self, answers: &Answers) -> Answers {
        let mut own = Answers::default();
        own.take(self, answers);
        own
    }
}

impl Answers {
    /// Takes a section over from other answers.
    pub fn take(&mut self, section: Section, from: &Self) {
        match section {
            Section::Person => self.people.clone_from(&from.people),
            Section::Company => {
                self.company.clone_from(&from.company);
                self.description.clone_from(&from.description);
            }
            Section::Products => self.products.clone_from(&from.products),
        }
    }
}

impl Form {
    /// The fields of a profile.
    #[must_use]
    pub fn of_profile(&self) -> Self {
        let mut form = self.clone();
        form.fields.retain(|field| {
            let is_elsewhere = matches!(field.role, Some(Role::Email | Role::Availability));
            !is_elsewhere && !matches!(field.kind, Kind::File)
        });
        form
    }

    /// The keywords that answers give, as suggestions use them.
    #[must_use]
    pub fn tags(&self, answers: &Answers) -> Tags {
        let side = |role| {
            let mut tags = Vec::new();
            let codes = self.answers(role, &answers.description).iter();
            for tag in codes.filter_map(|code| code.parse().ok().map(Tag)) {
                if !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
            List::new(tags).unwrap_or_default()
        };
        Tags {
            offered: side(Role::Offered),
            sought: side(Role::Sought),
        }
    }

    /// Whether a change of a section is one of what others read: a published field, or what
    /// somebody, his company or what it offers is called and found by.
    #[must_use]
    pub fn is_seen_by_others(&self, section: Section, before: &Answers, after: &Answers) -> bool {
        section.parts().iter().any(|part| {
            let n = before.groups(*part).len().max(after.groups(*part).len());
            let blank = Group::default();
            (0..n).any(|nth| {
                let old = before.groups(*part).get(nth).unwrap_or(&blank);
                let new = after.groups(*part).get(nth).unwrap_or(&blank);
                let is_other = |field: &Field| old.all(&field.key) != new.all(&field.key);
                self.part(*part)
                    .any(|field| is_read(field) && is_other(field))
            })
        })
    }
}

fn is_read(field: &Field) -> bool {
    let names = matches!(
        field.role,
        Some(
            Role::CompanyName
                | Role::Country
                | Role::Sector
                | Role::FirstName
                | Role::LastName
                | Role::Function
                | Role::Offered
                | Role::Sought
        )
    );
    names || field.is_published
}

/// Checks a section of a profile. The other sections of `answers` are looked at where a condition
/// or the company's sector asks for them, and do not come out.
#[must_use]
pub fn check_section(
    form: &Form,
    around: &Surroundings,
    answers: &Answers,
    section: Section,
) -> Checked {
    let mut checked = Checked::default();
    for part in section.parts() {
        let one = check_part(form, around, answers, *part);
        checked.faults.extend(one.faults);
        match part {
            Part::Company => checked.clean.company = one.clean.company,
            Part::Person => checked.clean.people = one.clean.people,
            Part::Description => checked.clean.description = one.clean.description,
            Part::Product => checked.clean.products = one.clean.products,
        }
    }
    checked
}

/// What is published now, in the place of what was: a text that says in its language what it said
/// before keeps its other languages.
#[must_use]
pub fn republished(before: &Published, after: Published) -> Published {
    let kept = |old: Option<&BTreeMap<String, Value>>, new: BTreeMap<String, Value>| {
        let value = |(key, value): (String, Value)| {
            let known = old.and_then(|old| old.get(&key));
            let value = translated(known, value);
            (key, value)
        };
        new.into_iter().map(value).collect()
    };
    let products = after.products.into_iter().enumerate();
    Published {
        fields: kept(Some(&before.fields), after.fields),
        products: products
            .map(|(nth, product)| kept(before.products.get(nth), product))
            .collect(),
    }
}

fn translated(known: Option<&Value>, value: Value) -> Value {
    match (known, &value) {
        (Some(Value::Texts(old)), Value::Texts(new))
            if new.values().all(|text| old.values().any(|one| one == text)) =>
        {
            Value::Texts(old.clone())
        }
        _ => value,
    }
}

/// The answers that would publish this: what is known of a company that never registered itself.
#[must_use]
pub fn unpublished(form: &Form, published: &Published, tag: &str) -> Answers {
    let group = |part: Part, values: &BTreeMap<String, Value>| {
        let mut group = Group::default();
        for field in form.part(part) {
            if let Some(value) = values.get(&field.key) {
                group.put(&field.key, answers_of(value, tag));
            }
        }
        group
    };
    Answers {
        company: group(Part::Company, &published.fields),
        description: group(Part::Description, &published.fields),
        products: (published.products.iter())
            .map(|product| group(Part::Product, product))
            .collect(),
        people: Vec::new(),
    }
}

fn answers_of(value: &Value, tag: &str) -> Vec<String> {
    match value {
        Value::Number(number) => vec![number.to_string()],
        Value::Codes(codes) => codes.clone(),
        Value::Texts(_) | Value::Plain(_) => {
            value.text(tag).map(str::to_owned).into_iter().collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::publish;
    use super::*;

    fn one(text: &str) -> Vec<String> {
        vec![text.to_owned()]
    }

    fn answers() -> Answers {
        let mut answers = Answers::default();
        answers.company.put("name", one("Mer SA"));
        answers.company.put("country", one("FR"));
        answers.company.put("city", one("Brest"));
        answers.company.put("address", one("1 quai"));
        answers
            .description
            .put("presentation", one("Nous soudons."));
        answers
            .description
            .put("offered", vec!["3".into(), "3".into(), "4".into()]);
        let mut person = Group::default();
        person.put("first_name", one("Ada"));
        person.put("last_name", one("Le Goff"));
        person.put("phone", one("+33 6 12 34 56 78"));
        answers.people.push(person);
        let mut product = Group::default();
        product.put("kind", one("offered"));
        product.put("title", one("Soudage"));
        answers.products.push(product);
        answers
    }

    #[test]
    fn a_profile_asks_for_neither_address_nor_presence_nor_files() {
        let form = Form::standard().of_profile();
        for key in ["email", "availability", "logo", "brochure"] {
            assert!(form.field(key).is_none(), "{key}");
        }
        assert!(form.field("last_name").is_some() && form.field("phone").is_some());
        let around = Surroundings {
            keywords: ["3".into(), "4".into()].into(),
            ..Surroundings::default()
        };
        for section in Section::ALL {
            let checked = check_section(&form, &around, &answers(), section);
            assert_eq!(checked.faults, [], "{section:?}");
            let others = Section::ALL.into_iter().filter(|one| *one != section);
            for other in others {
                assert_eq!(other.of(&checked.clean), Answers::default());
            }
            assert_eq!(Section::parse(section.word()), Some(section));
        }
    }

    #[test]
    fn only_what_others_read_is_seen() {
        let form = Form::standard();
        let before = answers();
        for (section, key, part, is_seen) in [
            (Section::Company, "name", Part::Company, true),
            (Section::Company, "city", Part::Company, true),
            (Section::Company, "address", Part::Company, false),
            (Section::Company, "offered", Part::Description, true),
            (Section::Person, "last_name", Part::Person, true),
            (Section::Person, "phone", Part::Person, false),
            (Section::Products, "title", Part::Product, true),
        ] {
            let mut after = before.clone();
            let group = match part {
                Part::Company => &mut after.company,
                Part::Description => &mut after.description,
                Part::Person => &mut after.people[0],
                Part::Product => &mut after.products[0],
            };
            group.put(key, one("7"));
            assert_eq!(
                form.is_seen_by_others(section, &before, &after),
                is_seen,
                "{key}"
            );
            assert!(!form.is_seen_by_others(section, &before, &before));
        }
        let mut after = before.clone();
        after.products.clear();
        assert!(form.is_seen_by_others(Section::Products, &before, &after));
    }

    #[test]
    fn keywords_come_out_once() {
        let tags = Form::standard().tags(&answers());
        assert_eq!(tags.offered.to_vec(), [Tag(3), Tag(4)]);
        assert!(tags.sought.is_empty());
    }

    #[test]
    fn a_text_that_stays_keeps_its_other_languages() {
        let form = Form::standard();
        let texts = |fr: &str, en: &str| {
            Value::Texts([("fr".into(), fr.into()), ("en".into(), en.into())].into())
        };
        let mut before = publish(&form, &answers(), "fr");
        before
            .fields
            .insert("presentation".into(), texts("Nous soudons.", "We weld."));
        before.products[0].insert("title".into(), texts("Soudage", "Welding"));
        let same = republished(&before, publish(&form, &answers(), "fr"));
        assert_eq!(same, before);
        let mut changed = answers();
        changed.description.put("presentation", one("Nous rivons."));
        let other = republished(&before, publish(&form, &changed, "fr"));
        assert_eq!(
            other.fields["presentation"].text("en"),
            Some("Nous rivons.")
        );
        assert_eq!(other.products, before.products);
    }

    #[test]
    fn what_was_published_is_answered_again() {
        let form = Form::standard();
        let published = publish(&form, &answers(), "fr");
        let again = unpublished(&form, &published, "fr");
        assert_eq!(again.company.first("city"), "Brest");
        assert_eq!(again.products[0].first("title"), "Soudage");
        assert_eq!(publish(&form, &again, "fr"), published);
    }
}
