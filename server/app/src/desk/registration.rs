//! Registration: from a public form to people who can be booked (REG-01..21, BO-08).
//!
//! A visitor fills in a draft under a secret of his own, part by part; whatever he typed is kept,
//! right or wrong. Submitting checks all of it and appends an entry, so that consoles hear of it.
//! Who may decide accepts company, representatives and products each; a decision is **one** live
//! command with the registration's rows, the company's profile, the accounts and the letters in
//! its commit: there is no moment at which somebody is validated and cannot be booked, or the
//! other way round.
//!
//! What visitors must never learn: whether a company or an address is known here already.

mod around;
mod attach;
pub(super) mod charge;
mod decide;
mod own;
mod queue;
pub mod sectors;
#[cfg(test)]
mod tests;
mod verdict;
mod visit;

use std::sync::Arc;

use domain::access;
use domain::form::check::Fault as FormFault;
use domain::form::{Answers, Flaw, Form};
use protocol::command::NoteDeskEdit;
use protocol::id::{CommandId, DeskId, EventId, RegistrationId};
use protocol::{Actor, Command, DeskThing, EventStage, Function, Micros, Reject};
use sha2::{Digest, Sha256};
use store::{Fault, RegistrationForm, Store};

pub use self::around::{Around, HalfDay, Named, half_days};
pub use self::attach::{is_published, takes};
pub use self::decide::{Choice, Decided, quick};
pub(super) use self::decide::{POSTCODE, label, name_of};
pub use self::own::Own;
pub use self::queue::{Detail, Queue};
pub use self::verdict::{Standing as VerdictStanding, Verdict, Verdicts};
pub use self::visit::{Saved, Submitted};
pub use domain::form;
pub use store::{
    Consent, Registration, RegistrationFilter, RegistrationHead, RegistrationState, Sector,
};

use super::assignment;
use crate::account::Standing;
use crate::live::{DeskWrite, Event, Outcome, View};
use crate::port::Random;
use crate::post::Post;

/// Why something came to nothing.
#[derive(Debug)]
pub enum RegistrationError {
    /// The rules say no.
    Refused(Reject),
    /// The answers cannot stand; everything that is wrong with them.
    Faulty(Vec<FormFault>),
    /// The definition cannot be a form.
    Flawed(Vec<(String, Flaw)>),
    /// Somebody changed the same thing since; what it is now.
    Stale(Box<Registration>),
    /// The world failed.
    Store(Fault),
}

impl From<Fault> for RegistrationError {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

impl From<Reject> for RegistrationError {
    fn from(reject: Reject) -> Self {
        Self::Refused(reject)
    }
}

/// Whether visitors may register (REG-01).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationWindow {
    /// Not before this.
    NotYet(Micros),
    /// Now.
    Open,
    /// Not any more since this.
    Over(Micros),
    /// Not while the event is a project, called off or closed (EVT-10).
    Unplanned(EventStage),
}

/// The desk of registrations.
pub struct Registrations {
    store: Store,
    post: Arc<Post>,
    random: Arc<dyn Random>,
    /// The site's own address, for links in letters.
    origin: String,
}

impl Registrations {
    /// A desk over this store, whose letters are given in here.
    #[must_use]
    pub fn new(store: Store, post: Arc<Post>, random: Arc<dyn Random>, origin: String) -> Self {
        Self {
            store,
            post,
            random,
            origin,
        }
    }

    /// The event's form and its revision; the standard form, and zero, before anybody changed it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn form(&self, event: &Event) -> Result<(u64, Form), Fault> {
        form_of(&self.store, event.id()).await
    }

    /// The form with what it leans on, for somebody who may change it.
    ///
    /// # Errors
    /// Somebody who may not, or a fault of the store.
    pub async fn form_desk(
        &self,
        event: &Event,
        actor: Actor,
    ) -> Result<(u64, Form, Around), RegistrationError> {
        authorise(event, actor, Function::Form)?;
        let (revision, form) = self.form(event).await?;
        Ok((revision, form, self.around(event).await?))
    }

    /// Changes the form over the revision that was seen.
    ///
    /// # Errors
    /// Somebody who may not, a definition that is none, a stale edit, or a fault of the store.
    pub async fn edit_form(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        seen: u64,
        form: &Form,
    ) -> Result<u64, RegistrationError> {
        let by = (standing.actor(), Some(standing));
        self.edit_form_of(event, by, seen, form).await
    }

    /// The same by somebody who is not signed in: the demo's administrator, before it opens.
    ///
    /// # Errors
    /// As [`edit_form`](Self::edit_form).
    pub async fn edit_form_as(
        &self,
        event: &Event,
        actor: Actor,
        seen: u64,
        form: &Form,
    ) -> Result<u64, RegistrationError> {
        self.edit_form_of(event, (actor, None), seen, form).await
    }

    async fn edit_form_of(
        &self,
        event: &Event,
        by: (Actor, Option<Arc<Standing>>),
        seen: u64,
        form: &Form,
    ) -> Result<u64, RegistrationError> {
        authorise(event, by.0, Function::Form)?;
        let flaws = form.flaws();
        if !flaws.is_empty() {
            return Err(RegistrationError::Flawed(flaws));
        }
        let definition = json(form)?;
        let revision = seen + 1;
        let note = NoteDeskEdit {
            what: DeskThing::RegistrationForm,
            id: DeskId::from_bytes(event.id().to_bytes()),
            revision,
        };
        let stored = RegistrationForm {
            revision,
            definition,
        };
        let id = CommandId::new(event.now(), self.random.bytes());
        let write = DeskWrite::Form(seen, Box::new(stored));
        match event.command_with_desk(by, id, note.into(), write).await {
            Outcome::Committed { .. } => Ok(revision),
            Outcome::Refused(reject) => Err(reject.into()),
        }
    }

    /// What the form leans on in the event.
    ///
    /// # Errors
    /// When the sectors or the rules of assignment cannot be read.
    pub async fn around(&self, event: &Event) -> Result<Around, Fault> {
        around_of(&self.store, event).await
    }
}

