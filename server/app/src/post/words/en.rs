//! English words of the letters.

use protocol::CancelReason;

use super::super::matter::{Kind, RequestAnswer};

/// A letter: its subject, an empty line, its body.
pub(super) const fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::SetPassword => include_str!("en/set_password.txt"),
        Kind::ResetPassword => include_str!("en/reset_password.txt"),
        Kind::SignInLink => include_str!("en/sign_in_link.txt"),
        Kind::NewSignIn => include_str!("en/new_sign_in.txt"),
        Kind::PasswordChanged => include_str!("en/password_changed.txt"),
        Kind::FactorChanged => include_str!("en/factor_changed.txt"),
        Kind::AddressChanged => include_str!("en/address_changed.txt"),
        Kind::ConfirmAddress => include_str!("en/confirm_address.txt"),
        Kind::RegistrationDraft => include_str!("en/registration_draft.txt"),
        Kind::RegistrationReceived => include_str!("en/registration_received.txt"),
        Kind::RegistrationValidated => include_str!("en/registration_validated.txt"),
        Kind::RegistrationRefused => include_str!("en/registration_refused.txt"),
        Kind::ProfileReceived => include_str!("en/profile_received.txt"),
        Kind::ProfileAccepted => include_str!("en/profile_accepted.txt"),
        Kind::ProfileRefused => include_str!("en/profile_refused.txt"),
        Kind::MeetingAccepted => include_str!("en/meeting_accepted.txt"),
        Kind::MeetingChanged => include_str!("en/meeting_changed.txt"),
        Kind::MeetingCancelled => include_str!("en/meeting_cancelled.txt"),
        Kind::SlotOffered => include_str!("en/slot_offered.txt"),
        Kind::RequestReceived => include_str!("en/request_received.txt"),
        Kind::RequestsReceived => include_str!("en/requests_received.txt"),
        Kind::RequestAccepted => include_str!("en/request_accepted.txt"),
        Kind::RequestAnswered => include_str!("en/request_answered.txt"),
        Kind::SessionChanged => include_str!("en/session_changed.txt"),
        Kind::SessionCancelled => include_str!("en/session_cancelled.txt"),
        Kind::SeatObtained => include_str!("en/seat_obtained.txt"),
        Kind::EventCalledOff => include_str!("en/event_called_off.txt"),
        Kind::EventReinstated => include_str!("en/event_reinstated.txt"),
        Kind::AgendaIssued => include_str!("en/agenda_issued.txt"),
        Kind::Announcement => include_str!("en/announcement.txt"),
        Kind::MessageWaiting => include_str!("en/message_waiting.txt"),
    }
}

pub(super) const fn reason(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::Unwell => "unable to come",
        CancelReason::Travel => "travel trouble",
        CancelReason::Conflict => "another engagement",
        CancelReason::NoInterest => "withdrawn",
        CancelReason::ExpertAbsent => "the expert is absent",
        CancelReason::Organiser => "decision of the organisers",
        CancelReason::Other => "other",
    }
}

pub(super) const fn answer(answer: RequestAnswer) -> &'static str {
    match answer {
        RequestAnswer::Agreed => {
            "Both sides want this meeting; the organisers’ plan will give its time."
        }
        RequestAnswer::Waiting => {
            "Your request is on the waiting list: a slot that becomes free will be offered to you."
        }
        RequestAnswer::Refused => "Your request was not accepted.",
        RequestAnswer::NotRetained => "There were more requests than time: others were chosen.",
        RequestAnswer::Expired => "The request was not confirmed in time; its slot is free again.",
        RequestAnswer::Withdrawn => "The request that was addressed to you was taken back.",
    }
}

pub(super) const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
