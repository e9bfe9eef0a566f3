//! One change, told for people.

use protocol::change::*;
use protocol::{
    Attendance, CancelReason, Change, MeetingStatus, OfferEnd, Presence, RequestStatus, SeatStatus,
    SessionStatus, VacancyEnd,
};

use super::what::FeedWhat;

/// Tells the change that matters most of an entry, with what the others add to it.
pub(super) fn tell(chief: &Change, all: &[Change]) -> FeedWhat {
    match chief {
        Change::EventConfigured(_) | Change::TravelDefined(_) => FeedWhat::SettingsChanged,
        Change::StageChanged(c) => FeedWhat::StageChanged { stage: c.after },
        Change::SlotsDefined(_) => FeedWhat::TimetableChanged,
        Change::VocabularyDefined(_) => FeedWhat::VocabularyChanged,
        Change::FiguresChanged(c) => FeedWhat::FiguresChanged { person: c.person },
        Change::TagsChanged(c) => FeedWhat::TagsChanged { person: c.person },
        Change::PlaceDefined(_) | Change::PlaceWithdrawn(_) => {
            let is_place =
                |c: &Change| matches!(c, Change::PlaceDefined(_) | Change::PlaceWithdrawn(_));
            FeedWhat::PlacesChanged {
                n: count(all, is_place),
            }
        }
        Change::PersonRegistered(c) => {
            let n = count(all, |c| matches!(c, Change::PersonRegistered(_)));
            FeedWhat::PersonsRegistered {
                n,
                first: c.person.id,
            }
        }
        Change::AvailabilityChanged(c) => FeedWhat::AvailabilityChanged { person: c.person },
        Change::PersonAssigned(c) => match count(all, |c| matches!(c, Change::PersonAssigned(_))) {
            1 => FeedWhat::PersonAssigned { person: c.person },
            n => FeedWhat::PersonsAssigned { n },
        },
        Change::NeedsChanged(c) => FeedWhat::NeedsChanged { person: c.person },
        Change::ResourceDefined(c) => FeedWhat::ResourceDefined {
            resource: c.after.id,
            n: c.after.capacity,
        },
        Change::ResourceWithdrawn(c) => FeedWhat::ResourceWithdrawn {
            resource: c.resource.id,
        },
        Change::PersonWithdrawn(c) => FeedWhat::PersonWithdrawn { person: c.person },
        Change::PersonErased(c) => FeedWhat::PersonErased { person: c.person },
        Change::PersonReinstated(c) => FeedWhat::PersonReinstated { person: c.person },
        Change::BadgeIssued(_) => FeedWhat::BadgesIssued {
            n: count(all, |c| matches!(c, Change::BadgeIssued(_))),
        },
        Change::ExpertLimited(c) => FeedWhat::ExpertLimited { expert: c.expert },
        Change::ExpertAbsenceChanged(c) => absence(c, all),
        Change::ExpertArbitrated(c) => FeedWhat::ExpertArbitrated {
            expert: c.expert,
            n_kept: c.n_kept,
            n_waiting: c.n_waiting,
            n_dropped: c.n_dropped,
        },
        Change::RequestMade(c) => {
            let (from, to) = (c.request.from, c.request.to);
            // Who asks and finds nothing free does not ask the expert, but waits.
            if let Some(waiting) = all.iter().find_map(waits) {
                return waiting;
            }
            FeedWhat::RequestMade {
                request: c.request.id,
                from,
                to,
            }
        }
        Change::RequestMoved(c) => request(c),
        Change::MeetingBooked(c) => booked(c, all),
        Change::MeetingMoved(c) => moved(c),
        Change::MeetingReassigned(c) => reassigned(c),
        Change::MeetingCancelled(c) => cancelled(c),
        Change::MeetingReinstated(c) => reinstated(c),
        Change::MeetingUnbooked(c) => unbooked(c),
        Change::LatenessMarked(c) => late(c),
        Change::OutcomeRecorded(c) => outcome(c),
        Change::SlotFreed(c) => {
            let (vacancy, spot, host) = (c.vacancy.id, c.vacancy.spot, c.vacancy.host);
            FeedWhat::SlotFreed {
                vacancy,
                spot,
                host,
            }
        }
        Change::VacancyClosed(c) => vacancy_closed(c),
        Change::OfferMade(c) => FeedWhat::OfferMade {
            vacancy: c.offer.vacancy,
            spot: c.offer.spot,
            to: c.offer.to,
        },
        Change::OfferClosed(c) => offer_closed(c),
        Change::SessionDefined(c) => FeedWhat::SessionDefined {
            session: c.after.id,
        },
        Change::SessionStatusChanged(c) => session(c),
        Change::SeatChanged(c) => seat(c),
        Change::SeatReleased(c) => FeedWhat::SeatReleased {
            session: c.seat.session,
            person: c.seat.person,
        },
        Change::AttendanceChanged(c) => attendance(c),
        Change::ThresholdChanged(c) => threshold(c),
        Change::AlertRaised(c) => FeedWhat::AlertRaised {
            key: c.after.key,
            value: c.after.value,
            limit: c.after.limit,
        },
        Change::AlertCleared(c) => FeedWhat::AlertCleared { key: c.alert.key },
        Change::AlertAcknowledged(c) => FeedWhat::AlertAcknowledged { key: c.alert.key },
        Change::Announced(c) => FeedWhat::Announced {
            announcement: c.announcement.id,
        },
        Change::StaffGranted(c) => FeedWhat::TeamChanged { staff: c.after.id },
        Change::StaffRevoked(c) => FeedWhat::TeamChanged { staff: c.staff.id },
        Change::PlanPublished(c) => FeedWhat::PlanPublished { n: c.n_meetings },
        Change::EntryUndone(c) => FeedWhat::Undone { seq: c.seq },
        Change::DeskEdited(c) => FeedWhat::DeskEdited { what: c.what },
        // Weightless: never chosen as the one that matters most.
        Change::PlaceTaken(_)
        | Change::PlaceReleased(_)
        | Change::CrowdMoved(_)
        | Change::SeatsCounted(_) => FeedWhat::SettingsChanged,
    }
}

