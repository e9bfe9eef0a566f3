//! Refusals.

use protocol::{FillObject, Function, Reject, Touch};

use super::Message;
use crate::conflict::touch;
use crate::model::Model;

/// What a refusal says. Where somebody was faster, [`by_whom`] says who, as a second sentence.
#[must_use]
pub fn message(reject: &Reject, model: &Model) -> Message {
    let plain = Message::plain(key(reject));
    match reject {
        Reject::TooLarge(r) => plain.number("bytes", r.bytes_max),
        Reject::TooMany(r) => plain.number("seconds", r.retry_after_ms.div_ceil(1_000)),
        Reject::Busy(r) => plain.number("seconds", r.retry_after_ms.div_ceil(1_000)),
        Reject::LimitReached(r) => plain.number("limit", r.limit),
        Reject::PersonBusy(r) => plain
            .person("person", model, r.person)
            .slot("time", model, r.slot),
        Reject::PlaceBusy(r) => plain.spot(model, r.spot),
        Reject::PersonUnavailable(r) => plain
            .person("person", model, r.person)
            .slot("time", model, r.slot),
        Reject::TooFar(r) => plain
            .person("person", model, r.person)
            .number("needed", r.minutes_needed)
            .number("given", r.minutes_given),
        Reject::ResourceBusy(r) => plain
            .text("resource", model.cards().resource(r.resource))
            .slot("time", model, r.slot),
        Reject::ResourceChanged(r) => plain.text("resource", model.cards().resource(r.resource)),
        Reject::NeedsOutdated(r) => plain.person("person", model, r.person),
        Reject::AssignmentOutdated(r) => plain.person("person", model, r.person),
        Reject::SlotPast(r) => plain.slot("time", model, r.slot),
        Reject::SlotNotBegun(r) => plain.slot("time", model, r.slot),
        Reject::NoMeetingPlace(r) => plain.place("place", model, r.place),
        Reject::ExpertAbsentThen(r) => plain.person("person", model, r.expert),
        Reject::ExpertFull(r) => plain
            .person("person", model, r.expert)
            .number("max", r.meetings_max),
        Reject::PersonWithdrawnAlready(r) => plain.person("person", model, r.person),
        Reject::MeetingElsewhere(r) => plain.spot(model, r.now_at),
        Reject::VacancyOffered(r) => plain.person("person", model, r.to),
        Reject::PlanOutdated(r) => {
            plain.number("count", i64::try_from(r.meetings.len()).unwrap_or(i64::MAX))
        }
        Reject::ProposalOutdated(r) => plain.number("count", r.n_problems),
        Reject::ApplicantsChanged(r) => plain
            .number("came", i64::try_from(r.came.len()).unwrap_or(i64::MAX))
            .number("gone", i64::try_from(r.gone.len()).unwrap_or(i64::MAX)),
        Reject::TooManyKept(r) => plain
            .person("person", model, r.expert)
            .number("count", r.n_free),
        Reject::FigureOutOfBounds(r) => plain.number("min", r.min).number("max", r.max),
        Reject::SessionClosed(r) => plain.session(model, r.session),
        Reject::SessionFull(r) => plain.session(model, r.session).number("quota", r.quota),
        Reject::SeatTakenAlready(r) => plain.session(model, r.session),
        Reject::NoSeat(r) => plain.session(model, r.session),
        Reject::AlreadyIn(r) => plain
            .person("person", model, r.person)
            .time("time", r.mark.at)
            .by(model, r.mark.by),
        Reject::NotIn(r) => plain.person("person", model, r.person),
        Reject::Forbidden(_)
        | Reject::DeskEditStale(_)
        | Reject::VocabularyChanged(_)
        | Reject::EventFrozen(_)
        | Reject::StageOutdated(_)
        | Reject::Malformed(_)
        | Reject::TooOld(_)
        | Reject::Unavailable(_)
        | Reject::CommandIdReused(_)
        | Reject::NotFound(_)
        | Reject::IdTaken(_)
        | Reject::UnknownSlot(_)
        | Reject::NoCommonSlot(_)
        | Reject::ExpertsDoNotMeet(_)
        | Reject::NotAPair(_)
        | Reject::AlreadyMeeting(_)
        | Reject::StillInUse(_)
        | Reject::TimetableInvalid(_)
        | Reject::MeetingClosed(_)
        | Reject::RequestClosed(_)
        | Reject::RequestNotAccepted(_)
        | Reject::VacancyGone(_)
        | Reject::OfferGone(_)
        | Reject::CannotUndo(_)
        | Reject::NoPlanComing(_)
        | Reject::OnlySupposed(_)
        | Reject::PlanGivesSlots(_)
        | Reject::UnknownBadge(_)
        | Reject::NoGate(_) => plain,
    }
}

/// "By Karim B., at 10:46", where the refusal knows.
#[must_use]
pub fn by_whom(reject: &Reject, model: &Model) -> Option<Message> {
    let Touch { at, by, .. } = touch(reject)?;
    Some(
        Message::plain("reject-by-whom")
            .by(model, by)
            .time("time", at),
    )
}

