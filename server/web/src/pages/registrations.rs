//! The queue of registrations: who waits, what they say, and the decision (BO-08, REG-08, 18, 19).

mod change;
mod decide;
mod detail;
mod list;
mod views;

use app::desk::registration::{RegistrationError, RegistrationState};
use protocol::Reject;
use protocol::id::RegistrationId;
use protocol::reject::DeskEditStale;

pub(crate) use self::change::{correct, edit, on_site, register_on_site};
pub(crate) use self::decide::{accept, accept_all, refuse, take_back};
pub(crate) use self::detail::show;
pub(crate) use self::list::list;
use super::page::Page;
use crate::error::HttpError;

fn failed(error: RegistrationError) -> HttpError {
    match error {
        RegistrationError::Refused(reject) => reject.into(),
        RegistrationError::Store(fault) => fault.into(),
        RegistrationError::Faulty(_) | RegistrationError::Flawed(_) => {
            HttpError::BadRequest("nobody could be registered with these answers")
        }
        RegistrationError::Stale(now) => {
            let revision = now.head.revision;
            Reject::from(DeskEditStale { revision }).into()
        }
    }
}

/// The registration of an address. Whoever may not see any is told that first, whatever the
/// address says: what is no id becomes one that nothing has.
fn parsed(id: &str) -> RegistrationId {
    RegistrationId::parse(id).unwrap_or_else(|| RegistrationId::from_bytes([0; 16]))
}

const fn tone(state: RegistrationState) -> &'static str {
    match state {
        RegistrationState::Draft => "",
        RegistrationState::Submitted => "accent",
        RegistrationState::Validated => "live",
        RegistrationState::Refused => "warn",
    }
}

/// What was done, as the next page says it.
fn done_sentence(page: &Page, done: &str, n: u32) -> String {
    let said = match done {
        "accepted" if n > 1 => {
            return if page.language.is_french() {
                format!("{n} inscriptions validées.")
            } else {
                format!("{n} registrations validated.")
            };
        }
        "accepted" => page.say(
            "Inscription validée\u{a0}: les personnes peuvent prendre des rendez-vous.",
            "Registration validated: its people can be booked.",
        ),
        "refused" => page.say("Inscription refusée.", "Registration refused."),
        "taken-back" => page.say(
            "Validation reprise\u{a0}: l’inscription attend de nouveau.",
            "Validation taken back: the registration waits again.",
        ),
        "corrected" => page.say("Réponses modifiées.", "Answers changed."),
        "nothing" => page.say(
            "Rien n’a été validé\u{a0}: ouvrez les inscriptions une à une.",
            "Nothing was validated: open the registrations one by one.",
        ),
        _ => "",
    };
    said.to_owned()
}