/// An event's form and its revision; the standard form, and zero, before anybody changed it.
pub(super) async fn form_of(store: &Store, event: EventId) -> Result<(u64, Form), Fault> {
    let Some(stored) = store.registration_form(event).await? else {
        return Ok((0, Form::standard()));
    };
    let form = serde_json::from_str(&stored.definition).map_err(|_| Fault::Corrupt {
        what: "registration_forms.definition".into(),
    })?;
    Ok((stored.revision, form))
}

/// What an event's form leans on.
pub(super) async fn around_of(store: &Store, event: &Event) -> Result<Around, Fault> {
    let sectors = store.sectors(event.id()).await?;
    let (_, rules) = assignment::rules(store, event.id()).await?;
    Ok(Around::of(&event.view(), sectors, rules))
}

/// Whether visitors may register now: from when the form says, until it says so or the first slot
/// begins.
#[must_use]
pub fn window(form: &Form, view: &View, now: Micros) -> RegistrationWindow {
    let terms = &form.terms;
    let stage = view.state.stage();
    if stage != EventStage::Planned {
        return RegistrationWindow::Unplanned(stage);
    }
    if let Some(at) = terms.opens_at.map(Micros).filter(|at| now < *at) {
        return RegistrationWindow::NotYet(at);
    }
    let first = view.state.slots().map(|slot| slot.starts_at).min();
    match terms.closes_at.map(Micros).or(first) {
        Some(at) if at <= now => RegistrationWindow::Over(at),
        Some(_) | None => RegistrationWindow::Open,
    }
}

/// An instant as browsers take a local date and time, in a zone.
#[must_use]
pub fn local_text(at: Micros, zone: &str) -> String {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let stamp = jiff::Timestamp::from_microsecond(at.0).unwrap_or_default();
    let local = stamp.to_zoned(zone).datetime();
    local.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The instant of a local date and time, as browsers send it.
#[must_use]
pub fn local_moment(text: &str, zone: &str) -> Option<Micros> {
    let local: jiff::civil::DateTime = text.parse().ok()?;
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let there = local.to_zoned(zone).ok()?;
    Some(Micros(there.timestamp().as_microsecond()))
}

/// The answers of a registration.
///
/// # Errors
/// When no version of this product wrote them.
pub fn answers_of(registration: &Registration) -> Result<Answers, Fault> {
    serde_json::from_str(&registration.answers).map_err(|_| Fault::Corrupt {
        what: "registrations.answers".into(),
    })
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|_| Fault::Corrupt {
        what: "a value that is no JSON".into(),
    })
}

/// A company's name as names are compared: small letters and digits, without accents.
#[must_use]
pub fn fold_name(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    name.nfkd()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Bytes that follow from a registration, its revision and a purpose: pressing a button twice makes
/// the same ids, and so the same command.
fn derived(id: RegistrationId, seen: u64, purpose: &str, nth: usize) -> [u8; 16] {
    let digest = Sha256::new()
        .chain_update(id.to_bytes())
        .chain_update(seen.to_le_bytes())
        .chain_update(purpose)
        .chain_update(nth.to_le_bytes())
        .finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes
}

/// Ten of them, for ids that begin with a time.
fn ten(bytes: [u8; 16]) -> [u8; 10] {
    let mut ten = [0; 10];
    ten.copy_from_slice(&bytes[..10]);
    ten
}

/// The entry that tells of a registration which changed.
fn note(id: RegistrationId, revision: u64) -> Command {
    NoteDeskEdit {
        what: DeskThing::Registration,
        id: DeskId::from_bytes(id.to_bytes()),
        revision,
    }
    .into()
}

/// What is everybody's takes who sees all rows.
pub(super) fn authorise(event: &Event, actor: Actor, function: Function) -> Result<(), Reject> {
    access::for_everybody(&event.view().state, actor, function).map(|_| ())
}
