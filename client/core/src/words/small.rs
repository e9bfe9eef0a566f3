//! Names of small closed lists.

use domain::EventPhase;
use protocol::query::Reason;
use protocol::{
    CancelReason, EventStage, Missing, PlaceKind, Presence, RequestStatus, SeatStatus,
    SessionStatus,
};

use super::Message;
use crate::view::moment::MeetingPhase;

/// Why a meeting was called off.
#[must_use]
pub const fn cancel_reason(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::Unwell => "cancel-reason-unwell",
        CancelReason::Travel => "cancel-reason-travel",
        CancelReason::Conflict => "cancel-reason-conflict",
        CancelReason::NoInterest => "cancel-reason-no-interest",
        CancelReason::ExpertAbsent => "cancel-reason-expert-absent",
        CancelReason::Organiser => "cancel-reason-organiser",
        CancelReason::Other => "cancel-reason-other",
    }
}

/// Reasons that a participant may choose from.
pub const CANCEL_REASONS_OF_PARTICIPANTS: [CancelReason; 5] = [
    CancelReason::Unwell,
    CancelReason::Travel,
    CancelReason::Conflict,
    CancelReason::NoInterest,
    CancelReason::Other,
];

/// Who was missing.
#[must_use]
pub const fn missing(missing: Missing) -> &'static str {
    match missing {
        Missing::Host => "missing-host",
        Missing::Guest => "missing-guest",
        Missing::Both => "missing-both",
    }
}

/// Why somebody is a good candidate.
#[must_use]
pub fn reason(reason: Reason) -> Message {
    match reason {
        Reason::AskedForIt => Message::plain("reason-asked-for-it"),
        Reason::Waiting => Message::plain("reason-waiting"),
        Reason::Keywords(n) => Message::plain("reason-keywords").number("count", n),
        Reason::FewMeetings(n) => Message::plain("reason-few-meetings").number("count", n),
        Reason::Present => Message::plain("reason-present"),
        Reason::FillsAGap => Message::plain("reason-fills-a-gap"),
        Reason::SameTime => Message::plain("reason-same-time"),
        Reason::SamePlace => Message::plain("reason-same-place"),
    }
}

/// How a meeting stands.
#[must_use]
pub const fn phase(phase: MeetingPhase) -> &'static str {
    match phase {
        MeetingPhase::Planned => "phase-planned",
        MeetingPhase::Running => "phase-running",
        MeetingPhase::Unrecorded => "phase-unrecorded",
        MeetingPhase::Held => "phase-held",
        MeetingPhase::NotHeld => "phase-not-held",
        MeetingPhase::Cancelled => "phase-cancelled",
    }
}

/// Where a person is.
#[must_use]
pub const fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Expected => "presence-expected",
        Presence::Present => "presence-present",
        Presence::Gone => "presence-gone",
    }
}

/// Where a request stands.
#[must_use]
pub const fn request_status(status: &RequestStatus) -> &'static str {
    match status {
        RequestStatus::Requested => "request-requested",
        RequestStatus::Accepted { .. } => "request-accepted",
        RequestStatus::Confirmed { .. } => "request-confirmed",
        RequestStatus::Refused => "request-refused",
        RequestStatus::Cancelled => "request-cancelled",
        RequestStatus::Expired => "request-expired",
        RequestStatus::Agreed => "request-agreed",
        RequestStatus::NotRetained => "request-not-retained",
        RequestStatus::Waiting => "request-waiting",
    }
}

/// Where a session stands.
#[must_use]
pub const fn session_status(status: SessionStatus) -> &'static str {
    match status {
        SessionStatus::Planned => "session-planned",
        SessionStatus::Open => "session-open",
        SessionStatus::ClosedFull => "session-full",
        SessionStatus::ClosedManually => "session-closed",
        SessionStatus::Cancelled => "session-cancelled",
    }
}

/// Whether a seat is taken or waited for.
#[must_use]
pub const fn seat_status(status: SeatStatus) -> &'static str {
    match status {
        SeatStatus::Taken => "seat-taken",
        SeatStatus::Waiting => "seat-waiting",
    }
}

/// What a place is.
#[must_use]
pub const fn place_kind(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Table => "place-table",
        PlaceKind::Booth => "place-booth",
        PlaceKind::Room => "place-room",
    }
}

/// Where an event stands, as the console's settings say it (EVT-10).
#[must_use]
pub const fn event_phase(phase: EventPhase) -> &'static str {
    match phase {
        EventPhase::Project => "event-project",
        EventPhase::Planned => "event-planned",
        EventPhase::Ongoing => "event-ongoing",
        EventPhase::Past => "event-past",
        EventPhase::CalledOff => "event-called-off",
        EventPhase::Closed => "event-closed",
    }
}

/// What everybody must know of the event's stage; nothing while it is planned.
#[must_use]
pub const fn event_stage(stage: EventStage) -> Option<&'static str> {
    match stage {
        EventStage::Planned => None,
        EventStage::Project => Some("stage-project"),
        EventStage::CalledOff => Some("stage-called-off"),
        EventStage::Closed => Some("stage-closed"),
    }
}
