//! "Expert unavailable": the planner's proposal, the user's edits, and the one command that
//! applies them in one piece (LIV-03).

use domain::{Context, decide};
use protocol::command::{DeclareExpertAbsent, Reassignment, ReassignmentOutcome};
use protocol::id::{MeetingId, PersonId};
use protocol::query::{RankedReassignments, Reason, ReassignmentChoices};
use protocol::{Absence, List, Reject};

use crate::model::Model;
use crate::time::Monotonic;
use crate::view::label::{Where, Who, place_and_time, who};

/// A proposal in the user's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbsenceDraft {
    /// Who is absent.
    pub expert: PersonId,
    /// From when, until when.
    pub absence: Absence,
    /// The entry on which the planner's proposal is based.
    pub based_on: u64,
    meetings: Vec<ReassignmentChoices>,
}

/// An affected meeting with what is to become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct AffectedRow {
    pub meeting: MeetingId,
    pub guest: Who,
    pub from: Where,
    /// The chosen substitute; none means that the meeting is called off.
    pub chosen: Option<usize>,
    pub choices: Vec<ChoiceRow>,
    /// Another row has chosen the same expert at the same time.
    pub clashes: bool,
    /// The meeting is no longer where the planner saw it.
    pub is_outdated: bool,
}

/// A possible substitute.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ChoiceRow {
    pub expert: Who,
    pub at: Where,
    pub score: i32,
    pub reasons: Vec<Reason>,
    pub is_same_time: bool,
    pub is_same_place: bool,
}

/// The draft at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct AbsenceSummary {
    pub n_affected: usize,
    pub n_same_time: usize,
    pub n_other_time: usize,
    pub n_cancelled: usize,
    /// Called off because nobody was found: for the user to look at.
    pub n_to_decide: usize,
    pub n_clashes: usize,
}

impl AbsenceDraft {
    /// A draft from the planner's answer.
    #[must_use]
    pub fn new(
        expert: PersonId,
        absence: Absence,
        ranked: RankedReassignments,
        based_on: u64,
    ) -> Self {
        Self {
            expert,
            absence,
            based_on,
            meetings: ranked.meetings,
        }
    }

    /// Chooses a substitute for a meeting, or none to call it off.
    pub fn choose(&mut self, meeting: MeetingId, choice: Option<usize>) {
        for row in self
            .meetings
            .iter_mut()
            .filter(|row| row.meeting == meeting)
        {
            row.chosen = choice
                .filter(|index| *index < row.choices.len())
                .and_then(|index| u16::try_from(index).ok());
        }
    }

    /// The command that applies the draft; none when it would be larger than one command may be.
    #[must_use]
    pub fn command(&self) -> Option<DeclareExpertAbsent> {
        let plan = self.meetings.iter().map(|row| Reassignment {
            meeting: row.meeting,
            from: row.from,
            outcome: chosen(row).map_or(ReassignmentOutcome::Cancel, |choice| {
                ReassignmentOutcome::Substitute {
                    expert: choice.expert,
                    spot: choice.spot,
                }
            }),
        });
        Some(DeclareExpertAbsent {
            expert: self.expert,
            absence: self.absence.clone(),
            plan: List::new(plan.collect())?,
        })
    }

    /// Whether the rules would accept the draft now; the refusal says what to look at.
    ///
    /// # Errors
    /// The rules' refusal.
    pub fn check(&self, model: &Model, now: Monotonic) -> Result<(), Reject> {
        let too_large = || Reject::from(protocol::reject::LimitReached { limit: 0 });
        let command = self.command().ok_or_else(too_large)?;
        let Some(actor) = model.me() else {
            return Ok(());
        };
        let context = Context {
            actor,
            now: model.event_now(now),
            undone: None,
        };
        decide(model.state(), &context, &command.into()).map(drop)
    }

    /// The affected meetings with labels, in order of time.
    #[must_use]
    pub fn rows(&self, model: &Model) -> Vec<AffectedRow> {
        let mut rows: Vec<AffectedRow> = self
            .meetings
            .iter()
            .map(|row| self.row(model, row))
            .collect();
        rows.sort_by_key(|row| (row.from.starts_at, row.meeting));
        rows
    }

    fn row(&self, model: &Model, row: &ReassignmentChoices) -> AffectedRow {
        let state = model.state();
        let meeting = state.meeting(row.meeting);
        let guest = meeting.map(|meeting| {
            if meeting.host == self.expert {
                meeting.guest
            } else {
                meeting.host
            }
        });
        AffectedRow {
            meeting: row.meeting,
            guest: who(model, guest.unwrap_or(self.expert)),
            from: place_and_time(model, row.from),
            chosen: row.chosen.map(usize::from),
            choices: row
                .choices
                .iter()
                .map(|choice| ChoiceRow {
                    expert: who(model, choice.expert),
                    at: place_and_time(model, choice.spot),
                    score: choice.score,
                    reasons: choice.reasons.clone(),
                    is_same_time: choice.spot.slot == row.from.slot,
                    is_same_place: choice.spot.place == row.from.place,
                })
                .collect(),
            clashes: self.clashes(row),
            is_outdated: state.standing_spot(row.meeting) != Some(row.from),
        }
    }

    fn clashes(&self, row: &ReassignmentChoices) -> bool {
        let Some(mine) = chosen(row) else {
            return false;
        };
        let others = self
            .meetings
            .iter()
            .filter(|other| other.meeting != row.meeting)
            .filter_map(chosen);
        others.into_iter().any(|other| {
            other.spot.slot == mine.spot.slot
                && (other.expert == mine.expert || other.spot.place == mine.spot.place)
        })
    }

    /// The draft at a glance.
    #[must_use]
    pub fn summary(&self) -> AbsenceSummary {
        let mut summary = AbsenceSummary {
            n_affected: self.meetings.len(),
            ..AbsenceSummary::default()
        };
        for row in &self.meetings {
            match chosen(row) {
                Some(choice) if choice.spot.slot == row.from.slot => summary.n_same_time += 1,
                Some(_) => summary.n_other_time += 1,
                None => {
                    summary.n_cancelled += 1;
                    summary.n_to_decide += usize::from(row.choices.is_empty());
                }
            }
            summary.n_clashes += usize::from(self.clashes(row));
        }
        summary
    }

    /// Whether entries after the planner's answer may have changed what it is based on.
    #[must_use]
    pub fn is_behind(&self, model: &Model) -> bool {
        self.based_on < model.ops_seq()
    }
}

fn chosen(row: &ReassignmentChoices) -> Option<&protocol::query::SubstituteChoice> {
    row.choices.get(usize::from(row.chosen?))
}
