//! What an entry means to people: the one change of it that matters most, as data.

use protocol::id::{
    AnnouncementId, MeetingId, PersonId, PlaceId, RequestId, SessionId, StaffId, VacancyId,
};
use protocol::{
    AlertKey, Attendance, CancelReason, Change, FillObject, Late, MeetingStatus, Missing, OfferEnd,
    Presence, RequestStatus, SeatStatus, SessionStatus, Spot, VacancyEnd,
};

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
    PersonReinstated {
        person: PersonId,
    },
    AvailabilityChanged {
        person: PersonId,
    },
    PersonAssigned {
        person: PersonId,
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
        Some(Self::from_change(chief, changes))
    }

    fn from_change(chief: &Change, all: &[Change]) -> Self {
        match chief {
            Change::ExpertAbsenceChanged(c) if c.after.is_some() => Self::ExpertAbsent {
                expert: c.expert,
                n_reassigned: count(all, |c| matches!(c, Change::MeetingReassigned(_))),
                n_cancelled: count(all, |c| matches!(c, Change::MeetingCancelled(_))),
            },
            Change::ExpertAbsenceChanged(c) => Self::ExpertBack { expert: c.expert },
            Change::ExpertLimited(c) => Self::ExpertLimited { expert: c.expert },
            Change::MeetingBooked(c) => {
                let n = count(all, |c| matches!(c, Change::MeetingBooked(_)));
                if n > 1 {
                    Self::MeetingsBooked { n }
                } else {
                    Self::booked(c, all)
                }
            }
            Change::MeetingMoved(c) => Self::MeetingMoved {
                meeting: c.meeting,
                host: c.host,
                guest: c.guest,
                from: c.before,
                to: c.after,
            },
            Change::MeetingReassigned(c) => Self::MeetingMoved {
                meeting: c.meeting,
                host: c.host_after,
                guest: c.guest,
                from: c.before,
                to: c.after,
            },
            Change::MeetingCancelled(c) => Self::MeetingCancelled {
                meeting: c.meeting,
                host: c.host,
                guest: c.guest,
                spot: c.spot,
                reason: c.reason,
            },
            Change::MeetingReinstated(c) => Self::MeetingReinstated {
                meeting: c.meeting,
                host: c.host,
                guest: c.guest,
                spot: c.spot,
            },
            Change::MeetingUnbooked(c) => Self::MeetingCancelled {
                meeting: c.meeting,
                host: c.host,
                guest: c.guest,
                spot: c.spot,
                reason: CancelReason::Organiser,
            },
            Change::LatenessMarked(c) => Self::LatenessMarked {
                meeting: c.meeting,
                late: c.after.clone(),
                spot_of: c
                    .after
                    .as_ref()
                    .or(c.before.as_ref())
                    .map_or(c.guest, |late| late.party),
            },
            Change::OutcomeRecorded(c) => match c.after {
                MeetingStatus::NotHeld { missing } => Self::MeetingNotHeld {
                    meeting: c.meeting,
                    host: c.host,
                    guest: c.guest,
                    missing,
                },
                MeetingStatus::Held | MeetingStatus::Planned | MeetingStatus::Cancelled { .. } => {
                    Self::MeetingHeld {
                        meeting: c.meeting,
                        host: c.host,
                        guest: c.guest,
                    }
                }
            },
            Change::RequestMade(c) => Self::RequestMade {
                request: c.request.id,
                from: c.request.from,
                to: c.request.to,
            },
            Change::RequestMoved(c) => {
                let (request, from, to) = (c.request, c.from, c.to);
                match c.after {
                    RequestStatus::Accepted { spot, .. } => Self::RequestAccepted {
                        request,
                        from,
                        to,
                        spot,
                    },
                    RequestStatus::Refused => Self::RequestRefused { request, from, to },
                    RequestStatus::Expired => Self::RequestExpired { request, from, to },
                    RequestStatus::Requested => Self::RequestMade { request, from, to },
                    RequestStatus::Cancelled | RequestStatus::Confirmed { .. } => {
                        Self::RequestCancelled { request, from, to }
                    }
                }
            }
            Change::SlotFreed(c) => Self::SlotFreed {
                vacancy: c.vacancy.id,
                spot: c.vacancy.spot,
                host: c.vacancy.host,
            },
            Change::VacancyClosed(c) => {
                let (vacancy, spot) = (c.vacancy.id, c.vacancy.spot);
                match c.end {
                    VacancyEnd::Filled => Self::VacancyFilled {
                        vacancy,
                        spot,
                        guest: None,
                    },
                    VacancyEnd::Dismissed => Self::VacancyDismissed { vacancy, spot },
                    VacancyEnd::Lapsed => Self::VacancyLapsed { vacancy, spot },
                }
            }
            Change::OfferMade(c) => Self::OfferMade {
                vacancy: c.offer.vacancy,
                spot: c.offer.spot,
                to: c.offer.to,
            },
            Change::OfferClosed(c) => {
                let (spot, to) = (c.offer.spot, c.offer.to);
                match c.end {
                    OfferEnd::Accepted => Self::OfferAccepted { spot, to },
                    OfferEnd::Declined => Self::OfferDeclined { spot, to },
                    OfferEnd::Expired => Self::OfferExpired { spot, to },
                    OfferEnd::Withdrawn => Self::OfferWithdrawn { spot, to },
                }
            }
            Change::SessionDefined(c) => Self::SessionDefined {
                session: c.after.id,
            },
            Change::SessionStatusChanged(c) => {
                let session = c.session;
                match c.after {
                    SessionStatus::Open => Self::SessionOpened { session },
                    SessionStatus::ClosedFull => Self::SessionFull { session },
                    SessionStatus::ClosedManually | SessionStatus::Planned => {
                        Self::SessionClosed { session }
                    }
                    SessionStatus::Cancelled => Self::SessionCancelled { session },
                }
            }
            Change::SeatChanged(c) => {
                let (session, person) = (c.after.session, c.after.person);
                let attended_before = c.before.as_ref().is_some_and(|seat| seat.attended);
                match c.after.status {
                    SeatStatus::Taken if c.after.attended && !attended_before => {
                        Self::SeatAttended { session, person }
                    }
                    SeatStatus::Taken => Self::SeatTaken { session, person },
                    SeatStatus::Waiting => Self::SeatWaiting { session, person },
                }
            }
            Change::SeatReleased(c) => Self::SeatReleased {
                session: c.seat.session,
                person: c.seat.person,
            },
            Change::AttendanceChanged(c) => attendance(c.person, c.before.as_ref(), &c.after),
            Change::AlertRaised(c) => Self::AlertRaised {
                key: c.after.key,
                value: c.after.value,
                limit: c.after.limit,
            },
            Change::AlertCleared(c) => Self::AlertCleared { key: c.alert.key },
            Change::AlertAcknowledged(c) => Self::AlertAcknowledged { key: c.alert.key },
            Change::ThresholdChanged(c) => {
                c.after
                    .as_ref()
                    .or(c.before.as_ref())
                    .map_or(Self::SettingsChanged, |threshold| Self::ThresholdChanged {
                        object: threshold.object,
                        percent: c.after.as_ref().map(|after| after.percent),
                    })
            }
            Change::Announced(c) => Self::Announced {
                announcement: c.announcement.id,
            },
            Change::PersonRegistered(c) => Self::PersonsRegistered {
                n: count(all, |c| matches!(c, Change::PersonRegistered(_))),
                first: c.person.id,
            },
            Change::PersonWithdrawn(c) => Self::PersonWithdrawn { person: c.person },
            Change::PersonReinstated(c) => Self::PersonReinstated { person: c.person },
            Change::AvailabilityChanged(c) => Self::AvailabilityChanged { person: c.person },
            Change::PersonAssigned(c) => Self::PersonAssigned { person: c.person },
            Change::BadgeIssued(_) => Self::BadgesIssued {
                n: count(all, |c| matches!(c, Change::BadgeIssued(_))),
            },
            Change::PlaceDefined(_) | Change::PlaceWithdrawn(_) => Self::PlacesChanged {
                n: count(all, |c| {
                    matches!(c, Change::PlaceDefined(_) | Change::PlaceWithdrawn(_))
                }),
            },
            Change::SlotsDefined(_) => Self::TimetableChanged,
            Change::EventConfigured(_) | Change::TravelDefined(_) => Self::SettingsChanged,
            Change::StaffGranted(c) => Self::TeamChanged { staff: c.after.id },
            Change::StaffRevoked(c) => Self::TeamChanged { staff: c.staff.id },
            Change::EntryUndone(c) => Self::Undone { seq: c.seq },
            // Weightless: never chosen as chief.
            Change::PlaceTaken(_)
            | Change::PlaceReleased(_)
            | Change::CrowdMoved(_)
            | Change::SeatsCounted(_) => Self::SettingsChanged,
        }
    }

    /// A booking is told as what it came from: a filled slot, or an accepted offer.
    fn booked(c: &protocol::change::MeetingBooked, all: &[Change]) -> Self {
        let filled = all.iter().find_map(|change| match change {
            Change::VacancyClosed(v) if v.end == VacancyEnd::Filled => Some(&v.vacancy),
            _ => None,
        });
        let accepted = all.iter().find_map(|change| match change {
            Change::OfferClosed(o) if o.end == OfferEnd::Accepted => Some(&o.offer),
            _ => None,
        });
        match (accepted, filled) {
            (Some(offer), _) => Self::OfferAccepted {
                spot: offer.spot,
                to: offer.to,
            },
            (None, Some(vacancy)) => {
                let guest = if c.guest == vacancy.host {
                    c.host
                } else {
                    c.guest
                };
                Self::VacancyFilled {
                    vacancy: vacancy.id,
                    spot: c.spot,
                    guest: Some(guest),
                }
            }
            (None, None) => Self::MeetingBooked {
                meeting: c.meeting,
                host: c.host,
                guest: c.guest,
                spot: c.spot,
            },
        }
    }
}

