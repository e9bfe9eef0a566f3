//! `bundle.json`: what a written site consists of, for the server, the budgets and the curious.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// The report's name inside the site.
const FILE: &str = "bundle.json";

/// Everything that one packing wrote.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Report {
    /// Path of the stylesheet of the server-rendered pages.
    pub(crate) style: String,
    /// One item per program.
    pub(crate) surfaces: Vec<SurfaceReport>,
    /// Every file, without the compressed twins, in the order of their paths.
    pub(crate) files: Vec<FileReport>,
}

/// One program and what a browser loads to start it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SurfaceReport {
    /// `console`, `phone`, …
    pub(crate) name: String,
    /// Paths of what a first visit transfers: shell, style, scripts and program.
    pub(crate) first_load: Vec<String>,
    /// Paths of what is loaded when somebody first needs it.
    pub(crate) late: Vec<String>,
}

/// One file of the site.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FileReport {
    /// Path inside the site, with forward slashes.
    pub(crate) path: String,
    /// Size as it is.
    pub(crate) raw_bytes: u64,
    /// Size of the compressed twin, if there is one.
    pub(crate) gzip_bytes: Option<u64>,
    /// Whether the name carries a fingerprint, so that caches may keep the file for ever.
    pub(crate) immutable: bool,
}

impl Report {
    /// Writes the report into the site.
    pub(crate) fn write(&self, site: &Path) -> Result<()> {
        let mut text = serde_json::to_string_pretty(self).context("describe the site")?;
        text.push('\n');
        fs::write(site.join(FILE), text).context("write bundle.json")
    }

    /// Reads the report of a written site.
    pub(crate) fn read(site: &Path) -> Result<Self> {
        let path = site.join(FILE);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("read {}; was the site packed?", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("understand {}", path.display()))
    }
}
