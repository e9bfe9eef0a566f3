//! One writer per table, and SQL in one package only.

use std::collections::BTreeMap;

use crate::sources::{code_of, files, read, shown};

/// Tables by the words that create them in a migration.
fn tables() -> Vec<String> {
    let mut names: Vec<String> = files("migrations/sqlite", &[".sql"])
        .iter()
        .flat_map(|path| {
            read(path)
                .lines()
                .filter_map(|line| line.trim().strip_prefix("CREATE TABLE "))
                .map(|rest| rest.trim_start_matches("IF NOT EXISTS "))
                .map(|rest| {
                    rest.chars()
                        .take_while(|c| c.is_alphanumeric() || *c == '_')
                        .collect()
                })
                .collect::<Vec<String>>()
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn each_table_is_written_in_one_module() {
    let tables = tables();
    assert!(
        tables.len() > 10,
        "the migrations were not found: {tables:?}"
    );
    let mut writers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    // The suite may break rows on purpose, to see that the doctor finds out.
    let is_product = |path: &std::path::PathBuf| !shown(path).contains("/suite/");
    for path in files("server/store/src", &[".rs"])
        .into_iter()
        .filter(is_product)
    {
        let code = code_of(&read(&path))
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        for table in &tables {
            let writes = ["INSERT INTO", "UPDATE", "DELETE FROM"].iter().any(|verb| {
                let statement = format!("{verb} {table}");
                code.match_indices(&statement).any(|(at, _)| {
                    let next = code[at + statement.len()..].chars().next();
                    !next.is_some_and(|c| c.is_alphanumeric() || c == '_')
                })
            });
            if writes {
                writers.entry(table.clone()).or_default().push(shown(&path));
            }
        }
    }
    for (table, modules) in writers {
        assert_eq!(modules.len(), 1, "{table} is written in {modules:?}");
    }
}

#[test]
fn sql_is_known_to_the_store_only() {
    for folder in [
        "protocol",
        "client",
        "server/app",
        "server/web",
        "server/src",
        "loadtests",
    ] {
        for path in files(folder, &[".rs"]) {
            let code = code_of(&read(&path));
            for word in ["SELECT ", "INSERT INTO", "DELETE FROM", "sqlx::"] {
                assert!(!code.contains(word), "{} speaks SQL: {word}", shown(&path));
            }
        }
    }
}
