//! What must hold after every entry, on every replica with the whole state.

use std::collections::BTreeMap;

use protocol::id::{MeetingId, PersonId, PlaceId};
use protocol::{MeetingStatus, Presence, RequestStatus, SeatStatus, Spot};

use crate::floor::{Commitment, Floor};
use crate::state::State;

/// Something that must never be; a bug, not a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// The floor is not what meetings, holds, offers and seats say.
    FloorDiffers,
    /// A standing meeting does not own its persons' slot or its place.
    NotCommitted(MeetingId),
    /// Two experts meet each other (EXP-02).
    ExpertsMeet(MeetingId),
    /// The room counter differs from the persons inside.
    OccupancyDiffers(PlaceId),
    /// Somebody is in a room without being present.
    InsideButAbsent(PersonId),
    /// A meeting or seat names a person who was never registered.
    UnknownPerson(PersonId),
    /// A vacancy's host or place is taken by something else than its offer.
    VacancyUnusable(protocol::id::VacancyId),
}

/// Every violation; none in a sound state.
#[must_use]
pub fn check(state: &State) -> Vec<Violation> {
    let mut found = Vec::new();
    check_floor(state, &mut found);
    check_meetings(state, &mut found);
    check_rooms(state, &mut found);
    for vacancy in state.vacancies() {
        if !state.is_vacancy_usable(vacancy) {
            found.push(Violation::VacancyUnusable(vacancy.id));
        }
    }
    found
}

fn check_floor(state: &State, found: &mut Vec<Violation>) {
    let mut expected = Floor::default();
    let mut commit = |pair: (PersonId, PersonId), spot: Spot, commitment| {
        expected.commit_person(pair.0, spot.slot, commitment);
        expected.commit_person(pair.1, spot.slot, commitment);
        expected.commit_place(spot, commitment);
    };
    for meeting in state.meetings() {
        if !matches!(meeting.status, MeetingStatus::Cancelled { .. }) {
            commit(
                (meeting.host, meeting.guest),
                meeting.spot,
                Commitment::Meeting(meeting.id),
            );
        }
    }
    for request in state.requests() {
        if let RequestStatus::Accepted { spot, .. } = request.status {
            commit(
                (request.from, request.to),
                spot,
                Commitment::Hold(request.id),
            );
        }
    }
    for offer in state.offers() {
        commit(
            (offer.host, offer.to),
            offer.spot,
            Commitment::Offer(offer.id),
        );
    }
    for seat in state
        .all_seats()
        .filter(|seat| seat.status == SeatStatus::Taken)
    {
        if let Some(session) = state.session(seat.session) {
            for slot in state.session_slots(session).iter() {
                expected.commit_person(seat.person, slot, Commitment::Session(session.id));
            }
        }
    }
    if &expected != state.floor() {
        found.push(Violation::FloorDiffers);
    }
}

fn check_meetings(state: &State, found: &mut Vec<Violation>) {
    for meeting in state.meetings() {
        if matches!(meeting.status, MeetingStatus::Cancelled { .. }) {
            continue;
        }
        let own = Some(Commitment::Meeting(meeting.id));
        let owns = [meeting.host, meeting.guest]
            .iter()
            .all(|person| state.floor().of_person(*person, meeting.spot.slot) == own)
            && state.floor().of_place(meeting.spot) == own;
        if !owns {
            found.push(Violation::NotCommitted(meeting.id));
        }
        let mut n_experts = 0;
        for id in [meeting.host, meeting.guest] {
            match state.person(id) {
                Some(person) => n_experts += usize::from(person.expert.is_some()),
                None => found.push(Violation::UnknownPerson(id)),
            }
        }
        if n_experts == 2 {
            found.push(Violation::ExpertsMeet(meeting.id));
        }
    }
}

fn check_rooms(state: &State, found: &mut Vec<Violation>) {
    let mut inside: BTreeMap<PlaceId, u32> = BTreeMap::new();
    for (person, attendance) in state.attendances() {
        if let Some(room) = attendance.room {
            *inside.entry(room).or_default() += 1;
            if attendance.presence != Presence::Present {
                found.push(Violation::InsideButAbsent(person));
            }
        }
    }
    for place in state.places() {
        if state.occupancy(place.id) != inside.get(&place.id).copied().unwrap_or(0) {
            found.push(Violation::OccupancyDiffers(place.id));
        }
    }
}
