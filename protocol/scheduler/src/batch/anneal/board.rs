//! A schedule under change, kept so that a trial costs a few machine words per participant that
//! it touches.

use super::PartialSchedule;
use super::day::{BREAK_COST, Calendar, Word};
use crate::batch::instance::{Instance, Slots};

/// No meeting, and no slot.
pub(super) const NONE: u32 = u32::MAX;

/// What a meeting that stands nowhere costs: above what any rearrangement of days is worth, and
/// up to a break more for those that asked first.
const UNPLACED_COST: i32 = 11 * BREAK_COST;

/// What every walk needs to know.
#[derive(Clone, Copy)]
pub(super) struct Task<'a> {
    pub(super) instance: &'a Instance,
    /// Per meeting the slots that it can take.
    pub(super) domains: &'a [Slots],
    /// Nobody can place more.
    pub(super) n_placed_max: usize,
    /// Breaks of a participant above which they cost much more.
    pub(super) fairness_max: Option<usize>,
}

pub(super) struct Board<'a, W> {
    pub(super) instance: &'a Instance,
    pub(super) calendar: Calendar<W>,
    pub(super) domains: Vec<W>,
    pub(super) parties: Vec<[usize; 2]>,
    /// Per meeting its slot, or [`NONE`].
    slot_of: Vec<u32>,
    /// Per slot the meetings in it, and per meeting its position there.
    in_slot: Vec<Vec<u32>>,
    position: Vec<u32>,
    followers: Vec<Vec<usize>>,
    /// Per meeting its site; where it would go first while it stands nowhere.
    site_of: Vec<u8>,
    /// Whether where a meeting takes place matters.
    pub(super) has_sites: bool,
    /// Per participant his meetings, those that stay aside; counted where somebody has a limit.
    n_taken: Vec<usize>,
    has_limits: bool,
    /// Per meeting what it needs that is scarce, and per slot how much of it is in use.
    needs: Vec<Vec<usize>>,
    in_use: Vec<Vec<i32>>,
    /// Per participant and slot the meeting that stands there, or [`NONE`].
    holds: Vec<u32>,
    pub(super) busy: Vec<W>,
    pub(super) n_breaks: Vec<u8>,
    /// Participants with breaks, and per participant his position there.
    waiting: Vec<u32>,
    waiting_position: Vec<u32>,
    pub(super) n_breaks_total: usize,
    pub(super) n_placed: usize,
    /// Meetings above the tables, over all slots.
    pub(super) n_excess: i32,
}

impl<'a, W: Word> Board<'a, W> {
    pub(super) fn new(task: Task<'a>) -> Self {
        let Task {
            instance, domains, ..
        } = task;
        let n_meetings = instance.meetings.len();
        let n_participants = instance.free.len();
        let mut followers = vec![Vec::new(); n_meetings];
        for (meeting, row) in instance.meetings.iter().enumerate() {
            for &before in &row.after {
                followers[before].push(meeting);
            }
        }
        let mut needs = vec![Vec::new(); n_meetings];
        for (resource, scarce) in instance.scarce.iter().enumerate() {
            for &meeting in &scarce.meetings {
                needs[meeting].push(resource);
            }
        }
        let site_of = |m: usize| {
            let first = instance.meetings[m].sites.trailing_zeros();
            u8::try_from(first).expect("sites are few")
        };
        let mut board = Self {
            instance,
            needs,
            site_of: (0..n_meetings).map(site_of).collect(),
            has_sites: instance.terms.sites.is_some(),
            n_taken: vec![0; n_participants],
            has_limits: instance.terms.meetings_max.iter().any(Option::is_some),
            in_use: vec![vec![0; instance.n_slots]; instance.scarce.len()],
            calendar: Calendar::new(instance, task.fairness_max),
            domains: domains.iter().map(|slots| W::of(*slots)).collect(),
            parties: instance.meetings.iter().map(|row| row.parties).collect(),
            slot_of: vec![NONE; n_meetings],
            in_slot: vec![Vec::new(); instance.n_slots],
            position: vec![NONE; n_meetings],
            followers,
            holds: vec![NONE; n_participants * instance.n_slots],
            busy: vec![W::NONE; n_participants],
            n_breaks: vec![0; n_participants],
            waiting: Vec::new(),
            waiting_position: vec![NONE; n_participants],
            n_breaks_total: 0,
            n_placed: 0,
            n_excess: 0,
        };
        for participant in 0..n_participants {
            board.set_busy(participant, W::of(instance.engaged(participant)));
        }
        board
    }

    /// Where a meeting takes place.
    pub(super) fn site_of(&self, meeting: usize) -> usize {
        usize::from(self.site_of[meeting])
    }

    /// Says where a meeting that stands nowhere would take place.
    pub(super) fn set_site(&mut self, meeting: usize, site: usize) {
        debug_assert!(self.slot_of[meeting] == NONE, "it stands nowhere");
        self.site_of[meeting] = u8::try_from(site).expect("sites are few");
    }

    /// Whether the meeting is confirmed.
    pub(super) fn stays(&self, meeting: usize) -> bool {
        self.instance.meetings[meeting].stays
    }

