//! What an edit makes of a site: rows to write, or the reason why not. No store, no clock.

use protocol::id::PageId;
use protocol::limits::{
    LABEL_CHARS_MAX, SITE_BODY_BYTES_MAX, SITE_DESCRIPTION_CHARS_MAX, SITE_PAGES_MAX,
    SITE_SLUG_CHARS_MAX, SITE_TITLE_CHARS_MAX, SITE_VERSIONS_MAX,
};
use protocol::reject::{DeskEditStale, IdTaken, LimitReached, NotFound};
use protocol::site::{
    Language, PageDraft, PageHead, PageKind, PageVersion, SiteEdit, SiteSettings, TextHead,
    TextState, VersionHead,
};
use protocol::{Actor, DeskThing, List, Micros, Reject};
use store::{Redirect, SiteWrite, StoredSite};

use super::clean::clean;
use super::colour::Accent;
use super::{SiteError, defaults};
use crate::port::Random;

/// What cannot stand on a site. Clients say it at the field that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Flaw {
    Slug,
    SlugTaken,
    Languages,
    Accent,
    Window,
    Link,
    TooLong,
    Title,
    Description,
    Body,
    /// The step does not follow from the state: publishing what nobody validated.
    State,
    /// Pages that every site has can be hidden, not removed, and some are not renamed.
    Fixed,
}

impl Flaw {
    /// A stable word for clients.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Slug => "slug",
            Self::SlugTaken => "slug-taken",
            Self::Languages => "languages",
            Self::Accent => "accent",
            Self::Window => "window",
            Self::Link => "link",
            Self::TooLong => "too-long",
            Self::Title => "title",
            Self::Description => "description",
            Self::Body => "body",
            Self::State => "state",
            Self::Fixed => "fixed",
        }
    }
}

impl From<Flaw> for SiteError {
    fn from(flaw: Flaw) -> Self {
        Self::Flawed(flaw)
    }
}

/// What a decision may depend on besides the site and the edit.
pub(super) struct Context<'a> {
    pub(super) by: Actor,
    pub(super) now: Micros,
    /// The version that the edit wants back, fetched beforehand.
    pub(super) restored: Option<PageVersion>,
    pub(super) random: &'a dyn Random,
}

/// Rows, and what the entry says of them.
pub(super) struct Decided {
    pub(super) write: SiteWrite,
    pub(super) what: DeskThing,
    /// Of the site itself, if none.
    pub(super) page: Option<PageId>,
    pub(super) revision: u64,
}

pub(super) fn decide(
    site: Option<&StoredSite>,
    context: Context<'_>,
    edit: &SiteEdit,
) -> Result<Decided, SiteError> {
    let Some(site) = site else {
        return match edit {
            SiteEdit::Open { settings } => open(&context, settings),
            _ => Err(Reject::from(NotFound {}).into()),
        };
    };
    let draft = Draft { site, context };
    match edit {
        SiteEdit::Open { .. } => Err(Reject::from(IdTaken {}).into()),
        SiteEdit::Configure { seen, settings } => draft.configure(*seen, settings),
        SiteEdit::AddPage {
            page,
            is_in_menu,
            french,
            english,
        } => draft.add_page(*page, *is_in_menu, [french, english]),
        SiteEdit::PlacePage {
            page,
            seen,
            position,
            is_in_menu,
        } => {
            let mut head = draft.page(*page, *seen)?;
            let former = std::mem::replace(&mut head.position, *position);
            head.is_in_menu = *is_in_menu;
            let mut decided = draft.changed(head);
            let mut others = site.pages.iter().filter(|other| other.id != *page);
            // The page that stood there changes over. Nobody who edits its text is disturbed.
            if let Some(other) = others.find(|other| other.position == *position) {
                let mut other = other.clone();
                other.position = former;
                decided.write.pages.push(other);
            }
            Ok(decided)
        }
        SiteEdit::RemovePage { page, seen } => {
            let head = draft.page(*page, *seen)?;
            if head.kind != PageKind::Own {
                return Err(Flaw::Fixed.into());
            }
            let mut decided = draft.changed(head);
            decided.write.removed.push((*page, draft.context.now));
            Ok(decided)
        }
        SiteEdit::WritePage {
            page,
            seen,
            language,
            draft: text,
        } => {
            let head = draft.page(*page, *seen)?;
            draft.add_version(head, *language, checked(text, draft.slug())?)
        }
        SiteEdit::Restore {
            page,
            seen,
            language,
            ..
        } => {
            let head = draft.page(*page, *seen)?;
            let restored = draft.context.restored.as_ref();
            let version = restored.ok_or_else(|| Reject::from(NotFound {}))?;
            let text = PageDraft {
                title: version.head.title.clone(),
                description: version.description.clone(),
                body: version.body.clone(),
            };
            draft.add_version(head, *language, text)
        }
        SiteEdit::RenamePage {
            page,
            seen,
            language,
            slug,
        } => draft.rename(*page, *seen, *language, slug),
        SiteEdit::Validate {
            page,
            seen,
            language,
        } => {
            let (head, _) = draft.step(*page, *seen, *language, |text| {
                if text.state != TextState::Draft {
                    return Err(Flaw::State);
                }
                text.state = TextState::Validated;
                Ok(())
            })?;
            Ok(draft.changed(head))
        }
        SiteEdit::Publish {
            page,
            seen,
            language,
        } => {
            let (head, _) = draft.step(*page, *seen, *language, |text| {
                if text.state != TextState::Validated {
                    return Err(Flaw::State);
                }
                text.state = TextState::Published;
                text.published = Some(text.latest);
                Ok(())
            })?;
            let mut decided = draft.changed(head);
            let at = draft.context.now;
            decided.write.published.push((*page, *language, at));
            Ok(decided)
        }
        SiteEdit::Withdraw {
            page,
            seen,
            language,
        } => {
            let (head, _) = draft.step(*page, *seen, *language, |text| {
                if text.published.is_none() {
                    return Err(Flaw::State);
                }
                text.published = None;
                text.state = TextState::Draft;
                Ok(())
            })?;
            // A site without its welcome page would have no front door.
            if head.kind == PageKind::Welcome {
                return Err(Flaw::Fixed.into());
            }
            Ok(draft.changed(head))
        }
    }
}

