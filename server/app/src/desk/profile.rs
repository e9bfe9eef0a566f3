//! Profiles in the hands of those they are about (PRV-02, REG-18, REG-20): each edits his own
//! section; whoever of a company has the right, the company's and its products; the organisers,
//! all of them.
//!
//! A section that nobody wrote yet is what the registration said, or what was published: the
//! registration stays as history. A change takes effect with its entry, in one commit: rows, the
//! public profile, names, keywords and key figures. Where the event says so, a participant's change
//! of what others read waits until an organiser accepts it; until then nobody else sees it.
//!
//! What takes effect is computed from all sections as they are then, so that two changes accepted
//! at once publish what both say.

mod decide;
mod edit;
mod effects;
mod list;
mod rights;
#[cfg(test)]
mod tests;
mod whole;

use std::sync::Arc;

pub(super) use self::effects::company_card;
use domain::access;
use domain::form::check::Fault as FormFault;
use domain::form::profile::Section;
use domain::form::{Answers, Form};
use protocol::command::NoteDeskEdit;
use protocol::id::{CommandId, CompanyId, DeskId, PersonId};
use protocol::reject::NotFound;
use protocol::site::Language;
use protocol::{Actor, Command, DeskThing, Function, Micros, Reject};
use store::{Fault, NewLetter, ProfileWrite, Store};

pub use self::decide::Pick;
pub use self::edit::Saved;
pub(crate) use self::list::kept_of;
pub use self::list::{CompanyLine, Line, Page, Wish};
pub use store::{ChangeState, SectionKey};

use super::registration::Around;
use crate::account::Standing;
use crate::live::{DeskWrite, Event, Outcome, View, Written};
use crate::port::Random;
use crate::post::Post;

/// Why something came to nothing.
#[derive(Debug)]
pub enum ProfileError {
    /// The rules say no.
    Refused(Reject),
    /// The answers cannot stand; everything that is wrong with them.
    Faulty(Vec<FormFault>),
    /// Somebody changed the same thing since it was seen.
    Stale,
    /// Profiles are not changed any more by those they are about.
    Closed(Micros),
    /// Nobody of the company could change what it says.
    NobodyLeft,
    /// The world failed.
    Store(Fault),
}

impl From<Fault> for ProfileError {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

impl From<Reject> for ProfileError {
    fn from(reject: Reject) -> Self {
        match reject {
            Reject::DeskEditStale(_) => Self::Stale,
            reject => Self::Refused(reject),
        }
    }
}

/// A change of a section, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: DeskId,
    /// What it changes.
    pub key: SectionKey,
    /// Where it stands.
    pub state: ChangeState,
    /// The section's revision when it was last touched.
    pub revision: u64,
    /// The language that it is written in.
    pub language: Language,
    /// What it was made over.
    pub before: Answers,
    /// What it wishes for, or gave.
    pub after: Answers,
    /// Why it was refused.
    pub reason: String,
    /// When it was made.
    pub made_at: Micros,
    /// By whom.
    pub made_by: Actor,
    /// When it was decided.
    pub decided_at: Option<Micros>,
}

/// A section as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// Which.
    pub key: SectionKey,
    /// Raised by every write; zero before the first.
    pub revision: u64,
    /// The language that it is written in.
    pub language: Language,
    /// What it says; of this section only.
    pub answers: Answers,
    /// The change that waits for a decision.
    pub waiting: Option<Change>,
}

impl Current {
    /// Which section it is.
    #[must_use]
    pub const fn section(&self) -> Section {
        section_of(self.key)
    }

    /// What its author last said: what waits, or else what is in effect.
    #[must_use]
    pub fn newest(&self) -> &Answers {
        match &self.waiting {
            Some(change) => &change.after,
            None => &self.answers,
        }
    }
}

/// Who of a company may change what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Raised by every edit; zero before the first.
    pub revision: u64,
    /// Who may; never nobody where anybody takes part.
    pub editors: Vec<PersonId>,
}

/// Everything that a company and its people say of themselves, as far as somebody may see it.
#[derive(Clone, Debug)]
pub struct Whole {
    /// Which company.
    pub company: CompanyId,
    /// Its people who take part, by their names.
    pub people: Vec<PersonId>,
    /// The fields of a profile.
    pub form: Form,
    /// What the form leans on.
    pub around: Around,
    /// The company's section, its products', then those of its people.
    pub sections: Vec<Current>,
    /// Who may change the first two.
    pub rights: Rights,
    /// What was changed, the newest first.
    pub history: Vec<Change>,
}

impl Whole {
    /// One of the sections.
    #[must_use]
    pub fn section(&self, key: SectionKey) -> Option<&Current> {
        self.sections.iter().find(|one| one.key == key)
    }

