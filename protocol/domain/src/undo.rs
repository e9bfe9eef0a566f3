//! Undo: the inverse of an entry, as a new entry (LIV-08).
//!
//! A change is taken back only if what it left behind still stands: undo never overwrites what
//! somebody did since. Alerts are not undone; they follow from what is.

use protocol::change::{
    AttendanceChanged, AvailabilityChanged, EntryUndone, EventConfigured, ExpertAbsenceChanged,
    ExpertLimited, FiguresChanged, LatenessMarked, MeetingMoved, MeetingReassigned,
    MeetingReinstated, MeetingUnbooked, NeedsChanged, OfferClosed, OutcomeRecorded, PersonAssigned,
    PersonReinstated, RequestMoved, ResourceDefined, ResourceWithdrawn, SeatChanged, SeatReleased,
    SessionStatusChanged, SlotFreed, StaffGranted, StaffRevoked, StageChanged, TagsChanged,
    ThresholdChanged,
};
use protocol::command::UndoEntry;
use protocol::id::{MeetingId, PersonId, ResourceId};
use protocol::limits::{STAFF_MAX, UNDO_ENTRIES_MAX};
use protocol::reject::{CannotUndo, Forbidden, NotFound};
use protocol::{
    Actor, Change, Function, Meeting, MeetingStatus, OfferEnd, Reject, RequestStatus, Role, Scope,
    Spot, Touch, VacancyEnd,
};

use crate::decide::Draft;
use crate::floor::Commitment;
use crate::requests::is_open;