fn open(context: &Context<'_>, settings: &SiteSettings) -> Result<Decided, SiteError> {
    check_settings(settings)?;
    let mut write = SiteWrite {
        seen: 0,
        settings: Some((1, settings.clone())),
        pages: Vec::new(),
        removed: Vec::new(),
        versions: Vec::new(),
        published: Vec::new(),
        redirects: Vec::new(),
    };
    for (position, default) in (0..).zip(defaults::PAGES) {
        let id = PageId::new(context.now, context.random.bytes());
        let mut texts = Vec::new();
        for (language, text) in Language::ALL.into_iter().zip(default.texts()) {
            texts.push(TextHead {
                language,
                slug: text.slug.into(),
                state: TextState::Published,
                latest: 1,
                published: Some(1),
                title: text.title.into(),
            });
            let version = PageVersion {
                head: VersionHead {
                    number: 1,
                    by: context.by,
                    at: context.now,
                    title: text.title.into(),
                },
                description: text.description.into(),
                body: clean(text.body, &settings.slug),
            };
            write.versions.push((id, language, version));
            write.published.push((id, language, context.now));
        }
        write.pages.push(PageHead {
            id,
            kind: default.kind,
            position,
            is_in_menu: default.is_in_menu,
            revision: 1,
            texts: List::new(texts).expect("one per language"),
        });
    }
    Ok(Decided {
        write,
        what: DeskThing::Site,
        page: None,
        revision: 1,
    })
}

struct Draft<'a> {
    site: &'a StoredSite,
    context: Context<'a>,
}

