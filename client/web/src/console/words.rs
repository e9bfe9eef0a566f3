//! The console's own sentences, beside those that name what the core says.

use crate::shell::Catalogue;

/// Every sentence of the console.
pub(super) const WORDS: Catalogue = Catalogue {
    french: &[
        include_str!("../../i18n/shared.fr.ftl"),
        include_str!("../../i18n/console.fr.ftl"),
    ],
    english: &[
        include_str!("../../i18n/shared.en.ftl"),
        include_str!("../../i18n/console.en.ftl"),
    ],
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use fluent_bundle::FluentResource;

    use super::WORDS;

    /// The keys of catalogues, in which no line may be faulty and no key may stand twice.
    fn keys(texts: &[&str]) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for text in texts {
            let faults = FluentResource::try_new((*text).to_owned()).err();
            assert!(faults.is_none(), "{:?}", faults.map(|(_, faults)| faults));
            for line in text.lines() {
                let is_key = line.starts_with(|c: char| c.is_ascii_lowercase());
                if let Some((key, _)) = line.split_once(" =").filter(|_| is_key) {
                    assert!(keys.insert(key.to_owned()), "{key} stands twice");
                }
            }
        }
        keys
    }

    /// Every literal of the console's sources that is, or begins like, a key of the console.
    fn used(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                used(&path, found);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            let literals = source
                .split('"')
                .filter(|text| text.starts_with("console-"));
            found.extend(literals.map(str::to_owned));
        }
    }

    #[test]
    fn both_languages_say_the_same_things() {
        assert_eq!(keys(WORDS.french), keys(WORDS.english));
    }

    #[test]
    fn every_sentence_that_the_console_asks_for_is_there_and_none_is_idle() {
        let keys = keys(WORDS.french);
        let mut asked = BTreeSet::new();
        used(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/console"),
            &mut asked,
        );
        asked.remove("console-");
        assert!(asked.len() > 200, "the sources were found");
        let is_said = |key: &String, asked: &String| match asked.split_once('{') {
            Some((beginning, _)) => key.starts_with(beginning),
            None => key == asked,
        };
        for one in &asked {
            assert!(
                keys.iter().any(|key| is_said(key, one)),
                "nobody wrote {one}"
            );
        }
        for key in keys.iter().filter(|key| key.starts_with("console-")) {
            assert!(
                asked.iter().any(|one| is_said(key, one)),
                "nobody asks for {key}"
            );
        }
    }
}
