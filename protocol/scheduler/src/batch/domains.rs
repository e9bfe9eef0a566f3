//! Which slots each meeting can still take, after cheap reasoning; often enough to show that no
//! schedule exists, and then why in words that an organiser understands.
//!
//! Allowed numbers first, then four rules until nothing changes: precedences push ends inwards;
//! the meetings of one participant need different slots (matching, and every slot that no complete
//! matching uses is dropped); a meeting whose slot and site are known leaves time for the way; a
//! slot that is full of fixed meetings takes no other.

use super::instance::{Instance, Meeting, Slots, each_slot, slots_below};

/// Why no schedule exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// The meeting has no slot: its session, both availabilities and what must stand before and
    /// after it leave none.
    NoSlot {
        /// The meeting.
        meeting: usize,
    },
    /// The participant has more meetings than slots in which they could stand.
    TooFewSlots {
        /// Who.
        participant: usize,
        /// Meetings that share too few slots.
        meetings: Vec<usize>,
        /// The slots that they share.
        slots: Slots,
    },
    /// More meetings than tables in a group of slots.
    TooFewTables {
        /// Meetings that can stand nowhere else.
        meetings: Vec<usize>,
        /// The slots that they share.
        slots: Slots,
    },
    /// More meetings than somebody takes.
    TooManyMeetings {
        /// Who.
        participant: usize,
        /// The most that he takes.
        meetings_max: usize,
        /// The meetings, those that stay aside.
        meetings: Vec<usize>,
    },
    /// Meetings must each stand before the other.
    Circle {
        /// One of them.
        meeting: usize,
    },
}

/// The slots left per meeting.
///
/// # Errors
/// A reason why no schedule exists, if one shows.
pub fn propagate(instance: &Instance) -> Result<Vec<Slots>, Contradiction> {
    let domains = (0..instance.meetings.len()).map(|meeting| instance.slots_of(meeting));
    let mut domains = Domains {
        instance,
        slots: domains.collect(),
    };
    for meeting in 0..domains.slots.len() {
        domains.require_slot(meeting)?;
    }
    let order = by_precedence(instance)?;
    let rows = instance.meetings_by_participant();
    keep_allowed_numbers(instance, &rows)?;
    loop {
        let before = domains.slots.clone();
        domains.keep_order(&order)?;
        for (participant, row) in rows.iter().enumerate() {
            domains.keep_apart(participant, row)?;
            domains.keep_ways(row)?;
        }
        domains.close_full_slots()?;
        if domains.slots == before {
            domains.seat_all()?;
            return Ok(domains.slots);
        }
    }
}

struct Domains<'a> {
    instance: &'a Instance,
    slots: Vec<Slots>,
}

