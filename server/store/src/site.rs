//! Public sites: reading them whole, and writing an edit in the commit of its entry.
//!
//! Guarantees:
//! - **Nobody overwrites unseen.** A [`SiteWrite`] names the revision of the site that it was
//!   decided on; if there is another one, [`Fault::Stale`] says so and nothing is written.
//! - **Every version stays.** A version is inserted once and never changed.

pub(crate) mod rows;

use protocol::Micros;
use protocol::id::{EventId, PageId};
use protocol::site::{Language, PageHead, PageVersion, SiteSettings, VersionHead};

use crate::fault::Fault;
use crate::feed::{self, SiteFeed};
use crate::files::{self, LibraryFile, SiteLook};
use crate::open::Store;
use crate::tx::Tx;

/// A site as the desk and the public pages need it: everything but the texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSite {
    /// Raised by every edit.
    pub revision: u64,
    /// Raised by edits of the settings.
    pub settings_revision: u64,
    /// The settings.
    pub settings: SiteSettings,
    /// The pages by position; removed ones are left out.
    pub pages: Vec<PageHead>,
}

/// A text that visitors see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicText {
    /// Of which page.
    pub page: PageId,
    /// In which language.
    pub language: Language,
    /// Its part of the address.
    pub slug: String,
    /// Since when visitors see it.
    pub published_at: Micros,
    /// The version.
    pub version: PageVersion,
}

/// A former address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// In which language.
    pub language: Language,
    /// The former part of the address.
    pub slug: String,
    /// The page that it led to.
    pub page: PageId,
}

/// What visitors can reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicSite {
    /// Of which event.
    pub event: EventId,
    /// The site, with its pages.
    pub site: StoredSite,
    /// The published texts.
    pub texts: Vec<PublicText>,
    /// Former addresses of pages that are still there.
    pub redirects: Vec<Redirect>,
    /// Addresses of pages that are gone for good.
    pub gone: Vec<(Language, String)>,
    /// The files of its library.
    pub library: Vec<LibraryFile>,
    /// How it looks beyond its colour, where somebody said.
    pub look: Option<SiteLook>,
    /// What was read of the feed that the look names.
    pub feed: Option<SiteFeed>,
}

/// The rows of one edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteWrite {
    /// The site's revision that the edit was decided on; zero makes the site.
    pub seen: u64,
    /// The settings and their new revision, where they change.
    pub settings: Option<(u64, SiteSettings)>,
    /// Pages that are new or changed.
    pub pages: Vec<PageHead>,
    /// Pages that are removed.
    pub removed: Vec<(PageId, Micros)>,
    /// New versions.
    pub versions: Vec<(PageId, Language, PageVersion)>,
    /// Texts whose published version changes, with the time.
    pub published: Vec<(PageId, Language, Micros)>,
    /// Addresses that lead elsewhere from now on.
    pub redirects: Vec<Redirect>,
}

impl Store {
    /// The site of an event.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn site(&self, event: EventId) -> Result<Option<StoredSite>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::site(&mut open.link(), event).await
    }

    /// The event whose site has this address, and the site's revision.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_site(&self, slug: &str) -> Result<Option<(EventId, u64)>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::find(&mut open.link(), slug).await
    }

    /// Every site of the installation whose event is more than a project: event and settings.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn list_sites(&self) -> Result<Vec<(EventId, SiteSettings)>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::list(&mut open.link()).await
    }

    /// All that visitors can reach of an event's site, as of one moment.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn public_site(&self, event: EventId) -> Result<Option<PublicSite>, Fault> {
        let mut open = self.pools.reading().await?;
        let mut link = open.link();
        let Some(site) = rows::site(&mut link, event).await? else {
            return Ok(None);
        };
        Ok(Some(PublicSite {
            event,
            texts: rows::published(&mut link, event).await?,
            redirects: rows::redirects(&mut link, event).await?,
            gone: rows::gone(&mut link, event).await?,
            library: files::rows::list(&mut link, event).await?,
            look: files::rows::look(&mut link, event).await?,
            feed: feed::rows::find(&mut link, event).await?,
            site,
        }))
    }

    /// The versions of a text, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn page_history(
        &self,
        event: EventId,
        page: PageId,
        language: Language,
    ) -> Result<Vec<VersionHead>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::history(&mut open.link(), event, page, language).await
    }

    /// One version of a text.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn page_version(
        &self,
        event: EventId,
        page: PageId,
        language: Language,
        number: u32,
    ) -> Result<Option<PageVersion>, Fault> {
        let mut open = self.pools.reading().await?;
        rows::version(&mut open.link(), event, page, language, number).await
    }
}

impl Tx {
    /// Writes an edit of the event's site; it is committed with the batch.
    ///
    /// # Errors
    /// [`Fault::Stale`] when the site has another revision than the edit was decided on.
    pub async fn write_site(&mut self, write: &SiteWrite) -> Result<(), Fault> {
        let (mut link, event, _) = self.parts();
        rows::write(&mut link, event, write).await
    }
}
