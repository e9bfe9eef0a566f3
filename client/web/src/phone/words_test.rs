//! Every sentence that the phone and the door ask for is in their catalogues, and the other way
//! round.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::app::WORDS;
use crate::shell::Language;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What stands between quotes and begins like a key of the program.
fn asked_for(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            asked_for(&path, prefix, found);
        } else if !path.ends_with("words_test.rs") {
            let source = fs::read_to_string(&path).unwrap();
            let quoted = source.split('"').filter(|text| text.starts_with(prefix));
            let key = |text: &&str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            found.extend(quoted.filter(key).map(str::to_owned));
        }
    }
}

fn catalogue(name: &str, language: &str) -> BTreeSet<String> {
    let path = root().join(format!("i18n/{name}.{language}.ftl"));
    let text = fs::read_to_string(path).unwrap();
    let keys = text.lines().filter_map(|line| line.split_once(" = "));
    keys.map(|(key, _)| key)
        .filter(|key| !key.starts_with([' ', '#']))
        .map(str::to_owned)
        .collect()
}

/// A literal may be the beginning of several keys, whose ends are put to it.
fn fits(literal: &str, key: &str) -> bool {
    key == literal
        || key
            .strip_prefix(literal)
            .is_some_and(|end| end.starts_with('-'))
}

fn check(name: &str) {
    let prefix = format!("{name}-");
    let mut asked = BTreeSet::new();
    asked_for(&root().join("src").join(name), &prefix, &mut asked);
    for language in ["fr", "en"] {
        let keys = catalogue(name, language);
        let missing: Vec<_> = asked
            .iter()
            .filter(|literal| !keys.iter().any(|key| fits(literal, key)))
            .collect();
        let unused: Vec<_> = keys
            .iter()
            .filter(|key| !asked.iter().any(|literal| fits(literal, key)))
            .collect();
        assert!(missing.is_empty(), "{language}: nobody wrote {missing:?}");
        assert!(unused.is_empty(), "{language}: nobody says {unused:?}");
    }
}

#[test]
fn the_phones_words_are_all_there_and_all_said() {
    check("phone");
}

#[test]
fn the_doors_words_are_all_there_and_all_said() {
    check("door");
}

/// The keys of what client-core names that the phone goes without.
fn keys_of_the_team() -> BTreeSet<String> {
    let said: BTreeSet<&str> = WORDS.keys(Language::French).into_iter().collect();
    let mut keys = catalogue("shared", "fr");
    keys.retain(|key| !said.contains(&**key));
    keys
}

/// The functions of client-core that name what only a team sees, as they are called:
/// `small::reason`.
fn functions_for_the_team() -> BTreeSet<String> {
    let keys = keys_of_the_team();
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root().join("../core/src/words")).unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_string_lossy().into_owned();
        let source = fs::read_to_string(&path).unwrap();
        for function in source.split("\npub ").skip(1) {
            let function = function.trim_start_matches("const ");
            let Some(name) = function
                .strip_prefix("fn ")
                .and_then(|named| named.split(['(', '<']).next())
            else {
                continue;
            };
            if function.split('"').any(|literal| keys.contains(literal)) {
                found.insert(format!("{module}::{name}"));
            }
        }
    }
    // The lines of the feed name everything; a participant is told only what concerns them.
    found.remove("feed::key");
    found
}

fn sources(folder: &Path, found: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if !path.ends_with("words_test.rs") {
            found.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn the_phone_asks_for_no_word_that_only_a_team_sees() {
    let functions = functions_for_the_team();
    assert!(functions.contains("small::reason") && functions.contains("alert::title"));
    let mut source = String::new();
    for folder in ["src/phone", "src/shell"] {
        sources(&root().join(folder), &mut source);
    }
    for function in functions {
        assert!(!source.contains(&function), "the phone calls {function}");
    }
    for key in keys_of_the_team() {
        assert!(
            !source.contains(&format!("\"{key}\"")),
            "the phone says {key}"
        );
    }
}
