//! A day of a participant as a machine word, and what it costs.

use std::ops::{BitAnd, BitOr, BitXor, Not, Shl, Shr};

use crate::batch::instance::{Instance, Slots};

/// A set of slots in the shortest word that holds them: most events fit into 64 bits, and the
/// search spends most of its time here.
pub(super) trait Word:
    Copy
    + Eq
    + Send
    + Sync
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + BitXor<Output = Self>
    + Not<Output = Self>
    + Shl<usize, Output = Self>
    + Shr<usize, Output = Self>
{
    const NONE: Self;
    const FIRST: Self;
    /// Slots that the word can hold.
    const N_SLOTS: usize;

    fn of(slots: Slots) -> Self;
    fn count(self) -> usize;
    fn lowest(self) -> usize;
    fn without_lowest(self) -> Self;

    fn one(slot: usize) -> Self {
        Self::FIRST << slot
    }

    fn has(self, slot: usize) -> bool {
        self & Self::one(slot) != Self::NONE
    }

    /// The slots beside these.
    fn beside(self) -> Self {
        self << 1 | self >> 1
    }

    /// The slot after `skipped` others.
    fn nth(mut self, skipped: usize) -> usize {
        for _ in 0..skipped {
            self = self.without_lowest();
        }
        self.lowest()
    }
}

macro_rules! word {
    ($word:ty, $n_slots:expr) => {
        impl Word for $word {
            const NONE: Self = 0;
            const FIRST: Self = 1;
            const N_SLOTS: usize = $n_slots;

            fn of(slots: Slots) -> Self {
                // Slots above the word belong to no meeting.
                slots as Self
            }

            fn count(self) -> usize {
                self.count_ones() as usize
            }

            fn lowest(self) -> usize {
                self.trailing_zeros() as usize
            }

            fn without_lowest(self) -> Self {
                self & self.wrapping_sub(1)
            }
        }
    };
}

word!(u64, 64);
word!(u128, 128);

/// What a break costs, in the unit of all costs: fine enough for small preferences between them.
pub(super) const BREAK_COST: i32 = 100;

/// What a break above the fair number costs more.
const UNFAIR_COST: i32 = 3 * BREAK_COST;

/// Where days begin, and what breaks cost.
pub(super) struct Calendar<W> {
    day_starts: W,
    /// The slots of each day; none when there is one day only.
    days: Vec<W>,
    costs: Vec<i32>,
}

impl<W: Word> Calendar<W> {
    pub(super) fn new(instance: &Instance, fairness_max: Option<usize>) -> Self {
        let all = W::of(instance.all_slots());
        let day_starts = (W::of(instance.day_starts) | W::FIRST) & all;
        let mut days = Vec::new();
        let mut rest = day_starts;
        while rest != W::NONE {
            let first = rest.lowest();
            rest = rest.without_lowest();
            let from_first = !W::NONE << first;
            let from_next = if rest == W::NONE {
                W::NONE
            } else {
                !W::NONE << rest.lowest()
            };
            days.push(from_first & !from_next & all);
        }
        if days.len() == 1 {
            days.clear();
        }
        // A little more when one participant has many, so that they are shared out.
        let fair = fairness_max.map_or(i32::MAX, |max| i32::try_from(max).unwrap_or(i32::MAX));
        let cost =
            |n: i32| BREAK_COST * n + 2 * n * n + UNFAIR_COST * n.saturating_sub(fair).max(0);
        Self {
            day_starts,
            days,
            costs: (0..=i32::try_from(W::N_SLOTS).expect("a word is short"))
                .map(cost)
                .collect(),
        }
    }

    /// Runs of idle slots between the first and the last meeting of a day, over the days.
    pub(super) fn n_breaks(&self, busy: W) -> usize {
        if self.days.is_empty() {
            return (busy & !(busy << 1)).count().saturating_sub(1);
        }
        // A run that goes on over night counts in both days.
        let n_runs = (busy & (!(busy << 1) | self.day_starts)).count();
        let is_worked = |day: &&W| busy & **day != W::NONE;
        n_runs - self.days.iter().filter(is_worked).count()
    }

    /// What so many breaks of one participant cost.
    pub(super) fn cost(&self, n_breaks: usize) -> i32 {
        self.costs[n_breaks]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::instance::slots_below;

    fn check(day_starts: Slots, busy: u64, expected: usize) {
        let instance = Instance {
            n_slots: 8,
            day_starts,
            capacity: vec![1; 8],
            free: vec![slots_below(8); 2],
            meetings: Vec::new(),
            scarce: Vec::new(),
            terms: crate::batch::Terms::default(),
        };
        let short = Calendar::<u64>::new(&instance, None).n_breaks(busy);
        let long = Calendar::<u128>::new(&instance, None).n_breaks(u128::from(busy));
        assert_eq!((short, long), (expected, expected), "{busy:#b}");
    }

    #[test]
    fn breaks_are_counted_day_by_day() {
        check(1, 0, 0);
        check(1, 0b0101_1001, 2);
        check(1, 0b1100_0000, 0);
        check(1 | 1 << 4, 0b0101_1001, 2);
        check(1 | 1 << 4, 0b0001_1000, 0);
        check(1 | 1 << 4, 0b1000_0001, 0);
        check(1 | 1 << 4, 0b1010_0001, 1);
    }
}
