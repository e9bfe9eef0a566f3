//! The library of an event's organisers (PUB-04, EEN-03), and how its site looks beyond a colour
//! (PUB-03, EVT-07): banner, organisers with what each of them says, and logos.
//!
//! A file has a random address that never shows another content. It can be seen by everybody once
//! a published text or the site's look shows it, and by the team before. One that is in use is not
//! taken out.

mod look;

use std::sync::Arc;

use protocol::command::NoteDeskEdit;
use protocol::id::{AttachmentId, CommandId, DeskId, PageId};
use protocol::limits::{FILE_ALT_CHARS_MAX, FILE_NAME_CHARS_MAX, LIBRARY_FILES_MAX};
use protocol::reject::{DeskEditStale, NotFound};
use protocol::site::Language;
use protocol::{Actor, DeskThing, Reject};
use store::{Fault, LibraryFile, LibraryWrite, PublicSite, Store};

pub use self::look::{Look, LookDesk, LookFlaw, News, NewsFlaw, Organiser, Picture, Words};
use super::site;
use crate::account::Standing;
use crate::feed::Origin;
use crate::file::{Family, FileKind, Taken, clean_name};
use crate::live::{DeskWrite, Event, Outcome};
use crate::port::Random;

/// Why an edit came to nothing.
#[derive(Debug)]
pub enum LibraryError {
    /// The rules say no.
    Refused(Reject),
    /// There is no site whose pages could show anything.
    NoSite,
    /// As many files as there may be.
    TooMany,
    /// A file without a name.
    Unnamed,
    /// A picture without words for who cannot see it.
    Undescribed,
    /// A text that is too long.
    TooLong,
    /// These texts and parts of the site show it.
    Used(Vec<Use>),
    /// Something of the look cannot stand.
    Flawed(LookFlaw),
    /// Somebody else edited the same thing since.
    Stale,
    /// The world failed.
    Store(Fault),
}

impl From<Fault> for LibraryError {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

impl From<Reject> for LibraryError {
    fn from(reject: Reject) -> Self {
        match reject {
            Reject::DeskEditStale(DeskEditStale { .. }) => Self::Stale,
            reject => Self::Refused(reject),
        }
    }
}

/// Where a file is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// In a page's text.
    Page(PageId, Language, String),
    /// As banner or logo.
    Look,
}

/// The library as the desk shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryDesk {
    /// The site's part of the address.
    pub slug: String,
    /// The newest first.
    pub files: Vec<LibraryFile>,
}

/// What organisers say of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileWords {
    /// What they call it.
    pub name: String,
    /// What it shows, in French.
    pub alt_french: String,
    /// In English; empty says the French one.
    pub alt_english: String,
}

/// The libraries of events.
pub struct Libraries {
    store: Store,
    random: Arc<dyn Random>,
    /// A server of this machine that news may come from.
    exempt: Option<Origin>,
}

impl Libraries {
    /// A desk over this store.
    #[must_use]
    pub const fn new(store: Store, random: Arc<dyn Random>) -> Self {
        Self {
            store,
            random,
            exempt: None,
        }
    }

    /// Takes news of a server of this machine too, for tests.
    #[must_use]
    pub fn letting_through(self, exempt: Option<Origin>) -> Self {
        Self { exempt, ..self }
    }

    /// The library, for somebody who may edit the site.
    ///
    /// # Errors
    /// Somebody who may not, an event without a site, or a fault of the store.
    pub async fn desk(&self, event: &Event, actor: Actor) -> Result<LibraryDesk, LibraryError> {
        site::authorise(event, actor)?;
        let site = self.store.site(event.id()).await?;
        let slug = site.ok_or(LibraryError::NoSite)?.settings.slug;
        let files = self.store.library(event.id()).await?;
        Ok(LibraryDesk { slug, files })
    }

    /// Adds a file that was taken.
    ///
    /// # Errors
    /// Somebody who may not edit the site, words that cannot stand, a library that is full, or a
    /// fault of the store; then the caller lets the file go.
    pub async fn add(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        taken: &Taken,
        words: &FileWords,
    ) -> Result<(), LibraryError> {
        let desk = self.desk(event, standing.actor()).await?;
        if desk.files.len() >= LIBRARY_FILES_MAX {
            return Err(LibraryError::TooMany);
        }
        let (width, height) = taken.size.unwrap_or_default();
        let file = LibraryFile {
            id: taken.id,
            revision: 1,
            kind: taken.kind.word().to_owned(),
            name: taken.name.clone(),
            alt_french: String::new(),
            alt_english: String::new(),
            width,
            height,
            n_bytes: taken.n_bytes,
            digest: taken.digest,
            created_at: taken.at,
        };
        let named = if words.name.trim().is_empty() {
            FileWords {
                name: taken.name.clone(),
                ..words.clone()
            }
        } else {
            words.clone()
        };
        let file = worded(file, &named)?;
        self.write(event, standing, LibraryWrite::Put(0, file), taken.id)
            .await
    }