impl Draft<'_> {
    pub(crate) fn undo_entry(&mut self, c: &UndoEntry) -> Result<(), Reject> {
        let entry = self
            .context
            .undone
            .filter(|entry| entry.head.seq == c.seq)
            .ok_or(NotFound {})?;
        let age = u64::try_from(self.context.now.since(entry.head.at) / 1_000_000).unwrap_or(0);
        if age > UNDO_ENTRIES_MAX * 60
            || entry
                .changes
                .iter()
                .any(|change| matches!(change, Change::EntryUndone(_)))
        {
            return Err(blocked(None));
        }
        self.authorise_undo(&entry.changes)?;
        let moving: Vec<Commitment> = entry.changes.iter().filter_map(commitment_of).collect();
        let mut placed = Vec::new();
        for change in entry.changes.iter().rev() {
            self.take_back(change, &moving, &mut placed)?;
        }
        if self.changes.is_empty() {
            return Err(blocked(None));
        }
        for meeting in placed {
            self.check_stands(meeting)?;
        }
        self.put(EntryUndone { seq: c.seq });
        Ok(())
    }

    /// Taking back needs the same function as doing, on the same rows.
    fn authorise_undo(&self, changes: &[Change]) -> Result<(), Reject> {
        let staff = match self.context.actor {
            Actor::System => return Ok(()),
            Actor::Person(_) => return Err(Forbidden { needed: None }.into()),
            Actor::Staff(id) => self
                .state
                .staff_member(id)
                .ok_or(Forbidden { needed: None })?,
        };
        let (functions, scope) = match &staff.role {
            Role::Main => return Ok(()),
            Role::Secondary { functions, scope } => (*functions, scope.clone()),
            Role::Door | Role::Screen => return Err(Forbidden { needed: None }.into()),
        };
        let is_of_team =
            |change: &Change| matches!(change, Change::StaffGranted(_) | Change::StaffRevoked(_));
        if changes.iter().any(is_of_team) {
            // Rights are given, and given back, by main administrators only.
            let needed = Some(Function::Team);
            return Err(Forbidden { needed }.into());
        }
        for change in changes {
            let Some((function, persons)) = function_of_change(change) else {
                continue;
            };
            if !functions.contains(function) {
                return Err(Forbidden {
                    needed: Some(function),
                }
                .into());
            }
            if let Scope::Organisations(organisations) = &scope {
                // Nobody of some rows hands a person to other rows, nor back to them.
                if matches!(change, Change::PersonAssigned(_)) {
                    let needed = Some(function);
                    return Err(Forbidden { needed }.into());
                }
                let in_scope = persons.iter().any(|id| {
                    self.state
                        .person(*id)
                        .is_some_and(|person| organisations.contains(&person.organisation))
                });
                if !in_scope {
                    return Err(NotFound {}.into());
                }
            }
        }
        Ok(())
    }

    fn take_back(
        &mut self,
        change: &Change,
        moving: &[Commitment],
        placed: &mut Vec<MeetingId>,
    ) -> Result<(), Reject> {
        match change {
            Change::MeetingMoved(c) => {
                let meeting = self.as_left(c.meeting, |m| {
                    m.spot == c.after && m.status == MeetingStatus::Planned
                })?;
                self.check_room_for(&meeting, (c.host, c.guest), c.before, moving)?;
                self.put(MeetingMoved {
                    before: c.after,
                    after: c.before,
                    ..c.clone()
                });
                placed.push(c.meeting);
            }
            Change::MeetingReassigned(c) => {
                let meeting = self.as_left(c.meeting, |m| {
                    m.spot == c.after
                        && m.host == c.host_after
                        && m.status == MeetingStatus::Planned
                })?;
                self.check_room_for(&meeting, (c.host_before, c.guest), c.before, moving)?;
                self.put(MeetingReassigned {
                    host_before: c.host_after,
                    host_after: c.host_before,
                    before: c.after,
                    after: c.before,
                    ..c.clone()
                });
                placed.push(c.meeting);
            }
            Change::MeetingCancelled(c) => {
                let meeting = self.as_left(c.meeting, |m| {
                    m.status == MeetingStatus::Cancelled { reason: c.reason }
                })?;
                self.check_room_for(&meeting, (c.host, c.guest), c.spot, moving)?;
                let (meeting, host, guest, spot, reason) =
                    (c.meeting, c.host, c.guest, c.spot, c.reason);
                self.put(MeetingReinstated {
                    meeting,
                    host,
                    guest,
                    spot,
                    reason,
                });
                placed.push(meeting);
            }
            Change::MeetingBooked(c) => {
                self.as_left(c.meeting, |m| {
                    m.spot == c.spot
                        && m.host == c.host
                        && m.guest == c.guest
                        && m.status == MeetingStatus::Planned
                })?;
                let (meeting, host, guest, spot) = (c.meeting, c.host, c.guest, c.spot);
                self.put(MeetingUnbooked {
                    meeting,
                    host,
                    guest,
                    spot,
                });
            }
            Change::LatenessMarked(c) => {
                self.as_left(c.meeting, |m| m.late == c.after)?;
                self.put(LatenessMarked {
                    before: c.after.clone(),
                    after: c.before.clone(),
                    ..c.clone()
                });
            }
            Change::OutcomeRecorded(c) => {
                self.as_left(c.meeting, |m| m.status == c.after)?;
                self.put(OutcomeRecorded {
                    before: c.after.clone(),
                    after: c.before.clone(),
                    ..c.clone()
                });
            }
            Change::SlotFreed(c) => {
                let vacancy = self
                    .state
                    .vacancy(c.vacancy.id)
                    .cloned()
                    .ok_or_else(|| blocked(None))?;
                self.end_vacancy(vacancy, VacancyEnd::Dismissed);
            }
            Change::VacancyClosed(c) => {
                if c.end == VacancyEnd::Dismissed || c.end == VacancyEnd::Filled {
                    self.put(SlotFreed {
                        vacancy: c.vacancy.clone(),
                    });
                }
            }
            Change::OfferMade(c) => {
                let offer = self
                    .state
                    .offer(c.offer.id)
                    .cloned()
                    .ok_or_else(|| blocked(None))?;
                self.put(OfferClosed {
                    offer,
                    end: OfferEnd::Withdrawn,
                });
            }
            // Whoever declined or let an offer pass is asked again by a new offer.
            Change::OfferClosed(_) => {}
            Change::RequestMoved(c) => self.take_back_request(c)?,
            Change::RequestMade(c) => {
                let now = self
                    .state
                    .request(c.request.id)
                    .map(|request| request.status.clone());
                if now != Some(RequestStatus::Requested) {
                    return Err(blocked(None));
                }
                self.move_request(c.request.id, RequestStatus::Cancelled);
            }
            Change::ExpertAbsenceChanged(c) => {
                let now = self
                    .state
                    .person(c.expert)
                    .and_then(|person| person.expert.clone());
                require(now.is_some_and(|terms| terms.absence == c.after))?;
                self.put(ExpertAbsenceChanged {
                    before: c.after.clone(),
                    after: c.before.clone(),
                    ..c.clone()
                });
            }
            Change::ExpertLimited(c) => {
                let now = self
                    .state
                    .person(c.expert)
                    .and_then(|person| person.expert.clone());
                require(now.is_some_and(|terms| terms.meetings_max == c.after))?;
                self.put(ExpertLimited {
                    before: c.after,
                    after: c.before,
                    ..c.clone()
                });
            }
            Change::AvailabilityChanged(c) => {
                require(
                    self.state
                        .person(c.person)
                        .is_some_and(|person| person.availability == c.after),
                )?;
                self.put(AvailabilityChanged {
                    before: c.after,
                    after: c.before,
                    ..c.clone()
                });
            }
            Change::NeedsChanged(c) => {
                require(self.state.needs_of(c.person) == &c.after[..])?;
                let is_known = |id: &ResourceId| self.state.resource(*id).is_some();
                require(c.before.iter().all(is_known))?;
                self.put(NeedsChanged {
                    before: c.after.clone(),
                    after: c.before.clone(),
                    ..c.clone()
                });
            }
            Change::ResourceDefined(c) => {
                require(self.state.resource(c.after.id) == Some(&c.after))?;
                match &c.before {
                    Some(before) => self.put(ResourceDefined {
                        before: Some(c.after.clone()),
                        after: before.clone(),
                    }),
                    None => {
                        // Whoever needs it since would be left with a need of nothing.
                        let is_needed = self
                            .state
                            .needs()
                            .any(|n| n.resources.contains(&c.after.id));
                        require(!is_needed)?;
                        self.put(ResourceWithdrawn {
                            resource: c.after.clone(),
                        });
                    }
                }
            }
            Change::ResourceWithdrawn(c) => {
                require(self.state.resource(c.resource.id).is_none())?;
                self.put(ResourceDefined {
                    before: None,
                    after: c.resource.clone(),
                });
            }
            Change::PersonAssigned(c) => {
                require(
                    self.state
                        .person(c.person)
                        .is_some_and(|person| person.organisation == c.after),
                )?;
                self.put(PersonAssigned {
                    before: c.after,
                    after: c.before,
                    ..c.clone()
                });
            }
            Change::PersonWithdrawn(c) => {
                require(
                    self.state
                        .person(c.person)
                        .is_some_and(|person| person.is_withdrawn),
                )?;
                self.put(PersonReinstated { person: c.person });
            }
            Change::SessionStatusChanged(c) => {
                require(
                    self.state
                        .session(c.session)
                        .is_some_and(|session| session.status == c.after),
                )?;
                self.put(SessionStatusChanged {
                    before: c.after,
                    after: c.before,
                    ..c.clone()
                });
            }
            Change::SeatChanged(c) => self.take_back_seat(c)?,
            Change::SeatReleased(c) => {
                require(self.state.seat(c.seat.session, c.seat.person).is_none())?;
                self.check_seat_fits(&c.seat)?;
                self.put(SeatChanged {
                    before: None,
                    after: c.seat.clone(),
                });
            }
            Change::AttendanceChanged(c) => {
                require(self.state.attendance(c.person) == Some(&c.after))?;
                let after = c.before.clone().unwrap_or(protocol::Attendance {
                    presence: protocol::Presence::Expected,
                    room: None,
                    mark: c.after.mark,
                });
                self.put(AttendanceChanged {
                    person: c.person,
                    before: Some(c.after.clone()),
                    after,
                });
            }
            Change::ThresholdChanged(c) => {
                let object = c
                    .after
                    .as_ref()
                    .or(c.before.as_ref())
                    .map(|threshold| threshold.object);
                let now = object.and_then(|object| self.state.threshold(object).cloned());
                require(now == c.after)?;
                self.put(ThresholdChanged {
                    before: c.after.clone(),
                    after: c.before.clone(),
                });
            }
            Change::StaffGranted(c) => self.take_back_grant(c)?,
            Change::StaffRevoked(c) => {
                require(self.state.staff_member(c.staff.id).is_none())?;
                require(self.state.staff().count() < STAFF_MAX)?;
                self.put(StaffGranted {
                    before: None,
                    after: c.staff.clone(),
                });
            }
            Change::AlertRaised(_) | Change::AlertCleared(_) | Change::AlertAcknowledged(_) => {}
            // The bookings of the plan stand beside it, and are taken back themselves.
            Change::PlanPublished(_) => {}
            // The first configuration makes the event; there is nothing before it.
            Change::EventConfigured(c) => {
                require(self.state.setup() == Some(&c.after))?;
                let before = c.before.clone().ok_or_else(|| blocked(None))?;
                self.put(EventConfigured {
                    before: Some(c.after.clone()),
                    after: before,
                });
            }
            Change::StageChanged(c) => {
                require(self.state.stage() == c.after)?;
                self.put(StageChanged {
                    before: c.after,
                    after: c.before,
                });
            }
            Change::VocabularyDefined(c) => {
                require(*self.state.vocabulary() == c.after)?;
                self.put_vocabulary(c.before.clone());
            }
            Change::FiguresChanged(c) => {
                let now = self.state.person(c.person).map(|row| &row.figures);
                require(now == Some(&c.after))?;
                self.put(FiguresChanged {
                    before: c.after.clone(),
                    after: c.before.clone(),
                    ..c.clone()
                });
            }
            Change::TagsChanged(c) => {
                require(self.state.tags_of(c.person).as_ref() == Some(&c.after))?;
                self.put(TagsChanged {
                    before: c.after.clone(),
                    after: c.before.clone(),
                    ..c.clone()
                });
            }
            // So do the requests that an arbitration answered.
            Change::ExpertArbitrated(_) => {}
            // Foundations and messages are not taken back; they are changed by a new command.
            Change::SlotsDefined(_)
            | Change::TravelDefined(_)
            | Change::PlaceDefined(_)
            | Change::PlaceWithdrawn(_)
            | Change::PersonRegistered(_)
            | Change::PersonReinstated(_)
            | Change::PersonErased(_)
            | Change::BadgeIssued(_)
            | Change::MeetingReinstated(_)
            | Change::MeetingUnbooked(_)
            | Change::SessionDefined(_)
            | Change::Announced(_)
            | Change::EntryUndone(_)
            | Change::DeskEdited(_)
            | Change::PlaceTaken(_)
            | Change::PlaceReleased(_)
            | Change::CrowdMoved(_)
            | Change::SeatsCounted(_) => return Err(blocked(None)),
        }
        Ok(())
    }

    fn as_left(
        &self,
        id: MeetingId,
        is_as_left: impl FnOnce(&Meeting) -> bool,
    ) -> Result<Meeting, Reject> {
        let meeting = self.state.meeting(id).ok_or_else(|| blocked(None))?;
        if is_as_left(meeting) {
            Ok(meeting.clone())
        } else {
            Err(blocked(Some(meeting.touch)))
        }
    }

    /// The spot to return to must be free, or held by something that the same undo moves away.
    fn check_room_for(
        &self,
        meeting: &Meeting,
        pair: (PersonId, PersonId),
        spot: Spot,
        moving: &[Commitment],
    ) -> Result<(), Reject> {
        let own = Commitment::Meeting(meeting.id);
        let held = [
            self.state.floor().of_person(pair.0, spot.slot),
            self.state.floor().of_person(pair.1, spot.slot),
            self.state.floor().of_place(spot),
        ];
        match held
            .into_iter()
            .flatten()
            .find(|held| *held != own && !moving.contains(held))
        {
            Some(other) => Err(blocked(self.state.touch_of(other))),
            None => Ok(()),
        }
    }

    /// After all is taken back, each returned meeting must be bookable where it stands.
    fn check_stands(&self, id: MeetingId) -> Result<(), Reject> {
        let meeting = self.state.meeting(id).ok_or_else(|| blocked(None))?;
        let own = [Commitment::Meeting(id)];
        self.state
            .check_booking(
                (meeting.host, meeting.guest),
                meeting.spot,
                self.context.now,
                &own,
            )
            .map_err(|_| blocked(None))?;
        let owns = self.state.floor().of_place(meeting.spot) == Some(own[0]);
        require(owns)
    }

    fn take_back_request(&mut self, c: &RequestMoved) -> Result<(), Reject> {
        let request = self.state.request(c.request).ok_or_else(|| blocked(None))?;
        require(request.status == c.after)?;
        match &c.before {
            RequestStatus::Requested | RequestStatus::Agreed | RequestStatus::Waiting => {
                self.check_still_single(c)?;
                self.move_request(c.request, c.before.clone());
            }
            RequestStatus::Accepted { spot, expires_at } => {
                if *expires_at <= self.context.now {
                    return Err(blocked(None));
                }
                // A confirmed meeting was unbooked just before, so only the spot itself matters.
                self.state
                    .check_booking((c.from, c.to), *spot, self.context.now, &[])
                    .map_err(|_| blocked(None))?;
                self.move_request(c.request, c.before.clone());
            }
            RequestStatus::Confirmed { .. }
            | RequestStatus::NotRetained
            | RequestStatus::Refused
            | RequestStatus::Cancelled
            | RequestStatus::Expired => return Err(blocked(None)),
        }
        Ok(())
    }

    /// A request that opens again must be the only open one of its two persons.
    fn check_still_single(&self, c: &RequestMoved) -> Result<(), Reject> {
        let is_other = |r: &protocol::Request| {
            r.id != c.request
                && is_open(r)
                && [(r.from, r.to), (r.to, r.from)].contains(&(c.from, c.to))
        };
        require(!self.state.requests_of(c.from).any(is_other))
    }

    /// Rights as they were before; somebody new leaves again.
    fn take_back_grant(&mut self, c: &StaffGranted) -> Result<(), Reject> {
        require(self.state.staff_member(c.after.id) == Some(&c.after))?;
        let stays_main = c
            .before
            .as_ref()
            .is_some_and(|before| before.role == Role::Main);
        if !stays_main {
            self.check_a_main_stays(c.after.id)?;
        }
        match &c.before {
            Some(before) => self.put(StaffGranted {
                before: Some(c.after.clone()),
                after: before.clone(),
            }),
            None => self.put(StaffRevoked {
                staff: c.after.clone(),
            }),
        }
        Ok(())
    }

    fn take_back_seat(&mut self, c: &SeatChanged) -> Result<(), Reject> {
        require(self.state.seat(c.after.session, c.after.person) == Some(&c.after))?;
        match &c.before {
            Some(before) => self.put(SeatChanged {
                before: Some(c.after.clone()),
                after: before.clone(),
            }),
            None => self.put(SeatReleased {
                seat: c.after.clone(),
            }),
        }
        Ok(())
    }

    fn check_seat_fits(&self, seat: &protocol::Seat) -> Result<(), Reject> {
        let session = self
            .state
            .session(seat.session)
            .ok_or_else(|| blocked(None))?;
        if seat.status == protocol::SeatStatus::Waiting {
            return Ok(());
        }
        let is_free = self
            .state
            .session_slots(session)
            .iter()
            .all(|slot| self.state.floor().of_person(seat.person, slot).is_none());
        let has_room = session
            .quota
            .is_none_or(|quota| self.state.n_seats_taken(session.id) < u32::from(quota));
        require(is_free && has_room)
    }
}

