//! `plan`: the batch optimiser at a command line, with its referee and its benchmark.
//!
//! It reads the published `.dzn` instances and our own JSON, solves, lets the referee judge every
//! result, and prints objective, bound, proof and CPU time. It holds the clock and the files that
//! the optimiser must not know; it must not know any answer in advance, nor how one is found.

mod against;
mod bench;
mod dzn;
mod event;
mod files;
mod generate;
mod onlooker;
mod peer;
mod problem_file;
mod published;
mod run;
mod told;
mod unreadable;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use scheduler::batch::check_schedule;
use scheduler::batch::exact::{Objective, Request};

/// Schedules meetings and proves how good the schedule is.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Solve problems.
    Solve {
        /// Problem files: `.dzn` as published, or our JSON.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// No participant has more breaks above another's than this; no bound when left out.
        #[arg(long)]
        fairness: Option<usize>,
        /// What is made least.
        #[arg(long, value_enum, default_value_t = Aim::Breaks)]
        objective: Aim,
        /// CPU seconds of both cores for one problem.
        #[arg(long, conflicts_with = "steps")]
        seconds: Option<f64>,
        /// Steps for one problem: the same result on every machine.
        #[arg(long)]
        steps: Option<u64>,
        /// Chooses between searches that are equally good.
        #[arg(long, default_value_t = 0)]
        seed: u64,
        /// Print one JSON object per problem, with its schedule.
        #[arg(long)]
        json: bool,
    },
    /// Judge a schedule.
    Check {
        /// The problem.
        file: PathBuf,
        /// The schedule: JSON with the slot of each meeting.
        schedule: PathBuf,
        /// No participant may have more breaks above another's than this.
        #[arg(long)]
        fairness: Option<usize>,
    },
    /// Rewrite a problem as our JSON.
    Convert {
        /// The problem.
        file: PathBuf,
    },
    /// Place as many meetings of a large event as can be, with few breaks.
    Event {
        /// The problem; a drawn event when it is left out.
        file: Option<PathBuf>,
        #[command(flatten)]
        size: event::Size,
        /// Draws the event and the search.
        #[arg(long, default_value_t = 0)]
        seed: u64,
        /// Walks side by side, each on a core of its own.
        #[arg(long, default_value_t = 2)]
        walks: usize,
        /// Seconds.
        #[arg(long, default_value_t = 10.0)]
        seconds: f64,
        /// Steps, instead of seconds: the same result on every machine.
        #[arg(long, conflicts_with = "seconds")]
        steps: Option<u64>,
    },
    /// Solve a folder of instances, beside the published figures.
    Bench {
        /// The folder, with `published.csv` if there is one.
        folder: PathBuf,
        /// The fairness bound.
        #[arg(long, default_value_t = 2)]
        fairness: usize,
        /// Chooses between searches that are equally good.
        #[arg(long, default_value_t = 0)]
        seed: u64,
        /// What is made least; the published figures are of breaks.
        #[arg(long, value_enum, default_value_t = Aim::Breaks)]
        objective: Aim,
        /// Only instances whose name holds this.
        #[arg(long)]
        only: Option<String>,
        #[command(flatten)]
        bars: bench::Bars,
    },
    /// Make instances of the published families that nobody has seen.
    Generate {
        /// The folder with the originals.
        from: PathBuf,
        /// The folder to write to.
        into: PathBuf,
        /// Draws them.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Solve instances beside OR-Tools CP-SAT: the same cores, the same seconds.
    Against {
        #[command(flatten)]
        match_up: against::MatchUp,
    },
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Aim {
    /// Runs of idle slots.
    Breaks,
    /// Idle slots.
    Idle,
}

impl From<Aim> for Objective {
    fn from(aim: Aim) -> Self {
        match aim {
            Aim::Breaks => Self::Breaks,
            Aim::Idle => Self::IdleSlots,
        }
    }
}

fn main() -> ExitCode {
    let command = Arguments::parse().command;
    let mut out = std::io::stdout().lock();
    match obey(command, &mut out) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(e) => {
            let told = writeln!(std::io::stderr(), "plan: {e:#}");
            // Nobody listens any more: the code still tells.
            drop(told);
            ExitCode::from(2)
        }
    }
}

/// Whether all is well: solved, legal, or as published.
fn obey(command: Command, out: &mut dyn Write) -> anyhow::Result<bool> {
    match command {
        Command::Solve {
            files,
            fairness,
            objective,
            seconds,
            steps,
            seed,
            json,
        } => {
            let objective = objective.into();
            let request = Request {
                objective,
                fairness_max: fairness,
                seed,
                steps_max: steps.unwrap_or(u64::MAX),
            };
            let mut all_solved = true;
            for path in files {
                let instance = files::problem(&path)?;
                let outcome = run::run_watched(&instance, request, seconds)?;
                all_solved &= outcome.schedule.is_some();
                let is_impossible = outcome.schedule.is_none() && outcome.is_proven;
                let reasons = is_impossible.then(|| run::reasons(&instance)).flatten();
                let reasons = told::Told {
                    reasons: reasons.as_ref(),
                    fairness,
                };
                told::tell(&path, &instance, objective, &outcome, reasons, json, out)?;
            }
            Ok(all_solved)
        }
        Command::Check {
            file,
            schedule,
            fairness,
        } => {
            let instance = files::problem(&file)?;
            match check_schedule(&instance, &files::schedule(&schedule)?, fairness) {
                Ok(measures) => {
                    let (breaks, idle, gap) =
                        (measures.n_breaks, measures.n_idle, measures.fairness_gap);
                    writeln!(out, "legal: breaks {breaks}, idle slots {idle}, gap {gap}")?;
                    Ok(true)
                }
                Err(violations) => {
                    for violation in violations {
                        writeln!(out, "{}", told::violation(violation))?;
                    }
                    Ok(false)
                }
            }
        }
        Command::Convert { file } => {
            writeln!(out, "{}", problem_file::write(&files::problem(&file)?))?;
            Ok(true)
        }
        Command::Event {
            file,
            size,
            seed,
            walks,
            seconds,
            steps,
        } => event::event(file.as_deref(), size, seed, walks, seconds, steps, out),
        Command::Bench {
            folder,
            fairness,
            seed,
            objective,
            only,
            bars,
        } => {
            let task = bench::Task {
                objective: objective.into(),
                fairness,
                seed,
            };
            bench::bench(&folder, task, bars, only.as_deref(), out)
        }
        Command::Generate { from, into, seed } => generate::generate(&from, &into, seed, out),
        Command::Against { match_up } => against::against(&match_up, out),
    }
}
