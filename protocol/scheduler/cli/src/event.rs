//! `plan event`: a large event, real or drawn, placed by annealing and judged by the referee.

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use cpu_time::ProcessTime;
use scheduler::batch::{Chance, Effort, Instance, Meeting, Terms, anneal};
use scheduler::batch::{check_schedule, slots_below};

use crate::files;

/// A drawn event.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Size {
    #[arg(long, default_value_t = 1_500)]
    participants: usize,
    #[arg(long, default_value_t = 3_000)]
    requests: usize,
    #[arg(long, default_value_t = 60)]
    tables: usize,
    #[arg(long, default_value_t = 40)]
    slots: usize,
    /// Draw requests from a hidden schedule without any break that fills every table.
    #[arg(long)]
    planted: bool,
}

impl Size {
    /// The largest event that is promised.
    pub(crate) fn full(is_planted: bool) -> Self {
        Self {
            participants: 1_500,
            requests: 3_000,
            tables: 60,
            slots: 40,
            planted: is_planted,
        }
    }
}

/// Draws an event.
pub(crate) fn make(size: Size, seed: u64) -> Instance {
    if size.planted {
        planted(size, seed)
    } else {
        drawn(size, seed)
    }
}

/// Places the event of the file, or a drawn one.
pub(crate) fn event(
    file: Option<&Path>,
    size: Size,
    seed: u64,
    walks: usize,
    seconds_max: f64,
    steps_max: Option<u64>,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let instance = match file {
        Some(path) => files::problem(path)?,
        None => make(size, seed),
    };
    let cpu_start = ProcessTime::now();
    let start = Instant::now();
    let progress = || match steps_max {
        Some(_) => 0.0,
        None => start.elapsed().as_secs_f64() / seconds_max,
    };
    let effort = Effort {
        seed,
        steps_max: steps_max.unwrap_or(u64::MAX),
        n_walks: walks,
        fairness_max: None,
    };
    let found = anneal(&instance, effort, &progress);
    let seconds = start.elapsed().as_secs_f64();
    let cpu_seconds = cpu_start.elapsed().as_secs_f64();
    let (kept, schedule) = found.schedule.placed(&instance);
    let judged = check_schedule(&kept, &schedule, None)
        .map_err(|violations| anyhow::anyhow!("the referee rejects it: {violations:?}"))?;
    anyhow::ensure!(
        judged.n_breaks == found.n_breaks,
        "the referee counts {judged:?}"
    );
    writeln!(
        out,
        "placed {} of {} requests, bound {}; breaks {}, bound {}, idle slots {}, gap {}; {} steps, {seconds:.2} s, {cpu_seconds:.2} CPU s",
        schedule.slot_of.len(),
        instance.meetings.len(),
        found.placed_bound,
        judged.n_breaks,
        found.breaks_bound,
        judged.n_idle,
        judged.fairness_gap,
        found.n_steps,
    )?;
    Ok(true)
}

/// Requests between any two, everybody available nearly always.
fn drawn(size: Size, seed: u64) -> Instance {
    let mut chance = Chance::new(seed);
    let all = slots_below(size.slots);
    let mut free = vec![all; size.participants];
    for free in &mut free {
        for slot in 0..size.slots {
            if chance.below(10) == 0 {
                *free &= !(1 << slot);
            }
        }
    }
    let meetings = (0..size.requests).map(|_| {
        let first = chance.below(size.participants);
        let second = (first + 1 + chance.below(size.participants - 1)) % size.participants;
        meeting(first, second, size.slots)
    });
    Instance {
        n_slots: size.slots,
        day_starts: 1,
        scarce: Vec::new(),
        terms: Terms::default(),
        capacity: vec![size.tables; size.slots],
        meetings: meetings.collect(),
        free,
    }
}

/// Slot by slot, whoever has begun stays until his last meeting, and newcomers fill the tables.
fn planted(size: Size, seed: u64) -> Instance {
    let mut chance = Chance::new(seed);
    let mut n_participants = 0;
    let mut present: Vec<(usize, usize)> = Vec::new();
    let mut meetings = Vec::new();
    for _ in 0..size.slots {
        while present.len() < 2 * size.tables {
            present.push((n_participants, 1 + chance.below(6)));
            n_participants += 1;
        }
        chance.shuffle(&mut present);
        for pair in present.chunks_exact(2) {
            meetings.push(meeting(pair[0].0, pair[1].0, size.slots));
        }
        for (_, n_left) in &mut present {
            *n_left -= 1;
        }
        present.retain(|(_, n_left)| *n_left > 0);
    }
    chance.shuffle(&mut meetings);
    Instance {
        n_slots: size.slots,
        day_starts: 1,
        scarce: Vec::new(),
        terms: Terms::default(),
        capacity: vec![size.tables; size.slots],
        free: vec![slots_below(size.slots); n_participants],
        meetings,
    }
}

fn meeting(first: usize, second: usize, n_slots: usize) -> Meeting {
    Meeting::open([first, second], slots_below(n_slots))
}
