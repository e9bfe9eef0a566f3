//! The sentences of a program, compiled by `build.rs` from the Fluent catalogues.

use super::marks::{KEY_END, MESSAGE_END};
use super::{Arg, Language, sentence};

/// A compiled catalogue of `client/web/i18n`, by its name and language: `words!("phone.fr")`.
macro_rules! words {
    ($name:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $name, ".words"))
    };
}
pub(crate) use words;

/// What every program says: the shell's own words.
const SHARED: Catalogue = Catalogue {
    french: &[words!("shell.fr")],
    english: &[words!("shell.en")],
};

/// The catalogues of a program, compiled, beside those that every program shares. A key is
/// written in one of them only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Catalogue {
    /// French.
    pub french: &'static [&'static str],
    /// English.
    pub english: &'static [&'static str],
}

impl Catalogue {
    const fn texts(&self, language: Language) -> &'static [&'static str] {
        match language {
            Language::French => self.french,
            Language::English => self.english,
        }
    }
}

type Message = (&'static str, &'static str);

/// The messages of a compiled catalogue, sorted by key.
fn messages(text: &'static str) -> impl Iterator<Item = Message> {
    text.split_terminator(MESSAGE_END)
        .filter_map(|message| message.split_once(KEY_END))
}

/// The sentences of one language.
pub(super) struct Bundle {
    language: Language,
    catalogues: Vec<Vec<Message>>,
}

impl Bundle {
    pub(super) fn new(catalogue: &Catalogue, language: Language) -> Self {
        let texts = SHARED
            .texts(language)
            .iter()
            .chain(catalogue.texts(language));
        Self {
            language,
            catalogues: texts.map(|text| messages(text).collect()).collect(),
        }
    }

    /// The sentence of a key, or none when no catalogue has it.
    pub(super) fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let pattern = self.catalogues.iter().find_map(|messages| {
            let at = messages.binary_search_by(|(of, _)| (*of).cmp(key)).ok()?;
            Some(messages[at].1)
        })?;
        let mut said = String::new();
        sentence::write(pattern, args, self.language, &mut said);
        Some(said)
    }
}

#[cfg(test)]
impl Catalogue {
    /// Every key of a language, the shared ones left out.
    pub(crate) fn keys(&self, language: Language) -> Vec<&'static str> {
        let texts = self.texts(language).iter();
        texts
            .flat_map(|text| messages(text))
            .map(|(key, _)| key)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shells_own_catalogues_say_the_same() {
        assert_eq!(
            SHARED.keys(Language::French),
            SHARED.keys(Language::English)
        );
        assert!(SHARED.keys(Language::French).contains(&"shell-retry"));
    }

    #[test]
    fn every_key_of_a_catalogue_is_found() {
        for language in Language::ALL {
            let bundle = Bundle::new(&SHARED, language);
            for key in SHARED.keys(language) {
                assert!(bundle.say(key, &[]).is_some(), "{key}");
            }
            assert_eq!(bundle.say("missing", &[]), None);
        }
    }
}
