//! The public site of an event, as the desk edits it: settings, pages, versions of their texts.
//!
//! Like proposals, these travel outside the live streams, in MessagePack. Texts stand here and
//! nowhere in the log: an entry only says which page has which revision.

use crate::entry::Actor;
use crate::id::{CommandId, PageId};
use crate::limits::{
    LIBRARY_FILES_MAX, SITE_LANGUAGES_MAX, SITE_PAGES_MAX, SITE_PARTNERS_MAX, SITE_VERSIONS_MAX,
};
use crate::list::List;
use crate::time::Micros;

choices! { Snake:
    /// A language of a site. French comes first.
    #[derive(Copy, PartialOrd, Ord, Hash)]
    #[serde(rename_all = "snake_case")]
    #[allow(missing_docs)]
    pub enum Language { French, English }

    /// What a page is for. Each kind but the last stands once in a site, and some show what the
    /// event knows by itself below their text.
    #[derive(Copy, PartialOrd, Ord, Hash)]
    #[serde(rename_all = "snake_case")]
    #[allow(missing_docs)]
    pub enum PageKind {
        Welcome,
        Practical,
        Programme,
        Registration,
        Catalogue,
        Contact,
        Legal,
        Privacy,
        Accessibility,
        /// Added by the organiser.
        Own,
    }

    /// What a file of the library is to who looks at it.
    #[derive(Copy, PartialOrd, Ord, Hash)]
    #[serde(rename_all = "snake_case")]
    #[allow(missing_docs)]
    pub enum FileFamily { Picture, Document, Video }

    /// How far the newest version of a text has come (PUB-09).
    #[derive(Copy, PartialOrd, Ord, Hash)]
    #[serde(rename_all = "snake_case")]
    pub enum TextState {
        /// Being written.
        Draft,
        /// Read and found good; not shown yet.
        Validated,
        /// What visitors see.
        Published,
    }
}

records! {
    /// A short text in each language.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct Bilingual {
        pub french: String,
        pub english: String,
    }

    /// Who supports the event, with an address to go to.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct Partner {
        pub name: String,
        pub link: String,
    }

    /// What an organiser decides about the site as a whole.
    #[allow(missing_docs)]
    pub struct SiteSettings {
        /// The site's part of the address; unique over the installation.
        pub slug: String,
        pub languages: List<Language, SITE_LANGUAGES_MAX>,
        /// The name as visitors read it; empty takes the event's label.
        pub name: Bilingual,
        /// One sentence below the name.
        pub tagline: Bilingual,
        /// `#rrggbb`.
        pub accent: String,
        /// From when on, and until when, visitors see the pages (EVT-09).
        pub opens_at: Micros,
        pub closes_at: Micros,
        /// Whether the installation's front page names the event.
        pub is_listed: bool,
        /// Whether the catalogue page names the companies that take part.
        pub shows_companies: bool,
        pub organiser: String,
        pub email: String,
        pub phone: String,
        pub address: String,
        pub partners: List<Partner, SITE_PARTNERS_MAX>,
    }

    /// A page's text in one language, without the text itself.
    #[allow(missing_docs)]
    pub struct TextHead {
        pub language: Language,
        /// The page's part of the address; empty for the welcome page.
        pub slug: String,
        pub state: TextState,
        /// Number of the newest version.
        pub latest: u32,
        /// The version that visitors see, if any.
        pub published: Option<u32>,
        /// Of the newest version.
        pub title: String,
    }

    /// A page.
    #[allow(missing_docs)]
    pub struct PageHead {
        pub id: PageId,
        pub kind: PageKind,
        /// Its place among the pages.
        pub position: u16,
        pub is_in_menu: bool,
        /// Raised by every edit of the page, in any language.
        pub revision: u64,
        pub texts: List<TextHead, SITE_LANGUAGES_MAX>,
    }

    /// A version of a text, as a history lists it.
    #[allow(missing_docs)]
    pub struct VersionHead {
        pub number: u32,
        pub by: Actor,
        pub at: Micros,
        pub title: String,
    }

    /// A version of a text, whole. The body is HTML of the allowed kind.
    #[allow(missing_docs)]
    pub struct PageVersion {
        pub head: VersionHead,
        pub description: String,
        pub body: String,
    }

    /// What the desk shows: everything but the texts.
    #[allow(missing_docs)]
    pub struct SiteDesk {
        /// None before the site is made.
        pub settings: Option<SiteSettings>,
        /// Raised by every edit of the settings.
        pub settings_revision: u64,
        pub pages: List<PageHead, SITE_PAGES_MAX>,
    }

    /// What the sender of a stale edit gets: everything as it is now, and the text that he would
    /// have overwritten. His own he has.
    #[allow(missing_docs)]
    pub struct SiteStale {
        pub desk: SiteDesk,
        pub theirs: Option<PageVersion>,
    }

    /// The versions of a text, newest first.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct History {
        pub versions: List<VersionHead, { SITE_VERSIONS_MAX as usize }>,
    }

    /// A file of the library, as the editor of pages inserts it.
    #[allow(missing_docs)]
    pub struct LibraryLine {
        pub name: String,
        pub address: String,
        pub family: FileFamily,
        /// What a picture shows.
        pub alt: Bilingual,
        pub width: u32,
        pub height: u32,
    }

    /// The library, the newest first.
    #[derive(Default)]
    #[allow(missing_docs)]
    pub struct LibraryList {
        pub files: List<LibraryLine, LIBRARY_FILES_MAX>,
    }

    /// An edit on its way; sent again with the same id, it is done once.
    #[allow(missing_docs)]
    pub struct SiteWish {
        pub command: CommandId,
        pub edit: SiteEdit,
    }

    /// What a page's new version says.
    #[allow(missing_docs)]
    pub struct PageDraft {
        pub title: String,
        pub description: String,
        pub body: String,
    }
}

