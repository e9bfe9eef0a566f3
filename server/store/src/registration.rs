//! Registrations: what visitors fill in, from the first saved draft to the decision.
//!
//! Guarantees:
//! - **A draft belongs to who has its secret**, of which only the fingerprint is kept.
//! - **Nobody overwrites unseen.** Every write names the revision that it was decided on; if there
//!   is another one, [`Fault::Stale`] says so and nothing is written.
//! - **A decision is one commit** with the entry of its command: state, persons, profile, accounts
//!   and the links to choose a password stand together or not at all ([`Tx::write_registration`]).

pub(crate) mod rows;

use protocol::id::{AttachmentId, CompanyId, EventId, PersonId, RegistrationId};
use protocol::limits::{PERSONS_MAX, REGISTRATIONS_MAX, REGISTRATIONS_PER_PAGE_MAX};
use protocol::site::Language;
use protocol::{Actor, Micros};

use crate::account::{Account, AccountId, Holder};
use crate::fault::Fault;
use crate::open::Store;
use crate::profile::{self, Profile};
use crate::section;
use crate::sign_in::hash;
use crate::table::{accounts, consents, user_links, users};
use crate::tx::Tx;
use crate::user::{Purpose, User};

/// Where a registration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegistrationState {
    /// Its visitor goes on with it.
    Draft,
    /// It waits for a decision.
    Submitted,
    /// Its company takes part.
    Validated,
    /// It was not accepted.
    Refused,
}

impl RegistrationState {
    /// Every state, in the order in which a registration takes them.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Submitted, Self::Validated, Self::Refused];
}

/// The event's form as it is stored: JSON of the caller's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationForm {
    /// Raised by every edit.
    pub revision: u64,
    /// The definition.
    pub definition: String,
}

/// A registration in lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationHead {
    /// Its id.
    pub id: RegistrationId,
    /// Where it stands.
    pub state: RegistrationState,
    /// Raised by every write.
    pub revision: u64,
    /// The language that its visitor writes and reads.
    pub language: Language,
    /// The company that it makes, or that it joins.
    pub company: CompanyId,
    /// The company's name.
    pub title: String,
    /// ISO 3166-1 alpha-2; empty where nobody said.
    pub country: String,
    /// The code of the sector; empty where nobody said.
    pub sector: String,
    /// As it was typed; empty where nobody said.
    pub postcode: String,
    /// Where its visitor is reached.
    pub email: String,
    /// Whether the team wrote it at the door.
    pub is_on_site: bool,
    /// When it was begun.
    pub created_at: Micros,
    /// When it was last written.
    pub saved_at: Micros,
    /// When it was submitted.
    pub submitted_at: Option<Micros>,
    /// When it was decided.
    pub decided_at: Option<Micros>,
}

/// A registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// What lists show.
    pub head: RegistrationHead,
    /// The company's name as names are compared.
    pub name_folded: String,
    /// The VAT number as numbers are compared; may be empty.
    pub vat: String,
    /// What was typed: JSON of the caller's.
    pub answers: String,
    /// What was decided of company, people and products: JSON of the caller's.
    pub verdicts: String,
    /// Why it was refused.
    pub reason: String,
    /// Whether news of the organiser may be sent.
    pub wants_news: bool,
    /// When the notice was taken note of.
    pub consented_at: Option<Micros>,
    /// Which version of it.
    pub notice_version: u32,
    /// Who decided.
    pub decided_by: Actor,
}

/// Which registrations a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegistrationFilter {
    /// In this state; every one but drafts when none is named.
    pub state: Option<RegistrationState>,
    /// Whose name, folded, contains this; all when empty.
    pub name_folded: String,
    /// Of this country; all when empty.
    pub country: String,
    /// Of this sector; all when empty.
    pub sector: String,
    /// So many are left out first.
    pub n_before: u32,
}

/// A file that belongs to a registration; its bytes are pieces under its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its random name.
    pub id: AttachmentId,
    /// To which registration.
    pub registration: RegistrationId,
    /// Which field of the form asked for it.
    pub field: String,
    /// Its type: a word of the caller's.
    pub kind: String,
    /// What its visitor called it.
    pub name: String,
    /// How long it is.
    pub n_bytes: u64,
    /// SHA-256 of its bytes.
    pub digest: [u8; 32],
    /// Since when.
    pub created_at: Micros,
}

/// Somebody who gets an account with the commit of his registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHolder {
    /// Who.
    pub person: PersonId,
    /// The account to be made.
    pub account: AccountId,
    /// The user to be made, unless somebody has that address.
    pub user: User,
    /// A secret to choose a password by, and until when it serves.
    pub link: Option<([u8; 32], Micros)>,
}

/// The rows of one step of a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationWrite {
    /// The revision that was decided on; zero for one that is new.
    pub seen: u64,
    /// The secret of one that is new.
    pub secret: [u8; 32],
    /// The registration as it will be.
    pub registration: Registration,
    /// Its representatives as persons of the event, in their order.
    pub persons: Vec<PersonId>,
    /// What becomes public of it.
    pub profile: Option<Profile>,
    /// Who gets an account.
    pub holders: Vec<NewHolder>,
    /// Who said whether he may be written to, and what.
    pub consent: Option<(PersonId, Consent)>,
}

