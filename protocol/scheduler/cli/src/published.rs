//! The published figures, as the table beside the instances gives them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

/// What a method of the field reached on an instance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Figure {
    /// The least breaks; nothing when it was proven that no schedule exists.
    pub(crate) n_breaks: Option<usize>,
    /// Seconds on its authors' machine.
    pub(crate) seconds: f64,
}

#[derive(Deserialize)]
struct Row {
    instance: String,
    fairness_d: usize,
    solver: String,
    #[serde(rename = "seconds_or_TO7200")]
    seconds: String,
    #[serde(rename = "best_breaks_or_UNSAT")]
    best: String,
}

/// The method that proved every instance.
const METHOD: &str = "MaxSAT";

/// Per instance its figure for a fairness bound.
pub(crate) fn load(path: &Path, fairness: usize) -> anyhow::Result<BTreeMap<String, Figure>> {
    let mut figures = BTreeMap::new();
    let mut reader = csv::Reader::from_path(path)
        .with_context(|| format!("cannot read published figures from {}", path.display()))?;
    for row in reader.deserialize() {
        let row: Row = row.with_context(|| format!("in {}", path.display()))?;
        if row.fairness_d != fairness || row.solver != METHOD {
            continue;
        }
        let (Ok(seconds), best) = (row.seconds.parse(), row.best.parse()) else {
            continue;
        };
        let n_breaks = match (row.best.as_str(), best) {
            ("UNSAT", _) => None,
            (_, Ok(n_breaks)) => Some(n_breaks),
            (_, Err(_)) => continue,
        };
        figures.insert(row.instance, Figure { n_breaks, seconds });
    }
    Ok(figures)
}
