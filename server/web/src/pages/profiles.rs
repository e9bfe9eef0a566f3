//! The desk of profiles (REG-18, REG-20): what waits for a decision, every company's profile, and
//! changing it.

mod change;
mod detail;
mod list;

use app::desk::profile::{ChangeState, Current, ProfileError, SectionKey, Whole};
use app::desk::registration::form::check::Fault;
use app::desk::registration::form::profile::Section;
use app::desk::registration::form::{Answers, Part};
use protocol::Reject;
use protocol::limits::REGISTRATION_PRODUCTS_MAX;
use protocol::reject::DeskEditStale;
use protocol::site;

pub(crate) use self::change::{edit, save};
pub(crate) use self::detail::{act, show};
pub(crate) use self::list::list;
use super::page::Page;
use crate::error::HttpError;
use crate::language::Language;
use crate::registration::{Attached, Look, Set, Shown};

pub(crate) fn failed(error: ProfileError) -> HttpError {
    match error {
        ProfileError::Refused(reject) => reject.into(),
        ProfileError::Store(fault) => fault.into(),
        ProfileError::Faulty(_) | ProfileError::NobodyLeft => {
            HttpError::BadRequest("a profile cannot say that")
        }
        ProfileError::Stale | ProfileError::Closed(_) => {
            Reject::from(DeskEditStale { revision: 0 }).into()
        }
    }
}

/// The inputs of a section.
pub(crate) struct Sheet {
    pub(crate) revision: u64,
    /// Groups of inputs; of products, as many as there are.
    pub(crate) sets: Vec<Set>,
    pub(crate) is_list: bool,
    pub(crate) can_add: bool,
    pub(crate) asked: String,
    pub(crate) summary: Vec<(String, String)>,
    /// What is there now and differs from what was typed.
    pub(crate) theirs: Vec<Shown>,
}

/// A section with what was typed.
pub(crate) fn sheet(
    whole: &Whole,
    current: &Current,
    (answers, faults): (&Answers, &[Fault]),
    is_french: bool,
) -> Sheet {
    let look = Look {
        form: &whole.form,
        around: &whole.around,
        answers,
        faults,
        attached: Attached::default(),
        is_french,
    };
    let section = current.section();
    let n_min = |part| usize::from(part != Part::Product);
    let parts = section.parts().iter();
    let sets: Vec<Set> = parts
        .flat_map(|part| look.sets(*part, n_min(*part)))
        .collect();
    let inputs = sets.iter().flat_map(|set| &set.inputs);
    let asked: Vec<&str> = inputs.map(|input| input.name.as_str()).collect();
    Sheet {
        revision: current.revision,
        asked: asked.join(" "),
        is_list: section == Section::Products,
        can_add: section == Section::Products && answers.products.len() < REGISTRATION_PRODUCTS_MAX,
        summary: look
            .summary()
            .into_iter()
            .map(|(id, text)| (format!("#{id}"), text))
            .collect(),
        theirs: Vec::new(),
        sets,
    }
}

/// What a section is called, to its author or to others.
pub(crate) const fn section_title(
    section: Section,
    is_ones_own: bool,
    is_french: bool,
) -> &'static str {
    match (section, is_ones_own, is_french) {
        (Section::Person, true, true) => "Vous",
        (Section::Person, true, false) => "You",
        (Section::Person, false, true) => "Personne",
        (Section::Person, false, false) => "Person",
        (Section::Company, true, true) => "Votre entreprise",
        (Section::Company, true, false) => "Your company",
        (Section::Company, false, true) => "Entreprise",
        (Section::Company, false, false) => "Company",
        (Section::Products, _, true) => "Produits et services",
        (Section::Products, _, false) => "Products and services",
    }
}

/// The language that somebody reads is the one that he writes.
pub(crate) const fn told_language(language: Language) -> site::Language {
    match language {
        Language::French => site::Language::French,
        Language::English => site::Language::English,
    }
}

/// Where a section is at the desk.
fn way(key: SectionKey) -> String {
    match key {
        SectionKey::Person(_, person) => person.to_string(),
        SectionKey::Company(_) => Section::Company.word().to_owned(),
        SectionKey::Products(_) => Section::Products.word().to_owned(),
    }
}

const fn section_of(key: SectionKey) -> Section {
    match key {
        SectionKey::Person(..) => Section::Person,
        SectionKey::Company(_) => Section::Company,
        SectionKey::Products(_) => Section::Products,
    }
}

/// The word of a state in addresses.
const fn state_word(state: ChangeState) -> &'static str {
    match state {
        ChangeState::Waiting => "waiting",
        ChangeState::Accepted => "accepted",
        ChangeState::Applied => "applied",
        ChangeState::Refused => "refused",
        ChangeState::TakenBack => "taken-back",
    }
}

const fn tone(state: ChangeState) -> &'static str {
    match state {
        ChangeState::Waiting => "accent",
        ChangeState::Accepted | ChangeState::Applied => "live",
        ChangeState::Refused => "warn",
        ChangeState::TakenBack => "",
    }
}

impl Page {
    /// The word of a state, of one.
    fn change_state(&self, state: ChangeState) -> &'static str {
        match state {
            ChangeState::Waiting => self.say("À relire", "To be read"),
            ChangeState::Accepted => self.say("Acceptée", "Accepted"),
            ChangeState::Applied => self.say("Directe", "Direct"),
            ChangeState::Refused => self.say("Refusée", "Refused"),
            ChangeState::TakenBack => self.say("Reprise", "Taken back"),
        }
    }

    /// The word of a state, of several.
    fn change_states(&self, state: ChangeState) -> &'static str {
        match state {
            ChangeState::Waiting => self.say("À relire", "To be read"),
            ChangeState::Accepted => self.say("Acceptées", "Accepted"),
            ChangeState::Applied => self.say("Directes", "Direct"),
            ChangeState::Refused => self.say("Refusées", "Refused"),
            ChangeState::TakenBack => self.say("Reprises", "Taken back"),
        }
    }
}
