//! WebSocket conformance by the Autobahn test suite, sections 1–7, 9 and 10.
//!
//! The suite needs CPython 2.7. Where there is none the test says loudly that it was
//! skipped, and ends with a code of its own.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tokio::process::Command;
use tokio::time::timeout;

use crate::gate::{Bar, Table, count, say};
use crate::machine;
use crate::options::{Event, Shared};
use crate::server::{self, Order, Server};
use crate::world::{Wanted, World};

const SUITE: &str = "autobahntestsuite==0.8.2";
/// Starts the suite from a folder of packages, with the path files that some of them need.
const START: &str = "import site, sys; site.addsitedir(sys.argv.pop(1)); \
                     from autobahntestsuite.wstest import run; run()";
const CASES: [&str; 9] = [
    "1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.*", "10.*",
];
/// Fewer cases than this mean that the suite did not do what it was asked to.
const N_CASES_MIN: f64 = 300.0;
const INSTALL_MAX: Duration = Duration::from_secs(600);
const SUITE_MAX: Duration = Duration::from_secs(600);

#[derive(clap::Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    shared: Shared,
    /// A CPython 2.7; looked for when it is not named.
    #[arg(long, env = "REGIE_PYTHON27")]
    python: Option<PathBuf>,
    /// Where the suite is kept between runs.
    #[arg(long)]
    suite: Option<PathBuf>,
}

pub(crate) fn run(arguments: Arguments) -> Result<Table> {
    machine::block_on(measure(arguments))
}

async fn measure(arguments: Arguments) -> Result<Table> {
    let mut table = Table::new("autobahn", arguments.shared.seed);
    let Some(python) = find_python(arguments.python).await else {
        table.skip("the Autobahn suite needs CPython 2.7, and there is none on this machine");
        return Ok(table);
    };
    let packages = match arguments.suite {
        Some(folder) => folder,
        None => std::env::current_exe()?.with_file_name("autobahn-0.8.2"),
    };
    install(&python, &packages).await?;
    // The suite runs in another folder.
    let packages = packages.canonicalize().context("finding the suite")?;
    let mut shared = arguments.shared;
    // The echo knows no event.
    shared.event = Event::Small;
    let binary = shared.server()?;
    let world = World::make(&shared, Wanted::default()).await?;
    let order = Order {
        has_echo: true,
        ..server::order(binary, &world.database())?
    };
    let server = Server::start(&order).await?;
    let reports = tempfile::tempdir().context("making a folder for the reports")?;
    let outcome = speak(&python, &packages, server.port, reports.path()).await;
    server.end().await?;
    judge(&mut table, &outcome?);
    Ok(table)
}

/// The first of the usual places where there is a CPython 2.7 that starts.
async fn find_python(named: Option<PathBuf>) -> Option<PathBuf> {
    let mut candidates: Vec<PathBuf> = named.into_iter().collect();
    candidates.extend(["python2.7".into(), "python2".into()]);
    if let Some(home) = std::env::var_os("HOME") {
        let versions = Path::new(&home).join(".pyenv/versions");
        let entries = std::fs::read_dir(versions).into_iter().flatten().flatten();
        candidates.extend(entries.map(|entry| entry.path().join("bin/python2.7")));
    }
    for candidate in candidates {
        let asked = Command::new(&candidate)
            .args(["-c", "import sys; sys.exit(sys.version_info[:2] != (2, 7))"])
            .stderr(std::process::Stdio::null())
            .status()
            .await;
        if asked.is_ok_and(|status| status.success()) {
            return Some(candidate);
        }
    }
    None
}

/// Installs the suite into a folder of its own, once.
async fn install(python: &Path, packages: &Path) -> Result<()> {
    if packages.join("autobahntestsuite").is_dir() {
        return Ok(());
    }
    say(format!("installing {SUITE}"));
    let mut pip = Command::new(python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--target",
    ])
    .arg(packages)
    .arg(SUITE)
    .kill_on_drop(true);
    let status = timeout(INSTALL_MAX, pip.status())
        .await
        .context("pip takes too long")??;
    ensure!(status.success(), "pip could not install {SUITE}");
    Ok(())
}

/// Runs the suite against the server's echo and reads its report.
async fn speak(python: &Path, packages: &Path, port: u16, reports: &Path) -> Result<Value> {
    let spec = json!({
        "options": {"failByDrop": false},
        "outdir": reports,
        "servers": [{"agent": "regie", "url": format!("ws://127.0.0.1:{port}/ws-echo")}],
        "cases": CASES,
        "exclude-cases": [],
        "exclude-agent-cases": {},
    });
    let spec_file = reports.join("spec.json");
    std::fs::write(&spec_file, serde_json::to_vec_pretty(&spec)?)?;
    say("running the suite");
    let mut suite = Command::new(python);
    suite
        .args(["-c", START])
        .arg(packages)
        .args(["-m", "fuzzingclient", "-s"])
        .arg(&spec_file)
        .current_dir(reports)
        .stdout(std::process::Stdio::null())
        .kill_on_drop(true);
    let status = timeout(SUITE_MAX, suite.status())
        .await
        .context("the suite takes too long")??;
    ensure!(status.success(), "the suite ended with {status}");
    let report = std::fs::read(reports.join("index.json")).context("reading the suite's report")?;
    Ok(serde_json::from_slice(&report)?)
}

fn judge(table: &mut Table, report: &Value) {
    let cases: Vec<_> = report["regie"].as_object().into_iter().flatten().collect();
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    let mut failed = Vec::new();
    for (case, result) in &cases {
        let behaviours = [&result["behavior"], &result["behaviorClose"]];
        let words = behaviours.map(|word| word.as_str().unwrap_or("MISSING"));
        *counts.entry(words[0]).or_default() += 1;
        if !words
            .iter()
            .all(|word| matches!(*word, "OK" | "NON-STRICT" | "INFORMATIONAL"))
        {
            failed.push(format!("{case} ({}, closing {})", words[0], words[1]));
        }
    }
    table.gate("cases", count(cases.len()), "", Bar::AtLeast(N_CASES_MIN));
    for (word, n) in counts {
        table.figure(word, count(n), "");
    }
    table.gate("failed", count(failed.len()), "", Bar::AtMost(0.0));
    for case in failed {
        table.note(case);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_that_closes_wrongly_is_a_failure() {
        let mut table = Table::new("autobahn", 0);
        judge(
            &mut table,
            &json!({"regie": {"1.1": {"behavior": "OK", "behaviorClose": "FAILED"}}}),
        );
        assert_eq!(table.finish(), std::process::ExitCode::FAILURE);
    }
}
