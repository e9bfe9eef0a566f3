//! Files beside the answers (REG-03): attached to a field while a visitor fills the form in, shown
//! to whoever decides, and to everybody where the field is published and the company takes part.

use domain::form::{Form, Kind, Part};
use protocol::Actor;
use protocol::id::{AttachmentId, CompanyId, EventId};
use store::{Attachment, Fault, Registration, RegistrationState};

use super::{RegistrationError, Registrations};
use crate::file::{FileKind, Taken};
use crate::live::Event;

/// Whether a field takes files on a page: of the company or of what it does. People and products
/// come and go by their place in a list, to which no file could hold on.
#[must_use]
pub fn takes(form: &Form, key: &str) -> bool {
    form.field(key).is_some_and(|field| {
        field.is_shown
            && matches!(field.kind, Kind::File)
            && matches!(field.part, Part::Company | Part::Description)
    })
}

/// Whether visitors may see the files of a field.
#[must_use]
pub fn is_published(form: &Form, key: &str) -> bool {
    takes(form, key) && form.field(key).is_some_and(|field| field.is_published)
}

impl Registrations {
    /// The files of a registration, the oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn attached(
        &self,
        event: EventId,
        of: &Registration,
    ) -> Result<Vec<Attachment>, Fault> {
        self.store.attachments(event, of.head.id).await
    }

    /// Attaches a file that was taken to a draft. False when it is none any more, or is full; then
    /// the caller lets the file go.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn attach(
        &self,
        event: EventId,
        draft: &Registration,
        field: &str,
        taken: &Taken,
    ) -> Result<bool, Fault> {
        let file = Attachment {
            id: taken.id,
            registration: draft.head.id,
            field: field.to_owned(),
            kind: taken.kind.word().to_owned(),
            name: taken.name.clone(),
            n_bytes: taken.n_bytes,
            digest: taken.digest,
            created_at: taken.at,
        };
        let must_be = RegistrationState::Draft;
        self.store.put_attachment(event, &file, must_be).await
    }

    /// Takes a file off a draft, with its bytes. Whether it was there.
    ///
    /// # Errors
    /// When it cannot be deleted.
    pub async fn detach(
        &self,
        event: EventId,
        draft: &Registration,
        id: AttachmentId,
    ) -> Result<bool, Fault> {
        if draft.head.state != RegistrationState::Draft {
            return Ok(false);
        }
        let existed = self
            .store
            .forget_attachment(event, draft.head.id, id)
            .await?;
        Ok(existed)
    }

    /// What a company shows of its files: those of published fields, once it takes part.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn shown_files(
        &self,
        event: &Event,
        company: CompanyId,
    ) -> Result<Vec<Attachment>, Fault> {
        let mut files = self.store.files_of_company(event.id(), company).await?;
        if files.is_empty() {
            return Ok(files);
        }
        let (_, form) = self.form(event).await?;
        files.retain(|file| {
            is_published(&form, &file.field) && FileKind::of_word(&file.kind).is_some()
        });
        Ok(files)
    }

    /// Whether everybody may read a file.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn is_file_public(&self, event: &Event, file: &Attachment) -> Result<bool, Fault> {
        let (_, form) = self.form(event).await?;
        if !is_published(&form, &file.field) {
            return Ok(false);
        }
        let found = self
            .store
            .registration(event.id(), file.registration)
            .await?;
        Ok(found.is_some_and(|(of, _)| of.head.state == RegistrationState::Validated))
    }

    /// Whether somebody of the team may read a file: whoever may open its registration.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn is_reader(
        &self,
        event: &Event,
        actor: Actor,
        file: &Attachment,
    ) -> Result<bool, Fault> {
        match self.find_for(event, actor, file.registration).await {
            Ok(_) => Ok(true),
            Err(RegistrationError::Store(fault)) => Err(fault),
            Err(_) => Ok(false),
        }
    }
}
