//! Whole stretches of slots in another order: what cooled in the wrong place or the wrong way
//! round is put right at once, where single exchanges would have to climb over a mountain.
//!
//! Two neighbouring stretches change places, each as it is or turned round. Only participants who
//! wait can gain, and they are few: they are counted first.

use super::day::Word;
use super::walk::Walk;

/// Reorderings of one walk at a time; each makes the breaks fewer.
const REORDERINGS_MAX: usize = 8;

impl<W: Word> Walk<'_, W> {
    /// Takes the best reordering, again and again while one makes the breaks fewer.
    pub(super) fn reorder(&mut self) {
        if self.board.has_sites {
            // The way between two meetings would change with the order.
            return;
        }
        for _ in 0..REORDERINGS_MAX {
            let Some(order) = self.best_order() else {
                return;
            };
            self.apply_order(&order);
        }
    }

    /// Per slot where all its meetings go, if that makes the breaks fewer.
    fn best_order(&self) -> Option<Vec<usize>> {
        let n_slots = self.board.instance.n_slots;
        let mut best: Option<(usize, Vec<usize>)> = None;
        let mut order: Vec<usize> = (0..n_slots).collect();
        for first in 0..n_slots {
            for end in first + 2..=n_slots {
                for middle in first + 1..=end {
                    for turned in 0..4 {
                        // One stretch alone is only turned round.
                        if middle == end && turned != 1 {
                            continue;
                        }
                        set_order(&mut order, [first, middle, end], turned);
                        let least = best.as_ref().map_or(self.board.n_breaks_total, |(n, _)| *n);
                        if let Some(n_breaks) = self.breaks_in(&order, least) {
                            best = Some((n_breaks, order.clone()));
                        }
                    }
                }
                for (slot, to) in order.iter_mut().enumerate() {
                    *to = slot;
                }
            }
        }
        best.map(|(_, order)| order)
    }

    /// The breaks with the slots in another order, if they are fewer than `least` and every rule is
    /// kept.
    fn breaks_in(&self, order: &[usize], least: usize) -> Option<usize> {
        let board = &self.board;
        let after = |participant: usize| {
            // What is not planned here stays where it is.
            let mut busy = board.engaged(participant);
            let mut rest = board.busy[participant] & !busy;
            while rest != W::NONE {
                busy = busy | W::one(order[rest.lowest()]);
                rest = rest.without_lowest();
            }
            board.calendar.n_breaks(busy)
        };
        let of_waiting = board.waiting().iter().map(|p| after(*p as usize));
        if of_waiting.sum::<usize>() >= least {
            return None;
        }
        let mut n_breaks = 0;
        for participant in 0..board.busy.len() {
            n_breaks += after(participant);
            if n_breaks >= least {
                return None;
            }
        }
        board.may_reorder(order).then_some(n_breaks)
    }

    fn apply_order(&mut self, order: &[usize]) {
        let mut moved = Vec::new();
        for meeting in 0..self.board.parties.len() {
            if let Some(slot) = self.board.slot_of(meeting)
                && order[slot] != slot
            {
                self.board.take(meeting);
                moved.push((meeting, order[slot]));
            }
        }
        for (meeting, slot) in moved {
            self.board.put(meeting, slot);
        }
    }
}

/// The stretches from `first` to `middle` and from there to `end` change places; the first bit of
/// `turned` turns the one round, the second the other.
fn set_order(order: &mut [usize], [first, middle, end]: [usize; 3], turned: usize) {
    let (one, other) = order[first..end].split_at_mut(middle - first);
    let (n_one, n_other) = (one.len(), other.len());
    for (nth, to) in one.iter_mut().enumerate() {
        let nth = if turned & 1 == 0 {
            nth
        } else {
            n_one - 1 - nth
        };
        *to = first + n_other + nth;
    }
    for (nth, to) in other.iter_mut().enumerate() {
        let nth = if turned & 2 == 0 {
            nth
        } else {
            n_other - 1 - nth
        };
        *to = first + nth;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_change_places_and_turn_round() {
        let check = |cuts, turned, expected: [usize; 6]| {
            let mut order: Vec<usize> = (0..6).collect();
            set_order(&mut order, cuts, turned);
            assert_eq!(order, expected, "{cuts:?} {turned}");
        };
        check([1, 3, 5], 0, [0, 3, 4, 1, 2, 5]);
        check([1, 3, 5], 1, [0, 4, 3, 1, 2, 5]);
        check([1, 3, 5], 2, [0, 3, 4, 2, 1, 5]);
        check([0, 2, 6], 3, [5, 4, 3, 2, 1, 0]);
        check([1, 4, 4], 1, [0, 3, 2, 1, 4, 5]);
    }
}
