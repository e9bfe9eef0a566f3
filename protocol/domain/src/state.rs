//! The state of one event: private maps, public questions.
//!
//! The maps share structure between copies, so a copy costs nothing: a batch of commands is
//! decided on a draft, a planner works on a frozen copy, a browser lays predictions over what is
//! confirmed.

use std::sync::Arc;

use crate::map::{Map, Set};
use protocol::id::{
    AnnouncementId, BadgeCode, MeetingId, OfferId, PersonId, PlaceId, RequestId, ResourceId,
    SessionId, StaffId, VacancyId,
};
use protocol::{
    Alert, AlertKey, Announcement, Attendance, EventSetup, EventStage, FillObject, Meeting,
    MeetingStatus, Micros, Minutes, Needs, Offer, Person, Place, Request, Resource, Seat,
    SeatStatus, Session, SessionStatus, SiteId, Slot, SlotId, SlotSet, Spot, Staff, Threshold,
    Vacancy, Vocabulary,
};

use crate::floor::Floor;

/// Everything that the rules know about one event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub(crate) setup: Option<EventSetup>,
    pub(crate) stage: EventStage,
    pub(crate) slots: Map<SlotId, Slot>,
    pub(crate) travel: Map<(SiteId, SiteId), Minutes>,
    pub(crate) places: Map<PlaceId, Place>,
    pub(crate) persons: Map<PersonId, Person>,
    /// How many persons call a place their home.
    pub(crate) homes: Map<PlaceId, u32>,
    pub(crate) badges: Map<PersonId, BadgeCode>,
    pub(crate) badge_holders: Map<BadgeCode, PersonId>,
    pub(crate) requests: Map<RequestId, Request>,
    pub(crate) requests_of: Set<(PersonId, RequestId)>,
    /// Deadlines of held slots, soonest first.
    pub(crate) holds_due: Set<(Micros, RequestId)>,
    pub(crate) meetings: Map<MeetingId, Meeting>,
    pub(crate) meetings_of: Set<(PersonId, MeetingId)>,
    pub(crate) vacancies: Map<VacancyId, Vacancy>,
    pub(crate) offers: Map<OfferId, Offer>,
    pub(crate) sessions: Map<SessionId, Session>,
    pub(crate) seats: Map<(SessionId, PersonId), Seat>,
    pub(crate) seats_of: Set<(PersonId, SessionId)>,
    pub(crate) seats_unseen: Map<SessionId, u32>,
    pub(crate) attendance: Map<PersonId, Attendance>,
    pub(crate) occupancy: Map<PlaceId, u32>,
    pub(crate) thresholds: Map<FillObject, Threshold>,
    pub(crate) alerts: Map<AlertKey, Alert>,
    pub(crate) announcements: Map<AnnouncementId, Announcement>,
    pub(crate) staff: Map<StaffId, Staff>,
    pub(crate) vocabulary: Arc<Vocabulary>,
    pub(crate) resources: Map<ResourceId, Resource>,
    /// Only those who need something.
    pub(crate) needs: Map<PersonId, Needs>,
    pub(crate) floor: Floor,
}

impl State {
    /// The event's settings, once configured.
    #[must_use]
    pub fn setup(&self) -> Option<&EventSetup> {
        self.setup.as_ref()
    }

