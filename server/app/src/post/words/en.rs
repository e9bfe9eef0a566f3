//! English words of the letters.

use protocol::CancelReason;

use super::super::matter::Kind;

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
        Kind::MeetingAccepted => include_str!("en/meeting_accepted.txt"),
        Kind::MeetingChanged => include_str!("en/meeting_changed.txt"),
        Kind::MeetingCancelled => include_str!("en/meeting_cancelled.txt"),
        Kind::SlotOffered => include_str!("en/slot_offered.txt"),
        Kind::AgendaIssued => include_str!("en/agenda_issued.txt"),
        Kind::Announcement => include_str!("en/announcement.txt"),
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
