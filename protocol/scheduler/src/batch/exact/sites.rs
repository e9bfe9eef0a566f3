//! Sites as clauses: at which one a meeting takes place, and that there is time for the way.

use super::cardinality::at_most_one;
use super::encode::all_of;
use super::engine::{Engine, FALSE, Lit, TRUE};
use crate::batch::instance::{Instance, each_slot};

/// Per meeting and site a literal; exactly one per meeting. Empty where sites do not matter.
pub(super) struct SiteLits {
    at: Vec<Vec<Lit>>,
    n_meetings: usize,
}

impl SiteLits {
    pub(super) fn new(engine: &mut Engine<'_>, instance: &Instance, stands: &[Vec<Lit>]) -> Self {
        let Some(sites) = &instance.terms.sites else {
            return Self {
                at: Vec::new(),
                n_meetings: stands.len(),
            };
        };
        let mut at = vec![vec![FALSE; sites.len()]; stands.len()];
        for (meeting, row) in at.iter_mut().enumerate() {
            let own: Vec<usize> = instance.sites_of(meeting).collect();
            for &site in &own {
                row[site] = match own.len() {
                    1 => TRUE,
                    _ => engine.new_variable(),
                };
                // Where and when go together: somebody may not be there then.
                let open = instance.slots_at(meeting, site);
                for (slot, lit) in stands[meeting].iter().enumerate() {
                    if *lit != FALSE && open >> slot & 1 == 0 {
                        engine.clause(&[-lit, -row[site]]);
                    }
                }
            }
            let own: Vec<Lit> = own.into_iter().map(|site| row[site]).collect();
            engine.clause(&own);
            at_most_one(engine, &own);
        }
        Self {
            at,
            n_meetings: stands.len(),
        }
    }

    /// Whether a meeting stands in a slot at a site.
    pub(super) fn stands_at(
        &self,
        engine: &mut Engine<'_>,
        stands: &[Vec<Lit>],
        meeting: usize,
        slot: usize,
        site: usize,
    ) -> Lit {
        let at = self.at.get(meeting).map_or(TRUE, |row| row[site]);
        all_of(engine, &[stands[meeting][slot], at])
    }

    /// Nobody is at two sites with too little time between.
    pub(super) fn keep_ways(
        &self,
        engine: &mut Engine<'_>,
        instance: &Instance,
        stands: &[Vec<Lit>],
        rows: &[Vec<usize>],
    ) {
        let Some(sites) = &instance.terms.sites else {
            return;
        };
        let bars = sites.barred.iter().flatten().flatten();
        if bars.fold(0, |any, barred| any | barred) == 0 {
            return;
        }
        for row in rows {
            let mut present = vec![vec![FALSE; instance.n_slots]; sites.len()];
            for (site, present) in present.iter_mut().enumerate() {
                for (slot, present) in present.iter_mut().enumerate() {
                    let here: Vec<Lit> = row
                        .iter()
                        .filter(|m| stands[**m][slot] != FALSE && self.at[**m][site] != FALSE)
                        .map(|m| self.stands_at(engine, stands, *m, slot, site))
                        .collect();
                    *present = any_of(engine, &here);
                }
            }
            for (here, from) in sites.barred.iter().enumerate() {
                for (there, barred) in from.iter().enumerate() {
                    for (slot, barred) in barred.iter().enumerate() {
                        for other in each_slot(*barred & instance.all_slots()) {
                            engine.clause(&[-present[here][slot], -present[there][other]]);
                        }
                    }
                }
            }
        }
    }

    /// After a satisfiable verdict: the sites.
    pub(super) fn read(&self, engine: &Engine<'_>) -> Vec<usize> {
        if self.at.is_empty() {
            return vec![0; self.n_meetings];
        }
        let site_of = |row: &Vec<Lit>| row.iter().position(|lit| engine.holds(*lit));
        let sites = self.at.iter().map(site_of);
        sites
            .map(|site| site.expect("every meeting is somewhere"))
            .collect()
    }
}

/// A literal that is true when one of some is.
fn any_of(engine: &mut Engine<'_>, literals: &[Lit]) -> Lit {
    match literals {
        [] => FALSE,
        [one] => *one,
        _ => {
            let any = engine.new_variable();
            for lit in literals {
                engine.clause(&[-lit, any]);
            }
            any
        }
    }
}
