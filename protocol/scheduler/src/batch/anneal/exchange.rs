//! Trials that exchange two slots: a meeting moves to the other slot, whoever is in its way moves
//! back, until nobody is in two places. What a trial would cost is known before anything moves.

use super::board::Board;
use super::day::Word;

/// Longest chain that is followed.
const CHAIN_MAX: usize = 60;

/// Meetings that would change between two slots.
pub(super) struct Exchange {
    slots: [usize; 2],
    moved: Vec<u32>,
    /// Per meeting the last trial that moved it.
    stamps: Vec<u32>,
    stamp: u32,
    /// More meetings in the second slot.
    n_more: i32,
    /// What the days would cost more.
    days_change: i32,
}

impl Exchange {
    pub(super) fn new(n_meetings: usize) -> Self {
        Self {
            slots: [0, 0],
            moved: Vec::new(),
            stamps: vec![0; n_meetings],
            stamp: 0,
            n_more: 0,
            days_change: 0,
        }
    }

    /// Begins a trial between two slots.
    pub(super) fn begin(&mut self, slots: [usize; 2]) {
        self.slots = slots;
        self.moved.clear();
        self.n_more = 0;
        self.days_change = 0;
        self.stamp = self.stamp.wrapping_add(1);
        if self.stamp == 0 {
            // The stamps of four billion trials ago could be taken for today's.
            self.stamps.fill(0);
            self.stamp = 1;
        }
    }

    /// Adds a meeting of one of the slots and all that must move with it; whether they can.
    pub(super) fn add<W: Word>(&mut self, board: &Board<'_, W>, meeting: u32) -> bool {
        if self.is_moved(meeting as usize) {
            return true;
        }
        let mut next = self.moved.len();
        self.push(meeting);
        let [first, second] = self.slots;
        let both = W::one(first) | W::one(second);
        while let Some(&meeting) = self.moved.get(next) {
            next += 1;
            let meeting = meeting as usize;
            let goes = self.goes(board, meeting);
            if !board.domains[meeting].has(goes) || self.moved.len() > CHAIN_MAX {
                return false;
            }
            self.n_more += if goes == second { 1 } else { -1 };
            for participant in board.parties[meeting] {
                if let Some(other) = board.held(participant, goes) {
                    // He is busy in both slots before and after.
                    if !self.is_moved(other) {
                        self.push(u32::try_from(other).expect("meetings are bounded"));
                    }
                    continue;
                }
                let after = board.calendar.n_breaks(board.busy[participant] ^ both);
                let before = usize::from(board.n_breaks[participant]);
                self.days_change += board.calendar.cost(after) - board.calendar.cost(before);
            }
        }
        true
    }

    fn push(&mut self, meeting: u32) {
        self.stamps[meeting as usize] = self.stamp;
        self.moved.push(meeting);
    }

    pub(super) fn is_moved(&self, meeting: usize) -> bool {
        self.stamps[meeting] == self.stamp
    }

    /// Where a meeting of one of the slots would go.
    fn goes<W: Word>(&self, board: &Board<'_, W>, meeting: usize) -> usize {
        let [first, second] = self.slots;
        if board.slot_of(meeting) == Some(first) {
            second
        } else {
            first
        }
    }

    /// Meetings above the tables, more than now.
    pub(super) fn excess_change<W: Word>(&self, board: &Board<'_, W>) -> i32 {
        let [first, second] = self.slots;
        board.excess(first, -self.n_more) + board.excess(second, self.n_more)
            - board.excess(first, 0)
            - board.excess(second, 0)
    }

    /// The slot that would have more meetings than tables, if one would.
    pub(super) fn overfull<W: Word>(&self, board: &Board<'_, W>) -> Option<usize> {
        let [first, second] = self.slots;
        if board.excess(second, self.n_more) > 0 && self.n_more > 0 {
            Some(second)
        } else if board.excess(first, -self.n_more) > 0 && self.n_more < 0 {
            Some(first)
        } else {
            None
        }
    }

    pub(super) fn days_change(&self) -> i32 {
        self.days_change
    }

    /// Whether every meeting would stand behind those that it must follow.
    pub(super) fn keeps_order<W: Word>(&self, board: &Board<'_, W>) -> bool {
        let slot_of = |meeting: usize| {
            if self.is_moved(meeting) {
                Some(self.goes(board, meeting))
            } else {
                board.slot_of(meeting)
            }
        };
        self.moved.iter().all(|&meeting| {
            let meeting = meeting as usize;
            board.keeps_order(meeting, self.goes(board, meeting), slot_of)
        })
    }

    /// Whether whatever is scarce would be enough in both slots.
    pub(super) fn has_needs<W: Word>(&self, board: &Board<'_, W>) -> bool {
        let [first, second] = self.slots;
        let mut more = vec![0; board.instance.scarce.len()];
        if more.is_empty() {
            return true;
        }
        for &meeting in &self.moved {
            let meeting = meeting as usize;
            let is_forth = self.goes(board, meeting) == second;
            for resource in board.needs(meeting, board.site_of(meeting)) {
                more[resource] += if is_forth { 1 } else { -1 };
            }
        }
        more.into_iter().enumerate().all(|(resource, more)| {
            board.has_left(resource, second, more) && board.has_left(resource, first, -more)
        })
    }

    /// After the trial was carried out: whether everybody has time for the ways.
    pub(super) fn keeps_ways<W: Word>(&self, board: &Board<'_, W>) -> bool {
        self.moved.iter().all(|&meeting| {
            let meeting = meeting as usize;
            let slot = board.slot_of(meeting);
            slot.is_some_and(|slot| board.can_be_at(meeting, slot, board.site_of(meeting)))
        })
    }

    /// Carries the trial out; once more, and everything is as it was.
    pub(super) fn apply<W: Word>(&self, board: &mut Board<'_, W>) {
        let [first, second] = self.slots;
        let mut homes = Vec::with_capacity(self.moved.len());
        for &meeting in &self.moved {
            let meeting = meeting as usize;
            homes.push((meeting, self.goes(board, meeting)));
        }
        debug_assert!(first != second, "an exchange has two slots");
        for (meeting, _) in &homes {
            board.take(*meeting);
        }
        for (meeting, slot) in homes {
            board.put(meeting, slot);
        }
    }
}
