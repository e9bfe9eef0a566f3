//! Large events: as many meetings as can be placed, then few breaks, by simulated annealing.
//!
//! A schedule is changed by exchanging two slots along a chain: a meeting moves, whoever is in
//! its way moves back, until nobody is in two places. A trial that makes things worse is
//! sometimes kept, less and less as the steps run out. Meetings that find no place stay out and
//! are tried again; those who asked first weigh more.

mod board;

use super::chance::Chance;
use super::instance::{Instance, Slots, each_slot};
use board::{Board, Move};

/// A schedule in which some meetings may stand nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialSchedule {
    /// Per meeting its slot.
    pub slot_of: Vec<Option<usize>>,
}

/// What annealing found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annealed {
    /// The best schedule.
    pub schedule: PartialSchedule,
    /// Meetings placed.
    pub n_placed: usize,
    /// Nobody can place more.
    pub placed_bound: usize,
    /// Breaks of the placed meetings.
    pub n_breaks: usize,
    /// Steps used.
    pub n_steps: u64,
}

/// How much worse a trial may be and still have a fair chance, at first and at the end.
const HOT: f64 = 0.4;
const COLD: f64 = 0.12;
/// The share of the steps in which a slot may hold more meetings than tables, at a price.
const SOFT_SHARE: f64 = 0.93;
/// That price, and what it rises to.
const EXCESS_WEIGHT: f64 = 0.4;
const EXCESS_WEIGHT_LATE: f64 = 3.0;
/// Longest chain that is followed.
const CHAIN_MAX: usize = 60;
/// Steps between two looks at the caller.
const STEPS_PER_LOOK: u64 = 1 << 10;

/// Places meetings.
///
/// The same instance, seed and number of steps give the same schedule. `progress` is asked now
/// and then how much of the time is gone, from 0 to 1; the search ends at 1. A caller without a
/// clock answers 0.
///
/// # Panics
/// If the instance does not [validate](Instance::validate).
pub fn anneal(
    instance: &Instance,
    seed: u64,
    steps_max: u64,
    progress: &dyn Fn() -> f64,
) -> Annealed {
    instance.validate().expect("the instance is well formed");
    let domains: Vec<Slots> = (0..instance.meetings.len())
        .map(|m| instance.slots_of(m))
        .collect();
    let placed_bound = placed_bound(instance, &domains);
    let mut search = Search {
        board: Board::new(instance, domains),
        chance: Chance::new(seed),
        unplaced: Vec::new(),
        chain: Vec::new(),
        is_soft: false,
    };
    search.fill();
    let mut best = search.board.slot_of.clone();
    let mut best_worth = search.worth();
    let mut n_steps = 0;
    let mut heat = HOT;
    while n_steps < steps_max && !instance.meetings.is_empty() {
        if n_steps.is_multiple_of(STEPS_PER_LOOK) {
            #[expect(clippy::cast_precision_loss, reason = "a share needs few digits")]
            let gone = (n_steps as f64 / steps_max as f64).max(progress());
            if gone >= 1.0 {
                break;
            }
            heat = HOT * (COLD / HOT).powf(gone);
            // While meetings are out, a gap in one slot would be filled before the excess of
            // another comes back.
            search.is_soft = gone < SOFT_SHARE && search.unplaced.is_empty();
            search.board.excess_weight = if search.is_soft {
                EXCESS_WEIGHT
            } else {
                EXCESS_WEIGHT_LATE
            };
            let worth = search.worth();
            if search.board.n_excess == 0 && worth > best_worth {
                best_worth = worth;
                best.clone_from(&search.board.slot_of);
            }
            if best_worth == (placed_bound, std::cmp::Reverse(0)) {
                break;
            }
        }
        n_steps += 1;
        search.step(heat);
    }
    if search.board.n_excess == 0 && search.worth() > best_worth {
        best_worth = search.worth();
        best.clone_from(&search.board.slot_of);
    }
    Annealed {
        schedule: PartialSchedule { slot_of: best },
        n_placed: best_worth.0,
        placed_bound,
        n_breaks: best_worth.1.0,
        n_steps,
    }
}

