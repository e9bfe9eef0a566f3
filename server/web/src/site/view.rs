//! What the templates of public pages show.

use app::desk::library::{self, Look, Picture};
use app::desk::site::occasion::{Day, Note, Occasion, Venue, date_of, day_stamp};
use app::desk::site::{PublicSite, pages};
use askama::Template;
use protocol::site::{Language, PageKind, SiteSettings};
use protocol::{EventStage, Micros};

use super::dress::look_address;
use super::meta::address;
use super::query::escaped;

/// A link in the menu or the footer.
pub(super) struct Link {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) is_current: bool,
}

/// A picture of the library on a page.
#[derive(Clone)]
pub(crate) struct Shown {
    pub(crate) src: String,
    pub(crate) alt: String,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// Who supports the event.
pub(super) struct Supporter {
    pub(super) name: String,
    pub(super) link: String,
    pub(super) logo: Option<Shown>,
}

/// Who makes it.
pub(super) struct Maker {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) words: String,
    pub(super) link: String,
    pub(super) logo: Option<Shown>,
}

/// A picture that a look names, if the library has it.
pub(super) fn shown(
    site: &PublicSite,
    picture: Option<&Picture>,
    language: Language,
) -> Option<Shown> {
    let id = picture?.id()?;
    let file = site.library.iter().find(|file| file.id == id)?;
    Some(Shown {
        src: library::address(&site.site.settings.slug, id, &file.kind),
        alt: library::alt(file, language).to_owned(),
        width: file.width,
        height: file.height,
    })
}

/// An entry of a feed.
pub(super) struct NewsLine {
    pub(super) title: String,
    pub(super) link: String,
    /// When it came out, for readers and for programs; empty where nobody knows.
    pub(super) date: String,
    pub(super) stamp: String,
}

/// The entries of the feed that the look names, under its title; none before it was read.
fn news(site: &PublicSite, zone: &str, language: Language) -> (String, Vec<NewsLine>) {
    let news = Look::of(site.look.as_ref()).news;
    let Some(feed) = site.feed.as_ref().filter(|_| news.source().is_some()) else {
        return Default::default();
    };
    let items = app::feed::items(&feed.items).into_iter();
    let lines = items.take(usize::from(news.n_shown)).map(|item| NewsLine {
        title: item.title,
        link: item.link,
        date: item
            .at
            .map_or(String::new(), |at| date_of(Micros(at), zone, language)),
        stamp: item.at.map_or(String::new(), |at| day_stamp(Micros(at))),
    });
    let title = news.title.bilingual().get(language).to_owned();
    (title, lines.collect())
}

