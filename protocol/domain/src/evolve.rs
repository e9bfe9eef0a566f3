//! Applying changes. Cannot fail: what is applied was decided, or was evolved elsewhere before.
//!
//! Besides the rows, this keeps the floor and the other indexes in step; [`crate::invariants`]
//! checks that they are.

use protocol::id::{MeetingId, PersonId, PlaceId};
use protocol::{
    Attendance, Change, EntryHead, Meeting, MeetingStatus, Needs, Offer, Person, Request,
    RequestStatus, Seat, SeatStatus, Session, Spot, Touch,
};

use crate::floor::Commitment;
use crate::state::State;

impl State {
    /// Applies one change of an entry. Changes are applied in the order in which they stand.
    pub fn evolve(&mut self, head: &EntryHead, change: &Change) {
        match change {
            Change::EventConfigured(c) => self.setup = Some(c.after.clone()),
            Change::StageChanged(c) => self.stage = c.after,
            Change::SlotsDefined(c) => self.put_slots(c.after.iter().cloned()),
            Change::TravelDefined(c) => {
                self.travel = c
                    .after
                    .iter()
                    .map(|t| {
                        (
                            (t.between.0.min(t.between.1), t.between.0.max(t.between.1)),
                            t.minutes,
                        )
                    })
                    .collect();
            }
            Change::PlaceDefined(c) => {
                self.places.insert(c.after.id, c.after.clone());
            }
            Change::PlaceWithdrawn(c) => {
                self.places.remove(&c.place.id);
            }
            Change::ResourceDefined(c) => {
                self.resources.insert(c.after.id, c.after.clone());
            }
            Change::ResourceWithdrawn(c) => {
                self.resources.remove(&c.resource.id);
            }

            Change::VocabularyDefined(c) => self.put_vocabulary(c.after.clone()),

            Change::PersonRegistered(c) => self.put_person(c.person.clone()),
            Change::AvailabilityChanged(c) => {
                self.alter_person(c.person, |p| p.availability = c.after)
            }
            Change::PersonAssigned(c) => self.alter_person(c.person, |p| p.organisation = c.after),
            Change::PersonWithdrawn(c) => self.alter_person(c.person, |p| p.is_withdrawn = true),
            Change::PersonErased(c) => self.alter_person(c.person, |p| p.is_withdrawn = true),
            Change::PersonReinstated(c) => self.alter_person(c.person, |p| p.is_withdrawn = false),
            Change::NeedsChanged(c) => self.put_needs(Needs {
                person: c.person,
                resources: c.after.clone(),
            }),
            Change::BadgeIssued(c) => self.put_badge(c.badge.person, c.badge.code),
            Change::FiguresChanged(c) => {
                self.alter_person(c.person, |p| p.figures.clone_from(&c.after));
            }
            Change::TagsChanged(c) => self.alter_person(c.person, |p| {
                p.offered.clone_from(&c.after.offered);
                p.sought.clone_from(&c.after.sought);
            }),
            Change::ExpertLimited(c) => self.alter_person(c.expert, |p| {
                if let Some(terms) = &mut p.expert {
                    terms.meetings_max = c.after;
                }
            }),
            Change::ExpertAbsenceChanged(c) => self.alter_person(c.expert, |p| {
                if let Some(terms) = &mut p.expert {
                    terms.absence.clone_from(&c.after);
                }
            }),

            Change::RequestMade(c) => self.put_request(c.request.clone()),
            Change::RequestMoved(c) => {
                if let Some(request) = self.requests.get(&c.request) {
                    let moved = Request {
                        status: c.after.clone(),
                        ..request.clone()
                    };
                    self.put_request(moved);
                }
            }

            Change::MeetingBooked(c) => self.put_meeting(Meeting {
                id: c.meeting,
                spot: c.spot,
                host: c.host,
                guest: c.guest,
                status: MeetingStatus::Planned,
                late: None,
                touch: head.touch(),
            }),
            Change::MeetingMoved(c) => {
                self.alter_meeting(c.meeting, head.touch(), |m| {
                    m.spot = c.after;
                    m.late = None;
                });
            }
            Change::MeetingReassigned(c) => {
                self.alter_meeting(c.meeting, head.touch(), |m| {
                    m.host = c.host_after;
                    m.spot = c.after;
                    m.late = None;
                });
            }
            Change::MeetingCancelled(c) => {
                self.alter_meeting(c.meeting, head.touch(), |m| {
                    m.status = MeetingStatus::Cancelled { reason: c.reason }
                });
            }
            Change::MeetingReinstated(c) => {
                self.alter_meeting(c.meeting, head.touch(), |m| {
                    m.status = MeetingStatus::Planned
                });
            }
            Change::MeetingUnbooked(c) => self.drop_meeting(c.meeting),
            Change::LatenessMarked(c) => {
                self.alter_meeting(c.meeting, head.touch(), |m| m.late.clone_from(&c.after));
            }
            Change::OutcomeRecorded(c) => {
                self.alter_meeting(c.meeting, head.touch(), |m| m.status = c.after.clone());
            }

            Change::SlotFreed(c) => {
                self.vacancies.insert(c.vacancy.id, c.vacancy.clone());
            }
            Change::VacancyClosed(c) => {
                self.vacancies.remove(&c.vacancy.id);
            }
            Change::OfferMade(c) => self.put_offer(c.offer.clone()),
            Change::OfferClosed(c) => self.drop_offer(&c.offer),

            Change::SessionDefined(c) => self.put_session(c.after.clone()),
            Change::SessionStatusChanged(c) => {
                if let Some(session) = self.sessions.get(&c.session) {
                    let changed = Session {
                        status: c.after,
                        ..session.clone()
                    };
                    self.put_session(changed);
                }
            }
            Change::SeatChanged(c) => self.put_seat(c.after.clone()),
            Change::SeatReleased(c) => self.drop_seat(&c.seat),

            Change::AttendanceChanged(c) => self.put_attendance(c.person, c.after.clone()),

            Change::ThresholdChanged(c) => {
                if let Some(before) = &c.before {
                    self.thresholds.remove(&before.object);
                }
                if let Some(after) = &c.after {
                    self.thresholds.insert(after.object, after.clone());
                }
            }
            Change::AlertRaised(c) => {
                self.alerts.insert(c.after.key, c.after.clone());
            }
            Change::AlertCleared(c) => {
                self.alerts.remove(&c.alert.key);
            }
            Change::AlertAcknowledged(c) => {
                if let Some(alert) = self.alerts.get_mut(&c.alert.key) {
                    alert.acknowledged = Some(c.mark);
                }
            }
            Change::Announced(c) => {
                self.announcements
                    .insert(c.announcement.id, c.announcement.clone());
            }
            Change::StaffGranted(c) => {
                self.staff.insert(c.after.id, c.after.clone());
            }
            Change::StaffRevoked(c) => {
                self.staff.remove(&c.staff.id);
            }
            // The changes that count stand beside these; they only say why.
            Change::EntryUndone(_)
            | Change::PlanPublished(_)
            | Change::ExpertArbitrated(_)
            | Change::DeskEdited(_) => {}

            Change::PlaceTaken(c) => self
                .floor
                .commit_place(c.spot, Commitment::Unseen(c.meeting)),
            Change::PlaceReleased(c) => {
                self.floor
                    .release_place(c.spot, Commitment::Unseen(c.meeting));
            }
            Change::SeatsCounted(c) => {
                let count = i64::from(self.seats_unseen.get(&c.session).copied().unwrap_or(0))
                    + i64::from(c.step);
                self.count_unseen_seats(c.session, count);
            }
            Change::CrowdMoved(c) => {
                self.count_room(c.left, -1);
                self.count_room(c.entered, 1);
            }
        }
    }

