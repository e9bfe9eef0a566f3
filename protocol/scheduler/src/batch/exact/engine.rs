//! The satisfiability engine behind a small door: literals in, verdicts out, work counted in
//! conflicts so that a limit means the same on every machine.

use std::cell::Cell;
use std::rc::Rc;

use cadical::{Callbacks, Solver};

use super::watch::Watch;

/// A literal as the engine numbers it; the negative number is its negation.
pub(super) type Lit = i32;
/// Always true.
pub(super) const TRUE: Lit = 1;
/// Always false.
pub(super) const FALSE: Lit = -1;

/// What the engine says about a set of assumptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Satisfiable,
    Unsatisfiable,
    /// Neither, within the limits.
    Unknown,
}

/// Shared between the engine's callbacks and us.
struct Meter<'a> {
    n_conflicts: Cell<u64>,
    n_conflicts_max: Cell<u64>,
    watch: &'a dyn Watch,
    is_stopped: Cell<bool>,
}

struct Callback<'a>(Rc<Meter<'a>>);

impl Callbacks for Callback<'_> {
    fn terminate(&mut self) -> bool {
        let meter = &self.0;
        if meter.watch.should_stop() {
            meter.is_stopped.set(true);
        }
        meter.is_stopped.get() || meter.n_conflicts.get() >= meter.n_conflicts_max.get()
    }

    fn max_length(&self) -> i32 {
        i32::MAX
    }

    fn learn(&mut self, _clause: &[i32]) {
        self.0.n_conflicts.set(self.0.n_conflicts.get() + 1);
    }
}

/// The engine with the clauses so far.
pub(super) struct Engine<'a> {
    solver: Solver<Callback<'a>>,
    n_variables: Lit,
    meter: Rc<Meter<'a>>,
    budget: u64,
    buffer: Vec<Lit>,
}

impl<'a> Engine<'a> {
    /// An empty engine that may spend `budget` conflicts in total.
    pub(super) fn new(budget: u64, watch: &'a dyn Watch) -> Self {
        let meter = Rc::new(Meter {
            n_conflicts: Cell::new(0),
            n_conflicts_max: Cell::new(budget),
            watch,
            is_stopped: Cell::new(false),
        });
        // Most time goes into finding the schedule that meets the bound.
        let mut solver = Solver::with_config("sat").expect("the engine has this configuration");
        solver.set_callbacks(Some(Callback(Rc::clone(&meter))));
        let mut engine = Self {
            solver,
            n_variables: 0,
            meter,
            budget,
            buffer: Vec::new(),
        };
        let constant = engine.new_variable();
        engine.solver.add_clause([constant]);
        engine
    }

    pub(super) fn new_variable(&mut self) -> Lit {
        self.n_variables += 1;
        self.n_variables
    }

    /// Adds a clause, without its false literals, unless it is true anyway.
    pub(super) fn clause(&mut self, literals: &[Lit]) {
        if literals.contains(&TRUE) {
            return;
        }
        self.buffer.clear();
        self.buffer
            .extend(literals.iter().filter(|lit| **lit != FALSE));
        self.solver.add_clause(self.buffer.iter().copied());
    }

    /// Asks whether the clauses can be kept under the assumptions, within the whole budget.
    pub(super) fn solve(&mut self, assumptions: &[Lit]) -> Verdict {
        self.solve_within(assumptions, u64::MAX)
    }

    /// The same, with at most `conflicts_max` conflicts.
    pub(super) fn solve_within(&mut self, assumptions: &[Lit], conflicts_max: u64) -> Verdict {
        if self.is_spent() {
            return Verdict::Unknown;
        }
        let end = self.meter.n_conflicts.get().saturating_add(conflicts_max);
        self.meter.n_conflicts_max.set(end.min(self.budget));
        match self.solver.solve_with(assumptions.iter().copied()) {
            Some(true) => Verdict::Satisfiable,
            Some(false) => Verdict::Unsatisfiable,
            None => Verdict::Unknown,
        }
    }

    /// After `Satisfiable`: whether the literal holds.
    pub(super) fn holds(&self, lit: Lit) -> bool {
        match lit {
            TRUE => true,
            FALSE => false,
            lit => self.solver.value(lit) == Some(true),
        }
    }

    /// After `Unsatisfiable`: the assumptions that cannot hold together.
    pub(super) fn core_of(&self, assumptions: &[Lit]) -> Vec<Lit> {
        let in_core = |lit: &Lit| self.solver.failed(*lit);
        assumptions.iter().copied().filter(in_core).collect()
    }

    /// Conflicts in total.
    pub(super) fn budget(&self) -> u64 {
        self.budget
    }

    /// Conflicts so far.
    pub(super) fn n_conflicts(&self) -> u64 {
        self.meter.n_conflicts.get()
    }

    /// Whether nothing more will be decided.
    pub(super) fn is_spent(&self) -> bool {
        self.meter.is_stopped.get() || self.meter.n_conflicts.get() >= self.budget
    }
}
