//! The problem as clauses.
//!
//! Per meeting and slot a literal "stands here"; per participant and slot "busy", and the count
//! of meetings held so far, both ways, so that the number of meetings of each participant bounds
//! his day from both ends; per participant his breaks, counted. Capacity counts busy
//! participants, two per meeting: they are fewer than meetings.

use super::cardinality::{at_most_one, totalizer};
use super::engine::{Engine, FALSE, Lit, TRUE};
use super::sites::SiteLits;
use crate::batch::chance::Chance;
use crate::batch::check::Measures;
use crate::batch::instance::{Instance, Schedule, Slots, each_slot, slots_below};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// Runs of idle slots between a participant's meetings of a day.
    Breaks,
    /// Idle slots between a participant's meetings of a day.
    IdleSlots,
}

impl Objective {
    /// What a schedule costs.
    #[must_use]
    pub fn cost(self, measures: &Measures) -> usize {
        match self {
            Self::Breaks => measures.n_breaks,
            Self::IdleSlots => measures.n_idle,
        }
    }
}

/// Literals that the search needs back.
pub(super) struct Encoding {
    /// Per meeting and slot: it stands here.
    stands: Vec<Vec<Lit>>,
    /// Where they take place.
    sites: SiteLits,
    /// Per participant: literals that cost one each when true.
    pub(super) costs: Vec<Vec<Lit>>,
}

/// How breaks are to be shared: everybody has at least `breaks_min` and at most `breaks_max`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    pub(super) breaks_min: usize,
    pub(super) breaks_max: Option<usize>,
}

impl Encoding {
    pub(super) fn new(
        engine: &mut Engine<'_>,
        instance: &Instance,
        domains: &[Slots],
        objective: Objective,
        share: Share,
        seed: u64,
    ) -> Self {
        let stands = place(engine, instance, domains, seed);
        let mut encoding = Self {
            sites: SiteLits::new(engine, instance, &stands),
            stands,
            costs: Vec::new(),
        };
        let rows = instance.meetings_by_participant();
        let busy: Vec<Vec<Lit>> = rows
            .iter()
            .enumerate()
            .map(|(participant, row)| {
                let engaged = instance.engaged(participant);
                encoding.busy(engine, instance, row, engaged)
            })
            .collect();
        encoding.limit_capacity(engine, instance, &rows, &busy);
        encoding.limit_scarce(engine, instance);
        encoding.order(engine, instance, domains);
        let stands = &encoding.stands;
        encoding.sites.keep_ways(engine, instance, stands, &rows);
        for (participant, (row, busy)) in rows.iter().zip(&busy).enumerate() {
            let n_engaged = instance.engaged(participant).count_ones() as usize;
            let day = Day::new(engine, instance, busy, row.len() + n_engaged);
            let costs = day.costs(engine, objective, share);
            encoding.costs.push(costs);
        }
        encoding
    }

    /// Per slot whether a participant with these meetings is busy; never twice.
    fn busy(
        &self,
        engine: &mut Engine<'_>,
        instance: &Instance,
        row: &[usize],
        engaged: Slots,
    ) -> Vec<Lit> {
        let mut busy = Vec::with_capacity(instance.n_slots);
        for slot in 0..instance.n_slots {
            if engaged >> slot & 1 == 1 {
                busy.push(TRUE);
                continue;
            }
            let here = row.iter().map(|meeting| self.stands[*meeting][slot]);
            let here: Vec<Lit> = here.filter(|lit| *lit != FALSE).collect();
            busy.push(match here.as_slice() {
                [] => FALSE,
                [one] => *one,
                _ => {
                    at_most_one(engine, &here);
                    let any = engine.new_variable();
                    for lit in &here {
                        engine.clause(&[-lit, any]);
                    }
                    let mut clause = here;
                    clause.push(-any);
                    engine.clause(&clause);
                    any
                }
            });
        }
        busy
    }