/// What stands around every page.
pub(super) struct Frame {
    pub(super) language: Language,
    pub(super) style: String,
    pub(super) look: String,
    pub(super) name: String,
    pub(super) tagline: String,
    pub(super) home: String,
    /// The sign-in that leads to a participant's own pages.
    pub(super) own: String,
    pub(super) menu: Vec<Link>,
    pub(super) footer: Vec<Link>,
    pub(super) partners: Vec<Supporter>,
    pub(super) organiser: String,
    /// What everybody must know before anything else; empty where there is nothing.
    pub(super) warning: &'static str,
    /// Those who make the event, each with its own words.
    pub(super) organisers: Vec<Maker>,
    pub(super) banner: Option<Shown>,
    /// Title and description of this page.
    pub(super) title: String,
    pub(super) description: String,
    /// Whole addresses; empty on pages that search engines should not keep.
    pub(super) canonical: String,
    pub(super) alternates: Vec<(&'static str, String)>,
    /// The same page in the other language, without the origin.
    pub(super) other: Option<String>,
    pub(super) json_ld: String,
}

impl Frame {
    /// One of two texts.
    pub(super) fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::French => french,
            Language::English => english,
        }
    }

    /// The frame of a site; the caller adds what is this page's own.
    pub(super) fn of(
        site: &PublicSite,
        occasion: &Occasion,
        language: Language,
        style: &str,
        current: &str,
    ) -> Self {
        let settings = &site.site.settings;
        let link = |slug: &str, title: &str| Link {
            title: title.to_owned(),
            href: address(&settings.slug, language, slug),
            is_current: slug == current,
        };
        let mut menu = Vec::new();
        let mut footer = Vec::new();
        for (head, text) in pages(site, language) {
            let link = link(&text.slug, &text.version.head.title);
            // The law wants some pages to be reachable from everywhere.
            match head.kind {
                PageKind::Legal | PageKind::Privacy | PageKind::Accessibility => footer.push(link),
                _ if head.is_in_menu => menu.push(link),
                _ => {}
            }
        }
        let (slug, title) = match language {
            Language::French => ("plan-du-site", "Plan du site"),
            Language::English => ("site-map", "Site map"),
        };
        footer.push(link(slug, title));
        let look = Look::of(site.look.as_ref());
        Self {
            language,
            style: style.to_owned(),
            look: look_address(&settings.slug, site.site.settings_revision),
            name: name_of(settings, occasion, language),
            tagline: match settings.tagline.get(language) {
                "" => occasion.detail.clone(),
                tagline => tagline.to_owned(),
            },
            home: address(&settings.slug, language, ""),
            own: format!("/sign-in?lang={}&next=/my/{}", language.tag(), site.event),
            menu,
            footer,
            partners: settings
                .partners
                .iter()
                .map(|partner| Supporter {
                    name: partner.name.clone(),
                    link: partner.link.clone(),
                    logo: shown(site, look.partner_logos.get(&partner.name), language),
                })
                .collect(),
            organiser: settings.organiser.clone(),
            warning: warning(occasion.stage, language),
            organisers: look
                .organisers
                .iter()
                .map(|one| Maker {
                    name: one.name.clone(),
                    role: one.role.bilingual().get(language).to_owned(),
                    words: one.words.bilingual().get(language).to_owned(),
                    link: one.link.clone(),
                    logo: shown(site, one.logo.as_ref(), language),
                })
                .collect(),
            banner: shown(site, look.banner.as_ref(), language),
            title: String::new(),
            description: String::new(),
            canonical: String::new(),
            alternates: Vec::new(),
            other: None,
            json_ld: String::new(),
        }
    }
}

/// What a visitor must know of the event's stage (EVT-10).
const fn warning(stage: EventStage, language: Language) -> &'static str {
    match (stage, language) {
        (EventStage::Project | EventStage::Planned, _) => "",
        (EventStage::CalledOff, Language::French) => "Cet événement est annulé.",
        (EventStage::CalledOff, Language::English) => "This event is called off.",
        (EventStage::Closed, Language::French) => "Cet événement est terminé.",
        (EventStage::Closed, Language::English) => "This event is over.",
    }
}

/// The event's name as its site says it.
pub(super) fn name_of(settings: &SiteSettings, occasion: &Occasion, language: Language) -> String {
    match settings.name.get(language) {
        "" => occasion.name.clone(),
        name => name.to_owned(),
    }
}

/// The address of the page of a kind, where there is one.
pub(super) fn address_of(site: &PublicSite, language: Language, kind: PageKind) -> Option<String> {
    let found = pages(site, language).find(|(head, _)| head.kind == kind);
    found.map(|(_, text)| address(&site.site.settings.slug, language, &text.slug))
}

/// A venue with a link that opens a map elsewhere; no map is loaded here.
pub(super) struct Place {
    pub(super) venue: Venue,
    pub(super) map: String,
}

impl Place {
    pub(super) fn of(venue: &Venue) -> Self {
        let map = format!(
            "https://www.openstreetmap.org/search?query={}",
            escaped(&venue.address)
        );
        Self {
            venue: venue.clone(),
            map,
        }
    }
}