/// What somebody said to being written to about the organiser's services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The version of the words that he agreed to.
    pub wording_version: u32,
    /// When he did, last.
    pub given_at: Micros,
    /// Since when it is withdrawn, if it is.
    pub withdrawn_at: Option<Micros>,
}

impl Store {
    /// The event's form, if it has one of its own.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn registration_form(
        &self,
        event: EventId,
    ) -> Result<Option<RegistrationForm>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::form(&mut open.link(), event).await
    }

    /// Begins a registration that its visitor goes on with by a secret.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn begin_registration(
        &self,
        event: EventId,
        secret: &[u8; 32],
        registration: &Registration,
    ) -> Result<(), Fault> {
        let mut open = self.pools.writing().await?;
        rows::insert(&mut open.link(), event, &hash(secret), registration).await?;
        open.commit().await
    }

    /// Saves a draft. False when it was saved elsewhere meanwhile, or is none any more; then
    /// nothing was written.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn save_draft(
        &self,
        event: EventId,
        seen: u64,
        registration: &Registration,
    ) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let draft = Some(RegistrationState::Draft);
        let is_saved = rows::update(&mut open.link(), event, seen, draft, registration).await?;
        open.commit().await?;
        Ok(is_saved)
    }

    /// The registration whose visitor has this secret.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_registration(
        &self,
        event: EventId,
        secret: &[u8; 32],
    ) -> Result<Option<Registration>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::find_by_secret(&mut open.link(), event, &hash(secret)).await
    }

    /// A registration with its persons, in their order.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn registration(
        &self,
        event: EventId,
        id: RegistrationId,
    ) -> Result<Option<(Registration, Vec<PersonId>)>, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        let Some(found) = rows::find(&mut link, event, id).await? else {
            return Ok(None);
        };
        Ok(Some((found, rows::persons(&mut link, event, id).await?)))
    }

    /// The registration that made somebody a person of the event.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn registration_of(
        &self,
        event: EventId,
        person: PersonId,
    ) -> Result<Option<Registration>, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        match rows::id_of(&mut link, event, person).await? {
            Some(id) => rows::find(&mut link, event, id).await,
            None => Ok(None),
        }
    }

    /// A page of registrations, the oldest submitted first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn registrations(
        &self,
        event: EventId,
        filter: &RegistrationFilter,
    ) -> Result<Vec<RegistrationHead>, Fault> {
        let mut open = self.pools.reading().await?;
        // One more tells whether there is another page.
        let n_max = REGISTRATIONS_PER_PAGE_MAX + 1;
        rows::list(&mut open.link(), event, filter, n_max).await
    }

    /// Every registration but drafts, the oldest submitted first: at most as many as an event can
    /// have.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn every_registration(&self, event: EventId) -> Result<Vec<RegistrationHead>, Fault> {
        let mut open = self.pools.reading().await?;
        let all = RegistrationFilter::default();
        let n_max = usize::try_from(REGISTRATIONS_MAX).expect("a small bound");
        rows::list(&mut open.link(), event, &all, n_max).await
    }

    /// What a person said to being written to about the organiser's services, if he ever agreed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn consent_of(
        &self,
        event: EventId,
        person: PersonId,
    ) -> Result<Option<Consent>, Fault> {
        let mut open = self.pools.reading().await?;
        consents::find(&mut open.link(), event, person).await
    }

    /// Everybody who may be written to about the organiser's services, and since when.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn consents(&self, event: EventId) -> Result<Vec<(PersonId, Consent)>, Fault> {
        let mut open = self.pools.reading().await?;
        consents::given(&mut open.link(), event, PERSONS_MAX).await
    }

    /// Which persons came of which registrations.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn registered_persons(
        &self,
        event: EventId,
    ) -> Result<Vec<(RegistrationId, PersonId)>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::every_person(&mut open.link(), event).await
    }

    /// How many registrations stand where.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn count_registrations(
        &self,
        event: EventId,
    ) -> Result<Vec<(RegistrationState, u32)>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::count(&mut open.link(), event).await
    }

    /// Registrations, drafts apart, of what seems to be the same company.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn registrations_alike(
        &self,
        event: EventId,
        of: &Registration,
    ) -> Result<Vec<RegistrationHead>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::alike(&mut open.link(), event, of).await
    }

    /// Keeps what is known of a file, if its registration stands there and has room. Whether it
    /// did; if not, the caller drops the bytes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_attachment(
        &self,
        event: EventId,
        file: &Attachment,
        state: RegistrationState,
    ) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let is_kept = rows::insert_file(&mut open.link(), event, file, state).await?;
        open.commit().await?;
        Ok(is_kept)
    }

    /// The files of a company's validated registrations, the oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn files_of_company(
        &self,
        event: EventId,
        company: CompanyId,
    ) -> Result<Vec<Attachment>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::files_of_company(&mut open.link(), event, company).await
    }

    /// The files of a registration, the oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn attachments(
        &self,
        event: EventId,
        of: RegistrationId,
    ) -> Result<Vec<Attachment>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::files(&mut open.link(), event, of).await
    }

    /// Forgets a file of a registration, with its bytes. Whether it was there.
    ///
    /// # Errors
    /// When it cannot be deleted.
    pub async fn forget_attachment(
        &self,
        event: EventId,
        of: RegistrationId,
        id: AttachmentId,
    ) -> Result<bool, Fault> {
        let mut open = self.pools.writing().await?;
        let existed = rows::delete_file(&mut open.link(), event, of, id).await?;
        open.commit().await?;
        Ok(existed)
    }

    /// Deletes drafts that were last saved before a time, with their files, and tells which those were.
    ///
    /// # Errors
    /// When they cannot be deleted.
    pub async fn sweep_drafts(
        &self,
        saved_before: Micros,
    ) -> Result<Vec<(EventId, AttachmentId)>, Fault> {
        let mut open = self.pools.writing().await?;
        let files = rows::sweep(&mut open.link(), saved_before).await?;
        open.commit().await?;
        Ok(files)
    }

    /// Deletes whatever a person left when registering: the registration as a whole, as texts may
    /// name him anywhere, what he says of himself since, and the profile of his company where he
    /// was its last. Tells which files were his. To be followed by [`Store::scrub_registrations`].
    ///
    /// # Errors
    /// When it cannot be deleted; then nothing is.
    pub async fn forget_registrations_of(
        &self,
        event: EventId,
        person: PersonId,
    ) -> Result<Vec<AttachmentId>, Fault> {
        let mut open = self.pools.writing().await?;
        let mut link = open.link();
        let files = rows::forget_person(&mut link, event, person).await?;
        profile::rows::delete_of_last(&mut link, event, person).await?;
        section::rows::forget_person(&mut link, event, person).await?;
        consents::forget(&mut link, event, person).await?;
        open.commit().await?;
        Ok(files)
    }

    /// Removes what deleted registrations left behind in the engine's files.
    ///
    /// # Errors
    /// When a reader or writer was in the way; to be tried again.
    pub async fn scrub_registrations(&self) -> Result<(), Fault> {
        use crate::link::Pools;
        match &self.pools {
            Pools::Sqlite { .. } => self.scrub().await,
            Pools::Postgres(pool) => {
                for rewrite in [
                    rows::REWRITE,
                    profile::rows::REWRITE,
                    section::rows::REWRITE,
                ] {
                    sqlx::query(rewrite)
                        .execute(pool)
                        .await
                        .map_err(Fault::during("scrubbing registrations"))?;
                }
                Ok(())
            }
        }
    }
}