fn count(changes: &[Change], is_one: impl Fn(&Change) -> bool) -> u32 {
    u32::try_from(changes.iter().filter(|change| is_one(change)).count()).unwrap_or(u32::MAX)
}

fn absence(c: &ExpertAbsenceChanged, all: &[Change]) -> FeedWhat {
    if c.after.is_none() {
        return FeedWhat::ExpertBack { expert: c.expert };
    }
    FeedWhat::ExpertAbsent {
        expert: c.expert,
        n_reassigned: count(all, |c| matches!(c, Change::MeetingReassigned(_))),
        n_cancelled: count(all, |c| matches!(c, Change::MeetingCancelled(_))),
    }
}

fn request(c: &RequestMoved) -> FeedWhat {
    let (request, from, to) = (c.request, c.from, c.to);
    match c.after {
        RequestStatus::Accepted { spot, .. } => FeedWhat::RequestAccepted {
            request,
            from,
            to,
            spot,
        },
        RequestStatus::Agreed => FeedWhat::RequestAgreed { request, from, to },
        RequestStatus::NotRetained => FeedWhat::RequestNotRetained { request, from, to },
        RequestStatus::Waiting => FeedWhat::RequestWaiting { request, from, to },
        RequestStatus::Refused => FeedWhat::RequestRefused { request, from, to },
        RequestStatus::Expired => FeedWhat::RequestExpired { request, from, to },
        RequestStatus::Requested => FeedWhat::RequestMade { request, from, to },
        // A confirmed one comes with its meeting, which is told instead.
        RequestStatus::Cancelled | RequestStatus::Confirmed { .. } => {
            FeedWhat::RequestCancelled { request, from, to }
        }
    }
}

fn waits(change: &Change) -> Option<FeedWhat> {
    match change {
        Change::RequestMoved(c) if c.after == RequestStatus::Waiting => Some(request(c)),
        _ => None,
    }
}

/// A booking is told as what it came from: a filled slot, or an accepted offer.
fn booked(c: &MeetingBooked, all: &[Change]) -> FeedWhat {
    let n = count(all, |c| matches!(c, Change::MeetingBooked(_)));
    if n > 1 {
        return FeedWhat::MeetingsBooked { n };
    }
    for change in all {
        if let Change::OfferClosed(o) = change
            && o.end == OfferEnd::Accepted
        {
            return FeedWhat::OfferAccepted {
                spot: o.offer.spot,
                to: o.offer.to,
            };
        }
    }
    for change in all {
        if let Change::VacancyClosed(v) = change
            && v.end == VacancyEnd::Filled
        {
            let guest = if c.guest == v.vacancy.host {
                c.host
            } else {
                c.guest
            };
            return FeedWhat::VacancyFilled {
                vacancy: v.vacancy.id,
                spot: c.spot,
                guest: Some(guest),
            };
        }
    }
    FeedWhat::MeetingBooked {
        meeting: c.meeting,
        host: c.host,
        guest: c.guest,
        spot: c.spot,
    }
}

fn moved(c: &MeetingMoved) -> FeedWhat {
    let (meeting, host, guest) = (c.meeting, c.host, c.guest);
    FeedWhat::MeetingMoved {
        meeting,
        host,
        guest,
        from: c.before,
        to: c.after,
    }
}

fn reassigned(c: &MeetingReassigned) -> FeedWhat {
    let (meeting, host, guest) = (c.meeting, c.host_after, c.guest);
    FeedWhat::MeetingMoved {
        meeting,
        host,
        guest,
        from: c.before,
        to: c.after,
    }
}

