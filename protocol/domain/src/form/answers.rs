//! What was typed, as it was typed.

use std::collections::BTreeMap;

use protocol::limits::REGISTRATION_BYTES_MAX;
use serde::{Deserialize, Serialize};

use super::Part;

/// The answers of one company, one representative, one product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Group(pub BTreeMap<String, Vec<String>>);

impl Group {
    /// The first answer to a field; empty when there is none.
    #[must_use]
    pub fn first(&self, key: &str) -> &str {
        self.all(key).first().map_or("", String::as_str)
    }

    /// Every answer to a field.
    #[must_use]
    pub fn all(&self, key: &str) -> &[String] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }

    /// Answers a field, in place of what was answered before.
    pub fn put(&mut self, key: &str, values: Vec<String>) {
        self.0.insert(key.to_owned(), values);
    }

    /// Whether nothing at all was answered.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0
            .values()
            .flatten()
            .all(|value| value.trim().is_empty())
    }
}

/// The answers of one registration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// Of the company.
    pub company: Group,
    /// Of its representatives.
    pub people: Vec<Group>,
    /// Of what it does.
    pub description: Group,
    /// Of its products and services.
    pub products: Vec<Group>,
}

/// Where an answer stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// In which part.
    pub part: Part,
    /// In which of its groups, from zero.
    pub nth: usize,
    /// To which field; empty for the group as a whole.
    pub key: String,
}

impl Answers {
    /// The groups of a part.
    #[must_use]
    pub fn groups(&self, part: Part) -> &[Group] {
        match part {
            Part::Company => std::slice::from_ref(&self.company),
            Part::Person => &self.people,
            Part::Description => std::slice::from_ref(&self.description),
            Part::Product => &self.products,
        }
    }

    /// The answer at a place, with every value.
    #[must_use]
    pub fn at(&self, place: &Place) -> &[String] {
        let group = self.groups(place.part).get(place.nth);
        group.map_or(&[], |group| group.all(&place.key))
    }

    /// Whether it is within what one registration may keep.
    #[must_use]
    pub fn is_within_bounds(&self) -> bool {
        let n_bytes: usize = Part::ALL
            .into_iter()
            .flat_map(|part| self.groups(part))
            .flat_map(|group| &group.0)
            .map(|(key, values)| key.len() + values.iter().map(|one| one.len() + 4).sum::<usize>())
            .sum();
        n_bytes <= REGISTRATION_BYTES_MAX
    }
}
