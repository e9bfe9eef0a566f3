//! One walk through schedules: a trial that makes things worse is sometimes kept, less and less
//! as it cools.

use super::PartialSchedule;
use super::board::{Board, Task};
use super::day::{BREAK_COST, Word};
use super::exchange::Exchange;

use crate::batch::chance::Chance;

/// What a schedule is worth: meetings placed, then few breaks.
pub(super) type Worth = (usize, std::cmp::Reverse<usize>);

/// How much worse a trial may be and still have a fair chance, at first and at the end.
const HOT: f64 = 0.6 * BREAK_COST as f64;
const COLD: f64 = 0.15 * BREAK_COST as f64;
/// How far a walk that begins with an order has cooled.
const COOL_SHARE: f64 = 0.4;
/// The share of the steps in which a slot may hold more meetings than tables, at a price.
const SOFT_SHARE: f64 = 0.93;
/// That price at first, from when it rises and what it would rise to.
const EXCESS_COST: i32 = 40;
const EXCESS_RISE: f64 = 0.5;
const EXCESS_COST_LATE: i32 = 120;
/// How many in a hundred trials begin at somebody who has a break.
const AIMED_PERCENT: usize = 30;
/// Steps between two looks at the caller.
const STEPS_PER_LOOK: u64 = 1 << 10;
/// Entries of the table of logarithms.
const N_LOGARITHMS: usize = 1 << 12;

pub(super) struct Walk<'a, W> {
    pub(super) board: Board<'a, W>,
    pub(super) chance: Chance,
    pub(super) unplaced: Vec<usize>,
    /// Nobody can place more.
    pub(super) n_placed_max: usize,
    exchange: Exchange,
    logarithms: Vec<f64>,
    heat: f64,
    /// The share of the time before which it is no warmer than then.
    warmest_at: f64,
    is_soft: bool,
    /// Whether it is decided which meetings are placed.
    pub(super) is_settled: bool,
    excess_cost: i32,
    pub(super) best: PartialSchedule,
    pub(super) best_worth: Worth,
    pub(super) n_steps: u64,
}

impl<'a, W: Word> Walk<'a, W> {
    /// Begins with every meeting where it costs least, in order of arrival.
    pub(super) fn new(task: Task<'a>, seed: u64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "the table is short")]
        let logarithm = |i: usize| -((i as f64 + 0.5) / N_LOGARITHMS as f64).ln();
        let mut walk = Self {
            board: Board::new(task),
            chance: Chance::new(seed),
            unplaced: Vec::new(),
            n_placed_max: task.n_placed_max,
            exchange: Exchange::new(task.domains.len()),
            logarithms: (0..N_LOGARITHMS).map(logarithm).collect(),
            heat: HOT,
            warmest_at: 0.0,
            is_soft: false,
            is_settled: false,
            excess_cost: EXCESS_COST,
            best: PartialSchedule {
                slot_of: Vec::new(),
                site_of: Vec::new(),
            },
            best_worth: (0, std::cmp::Reverse(usize::MAX)),
            n_steps: 0,
        };
        // What stays has its slot before anybody else.
        let stays = |meeting: &usize| task.instance.meetings[*meeting].stays;
        let meetings = 0..task.domains.len();
        let first = meetings.clone().filter(stays);
        for meeting in first.chain(meetings.filter(|meeting| !stays(meeting))) {
            if !walk.place(meeting) {
                walk.unplaced.push(meeting);
            }
        }
        walk.note();
        walk
    }

    /// Walks on until so much of the time is gone, or the best that can be is found.
    pub(super) fn run(&mut self, steps_max: u64, until: f64, ideal: Worth, gone: &dyn Fn() -> f64) {
        while self.n_steps < steps_max && !self.board.parties.is_empty() {
            if self.n_steps.is_multiple_of(STEPS_PER_LOOK) {
                #[expect(clippy::cast_precision_loss, reason = "a share needs few digits")]
                let gone = (self.n_steps as f64 / steps_max as f64).max(gone());
                self.note();
                if gone >= until || self.best_worth >= ideal {
                    break;
                }
                self.cool(gone);
            }
            self.n_steps += 1;
            if !self.is_settled && !self.unplaced.is_empty() && self.chance.below(4) == 0 {
                self.try_insertion();
            } else if self.board.has_sites && self.chance.below(16) == 0 {
                self.try_site();
            } else {
                self.try_exchange();
            }
        }
        self.note();
    }

    /// Begins so cool that the order in which it is now is not lost.
    pub(super) fn begin_cool(&mut self) {
        self.warmest_at = COOL_SHARE;
    }

    /// Sets what depends on the time that is gone.
    fn cool(&mut self, gone: f64) {
        self.heat = HOT * (COLD / HOT).powf(gone.max(self.warmest_at));
        self.is_soft = gone < SOFT_SHARE && self.board.n_placed >= self.n_placed_max;
        let risen = (gone - EXCESS_RISE).max(0.0) / (1.0 - EXCESS_RISE);
        let rise = f64::from(EXCESS_COST_LATE - EXCESS_COST) * risen;
        #[expect(clippy::cast_possible_truncation, reason = "it is a small cost")]
        let rise = rise as i32;
        self.excess_cost = EXCESS_COST + rise;
    }