fn cancelled(c: &MeetingCancelled) -> FeedWhat {
    let (meeting, host, guest) = (c.meeting, c.host, c.guest);
    FeedWhat::MeetingCancelled {
        meeting,
        host,
        guest,
        spot: c.spot,
        reason: c.reason,
    }
}

fn reinstated(c: &MeetingReinstated) -> FeedWhat {
    FeedWhat::MeetingReinstated {
        meeting: c.meeting,
        host: c.host,
        guest: c.guest,
        spot: c.spot,
    }
}

fn unbooked(c: &MeetingUnbooked) -> FeedWhat {
    let (meeting, host, guest) = (c.meeting, c.host, c.guest);
    let reason = CancelReason::Organiser;
    FeedWhat::MeetingCancelled {
        meeting,
        host,
        guest,
        spot: c.spot,
        reason,
    }
}

fn late(c: &LatenessMarked) -> FeedWhat {
    let party = c
        .after
        .as_ref()
        .or(c.before.as_ref())
        .map_or(c.guest, |late| late.party);
    FeedWhat::LatenessMarked {
        meeting: c.meeting,
        late: c.after.clone(),
        spot_of: party,
    }
}

fn outcome(c: &OutcomeRecorded) -> FeedWhat {
    let (meeting, host, guest) = (c.meeting, c.host, c.guest);
    match c.after {
        MeetingStatus::NotHeld { missing } => FeedWhat::MeetingNotHeld {
            meeting,
            host,
            guest,
            missing,
        },
        MeetingStatus::Held | MeetingStatus::Planned | MeetingStatus::Cancelled { .. } => {
            FeedWhat::MeetingHeld {
                meeting,
                host,
                guest,
            }
        }
    }
}

fn vacancy_closed(c: &VacancyClosed) -> FeedWhat {
    let (vacancy, spot) = (c.vacancy.id, c.vacancy.spot);
    match c.end {
        VacancyEnd::Filled => FeedWhat::VacancyFilled {
            vacancy,
            spot,
            guest: None,
        },
        VacancyEnd::Dismissed => FeedWhat::VacancyDismissed { vacancy, spot },
        VacancyEnd::Lapsed => FeedWhat::VacancyLapsed { vacancy, spot },
    }
}

fn offer_closed(c: &OfferClosed) -> FeedWhat {
    let (spot, to) = (c.offer.spot, c.offer.to);
    match c.end {
        OfferEnd::Accepted => FeedWhat::OfferAccepted { spot, to },
        OfferEnd::Declined => FeedWhat::OfferDeclined { spot, to },
        OfferEnd::Expired => FeedWhat::OfferExpired { spot, to },
        OfferEnd::Withdrawn => FeedWhat::OfferWithdrawn { spot, to },
    }
}

fn session(c: &SessionStatusChanged) -> FeedWhat {
    let session = c.session;
    match c.after {
        SessionStatus::Open => FeedWhat::SessionOpened { session },
        SessionStatus::ClosedFull => FeedWhat::SessionFull { session },
        SessionStatus::ClosedManually | SessionStatus::Planned => {
            FeedWhat::SessionClosed { session }
        }
        SessionStatus::Cancelled => FeedWhat::SessionCancelled { session },
    }
}

fn seat(c: &SeatChanged) -> FeedWhat {
    let (session, person) = (c.after.session, c.after.person);
    let attended_before = c.before.as_ref().is_some_and(|seat| seat.attended);
    match c.after.status {
        SeatStatus::Taken if c.after.attended && !attended_before => {
            FeedWhat::SeatAttended { session, person }
        }
        SeatStatus::Taken => FeedWhat::SeatTaken { session, person },
        SeatStatus::Waiting => FeedWhat::SeatWaiting { session, person },
    }
}

fn threshold(c: &ThresholdChanged) -> FeedWhat {
    match c.after.as_ref().or(c.before.as_ref()) {
        Some(threshold) => FeedWhat::ThresholdChanged {
            object: threshold.object,
            percent: c.after.as_ref().map(|after| after.percent),
        },
        None => FeedWhat::SettingsChanged,
    }
}

fn attendance(c: &AttendanceChanged) -> FeedWhat {
    let person = c.person;
    let is_in = |row: &Attendance| row.presence == Presence::Present;
    let was_in = c.before.as_ref().is_some_and(is_in);
    let room_before = c.before.as_ref().and_then(|row| row.room);
    match (is_in(&c.after), c.after.room, room_before) {
        (false, _, _) => FeedWhat::CheckedOut { person },
        (true, Some(room), before) if before != Some(room) => {
            FeedWhat::RoomEntered { person, room }
        }
        (true, None, Some(room)) if was_in => FeedWhat::RoomLeft { person, room },
        (true, _, _) => FeedWhat::CheckedIn { person },
    }
}
