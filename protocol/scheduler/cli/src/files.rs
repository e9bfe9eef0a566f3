//! Reads problem files, by their ending.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use scheduler::batch::{Instance, Schedule};

use crate::{dzn, problem_file};

/// A file may not be larger: the largest event takes a tenth of it.
const FILE_BYTES_MAX: u64 = 64 << 20;

/// Reads a problem: `.dzn` as published, anything else as our JSON.
pub(crate) fn problem(path: &Path) -> anyhow::Result<Instance> {
    let text = text(path)?;
    let parse = if path.extension().is_some_and(|end| end == "dzn") {
        dzn::parse
    } else {
        problem_file::parse
    };
    parse(&text).with_context(|| format!("cannot read {}", path.display()))
}

/// Reads a schedule.
pub(crate) fn schedule(path: &Path) -> anyhow::Result<Schedule> {
    problem_file::parse_schedule(&text(path)?)
        .with_context(|| format!("cannot read {}", path.display()))
}

/// Instances of a folder by name, in order: `.dzn` or our JSON.
pub(crate) fn list(folder: &Path, only: Option<&str>) -> anyhow::Result<BTreeMap<String, PathBuf>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut names = BTreeMap::new();
    for entry in entries {
        let path = entry?.path();
        let is_instance = path
            .extension()
            .is_some_and(|end| end == "dzn" || end == "json");
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if is_instance && only.is_none_or(|part| name.contains(part)) {
            names.insert(name, path);
        }
    }
    Ok(names)
}

fn text(path: &Path) -> anyhow::Result<String> {
    let context = || format!("cannot open {}", path.display());
    let n_bytes = std::fs::metadata(path).with_context(context)?.len();
    anyhow::ensure!(n_bytes <= FILE_BYTES_MAX, "{} is too large", path.display());
    std::fs::read_to_string(path).with_context(context)
}
