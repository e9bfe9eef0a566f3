//! Words: file names, personal values in the rules, and what documents may not say.

use crate::sources::{code_of, files, read, shown};

const OUR_FOLDERS: &[&str] = &["protocol", "server", "client", "tests", "loadtests"];

#[test]
fn no_file_is_named_after_nothing() {
    const EMPTY_WORDS: &[&str] = &[
        "utils", "util", "helpers", "helper", "common", "manager", "service", "misc",
    ];
    for folder in OUR_FOLDERS {
        for path in files(folder, &[".rs"]) {
            let stem = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .unwrap_or_default();
            assert!(
                !EMPTY_WORDS.contains(&stem),
                "{} needs a name",
                shown(&path)
            );
        }
    }
}

#[test]
fn no_text_enters_changes_or_state() {
    // Names are labels, never state: a text in a change would be a personal value in the log.
    for path in files(
        "protocol/wire/src",
        &["change.rs", "command.rs", "model.rs"],
    ) {
        assert!(
            !code_of(&read(&path)).contains("String"),
            "{} holds a text",
            shown(&path)
        );
    }
    // The desk's form and its rules of assignment are calculators over texts, and no part of the
    // state.
    let is_calculator = |path: &std::path::PathBuf| {
        let shown = shown(path);
        ["/src/form", "/src/assignment.rs"]
            .iter()
            .any(|place| shown.contains(place))
    };
    for path in files("protocol/domain/src", &[".rs"])
        .into_iter()
        .filter(|path| !is_calculator(path))
    {
        assert!(
            !code_of(&read(&path)).contains("String"),
            "{} holds a text",
            shown(&path)
        );
    }
}

#[test]
fn the_rules_read_no_clock_and_no_random_source() {
    const SOURCES: &[&str] = &[
        "SystemTime",
        "Instant::now",
        "rand::",
        "getrandom",
        "HashMap",
        "HashSet",
        "thread_rng",
        "std::env",
    ];
    for folder in [
        "protocol/wire/src",
        "protocol/domain/src",
        "protocol/scheduler/src",
        "client/core/src",
    ] {
        for path in files(folder, &[".rs"]) {
            let code = code_of(&read(&path));
            for source in SOURCES {
                assert!(!code.contains(source), "{} uses {source}", shown(&path));
            }
        }
    }
}

#[test]
fn every_package_says_what_it_must_not_know() {
    for manifest in OUR_FOLDERS
        .iter()
        .flat_map(|folder| files(folder, &["Cargo.toml"]))
    {
        let folder = manifest.parent().expect("a file is in a folder");
        let roots = ["src/lib.rs", "src/main.rs", "lib.rs"];
        let root = roots
            .iter()
            .map(|root| folder.join(root))
            .find(|root| root.exists());
        let root = root.unwrap_or_else(|| panic!("{} has no root", shown(&manifest)));
        let text = read(&root);
        assert!(
            text.starts_with("//!"),
            "{} does not say what it is for",
            shown(&root)
        );
        let says = ["must not know", "must not be known", "knows no "];
        assert!(
            says.iter().any(|words| text.contains(words)),
            "{} does not say what it must not know",
            shown(&root)
        );
    }
}

#[test]
fn nothing_carries_a_path_of_a_machine_or_an_unfinished_mark() {
    // Put together here, so that this file does not find itself.
    let marks = [
        ["/wor", "k/"],
        ["/roo", "t/"],
        ["TO", "DO"],
        ["FIX", "ME"],
        ["Place", "holder."],
    ];
    let endings = &[
        ".service", ".rs", ".md", ".sql", ".toml", ".mjs", ".css", ".html", ".sh", ".ftl", ".json",
    ];
    for folder in [
        "protocol",
        "server",
        "client",
        "tests",
        "loadtests",
        "docs",
        "migrations",
        "deploy",
        "dashboards",
    ] {
        for path in files(folder, endings) {
            let text = read(&path);
            for mark in &marks {
                assert!(
                    !text.contains(&mark.concat()),
                    "{} carries {}",
                    shown(&path),
                    mark.concat()
                );
            }
        }
    }
}

#[test]
fn functions_stay_readable() {
    const LINES_MAX: usize = 120;
    // A table of cases is one idea.
    const TEST_LINES_MAX: usize = 160;
    for folder in OUR_FOLDERS {
        for path in files(folder, &[".rs"]) {
            let is_test = shown(&path).contains("test");
            let lines_max = if is_test { TEST_LINES_MAX } else { LINES_MAX };
            let text = read(&path);
            // A match over every command, change or message is one idea, however long.
            let mut start = None;
            for (number, line) in text.lines().enumerate() {
                let code = line.trim_start();
                let is_item = line.len() - code.len() <= 4;
                if is_item
                    && (code.starts_with("fn ") || code.contains(" fn "))
                    && code.ends_with('{')
                {
                    start = Some((number, code.to_owned(), 0_usize));
                }
                if let Some((first, name, n_arms)) = &mut start {
                    *n_arms += usize::from(code.contains("=>") || code.starts_with("| "));
                    let closes = is_item && (line == "}" || line == "    }");
                    if closes {
                        let length = number - *first;
                        let is_table = *n_arms * 5 >= length;
                        assert!(
                            length <= lines_max || is_table,
                            "{}: `{name}` has {length} lines",
                            shown(&path)
                        );
                        start = None;
                    }
                }
            }
        }
    }
}
