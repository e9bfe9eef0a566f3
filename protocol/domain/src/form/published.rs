//! What the catalogue shows of the answers (CAT-04): the fields that the organiser publishes, of
//! the company and of what it offers and seeks; never of a person.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Answers, Form, Group, Kind, Part};

/// A published answer. In JSON a number is a number, codes are a list, a text is an object of
/// languages, and whatever reads the same in every language is a string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A key figure.
    Number(i64),
    /// Codes of options, keywords or half-days, in the order of the answers.
    Codes(Vec<String>),
    /// A text, by the language that it was written in.
    Texts(BTreeMap<String, String>),
    /// A link, a number to call, the code of one option.
    Plain(String),
}

impl Value {
    /// A text in a language, else in whatever language it is there.
    #[must_use]
    pub fn text(&self, tag: &str) -> Option<&str> {
        match self {
            Self::Texts(texts) => texts
                .get(tag)
                .or_else(|| texts.values().next())
                .map(String::as_str),
            Self::Plain(text) => Some(text),
            Self::Number(_) | Self::Codes(_) => None,
        }
    }
}

/// What a company publishes: answers by the keys of the form's fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Published {
    /// Of the company and of what it does.
    pub fields: BTreeMap<String, Value>,
    /// Of each product or service that was accepted.
    pub products: Vec<BTreeMap<String, Value>>,
}

/// What is published of answers that were checked, written in the language of this tag.
#[must_use]
pub fn publish(form: &Form, answers: &Answers, tag: &str) -> Published {
    let mut fields = values(form, Part::Company, &answers.company, tag);
    fields.extend(values(form, Part::Description, &answers.description, tag));
    let products = answers.products.iter();
    let products = products.map(|group| values(form, Part::Product, group, tag));
    Published {
        fields,
        products: products.filter(|product| !product.is_empty()).collect(),
    }
}

fn values(form: &Form, part: Part, group: &Group, tag: &str) -> BTreeMap<String, Value> {
    form.part(part)
        .filter(|field| field.is_shown && field.is_published)
        .filter_map(|field| {
            let value = value(&field.kind, group.all(&field.key), tag)?;
            Some((field.key.clone(), value))
        })
        .collect()
}

fn value(kind: &Kind, answers: &[String], tag: &str) -> Option<Value> {
    let first = answers.first().filter(|answer| !answer.is_empty())?;
    Some(match kind {
        Kind::Text { .. } | Kind::LongText { .. } => {
            Value::Texts(BTreeMap::from([(tag.to_owned(), first.clone())]))
        }
        Kind::KeyFigure { .. } => Value::Number(first.parse().ok()?),
        Kind::MultiChoice { .. }
        | Kind::Availability
        | Kind::Keywords { .. }
        | Kind::Cooperations { .. } => Value::Codes(answers.to_vec()),
        Kind::Choice { .. }
        | Kind::File
        | Kind::Country
        | Kind::Vat
        | Kind::Email
        | Kind::Phone
        | Kind::Link
        | Kind::Sector => Value::Plain(first.clone()),
    })
}
