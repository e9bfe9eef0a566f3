//! What an entry means to people: the one change of it that matters most, as data.

use protocol::id::{
    AnnouncementId, MeetingId, PersonId, PlaceId, RequestId, ResourceId, SessionId, StaffId,
    VacancyId,
};
use protocol::{
    AlertKey, CancelReason, Change, DeskThing, EventStage, FillObject, Late, Missing, Spot,
};

use super::told;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FeedWhat {
    MeetingBooked {
        meeting: MeetingId,
        host: PersonId,
        guest: PersonId,
        spot: Spot,
    },
    MeetingsBooked {
        n: u32,
    },
    PlanPublished {
        n: u32,
    },
    MeetingMoved {
        meeting: MeetingId,
        host: PersonId,
        guest: PersonId,
        from: Spot,
        to: Spot,
    },
    MeetingsSwapped {
        a: MeetingId,
        a_at: Spot,
        b: MeetingId,
        b_at: Spot,
    },
    MeetingCancelled {
        meeting: MeetingId,
        host: PersonId,
        guest: PersonId,
        spot: Spot,
        reason: CancelReason,
    },
    MeetingReinstated {
        meeting: MeetingId,
        host: PersonId,
        guest: PersonId,
        spot: Spot,
    },
    LatenessMarked {
        meeting: MeetingId,
        late: Option<Late>,
        spot_of: PersonId,
    },
    MeetingHeld {
        meeting: MeetingId,
        host: PersonId,
        guest: PersonId,
    },
    MeetingNotHeld {
        meeting: MeetingId,
        host: PersonId,
        guest: PersonId,
        missing: Missing,
    },
    ExpertAbsent {
        expert: PersonId,
        n_reassigned: u32,
        n_cancelled: u32,
    },
    ExpertBack {
        expert: PersonId,
    },
    ExpertLimited {
        expert: PersonId,
    },
    FiguresChanged {
        person: PersonId,
    },
    TagsChanged {
        person: PersonId,
    },
    VocabularyChanged,
    StageChanged {
        stage: EventStage,
    },
    RequestMade {
        request: RequestId,
        from: PersonId,
        to: PersonId,
    },
    RequestAccepted {
        request: RequestId,
        from: PersonId,
        to: PersonId,
        spot: Spot,
    },
    RequestAgreed {
        request: RequestId,
        from: PersonId,
        to: PersonId,
    },
    RequestNotRetained {
        request: RequestId,
        from: PersonId,
        to: PersonId,
    },
    RequestWaiting {
        request: RequestId,
        from: PersonId,
        to: PersonId,
    },
    ExpertArbitrated {
        expert: PersonId,
        n_kept: u32,
        n_waiting: u32,
        n_dropped: u32,
    },
    RequestRefused {
        request: RequestId,
        from: PersonId,
        to: PersonId,
    },
    RequestCancelled {
        request: RequestId,
        from: PersonId,
        to: PersonId,
    },
    RequestExpired {
        request: RequestId,
        from: PersonId,
        to: PersonId,
    },
    SlotFreed {
        vacancy: VacancyId,
        spot: Spot,
        host: PersonId,
    },
    VacancyFilled {
        vacancy: VacancyId,
        spot: Spot,
        guest: Option<PersonId>,
    },
    VacancyDismissed {
        vacancy: VacancyId,
        spot: Spot,
    },
    VacancyLapsed {
        vacancy: VacancyId,
        spot: Spot,
    },
    OfferMade {
        vacancy: VacancyId,
        spot: Spot,
        to: PersonId,
    },
    OfferAccepted {
        spot: Spot,
        to: PersonId,
    },
    OfferDeclined {
        spot: Spot,
        to: PersonId,
    },
    OfferExpired {
        spot: Spot,
        to: PersonId,
    },
    OfferWithdrawn {
        spot: Spot,
        to: PersonId,
    },
    SessionDefined {
        session: SessionId,
    },
    SessionOpened {
        session: SessionId,
    },
    SessionFull {
        session: SessionId,
    },
    SessionClosed {
        session: SessionId,
    },
    SessionCancelled {
        session: SessionId,
    },
    SeatTaken {
        session: SessionId,
        person: PersonId,
    },
    SeatWaiting {
        session: SessionId,
        person: PersonId,
    },
    SeatAttended {
        session: SessionId,
        person: PersonId,
    },
    SeatReleased {
        session: SessionId,
        person: PersonId,
    },
    CheckedIn {
        person: PersonId,
    },
    RoomEntered {
        person: PersonId,
        room: PlaceId,
    },
    RoomLeft {
        person: PersonId,
        room: PlaceId,
    },
    CheckedOut {
        person: PersonId,
    },
    AlertRaised {
        key: AlertKey,
        value: u32,
        limit: u32,
    },
    AlertCleared {
        key: AlertKey,
    },
    AlertAcknowledged {
        key: AlertKey,
    },
    ThresholdChanged {
        object: FillObject,
        percent: Option<u8>,
    },
    Announced {
        announcement: AnnouncementId,
    },
    PersonsRegistered {
        n: u32,
        first: PersonId,
    },
    PersonWithdrawn {
        person: PersonId,
    },
    PersonErased {
        person: PersonId,
    },
    PersonReinstated {
        person: PersonId,
    },
    AvailabilityChanged {
        person: PersonId,
    },
    PersonAssigned {
        person: PersonId,
    },
    /// Several at once.
    PersonsAssigned {
        n: u32,
    },
    /// What somebody needs at meetings is another.
    NeedsChanged {
        person: PersonId,
    },
    /// There are more or fewer of a resource, or it is new.
    ResourceDefined {
        resource: ResourceId,
        n: u16,
    },
    /// A resource is no more.
    ResourceWithdrawn {
        resource: ResourceId,
    },
    BadgesIssued {
        n: u32,
    },
    PlacesChanged {
        n: u32,
    },
    TimetableChanged,
    SettingsChanged,
    TeamChanged {
        staff: StaffId,
    },
    Undone {
        seq: u64,
    },
    DeskEdited {
        what: DeskThing,
    },
}

