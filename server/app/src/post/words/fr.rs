//! French words of the letters.

use protocol::CancelReason;

use super::super::matter::{Kind, RequestAnswer};

/// A letter: its subject, an empty line, its body.
pub(super) const fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::SetPassword => include_str!("fr/set_password.txt"),
        Kind::ResetPassword => include_str!("fr/reset_password.txt"),
        Kind::SignInLink => include_str!("fr/sign_in_link.txt"),
        Kind::NewSignIn => include_str!("fr/new_sign_in.txt"),
        Kind::PasswordChanged => include_str!("fr/password_changed.txt"),
        Kind::FactorChanged => include_str!("fr/factor_changed.txt"),
        Kind::AddressChanged => include_str!("fr/address_changed.txt"),
        Kind::ConfirmAddress => include_str!("fr/confirm_address.txt"),
        Kind::RegistrationDraft => include_str!("fr/registration_draft.txt"),
        Kind::RegistrationReceived => include_str!("fr/registration_received.txt"),
        Kind::RegistrationValidated => include_str!("fr/registration_validated.txt"),
        Kind::RegistrationRefused => include_str!("fr/registration_refused.txt"),
        Kind::ProfileReceived => include_str!("fr/profile_received.txt"),
        Kind::ProfileAccepted => include_str!("fr/profile_accepted.txt"),
        Kind::ProfileRefused => include_str!("fr/profile_refused.txt"),
        Kind::MeetingAccepted => include_str!("fr/meeting_accepted.txt"),
        Kind::MeetingChanged => include_str!("fr/meeting_changed.txt"),
        Kind::MeetingCancelled => include_str!("fr/meeting_cancelled.txt"),
        Kind::SlotOffered => include_str!("fr/slot_offered.txt"),
        Kind::RequestReceived => include_str!("fr/request_received.txt"),
        Kind::RequestsReceived => include_str!("fr/requests_received.txt"),
        Kind::RequestAccepted => include_str!("fr/request_accepted.txt"),
        Kind::RequestAnswered => include_str!("fr/request_answered.txt"),
        Kind::SessionChanged => include_str!("fr/session_changed.txt"),
        Kind::SessionCancelled => include_str!("fr/session_cancelled.txt"),
        Kind::SeatObtained => include_str!("fr/seat_obtained.txt"),
        Kind::EventCalledOff => include_str!("fr/event_called_off.txt"),
        Kind::EventReinstated => include_str!("fr/event_reinstated.txt"),
        Kind::AgendaIssued => include_str!("fr/agenda_issued.txt"),
        Kind::Announcement => include_str!("fr/announcement.txt"),
        Kind::MessageWaiting => include_str!("fr/message_waiting.txt"),
    }
}

pub(super) const fn reason(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::Unwell => "empêchement",
        CancelReason::Travel => "difficulté de transport",
        CancelReason::Conflict => "empêchement",
        CancelReason::NoInterest => "désistement",
        CancelReason::ExpertAbsent => "expert absent",
        CancelReason::Organiser => "décision des organisateurs",
        CancelReason::Other => "autre",
    }
}

pub(super) const fn answer(answer: RequestAnswer) -> &'static str {
    match answer {
        RequestAnswer::Agreed => {
            "Votre rendez-vous est accepté de part et d’autre ; le planning des organisateurs en donnera l’heure."
        }
        RequestAnswer::Waiting => {
            "Votre demande est sur la liste d’attente : un créneau qui se libère vous sera proposé."
        }
        RequestAnswer::Refused => "Votre demande n’a pas été acceptée.",
        RequestAnswer::NotRetained => {
            "Trop de demandes ont été reçues : d’autres ont été retenues."
        }
        RequestAnswer::Expired => {
            "La demande n’a pas été confirmée à temps ; le créneau est de nouveau libre."
        }
        RequestAnswer::Withdrawn => "La demande qui vous était adressée a été retirée.",
    }
}

pub(super) const DAYS: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];

pub(super) const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