fn blocked(touch: Option<Touch>) -> Reject {
    CannotUndo { touch }.into()
}

fn require(holds: bool) -> Result<(), Reject> {
    if holds { Ok(()) } else { Err(blocked(None)) }
}

fn commitment_of(change: &Change) -> Option<Commitment> {
    match change {
        Change::MeetingBooked(c) => Some(Commitment::Meeting(c.meeting)),
        Change::MeetingMoved(c) => Some(Commitment::Meeting(c.meeting)),
        Change::MeetingReassigned(c) => Some(Commitment::Meeting(c.meeting)),
        Change::OfferMade(c) => Some(Commitment::Offer(c.offer.id)),
        _ => None,
    }
}

/// The function that taking a change back needs, and whose rows it touches; none for changes
/// that follow from others.
fn function_of_change(change: &Change) -> Option<(Function, Vec<PersonId>)> {
    let needed = match change {
        Change::MeetingBooked(c) => (Function::Meetings, vec![c.host, c.guest]),
        Change::MeetingMoved(c) => (Function::Meetings, vec![c.host, c.guest]),
        Change::MeetingCancelled(c) => (Function::Meetings, vec![c.host, c.guest]),
        Change::LatenessMarked(c) => (Function::Meetings, vec![c.host, c.guest]),
        Change::OutcomeRecorded(c) => (Function::Meetings, vec![c.host, c.guest]),
        Change::OfferMade(c) => (Function::Meetings, vec![c.offer.host, c.offer.to]),
        Change::OfferClosed(c) => (Function::Meetings, vec![c.offer.host, c.offer.to]),
        Change::VacancyClosed(c) => (Function::Meetings, vec![c.vacancy.host, c.vacancy.gone]),
        Change::MeetingReassigned(c) => (
            Function::Experts,
            vec![c.guest, c.host_before, c.host_after],
        ),
        Change::ExpertAbsenceChanged(c) => (Function::Experts, vec![c.expert]),
        Change::ExpertLimited(c) => (Function::Experts, vec![c.expert]),
        Change::RequestMade(c) => (Function::Requests, vec![c.request.from, c.request.to]),
        // A request is confirmed by the booking beside it: whoever may book may take it back.
        Change::RequestMoved(c) => match c.after {
            RequestStatus::Confirmed { .. } => (Function::Meetings, vec![c.from, c.to]),
            RequestStatus::Requested
            | RequestStatus::Accepted { .. }
            | RequestStatus::Agreed
            | RequestStatus::NotRetained
            | RequestStatus::Waiting
            | RequestStatus::Refused
            | RequestStatus::Cancelled
            | RequestStatus::Expired => (Function::Requests, vec![c.from, c.to]),
        },
        Change::AvailabilityChanged(c) => (Function::Persons, vec![c.person]),
        Change::NeedsChanged(c) => (Function::Persons, vec![c.person]),
        Change::ResourceDefined(_) | Change::ResourceWithdrawn(_) => (Function::Rooms, vec![]),
        Change::PersonAssigned(c) => (Function::Persons, vec![c.person]),
        Change::PersonWithdrawn(c) => (Function::Persons, vec![c.person]),
        Change::SeatChanged(c) => (Function::Programme, vec![c.after.person]),
        Change::SeatReleased(c) => (Function::Programme, vec![c.seat.person]),
        Change::SessionStatusChanged(_) => (Function::Programme, vec![]),
        Change::AttendanceChanged(c) => (Function::Attendance, vec![c.person]),
        Change::ThresholdChanged(_) => (Function::Alerts, vec![]),
        Change::EventConfigured(_) | Change::StageChanged(_) => (Function::Settings, vec![]),
        Change::VocabularyDefined(_) => (Function::Form, vec![]),
        Change::FiguresChanged(c) => (Function::Persons, vec![c.person]),
        Change::TagsChanged(c) => (Function::Persons, vec![c.person]),
        _ => return None,
    };
    Some(needed)
}
