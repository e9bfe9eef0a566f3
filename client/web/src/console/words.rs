//! The console's own sentences, beside those that name what the core says.

use crate::shell::{Catalogue, words};

/// Every sentence of the console.
pub(super) const WORDS: Catalogue = words!("console");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::WORDS;
    use crate::shell::Language;

    fn keys(language: Language) -> BTreeSet<String> {
        WORDS
            .keys(language)
            .into_iter()
            .map(str::to_owned)
            .collect()
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
        assert_eq!(keys(Language::French), keys(Language::English));
    }

    #[test]
    fn every_sentence_that_the_console_asks_for_is_there_and_none_is_idle() {
        let keys = keys(Language::French);
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
