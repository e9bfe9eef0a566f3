//! Dashboards in step with metrics: a panel on a metric that nobody exports stays empty for ever,
//! and nobody notices before the day on which it is needed.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::sources::{code_of, files, read, shown};

/// What Prometheus appends to a histogram's name.
const HISTOGRAM_ENDINGS: &[&str] = &["_bucket", "_sum", "_count"];

/// Names of metrics in a text: words that begin with the product's prefix.
fn metrics_in(text: &str) -> BTreeSet<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split(|c| !is_word(c))
        .filter(|word| word.starts_with("regie_"))
        .map(ToOwned::to_owned)
        .collect()
}

/// Names that the code exports: string literals that are nothing but a metric's name.
fn exported() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in files("server", &[".rs"]) {
        let code = code_of(&read(&path));
        let literals = code.split('"').skip(1).step_by(2);
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_name = |text: &&str| text.starts_with("regie_") && text.chars().all(is_word);
        names.extend(literals.filter(is_name).map(ToOwned::to_owned));
    }
    names
}

/// Every expression of a board: of its panels, and of panels within rows.
fn expressions(panels: &Value, found: &mut Vec<(String, String)>) {
    for panel in panels.as_array().into_iter().flatten() {
        let title = panel["title"].as_str().unwrap_or("without a title");
        for target in panel["targets"].as_array().into_iter().flatten() {
            let expression = target["expr"].as_str().unwrap_or_default();
            found.push((title.to_owned(), expression.to_owned()));
        }
        expressions(&panel["panels"], found);
    }
}

fn is_exported(name: &str, exported: &BTreeSet<String>) -> bool {
    exported.contains(name)
        || HISTOGRAM_ENDINGS
            .iter()
            .filter_map(|ending| name.strip_suffix(ending))
            .any(|histogram| exported.contains(histogram))
}

#[test]
fn every_metric_of_a_panel_is_exported_by_the_code() {
    let exported = exported();
    assert!(
        exported.contains("regie_connections"),
        "the search finds nothing: {exported:?}"
    );
    for path in files("dashboards", &[".json"]) {
        let board: Value = serde_json::from_str(&read(&path))
            .unwrap_or_else(|error| panic!("{}: {error}", shown(&path)));
        let mut found = Vec::new();
        expressions(&board["panels"], &mut found);
        assert!(!found.is_empty(), "{} asks for nothing", shown(&path));
        for (title, expression) in found {
            let metrics = metrics_in(&expression);
            assert!(
                !metrics.is_empty(),
                "{}: `{title}` names no metric",
                shown(&path)
            );
            for name in metrics {
                assert!(
                    is_exported(&name, &exported),
                    "{}: `{title}` shows {name}, which nobody exports",
                    shown(&path)
                );
            }
        }
    }
}

#[test]
fn every_metric_has_a_panel() {
    let boards: String = files("dashboards", &[".json"])
        .iter()
        .map(|path| read(path))
        .collect();
    let shown: BTreeSet<String> = metrics_in(&boards)
        .into_iter()
        .flat_map(|name| {
            let bare = HISTOGRAM_ENDINGS
                .iter()
                .filter_map(|ending| name.strip_suffix(ending));
            let mut names: Vec<String> = bare.map(ToOwned::to_owned).collect();
            names.push(name);
            names
        })
        .collect();
    let hidden: Vec<_> = exported()
        .into_iter()
        .filter(|name| !shown.contains(name))
        .collect();
    assert!(hidden.is_empty(), "no panel shows {hidden:?}");
}
