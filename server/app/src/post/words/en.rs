//! English words of the letters.

use protocol::CancelReason;

use super::super::matter::Kind;

pub(super) const fn words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::SetPassword => (
            "Choose your password",
            "\
             Hello {{ name }},\n\
             \n\
             An account is waiting for you. Choose your password:\n\
             \n\
             {{ link }}\n\
             \n\
             This link works once, for {{ minutes }} minutes.",
        ),
        Kind::ResetPassword => (
            "New password",
            "\
             Hello {{ name }},\n\
             \n\
             You asked to change your password:\n\
             \n\
             {{ link }}\n\
             \n\
             This link works once, for {{ minutes }} minutes. If you did not ask for it, do nothing: your password stays the same.",
        ),
        Kind::SignInLink => (
            "Your sign-in link",
            "\
             Hello {{ name }},\n\
             \n\
             Here is your link to sign in:\n\
             \n\
             {{ link }}\n\
             \n\
             It works once, for {{ minutes }} minutes. If you did not ask for it, do nothing.",
        ),
        Kind::NewSignIn => (
            "New sign-in to your account",
            "\
             Hello {{ name }},\n\
             \n\
             Somebody signed in to your account on {{ date }} at {{ time }}, from a device that we did not know.\n\
             \n\
             If it was you, all is well. If not, change your password and end the other sign-ins on the page “My account”.",
        ),
        Kind::AddressChanged => (
            "Your address has changed",
            "\
             Hello {{ name }},\n\
             \n\
             Since {{ date }} at {{ time }} our messages go to another address, as you asked.\n\
             \n\
             If it was not you, write to us without delay.",
        ),
        Kind::ConfirmAddress => (
            "Confirm your address",
            "\
             Hello {{ name }},\n\
             \n\
             Confirm that this address is yours:\n\
             \n\
             {{ link }}\n\
             \n\
             This link works once, for {{ minutes }} minutes.",
        ),
        Kind::RegistrationReceived => (
            "{{ event }}: we have your registration",
            "\
             Hello {{ name }},\n\
             \n\
             We have received your registration{% if company %} for {{ company }}{% endif %}. The organisers are checking it; you will get a message as soon as it is validated.",
        ),
        Kind::RegistrationValidated => (
            "{{ event }}: your registration is validated",
            "\
             Hello {{ name }},\n\
             \n\
             Your registration{% if company %} for {{ company }}{% endif %} is validated. From now on you can read the catalogue and ask for meetings.\n\
             {% if link %}\n\
             Choose your password:\n\
             \n\
             {{ link }}\n\
             {% endif %}",
        ),
        Kind::RegistrationRefused => (
            "{{ event }}: your registration",
            "\
             Hello {{ name }},\n\
             \n\
             The organisers could not accept your registration{% if company %} for {{ company }}{% endif %}. Answer this message to learn more.",
        ),
        Kind::MeetingAccepted => (
            "Meeting with {{ with }} on {{ date }}",
            "\
             Hello {{ name }},\n\
             \n\
             Your meeting is booked.\n\
             \n\
             With {{ with }}{% if company %} ({{ company }}){% endif %}\n\
             On {{ date }} at {{ time }}\n\
             {% if place %}{{ place }}{% endif %}\n\
             \n\
             Your agenda is up to date in your space.",
        ),
        Kind::MeetingChanged => (
            "Meeting changed: {{ with }}, {{ date }} at {{ time }}",
            "\
             Hello {{ name }},\n\
             \n\
             Your meeting of {{ old_date }} at {{ old_time }}{% if old_place %} ({{ old_place }}){% endif %} has changed. It is now:\n\
             \n\
             With {{ with }}{% if company %} ({{ company }}){% endif %}\n\
             On {{ date }} at {{ time }}\n\
             {% if place %}{{ place }}{% endif %}\n\
             \n\
             Your agenda is up to date in your space.",
        ),
        Kind::MeetingCancelled => (
            "Meeting cancelled: {{ with }}, {{ date }} at {{ time }}",
            "\
             Hello {{ name }},\n\
             \n\
             Your meeting with {{ with }}{% if company %} ({{ company }}){% endif %} on {{ date }} at {{ time }} is cancelled.{% if reason %} Reason: {{ reason }}.{% endif %}\n\
             \n\
             That slot is free again in your agenda.",
        ),
        Kind::SlotOffered => (
            "A slot is free: {{ with }}, {{ date }} at {{ time }}",
            "\
             Hello {{ name }},\n\
             \n\
             A meeting has become free and is offered to you:\n\
             \n\
             With {{ with }}{% if company %} ({{ company }}){% endif %}\n\
             On {{ date }} at {{ time }}\n\
             {% if place %}{{ place }}{% endif %}\n\
             \n\
             Answer in your space before {{ until }}; after that it will be offered to somebody else.",
        ),
        Kind::AgendaIssued => (
            "{{ event }}: your agenda",
            "\
             Hello {{ name }},\n\
             \n\
             Your agenda has changed. Here it is in full:\n\
             \n\
             {% if meetings %}{{ agenda }}{% else %}You have no meeting for now.{% endif %}\n\
             \n\
             It is always up to date in your space.",
        ),
        Kind::Announcement => (
            "{{ event }}: message of the organisers",
            "\
             Hello {{ name }},\n\
             \n\
             {{ message }}\n\
             \n\
             The organisers",
        ),
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