    /// The slots by number.
    pub fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.slots.values()
    }

    /// The slots in order of time.
    #[must_use]
    pub fn timetable(&self) -> Vec<&Slot> {
        let mut slots: Vec<_> = self.slots.values().collect();
        slots.sort_by_key(|slot| (slot.starts_at, slot.id));
        slots
    }

    /// One slot.
    #[must_use]
    pub fn slot(&self, id: SlotId) -> Option<&Slot> {
        self.slots.get(&id)
    }

    /// Slots that overlap a stretch of time.
    #[must_use]
    pub fn slots_between(&self, from: Micros, until: Micros) -> SlotSet {
        self.slots
            .values()
            .filter(|slot| slot.starts_at < until && from < slot.ends_at)
            .map(|slot| slot.id)
            .collect()
    }

    /// Travel times by pair of sites, the smaller site first.
    pub fn travel(&self) -> impl Iterator<Item = (SiteId, SiteId, Minutes)> + '_ {
        self.travel
            .iter()
            .map(|((a, b), minutes)| (*a, *b, *minutes))
    }

    /// Minutes from one site to another; none between places of one site.
    #[must_use]
    pub fn travel_minutes(&self, a: SiteId, b: SiteId) -> Minutes {
        if a == b {
            return Minutes(0);
        }
        self.travel
            .get(&(a.min(b), a.max(b)))
            .copied()
            .unwrap_or(Minutes(0))
    }

    /// The places in use.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.values()
    }

    /// One place.
    #[must_use]
    pub fn place(&self, id: PlaceId) -> Option<&Place> {
        self.places.get(&id)
    }

    /// Everybody who was registered, withdrawn persons included.
    pub fn persons(&self) -> impl Iterator<Item = &Person> {
        self.persons.values()
    }

    /// Whether nobody was registered, changed or withdrawn between two states, one of which came of
    /// the other. Costs nothing; may say no where somebody was changed and changed back.
    #[must_use]
    pub fn has_persons_of(&self, other: &Self) -> bool {
        self.persons.is_copy_of(&other.persons)
    }

    /// Number of registered persons, withdrawn persons included.
    #[must_use]
    pub fn n_persons(&self) -> usize {
        self.persons.len()
    }

    /// One person.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.persons.get(&id)
    }

    /// The experts who did not withdraw.
    pub fn experts(&self) -> impl Iterator<Item = &Person> {
        self.persons
            .values()
            .filter(|person| person.expert.is_some() && !person.is_withdrawn)
    }

    /// A person's badge.
    #[must_use]
    pub fn badge(&self, person: PersonId) -> Option<BadgeCode> {
        self.badges.get(&person).copied()
    }

    /// Who carries a badge.
    #[must_use]
    pub fn badge_holder(&self, code: BadgeCode) -> Option<PersonId> {
        self.badge_holders.get(&code).copied()
    }

    /// Every badge in force.
    pub fn badges(&self) -> impl Iterator<Item = (PersonId, BadgeCode)> + '_ {
        self.badges.iter().map(|(person, code)| (*person, *code))
    }

    /// Every request, ended ones included.
    pub fn requests(&self) -> impl Iterator<Item = &Request> {
        self.requests.values()
    }

    /// One request.
    #[must_use]
    pub fn request(&self, id: RequestId) -> Option<&Request> {
        self.requests.get(&id)
    }

    /// Requests that a person sent or received.
    pub fn requests_of(&self, person: PersonId) -> impl Iterator<Item = &Request> {
        self.requests_of
            .iter_from(&(person, RequestId::from_bytes([0; 16])))
            .take_while(move |(of, _)| *of == person)
            .filter_map(|(_, id)| self.requests.get(id))
    }

    /// Every meeting, cancelled ones included.
    pub fn meetings(&self) -> impl Iterator<Item = &Meeting> {
        self.meetings.values()
    }

    /// Number of meetings, cancelled ones included.
    #[must_use]
    pub fn n_meetings(&self) -> usize {
        self.meetings.len()
    }

    /// One meeting.
    #[must_use]
    pub fn meeting(&self, id: MeetingId) -> Option<&Meeting> {
        self.meetings.get(&id)
    }

    /// Meetings of a person, cancelled ones included.
    pub fn meetings_of(&self, person: PersonId) -> impl Iterator<Item = &Meeting> {
        self.meetings_of
            .iter_from(&(person, MeetingId::from_bytes([0; 16])))
            .take_while(move |(of, _)| *of == person)
            .filter_map(|(_, id)| self.meetings.get(id))
    }

    /// Meetings of a person that were not called off.
    pub fn standing_meetings_of(&self, person: PersonId) -> impl Iterator<Item = &Meeting> {
        self.meetings_of(person)
            .filter(|meeting| !matches!(meeting.status, MeetingStatus::Cancelled { .. }))
    }

    /// Freed slots that wait for somebody.
    pub fn vacancies(&self) -> impl Iterator<Item = &Vacancy> {
        self.vacancies.values()
    }

    /// One freed slot.
    #[must_use]
    pub fn vacancy(&self, id: VacancyId) -> Option<&Vacancy> {
        self.vacancies.get(&id)
    }

    /// Offers that wait for an answer.
    pub fn offers(&self) -> impl Iterator<Item = &Offer> {
        self.offers.values()
    }

    /// One open offer.
    #[must_use]
    pub fn offer(&self, id: OfferId) -> Option<&Offer> {
        self.offers.get(&id)
    }

    /// The open offer of a vacancy, if it is being offered.
    #[must_use]
    pub fn offer_of(&self, vacancy: VacancyId) -> Option<&Offer> {
        self.offers.values().find(|offer| offer.vacancy == vacancy)
    }

    /// The programme.
    pub fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.sessions.values()
    }

    /// One session.
    #[must_use]
    pub fn session(&self, id: SessionId) -> Option<&Session> {
        self.sessions.get(&id)
    }

    /// Seats of a session, taken and waited for.
    pub fn seats(&self, session: SessionId) -> impl Iterator<Item = &Seat> {
        self.seats
            .iter_from(&(session, PersonId::from_bytes([0; 16])))
            .take_while(move |((of, _), _)| *of == session)
            .map(|(_, seat)| seat)
    }

    /// Every seat of every session.
    pub fn all_seats(&self) -> impl Iterator<Item = &Seat> {
        self.seats.values()
    }

    /// A person's seat in a session.
    #[must_use]
    pub fn seat(&self, session: SessionId, person: PersonId) -> Option<&Seat> {
        self.seats.get(&(session, person))
    }

    /// A person's seats.
    pub fn seats_of(&self, person: PersonId) -> impl Iterator<Item = &Seat> {
        self.seats_of
            .iter_from(&(person, SessionId::from_bytes([0; 16])))
            .take_while(move |(of, _)| *of == person)
            .filter_map(|(person, session)| self.seats.get(&(*session, *person)))
    }

    /// Seats taken in a session, without those who wait.
    #[must_use]
    pub fn n_seats_taken(&self, session: SessionId) -> u32 {
        let taken = self
            .seats(session)
            .filter(|seat| seat.status == SeatStatus::Taken)
            .count();
        let unseen = self.seats_unseen.get(&session).copied().unwrap_or(0);
        u32::try_from(taken).expect("persons are bounded") + unseen
    }

    /// Where the doors saw a person last.
    #[must_use]
    pub fn attendance(&self, person: PersonId) -> Option<&Attendance> {
        self.attendance.get(&person)
    }

    /// Everybody whom the doors saw.
    pub fn attendances(&self) -> impl Iterator<Item = (PersonId, &Attendance)> {
        self.attendance
            .iter()
            .map(|(person, attendance)| (*person, attendance))
    }

    /// Persons in a room now, by entry and exit scans (LIV-07).
    #[must_use]
    pub fn occupancy(&self, place: PlaceId) -> u32 {
        self.occupancy.get(&place).copied().unwrap_or(0)
    }

    /// The fill thresholds.
    pub fn thresholds(&self) -> impl Iterator<Item = &Threshold> {
        self.thresholds.values()
    }

    /// The threshold of one object.
    #[must_use]
    pub fn threshold(&self, object: FillObject) -> Option<&Threshold> {
        self.thresholds.get(&object)
    }

    /// The active alerts.
    pub fn alerts(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.values()
    }

    /// One active alert.
    #[must_use]
    pub fn alert(&self, key: AlertKey) -> Option<&Alert> {
        self.alerts.get(&key)
    }

    /// Announcements, oldest first.
    pub fn announcements(&self) -> impl Iterator<Item = &Announcement> {
        self.announcements.values()
    }

    /// One announcement.
    #[must_use]
    pub fn announcement(&self, id: AnnouncementId) -> Option<&Announcement> {
        self.announcements.get(&id)
    }

    /// The team.
    pub fn staff(&self) -> impl Iterator<Item = &Staff> {
        self.staff.values()
    }

    /// One member of the team.
    #[must_use]
    pub fn staff_member(&self, id: StaffId) -> Option<&Staff> {
        self.staff.get(&id)
    }

    /// Who and what is committed to which slot.
    #[must_use]
    pub fn floor(&self) -> &Floor {
        &self.floor
    }

    /// The slots that a session blocks for who sits in it (EVT-06).
    #[must_use]
    pub fn session_slots(&self, session: &Session) -> SlotSet {
        if session.status == SessionStatus::Cancelled {
            return SlotSet::EMPTY;
        }
        self.slots_between(session.starts_at, session.ends_at)
    }

    /// Where a meeting would take place, if it stands.
    #[must_use]
    pub fn standing_spot(&self, meeting: MeetingId) -> Option<Spot> {
        let meeting = self.meetings.get(&meeting)?;
        (!matches!(meeting.status, MeetingStatus::Cancelled { .. })).then_some(meeting.spot)
    }
}