    /// Whether somebody takes no meeting more.
    pub(super) fn is_sated(&self, participant: usize) -> bool {
        let most = self.instance.meetings_max(participant);
        most.is_some_and(|most| self.n_taken[participant] >= most)
    }

    /// Whether both parties take one meeting more.
    pub(super) fn is_wanted(&self, meeting: usize) -> bool {
        let [a, b] = self.parties[meeting];
        !self.has_limits || self.stays(meeting) || !(self.is_sated(a) || self.is_sated(b))
    }

    /// The site at which a meeting could stand in a slot, with all that it needs left there: the
    /// one where it was before, or the first.
    pub(super) fn open_site(&self, meeting: usize, slot: usize) -> Option<usize> {
        let own = self.site_of(meeting);
        if !self.has_sites {
            return self.has_needs(meeting, slot, own).then_some(own);
        }
        let is_open = |site: &usize| {
            self.has_needs(meeting, slot, *site) && self.can_be_at(meeting, slot, *site)
        };
        let others = self.instance.sites_of(meeting).filter(|site| *site != own);
        std::iter::once(own).chain(others).find(is_open)
    }

    /// Whether both parties could be at a site in a slot and have time for the ways.
    pub(super) fn can_be_at(&self, meeting: usize, slot: usize, site: usize) -> bool {
        self.instance.slots_at(meeting, site) >> slot & 1 == 1
            && self.too_far(meeting, slot, site).next().is_none()
    }

