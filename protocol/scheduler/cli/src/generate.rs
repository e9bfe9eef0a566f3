//! `plan generate`: instances of the published families that nobody has seen, made from originals
//! by chance, so that we are not tuned to the published ones.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use scheduler::batch::{Chance, Instance, Meeting, Scarce, Slots, each_slot};

use crate::{files, problem_file};

/// What is done to an original.
#[derive(Clone, Copy, Debug)]
enum Family {
    /// Other hours in which somebody is away: so many in a thousand.
    Away(usize),
    /// So many meetings in a hundred have a slot given.
    Fixed(usize),
    /// So many meetings in a hundred must follow another of a party.
    Ordered(usize),
    /// Other partners for some, and fewer tables.
    Crafted,
    /// A part of the participants, with tables in proportion.
    Part,
    /// Two of them side by side, with meetings across.
    Joined,
}

const FAMILIES: &[(&str, Family)] = &[
    ("forb3", Family::Away(3)),
    ("forb7", Family::Away(7)),
    ("fixed20", Family::Fixed(20)),
    ("fixed40", Family::Fixed(40)),
    ("prec15", Family::Ordered(18)),
    ("prec25", Family::Ordered(35)),
    ("craf", Family::Crafted),
    ("part", Family::Part),
    ("joined", Family::Joined),
];

/// Writes every family of every original of a folder; the same files for the same seed.
pub(crate) fn generate(
    from: &Path,
    into: &Path,
    seed: u64,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    std::fs::create_dir_all(into).with_context(|| format!("cannot make {}", into.display()))?;
    let originals = files::list(from, Some(".original"))?;
    anyhow::ensure!(!originals.is_empty(), "no original in {}", from.display());
    let mut n_written = 0;
    for (position, (name, path)) in originals.iter().enumerate() {
        let original = files::problem(path)?;
        let base = name.trim_end_matches(".original");
        for (number, (family_name, family)) in FAMILIES.iter().enumerate() {
            let mark = seed << 32 | (position as u64) << 16 | number as u64;
            let instance = vary(&original, *family, &mut Chance::new(mark));
            let file = into.join(format!("{base}.{family_name}-{seed}.json"));
            std::fs::write(&file, problem_file::write(&instance))
                .with_context(|| format!("cannot write {}", file.display()))?;
            n_written += 1;
        }
    }
    writeln!(out, "{n_written} instances in {}", into.display())?;
    Ok(true)
}

fn vary(original: &Instance, family: Family, chance: &mut Chance) -> Instance {
    let mut instance = original.clone();
    match family {
        Family::Away(per_thousand) => away(&mut instance, per_thousand, chance),
        Family::Fixed(percent) => fix(&mut instance, percent, chance),
        Family::Ordered(percent) => order(&mut instance, percent, chance),
        Family::Crafted => craft(&mut instance, chance),
        Family::Part => instance = part(original, chance),
        Family::Joined => instance = joined(original, chance),
    }
    instance
}

fn away(instance: &mut Instance, per_thousand: usize, chance: &mut Chance) {
    let all = instance.all_slots();
    for free in &mut instance.free {
        *free = each_slot(all)
            .filter(|_| chance.below(1_000) >= per_thousand)
            .fold(0, |free, slot| free | 1 << slot);
    }
}

/// Fixed meetings do not contradict each other; what they leave to the rest may be too little.
fn fix(instance: &mut Instance, percent: usize, chance: &mut Chance) {
    let mut order: Vec<usize> = (0..instance.meetings.len()).collect();
    chance.shuffle(&mut order);
    let n_fixed = order.len() * percent / 100;
    let mut open = instance.free.clone();
    let mut n_in_slot = vec![0; instance.n_slots];
    for meeting in order.into_iter().take(n_fixed) {
        let [a, b] = instance.meetings[meeting].parties;
        let has_table = |slot: &usize| n_in_slot[*slot] < instance.capacity[*slot];
        let slots = instance.slots_of(meeting) & open[a] & open[b];
        let slots: Vec<usize> = each_slot(slots).filter(has_table).collect();
        if slots.is_empty() {
            continue;
        }
        let slot = slots[chance.below(slots.len())];
        n_in_slot[slot] += 1;
        open[a] &= !(1 << slot);
        open[b] &= !(1 << slot);
        instance.meetings[meeting].slots = 1 << slot;
    }
}

