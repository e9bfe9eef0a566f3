//! Sentences from Fluent catalogues.

use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::{Arg, Language};

/// What every program says: the shell's own words.
const SHARED: Catalogue = Catalogue {
    french: &[include_str!("../../../i18n/shell.fr.ftl")],
    english: &[include_str!("../../../i18n/shell.en.ftl")],
};

/// The catalogues of a program, as texts, beside those that every program shares. A key is
/// written in one of them only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Catalogue {
    /// French.
    pub french: &'static [&'static str],
    /// English.
    pub english: &'static [&'static str],
}

/// The sentences of one language.
pub(super) struct Bundle(FluentBundle<FluentResource>);

impl Bundle {
    pub(super) fn new(catalogue: &Catalogue, language: Language) -> Self {
        let id: LanguageIdentifier = language
            .code()
            .parse()
            .expect("our own language codes are well formed");
        let mut bundle = FluentBundle::new(vec![id]);
        // The marks around inserted values would end up in titles, labels and copies.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::French => |value, _| grouped(value, "\u{202f}"),
            Language::English => |value, _| grouped(value, ","),
        }));
        let texts = |catalogue: &Catalogue| match language {
            Language::French => catalogue.french,
            Language::English => catalogue.english,
        };
        for text in texts(&SHARED).iter().chain(texts(catalogue)) {
            // A faulty line is left out, the others stay; tests read the catalogues strictly.
            let resource = match FluentResource::try_new((*text).to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            drop(bundle.add_resource(resource));
        }
        Self(bundle)
    }

    /// The sentence of a key, or none when the catalogue does not have it.
    pub(super) fn say(&self, key: &str, args: Vec<(&str, Arg<'_>)>) -> Option<String> {
        let message = self.0.get_message(key)?;
        let pattern = message.value()?;
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(name, arg.into_fluent());
        }
        let mut errors = Vec::new();
        let said = self.0.format_pattern(pattern, Some(&values), &mut errors);
        Some(said.into_owned())
    }
}

fn grouped(value: &FluentValue<'_>, separator: &str) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber {
            value,
            options: FluentNumberOptions {
                use_grouping: true, ..
            },
        }) if value.fract() == 0.0 => Some(group(&format!("{value:.0}"), separator)),
        _ => None,
    }
}

/// Digits in groups of three.
fn group(digits: &str, separator: &str) -> String {
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |rest| ("\u{2212}", rest));
    let mut grouped = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push_str(separator);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    const CATALOGUE: Catalogue = Catalogue {
        french: &[
            "greet = Bonjour { $name } !\nn = { $n ->\n  [one] { $n } table\n *[other] { $n } tables\n}",
        ],
        english: &["greet = Hello { $name }!"],
    };

    #[test]
    fn a_sentence_takes_its_values_without_marks_around_them() {
        let bundle = Bundle::new(&CATALOGUE, Language::French);
        let said = bundle.say("greet", vec![("name", "Zoé".into())]);
        assert_eq!(said.as_deref(), Some("Bonjour Zoé !"));
        assert_eq!(bundle.say("missing", vec![]), None);
    }

    #[test]
    fn the_shells_own_catalogues_are_without_fault_and_say_the_same() {
        let keys = |texts: &[&str]| {
            let text = texts.concat();
            assert!(FluentResource::try_new(text.clone()).is_ok());
            let lines = text.lines().filter_map(|line| line.split_once(" = "));
            lines.map(|(key, _)| key.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(keys(SHARED.french), keys(SHARED.english));
        assert!(keys(SHARED.french).contains(&"shell-retry".to_owned()));
    }

    #[test]
    fn counts_choose_the_form_and_are_grouped() {
        let bundle = Bundle::new(&CATALOGUE, Language::French);
        // French counts zero and one alike.
        assert_eq!(
            bundle.say("n", vec![("n", 0.into())]).as_deref(),
            Some("0 table")
        );
        assert_eq!(
            bundle.say("n", vec![("n", 1_500_u32.into())]).as_deref(),
            Some("1\u{202f}500 tables")
        );
        assert_eq!(group("-1234567", ","), "\u{2212}1,234,567");
        assert_eq!(group("999", ","), "999");
    }
}
