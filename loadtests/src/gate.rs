//! The table that every test prints, and the verdict that it ends with.

use std::fmt::Write as _;
use std::process::ExitCode;

use crate::machine;

/// What a figure is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bar {
    /// Nothing: the figure is there to be read.
    None,
    /// At most this.
    AtMost(f64),
    /// At least this.
    AtLeast(f64),
}

impl Bar {
    fn holds(self, figure: f64) -> bool {
        match self {
            Self::None => true,
            // A figure that could not be computed passes no bar.
            Self::AtMost(bar) => figure <= bar,
            Self::AtLeast(bar) => figure >= bar,
        }
    }
}

struct Row {
    name: String,
    figure: f64,
    unit: &'static str,
    bar: Bar,
}

/// Figures of one test.
pub(crate) struct Table {
    test: &'static str,
    seed: u64,
    load_before: String,
    rows: Vec<Row>,
    notes: Vec<String>,
    /// Why nothing was tested.
    skipped: Option<String>,
}

/// What a test ends with that could not test anything: neither a pass nor a failure.
const SKIPPED: u8 = 77;

impl Table {
    pub(crate) fn new(test: &'static str, seed: u64) -> Self {
        Self {
            test,
            seed,
            load_before: machine::load(),
            rows: Vec::new(),
            notes: Vec::new(),
            skipped: None,
        }
    }

    /// The machine lacks what the test needs: nothing is tested, and nobody shall think so.
    pub(crate) fn skip(&mut self, reason: impl Into<String>) {
        self.skipped = Some(reason.into());
    }

    /// A figure that decides.
    pub(crate) fn gate(
        &mut self,
        name: impl Into<String>,
        figure: f64,
        unit: &'static str,
        bar: Bar,
    ) {
        self.rows.push(Row {
            name: name.into(),
            figure,
            unit,
            bar,
        });
    }

    /// A figure to be read.
    pub(crate) fn figure(&mut self, name: impl Into<String>, figure: f64, unit: &'static str) {
        self.gate(name, figure, unit, Bar::None);
    }

    /// Something to know when reading the figures.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    fn passes(&self) -> bool {
        self.rows.iter().all(|row| row.bar.holds(row.figure))
    }

    fn verdict(&self) -> &'static str {
        if self.skipped.is_some() {
            "SKIPPED"
        } else if self.passes() {
            "PASS"
        } else {
            "FAIL"
        }
    }

    fn render(&self) -> String {
        let mut text = String::new();
        if let Some(reason) = &self.skipped {
            let _ = writeln!(text, "SKIPPED, nothing was tested: {reason}");
        }
        let width = self
            .rows
            .iter()
            .map(|row| row.name.chars().count())
            .max()
            .unwrap_or(0)
            .max(6);
        let mut line = |name: &str, figure: &str, bar: &str, verdict: &str| {
            let padding = width.saturating_sub(name.chars().count());
            let _ = writeln!(
                text,
                "{name}{:padding$}  {figure:>16}  {bar:>16}  {verdict}",
                ""
            );
        };
        line("figure", "measured", "bar", "");
        for row in &self.rows {
            let figure = format!("{} {}", shown(row.figure), row.unit);
            let (bar, verdict) = match row.bar {
                Bar::None => (String::new(), ""),
                Bar::AtMost(bar) => (format!("≤ {} {}", shown(bar), row.unit), verdict(row)),
                Bar::AtLeast(bar) => (format!("≥ {} {}", shown(bar), row.unit), verdict(row)),
            };
            line(&row.name, figure.trim_end(), bar.trim_end(), verdict);
        }
        for note in &self.notes {
            let _ = writeln!(text, "· {note}");
        }
        let _ = writeln!(
            text,
            "{}: {} (seed {}, host load before {}, after {}, {} cores)",
            self.test,
            self.verdict(),
            self.seed,
            self.load_before,
            machine::load(),
            machine::n_cores(),
        );
        text
    }

    /// Prints the table; a missed bar is an error, and a skipped test has a code of its own.
    #[allow(clippy::print_stdout)]
    pub(crate) fn finish(self) -> ExitCode {
        print!("{}", self.render());
        if self.skipped.is_some() {
            ExitCode::from(SKIPPED)
        } else if self.passes() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

fn verdict(row: &Row) -> &'static str {
    if row.bar.holds(row.figure) {
        "pass"
    } else {
        "FAIL"
    }
}

fn shown(figure: f64) -> String {
    if figure.fract() == 0.0 {
        format!("{figure:.0}")
    } else if figure.abs() >= 100.0 {
        format!("{figure:.1}")
    } else {
        format!("{figure:.2}")
    }
}

/// A line of progress, beside the table.
#[allow(clippy::print_stderr)]
pub(crate) fn say(text: impl AsRef<str>) {
    eprintln!("▸ {}", text.as_ref());
}

/// The test could not be carried out, which is no pass.
#[allow(clippy::print_stderr)]
pub(crate) fn broken(error: &anyhow::Error) -> ExitCode {
    eprintln!("✗ {error:#}");
    ExitCode::FAILURE
}

/// A number as a figure.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn count(n: usize) -> f64 {
    n as f64
}

/// Microseconds as a figure in milliseconds.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn milliseconds(micros: u64) -> f64 {
    micros as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(figure: f64, bar: Bar) -> Table {
        let mut table = Table::new("example", 7);
        table.gate("waiting", figure, "ms", bar);
        table
    }

    #[test]
    fn a_missed_bar_fails_the_table_and_a_kept_one_does_not() {
        assert!(table(50.0, Bar::AtMost(50.0)).passes());
        assert!(!table(50.1, Bar::AtMost(50.0)).passes());
        assert!(table(3_000.0, Bar::AtLeast(3_000.0)).passes());
        assert!(!table(2_999.0, Bar::AtLeast(3_000.0)).passes());
    }

    #[test]
    fn a_figure_that_is_no_number_passes_no_bar() {
        assert!(!table(f64::NAN, Bar::AtMost(50.0)).passes());
        assert!(!table(f64::NAN, Bar::AtLeast(0.0)).passes());
    }

    #[test]
    fn a_skipped_test_is_neither_a_pass_nor_a_failure_and_says_so_first() {
        let mut table = table(1.0, Bar::None);
        table.skip("there is no moon");
        let text = table.render();
        assert!(
            text.starts_with("SKIPPED, nothing was tested: there is no moon\n"),
            "{text}"
        );
        assert!(
            text.contains("example: SKIPPED") && !text.contains("PASS"),
            "{text}"
        );
        assert_eq!(table.finish(), ExitCode::from(77));
    }

    #[test]
    fn the_table_names_figure_bar_verdict_and_seed() {
        let text = table(12.345, Bar::AtMost(50.0)).render();
        for part in [
            "waiting",
            "12.35 ms",
            "≤ 50 ms",
            "pass",
            "PASS",
            "seed 7",
            "host load",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }
}