impl FeedWhat {
    /// The line for an entry; none when the viewer sees nothing of it that people care about.
    #[must_use]
    pub fn of(changes: &[Change]) -> Option<Self> {
        if let Some(undone) = changes.iter().find_map(undone) {
            return Some(undone);
        }
        if let [Change::MeetingMoved(a), Change::MeetingMoved(b), ..] = changes
            && a.before == b.after
            && b.before == a.after
        {
            return Some(Self::MeetingsSwapped {
                a: a.meeting,
                a_at: a.after,
                b: b.meeting,
                b_at: b.after,
            });
        }
        let (_, chief) = changes
            .iter()
            .filter_map(|change| Some((weight(change)?, change)))
            // Of equals, the first: it is what the command asked for, the rest follows from it.
            .reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        Some(told::tell(chief, changes))
    }
}

fn undone(change: &Change) -> Option<FeedWhat> {
    if let Change::EntryUndone(c) = change {
        Some(FeedWhat::Undone { seq: c.seq })
    } else {
        None
    }
}

/// How much a change says about its entry; none for what only accompanies others.
fn weight(change: &Change) -> Option<u8> {
    Some(match change {
        Change::PlaceTaken(_)
        | Change::PlaceReleased(_)
        | Change::CrowdMoved(_)
        | Change::SeatsCounted(_) => return None,
        Change::EntryUndone(_) | Change::PlanPublished(_) => 10,
        Change::ExpertAbsenceChanged(_)
        | Change::ExpertArbitrated(_)
        | Change::PersonWithdrawn(_)
        | Change::PersonErased(_)
        | Change::StageChanged(_)
        | Change::PersonRegistered(_) => 9,
        Change::SessionDefined(_) | Change::SessionStatusChanged(_) => 8,
        Change::MeetingBooked(_)
        | Change::MeetingMoved(_)
        | Change::MeetingReassigned(_)
        | Change::MeetingCancelled(_)
        | Change::MeetingReinstated(_)
        | Change::MeetingUnbooked(_)
        | Change::OutcomeRecorded(_)
        | Change::LatenessMarked(_) => 7,
        Change::EventConfigured(_)
        | Change::SlotsDefined(_)
        | Change::TravelDefined(_)
        | Change::VocabularyDefined(_)
        | Change::FiguresChanged(_)
        | Change::TagsChanged(_)
        | Change::PlaceDefined(_)
        | Change::PlaceWithdrawn(_)
        | Change::ResourceDefined(_)
        | Change::ResourceWithdrawn(_)
        | Change::NeedsChanged(_)
        | Change::AvailabilityChanged(_)
        | Change::PersonAssigned(_)
        | Change::PersonReinstated(_)
        | Change::BadgeIssued(_)
        | Change::ExpertLimited(_)
        | Change::ThresholdChanged(_)
        | Change::AlertAcknowledged(_)
        | Change::Announced(_)
        | Change::DeskEdited(_)
        | Change::StaffGranted(_)
        | Change::StaffRevoked(_) => 6,
        Change::AttendanceChanged(_) => 5,
        Change::OfferMade(_) | Change::OfferClosed(_) => 4,
        Change::RequestMade(_)
        | Change::RequestMoved(_)
        | Change::SeatChanged(_)
        | Change::SeatReleased(_) => 4,
        Change::VacancyClosed(_) => 3,
        Change::SlotFreed(_) => 2,
        Change::AlertRaised(_) | Change::AlertCleared(_) => 1,
    })
}