    /// At most so many meetings per slot. Each meeting is counted at one of its parties, and few
    /// participants do the counting.
    fn limit_capacity(
        &self,
        engine: &mut Engine<'_>,
        instance: &Instance,
        rows: &[Vec<usize>],
        busy: &[Vec<Lit>],
    ) {
        let owned = share_out(instance, rows);
        for slot in 0..instance.n_slots {
            let capacity = instance.capacity[slot];
            let mut inputs = Vec::new();
            for (participant, own) in owned.iter().enumerate() {
                let here: Vec<Lit> = own
                    .iter()
                    .map(|meeting| self.stands[*meeting][slot])
                    .filter(|lit| *lit != FALSE)
                    .collect();
                let count = match here.as_slice() {
                    [] => continue,
                    [one] => *one,
                    _ if own.len() == rows[participant].len() => busy[participant][slot],
                    _ => {
                        let any = engine.new_variable();
                        for lit in here {
                            engine.clause(&[-lit, any]);
                        }
                        any
                    }
                };
                inputs.push(count);
            }
            let meets = |(participant, row): (usize, &Vec<Lit>)| {
                let is_engaged = instance.engaged(participant) >> slot & 1 == 1;
                (!is_engaged && row[slot] != FALSE).then_some(row[slot])
            };
            let present: Vec<Lit> = busy.iter().enumerate().filter_map(meets).collect();
            let n_present = present.len();
            if inputs.len() <= capacity || n_present / 2 <= capacity {
                continue;
            }
            limit(engine, &inputs, capacity);
            // Redundant, and worth it: the same said of the days, two parties per meeting.
            limit(engine, &present, 2 * capacity);
        }
    }

    /// At most so many meetings per slot that need something scarce.
    fn limit_scarce(&self, engine: &mut Engine<'_>, instance: &Instance) {
        for scarce in &instance.scarce {
            for slot in 0..instance.n_slots {
                let needs = |m: &usize| match scarce.site {
                    None => self.stands[*m][slot],
                    Some(site) => self.sites.stands_at(engine, &self.stands, *m, slot, site),
                };
                let here: Vec<Lit> = scarce.meetings.iter().map(needs).collect();
                let here: Vec<Lit> = here.into_iter().filter(|lit| *lit != FALSE).collect();
                if here.len() > scarce.capacity[slot] {
                    limit(engine, &here, scarce.capacity[slot]);
                }
            }
        }
    }

    /// Precedences, by "stands at or before".
    fn order(&self, engine: &mut Engine<'_>, instance: &Instance, domains: &[Slots]) {
        let mut ladders: Vec<Option<Vec<Lit>>> = vec![None; domains.len()];
        let mut is_ordered = vec![false; domains.len()];
        for (meeting, row) in instance.meetings.iter().enumerate() {
            for &predecessor in &row.after {
                is_ordered[meeting] = true;
                is_ordered[predecessor] = true;
            }
        }
        for meeting in 0..domains.len() {
            if is_ordered[meeting] {
                ladders[meeting] = Some(ladder(engine, &self.stands[meeting]));
            }
        }
        for (meeting, row) in instance.meetings.iter().enumerate() {
            for &predecessor in &row.after {
                let (Some(late), Some(early)) = (&ladders[meeting], &ladders[predecessor]) else {
                    continue;
                };
                engine.clause(&[-late[0]]);
                for slot in 1..instance.n_slots {
                    engine.clause(&[-late[slot], early[slot - 1]]);
                }
            }
        }
    }

    /// After a satisfiable verdict: the schedule.
    pub(super) fn read(&self, engine: &Engine<'_>) -> Schedule {
        let slot_of = |row: &Vec<Lit>| row.iter().position(|lit| engine.holds(*lit));
        let slots = self.stands.iter().map(slot_of);
        Schedule {
            site_of: self.sites.read(engine),
            slot_of: slots
                .map(|slot| slot.expect("every meeting stands somewhere"))
                .collect(),
        }
    }
}

/// At most so many of the literals.
fn limit(engine: &mut Engine<'_>, literals: &[Lit], most: usize) {
    let counts = counted(engine, literals, Some(most), false);
    if let Some(beyond) = counts.get(most) {
        engine.clause(&[-beyond]);
    }
}

