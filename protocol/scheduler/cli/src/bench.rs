//! `plan bench`: a folder of instances, beside the published figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use anyhow::ensure;
use scheduler::batch::exact::Objective;

use crate::files;
use crate::published::{self, Figure};
use crate::run::{Limits, Outcome, run};

/// What a run of the whole folder must keep.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Bars {
    /// CPU seconds for one instance.
    #[arg(long, default_value_t = 40.0)]
    each_max: f64,
    /// CPU seconds of the median instance.
    #[arg(long, default_value_t = 1.0)]
    median_max: f64,
    /// CPU seconds for all.
    #[arg(long, default_value_t = 200.0)]
    sum_max: f64,
}

/// What every instance of the folder is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Task {
    pub(crate) objective: Objective,
    pub(crate) fairness: usize,
    pub(crate) seed: u64,
}

/// Solves every instance of the folder; whether all agree and every bar is kept.
pub(crate) fn bench(
    folder: &Path,
    task: Task,
    bars: Bars,
    only: Option<&str>,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let Task {
        objective,
        fairness,
        seed,
    } = task;
    let table = folder.join("published.csv");
    let figures = if table.exists() && objective == Objective::Breaks {
        published::load(&table, fairness)?
    } else {
        BTreeMap::new()
    };
    let names = files::list(folder, only)?;
    ensure!(!names.is_empty(), "no instance in {}", folder.display());
    writeln!(
        out,
        "{:<30} {:>9} {:>6} {:>6} {:>7} {:>10} {:>10}  verdict",
        "instance", "published", "value", "bound", "proof", "CPU s", "published s"
    )?;
    let mut totals = Totals::default();
    for (name, path) in names {
        let instance = files::problem(&path)?;
        let limits = Limits {
            cpu_seconds_max: Some(bars.each_max),
            steps_max: None,
        };
        let outcome = run(&instance, objective, Some(fairness), seed, limits)?;
        let figure = figures.get(&name).copied();
        writeln!(out, "{}", totals.row(&name, objective, &outcome, figure))?;
        out.flush()?;
    }
    totals.conclude(bars, out)
}

#[derive(Default)]
struct Totals {
    cpu_seconds: Vec<f64>,
    published_seconds: f64,
    n_published: usize,
    n_agreeing: usize,
    n_unproven: usize,
}

impl Totals {
    fn row(
        &mut self,
        name: &str,
        objective: Objective,
        outcome: &Outcome,
        figure: Option<Figure>,
    ) -> String {
        self.cpu_seconds.push(outcome.cpu_seconds);
        self.n_unproven += usize::from(!outcome.is_proven);
        let value = outcome.measures.map(|m| objective.cost(&m));
        let verdict = match figure {
            _ if !outcome.is_proven => "not proven",
            None => "not published",
            Some(figure) if figure.n_breaks == value => "same",
            Some(_) => "DIFFERS",
        };
        if let Some(figure) = figure {
            self.n_published += 1;
            self.published_seconds += figure.seconds;
            self.n_agreeing += usize::from(verdict == "same");
        }
        let shown = |value: Option<usize>, none: &str| {
            value.map_or_else(|| none.to_owned(), |n| n.to_string())
        };
        let mut row = String::new();
        let published = figure.map_or_else(|| "-".to_owned(), |f| shown(f.n_breaks, "UNSAT"));
        let none = if outcome.is_proven { "UNSAT" } else { "-" };
        let seconds = figure.map_or_else(|| "-".to_owned(), |f| format!("{:.1}", f.seconds));
        write!(
            row,
            "{name:<30} {published:>9} {:>6} {:>6} {:>7} {:>10.3} {seconds:>10}   {verdict}",
            shown(value, none),
            shown(outcome.bound, "-"),
            if outcome.is_proven { "yes" } else { "no" },
            outcome.cpu_seconds,
        )
        .expect("text can be written to a string");
        row
    }

    fn conclude(mut self, bars: Bars, out: &mut dyn Write) -> anyhow::Result<bool> {
        self.cpu_seconds.sort_by(f64::total_cmp);
        let n = self.cpu_seconds.len();
        let sum: f64 = self.cpu_seconds.iter().sum();
        let median = self.cpu_seconds[n / 2];
        let longest = self.cpu_seconds[n - 1];
        writeln!(
            out,
            "\n{n} instances, {} proven; {} of {} published values reached",
            n - self.n_unproven,
            self.n_agreeing,
            self.n_published
        )?;
        writeln!(
            out,
            "CPU seconds: sum {sum:.1} (published {:.1}), median {median:.3}, longest {longest:.1}",
            self.published_seconds
        )?;
        let keeps = [
            ("every value proven", self.n_unproven == 0),
            (
                "every published value reached",
                self.n_agreeing == self.n_published,
            ),
            ("each instance in time", longest <= bars.each_max),
            ("median in time", median <= bars.median_max),
            ("sum in time", sum <= bars.sum_max),
        ];
        for (bar, is_kept) in keeps {
            writeln!(out, "{} {bar}", if is_kept { "kept  " } else { "MISSED" })?;
        }
        Ok(keeps.iter().all(|(_, is_kept)| *is_kept))
    }
}
