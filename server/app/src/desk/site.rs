//! The public site of an event: what organisers edit (PUB-01..10).
//!
//! An edit names the revision that its sender saw. One that is stale is refused, and the answer
//! carries what the desk holds now beside what the sender wrote. Rows and the entry that tells of
//! them are one commit of the event's actor; texts never enter the log.

mod clean;
mod colour;
mod decide;
mod defaults;
mod look;
pub mod occasion;
#[cfg(test)]
pub(in crate::desk) mod tests;

use std::sync::Arc;

use domain::access;
use protocol::command::NoteDeskEdit;
use protocol::id::{CommandId, DeskId, EventId, PageId};
use protocol::reject::{DeskEditStale, NotFound};
use protocol::site::{
    History, Language, PageVersion, SiteDesk, SiteEdit, SiteSettings, SiteStale, SiteWish,
};
use protocol::{Actor, Function, List, Micros, Reject};
use store::{Fault, Store, StoredSite};

pub use self::colour::Accent;
pub use self::decide::Flaw;
pub(in crate::desk) use self::decide::is_slug;
pub use self::look::{PublicPage, Visit, Window, find, pages, text_of, window};
use crate::account::Standing;
use crate::live::{DeskWrite, Event, Outcome};
use crate::port::Random;
pub use store::{PublicSite, PublicText};

/// How often an edit is decided anew when another one came between its reading and its commit.
const ATTEMPTS_MAX: usize = 4;

/// Why an edit, or a look, came to nothing.
#[derive(Debug)]
pub enum SiteError {
    /// The rules say no.
    Refused(Reject),
    /// What was sent cannot stand on a site.
    Flawed(Flaw),
    /// Somebody else edited the same thing since; what it is now.
    Stale(Box<SiteStale>),
    /// The world failed.
    Store(Fault),
}

impl From<Fault> for SiteError {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

impl From<Reject> for SiteError {
    fn from(reject: Reject) -> Self {
        Self::Refused(reject)
    }
}

/// The desk of public sites.
pub struct Sites {
    store: Store,
    kept: look::Kept,
}

impl Sites {
    /// A desk over this store.
    #[must_use]
    pub fn new(store: Store) -> Self {
        let kept = look::Kept::default();
        Self { store, kept }
    }

    /// The address of an event's site.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn address(&self, event: EventId) -> Result<Option<String>, Fault> {
        let site = self.store.site(event).await?;
        Ok(site.map(|site| site.settings.slug))
    }