    /// All sections as one, with one person's, as the form takes them; `newest` is with what
    /// waits.
    #[must_use]
    pub fn answers(&self, person: Option<PersonId>, newest: bool) -> Answers {
        let mut answers = Answers::default();
        for current in &self.sections {
            let is_other = match current.key {
                SectionKey::Person(_, of) => Some(of) != person,
                SectionKey::Company(_) | SectionKey::Products(_) => false,
            };
            if !is_other {
                let said = if newest {
                    current.newest()
                } else {
                    &current.answers
                };
                answers.take(current.section(), said);
            }
        }
        answers
    }

    /// Whether a person may change the company's sections.
    #[must_use]
    pub fn is_editor(&self, person: PersonId) -> bool {
        self.rights.editors.contains(&person)
    }
}

/// Whether those it is about may change a profile now; if not, since when.
#[must_use]
pub fn closed_since(form: &Form, now: Micros) -> Option<Micros> {
    let closes_at = form.terms.profile_closes_at.map(Micros);
    closes_at.filter(|at| *at <= now)
}

/// The desk of profiles.
pub struct Profiles {
    store: Store,
    post: Arc<Post>,
    random: Arc<dyn Random>,
}

impl Profiles {
    /// A desk over this store, whose letters are given in here.
    #[must_use]
    pub fn new(store: Store, post: Arc<Post>, random: Arc<dyn Random>) -> Self {
        Self {
            store,
            post,
            random,
        }
    }

    /// Everything that a company says, for somebody of it or of the team; of others' personal
    /// sections a participant sees none, and an administrator those of his rows.
    ///
    /// # Errors
    /// Somebody who may not, a company that is not there, or a fault of the store.
    pub async fn open(
        &self,
        event: &Event,
        actor: Actor,
        company: CompanyId,
    ) -> Result<Whole, ProfileError> {
        let view = event.view();
        access::authorise(&view.state, actor, &note(company, 0))?;
        let mut whole = self.whole(event, company).await?;
        whole
            .sections
            .retain(|current| sees(&view, actor, current.key));
        whole
            .history
            .retain(|change| sees(&view, actor, change.key));
        Ok(whole)
    }

    /// Commits a step with the entry that tells of it.
    async fn commit(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        company: CompanyId,
        revision: u64,
        (write, written): (ProfileWrite, Written),
        letters: Vec<NewLetter>,
    ) -> Result<(), ProfileError> {
        let by = (standing.actor(), Some(standing));
        let id = CommandId::new(event.now(), self.random.bytes());
        let written = Written {
            desk: Some(DeskWrite::Profile(Box::new(write))),
            letters,
            ..written
        };
        let outcome = event
            .command_written(by, id, note(company, revision), written)
            .await;
        match outcome {
            Outcome::Committed { .. } => Ok(()),
            Outcome::Refused(reject) => Err(reject.into()),
        }
    }
}

const fn section_of(key: SectionKey) -> Section {
    match key {
        SectionKey::Person(..) => Section::Person,
        SectionKey::Company(_) => Section::Company,
        SectionKey::Products(_) => Section::Products,
    }
}

/// The entry that tells of a profile which changed.
fn note(company: CompanyId, revision: u64) -> Command {
    NoteDeskEdit {
        what: DeskThing::Profile,
        id: DeskId::from_bytes(company.to_bytes()),
        revision,
    }
    .into()
}

/// Whether somebody who may open a company's profile sees one of its sections.
fn sees(view: &View, actor: Actor, key: SectionKey) -> bool {
    let SectionKey::Person(_, owner) = key else {
        return true;
    };
    match actor {
        Actor::System => true,
        Actor::Person(me) => me == owner,
        Actor::Staff(_) => access::looks_after(&view.state, actor, Function::Registrations, owner),
    }
}

/// Whether somebody may change a section.
fn check_may_edit(
    event: &Event,
    actor: Actor,
    whole: &Whole,
    key: SectionKey,
) -> Result<(), ProfileError> {
    let view = event.view();
    access::authorise(&view.state, actor, &note(whole.company, 0))?;
    let may = sees(&view, actor, key)
        && match (actor, key) {
            (Actor::Person(me), SectionKey::Company(_) | SectionKey::Products(_)) => {
                whole.is_editor(me)
            }
            _ => true,
        };
    if !may {
        return Err(Reject::from(NotFound {}).into());
    }
    if let (Actor::Person(_), Some(since)) = (actor, closed_since(&whole.form, event.now())) {
        return Err(ProfileError::Closed(since));
    }
    Ok(())
}
