//! What the pages of the queue show.

use app::desk::registration::RegistrationState;
use askama::Template;

use super::super::page::Page;
use crate::registration::{Set, Shown};

/// A registration in the list.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) revision: u64,
    pub(super) title: String,
    pub(super) country: String,
    pub(super) sector: String,
    pub(super) email: String,
    pub(super) state: &'static str,
    pub(super) tone: &'static str,
    pub(super) at: String,
    pub(super) can_accept: bool,
}

/// How many stand in a state.
pub(super) struct Tally {
    pub(super) word: &'static str,
    pub(super) label: &'static str,
    pub(super) n: u32,
    pub(super) is_on: bool,
}

#[derive(Template)]
#[template(path = "registrations.html")]
pub(super) struct ListPage {
    pub(super) page: Page,
    pub(super) event: String,
    pub(super) title: String,
    pub(super) lines: Vec<Line>,
    pub(super) tallies: Vec<Tally>,
    pub(super) is_all: bool,
    pub(super) state: String,
    pub(super) query: String,
    pub(super) back: Option<u32>,
    pub(super) on: Option<u32>,
    pub(super) done: String,
    /// Whether the form is open to whoever reads.
    pub(super) may_form: bool,
    /// Whether he sees everybody's.
    pub(super) sees_all: bool,
}

/// A representative or a product.
pub(super) struct Entry {
    pub(super) nth: usize,
    pub(super) title: String,
    pub(super) state: &'static str,
    pub(super) is_on: bool,
    /// In the event already.
    pub(super) is_fixed: bool,
    pub(super) shown: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "registration.html")]
pub(super) struct DetailPage {
    pub(super) page: Page,
    pub(super) event: String,
    pub(super) title: String,
    pub(super) id: String,
    pub(super) revision: u64,
    pub(super) company_id: String,
    pub(super) name: String,
    pub(super) state: &'static str,
    pub(super) tone: &'static str,
    pub(super) is_waiting: bool,
    pub(super) is_validated: bool,
    pub(super) is_refused: bool,
    pub(super) is_draft: bool,
    pub(super) reason: String,
    pub(super) wants_news: bool,
    pub(super) company: Vec<Shown>,
    pub(super) description: Vec<Shown>,
    pub(super) people: Vec<Entry>,
    pub(super) products: Vec<Entry>,
    pub(super) faults: Vec<String>,
    pub(super) alike: Vec<(String, String, &'static str)>,
    /// Whether there are more that others look after.
    pub(super) has_twin_elsewhere: bool,
    pub(super) companies: Vec<(String, String)>,
    pub(super) organisations: Vec<(String, String)>,
    pub(super) has_sides: bool,
    pub(super) done: String,
    pub(super) complaint: String,
}

/// A page of inputs: correcting answers, or registering at the door.
#[derive(Template)]
#[template(path = "registration_edit.html")]
pub(super) struct EditPage {
    pub(super) page: Page,
    pub(super) heading: &'static str,
    pub(super) action: String,
    pub(super) cancel: String,
    pub(super) revision: u64,
    pub(super) chapters: Vec<(&'static str, Vec<Set>)>,
    pub(super) asked: String,
    pub(super) summary: Vec<(String, String)>,
    pub(super) theirs: Vec<Shown>,
    pub(super) submit: &'static str,
    pub(super) is_on_site: bool,
    pub(super) has_sides: bool,
    pub(super) organisations: Vec<(String, String)>,
}

/// The word of a state in addresses.
pub(super) const fn state_word(state: RegistrationState) -> &'static str {
    match state {
        RegistrationState::Draft => "draft",
        RegistrationState::Submitted => "submitted",
        RegistrationState::Validated => "validated",
        RegistrationState::Refused => "refused",
    }
}

impl Page {
    /// The word of a state, of one.
    pub(super) fn state(&self, state: RegistrationState) -> &'static str {
        match state {
            RegistrationState::Draft => self.say("Brouillon", "Draft"),
            RegistrationState::Submitted => self.say("À valider", "To validate"),
            RegistrationState::Validated => self.say("Validée", "Validated"),
            RegistrationState::Refused => self.say("Refusée", "Refused"),
        }
    }

    /// The word of a state, of several.
    pub(super) fn states(&self, state: RegistrationState) -> &'static str {
        match state {
            RegistrationState::Draft => self.say("Brouillons", "Drafts"),
            RegistrationState::Submitted => self.say("À valider", "To validate"),
            RegistrationState::Validated => self.say("Validées", "Validated"),
            RegistrationState::Refused => self.say("Refusées", "Refused"),
        }
    }
}
