//! What the tool says.

use std::io::Write;
use std::path::Path;

use scheduler::batch::exact::{Cause, Objective, Reasons};
use scheduler::batch::{Contradiction, Instance, Slots, Violation, each_slot};

use crate::run::Outcome;

/// Why no schedule exists, if none does.
#[derive(Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) reasons: Option<&'a Reasons>,
    /// The fairness bound that was asked for.
    pub(crate) fairness: Option<usize>,
}

/// Prints an outcome.
pub(crate) fn tell(
    path: &Path,
    instance: &Instance,
    objective: Objective,
    outcome: &Outcome,
    told: Told<'_>,
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
            "reasons": told.reasons.map(|reasons| causes(instance, reasons)),
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
    let is_impossible = outcome.schedule.is_none() && outcome.is_proven;
    match (told.reasons, told.fairness) {
        (Some(reasons), _) => {
            writeln!(
                out,
                "these cannot all be kept{}:",
                if reasons.is_minimal {
                    ", and without any one of them they could"
                } else {
                    " (some may not be needed)"
                }
            )?;
            for cause in causes(instance, reasons) {
                writeln!(out, "  - {cause}")?;
            }
        }
        (None, Some(gap)) if is_impossible && outcome.contradiction.is_none() => {
            writeln!(
                out,
                "no reason was found beside breaks that may differ by {gap} only"
            )?;
        }
        (None, _) => {}
    }
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

/// What cannot all be kept, in words.
fn causes(instance: &Instance, reasons: &Reasons) -> Vec<String> {
    let of = |cause: &Cause| match *cause {
        Cause::Meeting { meeting } => {
            let [a, b] = instance.meetings[meeting].parties;
            let fixed = if instance.meetings[meeting].stays {
                let slots = list(instance.meetings[meeting].slots);
                format!(" and stays in slot {slots:?}")
            } else {
                String::new()
            };
            format!("meeting {meeting}, of participants {a} and {b}, takes place{fixed}")
        }
        Cause::Session { meeting } => {
            let slots = list(instance.meetings[meeting].slots & instance.all_slots());
            format!("meeting {meeting} stands in one of the slots {slots:?}")
        }
        Cause::Order {
            meeting,
            predecessor,
        } => format!("meeting {meeting} stands after meeting {predecessor}"),
        Cause::Availability { participant } => {
            let slots = list(instance.free[participant] & instance.all_slots());
            format!("participant {participant} is available in the slots {slots:?}")
        }
        Cause::Engaged { participant } => {
            let slots = list(instance.engaged(participant));
            format!("participant {participant} is engaged in the slots {slots:?}")
        }
        Cause::AllowedNumber { participant } => {
            let most = instance.meetings_max(participant).unwrap_or(usize::MAX);
            format!("participant {participant} takes {most} meetings")
        }
        Cause::Tables => {
            let most = instance.capacity.iter().max().copied().unwrap_or(0);
            format!("there are tables for {most} meetings at a time, in some slots fewer")
        }
        Cause::Scarce { resource } => {
            let most = instance.scarce[resource].capacity.iter().max();
            let most = most.copied().unwrap_or(0);
            format!("scarce resource {resource} is enough for {most} meetings at a time")
        }
        Cause::Ways => "the way between two sites takes time".to_owned(),
    };
    reasons.causes.iter().map(of).collect()
}

fn list(slots: Slots) -> Vec<usize> {
    each_slot(slots).collect()
}