    /// Meetings of the parties that leave no time for the way to a site and back.
    pub(super) fn too_far(
        &self,
        meeting: usize,
        slot: usize,
        site: usize,
    ) -> impl Iterator<Item = usize> + '_ {
        let parties = self.parties[meeting].into_iter();
        parties.flat_map(move |participant| {
            let held = each_bit(self.busy[participant]);
            held.filter_map(move |other_slot| {
                let other = self.held(participant, other_slot)?;
                let barred = self.instance.barred(site, self.site_of(other), slot);
                (other != meeting && barred >> other_slot & 1 == 1).then_some(other)
            })
        })
    }

    /// Where a meeting stands.
    pub(super) fn slot_of(&self, meeting: usize) -> Option<usize> {
        let slot = self.slot_of[meeting];
        (slot != NONE).then_some(slot as usize)
    }

    /// All meetings' slots and sites.
    pub(super) fn schedule(&self) -> PartialSchedule {
        let meetings = 0..self.slot_of.len();
        PartialSchedule {
            slot_of: meetings.clone().map(|m| self.slot_of(m)).collect(),
            site_of: meetings.map(|m| self.site_of(m)).collect(),
        }
    }

    /// The meeting that a participant has in a slot.
    pub(super) fn held(&self, participant: usize, slot: usize) -> Option<usize> {
        let meeting = self.holds[participant * self.instance.n_slots + slot];
        (meeting != NONE).then_some(meeting as usize)
    }

    /// The meetings of a slot.
    pub(super) fn in_slot(&self, slot: usize) -> &[u32] {
        &self.in_slot[slot]
    }

    /// Participants with breaks.
    pub(super) fn waiting(&self) -> &[u32] {
        &self.waiting
    }

    /// Slots in which the meeting could stand now without moving another.
    pub(super) fn open_slots(&self, meeting: usize) -> W {
        let [a, b] = self.parties[meeting];
        self.domains[meeting] & !self.busy[a] & !self.busy[b]
    }

    /// Whether one more meeting has a table.
    pub(super) fn has_room(&self, slot: usize) -> bool {
        self.in_slot[slot].len() < self.instance.capacity[slot]
    }

    /// Meetings above the tables if the slot held so many more.
    pub(super) fn excess(&self, slot: usize, more: i32) -> i32 {
        let count = |n: usize| i32::try_from(n).expect("meetings are bounded");
        let n = count(self.in_slot[slot].len()) + more;
        (n - count(self.instance.capacity[slot])).max(0)
    }

    /// What the meeting needs at a site that is scarce.
    pub(super) fn needs(&self, meeting: usize, site: usize) -> impl Iterator<Item = usize> + '_ {
        let needs = self.needs[meeting].iter().copied();
        needs.filter(move |resource| {
            let own = self.instance.scarce[*resource].site;
            own.is_none_or(|own| own == site)
        })
    }

    /// Whether so many more meetings could have something scarce.
    pub(super) fn has_left(&self, resource: usize, slot: usize, more: i32) -> bool {
        let capacity = self.instance.scarce[resource].capacity[slot];
        let capacity = i32::try_from(capacity).unwrap_or(i32::MAX);
        more <= 0 || self.in_use[resource][slot] + more <= capacity
    }

    /// Whether all that the meeting needs at a site is left in a slot.
    pub(super) fn has_needs(&self, meeting: usize, slot: usize, site: usize) -> bool {
        self.needs(meeting, site)
            .all(|resource| self.has_left(resource, slot, 1))
    }

    /// Whether what must stand before and after the meeting does, were it in the slot and the
    /// others where `slot_of` says.
    pub(super) fn keeps_order(
        &self,
        meeting: usize,
        slot: usize,
        slot_of: impl Fn(usize) -> Option<usize>,
    ) -> bool {
        let before = &self.instance.meetings[meeting].after;
        let is_earlier = |other: &usize| slot_of(*other).is_none_or(|earlier| earlier < slot);
        let is_later = |other: &usize| slot_of(*other).is_none_or(|later| slot < later);
        before.iter().all(is_earlier) && self.followers[meeting].iter().all(is_later)
    }

    /// Whether one of two meetings must follow the other.
    pub(super) fn is_ordered(&self, meeting: usize, other: usize) -> bool {
        let meetings = &self.instance.meetings;
        meetings[meeting].after.contains(&other) || meetings[other].after.contains(&meeting)
    }

    /// What it costs that the meeting stands nowhere.
    pub(super) fn unplaced_cost(&self, meeting: usize) -> i32 {
        let share = meeting * 100 / self.parties.len();
        UNPLACED_COST + BREAK_COST - i32::try_from(share).expect("a share of a hundred")
    }

    /// What the two parties' days cost more when a slot is added to both or taken from both.
    pub(super) fn days_change(&self, meeting: usize, slot: usize) -> i32 {
        let change = |participant: usize| {
            let after = self
                .calendar
                .n_breaks(self.busy[participant] ^ W::one(slot));
            self.calendar.cost(after) - self.calendar.cost(usize::from(self.n_breaks[participant]))
        };
        let [a, b] = self.parties[meeting];
        change(a) + change(b)
    }

    /// Puts a meeting that stands nowhere into a slot in which both parties are free.
    pub(super) fn put(&mut self, meeting: usize, slot: usize) {
        debug_assert!(self.slot_of[meeting] == NONE, "it stands nowhere");
        self.n_excess += self.excess(slot, 1) - self.excess(slot, 0);
        self.n_placed += 1;
        self.count_needs(meeting, slot, 1);
        let number = u32::try_from(meeting).expect("meetings are bounded");
        self.slot_of[meeting] = u32::try_from(slot).expect("slots are few");
        let row = &mut self.in_slot[slot];
        self.position[meeting] = u32::try_from(row.len()).expect("meetings are bounded");
        row.push(number);
        self.count_taken(meeting, 1);
        for participant in self.parties[meeting] {
            self.holds[participant * self.instance.n_slots + slot] = number;
            self.set_busy(participant, self.busy[participant] | W::one(slot));
        }
    }

    /// Takes a meeting from its slot.
    pub(super) fn take(&mut self, meeting: usize) {
        let Some(slot) = self.slot_of(meeting) else {
            return;
        };
        self.n_excess += self.excess(slot, -1) - self.excess(slot, 0);
        self.n_placed -= 1;
        self.count_needs(meeting, slot, -1);
        self.slot_of[meeting] = NONE;
        let position = self.position[meeting] as usize;
        self.in_slot[slot].swap_remove(position);
        if let Some(&moved) = self.in_slot[slot].get(position) {
            self.position[moved as usize] = self.position[meeting];
        }
        self.count_taken(meeting, -1);
        for participant in self.parties[meeting] {
            self.holds[participant * self.instance.n_slots + slot] = NONE;
            self.set_busy(participant, self.busy[participant] & !W::one(slot));
        }
    }

    fn count_taken(&mut self, meeting: usize, more: isize) {
        if self.has_limits && !self.stays(meeting) {
            for participant in self.parties[meeting] {
                let n_taken = &mut self.n_taken[participant];
                *n_taken = n_taken
                    .checked_add_signed(more)
                    .expect("what is taken was counted");
            }
        }
    }

    fn count_needs(&mut self, meeting: usize, slot: usize, more: i32) {
        let site = self.site_of(meeting);
        for &resource in &self.needs[meeting] {
            let own = self.instance.scarce[resource].site;
            if own.is_none_or(|own| own == site) {
                self.in_use[resource][slot] += more;
            }
        }
    }

    fn set_busy(&mut self, participant: usize, busy: W) {
        let before = usize::from(self.n_breaks[participant]);
        let after = self.calendar.n_breaks(busy);
        self.busy[participant] = busy;
        if before == after {
            return;
        }
        self.n_breaks[participant] = u8::try_from(after).expect("a day is short");
        self.n_breaks_total = self.n_breaks_total + after - before;
        if before == 0 {
            self.waiting_position[participant] =
                u32::try_from(self.waiting.len()).expect("participants are bounded");
            self.waiting
                .push(u32::try_from(participant).expect("participants are bounded"));
        } else if after == 0 {
            let position = self.waiting_position[participant] as usize;
            self.waiting.swap_remove(position);
            if let Some(&moved) = self.waiting.get(position) {
                self.waiting_position[moved as usize] = self.waiting_position[participant];
            }
        }
    }
}

/// The slots of a set, in ascending order.
fn each_bit<W: Word>(mut slots: W) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        if slots == W::NONE {
            return None;
        }
        let slot = slots.lowest();
        slots = slots.without_lowest();
        Some(slot)
    })
}