/// Gives each meeting to one of its parties, to few of them: always to the one with most that
/// are not given yet.
fn share_out(instance: &Instance, rows: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut is_given = vec![false; instance.meetings.len()];
    let mut owned = vec![Vec::new(); rows.len()];
    loop {
        let open = |row: &Vec<usize>| row.iter().filter(|m| !is_given[**m]).count();
        let most = rows.iter().map(open).enumerate();
        let Some((owner, n_open)) = most.max_by_key(|(p, n)| (*n, usize::MAX - p)) else {
            return owned;
        };
        if n_open == 0 {
            return owned;
        }
        for &meeting in &rows[owner] {
            if !is_given[meeting] {
                is_given[meeting] = true;
                owned[owner].push(meeting);
            }
        }
    }
}

/// Per meeting and slot a literal; exactly one per meeting. The seed decides which meetings the
/// engine numbers first.
fn place(
    engine: &mut Engine<'_>,
    instance: &Instance,
    domains: &[Slots],
    seed: u64,
) -> Vec<Vec<Lit>> {
    let mut stands = vec![vec![FALSE; instance.n_slots]; domains.len()];
    for meeting in order_of(domains.len(), seed) {
        let domain = domains[meeting];
        let row = &mut stands[meeting];
        if domain.count_ones() == 1 {
            row[domain.trailing_zeros() as usize] = TRUE;
            continue;
        }
        for slot in each_slot(domain) {
            row[slot] = engine.new_variable();
        }
        let given: Vec<Lit> = row.iter().copied().filter(|lit| *lit != FALSE).collect();
        engine.clause(&given);
        at_most_one(engine, &given);
    }
    stands
}

fn order_of(n: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    if seed > 0 {
        Chance::new(seed).shuffle(&mut order);
    }
    order
}

/// "At or before slot t", both ways.
fn ladder(engine: &mut Engine<'_>, row: &[Lit]) -> Vec<Lit> {
    let mut steps = Vec::with_capacity(row.len());
    let mut before = FALSE;
    let last = row.iter().rposition(|lit| *lit != FALSE);
    for (slot, &here) in row.iter().enumerate() {
        let step = if Some(slot) >= last {
            TRUE
        } else {
            either(engine, before, here)
        };
        steps.push(step);
        before = step;
    }
    steps
}

/// A literal that is true exactly when one of two is.
fn either(engine: &mut Engine<'_>, a: Lit, b: Lit) -> Lit {
    match (a, b) {
        (FALSE, other) | (other, FALSE) => other,
        (TRUE, _) | (_, TRUE) => TRUE,
        _ => {
            let any = engine.new_variable();
            engine.clause(&[-a, any]);
            engine.clause(&[-b, any]);
            engine.clause(&[a, b, -any]);
            any
        }
    }
}

/// A literal that is true exactly when all are.
pub(super) fn all_of(engine: &mut Engine<'_>, literals: &[Lit]) -> Lit {
    if literals.contains(&FALSE) {
        return FALSE;
    }
    let literals: Vec<Lit> = literals
        .iter()
        .copied()
        .filter(|lit| *lit != TRUE)
        .collect();
    match literals.as_slice() {
        [] => TRUE,
        [one] => *one,
        _ => {
            let all = engine.new_variable();
            let mut clause = vec![all];
            for lit in literals {
                engine.clause(&[-all, lit]);
                clause.push(-lit);
            }
            engine.clause(&clause);
            all
        }
    }
}

/// One participant's day in literals.
struct Day<'a> {
    busy: &'a [Lit],
    /// Per slot: a meeting today at or before it.
    started: Vec<Lit>,
    /// Per slot: a meeting today at or after it.
    to_come: Vec<Lit>,
    day_starts: Slots,
}

