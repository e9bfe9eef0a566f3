//! How a site looks beyond its colour: banner, organisers with their role and words (EVT-07), the
//! partners' logos, and news of elsewhere (PUB-13). Kept as JSON over its own revision.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::Actor;
use protocol::id::AttachmentId;
use protocol::limits::{LABEL_CHARS_MAX, SITE_ORGANISER_CHARS_MAX, SITE_ORGANISERS_MAX};
use protocol::site::{Bilingual, Partner};
use serde::{Deserialize, Serialize};
use store::{Fault, LibraryFile, LibraryWrite, SiteLook};

use super::{Libraries, LibraryError};
use crate::account::Standing;
use crate::desk::site;
use crate::feed::{self, FeedState, Origin, Pace};
use crate::file::{Family, FileKind};
use crate::live::Event;

/// Characters of a link.
const LINK_CHARS_MAX: usize = 300;

/// Somebody who makes the event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Organiser {
    /// Its name.
    pub name: String,
    /// What it does for the event.
    pub role: Words,
    /// What it says of itself.
    pub words: Words,
    /// Where its logo leads; empty leads nowhere.
    pub link: String,
    /// A picture of the library.
    pub logo: Option<Picture>,
}

/// A short text in each language; English says the French one where it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs)]
pub struct Words {
    pub french: String,
    pub english: String,
}

impl Words {
    /// As the rest of a site has them.
    #[must_use]
    pub fn bilingual(&self) -> Bilingual {
        let english = if self.english.is_empty() {
            &self.french
        } else {
            &self.english
        };
        Bilingual {
            french: self.french.clone(),
            english: english.clone(),
        }
    }
}

/// A picture of the library by its id, as JSON has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Picture(String);

impl Picture {
    /// Which.
    #[must_use]
    pub fn id(&self) -> Option<AttachmentId> {
        AttachmentId::parse(&self.0)
    }
}

impl From<AttachmentId> for Picture {
    fn from(id: AttachmentId) -> Self {
        Self(id.to_string())
    }
}

/// News of elsewhere on the welcome page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct News {
    /// Of the RSS or Atom feed; empty shows none.
    pub address: String,
    /// What stands above its entries.
    pub title: Words,
    /// How many of its entries are shown, 1 to [`feed::SHOWN_MAX`].
    pub n_shown: u8,
}

impl Default for News {
    fn default() -> Self {
        Self {
            address: String::new(),
            title: Words::default(),
            n_shown: feed::SHOWN_USUALLY,
        }
    }
}

impl News {
    /// Where to read it, if anything is to be read.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        Some(self.address.as_str()).filter(|address| !address.is_empty())
    }

    fn flaw(&self, exempt: Option<&Origin>) -> Option<NewsFlaw> {
        let titles = [&self.title.french, &self.title.english];
        let is_long = |text: &&String| text.chars().count() > LABEL_CHARS_MAX;
        if self.source().is_some() && feed::check(&self.address, exempt).is_err() {
            Some(NewsFlaw::BadAddress)
        } else if self.source().is_some() && self.title.french.is_empty() {
            Some(NewsFlaw::Untitled)
        } else if titles.iter().any(is_long) {
            Some(NewsFlaw::TooLong)
        } else if !(1..=feed::SHOWN_MAX).contains(&self.n_shown) {
            Some(NewsFlaw::BadCount)
        } else {
            None
        }
    }
}

/// What of the news cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewsFlaw {
    /// Not the address of a public server by https.
    BadAddress,
    /// No title in French.
    Untitled,
    /// A title that is too long.
    TooLong,
    /// More or fewer entries than can be shown.
    BadCount,
}

/// How a site looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// Above every page.
    pub banner: Option<Picture>,
    /// In their order.
    pub organisers: Vec<Organiser>,
    /// By the partners' names.
    pub partner_logos: BTreeMap<String, Picture>,
    /// From elsewhere, on the welcome page.
    pub news: News,
}

/// The look as the desk shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookDesk {
    /// Of the look; zero before anybody edited it.
    pub revision: u64,
    /// As it is.
    pub look: Look,
    /// The pictures that there are.
    pub pictures: Vec<LibraryFile>,
    /// Those that the site's settings name.
    pub partners: Vec<Partner>,
    /// The site's part of the address.
    pub slug: String,
    /// How reading the news goes, where there are any.
    pub feed: Option<FeedState>,
}

/// What of a look cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookFlaw {
    /// The organiser of this number has no name.
    Unnamed(usize),
    /// A text of this organiser is too long.
    TooLong(usize),
    /// The link of this organiser leads nowhere.
    BadLink(usize),
    /// More organisers than there may be.
    TooMany,
    /// A picture that is none of the library's.
    NoPicture,
    /// The news.
    News(NewsFlaw),
}

impl Look {
    /// What is stored; nothing where that is none of ours.
    #[must_use]
    pub fn of(stored: Option<&SiteLook>) -> Self {
        stored
            .and_then(|look| serde_json::from_str(&look.definition).ok())
            .unwrap_or_default()
    }

    /// As it is stored.
    ///
    /// # Errors
    /// Never in practice.
    pub fn stored(&self, revision: u64) -> Result<SiteLook, Fault> {
        let definition = serde_json::to_string(self).map_err(|_| Fault::Corrupt {
            what: "a look that is no JSON".into(),
        })?;
        Ok(SiteLook {
            revision,
            definition,
        })
    }

