//! Proof from below: cores of break-free wishes are found, relaxed and counted until a schedule
//! meets the bound.

use super::cardinality::totalizer;
use super::encode::{Encoding, Objective};
use super::engine::{Engine, FALSE, Lit, TRUE, Verdict};
use super::watch::Watch;
use crate::batch::check::check_schedule;
use crate::batch::instance::{Instance, Schedule};

/// How the search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The engine's model is optimal.
    Optimal,
    /// No model at all, or none below the ceiling.
    Exhausted,
    /// The budget ran out.
    OutOfBudget,
}

/// Wishes of which at most a number may fail.
struct Sum {
    /// `outputs[k]`: more than `k` of the inputs hold.
    outputs: Vec<Lit>,
}

/// Core-guided search.
pub(super) struct Search<'a> {
    instance: &'a Instance,
    objective: Objective,
    /// Literals that should stay false, with what comes next when one may hold.
    wishes: Vec<(Lit, usize, usize)>,
    sums: Vec<Sum>,
    /// Costs proven.
    pub(super) bound: usize,
    /// No schedule costs less, as was known before.
    floor: usize,
    /// What the cheapest schedule so far costs, here or before.
    ceiling: usize,
    /// The cheapest schedule found here, with its cost, if it is cheaper than those before.
    pub(super) best: Option<(usize, Schedule)>,
}

/// Conflicts for the hope that nobody needs a break.
const FIRST_CONFLICTS: u64 = 2_000;
/// Conflicts to see whether a core does without a literal.
const MINIMISE_CONFLICTS: u64 = 300;

impl<'a> Search<'a> {
    pub(super) fn new(
        engine: &mut Engine<'_>,
        encoding: &Encoding,
        instance: &'a Instance,
        objective: Objective,
        [floor, ceiling]: [usize; 2],
    ) -> Self {
        let sums: Vec<Sum> = encoding
            .costs
            .iter()
            .map(|outputs| Sum {
                outputs: outputs.clone(),
            })
            .collect();
        let mut search = Self {
            instance,
            objective,
            wishes: Vec::new(),
            sums,
            bound: 0,
            floor,
            ceiling,
            best: None,
        };
        for sum in 0..search.sums.len() {
            search.wish(engine, sum, 0);
        }
        search
    }

    /// Wishes that a sum stays at `k` or below.
    fn wish(&mut self, engine: &mut Engine<'_>, sum: usize, k: usize) {
        let Some(&output) = self.sums[sum].outputs.get(k) else {
            return;
        };
        if output == TRUE {
            self.bound += 1;
            return self.wish(engine, sum, k + 1);
        }
        if output == FALSE {
            return;
        }
        // Two sums may count the same literal: a wish of its own keeps them apart.
        let is_taken = self.wishes.iter().any(|wish| wish.0 == -output);
        let lit = if is_taken {
            engine.new_variable()
        } else {
            output
        };
        if is_taken {
            engine.clause(&[-output, lit]);
        }
        self.wishes.push((-lit, sum, k));
    }

    /// Raises the bound until a schedule meets it.
    pub(super) fn run(
        &mut self,
        engine: &mut Engine<'_>,
        encoding: &Encoding,
        watch: &dyn Watch,
    ) -> Ending {
        let mut is_first = true;
        loop {
            if self.bound.max(self.floor) >= self.ceiling {
                return self.met();
            }
            let assumptions: Vec<Lit> = self.wishes.iter().map(|wish| wish.0).collect();
            let mut verdict = if is_first {
                engine.solve_within(&assumptions, FIRST_CONFLICTS.min(engine.budget() / 4))
            } else {
                engine.solve(&assumptions)
            };
            if is_first && verdict == Verdict::Unknown && self.ceiling == usize::MAX {
                // It takes a while: have any schedule first, in case the budget ends.
                match engine.solve(&[]) {
                    Verdict::Satisfiable => self.keep(engine, encoding, watch),
                    Verdict::Unsatisfiable => return Ending::Exhausted,
                    Verdict::Unknown => return Ending::OutOfBudget,
                }
            }
            if is_first && verdict == Verdict::Unknown {
                verdict = engine.solve(&assumptions);
            }
            is_first = false;
            match verdict {
                Verdict::Satisfiable => {
                    self.keep(engine, encoding, watch);
                    return self.met();
                }
                Verdict::Unknown => return Ending::OutOfBudget,
                Verdict::Unsatisfiable => {}
            }
            let core = engine.core_of(&assumptions);
            if core.is_empty() {
                return Ending::Exhausted;
            }
            let core = self.minimise(engine, encoding, core, watch);
            self.relax(engine, &core);
            watch.proved(self.bound.max(self.floor));
        }
    }

    /// The ending when nothing cheaper than the cheapest schedule is left.
    fn met(&self) -> Ending {
        if self.best.is_some() {
            Ending::Optimal
        } else {
            Ending::Exhausted
        }
    }

    /// Keeps the engine's schedule if it is the cheapest so far. It is measured and not read off
    /// the counters, which may claim more than there is.
    fn keep(&mut self, engine: &Engine<'_>, encoding: &Encoding, watch: &dyn Watch) {
        let schedule = encoding.read(engine);
        let measures = check_schedule(self.instance, &schedule, None);
        let cost = self
            .objective
            .cost(&measures.expect("the clauses keep every rule"));
        if cost < self.ceiling {
            watch.found(&schedule, cost);
            self.ceiling = cost;
            self.best = Some((cost, schedule));
        }
    }

    fn relax(&mut self, engine: &mut Engine<'_>, core: &[Lit]) {
        self.bound += 1;
        let mut freed = Vec::new();
        self.wishes.retain(|wish| {
            let is_hit = core.contains(&wish.0);
            if is_hit {
                freed.push(*wish);
            }
            !is_hit
        });
        for (_, sum, k) in freed {
            self.wish(engine, sum, k + 1);
        }
        let negated: Vec<Lit> = core.iter().map(|lit| -lit).collect();
        engine.clause(&negated);
        if core.len() > 1 {
            let outputs = totalizer(engine, &negated, negated.len(), false);
            self.sums.push(Sum { outputs });
            self.wish(engine, self.sums.len() - 1, 1);
        }
    }

    /// Leaves out what the core does not need, as long as that is cheap to see.
    fn minimise(
        &mut self,
        engine: &mut Engine<'_>,
        encoding: &Encoding,
        mut core: Vec<Lit>,
        watch: &dyn Watch,
    ) -> Vec<Lit> {
        let mut kept = 0;
        while kept < core.len() && core.len() > 1 {
            let mut trial = core.clone();
            trial.remove(kept);
            match engine.solve_within(&trial, MINIMISE_CONFLICTS) {
                Verdict::Unsatisfiable => core = engine.core_of(&trial),
                Verdict::Satisfiable => {
                    self.keep(engine, encoding, watch);
                    kept += 1;
                }
                Verdict::Unknown => kept += 1,
            }
        }
        core
    }
}
