//! Trials that put a meeting that stands nowhere into a slot; whoever is in the way finds another
//! slot or goes out.

use super::day::{BREAK_COST, Word};
use super::walk::Walk;

impl<W: Word> Walk<'_, W> {
    /// Puts a meeting where it costs least, if a slot is open.
    pub(super) fn place(&mut self, meeting: usize) -> bool {
        if self.board.n_placed >= self.n_placed_max {
            // Where slots may be overfull for a while, more than fit would creep in.
            return false;
        }
        let mut best: Option<(i32, usize)> = None;
        let mut open = self.board.open_slots(meeting);
        while open != W::NONE {
            let slot = open.lowest();
            open = open.without_lowest();
            let board = &self.board;
            if !board.has_room(slot)
                || !board.has_needs(meeting, slot)
                || !board.keeps_order(meeting, slot, |other| board.slot_of(other))
            {
                continue;
            }
            let cost = board.days_change(meeting, slot);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, slot));
            }
        }
        if let Some((_, slot)) = best {
            self.board.put(meeting, slot);
        }
        best.is_some()
    }

    /// Tries a random meeting that is out in a random slot.
    pub(super) fn try_insertion(&mut self) {
        let index = self.chance.below(self.unplaced.len());
        let meeting = self.unplaced[index];
        if self.place(meeting) {
            self.unplaced.swap_remove(index);
            return;
        }
        let Some(slot) = self.any_slot(self.board.domains[meeting]) else {
            return;
        };
        let mut pushed: Vec<usize> = Vec::with_capacity(3);
        let [a, b] = self.board.parties[meeting];
        for participant in [a, b] {
            let other = self.board.held(participant, slot);
            pushed.extend(other.filter(|other| !pushed.contains(other)));
        }
        for &resource in self.board.needs(meeting) {
            let has_it = |other: &usize| self.board.needs(*other).contains(&resource);
            if !self.board.has_left(resource, slot, 1) && !pushed.iter().any(has_it) {
                let row = self.board.in_slot(slot).iter().map(|other| *other as usize);
                pushed.extend(row.into_iter().find(has_it));
            }
        }
        let is_full = self.board.n_placed >= self.n_placed_max || !self.board.has_room(slot);
        if pushed.is_empty() && is_full {
            let row = self.board.in_slot(slot);
            if row.is_empty() {
                return;
            }
            pushed.push(row[self.chance.below(row.len())] as usize);
        }
        let cost_before = self.cost();
        for &other in &pushed {
            self.board.take(other);
        }
        let board = &self.board;
        let is_legal = (!pushed.is_empty() || board.has_room(slot))
            && board.has_needs(meeting, slot)
            && board.keeps_order(meeting, slot, |other| board.slot_of(other));
        let mut out = Vec::with_capacity(3);
        let mut change = i32::MAX;
        let mut placed = Vec::with_capacity(3);
        if is_legal {
            self.board.put(meeting, slot);
            for &other in &pushed {
                if self.place(other) {
                    placed.push(other);
                } else {
                    out.push(other);
                }
            }
            let out_cost: i32 = out.iter().map(|m| self.board.unplaced_cost(*m)).sum();
            change = self.cost() - cost_before + out_cost - self.board.unplaced_cost(meeting);
        }
        if is_legal && self.accepts(change) {
            self.unplaced.swap_remove(index);
            self.unplaced.extend(out);
            return;
        }
        self.board.take(meeting);
        for other in placed {
            self.board.take(other);
        }
        for other in pushed {
            self.board.put(other, slot);
        }
    }

    /// What the days cost now.
    fn cost(&self) -> i32 {
        i32::try_from(self.board.n_breaks_total).expect("breaks are bounded") * BREAK_COST
    }
}