    // ------------------------------------------------------------ rows with their indexes

    pub(crate) fn put_slots(&mut self, slots: impl Iterator<Item = protocol::Slot>) {
        self.slots = slots.map(|slot| (slot.id, slot)).collect();
        // Which slots a session blocks depends on the timetable.
        let sessions: Vec<Session> = self.sessions.values().cloned().collect();
        for session in sessions {
            self.recommit_seats(&session);
        }
    }

    pub(crate) fn put_person(&mut self, person: Person) {
        let id = person.id;
        let before = self.persons.get(&id).and_then(|row| row.home);
        let after = person.home;
        self.persons.insert(id, person);
        self.count_home(before, -1);
        self.count_home(after, 1);
    }

    fn count_home(&mut self, place: Option<PlaceId>, step: i64) {
        let Some(place) = place else { return };
        let count = i64::from(self.homes.get(&place).copied().unwrap_or(0)) + step;
        match u32::try_from(count) {
            Ok(count) if count > 0 => self.homes.insert(place, count),
            Ok(_) | Err(_) => self.homes.remove(&place),
        };
    }

    fn alter_person(&mut self, id: PersonId, alter: impl FnOnce(&mut Person)) {
        if let Some(person) = self.persons.get_mut(&id) {
            alter(person);
        }
    }