    /// Changes what is said of a file, over the revision that was seen.
    ///
    /// # Errors
    /// Somebody who may not edit the site, words that cannot stand, a stale edit, or a fault of
    /// the store.
    pub async fn describe(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        (id, seen): (AttachmentId, u64),
        words: &FileWords,
    ) -> Result<(), LibraryError> {
        let file = self.file(event, standing.actor(), id).await?;
        if file.revision != seen {
            return Err(LibraryError::Stale);
        }
        let mut file = worded(file, words)?;
        file.revision = seen + 1;
        self.write(event, standing, LibraryWrite::Put(seen, file), id)
            .await
    }

    /// Takes a file out that nothing shows.
    ///
    /// # Errors
    /// Somebody who may not edit the site, a file in use, or a fault of the store.
    pub async fn remove(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        id: AttachmentId,
    ) -> Result<(), LibraryError> {
        self.file(event, standing.actor(), id).await?;
        let uses = self.uses(event, id).await?;
        if !uses.is_empty() {
            return Err(LibraryError::Used(uses));
        }
        self.write(event, standing, LibraryWrite::Remove(id), id)
            .await
    }

    async fn uses(&self, event: &Event, id: AttachmentId) -> Result<Vec<Use>, LibraryError> {
        let texts = self.store.texts_naming(event.id(), &id.to_string()).await?;
        let mut uses: Vec<Use> = texts
            .into_iter()
            .map(|(page, language, title)| Use::Page(page, language, title))
            .collect();
        let look = self.store.site_look(event.id()).await?;
        if Look::of(look.as_ref()).shows(id) {
            uses.push(Use::Look);
        }
        Ok(uses)
    }

    async fn file(
        &self,
        event: &Event,
        actor: Actor,
        id: AttachmentId,
    ) -> Result<LibraryFile, LibraryError> {
        let desk = self.desk(event, actor).await?;
        let found = desk.files.into_iter().find(|file| file.id == id);
        Ok(found.ok_or(Reject::from(NotFound {}))?)
    }

    /// Rows and the entry that tells of them, in one commit. The entry says that the site was
    /// edited; what of it, the rows say.
    async fn write(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        write: LibraryWrite,
        id: AttachmentId,
    ) -> Result<(), LibraryError> {
        let random: &dyn Random = &*self.random;
        let site = self.store.site(event.id()).await?;
        let revision = site.ok_or(LibraryError::NoSite)?.settings_revision;
        let note = NoteDeskEdit {
            what: DeskThing::Site,
            id: DeskId::from_bytes(id.to_bytes()),
            revision,
        };
        let command = CommandId::new(event.now(), random.bytes());
        let by = (standing.actor(), Some(standing));
        let desk = DeskWrite::Library(Box::new(write));
        match event
            .command_with_desk(by, command, note.into(), desk)
            .await
        {
            Outcome::Committed { .. } => Ok(()),
            Outcome::Refused(reject) => Err(reject.into()),
        }
    }
}

/// The file with words that can stand.
fn worded(file: LibraryFile, words: &FileWords) -> Result<LibraryFile, LibraryError> {
    let name = clean_name(&words.name);
    let line = |text: &str| {
        let shown = text.chars().map(|c| if c.is_control() { ' ' } else { c });
        shown.collect::<String>().trim().to_owned()
    };
    let (french, english) = (line(&words.alt_french), line(&words.alt_english));
    if name.is_empty() {
        return Err(LibraryError::Unnamed);
    }
    let is_long = |text: &str, n_max| text.chars().count() > n_max;
    if is_long(&name, FILE_NAME_CHARS_MAX)
        || is_long(&french, FILE_ALT_CHARS_MAX)
        || is_long(&english, FILE_ALT_CHARS_MAX)
    {
        return Err(LibraryError::TooLong);
    }
    let is_picture = FileKind::of_word(&file.kind).map(FileKind::family) == Some(Family::Picture);
    if is_picture && french.is_empty() {
        return Err(LibraryError::Undescribed);
    }
    Ok(LibraryFile {
        name,
        alt_french: french,
        alt_english: english,
        ..file
    })
}

/// What a file shows, in words of a language.
#[must_use]
pub fn alt(file: &LibraryFile, language: Language) -> &str {
    match language {
        Language::English if !file.alt_english.is_empty() => &file.alt_english,
        Language::French | Language::English => &file.alt_french,
    }
}

/// The address of a file below the site's own.
#[must_use]
pub fn address(slug: &str, id: AttachmentId, kind: &str) -> String {
    format!("/e/{slug}/files/{id}.{kind}")
}

/// Whether visitors may see a file of the library: a published text or the look shows it.
#[must_use]
pub fn is_public(site: &PublicSite, id: AttachmentId) -> bool {
    let name = id.to_string();
    Look::of(site.look.as_ref()).shows(id)
        || site
            .texts
            .iter()
            .any(|text| text.version.body.contains(&name))
}
