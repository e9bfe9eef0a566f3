//! Sentences that several pages say.

use app::account::{Chosen, Shortfall, Weakness};
use axum::http::StatusCode;

use super::page::Page;

/// What a page says about a failed try, and with which status.
pub(super) struct Complaint {
    pub(super) status: StatusCode,
    pub(super) text: String,
    /// Seconds after which to come back.
    pub(super) retry_after_s: Option<u32>,
}

impl Complaint {
    pub(super) fn new(status: StatusCode, text: impl Into<String>) -> Self {
        Self {
            status,
            text: text.into(),
            retry_after_s: None,
        }
    }

    /// Too many failures.
    pub(super) fn wait(page: &Page, seconds: u32) -> Self {
        let minutes = seconds.div_ceil(60);
        let text = if page.language.is_french() {
            let s = if minutes > 1 { "s" } else { "" };
            format!("Trop d’essais ont échoué. Réessayez dans {minutes} minute{s}.")
        } else {
            let s = if minutes == 1 { "" } else { "s" };
            format!("Too many tries failed. Try again in {minutes} minute{s}.")
        };
        Self {
            retry_after_s: Some(seconds),
            ..Self::new(StatusCode::TOO_MANY_REQUESTS, text)
        }
    }

    /// Too many sign in at this moment.
    pub(super) fn busy(page: &Page) -> Self {
        let text = page.say(
            "Beaucoup de personnes se connectent en ce moment. Réessayez dans quelques secondes.",
            "Many people are signing in at this moment. Try again in a few seconds.",
        );
        Self {
            retry_after_s: Some(3),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, text)
        }
    }

    /// Why a password was not taken; nothing when it was.
    pub(super) fn of_choice(page: &Page, chosen: &Chosen) -> Option<Self> {
        let refused = |text: &str| Some(Self::new(StatusCode::UNPROCESSABLE_ENTITY, text));
        match chosen {
            Chosen::Done => None,
            Chosen::Wait(seconds) => Some(Self::wait(page, *seconds)),
            Chosen::Busy => Some(Self::busy(page)),
            Chosen::WrongPresent => refused(page.say(
                "Ce n’est pas votre mot de passe actuel.",
                "This is not your present password.",
            )),
            Chosen::Spent => refused(page.say(
                "Ce lien n’est plus valable.",
                "This link is no longer valid.",
            )),
            Chosen::Weak(weakness) => refused(&weak(page, *weakness)),
        }
    }
}

fn weak(page: &Page, weakness: Weakness) -> String {
    let is_french = page.language.is_french();
    match weakness {
        Weakness::Policy(Shortfall::TooShort { length_min }) if is_french => {
            format!("Choisissez au moins {length_min} caractères.")
        }
        Weakness::Policy(Shortfall::TooShort { length_min }) => {
            format!("Choose at least {length_min} characters.")
        }
        Weakness::Policy(Shortfall::TooLong { length_max }) if is_french => {
            format!("Choisissez au plus {length_max} caractères.")
        }
        Weakness::Policy(Shortfall::TooLong { length_max }) => {
            format!("Choose at most {length_max} characters.")
        }
        Weakness::Policy(Shortfall::TooSimple { length_needed }) if is_french => format!(
            "Avec ces caractères, il en faut au moins {length_needed}\u{202f}; ou mêlez davantage de sortes de caractères."
        ),
        Weakness::Policy(Shortfall::TooSimple { length_needed }) => format!(
            "With characters of these kinds it takes at least {length_needed}; or mix more kinds of them."
        ),
        Weakness::Policy(Shortfall::Foreseeable) => page
            .say(
                "Ce mot de passe se répète ou reprend le nom de l’événement, de l’entreprise ou le vôtre.",
                "This password repeats itself, or uses the name of the event, of the company or yours.",
            )
            .to_owned(),
        Weakness::Common => page
            .say(
                "Ce mot de passe est parmi les premiers que l’on essaierait.",
                "This password is among the first that somebody would try.",
            )
            .to_owned(),
    }
}