    pub(crate) fn put_badge(&mut self, person: PersonId, code: protocol::id::BadgeCode) {
        if let Some(old) = self.badges.insert(person, code) {
            self.badge_holders.remove(&old);
        }
        self.badge_holders.insert(code, person);
    }

    pub(crate) fn put_request(&mut self, request: Request) {
        let commitment = Commitment::Hold(request.id);
        if let Some(before) = self.requests.get(&request.id).cloned()
            && let RequestStatus::Accepted { spot, .. } = before.status
        {
            self.release_pair((before.from, before.to), spot, commitment);
        }
        if let RequestStatus::Accepted { spot, .. } = request.status {
            self.commit_pair((request.from, request.to), spot, commitment);
        }
        if let Some(RequestStatus::Accepted { expires_at, .. }) =
            self.request(request.id).map(|r| &r.status)
        {
            self.holds_due.remove(&(*expires_at, request.id));
        }
        if let RequestStatus::Accepted { expires_at, .. } = request.status {
            self.holds_due.insert((expires_at, request.id));
        }
        self.requests_of.insert((request.from, request.id));
        self.requests_of.insert((request.to, request.id));
        self.requests.insert(request.id, request);
    }

    pub(crate) fn put_meeting(&mut self, meeting: Meeting) {
        self.release_meeting(meeting.id);
        if !matches!(meeting.status, MeetingStatus::Cancelled { .. }) {
            self.commit_pair(
                (meeting.host, meeting.guest),
                meeting.spot,
                Commitment::Meeting(meeting.id),
            );
        }
        self.meetings_of.insert((meeting.host, meeting.id));
        self.meetings_of.insert((meeting.guest, meeting.id));
        self.meetings.insert(meeting.id, meeting);
    }

    fn alter_meeting(&mut self, id: MeetingId, touch: Touch, alter: impl FnOnce(&mut Meeting)) {
        let Some(mut meeting) = self.meetings.get(&id).cloned() else {
            return;
        };
        let host_before = meeting.host;
        alter(&mut meeting);
        meeting.touch = touch;
        if meeting.host != host_before {
            self.release_meeting(id);
            self.meetings_of.remove(&(host_before, id));
        }
        self.put_meeting(meeting);
    }

    fn release_meeting(&mut self, id: MeetingId) {
        if let Some(meeting) = self.meetings.get(&id).cloned() {
            self.release_pair(
                (meeting.host, meeting.guest),
                meeting.spot,
                Commitment::Meeting(id),
            );
        }
    }

    fn drop_meeting(&mut self, id: MeetingId) {
        self.release_meeting(id);
        if let Some(meeting) = self.meetings.remove(&id) {
            self.meetings_of.remove(&(meeting.host, id));
            self.meetings_of.remove(&(meeting.guest, id));
        }
    }

    pub(crate) fn put_offer(&mut self, offer: Offer) {
        self.commit_pair(
            (offer.host, offer.to),
            offer.spot,
            Commitment::Offer(offer.id),
        );
        self.offers.insert(offer.id, offer);
    }

