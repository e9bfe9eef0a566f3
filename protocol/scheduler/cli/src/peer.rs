//! OR-Tools CP-SAT as a peer: the same problem, the same cores, the same seconds. Its schedule is
//! judged by our referee, like ours.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use scheduler::batch::{Instance, PartialSchedule};
use serde::Deserialize;

use crate::problem_file;

/// What the peer found.
#[derive(Debug, Deserialize)]
pub(crate) struct Found {
    pub(crate) status: String,
    slots: Option<Vec<Option<usize>>>,
}

impl Found {
    pub(crate) fn schedule(&self) -> Option<PartialSchedule> {
        let slot_of = self.slots.clone()?;
        // The published problem has one site.
        let site_of = vec![0; slot_of.len()];
        Some(PartialSchedule { slot_of, site_of })
    }
}

/// What the peer is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    pub(crate) seconds: f64,
    pub(crate) fairness_max: Option<usize>,
    /// Meetings may stay out.
    pub(crate) is_partial: bool,
}

/// A Python with the peer's package.
pub(crate) struct Peer {
    python: PathBuf,
}

const MODEL: &str = include_str!("../peers/cp_sat.py");
/// Cores of either side.
const N_CORES: &str = "2";

impl Peer {
    /// The peer, if this Python has it; else why not.
    pub(crate) fn find(python: &Path) -> Result<Self, String> {
        let asked = Command::new(python)
            .args(["-c", "import ortools.sat.python.cp_model"])
            .output();
        match asked {
            Ok(output) if output.status.success() => Ok(Self {
                python: python.to_owned(),
            }),
            Ok(_) => Err(format!("{} has no ortools", python.display())),
            Err(e) => Err(format!("cannot run {}: {e}", python.display())),
        }
    }

    /// Asks for a schedule.
    pub(crate) fn solve(&self, instance: &Instance, question: Question) -> anyhow::Result<Found> {
        let mut command = Command::new(&self.python);
        command
            .args(["-c", MODEL, "--workers", N_CORES, "--seconds"])
            .arg(question.seconds.to_string());
        if let Some(max) = question.fairness_max {
            command.arg("--fairness").arg(max.to_string());
        }
        if question.is_partial {
            command.arg("--partial");
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the peer")?;
        let mut input = child.stdin.take().context("the peer has an input")?;
        input
            .write_all(problem_file::write(instance).as_bytes())
            .context("cannot tell the peer the problem")?;
        drop(input);
        let output = child.wait_with_output().context("cannot hear the peer")?;
        ensure!(output.status.success(), "the peer failed");
        serde_json::from_slice(&output.stdout).context("the peer's answer is not readable")
    }
}
