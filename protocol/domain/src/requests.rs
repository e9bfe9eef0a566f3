//! Requests and the three-move handshake: ask, accept, confirm (B2B-04..06).

use protocol::change::{MeetingBooked, RequestMade, RequestMoved};
use protocol::command::{
    AcceptRequest, CancelRequest, ConfirmRequest, ImportRequests, MakeRequest, RefuseRequest,
};
use protocol::id::{PersonId, RequestId};
use protocol::limits::{OPEN_REQUESTS_PER_PERSON_MAX, REQUESTS_MAX};
use protocol::reject::{
    AlreadyMeeting, IdTaken, LimitReached, NoCommonSlot, NoPlanComing, NotFound, RequestClosed,
    RequestNotAccepted,
};
use protocol::{
    AssignmentMode, EventSetup, Micros, Minutes, Reject, Request, RequestStatus, SlotId, Spot,
};

use crate::decide::Draft;
use crate::floor::Commitment;
use crate::state::State;

/// How long an accepted request holds its slot when the event says nothing.
const HOLD_MINUTES_DEFAULT: Minutes = Minutes(24 * 60);

impl Draft<'_> {
    pub(crate) fn make_request(&mut self, c: &MakeRequest) -> Result<(), Reject> {
        let request = Request {
            id: c.request,
            from: c.from,
            to: c.to,
            slots: c.slots,
            made_at: self.context.now,
            status: RequestStatus::Requested,
        };
        self.put_new_request(request)
    }

    pub(crate) fn import_requests(&mut self, c: &ImportRequests) -> Result<(), Reject> {
        c.requests
            .iter()
            .try_for_each(|request| match request.status {
                RequestStatus::Requested => self.put_new_request(request.clone()),
                RequestStatus::Accepted { .. }
                | RequestStatus::Confirmed { .. }
                | RequestStatus::Refused
                | RequestStatus::Cancelled
                | RequestStatus::Expired
                | RequestStatus::Agreed
                | RequestStatus::NotRetained
                | RequestStatus::Waiting => Err(RequestClosed {}.into()),
            })
    }

    pub(crate) fn put_new_request(&mut self, request: Request) -> Result<(), Reject> {
        if self.state.request(request.id).is_some() {
            return Err(IdTaken {}.into());
        }
        self.state.check_pair((request.from, request.to))?;
        self.check_not_meeting(request.from, request.to)?;
        let open = self
            .state
            .requests_of(request.from)
            .filter(|r| r.from == request.from && is_open(r));
        let same_pair = self
            .state
            .requests_of(request.from)
            .filter(|r| is_open(r))
            .any(|r| {
                (r.from, r.to) == (request.from, request.to)
                    || (r.to, r.from) == (request.from, request.to)
            });
        if same_pair {
            return Err(IdTaken {}.into());
        }
        if open.count() >= OPEN_REQUESTS_PER_PERSON_MAX || self.state.requests.len() >= REQUESTS_MAX
        {
            let limit = u32::try_from(OPEN_REQUESTS_PER_PERSON_MAX).expect("small bound");
            return Err(LimitReached { limit }.into());
        }
        self.put(RequestMade { request });
        Ok(())
    }

    /// Two persons meet once.
    pub(crate) fn check_not_meeting(&self, a: PersonId, b: PersonId) -> Result<(), Reject> {
        match self
            .state
            .standing_meetings_of(a)
            .find(|meeting| meeting.host == b || meeting.guest == b)
        {
            Some(meeting) => Err(AlreadyMeeting {
                meeting: meeting.id,
            }
            .into()),
            None => Ok(()),
        }
    }

    pub(crate) fn accept_request(&mut self, c: &AcceptRequest) -> Result<(), Reject> {
        let request = self.state.request(c.request).cloned().ok_or(NotFound {})?;
        if !matches!(
            request.status,
            RequestStatus::Requested | RequestStatus::Waiting
        ) {
            return Err(RequestClosed {}.into());
        }
        self.check_not_meeting(request.from, request.to)?;
        let pair = request.pair();
        if self.is_left_to_the_plan(c)? {
            self.state.check_pair(pair)?;
            self.move_request(c.request, RequestStatus::Agreed);
            return Ok(());
        }
        let spot = match c.spot {
            Some(spot) => spot,
            None => self
                .state
                .earliest_spot(&request, self.context.now)
                .ok_or(NoCommonSlot {})?,
        };
        self.state
            .check_booking(pair, spot, self.context.now, &[])?;
        let expires_at = self.held_until(spot);
        self.move_request(c.request, RequestStatus::Accepted { spot, expires_at });
        Ok(())
    }

    /// Until when a slot that is given now must be confirmed.
    pub(crate) fn held_until(&self, spot: Spot) -> Micros {
        let hold = self
            .state
            .setup()
            .map_or(HOLD_MINUTES_DEFAULT, |setup| setup.hold_minutes);
        let starts_at = self
            .state
            .slot(spot.slot)
            .map_or(self.context.now, |slot| slot.starts_at);
        // A hold never outlives the moment from which the slot could not be given to others.
        (self.context.now + hold).min(starts_at.max(self.context.now + Minutes(1)))
    }

    /// Whether an acceptance leaves time and place to the plan.
    fn is_left_to_the_plan(&self, c: &AcceptRequest) -> Result<bool, Reject> {
        let mode = self.state.setup().map(EventSetup::mode);
        match (mode.unwrap_or_default(), c.spot, c.by_plan) {
            (AssignmentMode::SelfService, _, true) => Err(NoPlanComing {}.into()),
            (AssignmentMode::PreAssigned, None, _) | (AssignmentMode::Mixed, None, true) => {
                Ok(true)
            }
            // A spot says more than the wish to leave it open.
            (AssignmentMode::SelfService | AssignmentMode::Mixed, _, false)
            | (AssignmentMode::PreAssigned | AssignmentMode::Mixed, Some(_), _) => Ok(false),
        }
    }

    pub(crate) fn confirm_request(&mut self, c: &ConfirmRequest) -> Result<(), Reject> {
        let request = self.state.request(c.request).cloned().ok_or(NotFound {})?;
        let spot = match request.status {
            RequestStatus::Accepted { spot, .. } => spot,
            RequestStatus::Requested | RequestStatus::Agreed | RequestStatus::Waiting => {
                return Err(RequestNotAccepted {}.into());
            }
            RequestStatus::Confirmed { .. }
            | RequestStatus::NotRetained
            | RequestStatus::Refused
            | RequestStatus::Cancelled
            | RequestStatus::Expired => return Err(RequestClosed {}.into()),
        };
        self.check_new_meeting(c.meeting)?;
        let (host, guest) = self.state.roles(request.from, request.to);
        self.state.check_booking(
            (host, guest),
            spot,
            self.context.now,
            &[Commitment::Hold(request.id)],
        )?;
        self.move_request(c.request, RequestStatus::Confirmed { meeting: c.meeting });
        self.put(MeetingBooked {
            meeting: c.meeting,
            host,
            guest,
            spot,
        });
        Ok(())
    }

    pub(crate) fn refuse_request(&mut self, c: &RefuseRequest) -> Result<(), Reject> {
        self.close_request(c.request, RequestStatus::Refused)
    }

    pub(crate) fn cancel_request(&mut self, c: &CancelRequest) -> Result<(), Reject> {
        self.close_request(c.request, RequestStatus::Cancelled)
    }

    fn close_request(&mut self, id: RequestId, after: RequestStatus) -> Result<(), Reject> {
        if is_open(self.state.request(id).ok_or(NotFound {})?) {
            self.move_request(id, after);
            Ok(())
        } else {
            Err(RequestClosed {}.into())
        }
    }

    /// Records the next state of a request that exists.
    pub(crate) fn move_request(&mut self, id: RequestId, after: RequestStatus) {
        if let Some(request) = self.state.request(id) {
            let (from, to, before) = (request.from, request.to, request.status.clone());
            self.put(RequestMoved {
                request: id,
                from,
                to,
                before,
                after,
            });
        }
    }
}