fn attendance(person: PersonId, before: Option<&Attendance>, after: &Attendance) -> FeedWhat {
    let was_in = before.is_some_and(|row| row.presence == Presence::Present);
    let room_before = before.and_then(|row| row.room);
    match (after.presence, after.room) {
        (Presence::Present, Some(room)) if Some(room) != room_before => {
            FeedWhat::RoomEntered { person, room }
        }
        (Presence::Present, None) if was_in => match room_before {
            Some(room) => FeedWhat::RoomLeft { person, room },
            None => FeedWhat::CheckedIn { person },
        },
        (Presence::Present, _) => FeedWhat::CheckedIn { person },
        (Presence::Gone | Presence::Expected, _) => FeedWhat::CheckedOut { person },
    }
}

fn undone(change: &Change) -> Option<FeedWhat> {
    match change {
        Change::EntryUndone(c) => Some(FeedWhat::Undone { seq: c.seq }),
        _ => None,
    }
}

fn count(changes: &[Change], is_one: impl Fn(&Change) -> bool) -> u32 {
    u32::try_from(changes.iter().filter(|change| is_one(change)).count()).unwrap_or(u32::MAX)
}

/// How much a change says about its entry; none for what only accompanies others.
fn weight(change: &Change) -> Option<u8> {
    Some(match change {
        Change::PlaceTaken(_)
        | Change::PlaceReleased(_)
        | Change::CrowdMoved(_)
        | Change::SeatsCounted(_) => return None,
        Change::EntryUndone(_) => 10,
        Change::ExpertAbsenceChanged(_)
        | Change::PersonWithdrawn(_)
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
        | Change::PlaceDefined(_)
        | Change::PlaceWithdrawn(_)
        | Change::AvailabilityChanged(_)
        | Change::PersonAssigned(_)
        | Change::PersonReinstated(_)
        | Change::BadgeIssued(_)
        | Change::ExpertLimited(_)
        | Change::ThresholdChanged(_)
        | Change::AlertAcknowledged(_)
        | Change::Announced(_)
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