impl Domains<'_> {
    fn require_slot(&self, meeting: usize) -> Result<(), Contradiction> {
        if self.slots[meeting] == 0 {
            return Err(Contradiction::NoSlot { meeting });
        }
        Ok(())
    }

    fn restrict(&mut self, meeting: usize, slots: Slots) -> Result<(), Contradiction> {
        self.slots[meeting] &= slots;
        self.require_slot(meeting)
    }

    fn keep_order(&mut self, order: &[usize]) -> Result<(), Contradiction> {
        let instance = self.instance;
        for &meeting in order {
            for &before in &instance.meetings[meeting].after {
                let earliest = self.slots[before].trailing_zeros() as usize;
                self.restrict(meeting, !slots_below(earliest + 1))?;
            }
        }
        for &meeting in order.iter().rev() {
            let latest = 127 - self.slots[meeting].leading_zeros() as usize;
            for &before in &instance.meetings[meeting].after {
                self.restrict(before, slots_below(latest))?;
            }
        }
        Ok(())
    }

    /// Drops slots that no way of giving each of the participant's meetings its own slot uses.
    fn keep_apart(&mut self, participant: usize, row: &[usize]) -> Result<(), Contradiction> {
        let mut taker: Vec<Option<usize>> = vec![None; self.instance.n_slots];
        for index in 0..row.len() {
            let mut seen = 0;
            if !self.seat(row, index, &mut taker, &mut seen) {
                let is_stuck = |meeting: &&usize| self.slots[**meeting] & !seen == 0;
                return Err(Contradiction::TooFewSlots {
                    participant,
                    meetings: row.iter().filter(is_stuck).copied().collect(),
                    slots: seen,
                });
            }
        }
        // Slots to which a meeting can get by pushing others on.
        let mut reach: Vec<Slots> = row.iter().map(|meeting| self.slots[*meeting]).collect();
        loop {
            let mut is_stable = true;
            for index in 0..row.len() {
                let pushed = each_slot(reach[index]).filter_map(|slot| taker[slot]);
                let wider = pushed.fold(reach[index], |all, other| all | reach[other]);
                is_stable &= wider == reach[index];
                reach[index] = wider;
            }
            if is_stable {
                break;
            }
        }
        let vacant = (0..self.instance.n_slots).filter(|slot| taker[*slot].is_none());
        let vacant = vacant.fold(0, |all: Slots, slot| all | 1 << slot);
        for (slot, taken_by) in taker.iter().enumerate() {
            let Some(holder) = *taken_by else { continue };
            if reach[holder] & vacant != 0 {
                continue;
            }
            // Nobody else fits in here unless the holder can come to where he leaves.
            for (index, &meeting) in row.iter().enumerate() {
                let own = taker.iter().position(|by| *by == Some(index));
                let own = own.expect("every meeting was seated");
                if index != holder
                    && self.slots[meeting] >> slot & 1 == 1
                    && reach[holder] >> own & 1 == 0
                {
                    self.restrict(meeting, !(1 << slot))?;
                }
            }
        }
        Ok(())
    }

    /// Gives a meeting a slot, pushing others on where needed; `seen` collects slots tried.
    fn seat(
        &self,
        row: &[usize],
        index: usize,
        taker: &mut [Option<usize>],
        seen: &mut Slots,
    ) -> bool {
        for slot in each_slot(self.slots[row[index]]) {
            if *seen >> slot & 1 == 1 {
                continue;
            }
            *seen |= 1 << slot;
            if taker[slot].is_none_or(|other| self.seat(row, other, taker, seen)) {
                taker[slot] = Some(index);
                return true;
            }
        }
        false
    }

    /// Drops slots that leave no time for the way from or to a meeting that has one slot and one
    /// site left.
    fn keep_ways(&mut self, row: &[usize]) -> Result<(), Contradiction> {
        let instance = self.instance;
        if instance.terms.sites.is_none() {
            return Ok(());
        }
        for &fixed in row {
            let slot = self.slots[fixed].trailing_zeros() as usize;
            let can_be = |site: &usize| instance.slots_at(fixed, *site) >> slot & 1 == 1;
            let sites: Vec<usize> = instance.sites_of(fixed).filter(can_be).collect();
            let ([here], 1) = (sites.as_slice(), self.slots[fixed].count_ones()) else {
                continue;
            };
            for &other in row.iter().filter(|other| **other != fixed) {
                let reached = instance.sites_of(other).fold(0, |reached, there| {
                    let barred = instance.barred(*here, there, slot);
                    reached | instance.slots_at(other, there) & !barred
                });
                self.restrict(other, reached)?;
            }
        }
        Ok(())
    }

    fn close_full_slots(&mut self) -> Result<(), Contradiction> {
        for slot in 0..self.instance.n_slots {
            let here = 1 << slot;
            let fixed: Vec<usize> = (0..self.slots.len())
                .filter(|m| self.slots[*m] == here)
                .collect();
            let capacity = self.instance.capacity[slot];
            if fixed.len() > capacity {
                return Err(Contradiction::TooFewTables {
                    meetings: fixed,
                    slots: here,
                });
            }
            if fixed.len() == capacity {
                for meeting in 0..self.slots.len() {
                    if self.slots[meeting] != here {
                        self.restrict(meeting, !here)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Gives every meeting a table in some slot, whoever meets.
    fn seat_all(&self) -> Result<(), Contradiction> {
        let mut seats = Seats::new(self.instance, &self.slots);
        for meeting in 0..self.slots.len() {
            if let Err(seen) = seats.seat(meeting) {
                let is_stuck = |meeting: &usize| self.slots[*meeting] & !seen == 0;
                return Err(Contradiction::TooFewTables {
                    meetings: (0..self.slots.len()).filter(is_stuck).collect(),
                    slots: seen,
                });
            }
        }
        Ok(())
    }
}

fn keep_allowed_numbers(instance: &Instance, rows: &[Vec<usize>]) -> Result<(), Contradiction> {
    for (participant, row) in rows.iter().enumerate() {
        let is_open = |meeting: &&usize| !instance.meetings[**meeting].stays;
        let open = row.iter().filter(is_open);
        if let Some(meetings_max) = instance.meetings_max(participant)
            && open.clone().count() > meetings_max
        {
            return Err(Contradiction::TooManyMeetings {
                participant,
                meetings_max,
                meetings: open.copied().collect(),
            });
        }
    }
    Ok(())
}

/// The most meetings that can have a table in one of their slots, whoever meets; no schedule
/// places more.
pub(super) fn most_seated(instance: &Instance, slots: &[Slots]) -> usize {
    let mut seats = Seats::new(instance, slots);
    (0..slots.len())
        .filter(|meeting| seats.seat(*meeting).is_ok())
        .count()
}

/// No schedule places more meetings: tables and allowed numbers alone let in no more.
#[must_use]
pub fn placed_bound(instance: &Instance) -> usize {
    let domains = (0..instance.meetings.len()).map(|meeting| instance.slots_of(meeting));
    let domains: Vec<Slots> = domains.collect();
    most_seated(instance, &domains).min(most_allowed(instance))
}

/// The most meetings that the allowed numbers let in: each meeting is counted at one party.
pub(super) fn most_allowed(instance: &Instance) -> usize {
    let mut n_left = instance.terms.meetings_max.clone();
    let mut is_let_in = |row: &Meeting| {
        let limited = row
            .parties
            .iter()
            .find(|p| instance.meetings_max(**p).is_some());
        match limited.and_then(|p| n_left[*p].as_mut()) {
            Some(0) => row.stays,
            Some(n_left) => {
                *n_left -= usize::from(!row.stays);
                true
            }
            None => true,
        }
    };
    instance
        .meetings
        .iter()
        .filter(|row| is_let_in(row))
        .count()
}

/// Tables given to meetings: a flow through few slots.
struct Seats<'a> {
    instance: &'a Instance,
    slots: &'a [Slots],
    seated: Vec<Vec<usize>>,
}

impl<'a> Seats<'a> {
    fn new(instance: &'a Instance, slots: &'a [Slots]) -> Self {
        Self {
            instance,
            slots,
            seated: vec![Vec::new(); instance.n_slots],
        }
    }

    /// Gives a meeting a table, moving others on where needed; else the slots that are full.
    fn seat(&mut self, meeting: usize) -> Result<(), Slots> {
        // Slots reached, with the slot and the meeting that led there.
        let mut from: Vec<Option<(usize, usize)>> = vec![None; self.instance.n_slots];
        let mut seen = self.slots[meeting];
        let mut queue: Vec<usize> = each_slot(seen).collect();
        let mut next = 0;
        let mut vacant = None;
        while let Some(&slot) = queue.get(next) {
            next += 1;
            if self.seated[slot].len() < self.instance.capacity[slot] {
                vacant = Some(slot);
                break;
            }
            for &other in &self.seated[slot] {
                for onward in each_slot(self.slots[other] & !seen) {
                    seen |= 1 << onward;
                    from[onward] = Some((slot, other));
                    queue.push(onward);
                }
            }
        }
        let mut slot = vacant.ok_or(seen)?;
        while let Some((earlier, other)) = from[slot] {
            self.seated[earlier].retain(|m| *m != other);
            self.seated[slot].push(other);
            slot = earlier;
        }
        self.seated[slot].push(meeting);
        Ok(())
    }
}

/// The meetings, each behind all that must stand before it.
fn by_precedence(instance: &Instance) -> Result<Vec<usize>, Contradiction> {
    let n = instance.meetings.len();
    let mut n_before: Vec<usize> = instance.meetings.iter().map(|m| m.after.len()).collect();
    let mut followers = vec![Vec::new(); n];
    for (meeting, row) in instance.meetings.iter().enumerate() {
        for &before in &row.after {
            followers[before].push(meeting);
        }
    }
    let mut order: Vec<usize> = (0..n).filter(|m| n_before[*m] == 0).collect();
    let mut next = 0;
    while let Some(&meeting) = order.get(next) {
        next += 1;
        for &follower in &followers[meeting] {
            n_before[follower] -= 1;
            if n_before[follower] == 0 {
                order.push(follower);
            }
        }
    }
    match (0..n).find(|meeting| n_before[*meeting] > 0) {
        Some(meeting) => Err(Contradiction::Circle { meeting }),
        None => Ok(order),
    }
}