/// What a page shows below its text, by its kind.
#[derive(Default)]
pub(super) struct Extra {
    pub(super) dates: String,
    pub(super) zone: String,
    pub(super) register: Option<String>,
    /// The form itself, on the page about registering.
    pub(super) form: Option<String>,
    pub(super) places: Vec<Place>,
    pub(super) days: Vec<Day>,
    pub(super) email: String,
    pub(super) phone: String,
    pub(super) address: String,
    pub(super) shows_contact: bool,
    pub(super) shows_makers: bool,
    /// News of elsewhere, with what stands above them.
    pub(super) news_title: String,
    pub(super) news: Vec<NewsLine>,
}

impl Extra {
    pub(super) fn of(
        site: &PublicSite,
        occasion: &Occasion,
        language: Language,
        kind: PageKind,
    ) -> Self {
        let settings = &site.site.settings;
        let places = || occasion.venues.iter().map(Place::of).collect();
        let mut extra = Self {
            shows_makers: matches!(kind, PageKind::Welcome | PageKind::Contact),
            ..Self::default()
        };
        match kind {
            PageKind::Welcome => {
                extra.dates.clone_from(&occasion.dates);
                extra.places = places();
                extra.register = address_of(site, language, PageKind::Registration);
                (extra.news_title, extra.news) = news(site, &occasion.zone, language);
            }
            PageKind::Practical => {
                extra.dates.clone_from(&occasion.dates);
                extra.places = places();
            }
            PageKind::Programme => {
                extra.days.clone_from(&occasion.programme);
                extra.zone.clone_from(&occasion.zone);
            }
            // A page of its own: `site/catalogue.rs`.
            PageKind::Catalogue => {}
            PageKind::Registration | PageKind::Contact | PageKind::Legal => {
                extra.form = (kind == PageKind::Registration)
                    .then(|| address(&settings.slug, language, "register/company"));
                extra.email.clone_from(&settings.email);
                extra.phone.clone_from(&settings.phone);
                extra.address.clone_from(&settings.address);
                extra.shows_contact = true;
            }
            PageKind::Privacy | PageKind::Accessibility => {
                extra.email.clone_from(&settings.email);
                extra.shows_contact = !settings.email.is_empty();
            }
            PageKind::Own => {}
        }
        extra
    }
}

#[derive(Template)]
#[template(path = "site/page.html")]
pub(super) struct PageView {
    pub(super) frame: Frame,
    pub(super) is_welcome: bool,
    /// Cleaned when it was saved.
    pub(super) body: String,
    pub(super) extra: Extra,
    pub(super) is_preview: bool,
}

impl PageView {
    fn note(&self, note: &Note) -> &'static str {
        match note {
            Note::None => "",
            Note::Full => self.frame.say("Complet", "Full"),
            Note::Cancelled => self.frame.say("Annulé", "Cancelled"),
        }
    }
}

/// A page that says why there is no page.
#[derive(Template)]
#[template(path = "site/missing.html")]
pub(super) struct MissingView {
    pub(super) frame: Frame,
    pub(super) explanation: String,
}

/// Every page of the site, for people.
#[derive(Template)]
#[template(path = "site/map.html")]
pub(super) struct MapView {
    pub(super) frame: Frame,
    pub(super) languages: Vec<(&'static str, &'static str, Vec<Link>)>,
}

/// The events of the installation.
#[derive(Template)]
#[template(path = "site/events.html")]
pub(super) struct EventsView {
    pub(super) language: Language,
    pub(super) style: String,
    pub(super) events: Vec<EventLine>,
    pub(super) entrance: &'static str,
}

/// An event in the list.
pub(super) struct EventLine {
    pub(super) name: String,
    pub(super) dates: String,
    pub(super) place: String,
    pub(super) href: String,
}

impl EventsView {
    fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::French => french,
            Language::English => english,
        }
    }
}