    /// The sites of the installation that its front page names and that are open now.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn listed(&self, now: Micros) -> Result<Vec<(EventId, SiteSettings)>, Fault> {
        let mut sites = self.store.list_sites().await?;
        sites.retain(|(_, settings)| {
            settings.is_listed && settings.opens_at <= now && now < settings.closes_at
        });
        sites.sort_by(|(_, a), (_, b)| a.slug.cmp(&b.slug));
        Ok(sites)
    }

    /// Everything but the texts.
    ///
    /// # Errors
    /// Somebody who may not edit the site, or a fault of the store.
    pub async fn desk(&self, event: &Event, standing: &Standing) -> Result<SiteDesk, SiteError> {
        authorise(event, standing.actor())?;
        Ok(desk_of(self.store.site(event.id()).await?))
    }

    /// The versions of a text, newest first.
    ///
    /// # Errors
    /// Somebody who may not edit the site, or a fault of the store.
    pub async fn history(
        &self,
        event: &Event,
        standing: &Standing,
        page: PageId,
        language: Language,
    ) -> Result<History, SiteError> {
        authorise(event, standing.actor())?;
        let versions = self.store.page_history(event.id(), page, language).await?;
        let versions = List::new(versions).unwrap_or_default();
        Ok(History { versions })
    }

    /// One version of a text.
    ///
    /// # Errors
    /// Somebody who may not edit the site, a version that there is not, or a fault of the store.
    pub async fn version(
        &self,
        event: &Event,
        standing: &Standing,
        (page, language, number): (PageId, Language, u32),
    ) -> Result<PageVersion, SiteError> {
        authorise(event, standing.actor())?;
        let found = self.store.page_version(event.id(), page, language, number);
        found.await?.ok_or(Reject::from(NotFound {}).into())
    }

    /// Does an edit; sent again with the same command id, it is done once.
    ///
    /// # Errors
    /// Somebody who may not edit the site, a text that cannot stand on it, a stale edit, or a
    /// fault of the store.
    pub async fn edit(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        random: &dyn Random,
        wish: SiteWish,
    ) -> Result<SiteDesk, SiteError> {
        self.edit_of(event, standing.actor(), Some(standing), random, wish)
            .await
    }

    /// The same in somebody's name, for parts of the product that speak for others.
    ///
    /// # Errors
    /// As [`Self::edit`].
    pub async fn edit_as(
        &self,
        event: &Event,
        actor: Actor,
        random: &dyn Random,
        wish: SiteWish,
    ) -> Result<SiteDesk, SiteError> {
        self.edit_of(event, actor, None, random, wish).await
    }

    async fn edit_of(
        &self,
        event: &Event,
        actor: Actor,
        standing: Option<Arc<Standing>>,
        random: &dyn Random,
        wish: SiteWish,
    ) -> Result<SiteDesk, SiteError> {
        authorise(event, actor)?;
        let SiteWish { command, edit } = wish;
        for _ in 0..ATTEMPTS_MAX {
            let site = self.store.site(event.id()).await?;
            let restored = self.restored(event, &edit).await?;
            let context = decide::Context {
                by: actor,
                now: event.now(),
                restored,
                random,
            };
            let decided = match decide::decide(site.as_ref(), context, &edit) {
                Ok(decided) => decided,
                Err(SiteError::Refused(Reject::DeskEditStale(_))) => {
                    return self.stale(event, command, site, &edit).await;
                }
                Err(error) => return Err(error),
            };
            let note = NoteDeskEdit {
                what: decided.what,
                id: decided.page.map_or_else(
                    || DeskId::from_bytes(event.id().to_bytes()),
                    |page| DeskId::from_bytes(page.to_bytes()),
                ),
                revision: decided.revision,
            };
            let write = DeskWrite::Site(Box::new(decided.write));
            let outcome = event
                .command_with_desk((actor, standing.clone()), command, note.into(), write)
                .await;
            match outcome {
                Outcome::Committed { .. } => {
                    return Ok(desk_of(self.store.site(event.id()).await?));
                }
                // Another page of the site was edited between reading and committing.
                Outcome::Refused(Reject::DeskEditStale(_)) => {}
                Outcome::Refused(reject) => return Err(reject.into()),
            }
        }
        Err(Reject::from(DeskEditStale { revision: 0 }).into())
    }

    /// The version that an edit wants back.
    async fn restored(
        &self,
        event: &Event,
        edit: &SiteEdit,
    ) -> Result<Option<PageVersion>, SiteError> {
        let SiteEdit::Restore {
            page,
            language,
            number,
            ..
        } = edit
        else {
            return Ok(None);
        };
        let found = self
            .store
            .page_version(event.id(), *page, *language, *number);
        Ok(found.await?)
    }

    /// The answer to an edit that saw something older: unless it is that very edit which was done.
    async fn stale(
        &self,
        event: &Event,
        command: CommandId,
        site: Option<StoredSite>,
        edit: &SiteEdit,
    ) -> Result<SiteDesk, SiteError> {
        let mut tx = self.store.begin(event.id()).await?;
        let answers = tx.answers(&[command]).await?;
        tx.roll_back().await?;
        if answers.contains_key(&command) {
            return Ok(desk_of(site));
        }
        let mut theirs = None;
        if let (Some(site), SiteEdit::WritePage { page, language, .. }) = (&site, edit)
            && let Some(head) = site.pages.iter().find(|head| head.id == *page)
            && let Some(text) = head.text(*language)
        {
            theirs = self
                .store
                .page_version(event.id(), *page, *language, text.latest)
                .await?;
        }
        Err(SiteError::Stale(Box::new(SiteStale {
            desk: desk_of(site),
            theirs,
        })))
    }
}

fn desk_of(site: Option<StoredSite>) -> SiteDesk {
    match site {
        Some(site) => SiteDesk {
            settings: Some(site.settings),
            settings_revision: site.settings_revision,
            pages: List::new(site.pages).expect("the desk adds no page beyond the bound"),
        },
        None => SiteDesk {
            settings: None,
            settings_revision: 0,
            pages: List::default(),
        },
    }
}

/// As the site is everybody's, only who sees all rows edits it.
pub(super) fn authorise(event: &Event, actor: Actor) -> Result<(), Reject> {
    let view = event.view();
    access::for_everybody(&view.state, actor, Function::Site).map(|_| ())
}
