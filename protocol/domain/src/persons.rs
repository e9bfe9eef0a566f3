//! Persons: registration, availability, assignment, badges, leaving (REG-16, REG-19, EEN-18).

use protocol::change::{
    AvailabilityChanged, BadgeIssued, ExpertLimited, PersonAssigned, PersonErased,
    PersonRegistered, PersonWithdrawn, SeatReleased,
};
use protocol::command::{
    AssignPerson, AssignPersons, ChangeAvailability, ErasePerson, IssueBadges, LimitExpert,
    RegisterPersons, WithdrawPerson,
};
use protocol::id::PersonId;
use protocol::limits::PERSONS_MAX;
use protocol::reject::{AssignmentOutdated, IdTaken, LimitReached, NotFound, UnknownSlot};
use protocol::{Badge, CancelReason, MeetingStatus, Reject, RequestStatus, SlotSet};

use crate::decide::Draft;
use crate::requests::is_open;

impl Draft<'_> {
    pub(crate) fn register_persons(&mut self, c: &RegisterPersons) -> Result<(), Reject> {
        if self.state.n_persons() + c.persons.len() > PERSONS_MAX {
            return Err(LimitReached {
                limit: u32::try_from(PERSONS_MAX).expect("small bound"),
            }
            .into());
        }
        let known = self.known_slots();
        for person in &c.persons {
            if self.state.person(person.id).is_some() {
                return Err(IdTaken {}.into());
            }
            if person.is_withdrawn
                || person
                    .home
                    .is_some_and(|home| self.state.place(home).is_none())
            {
                return Err(NotFound {}.into());
            }
            check_known(&person.availability, &known)?;
            if let Some(figures) = &person.figures {
                self.state.check_figures(figures)?;
            }
            self.put(PersonRegistered {
                person: person.clone(),
            });
        }
        Ok(())
    }

    fn known_slots(&self) -> SlotSet {
        self.state.slots().map(|slot| slot.id).collect()
    }

    pub(crate) fn change_availability(&mut self, c: &ChangeAvailability) -> Result<(), Reject> {
        let before = self.state.known_person(c.person)?.availability;
        check_known(&c.availability, &self.known_slots())?;
        if before != c.availability {
            // Commitments outside the new availability stand; whoever made them calls them off.
            self.put(AvailabilityChanged {
                person: c.person,
                before,
                after: c.availability,
            });
        }
        Ok(())
    }

    pub(crate) fn assign_person(&mut self, c: &AssignPerson) -> Result<(), Reject> {
        let before = self.state.known_person(c.person)?.organisation;
        if before != c.organisation {
            self.put(PersonAssigned {
                person: c.person,
                before,
                after: c.organisation,
            });
        }
        Ok(())
    }

    pub(crate) fn assign_persons(&mut self, c: &AssignPersons) -> Result<(), Reject> {
        for row in &c.assignments {
            let person = row.person;
            let before = self.state.known_person(person)?.organisation;
            if before != row.before {
                return Err(AssignmentOutdated { person }.into());
            }
            self.assign_person(&AssignPerson {
                person,
                organisation: row.after,
            })?;
        }
        Ok(())
    }

    pub(crate) fn withdraw_person(&mut self, c: &WithdrawPerson) -> Result<(), Reject> {
        self.state.known_person(c.person)?;
        self.release_everything_of(c.person);
        self.put(PersonWithdrawn { person: c.person });
        Ok(())
    }

    /// Whoever withdrew before is erased like everybody else.
    pub(crate) fn erase_person(&mut self, c: &ErasePerson) -> Result<(), Reject> {
        self.state.person(c.person).ok_or(NotFound {})?;
        self.release_everything_of(c.person);
        self.put(PersonErased { person: c.person });
        Ok(())
    }

    /// Calls off what is still to come of somebody who leaves, and lets others have it.
    fn release_everything_of(&mut self, person: PersonId) {
        let planned: Vec<_> = self
            .state
            .standing_meetings_of(person)
            .filter(|meeting| meeting.status == MeetingStatus::Planned)
            .map(|meeting| meeting.id)
            .collect();
        for meeting in planned {
            self.call_off(meeting, CancelReason::Other, Some(person));
        }
        let open: Vec<_> = self
            .state
            .requests_of(person)
            .filter(|request| is_open(request))
            .map(|request| request.id)
            .collect();
        for request in open {
            self.move_request(request, RequestStatus::Cancelled);
        }
        self.end_vacancies_of(person);
        let seats: Vec<_> = self.state.seats_of(person).cloned().collect();
        for seat in seats {
            let session = seat.session;
            self.put(SeatReleased { seat });
            self.advance_waiting_list(session);
        }
    }

    pub(crate) fn issue_badges(&mut self, c: &IssueBadges) -> Result<(), Reject> {
        for badge in &c.badges {
            self.state.known_person(badge.person)?;
            if self.state.badge_holder(badge.code).is_some() {
                return Err(IdTaken {}.into());
            }
            let before = self.state.badge(badge.person).map(|code| Badge {
                person: badge.person,
                code,
            });
            self.put(BadgeIssued {
                badge: badge.clone(),
                before,
            });
        }
        Ok(())
    }

    pub(crate) fn limit_expert(&mut self, c: &LimitExpert) -> Result<(), Reject> {
        let terms = self
            .state
            .known_person(c.expert)?
            .expert
            .clone()
            .ok_or(NotFound {})?;
        if terms.meetings_max != c.meetings_max {
            // Meetings beyond a lowered number stand; no further one is booked.
            self.put(ExpertLimited {
                expert: c.expert,
                before: terms.meetings_max,
                after: c.meetings_max,
            });
        }
        Ok(())
    }

    pub(crate) fn badge_holder(&self, code: protocol::id::BadgeCode) -> Result<PersonId, Reject> {
        self.state
            .badge_holder(code)
            .ok_or_else(|| protocol::reject::UnknownBadge {}.into())
    }
}

fn check_known(slots: &SlotSet, known: &SlotSet) -> Result<(), Reject> {
    match slots.without(known).iter().next() {
        Some(slot) => Err(UnknownSlot { slot }.into()),
        None => Ok(()),
    }
}
