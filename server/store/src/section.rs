//! What companies and their people say of themselves, section by section, and what they wish to
//! change of it.
//!
//! Guarantees:
//! - **Nobody overwrites unseen.** A section has one revision, which every write of it raises: one
//!   that takes effect, one that waits, and every decision. A write names the revision that it was
//!   decided on; if there is another one, [`Fault::Stale`] says so and nothing is written.
//! - **A change stands with what it changes**: rows, the public profile and the entry that tells of
//!   them are one commit ([`Tx::write_profile`]).

pub(crate) mod rows;

use protocol::id::{CompanyId, DeskId, EventId, PersonId, RegistrationId};
use protocol::site::Language;
use protocol::{Actor, Micros};

use crate::fault::Fault;
use crate::open::Store;
use crate::profile::{self, Profile};
use crate::registration::{self, Registration};
use crate::tx::Tx;

/// Which section of a company's profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKey {
    /// That of one of its people.
    Person(CompanyId, PersonId),
    /// The company's own.
    Company(CompanyId),
    /// Its products and services.
    Products(CompanyId),
}

impl SectionKey {
    /// Of which company.
    #[must_use]
    pub const fn company(self) -> CompanyId {
        match self {
            Self::Person(company, _) | Self::Company(company) | Self::Products(company) => company,
        }
    }
}

/// A section as it is in effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileSection {
    /// Which.
    pub key: SectionKey,
    /// Raised by every write.
    pub revision: u64,
    /// The language that it is written in.
    pub language: Language,
    /// The answers: JSON of the caller's.
    pub answers: String,
    /// The change that waits for a decision.
    pub waiting: Option<DeskId>,
    /// When it was last written.
    pub updated_at: Micros,
}

/// Where a change of a section stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeState {
    /// Somebody has to decide.
    Waiting,
    /// It took effect when somebody agreed.
    Accepted,
    /// It took effect at once.
    Applied,
    /// It was not accepted.
    Refused,
    /// It took effect, and was taken back.
    TakenBack,
}

impl ChangeState {
    /// Every state, in the order in which an organiser meets them.
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Accepted,
        Self::Applied,
        Self::Refused,
        Self::TakenBack,
    ];
}

/// A change of a section in lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileChangeHead {
    /// Its id.
    pub id: DeskId,
    /// What it changes.
    pub key: SectionKey,
    /// Where it stands.
    pub state: ChangeState,
    /// The section's revision when this change was last touched.
    pub revision: u64,
    /// The language that it is written in.
    pub language: Language,
    /// When it was made.
    pub made_at: Micros,
    /// By whom.
    pub made_by: Actor,
    /// When it was decided.
    pub decided_at: Option<Micros>,
    /// By whom.
    pub decided_by: Actor,
}

/// A change of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileChange {
    /// What lists show.
    pub head: ProfileChangeHead,
    /// The answers that it was made over: JSON of the caller's.
    pub before: String,
    /// The answers that it wishes for, or gave.
    pub after: String,
    /// Why it was refused.
    pub reason: String,
}

/// Who of a company may change what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileRights {
    /// Raised by every edit; zero before the first.
    pub revision: u64,
    /// Who may. Whoever left the event meanwhile does not count.
    pub editors: Vec<PersonId>,
}

/// The rows of one step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileWrite {
    /// Sections as they will be, each over the revision that was seen, zero for none.
    pub sections: Vec<(u64, ProfileSection)>,
    /// Changes as they will be.
    pub changes: Vec<ProfileChange>,
    /// What is public of the company now.
    pub profile: Option<Profile>,
    /// Who may change it from now on, over the revision that was seen.
    pub rights: Option<(CompanyId, u64, ProfileRights)>,
}

impl Store {
    /// The sections of a company that were ever written, in no order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn profile_sections(
        &self,
        event: EventId,
        company: CompanyId,
    ) -> Result<Vec<ProfileSection>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::sections(&mut open.link(), event, company).await
    }

    /// Changes in a state, the oldest first; of every state, the newest first, when none is named.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn profile_changes(
        &self,
        event: EventId,
        state: Option<ChangeState>,
    ) -> Result<Vec<ProfileChangeHead>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::changes(&mut open.link(), event, state).await
    }

    /// The changes of a company, the newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn profile_changes_of(
        &self,
        event: EventId,
        company: CompanyId,
    ) -> Result<Vec<ProfileChange>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::changes_of(&mut open.link(), event, company).await
    }

    /// One change.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn profile_change(
        &self,
        event: EventId,
        id: DeskId,
    ) -> Result<Option<ProfileChange>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::change(&mut open.link(), event, id).await
    }

    /// Who may change what a company says; nobody, over revision zero, before anybody said so.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn profile_rights(
        &self,
        event: EventId,
        company: CompanyId,
    ) -> Result<ProfileRights, Fault> {
        let mut open = self.pools.reading().await?;
        rows::rights(&mut open.link(), event, company).await
    }

    /// The validated registrations of a company, the first submitted first, each with its persons
    /// in their order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn registrations_of_company(
        &self,
        event: EventId,
        company: CompanyId,
    ) -> Result<Vec<(Registration, Vec<PersonId>)>, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        let mut found = Vec::new();
        let ids: Vec<RegistrationId> =
            registration::rows::of_company(&mut link, event, company).await?;
        for id in ids {
            if let Some(one) = registration::rows::find(&mut link, event, id).await? {
                let persons = registration::rows::persons(&mut link, event, id).await?;
                found.push((one, persons));
            }
        }
        Ok(found)
    }
}

impl Tx {
    /// Writes a step of a profile; it is committed with the batch.
    ///
    /// # Errors
    /// [`Fault::Stale`] when a section or the rights have another revision than the step was
    /// decided on, or a section's person has left the event.
    pub async fn write_profile(&mut self, write: &ProfileWrite) -> Result<(), Fault> {
        const STALE: Fault = Fault::Stale {
            attempt: "changing a profile",
        };
        let (mut link, event, _) = self.parts();
        for (seen, section) in &write.sections {
            if !rows::put_section(&mut link, event, *seen, section).await? {
                return Err(STALE);
            }
        }
        for change in &write.changes {
            rows::put_change(&mut link, event, change).await?;
            rows::prune(&mut link, event, change.head.key.company()).await?;
        }
        if let Some(profile) = &write.profile {
            profile::rows::put_profiles(&mut link, event, std::slice::from_ref(profile)).await?;
        }
        if let Some((company, seen, rights)) = &write.rights
            && !rows::put_rights(&mut link, event, *company, *seen, rights).await?
        {
            return Err(STALE);
        }
        Ok(())
    }
}
