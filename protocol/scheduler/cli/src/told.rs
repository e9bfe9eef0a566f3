//! What the tool says.

use std::io::Write;
use std::path::Path;

use scheduler::batch::exact::Objective;
use scheduler::batch::{Contradiction, Instance, Slots, Violation, each_slot};

use crate::run::Outcome;

/// Prints an outcome.
pub(crate) fn tell(
    path: &Path,
    instance: &Instance,
    objective: Objective,
    outcome: &Outcome,
    is_json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let reason = outcome.contradiction.as_ref().map(contradiction);
    if is_json {
        let measures = outcome.measures.map(|m| {
            serde_json::json!({
                "breaks": m.n_breaks,
                "idle_slots": m.n_idle,
                "fairness_gap": m.fairness_gap,
            })
        });
        let schedule = outcome.schedule.as_ref();
        let row = serde_json::json!({
            "file": path.display().to_string(),
            "n_meetings": instance.meetings.len(),
            "measures": measures,
            "bound": outcome.bound,
            "is_proven": outcome.is_proven,
            "reason": reason,
            "n_steps": outcome.n_steps,
            "cpu_seconds": outcome.cpu_seconds,
            "slots": schedule.map(|schedule| &schedule.slot_of),
            "sites": schedule.map(|schedule| &schedule.site_of),
        });
        writeln!(out, "{row}")?;
        return Ok(());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let verdict = match (outcome.measures, outcome.is_proven) {
        (Some(m), is_proven) => {
            let (aim, n) = match objective {
                Objective::Breaks => ("breaks", m.n_breaks),
                Objective::IdleSlots => ("idle slots", m.n_idle),
            };
            let bound = outcome.bound.unwrap_or(0);
            let proof = if is_proven { "optimal" } else { "not proven" };
            format!("{aim} {n}, bound {bound}, {proof}, gap {}", m.fairness_gap)
        }
        (None, true) => match reason {
            Some(reason) => format!("no schedule exists: {reason}"),
            None => "no schedule exists".to_owned(),
        },
        (None, false) => "no schedule found in time".to_owned(),
    };
    let (n_steps, seconds) = (outcome.n_steps, outcome.cpu_seconds);
    writeln!(
        out,
        "{name}: {verdict}; {n_steps} steps, {seconds:.3} CPU s"
    )?;
    Ok(())
}

/// The broken rule in words; everything counted from zero, as in our files.
pub(crate) fn violation(violation: Violation) -> String {
    match violation {
        Violation::MeetingCount { n_given } => format!("the schedule has {n_given} slots"),
        Violation::OutsideItsSlots { meeting, slot } => {
            format!("meeting {meeting} must not stand in slot {slot}")
        }
        Violation::Twice { participant, slot } => {
            format!("participant {participant} has two meetings in slot {slot}")
        }
        Violation::TooManyMeetings { slot, n_meetings } => {
            format!("{n_meetings} meetings in slot {slot} are more than the tables")
        }
        Violation::TooScarce {
            resource,
            slot,
            n_meetings,
        } => format!("{n_meetings} meetings in slot {slot} need scarce resource {resource}"),
        Violation::TooEarly {
            meeting,
            predecessor,
        } => format!("meeting {meeting} does not follow meeting {predecessor}"),
        Violation::WrongSite { meeting, site } => {
            format!("meeting {meeting} cannot take place at site {site} then")
        }
        Violation::TooFar {
            participant,
            meetings: [first, second],
        } => format!(
            "participant {participant} has no time for the way between meetings {first} and {second}"
        ),
        Violation::TooManyOf {
            participant,
            n_meetings,
        } => format!("participant {participant} does not take {n_meetings} meetings"),
        Violation::KeptApart { meeting } => {
            format!("meeting {meeting} is of two who never meet")
        }
        Violation::Unfair { gap } => format!("breaks differ by {gap}"),
    }
}

fn contradiction(contradiction: &Contradiction) -> String {
    match contradiction {
        Contradiction::NoSlot { meeting } => format!(
            "meeting {meeting} has no slot that suits its session, both parties and its order"
        ),
        Contradiction::TooFewSlots {
            participant,
            meetings,
            slots,
        } => format!(
            "participant {participant} has {} meetings for {} slots: meetings {meetings:?}, slots {:?}",
            meetings.len(),
            slots.count_ones(),
            list(*slots)
        ),
        Contradiction::TooFewTables { meetings, slots } => format!(
            "{} meetings need slots {:?}, which have fewer tables",
            meetings.len(),
            list(*slots)
        ),
        Contradiction::TooManyMeetings {
            participant,
            meetings_max,
            meetings,
        } => format!(
            "participant {participant} takes {meetings_max} meetings and has {}: {meetings:?}",
            meetings.len()
        ),
        Contradiction::Circle { meeting } => {
            format!("meeting {meeting} would have to stand before itself")
        }
    }
}

fn list(slots: Slots) -> Vec<usize> {
    each_slot(slots).collect()
}
