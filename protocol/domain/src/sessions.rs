//! Sessions, their seats and waiting lists (ANI-01, 02, 04, 06, 09, 10, 12; EVT-06).

use protocol::change::{SeatChanged, SeatReleased, SessionDefined, SessionStatusChanged};
use protocol::command::{CancelSession, CloseSession, DefineSession, OpenSession, ReleaseSeat};
use protocol::id::{PersonId, SessionId};
use protocol::limits::SESSIONS_MAX;
use protocol::reject::{
    LimitReached, NoMeetingPlace, NoSeat, NotFound, PersonBusy, SeatTakenAlready, SessionClosed,
    SessionFull, TimetableInvalid,
};
use protocol::{Actor, PlaceKind, Reject, Seat, SeatStatus, Session, SessionStatus};

use crate::decide::Draft;
use crate::floor::Commitment;

impl Draft<'_> {
    pub(crate) fn define_session(&mut self, c: &DefineSession) -> Result<(), Reject> {
        let after = c.session.clone();
        let is_room = self
            .state
            .place(after.place)
            .is_some_and(|place| place.kind == PlaceKind::Room);
        if !is_room {
            return Err(NoMeetingPlace { place: after.place }.into());
        }
        if after.ends_at <= after.starts_at {
            let slot = self
                .state
                .slots()
                .next()
                .map(|slot| slot.id)
                .ok_or(NotFound {})?;
            return Err(TimetableInvalid { slot }.into());
        }
        let before = self.state.session(after.id).cloned();
        if before.is_none() && self.state.sessions().count() >= SESSIONS_MAX {
            return Err(LimitReached {
                limit: u32::try_from(SESSIONS_MAX).expect("small bound"),
            }
            .into());
        }
        // Opening and closing have commands of their own.
        let status = before
            .as_ref()
            .map_or(SessionStatus::Planned, |old| old.status);
        let after = Session { status, ..after };
        self.check_seated_stay_free(&after)?;
        if before.as_ref() != Some(&after) {
            let id = after.id;
            self.put(SessionDefined { before, after });
            self.advance_waiting_list(id);
        }
        Ok(())
    }

    /// A session moves only to a time at which everybody seated is free.
    fn check_seated_stay_free(&self, session: &Session) -> Result<(), Reject> {
        let seated = self
            .state
            .seats(session.id)
            .filter(|seat| seat.status == SeatStatus::Taken);
        for seat in seated {
            self.check_free_for(session, seat.person)?;
        }
        Ok(())
    }

    fn check_free_for(&self, session: &Session, person: PersonId) -> Result<(), Reject> {
        for slot in self.state.session_slots(session).iter() {
            match self.state.floor().of_person(person, slot) {
                Some(Commitment::Session(other)) if other == session.id => {}
                Some(taken) => {
                    return Err(PersonBusy {
                        person,
                        slot,
                        touch: self.state.touch_of(taken),
                    }
                    .into());
                }
                None => {}
            }
        }
        Ok(())
    }

    pub(crate) fn open_session(&mut self, c: &OpenSession) -> Result<(), Reject> {
        let session = self.state.session(c.session).cloned().ok_or(NotFound {})?;
        if session.status == SessionStatus::Cancelled {
            return Err(SessionClosed { session: c.session }.into());
        }
        self.change_session_status(&session, SessionStatus::Open);
        Ok(())
    }

    pub(crate) fn close_session(&mut self, c: &CloseSession) -> Result<(), Reject> {
        let session = self.state.session(c.session).cloned().ok_or(NotFound {})?;
        if session.status == SessionStatus::Cancelled {
            return Err(SessionClosed { session: c.session }.into());
        }
        self.change_session_status(&session, SessionStatus::ClosedManually);
        Ok(())
    }

    pub(crate) fn cancel_session(&mut self, c: &CancelSession) -> Result<(), Reject> {
        let session = self.state.session(c.session).cloned().ok_or(NotFound {})?;
        if session.status == SessionStatus::Cancelled {
            return Err(SessionClosed { session: c.session }.into());
        }
        let seats: Vec<_> = self.state.seats(c.session).cloned().collect();
        for seat in seats {
            self.put(SeatReleased { seat });
        }
        self.change_session_status(&session, SessionStatus::Cancelled);
        Ok(())
    }

    fn change_session_status(&mut self, session: &Session, after: SessionStatus) {
        if session.status != after {
            self.put(SessionStatusChanged {
                session: session.id,
                before: session.status,
                after,
            });
        }
    }

    pub(crate) fn take_seat(&mut self, session: SessionId, person: PersonId) -> Result<(), Reject> {
        let row = self.state.session(session).cloned().ok_or(NotFound {})?;
        self.state.known_person(person)?;
        if self.state.seat(session, person).is_some() {
            return Err(SeatTakenAlready { session }.into());
        }
        let by_staff = !matches!(self.context.actor, Actor::Person(_));
        let is_open = match row.status {
            SessionStatus::Open => true,
            // The team may still seat somebody behind a closed door, up to the quota.
            SessionStatus::Planned | SessionStatus::ClosedManually | SessionStatus::ClosedFull => {
                by_staff
            }
            SessionStatus::Cancelled => false,
        };
        if !is_open {
            return Err(if row.status == SessionStatus::ClosedFull {
                SessionFull {
                    session,
                    quota: row.quota.unwrap_or(0),
                }
                .into()
            } else {
                SessionClosed { session }.into()
            });
        }
        let status = if self.has_room(&row) {
            self.check_free_for(&row, person)?;
            SeatStatus::Taken
        } else if row.has_waiting_list {
            SeatStatus::Waiting
        } else {
            return Err(SessionFull {
                session,
                quota: row.quota.unwrap_or(0),
            }
            .into());
        };
        let after = Seat {
            session,
            person,
            status,
            since: self.context.now,
            attended: false,
        };
        self.put(SeatChanged {
            before: None,
            after,
        });
        if row.status == SessionStatus::Open && !row.has_waiting_list && !self.has_room(&row) {
            self.change_session_status(&row, SessionStatus::ClosedFull);
        }
        Ok(())
    }

    fn has_room(&self, session: &Session) -> bool {
        session
            .quota
            .is_none_or(|quota| self.state.n_seats_taken(session.id) < u32::from(quota))
    }

    pub(crate) fn release_seat(&mut self, c: &ReleaseSeat) -> Result<(), Reject> {
        let seat = self
            .state
            .seat(c.session, c.person)
            .cloned()
            .ok_or(NoSeat { session: c.session })?;
        self.put(SeatReleased { seat });
        self.advance_waiting_list(c.session);
        Ok(())
    }

    /// Gives free seats to those who wait, in order of arrival, skipping who is busy then.
    pub(crate) fn advance_waiting_list(&mut self, session: SessionId) {
        let Some(row) = self.state.session(session).cloned() else {
            return;
        };
        if row.status == SessionStatus::Cancelled {
            return;
        }
        let mut waiting: Vec<_> = self
            .state
            .seats(session)
            .filter(|seat| seat.status == SeatStatus::Waiting)
            .cloned()
            .collect();
        waiting.sort_by_key(|seat| (seat.since, seat.person));
        for seat in waiting {
            if !self.has_room(&row) {
                return;
            }
            if self.check_free_for(&row, seat.person).is_ok() {
                let after = Seat {
                    status: SeatStatus::Taken,
                    ..seat.clone()
                };
                self.put(SeatChanged {
                    before: Some(seat),
                    after,
                });
            }
        }
        if row.status == SessionStatus::ClosedFull && self.has_room(&row) {
            self.change_session_status(&row, SessionStatus::Open);
        }
    }
}
