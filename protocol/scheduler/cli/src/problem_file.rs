//! Our own problem and schedule files: JSON, everything counted from zero.

use scheduler::batch::{
    BATCH_SITES_MAX, BATCH_SLOTS_MAX, Instance, Meeting, Scarce, Schedule, Sites, Slots, Terms,
    each_slot,
};
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
    /// Pairs who never meet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    apart: Vec<[usize; 2]>,
    /// Sites, when where a meeting takes place matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sites: Option<SitesRow>,
}

/// How far sites are from each other.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum SitesRow {
    /// Per pair of sites the slots that must pass between a meeting here and one there.
    SlotsBetween(Vec<Vec<usize>>),
    /// Per pair of sites and slot here, the slots that are too near there.
    TooNear(Vec<Vec<Vec<Vec<usize>>>>),
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
    /// Slots in which he does something else, and so has no break.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    engaged: Vec<usize>,
    /// The most meetings that he takes, those that stay aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    meetings_max: Option<usize>,
    /// Per site the slots in which he cannot be there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    away_from: Vec<Vec<usize>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ScarceRow {
    /// How many meetings can have it at a time.
    at_a_time: Tables,
    meetings: Vec<usize>,
    /// The site at which it is needed; everywhere when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    site: Option<usize>,
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
    /// Sites at which it could take place; every site when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sites: Option<Vec<usize>>,
    /// Whether it is confirmed, in its one slot at its one site.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    stays: bool,
}

/// A schedule: per meeting its slot. A line that `solve --json` printed is one, too.
#[derive(Debug, Deserialize)]
struct ScheduleFile {
    slots: Vec<usize>,
    /// Per meeting its site; the first when it is left out.
    #[serde(default)]
    sites: Option<Vec<usize>>,
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
    let terms = read_terms(&file, &set)?;
    let n_sites = terms.sites.as_ref().map_or(1, Sites::len);
    let every_site = u16::try_from((1_u32 << n_sites.min(BATCH_SITES_MAX)) - 1).unwrap_or(u16::MAX);
    let sites = |sites: &[usize]| -> Result<u16, Unreadable> {
        let mut set = 0;
        for &site in sites {
            if site >= n_sites.min(BATCH_SITES_MAX) {
                let number = i64::try_from(site).unwrap_or(i64::MAX);
                return Err(Unreadable::at(end, Fault::Range(number)));
            }
            set |= 1 << site;
        }
        Ok(set)
    };
    let mut meetings = Vec::with_capacity(file.meetings.len());
    for row in &file.meetings {
        meetings.push(Meeting {
            parties: row.parties,
            slots: row.slots.as_deref().map_or(Ok(Slots::MAX), set)?,
            after: row.after.clone(),
            sites: row.sites.as_deref().map_or(Ok(every_site), sites)?,
            stays: row.stays,
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
                site: row.site,
            })
            .collect(),
        terms,
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

/// What else the file says.
fn read_terms(
    file: &ProblemFile,
    set: &dyn Fn(&[usize]) -> Result<Slots, Unreadable>,
) -> Result<Terms, Unreadable> {
    let mut terms = Terms {
        apart: file.apart.clone(),
        meetings_max: file
            .participants
            .iter()
            .map(|row| row.meetings_max)
            .collect(),
        ..Terms::default()
    };
    let day_starts = 1 | set(&file.day_starts)?;
    for row in &file.participants {
        terms.engaged.push(set(&row.engaged)?);
    }
    terms.sites = match &file.sites {
        None => None,
        Some(SitesRow::SlotsBetween(between)) => {
            let n_slots = file.n_slots.min(BATCH_SLOTS_MAX);
            Some(Sites::apart(n_slots, day_starts, between))
        }
        Some(SitesRow::TooNear(rows)) => {
            let mut barred = Vec::with_capacity(rows.len());
            for from in rows {
                let mut pairs = Vec::with_capacity(from.len());
                for slots in from {
                    let sets = slots.iter().map(|slots| set(slots));
                    pairs.push(sets.collect::<Result<_, _>>()?);
                }
                barred.push(pairs);
            }
            let away = Vec::new();
            Some(Sites { barred, away })
        }
    };
    if let Some(sites) = &mut terms.sites
        && file
            .participants
            .iter()
            .any(|row| !row.away_from.is_empty())
    {
        for site in 0..sites.len() {
            let away = file.participants.iter().map(|row| {
                let away = row.away_from.get(site);
                away.map_or(Ok(0), |slots| set(slots))
            });
            sites.away.push(away.collect::<Result<_, _>>()?);
        }
    }
    // Said of nobody, a list is left out.
    if terms.engaged.iter().all(|engaged| *engaged == 0) {
        terms.engaged.clear();
    }
    if terms.meetings_max.iter().all(Option::is_none) {
        terms.meetings_max.clear();
    }
    Ok(terms)
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
            .enumerate()
            .map(|(participant, free)| ParticipantRow {
                away: list(!free),
                engaged: list(instance.engaged(participant)),
                meetings_max: instance.meetings_max(participant),
                away_from: instance
                    .terms
                    .sites
                    .iter()
                    .flat_map(|sites| &sites.away)
                    .map(|row| list(row[participant]))
                    .collect(),
            })
            .collect(),
        apart: instance.terms.apart.clone(),
        sites: instance.terms.sites.as_ref().map(|sites| {
            let sets = |slots: &Vec<Slots>| slots.iter().map(|set| list(*set)).collect();
            let rows = |row: &Vec<Vec<Slots>>| row.iter().map(sets).collect();
            SitesRow::TooNear(sites.barred.iter().map(rows).collect())
        }),
        meetings: instance
            .meetings
            .iter()
            .enumerate()
            .map(|(meeting, row)| MeetingRow {
                parties: row.parties,
                slots: (row.slots & all != all).then(|| list(row.slots)),
                after: row.after.clone(),
                sites: instance
                    .terms
                    .sites
                    .is_some()
                    .then(|| instance.sites_of(meeting).collect()),
                stays: row.stays,
            })
            .collect(),
        scarce: instance
            .scarce
            .iter()
            .map(|scarce| ScarceRow {
                at_a_time: Tables::PerSlot(scarce.capacity.clone()),
                meetings: scarce.meetings.clone(),
                site: scarce.site,
            })
            .collect(),
    };
    serde_json::to_string(&file).expect("numbers and lists are JSON")
}

/// Reads a schedule.
pub(crate) fn parse_schedule(text: &str) -> Result<Schedule, Unreadable> {
    let file: ScheduleFile = read(text)?;
    Ok(match file.sites {
        None => Schedule::at_one_site(file.slots),
        Some(site_of) => Schedule {
            slot_of: file.slots,
            site_of,
        },
    })
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|e| Unreadable::at(e.line(), Fault::Json(e)))
}
