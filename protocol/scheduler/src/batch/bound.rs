//! Breaks that no schedule of all the meetings avoids, seen participant by participant: holes in
//! his availability, or fixed meetings, keep his meetings apart. It costs next to nothing, so that
//! events too large for a proof have a bound as well; it says nothing where only the
//! participants together force a break.

use super::domains::propagate;
use super::instance::{Instance, Slots, each_slot, slots_below};

/// No schedule of all the meetings has fewer breaks.
#[must_use]
pub fn breaks_bound(instance: &Instance) -> usize {
    let narrowed = propagate(instance);
    let wide = |_| {
        let meetings = 0..instance.meetings.len();
        meetings.map(|meeting| instance.slots_of(meeting)).collect()
    };
    let domains: Vec<Slots> = narrowed.unwrap_or_else(wide);
    breaks_bound_in(instance, &domains)
}

/// The same, for meetings with these slots left.
pub(super) fn breaks_bound_in(instance: &Instance, domains: &[Slots]) -> usize {
    let of_one = |(participant, row): (usize, &Vec<usize>)| {
        let engaged = each_slot(instance.engaged(participant)).map(|slot| 1 << slot);
        let meetings = row.iter().map(|meeting| domains[*meeting]);
        let slots: Vec<Slots> = meetings.chain(engaged).collect();
        let least = fewest_breaks(instance, &slots);
        if least == 0 && !has_whole_block(instance, &slots) {
            1
        } else {
            least
        }
    };
    let rows = instance.meetings_by_participant();
    rows.iter().enumerate().map(of_one).sum()
}

/// The fewest breaks of a day with as many meetings, each slot that a meeting cannot do without
/// taken; which meeting takes which slot is left open.
fn fewest_breaks(instance: &Instance, slots: &[Slots]) -> usize {
    const NEVER: usize = usize::MAX / 2;
    let open = slots.iter().fold(0, |all, slots| all | slots);
    let is_alone = |slots: &&Slots| slots.count_ones() == 1;
    let taken = slots
        .iter()
        .filter(is_alone)
        .fold(0, |all, slots| all | slots);
    // Per number of meetings so far the fewest breaks: before today's first meeting, in a meeting,
    // and in an idle slot after one.
    let mut before = vec![NEVER; slots.len() + 1];
    let mut busy = vec![NEVER; slots.len() + 1];
    let mut idle = vec![NEVER; slots.len() + 1];
    before[0] = 0;
    for slot in 0..instance.n_slots {
        let here = 1 << slot;
        if instance.day_starts & here != 0 || slot == 0 {
            for n in 0..=slots.len() {
                before[n] = before[n].min(busy[n]).min(idle[n]);
                (busy[n], idle[n]) = (NEVER, NEVER);
            }
        }
        let mut next_busy = vec![NEVER; slots.len() + 1];
        if open & here != 0 {
            for n in 1..=slots.len() {
                next_busy[n] = before[n - 1].min(busy[n - 1]).min(idle[n - 1] + 1);
            }
        }
        for n in 0..=slots.len() {
            if taken & here == 0 {
                idle[n] = idle[n].min(busy[n]);
            } else {
                (before[n], idle[n]) = (NEVER, NEVER);
            }
        }
        busy = next_busy;
    }
    let n = slots.len();
    let least = before[n].min(busy[n]).min(idle[n]);
    // Too few slots for the meetings is a contradiction, not a matter of breaks.
    if least >= NEVER { 0 } else { least }
}

/// Whether some run of slots has one for each of the meetings; on several days nothing is said.
fn has_whole_block(instance: &Instance, slots: &[Slots]) -> bool {
    let is_one_day = instance.day_starts & instance.all_slots() & !1 == 0;
    if !is_one_day || slots.len() < 2 || slots.len() > instance.n_slots {
        return true;
    }
    (0..=instance.n_slots - slots.len()).any(|first| {
        let block = slots_below(first + slots.len()) & !slots_below(first);
        can_fill(slots, block)
    })
}

/// Whether the meetings fill the block, one per slot.
fn can_fill(slots: &[Slots], block: Slots) -> bool {
    let mut taker = vec![None; Slots::BITS as usize];
    (0..slots.len()).all(|index| seat(slots, block, index, &mut taker, &mut 0))
}

fn seat(
    slots: &[Slots],
    block: Slots,
    index: usize,
    taker: &mut [Option<usize>],
    seen: &mut Slots,
) -> bool {
    for slot in each_slot(slots[index] & block) {
        if *seen >> slot & 1 == 1 {
            continue;
        }
        *seen |= 1 << slot;
        if taker[slot].is_none_or(|other| seat(slots, block, other, taker, seen)) {
            taker[slot] = Some(index);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::instance::Meeting;

    /// Somebody with a meeting in each of the sets of slots, beside people with one meeting.
    fn check(day_starts: Slots, slots: &[Slots], expected: usize) {
        let meetings = slots
            .iter()
            .enumerate()
            .map(|(guest, slots)| Meeting::open([0, guest + 1], *slots));
        let instance = Instance {
            n_slots: 8,
            day_starts,
            capacity: vec![9; 8],
            free: vec![slots_below(8); slots.len() + 1],
            meetings: meetings.collect(),
            scarce: Vec::new(),
            terms: crate::batch::Terms::default(),
        };
        assert_eq!(breaks_bound(&instance), expected, "{slots:?}");
    }

    #[test]
    fn holes_and_fixed_meetings_force_breaks() {
        check(1, &[0b1111_1111; 3], 0);
        // Nobody has room for three in a row.
        check(1, &[0b1101_1011; 3], 1);
        check(1, &[0b0101_0101; 3], 2);
        check(1, &[1, 1 << 7, 0b1111_1111], 1);
        check(1, &[1, 1 << 3, 1 << 7], 2);
    }

    #[test]
    fn a_block_in_which_a_meeting_finds_no_slot_is_none() {
        // Two only in the morning, one only late: slots 0 to 2 and 6 to 7.
        check(1, &[0b11, 0b11, 0b1100_0000], 1);
        check(1, &[0b11, 0b111, 0b1100], 0);
        // The block of open slots is long enough, but two meetings share its one end.
        check(1, &[0b0000_0111, 0b0000_0011, 0b1110_0000], 1);
    }

    #[test]
    fn a_night_forces_nothing() {
        check(1 | 1 << 4, &[1 << 3, 1 << 6], 0);
        check(1 | 1 << 4, &[1 << 1, 1 << 3, 1 << 6], 1);
    }
}