/// Whether a request still waits for something.
#[must_use]
pub const fn is_open(request: &Request) -> bool {
    matches!(
        request.status,
        RequestStatus::Requested
            | RequestStatus::Accepted { .. }
            | RequestStatus::Agreed
            | RequestStatus::Waiting
    )
}

/// The two persons of a request.
trait Pair {
    fn pair(&self) -> (PersonId, PersonId);
}

impl Pair for Request {
    fn pair(&self) -> (PersonId, PersonId) {
        (self.from, self.to)
    }
}

impl State {
    /// Who receives and who comes: an expert or a person at home receives; else who was asked.
    #[must_use]
    pub fn roles(&self, from: PersonId, to: PersonId) -> (PersonId, PersonId) {
        let receives = |id: PersonId| {
            self.person(id).map_or((false, false), |person| {
                (person.expert.is_some(), person.home.is_some())
            })
        };
        if receives(from) > receives(to) {
            (from, to)
        } else {
            (to, from)
        }
    }

    /// The earliest spot that fits both parties of a request and the asker's wishes.
    #[must_use]
    pub fn earliest_spot(&self, request: &Request, now: Micros) -> Option<Spot> {
        let pair = request.pair();
        let mut slots = self.free_slots(pair.0).and(&self.free_slots(pair.1));
        if !request.slots.is_empty() {
            slots = slots.and(&request.slots);
        }
        let in_time: Vec<SlotId> = self
            .timetable()
            .into_iter()
            .map(|slot| slot.id)
            .filter(|slot| slots.contains(*slot))
            .collect();
        in_time.into_iter().find_map(|slot| {
            let place = self.first_free_place(pair, slot)?;
            let spot = Spot { slot, place };
            self.check_booking(pair, spot, now, &[])
                .is_ok()
                .then_some(spot)
        })
    }
}
