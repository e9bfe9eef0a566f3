//! A schedule under change: every trial is a list of moves that can be taken back, and costs a
//! few machine words per participant that it touches.

use crate::batch::instance::{Instance, Slots};

/// No meeting.
const NOBODY: u32 = u32::MAX;

/// One meeting going from one slot to another; nothing means that it stands nowhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Move {
    pub(super) meeting: usize,
    pub(super) from: Option<usize>,
    pub(super) to: Option<usize>,
}

pub(super) struct Board<'a> {
    pub(super) instance: &'a Instance,
    pub(super) domains: Vec<Slots>,
    pub(super) slot_of: Vec<Option<usize>>,
    pub(super) n_in_slot: Vec<usize>,
    followers: Vec<Vec<usize>>,
    /// Per participant and slot the meeting that stands there.
    holds: Vec<u32>,
    busy: Vec<Slots>,
    /// Moves of the trial under way.
    pub(super) trail: Vec<Move>,
    /// What the trial costs so far.
    pub(super) change: f64,
    /// Meetings above the tables, over all slots.
    pub(super) n_excess: usize,
    /// What one of them costs.
    pub(super) excess_weight: f64,
}

impl<'a> Board<'a> {
    pub(super) fn new(instance: &'a Instance, domains: Vec<Slots>) -> Self {
        let n_meetings = instance.meetings.len();
        let mut followers = vec![Vec::new(); n_meetings];
        for (meeting, row) in instance.meetings.iter().enumerate() {
            for &before in &row.after {
                followers[before].push(meeting);
            }
        }
        Self {
            instance,
            domains,
            slot_of: vec![None; n_meetings],
            n_in_slot: vec![0; instance.n_slots],
            followers,
            holds: vec![NOBODY; instance.free.len() * instance.n_slots],
            busy: vec![0; instance.free.len()],
            trail: Vec::new(),
            change: 0.0,
            n_excess: 0,
            excess_weight: 1.0,
        }
    }

    /// The meeting that a participant has in a slot.
    pub(super) fn held(&self, participant: usize, slot: usize) -> Option<usize> {
        let meeting = self.holds[participant * self.instance.n_slots + slot];
        (meeting != NOBODY).then_some(meeting as usize)
    }

    /// Slots in which the meeting could stand now without moving another.
    pub(super) fn open_slots(&self, meeting: usize) -> Slots {
        let [a, b] = self.instance.meetings[meeting].parties;
        self.domains[meeting] & !self.busy[a] & !self.busy[b]
    }

    /// Whether what must stand before and after the meeting does, were it in the slot.
    pub(super) fn keeps_order(&self, meeting: usize, slot: usize) -> bool {
        let before = &self.instance.meetings[meeting].after;
        let is_after = |other: &usize| self.slot_of[*other].is_none_or(|earlier| earlier < slot);
        let is_before = |other: &usize| self.slot_of[*other].is_none_or(|later| slot < later);
        before.iter().all(is_after) && self.followers[meeting].iter().all(is_before)
    }

    /// What a day costs: its breaks, and a little more when one participant has many.
    fn day_cost(&self, busy: Slots) -> f64 {
        let n_breaks = f64::from(self.n_breaks(busy));
        n_breaks + 0.02 * n_breaks * n_breaks
    }

    fn n_breaks(&self, busy: Slots) -> u32 {
        let n_runs = (busy & !(busy << 1)).count_ones();
        let starts = self.instance.day_starts;
        if starts == 1 {
            return n_runs.saturating_sub(1);
        }
        // Day by day: a run that goes on over night counts in both.
        let mut n_breaks = 0;
        let mut rest = starts;
        while rest != 0 {
            let first = rest.trailing_zeros();
            rest &= rest - 1;
            let end = if rest == 0 {
                Slots::MAX
            } else {
                (1 << rest.trailing_zeros()) - 1
            };
            let today = busy & end & !((1 << first) - 1);
            n_breaks += (today & !(today << 1)).count_ones().saturating_sub(1);
        }
        n_breaks
    }

    /// All breaks.
    pub(super) fn total_breaks(&self) -> usize {
        self.busy
            .iter()
            .map(|busy| self.n_breaks(*busy) as usize)
            .sum()
    }

    /// What an unplaced meeting costs: above what any rearrangement of days is worth, and more
    /// for those that asked earlier.
    fn weight(&self, meeting: usize) -> f64 {
        let n = self.instance.meetings.len().max(1);
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        let lateness = meeting as f64 / n as f64;
        12.0 - lateness
    }

    /// Takes meetings off their slots and puts them on others, as one step of the trial.
    pub(super) fn shift(&mut self, moves: &[Move]) {
        for step in moves {
            if let Some(slot) = step.from {
                self.set(step.meeting, slot, false);
            } else {
                self.change -= self.weight(step.meeting);
            }
        }
        for step in moves {
            if let Some(slot) = step.to {
                self.set(step.meeting, slot, true);
            } else {
                self.change += self.weight(step.meeting);
            }
            self.slot_of[step.meeting] = step.to;
        }
        self.trail.extend_from_slice(moves);
    }

    fn set(&mut self, meeting: usize, slot: usize, is_on: bool) {
        for participant in self.instance.meetings[meeting].parties {
            let before = self.busy[participant];
            let after = if is_on {
                before | 1 << slot
            } else {
                before & !(1 << slot)
            };
            self.change += self.day_cost(after) - self.day_cost(before);
            self.busy[participant] = after;
            let holder = u32::try_from(meeting).expect("meetings are bounded");
            self.holds[participant * self.instance.n_slots + slot] =
                if is_on { holder } else { NOBODY };
        }
        let capacity = self.instance.capacity[slot];
        if is_on {
            self.n_in_slot[slot] += 1;
            if self.n_in_slot[slot] > capacity {
                self.n_excess += 1;
                self.change += self.excess_weight;
            }
        } else {
            if self.n_in_slot[slot] > capacity {
                self.n_excess -= 1;
                self.change -= self.excess_weight;
            }
            self.n_in_slot[slot] -= 1;
        }
    }

    /// Keeps the trial.
    pub(super) fn keep(&mut self) {
        self.trail.clear();
        self.change = 0.0;
    }

    /// Takes the trial back.
    pub(super) fn take_back(&mut self) {
        let trail = std::mem::take(&mut self.trail);
        // Every meeting of the trail off, then each back where it was first.
        for step in &trail {
            if let Some(slot) = self.slot_of[step.meeting].take() {
                self.set(step.meeting, slot, false);
            }
        }
        for step in trail.iter().rev() {
            self.slot_of[step.meeting] = step.from;
        }
        for step in &trail {
            let party = self.instance.meetings[step.meeting].parties[0];
            if let Some(slot) = self.slot_of[step.meeting]
                && self.held(party, slot) != Some(step.meeting)
            {
                self.set(step.meeting, slot, true);
            }
        }
        self.trail = trail;
        self.keep();
    }

    /// Participants of the problem.
    pub(super) fn n_participants(&self) -> usize {
        self.busy.len()
    }
}