impl Draft<'_> {
    fn nothing(&self) -> SiteWrite {
        SiteWrite {
            seen: self.site.revision,
            settings: None,
            pages: Vec::new(),
            removed: Vec::new(),
            versions: Vec::new(),
            published: Vec::new(),
            redirects: Vec::new(),
        }
    }

    /// The page as the sender saw it.
    fn page(&self, id: PageId, seen: u64) -> Result<PageHead, SiteError> {
        let head = self.site.pages.iter().find(|head| head.id == id);
        let head = head.ok_or_else(|| Reject::from(NotFound {}))?;
        if head.revision != seen {
            let revision = head.revision;
            return Err(Reject::from(DeskEditStale { revision }).into());
        }
        Ok(head.clone())
    }

    /// Takes a step with one of a page's texts.
    fn step<T>(
        &self,
        id: PageId,
        seen: u64,
        language: Language,
        take: impl FnOnce(&mut TextHead) -> Result<T, Flaw>,
    ) -> Result<(PageHead, T), SiteError> {
        let mut head = self.page(id, seen)?;
        let mut texts = head.texts.clone().into_vec();
        let text = texts.iter_mut().find(|text| text.language == language);
        let taken = take(text.ok_or_else(|| Reject::from(NotFound {}))?)?;
        head.texts = List::new(texts).expect("as many as before");
        Ok((head, taken))
    }

    fn changed(&self, mut head: PageHead) -> Decided {
        head.revision += 1;
        let (id, revision) = (head.id, head.revision);
        let mut write = self.nothing();
        write.pages.push(head);
        Decided {
            write,
            what: DeskThing::SitePage,
            page: Some(id),
            revision,
        }
    }

    fn configure(&self, seen: u64, settings: &SiteSettings) -> Result<Decided, SiteError> {
        let revision = self.site.settings_revision;
        if revision != seen {
            return Err(Reject::from(DeskEditStale { revision }).into());
        }
        check_settings(settings)?;
        // Addresses that are out in the world must not lead nowhere one day.
        if settings.slug != self.site.settings.slug {
            return Err(Flaw::Fixed.into());
        }
        let mut write = self.nothing();
        write.settings = Some((revision + 1, settings.clone()));
        Ok(Decided {
            write,
            what: DeskThing::Site,
            page: None,
            revision: revision + 1,
        })
    }

    fn add_page(
        &self,
        id: PageId,
        is_in_menu: bool,
        drafts: [&PageDraft; 2],
    ) -> Result<Decided, SiteError> {
        if self.site.pages.len() >= SITE_PAGES_MAX {
            let limit = u32::try_from(SITE_PAGES_MAX).expect("a small bound");
            return Err(Reject::from(LimitReached { limit }).into());
        }
        if self.site.pages.iter().any(|head| head.id == id) {
            return Err(Reject::from(IdTaken {}).into());
        }
        let mut texts = Vec::new();
        let mut versions = Vec::new();
        for (language, draft) in Language::ALL.into_iter().zip(drafts) {
            let text = checked(draft, self.slug())?;
            let slug = slug_of(&text.title).ok_or(Flaw::Title)?;
            self.check_free(id, language, &slug)?;
            texts.push(TextHead {
                language,
                slug,
                state: TextState::Draft,
                latest: 1,
                published: None,
                title: text.title.clone(),
            });
            versions.push((id, language, self.version(1, text)));
        }
        let last = self.site.pages.iter().map(|head| head.position).max();
        let mut decided = self.changed(PageHead {
            id,
            kind: PageKind::Own,
            position: last.map_or(0, |position| position.saturating_add(1)),
            is_in_menu,
            revision: 0,
            texts: List::new(texts).expect("one per language"),
        });
        decided.write.versions = versions;
        Ok(decided)
    }

    fn version(&self, number: u32, text: PageDraft) -> PageVersion {
        PageVersion {
            head: VersionHead {
                number,
                by: self.context.by,
                at: self.context.now,
                title: text.title,
            },
            description: text.description,
            body: text.body,
        }
    }

    fn add_version(
        &self,
        head: PageHead,
        language: Language,
        text: PageDraft,
    ) -> Result<Decided, SiteError> {
        let title = text.title.clone();
        let (head, number) = self.step(head.id, head.revision, language, |head| {
            if head.latest < SITE_VERSIONS_MAX {
                head.latest += 1;
                head.state = TextState::Draft;
                head.title = title;
            }
            Ok(head.latest)
        })?;
        if head == self.page(head.id, head.revision)? {
            let limit = SITE_VERSIONS_MAX;
            return Err(Reject::from(LimitReached { limit }).into());
        }
        let id = head.id;
        let mut decided = self.changed(head);
        let version = self.version(number, text);
        decided.write.versions.push((id, language, version));
        Ok(decided)
    }

    fn rename(
        &self,
        id: PageId,
        seen: u64,
        language: Language,
        slug: &str,
    ) -> Result<Decided, SiteError> {
        if !is_slug(slug) {
            return Err(Flaw::Slug.into());
        }
        let (head, former) = self.step(id, seen, language, |text| {
            Ok(std::mem::replace(&mut text.slug, slug.to_owned()))
        })?;
        // The welcome page stands at the site's own address.
        if head.kind == PageKind::Welcome {
            return Err(Flaw::Fixed.into());
        }
        self.check_free(id, language, slug)?;
        let mut decided = self.changed(head);
        if former != slug {
            decided.write.redirects.push(Redirect {
                language,
                slug: former,
                page: id,
            });
        }
        Ok(decided)
    }

    /// The site's part of the address.
    fn slug(&self) -> &str {
        &self.site.settings.slug
    }

    fn check_free(&self, id: PageId, language: Language, slug: &str) -> Result<(), Flaw> {
        let is_taken = self.site.pages.iter().any(|head| {
            let text = head.text(language);
            head.id != id && text.is_some_and(|text| text.slug == slug)
        });
        if is_taken || RESERVED.contains(&slug) {
            return Err(Flaw::SlugTaken);
        }
        Ok(())
    }
}

