//! Strict order of arrival among as many: who asked earlier does not stay out for who asked later.
//!
//! Annealing only leans towards early arrivals. Here each meeting that is out is tried in the
//! place of each later one, and what is left at the end is proven: with all others where they
//! stand, no meeting can be added, and none can take the place of a later one.

use std::cmp::Reverse;

use super::day::Word;
use super::walk::Walk;

impl<W: Word> Walk<'_, W> {
    /// Exchanges later meetings for earlier ones until none is left to exchange. The walk places
    /// and leaves out no other from then on.
    pub(super) fn settle(&mut self) {
        // Every change makes the schedule larger, or puts an earlier arrival for a later one.
        while self.settle_once() {}
        self.is_settled = true;
    }

    fn settle_once(&mut self) -> bool {
        let mut has_changed = false;
        self.unplaced.sort_unstable();
        let mut out = Vec::with_capacity(self.unplaced.len());
        for meeting in std::mem::take(&mut self.unplaced) {
            if self.place(meeting) {
                has_changed = true;
            } else if let Some(later) = self.take_place(meeting) {
                has_changed = true;
                if !self.place(later) {
                    out.push(later);
                }
            } else {
                out.push(meeting);
            }
        }
        self.unplaced = out;
        has_changed
    }

    /// Puts a meeting where it can stand once a later one is out: the latest that will do.
    fn take_place(&mut self, meeting: usize) -> Option<usize> {
        for later in self.rivals(meeting) {
            let slot = self.board.slot_of(later)?;
            self.board.take(later);
            if self.place(meeting) {
                return Some(later);
            }
            self.board.put(later, slot);
        }
        None
    }

    /// Later meetings, the latest first, without which a meeting might have a slot: those of its
    /// parties, those that it must follow or precede, and whoever uses a slot in which both are
    /// free.
    fn rivals(&self, meeting: usize) -> Vec<usize> {
        let board = &self.board;
        let [a, b] = board.parties[meeting];
        let is_his = |other: &usize| {
            let theirs = board.parties[*other];
            theirs.contains(&a) || theirs.contains(&b)
        };
        let open = board.open_slots(meeting);
        let may_help = |other: &usize| {
            let uses_open = board.slot_of(*other).is_some_and(|slot| open.has(slot));
            uses_open || is_his(other) || board.is_ordered(meeting, *other)
        };
        let later = meeting + 1..board.parties.len();
        let placed = later.filter(|other| board.slot_of(*other).is_some() && !board.stays(*other));
        let mut rivals: Vec<usize> = placed.filter(may_help).collect();
        rivals.reverse();
        rivals
    }

    /// Goes on from a schedule.
    pub(super) fn load(&mut self, schedule: &super::PartialSchedule) {
        for meeting in 0..self.board.parties.len() {
            self.board.take(meeting);
        }
        self.unplaced.clear();
        for (meeting, slot) in schedule.slot_of.iter().enumerate() {
            self.board.set_site(meeting, schedule.site_of[meeting]);
            match slot {
                Some(slot) => self.board.put(meeting, *slot),
                None => self.unplaced.push(meeting),
            }
        }
    }

    /// What the best schedule is worth with the order of arrival: more meetings, then earlier
    /// ones, then fewer breaks.
    pub(super) fn strict_worth(&self) -> (usize, Vec<usize>, Reverse<usize>) {
        let (n_placed, n_breaks) = self.best_worth;
        let slots = self.best.slot_of.iter().enumerate();
        let out = slots.filter(|(_, slot)| slot.is_none());
        // With as many out, the later the first of them arrived the better.
        (
            n_placed,
            out.map(|(meeting, _)| meeting).collect(),
            n_breaks,
        )
    }
}
