//! Changes: facts inside an entry. Each carries enough of what was before to be undone, and the
//! persons that it concerns, so that redaction needs nothing but the change.

use crate::entry::Mark;
use crate::id::{
    DeskId, MeetingId, OrganisationId, PersonId, PlaceId, RequestId, ResourceId, SessionId,
};
use crate::limits::NEEDS_MAX;
use crate::list::List;
use crate::model::{
    Absence, Alert, Announcement, Attendance, Badge, CancelReason, DeskThing, EventSetup,
    EventStage, Figures, Late, MeetingStatus, Offer, OfferEnd, Person, Place, Request,
    RequestStatus, Resource, Seat, Session, SessionStatus, Slot, Spot, Tags, Threshold, Travel,
    Vacancy, VacancyEnd, Vocabulary,
};
use crate::role::Staff;
use crate::slots::SlotSet;

coded! {
    /// A fact. Applying it cannot fail.
    pub enum Change written by servers {
        // ------------------------------------------------------------ 1xx setting
        /// The event's rules were set.
        100 EventConfigured { before: Option<EventSetup>, after: EventSetup }
        /// The timetable was replaced.
        101 SlotsDefined { before: Vec<Slot>, after: Vec<Slot> }
        /// The travel times were replaced.
        102 TravelDefined { before: Vec<Travel>, after: Vec<Travel> }
        /// A place was added or changed.
        103 PlaceDefined { before: Option<Place>, after: Place }
        /// A place was taken out of use.
        104 PlaceWithdrawn { place: Place }
        /// The event's keywords and key figures are others.
        105 VocabularyDefined { before: Vocabulary, after: Vocabulary }
        /// The event has come to another stage of its life.
        106 StageChanged { before: EventStage, after: EventStage }

        /// A resource was added or changed.
        120 ResourceDefined { before: Option<Resource>, after: Resource }
        /// A resource was taken out of use.
        121 ResourceWithdrawn { resource: Resource }

        // ------------------------------------------------------------ 2xx persons
        /// A person was registered.
        200 PersonRegistered { person: Person }
        /// A person's availability changed.
        201 AvailabilityChanged { person: PersonId, before: SlotSet, after: SlotSet }
        /// A person was assigned to another co-organiser.
        202 PersonAssigned { person: PersonId, before: OrganisationId, after: OrganisationId }
        /// A person left the event.
        203 PersonWithdrawn { person: PersonId }
        /// A badge was issued; an earlier one no longer opens anything.
        204 BadgeIssued { badge: Badge, before: Option<Badge> }
        /// An expert's allowed number changed.
        205 ExpertLimited { expert: PersonId, before: Option<u16>, after: Option<u16> }
        /// A withdrawal was taken back.
        206 PersonReinstated { person: PersonId }
        /// A company gives, or seeks, other figures.
        207 FiguresChanged { person: PersonId, before: Option<Figures>, after: Option<Figures> }
        /// A person needs other resources at meetings.
        220 NeedsChanged { person: PersonId, before: List<ResourceId, NEEDS_MAX>, after: List<ResourceId, NEEDS_MAX> }
        /// A person is looked for by other keywords, or looks for others.
        222 TagsChanged { person: PersonId, before: Tags, after: Tags }
        /// A person left the event, and what named him was deleted; there is no way back.
        208 PersonErased { person: PersonId }

        // ------------------------------------------------------------ 3xx requests
        /// Somebody asked for a meeting.
        300 RequestMade { request: Request }
        /// A request moved on.
        301 RequestMoved { request: RequestId, from: PersonId, to: PersonId, before: RequestStatus, after: RequestStatus }

        /// The organiser chose among an expert's applicants; their requests stand beside it.
        302 ExpertArbitrated { expert: PersonId, n_kept: u32, n_waiting: u32, n_dropped: u32 }

        // ------------------------------------------------------------ 4xx meetings
        /// A meeting was booked.
        400 MeetingBooked { meeting: MeetingId, host: PersonId, guest: PersonId, spot: Spot }
        /// A meeting takes place at another time or place.
        401 MeetingMoved { meeting: MeetingId, host: PersonId, guest: PersonId, before: Spot, after: Spot }
        /// Another expert takes a meeting over.
        402 MeetingReassigned { meeting: MeetingId, guest: PersonId, host_before: PersonId, host_after: PersonId, before: Spot, after: Spot }
        /// A meeting was called off.
        403 MeetingCancelled { meeting: MeetingId, host: PersonId, guest: PersonId, spot: Spot, reason: CancelReason }
        /// A cancellation was taken back.
        404 MeetingReinstated { meeting: MeetingId, host: PersonId, guest: PersonId, spot: Spot, reason: CancelReason }
        /// A party announced a delay, or took it back.
        405 LatenessMarked { meeting: MeetingId, host: PersonId, guest: PersonId, before: Option<Late>, after: Option<Late> }
        /// It was recorded whether a meeting took place.
        406 OutcomeRecorded { meeting: MeetingId, host: PersonId, guest: PersonId, before: MeetingStatus, after: MeetingStatus }
        /// A booking was taken back as if it had never been.
        407 MeetingUnbooked { meeting: MeetingId, host: PersonId, guest: PersonId, spot: Spot }
        /// A plan was published; the bookings that it consists of stand beside it.
        408 PlanPublished { n_meetings: u32 }

        // ------------------------------------------------------------ 5xx freed slots
        /// A slot was freed.
        500 SlotFreed { vacancy: Vacancy }
        /// A vacancy ended.
        501 VacancyClosed { vacancy: Vacancy, end: VacancyEnd }
        /// A vacancy was offered to somebody.
        502 OfferMade { offer: Offer }
        /// An offer ended.
        503 OfferClosed { offer: Offer, end: OfferEnd }

        // ------------------------------------------------------------ 6xx experts
        /// An expert's absence changed: declared, taken back, altered.
        600 ExpertAbsenceChanged { expert: PersonId, before: Option<Absence>, after: Option<Absence> }

        // ------------------------------------------------------------ 7xx sessions
        /// A session was added or changed.
        700 SessionDefined { before: Option<Session>, after: Session }
        /// A session was opened, closed or called off.
        701 SessionStatusChanged { session: SessionId, before: SessionStatus, after: SessionStatus }
        /// A seat was taken, waited for, moved up, attended.
        702 SeatChanged { before: Option<Seat>, after: Seat }
        /// A seat was given back.
        703 SeatReleased { seat: Seat }

        // ------------------------------------------------------------ 8xx attendance
        /// A scan moved a person.
        800 AttendanceChanged { person: PersonId, before: Option<Attendance>, after: Attendance }

        // ------------------------------------------------------------ 9xx alerts, announcements, team, undo
        /// A fill threshold was set or removed.
        900 ThresholdChanged { before: Option<Threshold>, after: Option<Threshold> }
        /// An alert came up, or its value changed.
        901 AlertRaised { before: Option<Alert>, after: Alert }
        /// An alert's cause is gone.
        902 AlertCleared { alert: Alert }
        /// Somebody took note of an alert.
        903 AlertAcknowledged { alert: Alert, mark: Mark }
        /// A message went out.
        910 Announced { announcement: Announcement }
        /// A member of the team has a role.
        920 StaffGranted { before: Option<Staff>, after: Staff }
        /// A member left the team.
        921 StaffRevoked { staff: Staff }
        /// This entry takes back another one.
        930 EntryUndone { seq: u64 }
        /// Something of the desk was edited and now has this revision. Who shows it fetches it
        /// again; the state of the floor is what it was.
        950 DeskEdited { what: DeskThing, id: DeskId, revision: u64 }

        // ------------------------------------------------------------ 98x what a scoped viewer sees instead
        /// Something that the viewer may not see takes a place.
        980 PlaceTaken { spot: Spot, meeting: MeetingId }
        /// Something that the viewer may not see gives a place back.
        981 PlaceReleased { spot: Spot, meeting: MeetingId }
        /// Somebody whom the viewer may not see went from one room to another.
        982 CrowdMoved { left: Option<PlaceId>, entered: Option<PlaceId> }
        /// Persons whom the viewer may not see took so many seats more, or fewer.
        983 SeatsCounted { session: SessionId, step: i32 }
    }
}