/// The key of a refusal.
#[must_use]
pub const fn key(reject: &Reject) -> &'static str {
    match reject {
        Reject::Malformed(_) => "reject-malformed",
        Reject::TooLarge(_) => "reject-too-large",
        Reject::TooMany(_) => "reject-too-many",
        Reject::Busy(_) => "reject-busy",
        Reject::TooOld(_) => "reject-too-old",
        Reject::Unavailable(_) => "reject-unavailable",
        Reject::CommandIdReused(_) => "reject-command-id-reused",
        Reject::Forbidden(_) => "reject-forbidden",
        Reject::NotFound(_) => "reject-not-found",
        Reject::IdTaken(_) => "reject-id-taken",
        Reject::LimitReached(_) => "reject-limit-reached",
        Reject::PersonBusy(_) => "reject-person-busy",
        Reject::PlaceBusy(_) => "reject-place-busy",
        Reject::PersonUnavailable(_) => "reject-person-unavailable",
        Reject::TooFar(_) => "reject-too-far",
        Reject::ResourceBusy(_) => "reject-resource-busy",
        Reject::SlotPast(_) => "reject-slot-past",
        Reject::SlotNotBegun(_) => "reject-slot-not-begun",
        Reject::UnknownSlot(_) => "reject-unknown-slot",
        Reject::NoMeetingPlace(_) => "reject-no-meeting-place",
        Reject::NoCommonSlot(_) => "reject-no-common-slot",
        Reject::ExpertAbsentThen(_) => "reject-expert-absent-then",
        Reject::ExpertFull(_) => "reject-expert-full",
        Reject::ExpertsDoNotMeet(_) => "reject-experts-do-not-meet",
        Reject::NotAPair(_) => "reject-not-a-pair",
        Reject::AlreadyMeeting(_) => "reject-already-meeting",
        Reject::PersonWithdrawnAlready(_) => "reject-person-withdrawn-already",
        Reject::StillInUse(_) => "reject-still-in-use",
        Reject::TimetableInvalid(_) => "reject-timetable-invalid",
        Reject::MeetingElsewhere(_) => "reject-meeting-elsewhere",
        Reject::MeetingClosed(_) => "reject-meeting-closed",
        Reject::RequestClosed(_) => "reject-request-closed",
        Reject::RequestNotAccepted(_) => "reject-request-not-accepted",
        Reject::VacancyGone(_) => "reject-vacancy-gone",
        Reject::VacancyOffered(_) => "reject-vacancy-offered",
        Reject::OfferGone(_) => "reject-offer-gone",
        Reject::PlanOutdated(_) => "reject-plan-outdated",
        Reject::CannotUndo(_) => "reject-cannot-undo",
        Reject::NoPlanComing(_) => "reject-no-plan-coming",
        Reject::ProposalOutdated(_) => "reject-proposal-outdated",
        Reject::OnlySupposed(_) => "reject-only-supposed",
        Reject::PlanGivesSlots(_) => "reject-plan-gives-slots",
        Reject::ApplicantsChanged(_) => "reject-applicants-changed",
        Reject::TooManyKept(_) => "reject-too-many-kept",
        Reject::DeskEditStale(_) => "reject-desk-edit-stale",
        Reject::VocabularyChanged(_) => "reject-vocabulary-changed",
        Reject::EventFrozen(_) => "reject-event-frozen",
        Reject::StageOutdated(_) => "reject-stage-outdated",
        Reject::ResourceChanged(_) => "reject-resource-changed",
        Reject::NeedsOutdated(_) => "reject-needs-outdated",
        Reject::AssignmentOutdated(_) => "reject-assignment-outdated",
        Reject::FigureOutOfBounds(_) => "reject-figure-out-of-bounds",
        Reject::SessionClosed(_) => "reject-session-closed",
        Reject::SessionFull(_) => "reject-session-full",
        Reject::SeatTakenAlready(_) => "reject-seat-taken-already",
        Reject::NoSeat(_) => "reject-no-seat",
        Reject::UnknownBadge(_) => "reject-unknown-badge",
        Reject::AlreadyIn(_) => "reject-already-in",
        Reject::NotIn(_) => "reject-not-in",
        Reject::NoGate(_) => "reject-no-gate",
    }
}

/// The name of a function of the team.
#[must_use]
pub const fn function(function: Function) -> &'static str {
    match function {
        Function::Meetings => "function-meetings",
        Function::Requests => "function-requests",
        Function::Experts => "function-experts",
        Function::Attendance => "function-attendance",
        Function::Programme => "function-programme",
        Function::Rooms => "function-rooms",
        Function::Announcements => "function-announcements",
        Function::Alerts => "function-alerts",
        Function::Persons => "function-persons",
        Function::Settings => "function-settings",
        Function::Team => "function-team",
        Function::Site => "function-site",
        Function::Form => "function-form",
        Function::Registrations => "function-registrations",
        Function::Letters => "function-letters",
        Function::Conversations => "function-conversations",
        Function::Privacy => "function-privacy",
    }
}

/// The kind of thing whose fill rate is watched.
#[must_use]
pub const fn fill_object(object: FillObject) -> &'static str {
    match object {
        FillObject::Event => "fill-event",
        FillObject::Session(_) => "fill-session",
        FillObject::Expert(_) => "fill-expert",
    }
}