fn order(instance: &mut Instance, percent: usize, chance: &mut Chance) {
    let rows = instance.meetings_by_participant();
    for meeting in 0..instance.meetings.len() {
        if chance.below(100) >= percent {
            continue;
        }
        let row = &rows[instance.meetings[meeting].parties[chance.below(2)]];
        let before: Vec<usize> = row.iter().copied().filter(|m| *m < meeting).collect();
        if !before.is_empty() {
            let other = before[chance.below(before.len())];
            instance.meetings[meeting].after.push(other);
        }
    }
}

fn craft(instance: &mut Instance, chance: &mut Chance) {
    let most = instance.meetings_by_participant();
    let most = most.iter().map(Vec::len).max().unwrap_or(0);
    for meeting in 0..instance.meetings.len() {
        if chance.below(100) >= 15 {
            continue;
        }
        let rows = instance.meetings_by_participant();
        let [first, _] = instance.meetings[meeting].parties;
        let other = chance.below(rows.len());
        let is_new = |m: &usize| !instance.meetings[*m].parties.contains(&other);
        if other != first && rows[other].len() < most && rows[first].iter().all(is_new) {
            instance.meetings[meeting].parties = [first, other];
        }
    }
    let n = instance.meetings.len();
    let n_open = instance.n_slots;
    // Between as tight as can be and as they were.
    for capacity in &mut instance.capacity {
        let least = (n + n / 10).div_ceil(n_open).min(*capacity);
        *capacity = (*capacity + least) / 2;
    }
}

fn part(original: &Instance, chance: &mut Chance) -> Instance {
    let n_participants = original.free.len();
    let percent = 60 + chance.below(35);
    let is_kept: Vec<bool> = (0..n_participants)
        .map(|_| chance.below(100) < percent)
        .collect();
    let mut numbers = vec![None; original.meetings.len()];
    let mut meetings: Vec<Meeting> = Vec::new();
    for (meeting, row) in original.meetings.iter().enumerate() {
        if row.parties.iter().all(|p| is_kept[*p]) {
            numbers[meeting] = Some(meetings.len());
            meetings.push(row.clone());
        }
    }
    for row in &mut meetings {
        row.after = row.after.iter().filter_map(|m| numbers[*m]).collect();
    }
    let share = meetings.len() * 100 / original.meetings.len().max(1);
    let scaled = |capacity: &usize| (capacity * share).div_ceil(100);
    Instance {
        capacity: original.capacity.iter().map(scaled).collect(),
        scarce: original
            .scarce
            .iter()
            .map(|scarce| Scarce {
                meetings: scarce.meetings.iter().filter_map(|m| numbers[*m]).collect(),
                ..scarce.clone()
            })
            .collect(),
        meetings,
        ..original.clone()
    }
}

fn joined(original: &Instance, chance: &mut Chance) -> Instance {
    let (n, n_meetings) = (original.free.len(), original.meetings.len());
    let mut instance = original.clone();
    instance.free.extend_from_slice(&original.free);
    instance.capacity.iter_mut().for_each(|c| *c *= 2);
    for row in &original.meetings {
        instance.meetings.push(Meeting {
            parties: row.parties.map(|p| p + n),
            after: row.after.iter().map(|m| m + n_meetings).collect(),
            ..row.clone()
        });
    }
    for scarce in &mut instance.scarce {
        let others = scarce.meetings.iter().map(|m| m + n_meetings);
        let others: Vec<usize> = others.collect();
        scarce.meetings.extend(others);
        scarce.capacity.iter_mut().for_each(|c| *c *= 2);
    }
    // Partners across, two meetings at a time, so that nobody gets more or fewer.
    for first in 0..n_meetings {
        let second = n_meetings + chance.below(n_meetings);
        if chance.below(100) < 10 && same_slots(&instance, first, second) {
            let [_, left] = instance.meetings[first].parties;
            let [_, right] = instance.meetings[second].parties;
            instance.meetings[first].parties[1] = right;
            instance.meetings[second].parties[1] = left;
        }
    }
    instance
}

fn same_slots(instance: &Instance, first: usize, second: usize) -> bool {
    let slots = |meeting: usize| -> Slots { instance.meetings[meeting].slots };
    let [a, left] = instance.meetings[first].parties;
    let [b, right] = instance.meetings[second].parties;
    slots(first) == slots(second) && a != right && b != left
}
