//! State to plain rows and back.

use protocol::{Badge, Snapshot, Travel};

use crate::floor::Commitment;
use crate::state::State;

impl State {
    /// The state that these rows describe.
    #[must_use]
    pub fn from_snapshot(rows: &Snapshot) -> Self {
        let mut state = Self {
            setup: rows.setup.clone(),
            stage: rows.stage,
            ..Self::default()
        };
        state.put_slots(rows.slots.iter().cloned());
        for travel in &rows.travel {
            let (a, b) = travel.between;
            state.travel.insert((a.min(b), a.max(b)), travel.minutes);
        }
        for place in &rows.places {
            state.places.insert(place.id, place.clone());
        }
        rows.persons
            .iter()
            .for_each(|person| state.put_person(person.clone()));
        rows.badges
            .iter()
            .for_each(|badge| state.put_badge(badge.person, badge.code));
        rows.sessions
            .iter()
            .for_each(|session| state.put_session(session.clone()));
        rows.seats
            .iter()
            .for_each(|seat| state.put_seat(seat.clone()));
        rows.requests
            .iter()
            .for_each(|request| state.put_request(request.clone()));
        rows.meetings
            .iter()
            .for_each(|meeting| state.put_meeting(meeting.clone()));
        for (spot, meeting) in &rows.taken {
            state
                .floor
                .commit_place(*spot, Commitment::Unseen(*meeting));
        }
        for vacancy in &rows.vacancies {
            state.vacancies.insert(vacancy.id, vacancy.clone());
        }
        rows.offers
            .iter()
            .for_each(|offer| state.put_offer(offer.clone()));
        for (person, attendance) in &rows.attendance {
            state.put_attendance(*person, attendance.clone());
        }
        for (session, n_seats) in &rows.seats_unseen {
            state.count_unseen_seats(*session, i64::from(*n_seats));
        }
        for (room, n_persons) in &rows.crowd {
            let seen = state.occupancy(*room);
            state.occupancy.insert(*room, seen + n_persons);
        }
        for threshold in &rows.thresholds {
            state.thresholds.insert(threshold.object, threshold.clone());
        }
        for alert in &rows.alerts {
            state.alerts.insert(alert.key, alert.clone());
        }
        for announcement in &rows.announcements {
            state
                .announcements
                .insert(announcement.id, announcement.clone());
        }
        for staff in &rows.staff {
            state.staff.insert(staff.id, staff.clone());
        }
        state.put_vocabulary(rows.vocabulary.clone());
        for resource in &rows.resources {
            state.resources.insert(resource.id, resource.clone());
        }
        for needs in &rows.needs {
            state.put_needs(needs.clone());
        }
        state
    }

    /// Every row, in the order of its key: the whole truth, for the store and for `doctor`.
    #[must_use]
    pub fn full_snapshot(&self) -> Snapshot {
        Snapshot {
            setup: self.setup.clone(),
            slots: self.slots.values().cloned().collect(),
            travel: self
                .travel
                .iter()
                .map(|(between, minutes)| Travel {
                    between: *between,
                    minutes: *minutes,
                })
                .collect(),
            places: self.places.values().cloned().collect(),
            persons: self.persons.values().cloned().collect(),
            badges: self
                .badges
                .iter()
                .map(|(person, code)| Badge {
                    person: *person,
                    code: *code,
                })
                .collect(),
            requests: self.requests.values().cloned().collect(),
            meetings: self.meetings.values().cloned().collect(),
            taken: self
                .floor
                .place_commitments()
                .filter_map(|(spot, commitment)| match commitment {
                    Commitment::Unseen(meeting) => Some((spot, meeting)),
                    Commitment::Meeting(_)
                    | Commitment::Hold(_)
                    | Commitment::Offer(_)
                    | Commitment::Session(_) => None,
                })
                .collect(),
            vacancies: self.vacancies.values().cloned().collect(),
            offers: self.offers.values().cloned().collect(),
            sessions: self.sessions.values().cloned().collect(),
            seats: self.seats.values().cloned().collect(),
            attendance: self
                .attendance
                .iter()
                .map(|(person, row)| (*person, row.clone()))
                .collect(),
            seats_unseen: self
                .seats_unseen
                .iter()
                .map(|(session, count)| (*session, *count))
                .collect(),
            crowd: Vec::new(),
            thresholds: self.thresholds.values().cloned().collect(),
            alerts: self.alerts.values().cloned().collect(),
            announcements: self.announcements.values().cloned().collect(),
            staff: self.staff.values().cloned().collect(),
            vocabulary: (*self.vocabulary).clone(),
            resources: self.resources.values().cloned().collect(),
            needs: self.needs.values().cloned().collect(),
            stage: self.stage,
        }
    }
}
