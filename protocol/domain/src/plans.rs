//! Publishing a plan: many requests get their time and place in one entry, or none does
//! (B2B-03, EXP-04).
//!
//! A planner worked on a copy of the state and proposes; this decides, on the state as it is now.
//! Each placement meets the same rules as a single booking, on the state with the placements
//! before it. When some no longer hold, the refusal names them all, not only the first.

use protocol::change::{MeetingBooked, PlanPublished};
use protocol::command::{PlannedRequest, PublishPlan};
use protocol::limits::PLAN_PROBLEMS_MAX;
use protocol::reject::{
    NotFound, PlacementProblem, ProposalOutdated, RequestClosed, RequestNotAccepted,
};
use protocol::{Change, List, Reject, Request, RequestStatus};

use crate::decide::Draft;
use crate::floor::Commitment;
use crate::state::State;

impl Draft<'_> {
    pub(crate) fn publish_plan(&mut self, c: &PublishPlan) -> Result<(), Reject> {
        // What accepted requests hold gives way before anything is placed: a plan may give one
        // request the slot that another held.
        let giving_way: Vec<Commitment> = c
            .placements
            .iter()
            .filter_map(|placement| self.state.request(placement.request))
            .filter(|request| matches!(request.status, RequestStatus::Accepted { .. }))
            .map(|request| Commitment::Hold(request.id))
            .collect();
        let mut n_problems = 0;
        let mut problems = Vec::new();
        for placement in &c.placements {
            if let Err(why) = self.place_request(placement, &giving_way) {
                n_problems += 1;
                if problems.len() < PLAN_PROBLEMS_MAX {
                    let (request, spot) = (placement.request, placement.spot);
                    problems.push(PlacementProblem::new(request, spot, &why));
                }
            }
        }
        if n_problems > 0 {
            let problems = List::new(problems).expect("stopped at the bound");
            return Err(ProposalOutdated {
                n_problems,
                problems,
            }
            .into());
        }
        self.tell_plan();
        Ok(())
    }

    fn place_request(
        &mut self,
        placement: &PlannedRequest,
        giving_way: &[Commitment],
    ) -> Result<(), Reject> {
        let request = self
            .state
            .request(placement.request)
            .cloned()
            .ok_or(NotFound {})?;
        self.state.check_plannable(&request)?;
        self.check_new_meeting(placement.meeting)?;
        self.check_not_meeting(request.from, request.to)?;
        let (host, guest) = self.state.roles(request.from, request.to);
        let (meeting, spot) = (placement.meeting, placement.spot);
        self.state
            .check_booking((host, guest), spot, self.context.now, giving_way)?;
        self.move_request(request.id, RequestStatus::Confirmed { meeting });
        self.put(MeetingBooked {
            meeting,
            host,
            guest,
            spot,
        });
        Ok(())
    }

    /// Puts the changes in the order in which they can be taken back from the end: first every
    /// booking goes, then what was held returns to slots that are free again.
    fn tell_plan(&mut self) {
        let (moved, booked): (Vec<Change>, Vec<Change>) = std::mem::take(&mut self.changes)
            .into_iter()
            .partition(|change| matches!(change, Change::RequestMoved(_)));
        if booked.is_empty() {
            return;
        }
        let n_meetings = u32::try_from(booked.len()).expect("placements are bounded");
        self.put(PlanPublished { n_meetings });
        self.changes.extend(moved);
        self.changes.extend(booked);
    }
}

impl State {
    /// Whether a plan may place a request: both want to meet, or it was asked of an expert, for
    /// whom the organiser answers (EXP-04).
    ///
    /// # Errors
    /// Ended requests, and those that a participant has not answered.
    pub fn check_plannable(&self, request: &Request) -> Result<(), Reject> {
        match request.status {
            RequestStatus::Agreed | RequestStatus::Accepted { .. } => Ok(()),
            RequestStatus::Requested | RequestStatus::Waiting => {
                let asks_expert = self
                    .person(request.to)
                    .is_some_and(|person| person.expert.is_some());
                if asks_expert {
                    Ok(())
                } else {
                    Err(RequestNotAccepted {}.into())
                }
            }
            RequestStatus::Confirmed { .. }
            | RequestStatus::NotRetained
            | RequestStatus::Refused
            | RequestStatus::Cancelled
            | RequestStatus::Expired => Err(RequestClosed {}.into()),
        }
    }
}
