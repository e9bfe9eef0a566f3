//! The sentences of a program, compiled from the Fluent catalogues.

use super::marks::{KEY_END, MESSAGE_END};
use super::{Arg, Language, sentence};

/// The sentences of a program by its name: `words!("phone")`. Which catalogues those are is
/// written in `client/web/catalogues.rs`.
macro_rules! words {
    ($program:literal) => {
        $crate::shell::Catalogue {
            french: include_str!(concat!(env!("OUT_DIR"), "/", $program, ".fr.words")),
            #[cfg(test)]
            english: include_str!(concat!(env!("OUT_DIR"), "/", $program, ".en.words")),
        }
    };
}
pub(crate) use words;

/// The sentences that a program carries: those of the first language. The others are fetched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Catalogue {
    pub(crate) french: &'static str,
    #[cfg(test)]
    pub(crate) english: &'static str,
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
    messages: Vec<Message>,
}

impl Bundle {
    pub(super) fn new(text: &'static str, language: Language) -> Self {
        Self {
            language,
            messages: messages(text).collect(),
        }
    }

    /// The sentence of a key, or none when the catalogues do not have it.
    pub(super) fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let at = self.messages.binary_search_by(|(of, _)| (*of).cmp(key));
        let (_, pattern) = self.messages[at.ok()?];
        let mut said = String::new();
        sentence::write(pattern, args, self.language, &mut said);
        Some(said)
    }
}

#[cfg(test)]
impl Catalogue {
    pub(crate) const fn text(&self, language: Language) -> &'static str {
        match language {
            Language::French => self.french,
            Language::English => self.english,
        }
    }

    /// Every key of a language.
    pub(crate) fn keys(&self, language: Language) -> Vec<&'static str> {
        messages(self.text(language)).map(|(key, _)| key).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAMS: [Catalogue; 3] = [words!("console"), words!("door"), words!("phone")];

    #[test]
    fn every_program_says_the_same_in_each_language() {
        for program in PROGRAMS {
            let keys = program.keys(Language::French);
            assert_eq!(keys, program.keys(Language::English));
            assert!(keys.contains(&"shell-retry"));
        }
    }

    #[test]
    fn every_key_of_a_program_is_found() {
        for program in PROGRAMS {
            for language in Language::ALL {
                let bundle = Bundle::new(program.text(language), language);
                for key in program.keys(language) {
                    assert!(bundle.say(key, &[]).is_some(), "{key}");
                }
                assert_eq!(bundle.say("missing", &[]), None);
            }
        }
    }
}
