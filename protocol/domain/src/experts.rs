//! Experts who become unavailable (EXP-10, LIV-03): every affected meeting is settled in one
//! piece, or nothing changes.

use std::collections::BTreeSet;

use protocol::change::{ExpertAbsenceChanged, MeetingReassigned};
use protocol::command::{
    DeclareExpertAbsent, DeclareExpertBack, Reassignment, ReassignmentOutcome,
};
use protocol::id::{MeetingId, PersonId};
use protocol::reject::{NotFound, PlanOutdated, TimetableInvalid};
use protocol::{Absence, Actor, CancelReason, Meeting, MeetingStatus, Reject, RequestStatus};

use crate::decide::Draft;
use crate::floor::Commitment;
use crate::state::State;

impl Draft<'_> {
    pub(crate) fn declare_expert_absent(&mut self, c: &DeclareExpertAbsent) -> Result<(), Reject> {
        let terms = self
            .state
            .known_person(c.expert)?
            .expert
            .clone()
            .ok_or(NotFound {})?;
        if let Some(slot) = self.state.slots().next()
            && c.absence.until.is_some_and(|until| until <= c.absence.from)
        {
            return Err(TimetableInvalid { slot: slot.id }.into());
        }
        let affected: Vec<Meeting> = self
            .state
            .meetings_hit_by(c.expert, &c.absence)
            .cloned()
            .collect();
        // An expert's own report settles nothing: it raises an alert, and an organiser acts on it.
        let is_own_report = self.context.actor == Actor::Person(c.expert) && c.plan.is_empty();
        if !is_own_report {
            check_complete(&affected, &c.plan)?;
            for step in &c.plan {
                self.meeting_seen_at(step.meeting, step.from)?;
            }
        }
        if terms.absence.as_ref() != Some(&c.absence) {
            self.put(ExpertAbsenceChanged {
                expert: c.expert,
                before: terms.absence,
                after: Some(c.absence.clone()),
            });
        }
        self.end_promises_of(c.expert, &c.absence);
        let mut unsettled: Vec<Commitment> = c
            .plan
            .iter()
            .map(|step| Commitment::Meeting(step.meeting))
            .collect();
        for step in &c.plan {
            self.settle(step, c.expert, &unsettled)?;
            unsettled.retain(|commitment| *commitment != Commitment::Meeting(step.meeting));
        }
        Ok(())
    }

    fn settle(
        &mut self,
        step: &Reassignment,
        absent: PersonId,
        unsettled: &[Commitment],
    ) -> Result<(), Reject> {
        match step.outcome {
            ReassignmentOutcome::Cancel => {
                self.call_off(step.meeting, CancelReason::ExpertAbsent, Some(absent))
            }
            ReassignmentOutcome::Substitute { expert, spot } => {
                let meeting = self
                    .state
                    .meeting(step.meeting)
                    .cloned()
                    .ok_or(NotFound {})?;
                let guest = if meeting.host == absent {
                    meeting.guest
                } else {
                    meeting.host
                };
                self.check_not_meeting(expert, guest)?;
                self.state
                    .check_booking((expert, guest), spot, self.context.now, unsettled)?;
                self.put(MeetingReassigned {
                    meeting: meeting.id,
                    guest,
                    host_before: absent,
                    host_after: expert,
                    before: meeting.spot,
                    after: spot,
                });
            }
        }
        Ok(())
    }

    /// Held and offered slots that count on the expert while absent are given back.
    fn end_promises_of(&mut self, expert: PersonId, absence: &Absence) {
        let holds: Vec<_> = self
            .state
            .requests_of(expert)
            .filter(|request| match request.status {
                RequestStatus::Accepted { spot, .. } => self.state.is_slot_hit(spot.slot, absence),
                RequestStatus::Requested
                | RequestStatus::Confirmed { .. }
                | RequestStatus::Refused
                | RequestStatus::Cancelled
                | RequestStatus::Expired
                | RequestStatus::Agreed
                | RequestStatus::NotRetained
                | RequestStatus::Waiting => false,
            })
            .map(|request| request.id)
            .collect();
        for request in holds {
            self.move_request(request, RequestStatus::Requested);
        }
        let vacancies: Vec<_> = self
            .state
            .vacancies()
            .filter(|vacancy| {
                vacancy.host == expert && self.state.is_slot_hit(vacancy.spot.slot, absence)
            })
            .cloned()
            .collect();
        for vacancy in vacancies {
            self.end_vacancy(vacancy, protocol::VacancyEnd::Lapsed);
        }
    }

    pub(crate) fn declare_expert_back(&mut self, c: &DeclareExpertBack) -> Result<(), Reject> {
        let terms = self
            .state
            .known_person(c.expert)?
            .expert
            .clone()
            .ok_or(NotFound {})?;
        if terms.absence.is_some() {
            self.put(ExpertAbsenceChanged {
                expert: c.expert,
                before: terms.absence,
                after: None,
            });
        }
        Ok(())
    }
}

/// The plan must name each affected meeting exactly once, and no other.
fn check_complete(affected: &[Meeting], plan: &[Reassignment]) -> Result<(), Reject> {
    let affected: BTreeSet<MeetingId> = affected.iter().map(|meeting| meeting.id).collect();
    let named: BTreeSet<MeetingId> = plan.iter().map(|step| step.meeting).collect();
    if affected == named && named.len() == plan.len() {
        return Ok(());
    }
    Err(PlanOutdated {
        meetings: affected.symmetric_difference(&named).copied().collect(),
    }
    .into())
}

impl State {
    /// Planned meetings of an expert that an absence makes impossible.
    pub fn meetings_hit_by<'a>(
        &'a self,
        expert: PersonId,
        absence: &'a Absence,
    ) -> impl Iterator<Item = &'a Meeting> {
        self.meetings_of(expert)
            .filter(|meeting| meeting.status == MeetingStatus::Planned)
            .filter(move |meeting| self.is_slot_hit(meeting.spot.slot, absence))
    }

    pub(crate) fn is_slot_hit(&self, slot: protocol::SlotId, absence: &Absence) -> bool {
        self.slot(slot).is_some_and(|slot| {
            absence.from < slot.ends_at && absence.until.is_none_or(|until| slot.starts_at < until)
        })
    }
}