/// No schedule places more: every meeting needs a table in one of its slots, whoever meets.
fn placed_bound(instance: &Instance, domains: &[Slots]) -> usize {
    super::domains::most_seated(instance, domains)
}

struct Search<'a> {
    board: Board<'a>,
    chance: Chance,
    unplaced: Vec<usize>,
    chain: Vec<Move>,
    is_soft: bool,
}

impl Search<'_> {
    /// First schedule: in order of arrival, each where it costs least.
    fn fill(&mut self) {
        for meeting in 0..self.board.domains.len() {
            if !self.place(meeting) {
                self.unplaced.push(meeting);
            }
            self.board.keep();
        }
    }

    fn worth(&self) -> (usize, std::cmp::Reverse<usize>) {
        let n_placed = self.board.slot_of.len() - self.unplaced.len();
        (n_placed, std::cmp::Reverse(self.board.total_breaks()))
    }

    /// Puts a meeting where it costs least, if a slot is open.
    fn place(&mut self, meeting: usize) -> bool {
        let mut best: Option<(f64, usize)> = None;
        let open = self.board.open_slots(meeting);
        for slot in each_slot(open) {
            let is_full = self.board.n_in_slot[slot] >= self.board.instance.capacity[slot];
            if is_full || !self.board.keeps_order(meeting, slot) {
                continue;
            }
            let before = self.board.change;
            let n_before = self.board.trail.len();
            let there = Move {
                meeting,
                from: None,
                to: Some(slot),
            };
            self.board.shift(&[there]);
            let cost = self.board.change - before;
            self.board.shift(&[Move {
                meeting,
                from: Some(slot),
                to: None,
            }]);
            self.board.trail.truncate(n_before);
            self.board.change = before;
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, slot));
            }
        }
        if let Some((_, slot)) = best {
            self.board.shift(&[Move {
                meeting,
                from: None,
                to: Some(slot),
            }]);
        }
        best.is_some()
    }

    fn step(&mut self, heat: f64) {
        let is_insertion = !self.unplaced.is_empty() && self.chance.below(4) == 0;
        let is_possible = if is_insertion {
            self.try_insertion()
        } else {
            self.try_exchange()
        };
        if !is_possible {
            self.board.take_back();
            return;
        }
        let change = self.board.change;
        if change <= 0.0 || self.draw() < (-change / heat).exp() {
            if is_insertion {
                let board = &self.board;
                self.unplaced
                    .retain(|meeting| board.slot_of[*meeting].is_none());
                let out = board
                    .trail
                    .iter()
                    .filter(|step| board.slot_of[step.meeting].is_none());
                let out: Vec<usize> = out.map(|step| step.meeting).collect();
                for meeting in out {
                    if !self.unplaced.contains(&meeting) {
                        self.unplaced.push(meeting);
                    }
                }
            }
            self.board.keep();
        } else {
            self.board.take_back();
        }
    }

    fn draw(&mut self) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a random share needs few digits"
        )]
        let share = (self.chance.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        share
    }

    fn any_slot(&mut self, slots: Slots) -> Option<usize> {
        let n = slots.count_ones() as usize;
        if n == 0 {
            return None;
        }
        let skipped = self.chance.below(n);
        each_slot(slots).nth(skipped)
    }

    /// Exchanges two slots along the chain of a random meeting; a full slot gives another back.
    fn try_exchange(&mut self) -> bool {
        let meeting = self.chance.below(self.board.slot_of.len());
        let Some(from) = self.board.slot_of[meeting] else {
            return false;
        };
        let [a, b] = self.board.instance.meetings[meeting].parties;
        // Beside another meeting of a party a break closes; now and then anywhere.
        let beside = |slot: usize| [slot.checked_sub(1), Some(slot + 1)];
        let party = if self.chance.below(2) == 0 { a } else { b };
        let mut near: Slots = 0;
        for slot in 0..self.board.instance.n_slots {
            if slot != from && self.board.held(party, slot).is_some() {
                for next in beside(slot).into_iter().flatten().filter(|n| *n < 128) {
                    near |= 1 << next;
                }
            }
        }
        let wide = self.board.domains[meeting] & !(1 << from);
        let slots = if self.chance.below(10) < 8 && wide & near != 0 {
            wide & near
        } else {
            wide
        };
        let Some(to) = self.any_slot(slots) else {
            return false;
        };
        let n_excess = self.board.n_excess;
        if !self.exchange(meeting, from, to) {
            return false;
        }
        // Tables may be too few for a while, at a price: most ways to a better schedule lead there.
        if self.is_soft && self.chance.below(4) < 3 {
            return true;
        }
        for (full, other) in [(to, from), (from, to)] {
            let capacity = self.board.instance.capacity[full];
            for _ in 0..3 {
                if self.board.n_in_slot[full] <= capacity {
                    break;
                }
                let Some(back) = self.any_in(full) else { break };
                if !self.exchange(back, full, other) {
                    return false;
                }
            }
        }
        self.board.n_excess <= n_excess
    }

    /// A random meeting of a slot.
    fn any_in(&mut self, slot: usize) -> Option<usize> {
        let n = self.board.n_participants();
        for _ in 0..200 {
            let participant = self.chance.below(n);
            if let Some(meeting) = self.board.held(participant, slot) {
                return Some(meeting);
            }
        }
        None
    }

    /// Moves a meeting and, along the chain, whoever is in the way, the other way.
    fn exchange(&mut self, meeting: usize, from: usize, to: usize) -> bool {
        self.chain.clear();
        self.chain.push(Move {
            meeting,
            from: Some(from),
            to: Some(to),
        });
        let mut next = 0;
        while let Some(step) = self.chain.get(next).copied() {
            next += 1;
            let (Some(leaves), Some(takes)) = (step.from, step.to) else {
                continue;
            };
            if self.board.domains[step.meeting] >> takes & 1 == 0 || self.chain.len() > CHAIN_MAX {
                return false;
            }
            for participant in self.board.instance.meetings[step.meeting].parties {
                if let Some(other) = self.board.held(participant, takes)
                    && !self.chain.iter().any(|known| known.meeting == other)
                {
                    self.chain.push(Move {
                        meeting: other,
                        from: Some(takes),
                        to: Some(leaves),
                    });
                }
            }
        }
        let chain = std::mem::take(&mut self.chain);
        self.board.shift(&chain);
        let in_order = chain.iter().all(|step| {
            step.to
                .is_none_or(|slot| self.board.keeps_order(step.meeting, slot))
        });
        self.chain = chain;
        in_order
    }

    /// Puts an unplaced meeting into a random slot; whoever is in the way finds another or goes
    /// out.
    fn try_insertion(&mut self) -> bool {
        let index = self.chance.below(self.unplaced.len());
        let meeting = self.unplaced[index];
        if self.place(meeting) {
            return true;
        }
        let Some(slot) = self.any_slot(self.board.domains[meeting]) else {
            return false;
        };
        let mut pushed = Vec::new();
        for participant in self.board.instance.meetings[meeting].parties {
            if let Some(other) = self.board.held(participant, slot) {
                self.board.shift(&[Move {
                    meeting: other,
                    from: Some(slot),
                    to: None,
                }]);
                pushed.push(other);
            }
        }
        if self.board.n_in_slot[slot] >= self.board.instance.capacity[slot] {
            let Some(other) = self.any_in(slot) else {
                return false;
            };
            self.board.shift(&[Move {
                meeting: other,
                from: Some(slot),
                to: None,
            }]);
            pushed.push(other);
        }
        if !self.board.keeps_order(meeting, slot) {
            return false;
        }
        self.board.shift(&[Move {
            meeting,
            from: None,
            to: Some(slot),
        }]);
        for other in pushed {
            self.place(other);
        }
        true
    }
}