    fn drop_offer(&mut self, offer: &Offer) {
        self.release_pair(
            (offer.host, offer.to),
            offer.spot,
            Commitment::Offer(offer.id),
        );
        self.offers.remove(&offer.id);
    }

    fn commit_pair(&mut self, pair: (PersonId, PersonId), spot: Spot, commitment: Commitment) {
        self.floor.commit_person(pair.0, spot.slot, commitment);
        self.floor.commit_person(pair.1, spot.slot, commitment);
        self.floor.commit_place(spot, commitment);
    }

    fn release_pair(&mut self, pair: (PersonId, PersonId), spot: Spot, commitment: Commitment) {
        self.floor.release_person(pair.0, spot.slot, commitment);
        self.floor.release_person(pair.1, spot.slot, commitment);
        self.floor.release_place(spot, commitment);
    }

    pub(crate) fn put_session(&mut self, session: Session) {
        let before = self.sessions.insert(session.id, session.clone());
        // Opening and closing the doors leaves everybody's time as it is.
        let blocked_before = before.map(|before| self.session_slots(&before));
        if blocked_before != Some(self.session_slots(&session)) {
            self.recommit_seats(&session);
        }
    }

    /// Commits the seats of a session to the slots that it overlaps now, and to no others.
    fn recommit_seats(&mut self, session: &Session) {
        let slots = self.session_slots(session);
        let commitment = Commitment::Session(session.id);
        let seated: Vec<PersonId> = self
            .seats(session.id)
            .filter(|seat| seat.status == SeatStatus::Taken)
            .map(|seat| seat.person)
            .collect();
        for person in seated {
            let before: Vec<_> = self
                .floor
                .agenda(person)
                .filter(|(_, held)| *held == commitment)
                .map(|(slot, _)| slot)
                .collect();
            for slot in before {
                self.floor.release_person(person, slot, commitment);
            }
            for slot in slots.iter() {
                self.floor.commit_person(person, slot, commitment);
            }
        }
    }

    pub(crate) fn put_seat(&mut self, seat: Seat) {
        self.release_seat_slots(seat.session, seat.person);
        if seat.status == SeatStatus::Taken
            && let Some(session) = self.sessions.get(&seat.session).cloned()
        {
            for slot in self.session_slots(&session).iter() {
                self.floor
                    .commit_person(seat.person, slot, Commitment::Session(seat.session));
            }
        }
        self.seats_of.insert((seat.person, seat.session));
        self.seats.insert((seat.session, seat.person), seat);
    }

    fn drop_seat(&mut self, seat: &Seat) {
        self.release_seat_slots(seat.session, seat.person);
        self.seats_of.remove(&(seat.person, seat.session));
        self.seats.remove(&(seat.session, seat.person));
    }

    fn release_seat_slots(&mut self, session: protocol::id::SessionId, person: PersonId) {
        let commitment = Commitment::Session(session);
        let held: Vec<_> = self
            .floor
            .agenda(person)
            .filter(|(_, held)| *held == commitment)
            .map(|(slot, _)| slot)
            .collect();
        for slot in held {
            self.floor.release_person(person, slot, commitment);
        }
    }

    pub(crate) fn put_attendance(&mut self, person: PersonId, after: Attendance) {
        let before = self.attendance.get(&person).and_then(|row| row.room);
        if before != after.room {
            self.count_room(before, -1);
            self.count_room(after.room, 1);
        }
        self.attendance.insert(person, after);
    }

    pub(crate) fn count_unseen_seats(&mut self, session: protocol::id::SessionId, count: i64) {
        match u32::try_from(count) {
            Ok(count) if count > 0 => self.seats_unseen.insert(session, count),
            Ok(_) | Err(_) => self.seats_unseen.remove(&session),
        };
    }

    fn count_room(&mut self, room: Option<PlaceId>, step: i64) {
        let Some(room) = room else { return };
        let count = i64::from(self.occupancy(room)) + step;
        match u32::try_from(count) {
            Ok(count) if count > 0 => self.occupancy.insert(room, count),
            Ok(_) | Err(_) => self.occupancy.remove(&room),
        };
    }
}
