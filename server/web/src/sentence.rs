//! Sentences of the phone's catalogues, for the pages that stand in for it: a refusal is told with
//! the same words wherever somebody meets it.
//!
//! The catalogues are the phone's own files. What is read of Fluent is what the phone's packer lets
//! through: texts, values, and choices by a number or a word.

use std::collections::HashMap;
use std::sync::OnceLock;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};
use fluent_syntax::parser;

use crate::language::Language;

const FRENCH: [&str; 2] = [
    include_str!("../../../client/web/i18n/shared.fr.ftl"),
    include_str!("../../../client/web/i18n/phone.fr.ftl"),
];
const ENGLISH: [&str; 2] = [
    include_str!("../../../client/web/i18n/shared.en.ftl"),
    include_str!("../../../client/web/i18n/phone.en.ftl"),
];

/// A value of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Arg {
    /// A name, or something that is written already.
    Text(String),
    /// A count: it chooses singular or plural.
    Count(i64),
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

macro_rules! counts {
    ($($Number:ty)*) => { $(
        impl From<$Number> for Arg {
            fn from(count: $Number) -> Self {
                Self::Count(i64::from(count))
            }
        }
    )* };
}
counts! { u16 u32 i64 }

type Messages = HashMap<&'static str, Pattern<&'static str>>;

fn messages(language: Language) -> &'static Messages {
    static FRENCH_READ: OnceLock<Messages> = OnceLock::new();
    static ENGLISH_READ: OnceLock<Messages> = OnceLock::new();
    match language {
        Language::French => FRENCH_READ.get_or_init(|| read(&FRENCH)),
        Language::English => ENGLISH_READ.get_or_init(|| read(&ENGLISH)),
    }
}

fn read(catalogues: &[&'static str]) -> Messages {
    let mut messages = Messages::new();
    for text in catalogues {
        // The packer of the phone refuses a faulty line; what can be read is taken either way.
        let resource = parser::parse(*text).unwrap_or_else(|(resource, _)| resource);
        for entry in resource.body {
            if let Entry::Message(message) = entry
                && let Some(pattern) = message.value
            {
                messages.insert(message.id.name, pattern);
            }
        }
    }
    messages
}

/// A sentence with its values. One that there is not is written as its key, so that the fault is
/// seen; a test asks for each.
pub(crate) fn sentence(language: Language, key: &str, args: &[(&str, Arg)]) -> String {
    let mut out = String::new();
    match messages(language).get(key) {
        Some(pattern) => write(pattern, args, language, &mut out),
        None => out.push_str(key),
    }
    out
}

fn write(
    pattern: &Pattern<&'static str>,
    args: &[(&str, Arg)],
    language: Language,
    out: &mut String,
) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => out.push_str(value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(inline) => value(inline, args, out),
                Expression::Select { selector, variants } => {
                    if let Some(variant) = choose(selector, variants, args, language) {
                        write(&variant.value, args, language, out);
                    }
                }
            },
        }
    }
}

fn value(inline: &InlineExpression<&'static str>, args: &[(&str, Arg)], out: &mut String) {
    match inline {
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
            out.push_str(value);
        }
        InlineExpression::VariableReference { id } => match find(args, id.name) {
            Some(Arg::Text(text)) => out.push_str(text),
            Some(Arg::Count(count)) => out.push_str(&count.to_string()),
            None => out.push_str(id.name),
        },
        InlineExpression::FunctionReference { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. }
        | InlineExpression::Placeable { .. } => {}
    }
}

fn find<'a>(args: &'a [(&str, Arg)], name: &str) -> Option<&'a Arg> {
    args.iter().find(|(of, _)| *of == name).map(|(_, arg)| arg)
}

/// The variant of a number that is named, else that of its kind, else the default.
fn choose<'v>(
    selector: &InlineExpression<&'static str>,
    variants: &'v [Variant<&'static str>],
    args: &[(&str, Arg)],
    language: Language,
) -> Option<&'v Variant<&'static str>> {
    let arg = match selector {
        InlineExpression::VariableReference { id } => find(args, id.name),
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::FunctionReference { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. }
        | InlineExpression::Placeable { .. } => None,
    };
    let is_exact = |variant: &&Variant<&'static str>| match (&variant.key, arg) {
        (VariantKey::NumberLiteral { value }, Some(Arg::Count(count))) => {
            value.parse() == Ok(*count)
        }
        (VariantKey::Identifier { name }, Some(Arg::Text(text))) => name == text,
        (VariantKey::NumberLiteral { .. } | VariantKey::Identifier { .. }, _) => false,
    };
    let is_of_kind = |variant: &&Variant<&'static str>| match (&variant.key, arg) {
        (VariantKey::Identifier { name }, Some(Arg::Count(count))) => {
            *name == "one" && is_one(*count, language)
        }
        (VariantKey::NumberLiteral { .. } | VariantKey::Identifier { .. }, _) => false,
    };
    let mut all = variants.iter();
    let exact = all.clone().find(is_exact);
    let of_kind = || variants.iter().find(is_of_kind);
    exact
        .or_else(of_kind)
        .or_else(|| all.find(|variant| variant.default))
}

const fn is_one(count: i64, language: Language) -> bool {
    match language {
        Language::French => matches!(count, -1..=1),
        Language::English => matches!(count, 1 | -1),
    }
}

/// Whether there is such a sentence.
#[cfg(test)]
pub(crate) fn is_known(language: Language, key: &str) -> bool {
    messages(language).contains_key(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogues_are_read_whole() {
        for text in FRENCH.into_iter().chain(ENGLISH) {
            assert!(parser::parse(text).is_ok());
        }
        assert_eq!(
            messages(Language::French).len(),
            messages(Language::English).len()
        );
    }

    #[test]
    fn values_and_numbers_are_put_in() {
        let said = |language, count: u32| {
            sentence(language, "phone-n-to-answer", &[("count", count.into())])
        };
        assert_eq!(said(Language::French, 1), "1 réponse attendue");
        assert_eq!(said(Language::French, 2), "2 réponses attendues");
        assert_ne!(said(Language::English, 1), said(Language::English, 2));
        let offer = sentence(
            Language::French,
            "phone-offer-title",
            &[("name", "Claire".into()), ("time", "10:40".into())],
        );
        assert_eq!(offer, "Claire, à 10:40");
    }
}