impl Tx {
    /// Writes a step of a registration; it is committed with the batch.
    ///
    /// # Errors
    /// [`Fault::Stale`] when the registration has another revision than the step was decided on.
    pub async fn write_registration(&mut self, write: &RegistrationWrite) -> Result<(), Fault> {
        let (mut link, event, _) = self.parts();
        let registration = &write.registration;
        let id = registration.head.id;
        if write.seen == 0 {
            rows::insert(&mut link, event, &hash(&write.secret), registration).await?;
        } else if !rows::update(&mut link, event, write.seen, None, registration).await? {
            return Err(Fault::Stale {
                attempt: "deciding a registration",
            });
        }
        rows::put_persons(&mut link, event, id, &write.persons).await?;
        if let Some(profile) = &write.profile {
            profile::rows::put_profiles(&mut link, event, std::slice::from_ref(profile)).await?;
        }
        if let Some((person, consent)) = &write.consent {
            consents::put(&mut link, event, *person, consent).await?;
        }
        for holder in &write.holders {
            let known = users::find_by_email(&mut link, &holder.user.email_folded).await?;
            let user = match known {
                Some(known) => known.id,
                None => {
                    users::insert(&mut link, &holder.user).await?;
                    holder.user.id
                }
            };
            let account = Account {
                id: holder.account,
                event,
                holder: Holder::Person(holder.person),
                created_at: holder.user.created_at,
            };
            accounts::insert(&mut link, &[account]).await?;
            accounts::set_user(&mut link, holder.account, user).await?;
            if let Some((token, expires_at)) = &holder.link {
                let purpose = Purpose::Password;
                user_links::insert(&mut link, &hash(token), user, purpose, "", *expires_at).await?;
            }
        }
        Ok(())
    }

    /// Writes the event's form; it is committed with the batch.
    ///
    /// # Errors
    /// [`Fault::Stale`] when the form has another revision than `seen`, zero for none.
    pub async fn write_registration_form(
        &mut self,
        seen: u64,
        form: &RegistrationForm,
    ) -> Result<(), Fault> {
        let (mut link, event, _) = self.parts();
        if rows::put_form(&mut link, event, seen, form).await? {
            Ok(())
        } else {
            Err(Fault::Stale {
                attempt: "editing a form",
            })
        }
    }
}
