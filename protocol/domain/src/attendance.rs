//! Doors: who is on site and in which room (CHK-02, 06, 07, 09; LIV-07).

use protocol::change::{AttendanceChanged, SeatChanged};
use protocol::id::{PersonId, PlaceId, SessionId};
use protocol::reject::{AlreadyIn, NoGate, NoSeat, NotIn};
use protocol::{
    Attendance, Gate, Mark, PlaceKind, Presence, Reject, Seat, SeatStatus, SessionStatus,
};

use crate::decide::Draft;

impl Draft<'_> {
    /// Entering room B leaves room A; entering any room checks in at the event.
    pub(crate) fn check_in(&mut self, person: PersonId, gate: Gate) -> Result<(), Reject> {
        self.state.known_person(person)?;
        let before = self.state.attendance(person).cloned();
        let room = self.room_behind(gate)?;
        let was_present = before
            .as_ref()
            .filter(|row| row.presence == Presence::Present);
        let seat = match gate {
            Gate::Session(session) => Some(self.seat_to_attend(session, person)?),
            Gate::Event | Gate::Room(_) => None,
        };
        if let Some(row) = was_present
            && (room.is_none() || room == row.room)
            && seat.as_ref().is_none_or(|seat| seat.attended)
        {
            return Err(AlreadyIn {
                person,
                mark: row.mark,
            }
            .into());
        }
        let current_room = was_present.and_then(|row| row.room);
        let after = Attendance {
            presence: Presence::Present,
            room: room.or(current_room),
            mark: self.mark(),
        };
        self.put(AttendanceChanged {
            person,
            before,
            after,
        });
        if let Some(seat) = seat
            && !seat.attended
        {
            let after = Seat {
                attended: true,
                ..seat.clone()
            };
            self.put(SeatChanged {
                before: Some(seat),
                after,
            });
        }
        Ok(())
    }

    pub(crate) fn check_out(&mut self, person: PersonId, gate: Gate) -> Result<(), Reject> {
        self.state.known_person(person)?;
        let room = self.room_behind(gate)?;
        let before = self.state.attendance(person).cloned();
        let presence = before
            .as_ref()
            .map_or(Presence::Expected, |row| row.presence);
        let is_in = presence == Presence::Present
            && (room.is_none() || before.as_ref().is_some_and(|row| row.room == room));
        if !is_in {
            return Err(NotIn { person, presence }.into());
        }
        let presence = if room.is_none() {
            Presence::Gone
        } else {
            Presence::Present
        };
        let after = Attendance {
            presence,
            room: None,
            mark: self.mark(),
        };
        self.put(AttendanceChanged {
            person,
            before,
            after,
        });
        Ok(())
    }

    const fn mark(&self) -> Mark {
        Mark {
            at: self.context.now,
            by: self.context.actor,
        }
    }

    fn room_behind(&self, gate: Gate) -> Result<Option<PlaceId>, Reject> {
        match gate {
            Gate::Event => Ok(None),
            Gate::Room(place) => match self.state.place(place) {
                Some(row) if row.kind == PlaceKind::Room => Ok(Some(place)),
                Some(_) | None => Err(NoGate {}.into()),
            },
            Gate::Session(session) => match self.state.session(session) {
                Some(row) if row.status != SessionStatus::Cancelled => Ok(Some(row.place)),
                Some(_) | None => Err(NoGate {}.into()),
            },
        }
    }

    fn seat_to_attend(&self, session: SessionId, person: PersonId) -> Result<Seat, Reject> {
        self.state
            .seat(session, person)
            .filter(|seat| seat.status == SeatStatus::Taken)
            .cloned()
            .ok_or_else(|| NoSeat { session }.into())
    }
}
