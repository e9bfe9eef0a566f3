//! Who waits at a terminal: sees what is known so far, and may take it at any time with Ctrl-C.

use std::io::{IsTerminal, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use cpu_time::ProcessTime;
use scheduler::batch::Schedule;
use scheduler::batch::exact::Watch;

/// Whether somebody pressed Ctrl-C.
static IS_ENOUGH: AtomicBool = AtomicBool::new(false);
static LISTENS: Once = Once::new();

/// Follows one search.
pub(crate) struct Onlooker {
    started_at: Instant,
    cpu_start: ProcessTime,
    cpu_seconds_max: Option<f64>,
    is_shown: bool,
}

impl Onlooker {
    /// The first press of Ctrl-C takes the best so far; the second ends the program.
    pub(crate) fn new(cpu_seconds_max: Option<f64>) -> Self {
        LISTENS.call_once(|| {
            let heard = ctrlc::set_handler(|| {
                if IS_ENOUGH.swap(true, Ordering::Relaxed) {
                    std::process::exit(130);
                }
            });
            // Without a handler Ctrl-C ends the program, as everywhere.
            drop(heard);
        });
        Self {
            started_at: Instant::now(),
            cpu_start: ProcessTime::now(),
            cpu_seconds_max,
            is_shown: std::io::stderr().is_terminal(),
        }
    }

    /// CPU seconds of both cores.
    pub(crate) fn cpu_seconds(&self) -> f64 {
        self.cpu_start.elapsed().as_secs_f64()
    }

    fn show(&self, what: &str, n: usize) {
        if self.is_shown {
            let seconds = self.started_at.elapsed().as_secs_f64();
            let told = writeln!(std::io::stderr(), "{seconds:>8.1} s  {what} {n}");
            // Nobody looks any more.
            drop(told);
        }
    }
}

impl Watch for Onlooker {
    fn should_stop(&self) -> bool {
        let is_late = self
            .cpu_seconds_max
            .is_some_and(|max| self.cpu_seconds() > max);
        is_late || IS_ENOUGH.load(Ordering::Relaxed)
    }

    fn found(&self, _: &Schedule, cost: usize) {
        self.show("schedule of cost", cost);
    }

    fn proved(&self, bound: usize) {
        self.show("none costs less than", bound);
    }
}
