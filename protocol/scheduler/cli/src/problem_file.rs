//! Our own problem and schedule files: JSON, everything counted from zero.

use scheduler::batch::{BATCH_SLOTS_MAX, Instance, Meeting, Scarce, Schedule, Slots, each_slot};
use serde::{Deserialize, Serialize};

use crate::unreadable::{Fault, Unreadable};

/// A problem.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProblemFile {
    n_slots: usize,
    /// Slots that begin a day, beside the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    day_starts: Vec<usize>,
    tables: Tables,
    participants: Vec<ParticipantRow>,
    meetings: Vec<MeetingRow>,
    /// What only some meetings need.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    scarce: Vec<ScarceRow>,
}

/// As many tables in every slot, or a number for each.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Tables {
    Same(usize),
    PerSlot(Vec<usize>),
}

impl Tables {
    fn per_slot(&self, n_slots: usize) -> Vec<usize> {
        match self {
            Self::Same(n) => vec![*n; n_slots.min(BATCH_SLOTS_MAX)],
            Self::PerSlot(tables) => tables.clone(),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ParticipantRow {
    /// Slots in which he is not available.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    away: Vec<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScarceRow {
    /// How many meetings can have it at a time.
    at_a_time: Tables,
    meetings: Vec<usize>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MeetingRow {
    parties: [usize; 2],
    /// Slots in which the meeting may stand; every slot when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    slots: Option<Vec<usize>>,
    /// Meetings that must stand in an earlier slot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    after: Vec<usize>,
}

/// A schedule: per meeting its slot. A line that `solve --json` printed is one, too.
#[derive(Debug, Deserialize)]
struct ScheduleFile {
    slots: Vec<usize>,
}

/// Reads a problem.
pub(crate) fn parse(text: &str) -> Result<Instance, Unreadable> {
    let file: ProblemFile = read(text)?;
    let end = text.lines().count().max(1);
    let set = |slots: &[usize]| -> Result<Slots, Unreadable> {
        let mut set = 0;
        for &slot in slots {
            if slot >= file.n_slots.min(BATCH_SLOTS_MAX) {
                let number = i64::try_from(slot).unwrap_or(i64::MAX);
                return Err(Unreadable::at(end, Fault::Range(number)));
            }
            set |= 1 << slot;
        }
        Ok(set)
    };
    let mut free = Vec::with_capacity(file.participants.len());
    for row in &file.participants {
        free.push(!set(&row.away)?);
    }
    let mut meetings = Vec::with_capacity(file.meetings.len());
    for row in &file.meetings {
        meetings.push(Meeting {
            parties: row.parties,
            slots: row.slots.as_deref().map_or(Ok(Slots::MAX), set)?,
            after: row.after.clone(),
        });
    }
    let mut instance = Instance {
        n_slots: file.n_slots,
        day_starts: 1 | set(&file.day_starts)?,
        capacity: file.tables.per_slot(file.n_slots),
        free,
        meetings,
        scarce: file
            .scarce
            .iter()
            .map(|row| Scarce {
                capacity: row.at_a_time.per_slot(file.n_slots),
                meetings: row.meetings.clone(),
            })
            .collect(),
    };
    let malformed = |e| Unreadable::at(end, Fault::Malformed(e));
    instance.validate().map_err(malformed)?;
    let all = instance.all_slots();
    instance.free.iter_mut().for_each(|free| *free &= all);
    instance
        .meetings
        .iter_mut()
        .for_each(|row| row.slots &= all);
    Ok(instance)
}

/// Writes a problem.
pub(crate) fn write(instance: &Instance) -> String {
    let all = instance.all_slots();
    let list = |slots: Slots| each_slot(slots & all).collect::<Vec<usize>>();
    let file = ProblemFile {
        n_slots: instance.n_slots,
        day_starts: list(instance.day_starts & !1),
        tables: Tables::PerSlot(instance.capacity.clone()),
        participants: instance
            .free
            .iter()
            .map(|free| ParticipantRow { away: list(!free) })
            .collect(),
        meetings: instance
            .meetings
            .iter()
            .map(|row| MeetingRow {
                parties: row.parties,
                slots: (row.slots & all != all).then(|| list(row.slots)),
                after: row.after.clone(),
            })
            .collect(),
        scarce: instance
            .scarce
            .iter()
            .map(|scarce| ScarceRow {
                at_a_time: Tables::PerSlot(scarce.capacity.clone()),
                meetings: scarce.meetings.clone(),
            })
            .collect(),
    };
    serde_json::to_string(&file).expect("numbers and lists are JSON")
}

/// Reads a schedule.
pub(crate) fn parse_schedule(text: &str) -> Result<Schedule, Unreadable> {
    let file: ScheduleFile = read(text)?;
    Ok(Schedule {
        slot_of: file.slots,
    })
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|e| Unreadable::at(e.line(), Fault::Json(e)))
}
