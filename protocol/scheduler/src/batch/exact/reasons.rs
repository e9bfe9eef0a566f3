//! Why no schedule exists, as a set of causes that a person understands: together they cannot be
//! kept, and without any one of them they could.
//!
//! Causes are left out, many at a time and then one by one, and whatever still contradicts itself
//! goes on without them. What cannot be decided within the budget is kept and told as such.

use super::{Encoding, Engine, Objective, Share, Watch};
use crate::batch::domains::propagate;
use crate::batch::instance::{Instance, Meeting, Slots, each_slot};

/// One of the things that cannot all be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The meeting is to take place.
    Meeting {
        /// Which.
        meeting: usize,
    },
    /// It may not stand in every slot.
    Session {
        /// Which meeting.
        meeting: usize,
    },
    /// It must follow another.
    Order {
        /// Which meeting.
        meeting: usize,
        /// The other.
        predecessor: usize,
    },
    /// The participant is not always available, or not everywhere.
    Availability {
        /// Who.
        participant: usize,
    },
    /// The participant is engaged elsewhere.
    Engaged {
        /// Who.
        participant: usize,
    },
    /// The participant takes so many meetings and no more.
    AllowedNumber {
        /// Who.
        participant: usize,
    },
    /// There are so many tables.
    Tables,
    /// There is so much of what is scarce.
    Scarce {
        /// Which.
        resource: usize,
    },
    /// The way between sites takes time.
    Ways,
}

/// Causes that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reasons {
    /// In the order of [`Cause`].
    pub causes: Vec<Cause>,
    /// Whether each is known to be needed; otherwise the budget ended first.
    pub is_minimal: bool,
}

/// The causes that leave no schedule, if it is shown within `steps_max` conflicts that none exists.
///
/// # Panics
/// If the instance does not [validate](Instance::validate).
#[must_use]
pub fn reasons(instance: &Instance, steps_max: u64, watch: &dyn Watch) -> Option<Reasons> {
    instance.validate().expect("the instance is well formed");
    let mut trial = Trial {
        instance,
        steps_left: steps_max,
        watch,
        has_doubts: false,
    };
    let mut causes = all_causes(instance);
    if !trial.is_contradictory(&causes) {
        return None;
    }
    let mut chunk = causes.len().div_ceil(2).max(1);
    loop {
        let mut first = 0;
        trial.has_doubts = false;
        while first < causes.len() {
            let end = (first + chunk).min(causes.len());
            let fewer: Vec<Cause> = [&causes[..first], &causes[end..]].concat();
            if trial.is_contradictory(&fewer) {
                causes = fewer;
            } else {
                first = end;
            }
        }
        if chunk == 1 {
            break;
        }
        chunk = chunk.div_ceil(2);
    }
    Some(Reasons {
        causes,
        is_minimal: !trial.has_doubts,
    })
}

/// The problem in which only these causes are kept: the meetings that are named, with numbers as
/// before, and of the rules about them only those that are named.
#[must_use]
pub fn keep_only(instance: &Instance, causes: &[Cause]) -> Instance {
    let has = |cause: Cause| causes.binary_search(&cause).is_ok();
    let is_kept = |meeting: usize| has(Cause::Meeting { meeting });
    let all = instance.all_slots();
    let mut kept = instance.clone();
    for (meeting, row) in kept.meetings.iter_mut().enumerate() {
        row.after.retain(|predecessor| {
            let predecessor = *predecessor;
            has(Cause::Order {
                meeting,
                predecessor,
            }) && is_kept(predecessor)
        });
        // What stays would be another meeting in another slot.
        if !row.stays && !has(Cause::Session { meeting }) {
            row.slots = all;
        }
    }
    for participant in 0..kept.free.len() {
        if !has(Cause::Availability { participant }) {
            kept.free[participant] = all;
            if let Some(sites) = &mut kept.terms.sites {
                sites.away.iter_mut().for_each(|row| row[participant] = 0);
            }
        }
        if !has(Cause::Engaged { participant })
            && let Some(engaged) = kept.terms.engaged.get_mut(participant)
        {
            *engaged = 0;
        }
        if !has(Cause::AllowedNumber { participant })
            && let Some(most) = kept.terms.meetings_max.get_mut(participant)
        {
            *most = None;
        }
    }
    if !has(Cause::Tables) {
        kept.capacity.fill(instance.meetings.len());
    }
    for (resource, scarce) in kept.scarce.iter_mut().enumerate() {
        if !has(Cause::Scarce { resource }) {
            scarce.capacity.fill(instance.meetings.len());
        }
    }
    if let Some(sites) = &mut kept.terms.sites
        && !has(Cause::Ways)
    {
        let bars = sites.barred.iter_mut().flatten().flatten();
        bars.for_each(|barred| *barred = 0);
    }
    drop_meetings(kept, &is_kept)
}

