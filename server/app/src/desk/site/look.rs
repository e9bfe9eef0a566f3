//! What a visitor finds at an address of a site.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use protocol::Micros;
use protocol::id::{EventId, PageId};
use protocol::site::{Language, PageKind};
use store::{Fault, PublicSite, PublicText};

use super::Sites;

/// Sites whose texts are kept in memory; one more takes the place of any other.
const SITES_KEPT_MAX: usize = 64;

/// Texts by event, each as of a revision of its site.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<HashMap<EventId, Arc<PublicSite>>>);

/// Whether visitors see the pages (EVT-09).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Not before this.
    NotYet(Micros),
    /// Now.
    Open,
    /// Not any more since this.
    Over(Micros),
}

/// A page with its text.
#[derive(Clone, Debug)]
pub struct PublicPage {
    /// What it is for.
    pub kind: PageKind,
    /// The text.
    pub text: PublicText,
}

/// What stands at an address below a language.
#[derive(Clone, Debug)]
pub enum Visit {
    /// A page.
    Page(PublicPage),
    /// It moved to this part of the address.
    Moved(String),
    /// It was there and is not any more.
    Gone,
    /// There never was such a page.
    NotFound,
}

impl Sites {
    /// The site at an address with all that visitors can reach.
    ///
    /// One small query says whether what is in memory is still what the store holds; so every
    /// node shows an edit with the next request.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn visit(&self, slug: &str) -> Result<Option<Arc<PublicSite>>, Fault> {
        let Some((event, revision)) = self.store.find_site(slug).await? else {
            return Ok(None);
        };
        let known = self.kept.lock().get(&event).cloned();
        if let Some(site) = known.filter(|site| site.site.revision == revision) {
            return Ok(Some(site));
        }
        let Some(site) = self.store.public_site(event).await? else {
            return Ok(None);
        };
        let site = Arc::new(site);
        let mut kept = self.kept.lock();
        if kept.len() >= SITES_KEPT_MAX && !kept.contains_key(&event) {
            let other = kept.keys().next().copied();
            other.map(|other| kept.remove(&other));
        }
        kept.insert(event, site.clone());
        Ok(Some(site))
    }
}

impl Kept {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<EventId, Arc<PublicSite>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a site's pages are shown now.
#[must_use]
pub fn window(site: &PublicSite, now: Micros) -> Window {
    let settings = &site.site.settings;
    if now < settings.opens_at {
        Window::NotYet(settings.opens_at)
    } else if now >= settings.closes_at {
        Window::Over(settings.closes_at)
    } else {
        Window::Open
    }
}

/// The published text of a page.
#[must_use]
pub fn text_of(site: &PublicSite, page: PageId, language: Language) -> Option<&PublicText> {
    let mut texts = site.texts.iter();
    texts.find(|text| text.page == page && text.language == language)
}

/// The published pages in a language, in the order of the menu.
pub fn pages(
    site: &PublicSite,
    language: Language,
) -> impl Iterator<Item = (&protocol::site::PageHead, &PublicText)> {
    site.site
        .pages
        .iter()
        .filter_map(move |head| Some((head, text_of(site, head.id, language)?)))
}

/// What stands at an address; the welcome page has an empty one.
#[must_use]
pub fn find(site: &PublicSite, language: Language, slug: &str) -> Visit {
    let mut all = pages(site, language);
    if let Some((head, text)) = all.find(|(_, text)| text.slug == slug) {
        return Visit::Page(PublicPage {
            kind: head.kind,
            text: text.clone(),
        });
    }
    let mut redirects = site.redirects.iter();
    let moved = redirects.find(|former| former.language == language && former.slug == slug);
    if let Some(text) = moved.and_then(|former| text_of(site, former.page, language)) {
        return Visit::Moved(text.slug.clone());
    }
    let mut gone = site.gone.iter();
    if gone.any(|(of, former)| *of == language && former == slug) {
        return Visit::Gone;
    }
    Visit::NotFound
}