impl<'a> Day<'a> {
    fn new(
        engine: &mut Engine<'_>,
        instance: &Instance,
        busy: &'a [Lit],
        n_meetings: usize,
    ) -> Self {
        let held = count_held(engine, busy, n_meetings);
        let n_slots = instance.n_slots;
        let is_one_day = instance.day_starts & slots_below(n_slots) & !1 == 0;
        let mut started = vec![FALSE; n_slots];
        let mut to_come = vec![FALSE; n_slots];
        if n_meetings > 0 && is_one_day {
            for slot in 0..n_slots {
                started[slot] = held[slot + 1][1];
                to_come[slot] = -held[slot][n_meetings];
            }
        } else if n_meetings > 0 {
            let starts = |slot: usize| slot >= n_slots || instance.day_starts >> slot & 1 == 1;
            for slot in 0..n_slots {
                let before = if slot == 0 || starts(slot) {
                    FALSE
                } else {
                    started[slot - 1]
                };
                started[slot] = either(engine, before, busy[slot]);
            }
            for slot in (0..n_slots).rev() {
                let after = if starts(slot + 1) {
                    FALSE
                } else {
                    to_come[slot + 1]
                };
                to_come[slot] = either(engine, after, busy[slot]);
            }
        }
        Self {
            busy,
            started,
            to_come,
            day_starts: instance.day_starts,
        }
    }

    fn costs(&self, engine: &mut Engine<'_>, objective: Objective, share: Share) -> Vec<Lit> {
        let mut breaks = Vec::new();
        for slot in 1..self.busy.len() {
            // A break ends here: busy after a slot in which somebody waited.
            if self.day_starts >> slot & 1 == 0 {
                let ends = [
                    -self.busy[slot - 1],
                    self.started[slot - 1],
                    self.busy[slot],
                ];
                breaks.push(all_of(engine, &ends));
            }
        }
        let breaks = counted(engine, &breaks, share.breaks_max, share.breaks_min > 0);
        // Said at once, where the counter would say it much later: who waits has a break.
        let some = breaks.first().copied().unwrap_or(FALSE);
        for slot in 0..self.busy.len() {
            engine.clause(&[
                self.busy[slot],
                -self.started[slot],
                -self.to_come[slot],
                some,
            ]);
        }
        if let Some(max) = share.breaks_max
            && let Some(&beyond) = breaks.get(max)
        {
            engine.clause(&[-beyond]);
        }
        for k in 0..share.breaks_min {
            engine.clause(&[breaks.get(k).copied().unwrap_or(FALSE)]);
        }
        match objective {
            Objective::Breaks => breaks,
            Objective::IdleSlots => {
                let idle = (0..self.busy.len()).map(|slot| {
                    let waits = [-self.busy[slot], self.started[slot], self.to_come[slot]];
                    all_of(engine, &waits)
                });
                let idle: Vec<Lit> = idle.collect();
                counted(engine, &idle, None, false)
            }
        }
    }
}

fn counted(
    engine: &mut Engine<'_>,
    literals: &[Lit],
    max: Option<usize>,
    two_way: bool,
) -> Vec<Lit> {
    let inputs: Vec<Lit> = literals
        .iter()
        .copied()
        .filter(|lit| *lit != FALSE)
        .collect();
    let cap = max.map_or(inputs.len(), |max| max + 1);
    totalizer(engine, &inputs, cap, two_way)
}

/// `held[t][k]`: at least `k` meetings in the slots before `t`; exactly `n_meetings` in all.
fn count_held(engine: &mut Engine<'_>, busy: &[Lit], n_meetings: usize) -> Vec<Vec<Lit>> {
    let n_slots = busy.len();
    let mut open_before = vec![0; n_slots + 1];
    for slot in 0..n_slots {
        open_before[slot + 1] = open_before[slot] + usize::from(busy[slot] != FALSE);
    }
    let n_open = open_before[n_slots];
    let mut held: Vec<Vec<Lit>> = Vec::with_capacity(n_slots + 1);
    for slot in 0..=n_slots {
        let mut row = vec![TRUE];
        for k in 1..=n_meetings {
            let still_open = n_open - open_before[slot];
            row.push(if k > open_before[slot] {
                FALSE
            } else if still_open + k <= n_meetings {
                TRUE
            } else {
                engine.new_variable()
            });
        }
        row.push(FALSE);
        if slot > 0 {
            let (before, here) = (&held[slot - 1], busy[slot - 1]);
            for k in 1..=n_meetings + 1 {
                engine.clause(&[-before[k], row[k]]);
                engine.clause(&[-before[k - 1], -here, row[k]]);
                engine.clause(&[-row[k], before[k], here]);
                engine.clause(&[-row[k], before[k - 1]]);
            }
        }
        held.push(row);
    }
    held
}
