//! `plan against`: instances beside OR-Tools CP-SAT, with the same cores and the same seconds, both
//! judged by the referee.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use scheduler::batch::exact::{Objective, Request, solve_together};
use scheduler::batch::{Effort, Instance, PartialSchedule, anneal, check_schedule};

use crate::event::{self, Size};
use crate::files;
use crate::peer::{Peer, Question};

/// Who meets whom, and for how long.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct MatchUp {
    /// A folder of instances.
    folder: PathBuf,
    /// Only instances whose name holds this.
    #[arg(long)]
    only: Option<String>,
    /// Seconds for either side and instance.
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// The fairness bound of the folder's instances.
    #[arg(long, default_value_t = 2)]
    fairness: usize,
    /// So many drawn and planted events as well.
    #[arg(long, default_value_t = 0)]
    events: u64,
    /// A Python that has OR-Tools: `python3 -m venv target/cp-sat`, then
    /// `target/cp-sat/bin/pip install ortools`.
    #[arg(long, default_value = "target/cp-sat/bin/python")]
    python: PathBuf,
}

/// Meetings placed, and breaks; nothing when there is no schedule.
type Reached = Option<(usize, usize)>;

/// Whether we are never worse; said loudly when the peer is missing.
pub(crate) fn against(match_up: &MatchUp, out: &mut dyn Write) -> anyhow::Result<bool> {
    let peer = match Peer::find(&match_up.python) {
        Ok(peer) => peer,
        Err(reason) => {
            writeln!(out, "SKIPPED: no CP-SAT to meet: {reason}")?;
            return Ok(true);
        }
    };
    writeln!(
        out,
        "{:<34} {:>18} {:>18}  {:<10} verdict",
        "instance", "ours placed/breaks", "CP-SAT", "its status"
    )?;
    let mut score = Score::default();
    for (name, path) in files::list(&match_up.folder, match_up.only.as_deref())? {
        let instance = files::problem(&path)?;
        let ours = ours_whole(&instance, match_up)?;
        let question = Question {
            seconds: match_up.seconds,
            fairness_max: Some(match_up.fairness),
            is_partial: false,
        };
        let (theirs, status) = theirs(&peer, &instance, question)?;
        score.row(&name, ours, theirs, &status, out)?;
    }
    for seed in 1..=match_up.events {
        for is_planted in [false, true] {
            let instance = event::make(Size::full(is_planted), seed);
            let name = format!(
                "event-{}-{seed}",
                if is_planted { "planted" } else { "drawn" }
            );
            let ours = ours_partial(&instance, seed, match_up.seconds)?;
            let question = Question {
                seconds: match_up.seconds,
                fairness_max: None,
                is_partial: true,
            };
            let (theirs, status) = theirs(&peer, &instance, question)?;
            score.row(&name, ours, theirs, &status, out)?;
        }
    }
    score.conclude(out)
}

fn ours_whole(instance: &Instance, match_up: &MatchUp) -> anyhow::Result<Reached> {
    let start = Instant::now();
    let is_late = || start.elapsed().as_secs_f64() > match_up.seconds;
    let request = Request {
        objective: Objective::Breaks,
        fairness_max: Some(match_up.fairness),
        seed: 0,
        steps_max: u64::MAX,
    };
    let answer = solve_together(instance, request, &is_late);
    let Some(schedule) = answer.schedule else {
        return Ok(None);
    };
    let whole = PartialSchedule {
        slot_of: schedule.slot_of.into_iter().map(Some).collect(),
        site_of: schedule.site_of,
    };
    judge(instance, &whole, Some(match_up.fairness)).map(Some)
}

fn ours_partial(instance: &Instance, seed: u64, seconds: f64) -> anyhow::Result<Reached> {
    let start = Instant::now();
    let gone = || start.elapsed().as_secs_f64() / seconds;
    let effort = Effort {
        seed,
        steps_max: u64::MAX,
        n_walks: 2,
        fairness_max: None,
    };
    let found = anneal(instance, effort, &gone);
    judge(instance, &found.schedule, None).map(Some)
}

fn theirs(
    peer: &Peer,
    instance: &Instance,
    question: Question,
) -> anyhow::Result<(Reached, String)> {
    let found = peer.solve(instance, question)?;
    let reached = match found.schedule() {
        Some(schedule) => Some(judge(instance, &schedule, question.fairness_max)?),
        None => None,
    };
    Ok((reached, found.status))
}

fn judge(
    instance: &Instance,
    schedule: &PartialSchedule,
    fairness_max: Option<usize>,
) -> anyhow::Result<(usize, usize)> {
    let (kept, schedule) = schedule.placed(instance);
    let measures = check_schedule(&kept, &schedule, fairness_max)
        .map_err(|violations| anyhow::anyhow!("the referee rejects it: {violations:?}"))?;
    Ok((kept.meetings.len(), measures.n_breaks))
}

#[derive(Default)]
struct Score {
    n_better: usize,
    n_same: usize,
    n_worse: usize,
}

impl Score {
    fn row(
        &mut self,
        name: &str,
        ours: Reached,
        theirs: Reached,
        status: &str,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        // More placed first, then fewer breaks; no schedule is the least.
        let worth =
            |reached: Reached| reached.map(|(placed, breaks)| (placed, usize::MAX - breaks));
        let (count, verdict) = match worth(ours).cmp(&worth(theirs)) {
            std::cmp::Ordering::Greater => (&mut self.n_better, "better"),
            std::cmp::Ordering::Equal => (&mut self.n_same, "same"),
            std::cmp::Ordering::Less => (&mut self.n_worse, "WORSE"),
        };
        *count += 1;
        let shown = |reached: Reached| {
            reached.map_or_else(
                || "-".to_owned(),
                |(placed, breaks)| format!("{placed}/{breaks}"),
            )
        };
        writeln!(
            out,
            "{name:<34} {:>18} {:>18}  {status:<10} {verdict}",
            shown(ours),
            shown(theirs)
        )?;
        out.flush()?;
        Ok(())
    }

    fn conclude(&self, out: &mut dyn Write) -> anyhow::Result<bool> {
        writeln!(
            out,
            "\nbetter on {}, the same on {}, worse on {}",
            self.n_better, self.n_same, self.n_worse
        )?;
        Ok(self.n_worse == 0)
    }
}