/// Addresses below a language that are not pages of the organiser.
const RESERVED: &[&str] = &["sitemap", "plan-du-site", "site-map"];

/// A text that can stand on a page, cleaned.
fn checked(draft: &PageDraft, slug: &str) -> Result<PageDraft, Flaw> {
    let title = draft.title.trim();
    if title.is_empty() || title.chars().count() > SITE_TITLE_CHARS_MAX {
        return Err(Flaw::Title);
    }
    let description = draft.description.trim();
    if description.chars().count() > SITE_DESCRIPTION_CHARS_MAX {
        return Err(Flaw::Description);
    }
    if draft.body.len() > SITE_BODY_BYTES_MAX {
        return Err(Flaw::Body);
    }
    let body = clean(&draft.body, slug);
    if body.len() > SITE_BODY_BYTES_MAX {
        return Err(Flaw::Body);
    }
    Ok(PageDraft {
        title: title.to_owned(),
        description: description.to_owned(),
        body,
    })
}

pub(super) fn check_settings(settings: &SiteSettings) -> Result<(), Flaw> {
    if !is_slug(&settings.slug) {
        return Err(Flaw::Slug);
    }
    // French is the base language of every site (PUB-07).
    let languages = &settings.languages;
    let mut sorted = languages.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    if !languages.contains(&Language::French) || sorted.len() != languages.len() {
        return Err(Flaw::Languages);
    }
    if Accent::of(&settings.accent).is_none() {
        return Err(Flaw::Accent);
    }
    if settings.opens_at >= settings.closes_at {
        return Err(Flaw::Window);
    }
    let is_link = |link: &str| {
        (link.starts_with("https://") || link.starts_with("http://"))
            && !link.contains(|c: char| c.is_whitespace() || c.is_control() || c == '"')
    };
    if settings
        .partners
        .iter()
        .any(|partner| !is_link(&partner.link))
    {
        return Err(Flaw::Link);
    }
    let names = settings.partners.iter().map(|partner| &partner.name);
    let short = names.chain([
        &settings.name.french,
        &settings.name.english,
        &settings.organiser,
        &settings.email,
        &settings.phone,
    ]);
    let long = [
        &settings.tagline.french,
        &settings.tagline.english,
        &settings.address,
    ];
    let is_within = |text: &String, max: usize| text.chars().count() <= max;
    let fits = short
        .into_iter()
        .all(|text| is_within(text, LABEL_CHARS_MAX))
        && long
            .into_iter()
            .all(|text| is_within(text, SITE_DESCRIPTION_CHARS_MAX));
    if fits { Ok(()) } else { Err(Flaw::TooLong) }
}

/// Whether a text can be a part of an address: small letters, digits, single dashes between.
pub(in crate::desk) fn is_slug(text: &str) -> bool {
    (1..=SITE_SLUG_CHARS_MAX).contains(&text.len())
        && text.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

/// The part of an address that a title makes.
pub(super) fn slug_of(title: &str) -> Option<String> {
    let mut slug = String::new();
    for letter in title.chars().flat_map(char::to_lowercase) {
        let plain = match letter {
            'à' | 'â' | 'ä' | 'á' => "a",
            'ç' => "c",
            'é' | 'è' | 'ê' | 'ë' => "e",
            'î' | 'ï' | 'í' => "i",
            'ô' | 'ö' | 'ó' => "o",
            'ù' | 'û' | 'ü' | 'ú' => "u",
            'ÿ' => "y",
            'ñ' => "n",
            'œ' => "oe",
            'æ' => "ae",
            _ if letter.is_ascii_alphanumeric() => {
                slug.push(letter);
                continue;
            }
            _ => {
                if !slug.ends_with('-') && !slug.is_empty() {
                    slug.push('-');
                }
                continue;
            }
        };
        slug.push_str(plain);
    }
    slug.truncate(SITE_SLUG_CHARS_MAX);
    let slug = slug.trim_end_matches('-').to_owned();
    is_slug(&slug).then_some(slug)
}