/// The problem of some meetings alone, in their order.
fn drop_meetings(mut instance: Instance, is_kept: &dyn Fn(usize) -> bool) -> Instance {
    let mut numbers = Vec::with_capacity(instance.meetings.len());
    let mut n_kept = 0;
    for meeting in 0..instance.meetings.len() {
        numbers.push(is_kept(meeting).then_some(n_kept));
        n_kept += usize::from(is_kept(meeting));
    }
    let meetings = instance.meetings.into_iter().zip(&numbers);
    let meetings = meetings.filter_map(|(row, number)| number.map(|_| row));
    let renumbered = |list: Vec<usize>| list.into_iter().filter_map(|m| numbers[m]).collect();
    instance.meetings = meetings
        .map(|row| Meeting {
            after: renumbered(row.after),
            ..row
        })
        .collect();
    for scarce in &mut instance.scarce {
        scarce.meetings = renumbered(std::mem::take(&mut scarce.meetings));
    }
    instance
}

/// Everything that could be a cause, in order.
fn all_causes(instance: &Instance) -> Vec<Cause> {
    let all: Slots = instance.all_slots();
    let mut causes = Vec::new();
    for (meeting, row) in instance.meetings.iter().enumerate() {
        causes.push(Cause::Meeting { meeting });
        if row.slots & all != all && !row.stays {
            causes.push(Cause::Session { meeting });
        }
        causes.extend(row.after.iter().map(|predecessor| Cause::Order {
            meeting,
            predecessor: *predecessor,
        }));
    }
    for participant in 0..instance.free.len() {
        let sites = instance.terms.sites.as_ref();
        let mut away = sites.iter().flat_map(|sites| &sites.away);
        if instance.free[participant] & all != all || away.any(|row| row[participant] & all != 0) {
            causes.push(Cause::Availability { participant });
        }
        if instance.engaged(participant) != 0 {
            causes.push(Cause::Engaged { participant });
        }
        if instance.meetings_max(participant).is_some() {
            causes.push(Cause::AllowedNumber { participant });
        }
    }
    causes.push(Cause::Tables);
    causes.extend((0..instance.scarce.len()).map(|resource| Cause::Scarce { resource }));
    let sites = instance.terms.sites.iter();
    let mut barred = sites.flat_map(|sites| sites.barred.iter().flatten().flatten());
    if barred.any(|barred| each_slot(*barred).next().is_some()) {
        causes.push(Cause::Ways);
    }
    causes.sort_unstable();
    causes.dedup();
    causes
}

/// Asks whether causes contradict each other, until the budget is spent.
struct Trial<'a> {
    instance: &'a Instance,
    steps_left: u64,
    watch: &'a dyn Watch,
    /// Whether a question since the last reset was not decided.
    has_doubts: bool,
}

impl Trial<'_> {
    fn is_contradictory(&mut self, causes: &[Cause]) -> bool {
        let kept = keep_only(self.instance, causes);
        let Ok(domains) = propagate(&kept) else {
            return true;
        };
        let mut engine = Engine::new(self.steps_left, self.watch);
        let share = Share {
            breaks_min: 0,
            breaks_max: None,
        };
        Encoding::new(&mut engine, &kept, &domains, Objective::Breaks, share, 0);
        let verdict = engine.solve(&[]);
        self.steps_left = self.steps_left.saturating_sub(engine.n_conflicts());
        self.has_doubts |= verdict == super::engine::Verdict::Unknown;
        verdict == super::engine::Verdict::Unsatisfiable
    }
}