choices! { Declared:
    /// An edit of the desk. `seen` is the revision that the sender had before his eyes.
    #[allow(missing_docs)]
    pub enum SiteEdit {
        /// Makes the site with its pages and their default texts.
        Open { settings: SiteSettings },
        Configure { seen: u64, settings: SiteSettings },
        AddPage { page: PageId, is_in_menu: bool, french: PageDraft, english: PageDraft },
        /// Gives the page a place; the page that has it takes the former one.
        PlacePage { page: PageId, seen: u64, position: u16, is_in_menu: bool },
        RemovePage { page: PageId, seen: u64 },
        /// Writes a new version, as a draft.
        WritePage { page: PageId, seen: u64, language: Language, draft: PageDraft },
        /// Gives the page another address; the former one leads to it.
        RenamePage { page: PageId, seen: u64, language: Language, slug: String },
        Validate { page: PageId, seen: u64, language: Language },
        /// Shows the validated version to visitors.
        Publish { page: PageId, seen: u64, language: Language },
        /// Takes the page from visitors' eyes.
        Withdraw { page: PageId, seen: u64, language: Language },
        /// Makes a former version the newest, as a draft.
        Restore { page: PageId, seen: u64, language: Language, number: u32 },
    }
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::French, Self::English];

    /// As addresses and pages say it.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// The language of a tag in an address.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

impl Bilingual {
    /// The text in a language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }
}

impl SiteSettings {
    /// What a site begins with that nobody has described yet: both languages, a colour, and the
    /// time in which it is open.
    #[must_use]
    pub fn new(accent: &str, (opens_at, closes_at): (Micros, Micros)) -> Self {
        Self {
            slug: String::new(),
            languages: List::new(Language::ALL.to_vec()).unwrap_or_default(),
            name: Bilingual::default(),
            tagline: Bilingual::default(),
            accent: accent.to_owned(),
            opens_at,
            closes_at,
            is_listed: true,
            shows_companies: true,
            organiser: String::new(),
            email: String::new(),
            phone: String::new(),
            address: String::new(),
            partners: List::default(),
        }
    }
}

impl PageHead {
    /// The page's text in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> Option<&TextHead> {
        self.texts.iter().find(|text| text.language == language)
    }
}

macro_rules! bodies {
    ($($Name:ident by $writers:ident)*) => { $(
        impl $Name {
            /// Bytes of a request's or an answer's body.
            #[must_use]
            pub fn encode(&self) -> Vec<u8> {
                {
                    let value = self;
                    encoded!($writers value)
                }
            }

            /// Reads what [`Self::encode`] wrote.
            ///
            /// # Errors
            /// When the bytes are none, or pass a bound.
            pub fn decode(bytes: &[u8]) -> Result<Self, String> {
                crate::read::from_slice(bytes).map_err(|why| why.to_string())
            }
        }
    )* };
}

bodies! {
    SiteWish by browsers
    SiteSettings by browsers
    SiteDesk by servers
    SiteStale by servers
    History by servers
    PageVersion by servers
    LibraryList by servers
}
