//! Meetings: book, move, swap, call off, late, held or not (B2B-06, 07, 14..16, LIV-05).

use protocol::change::{
    LatenessMarked, MeetingBooked, MeetingCancelled, MeetingMoved, OutcomeRecorded,
};
use protocol::command::{
    BookMeetings, CancelMeeting, MarkHeld, MarkLate, MarkNotHeld, MoveMeeting, SwapMeetings,
};
use protocol::id::{MeetingId, PersonId};
use protocol::limits::{LATE_MINUTES_MAX, MEETINGS_MAX};
use protocol::reject::{
    IdTaken, LimitReached, MeetingClosed, MeetingElsewhere, NotAPair, NotFound, SlotNotBegun,
};
use protocol::{Actor, CancelReason, Late, Meeting, MeetingStatus, Reject, Spot};

use crate::decide::Draft;
use crate::floor::Commitment;

impl Draft<'_> {
    pub(crate) fn book_meeting(
        &mut self,
        meeting: MeetingId,
        host: PersonId,
        guest: PersonId,
        spot: Spot,
    ) -> Result<(), Reject> {
        self.check_new_meeting(meeting)?;
        self.check_not_meeting(host, guest)?;
        self.state
            .check_booking((host, guest), spot, self.context.now, &[])?;
        // In an expert meeting the expert is the host, whoever was named first.
        let guest_is_expert = self
            .state
            .person(guest)
            .is_some_and(|person| person.expert.is_some());
        let (host, guest) = if guest_is_expert {
            (guest, host)
        } else {
            (host, guest)
        };
        self.put(MeetingBooked {
            meeting,
            host,
            guest,
            spot,
        });
        Ok(())
    }

    pub(crate) fn book_meetings(&mut self, c: &BookMeetings) -> Result<(), Reject> {
        c.meetings
            .iter()
            .try_for_each(|m| self.book_meeting(m.meeting, m.host, m.guest, m.spot))
    }

    pub(crate) fn check_new_meeting(&self, id: MeetingId) -> Result<(), Reject> {
        if self.state.meeting(id).is_some() {
            return Err(IdTaken {}.into());
        }
        if self.state.n_meetings() >= MEETINGS_MAX {
            return Err(LimitReached {
                limit: u32::try_from(MEETINGS_MAX).expect("small bound"),
            }
            .into());
        }
        Ok(())
    }

    /// A meeting that still can be changed.
    pub(crate) fn planned_meeting(&self, id: MeetingId) -> Result<Meeting, Reject> {
        let meeting = self.state.meeting(id).ok_or(NotFound {})?;
        match meeting.status {
            MeetingStatus::Planned => Ok(meeting.clone()),
            MeetingStatus::Held
            | MeetingStatus::NotHeld { .. }
            | MeetingStatus::Cancelled { .. } => Err(MeetingClosed {
                meeting: id,
                touch: meeting.touch,
            }
            .into()),
        }
    }

    /// As [`Self::planned_meeting`], if it still is where the sender saw it.
    pub(crate) fn meeting_seen_at(&self, id: MeetingId, seen_at: Spot) -> Result<Meeting, Reject> {
        let meeting = self.planned_meeting(id)?;
        if meeting.spot == seen_at {
            Ok(meeting)
        } else {
            Err(MeetingElsewhere {
                meeting: id,
                now_at: meeting.spot,
                touch: meeting.touch,
            }
            .into())
        }
    }

    pub(crate) fn move_meeting(&mut self, c: &MoveMeeting) -> Result<(), Reject> {
        let meeting = self.meeting_seen_at(c.meeting, c.from)?;
        if c.to == c.from {
            return Ok(());
        }
        let pair = (meeting.host, meeting.guest);
        self.state.check_booking(
            pair,
            c.to,
            self.context.now,
            &[Commitment::Meeting(meeting.id)],
        )?;
        self.put(MeetingMoved {
            meeting: c.meeting,
            host: pair.0,
            guest: pair.1,
            before: c.from,
            after: c.to,
        });
        Ok(())
    }

    pub(crate) fn swap_meetings(&mut self, c: &SwapMeetings) -> Result<(), Reject> {
        if c.a == c.b {
            return Err(NotAPair {}.into());
        }
        let a = self.meeting_seen_at(c.a, c.a_at)?;
        let b = self.meeting_seen_at(c.b, c.b_at)?;
        let moving = [Commitment::Meeting(a.id), Commitment::Meeting(b.id)];
        self.state
            .check_booking((a.host, a.guest), b.spot, self.context.now, &moving)?;
        self.state
            .check_booking((b.host, b.guest), a.spot, self.context.now, &moving)?;
        self.put(MeetingMoved {
            meeting: a.id,
            host: a.host,
            guest: a.guest,
            before: a.spot,
            after: b.spot,
        });
        self.put(MeetingMoved {
            meeting: b.id,
            host: b.host,
            guest: b.guest,
            before: b.spot,
            after: a.spot,
        });
        Ok(())
    }

    pub(crate) fn cancel_meeting(&mut self, c: &CancelMeeting) -> Result<(), Reject> {
        self.planned_meeting(c.meeting)?;
        let gone = match self.context.actor {
            Actor::Person(person) => Some(person),
            Actor::Staff(_) | Actor::System => None,
        };
        self.call_off(c.meeting, c.reason, gone);
        Ok(())
    }

    /// Calls a planned meeting off and frees its slot for whoever stays (LIV-04).
    pub(crate) fn call_off(&mut self, id: MeetingId, reason: CancelReason, gone: Option<PersonId>) {
        let Some(meeting) = self.state.meeting(id).cloned() else {
            return;
        };
        self.put(MeetingCancelled {
            meeting: id,
            host: meeting.host,
            guest: meeting.guest,
            spot: meeting.spot,
            reason,
        });
        self.free_slot(&meeting, gone);
    }

    pub(crate) fn mark_late(&mut self, c: &MarkLate) -> Result<(), Reject> {
        let meeting = self.planned_meeting(c.meeting)?;
        if c.party != meeting.host && c.party != meeting.guest {
            return Err(NotFound {}.into());
        }
        if c.minutes.0 > LATE_MINUTES_MAX {
            return Err(LimitReached {
                limit: u32::from(LATE_MINUTES_MAX),
            }
            .into());
        }
        let after = (c.minutes.0 > 0).then_some(Late {
            party: c.party,
            minutes: c.minutes,
        });
        if after != meeting.late {
            self.put(LatenessMarked {
                meeting: c.meeting,
                host: meeting.host,
                guest: meeting.guest,
                before: meeting.late,
                after,
            });
        }
        Ok(())
    }

    pub(crate) fn mark_held(&mut self, c: &MarkHeld) -> Result<(), Reject> {
        self.record_outcome(c.meeting, MeetingStatus::Held)
    }

    pub(crate) fn mark_not_held(&mut self, c: &MarkNotHeld) -> Result<(), Reject> {
        self.record_outcome(c.meeting, MeetingStatus::NotHeld { missing: c.missing })
    }

    /// An outcome can be corrected, but not recorded before the meeting could begin (B2B-16).
    fn record_outcome(&mut self, id: MeetingId, after: MeetingStatus) -> Result<(), Reject> {
        let meeting = self.state.meeting(id).cloned().ok_or(NotFound {})?;
        if matches!(meeting.status, MeetingStatus::Cancelled { .. }) {
            return Err(MeetingClosed {
                meeting: id,
                touch: meeting.touch,
            }
            .into());
        }
        let starts_at = self
            .state
            .slot(meeting.spot.slot)
            .map(|slot| slot.starts_at)
            .ok_or(NotFound {})?;
        if self.context.now < starts_at {
            return Err(SlotNotBegun {
                slot: meeting.spot.slot,
            }
            .into());
        }
        if meeting.status != after {
            self.put(OutcomeRecorded {
                meeting: id,
                host: meeting.host,
                guest: meeting.guest,
                before: meeting.status,
                after,
            });
        }
        Ok(())
    }
}