    /// Every picture that it shows.
    pub fn pictures(&self) -> impl Iterator<Item = &Picture> {
        let logos = self.organisers.iter().filter_map(|one| one.logo.as_ref());
        self.banner
            .iter()
            .chain(logos)
            .chain(self.partner_logos.values())
    }

    /// Whether it shows a file.
    #[must_use]
    pub fn shows(&self, id: AttachmentId) -> bool {
        self.pictures().any(|picture| picture.id() == Some(id))
    }

    /// The same with other ids for its pictures; one that has none is left out.
    #[must_use]
    pub fn renamed(&self, ids: &BTreeMap<AttachmentId, AttachmentId>) -> Self {
        let new = |old: &Picture| Some(Picture::from(*ids.get(&old.id()?)?));
        let mut look = self.clone();
        look.banner = self.banner.as_ref().and_then(new);
        for organiser in &mut look.organisers {
            organiser.logo = organiser.logo.as_ref().and_then(new);
        }
        let logos = self.partner_logos.iter();
        look.partner_logos = logos
            .filter_map(|(name, old)| Some((name.clone(), new(old)?)))
            .collect();
        look
    }

    fn flaw(&self, pictures: &[LibraryFile], exempt: Option<&Origin>) -> Option<LookFlaw> {
        if self.organisers.len() > SITE_ORGANISERS_MAX {
            return Some(LookFlaw::TooMany);
        }
        let is_there = |picture: &Picture| {
            let id = picture.id();
            pictures.iter().any(|file| Some(file.id) == id)
        };
        if !self.pictures().all(is_there) {
            return Some(LookFlaw::NoPicture);
        }
        if let Some(flaw) = self.news.flaw(exempt) {
            return Some(LookFlaw::News(flaw));
        }
        let long = |text: &str, n_max| text.chars().count() > n_max;
        self.organisers.iter().enumerate().find_map(|(nth, one)| {
            let texts = [
                (&one.name, LABEL_CHARS_MAX),
                (&one.role.french, LABEL_CHARS_MAX),
                (&one.role.english, LABEL_CHARS_MAX),
                (&one.words.french, SITE_ORGANISER_CHARS_MAX),
                (&one.words.english, SITE_ORGANISER_CHARS_MAX),
                (&one.link, LINK_CHARS_MAX),
            ];
            if one.name.is_empty() {
                Some(LookFlaw::Unnamed(nth))
            } else if texts.into_iter().any(|(text, n_max)| long(text, n_max)) {
                Some(LookFlaw::TooLong(nth))
            } else if !one.link.is_empty() && !is_link(&one.link) {
                Some(LookFlaw::BadLink(nth))
            } else {
                None
            }
        })
    }
}

fn is_link(text: &str) -> bool {
    let parsed = url::Url::parse(text).ok();
    parsed.is_some_and(|url| {
        matches!(url.scheme(), "https" | "http") && url.host_str().is_some_and(|h| h.contains('.'))
    })
}

impl Libraries {
    /// The look, for somebody who may edit the site.
    ///
    /// # Errors
    /// Somebody who may not, an event without a site, or a fault of the store.
    pub async fn look_desk(&self, event: &Event, actor: Actor) -> Result<LookDesk, LibraryError> {
        site::authorise(event, actor)?;
        let site = self.store.site(event.id()).await?;
        let settings = site.ok_or(LibraryError::NoSite)?.settings;
        let stored = self.store.site_look(event.id()).await?;
        let feed = self.store.site_feed(event.id()).await?;
        let mut pictures = self.store.library(event.id()).await?;
        pictures.retain(|file| {
            FileKind::of_word(&file.kind).map(FileKind::family) == Some(Family::Picture)
        });
        Ok(LookDesk {
            revision: stored.as_ref().map_or(0, |look| look.revision),
            look: Look::of(stored.as_ref()),
            pictures,
            partners: settings.partners.to_vec(),
            slug: settings.slug,
            feed: feed.as_ref().map(FeedState::of),
        })
    }

    /// Changes the look over the revision that was seen.
    ///
    /// # Errors
    /// Somebody who may not edit the site, a look that cannot stand, a stale edit, or a fault of
    /// the store.
    pub async fn edit_look(
        &self,
        event: &Event,
        standing: Arc<Standing>,
        seen: u64,
        look: &Look,
    ) -> Result<(), LibraryError> {
        let desk = self.look_desk(event, standing.actor()).await?;
        if desk.revision != seen {
            return Err(LibraryError::Stale);
        }
        if let Some(flaw) = look.flaw(&desk.pictures, self.exempt.as_ref()) {
            return Err(LibraryError::Flawed(flaw));
        }
        let feed = look.news.source().map(str::to_owned);
        let write = LibraryWrite::Look(seen, look.stored(seen + 1)?, feed);
        let id = AttachmentId::from_bytes(event.id().to_bytes());
        self.write(event, standing, write, id).await
    }

    /// Has the news read again soon.
    ///
    /// # Errors
    /// Somebody who may not edit the site, or a fault of the store.
    pub async fn hasten_news(&self, event: &Event, actor: Actor) -> Result<(), LibraryError> {
        site::authorise(event, actor)?;
        if let Some(feed) = self.store.site_feed(event.id()).await? {
            let due_at = Pace::asked(&feed);
            self.store.hasten_site_feed(event.id(), due_at).await?;
        }
        Ok(())
    }
}