    /// Goes on from where another walk is.
    pub(super) fn join(&mut self, other: &Self) {
        for meeting in 0..self.board.parties.len() {
            self.board.take(meeting);
        }
        for meeting in 0..self.board.parties.len() {
            self.board.set_site(meeting, other.board.site_of(meeting));
            if let Some(slot) = other.board.slot_of(meeting) {
                self.board.put(meeting, slot);
            }
        }
        self.unplaced.clone_from(&other.unplaced);
        self.is_settled = other.is_settled;
    }

    /// How good the place is where the walk is now: meetings placed, then few breaks and few
    /// meetings above the tables.
    pub(super) fn standing(&self) -> Worth {
        let n_excess = usize::try_from(self.board.n_excess).expect("a count");
        let n_faults = self.board.n_breaks_total + n_excess;
        (self.board.n_placed, std::cmp::Reverse(n_faults))
    }

    /// Forgets the best so far: what comes is of another kind.
    pub(super) fn forget(&mut self) {
        self.best_worth = (0, std::cmp::Reverse(usize::MAX));
    }

    /// Keeps the schedule if it is legal and the best so far.
    pub(super) fn note(&mut self) {
        let worth = (
            self.board.n_placed,
            std::cmp::Reverse(self.board.n_breaks_total),
        );
        if self.board.n_excess == 0 && worth > self.best_worth {
            self.best_worth = worth;
            self.best = self.board.schedule();
        }
    }

    /// Whether a trial that costs so much more is kept.
    pub(super) fn accepts(&mut self, change: i32) -> bool {
        change <= 0
            || f64::from(change) < self.heat * self.logarithms[self.chance.below(N_LOGARITHMS)]
    }

    pub(super) fn any_slot(&mut self, slots: W) -> Option<usize> {
        let n = slots.count();
        (n > 0).then(|| slots.nth(self.chance.below(n)))
    }

    /// A meeting to move and where to: beside another meeting of a party, now and then anywhere.
    fn draw_move(&mut self) -> Option<(usize, usize, usize)> {
        let n_waiting = self.board.waiting().len();
        let (meeting, party) = if n_waiting > 0 && self.chance.below(100) < AIMED_PERCENT {
            let party = self.board.waiting()[self.chance.below(n_waiting)] as usize;
            let slot = self.any_slot(self.board.busy[party])?;
            (self.board.held(party, slot)?, party)
        } else {
            let meeting = self.chance.below(self.board.parties.len());
            (meeting, self.board.parties[meeting][self.chance.below(2)])
        };
        let from = self.board.slot_of(meeting)?;
        let here = W::one(from);
        let wide = self.board.domains[meeting] & !here;
        let near = (self.board.busy[party] & !here).beside() & wide;
        let slots = if near != W::NONE && self.chance.below(10) < 8 {
            near
        } else {
            wide
        };
        Some((meeting, from, self.any_slot(slots)?))
    }

    /// Exchanges two slots along the chain of a random meeting; a full slot gives others back.
    fn try_exchange(&mut self) {
        let Some((meeting, from, to)) = self.draw_move() else {
            return;
        };
        self.exchange.begin([from, to]);
        let number = u32::try_from(meeting).expect("meetings are bounded");
        if !self.exchange.add(&self.board, number) {
            return;
        }
        // Tables may be too few for a while, at a price: most ways to a better schedule lead
        // there.
        if !self.is_soft || self.chance.below(4) == 0 {
            for _ in 0..3 {
                let Some(full) = self.exchange.overfull(&self.board) else {
                    break;
                };
                let row = self.board.in_slot(full);
                // Only what this exchange brings is too much: nothing there can give way.
                if row.is_empty() {
                    return;
                }
                let back = row[self.chance.below(row.len())];
                if !self.exchange.add(&self.board, back) {
                    return;
                }
            }
            if self.exchange.excess_change(&self.board) > 0 {
                return;
            }
        }
        let excess = self.exchange.excess_change(&self.board);
        let change = self.exchange.days_change() + self.excess_cost * excess;
        if self.accepts(change)
            && self.exchange.keeps_order(&self.board)
            && self.exchange.has_needs(&self.board)
        {
            self.exchange.apply(&mut self.board);
            if self.board.has_sites && !self.exchange.keeps_ways(&self.board) {
                self.exchange.apply(&mut self.board);
            }
        }
    }

    /// Tries a random meeting at another of its sites, in the same slot.
    fn try_site(&mut self) {
        let meeting = self.chance.below(self.board.parties.len());
        let sites = self.board.instance.meetings[meeting].sites;
        let Some(slot) = self.board.slot_of(meeting) else {
            return;
        };
        let nth = self.chance.below(sites.count_ones() as usize);
        let site = self.board.instance.sites_of(meeting).nth(nth);
        let site = site.expect("the site was counted");
        let before = self.board.site_of(meeting);
        self.board.take(meeting);
        if self.board.has_needs(meeting, slot, site) && self.board.can_be_at(meeting, slot, site) {
            self.board.set_site(meeting, site);
        } else {
            self.board.set_site(meeting, before);
        }
        self.board.put(meeting, slot);
    }
}
