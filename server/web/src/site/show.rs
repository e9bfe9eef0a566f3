//! One page of a public site, in every outcome.

use std::sync::Arc;

use app::catalogue::{Catalogue, Published, Wanted, Who};
use app::desk::site::occasion::{Occasion, date_of};
use app::desk::site::{Accent, PublicSite, Visit, Window, find, pages, window};
use app::live::View;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use protocol::EventStage;
use protocol::id::PageId;
use protocol::site::{Language, PageKind, PageVersion};

use super::catalogue::{self, CatalogueView};
use super::front::spoken;
use super::kept::{Key, Ready, Stand};
use super::listing::{Around, ListingView, as_data, described};
use super::meta::{address, json_ld, quiet};
use super::query::escaped;
use super::video;
use super::view::{Extra, Frame, Link, MapView, MissingView, PageView, address_of};
use crate::error::HttpError;
use crate::identity::{SignedIn, wake};
use crate::registration::shown_file;
use crate::router::Site;
use crate::surface::Surface;

/// A site that somebody asks for, with the event as it is now.
pub(super) struct Asked {
    pub(super) site: Arc<PublicSite>,
    pub(super) view: Arc<View>,
    pub(super) window: Window,
}

/// The site at an address, if there is one.
pub(super) async fn asked(house: &Site, slug: &str) -> Result<Option<Asked>, HttpError> {
    let found = house.sites.visit(slug).await.map_err(|fault| {
        tracing::error!(error = %fault, "a public site cannot be read: {fault}");
        HttpError::Unavailable
    })?;
    let Some(site) = found else {
        return Ok(None);
    };
    let event = wake(house, site.event).await?;
    let view = event.view();
    if view.state.stage() == EventStage::Project {
        // It may never take place: nobody outside the team is told that it exists.
        return Ok(None);
    }
    let window = window(&site, event.now());
    Ok(Some(Asked { view, site, window }))
}

/// `GET /e/{slug}/{language}`
pub(crate) async fn welcome(
    State(house): State<Arc<Site>>,
    Path((slug, tag)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    show(&house, (&slug, &tag, ""), &[], &headers).await
}

/// `GET /e/{slug}/{language}/{page}`
pub(crate) async fn page(
    State(house): State<Arc<Site>>,
    Path((slug, tag, page)): Path<(String, String, String)>,
    Query(parameters): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    show(&house, (&slug, &tag, &page), &parameters, &headers).await
}

/// `GET /e/{slug}/{language}/{page}/{item}`: a company or an expert of the catalogue.
pub(crate) async fn item(
    State(house): State<Arc<Site>>,
    Path((slug, tag, page, item)): Path<(String, String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let asked = match arrive(&house, &slug, &tag, &headers).await? {
        Ok(asked) => asked,
        Err(answer) => return Ok(answer),
    };
    let look = Look {
        house: &house,
        asked: &asked.0,
        language: asked.1,
    };
    look.item(&page, &item, &headers).await
}

/// The site that somebody asks for and the language that it is shown in, if there are such and if
/// it shows its pages now; else the answer.
async fn arrive(
    house: &Site,
    slug: &str,
    tag: &str,
    headers: &HeaderMap,
) -> Result<Result<(Asked, Language), Response>, HttpError> {
    let tongue = Language::of_tag(tag);
    let Some(asked) = asked(house, slug).await? else {
        return Err(HttpError::NotFound);
    };
    let languages = &asked.site.site.settings.languages;
    let wanted = tongue.filter(|language| languages.contains(language));
    let fallback = Some(spoken(headers)).filter(|language| languages.contains(language));
    let language = wanted.or(fallback).unwrap_or(Language::French);
    let look = Look {
        house,
        asked: &asked,
        language,
    };
    if wanted.is_none() || look.closed().is_some() {
        return Ok(Err(look.not_found(headers)?));
    }
    Ok(Ok((asked, language)))
}

async fn show(
    house: &Site,
    (slug, tag, page): (&str, &str, &str),
    parameters: &[(String, String)],
    headers: &HeaderMap,
) -> Result<Response, HttpError> {
    let (asked, language) = match arrive(house, slug, tag, headers).await? {
        Ok(asked) => asked,
        Err(answer) => return Ok(answer),
    };
    let look = Look {
        house,
        asked: &asked,
        language,
    };
    let wanted = Wanted::read(parameters);
    let stand = Stand {
        revision: asked.site.site.revision,
        seq: asked.view.seq,
        labels: asked.view.labels_version,
    };
    let key = Key {
        event: asked.site.event,
        language,
        slug: page.to_owned(),
    };
    // There are more searches than could be kept.
    let is_plain = wanted == Wanted::default();
    if is_plain && let Some(ready) = house.rendered.find(&key, stand) {
        return Ok(ready.answer(StatusCode::OK, headers));
    }
    if page == map_slug(language) {
        return Ok(Ready::of(look.map()?).answer(StatusCode::OK, headers));
    }
    match find(&asked.site, language, page) {
        Visit::Page(found) => {
            let text = &found.text;
            let html = look.page(found.kind, &text.slug, &text.version, &wanted, false);
            let html = html.await?;
            let ready = Arc::new(Ready::of(html));
            if is_plain || found.kind != PageKind::Catalogue {
                house.rendered.keep(key, stand, ready.clone());
            }
            Ok(ready.answer(StatusCode::OK, headers))
        }
        Visit::Moved(to) => moved(&address(slug, language, &to)),
        Visit::Gone => {
            let title = look.say("Cette page n’existe plus", "This page is gone");
            let why = look.say(
                "L’organisateur l’a retirée. Le plan du site mène aux autres pages.",
                "The organiser removed it. The site map leads to the other pages.",
            );
            let html = look.missing(title, why.to_owned())?;
            Ok(Ready::of(html).answer(StatusCode::GONE, headers))
        }
        Visit::NotFound => look.not_found(headers),
    }
}

fn moved(to: &str) -> Result<Response, HttpError> {
    let to = HeaderValue::from_str(to).map_err(|_| HttpError::NotFound)?;
    Ok((StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response())
}

fn map_slug(language: Language) -> &'static str {
    match language {
        Language::French => "plan-du-site",
        Language::English => "site-map",
    }
}

/// A site on its way to becoming a page.
struct Look<'a> {
    house: &'a Site,
    asked: &'a Asked,
    language: Language,
}

impl Look<'_> {
    fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::French => french,
            Language::English => english,
        }
    }

    /// Why the site shows no page now, if it shows none.
    fn closed(&self) -> Option<(StatusCode, &'static str, String)> {
        let date = |at| {
            let zone = Occasion::of(&self.asked.view, self.language).zone;
            date_of(at, &zone, self.language)
        };
        match self.asked.window {
            Window::Open => None,
            Window::NotYet(at) => Some((
                StatusCode::NOT_FOUND,
                self.say(
                    "Ce site n’est pas encore ouvert",
                    "This site is not open yet",
                ),
                format!("{} {}.", self.say("Il ouvre le", "It opens on"), date(at)),
            )),
            Window::Over(at) => Some((
                StatusCode::GONE,
                self.say("Ce site est fermé", "This site is closed"),
                format!(
                    "{} {}.",
                    self.say(
                        "L’événement est terminé\u{a0}; le site a fermé le",
                        "The event is over; the site closed on"
                    ),
                    date(at)
                ),
            )),
        }
    }

    /// The page that says that there is none, or that the site shows none now.
    fn not_found(&self, headers: &HeaderMap) -> Result<Response, HttpError> {
        let (status, title, why) = self.closed().unwrap_or_else(|| {
            let title = self.say("Page introuvable", "Page not found");
            let why = self.say(
                "Cette adresse ne mène à aucune page. Le plan du site les montre toutes.",
                "This address leads to no page. The site map shows them all.",
            );
            (StatusCode::NOT_FOUND, title, why.to_owned())
        });
        let html = self.missing(title, why)?;
        Ok(Ready::of(html).answer(status, headers))
    }

    fn frame(&self, occasion: &Occasion, current: &str) -> Frame {
        let style = self.house.assets.style().unwrap_or_default();
        let mut frame = Frame::of(&self.asked.site, occasion, self.language, style, current);
        if self.asked.window != Window::Open {
            frame.menu.clear();
            frame.footer.clear();
        }
        frame
    }

    async fn page(
        &self,
        kind: PageKind,
        slug: &str,
        version: &PageVersion,
        wanted: &Wanted,
        is_preview: bool,
    ) -> Result<String, HttpError> {
        let site = &self.asked.site;
        let settings = &site.site.settings;
        let occasion = Occasion::of(&self.asked.view, self.language);
        let mut frame = self.frame(&occasion, slug);
        frame.title.clone_from(&version.head.title);
        frame.description.clone_from(&version.description);
        if !is_preview {
            let origin = self.house.settings.origins.first();
            let origin = origin.map_or("", String::as_str);
            let whole = |language, slug: &str| {
                format!("{origin}{}", address(&settings.slug, language, slug))
            };
            frame.canonical = whole(self.language, slug);
            let id = pages(site, self.language)
                .find(|(_, text)| text.slug == slug)
                .map(|(head, _)| head.id);
            for language in settings.languages.iter().copied() {
                let mut all = pages(site, language);
                let twin = all.find(|(head, _)| Some(head.id) == id);
                if let Some((_, text)) = twin {
                    let href = whole(language, &text.slug);
                    frame.alternates.push((language.tag(), href));
                    if language != self.language {
                        let href = address(&settings.slug, language, &text.slug);
                        frame.other = Some(href);
                    }
                }
            }
            frame.json_ld = json_ld(
                site,
                &occasion,
                (&frame.name, &frame.description),
                &frame.canonical,
                self.language,
                kind,
            );
        }
        if kind == PageKind::Catalogue {
            let catalogue = self.catalogue().await?;
            let home = address(&settings.slug, self.language, slug);
            // Every page of the plain list is somebody's first; searches are nobody's.
            if wanted.is_narrowed() || wanted.order.is_some() {
                frame.canonical.clear();
            } else if wanted.page > 1 && !is_preview {
                frame.canonical.push_str(&format!("?page={}", wanted.page));
                frame.alternates.clear();
            }
            let asked = catalogue::Asked {
                catalogue: &catalogue,
                wanted,
                home,
                body: video::shown(&version.body, site, self.language),
                is_preview,
            };
            return rendered(&CatalogueView::of(frame, asked));
        }
        let view = PageView {
            is_welcome: kind == PageKind::Welcome,
            body: video::shown(&version.body, site, self.language),
            extra: Extra::of(site, &occasion, self.language, kind),
            is_preview,
            frame,
        };
        rendered(&view)
    }

    async fn catalogue(&self) -> Result<Arc<Catalogue>, HttpError> {
        let site = &self.asked.site;
        let published = Published {
            has_companies: site.site.settings.shows_companies,
        };
        let store = self.house.registry.store();
        let view = &self.asked.view;
        let catalogues = &self.house.catalogues;
        let found = catalogues.of(store, site.event, view, published, self.language);
        Ok(found.await?)
    }

    /// A company or an expert; under a former name it answers where it is now.
    async fn item(
        &self,
        page: &str,
        item: &str,
        headers: &HeaderMap,
    ) -> Result<Response, HttpError> {
        let site = &self.asked.site;
        let slug = &site.site.settings.slug;
        let page = match find(site, self.language, page) {
            Visit::Page(found) if found.kind == PageKind::Catalogue => found,
            Visit::Moved(to) => {
                let to = format!("{}/{}", address(slug, self.language, &to), escaped(item));
                return moved(&to);
            }
            Visit::Page(_) | Visit::Gone | Visit::NotFound => return self.not_found(headers),
        };
        let catalogue = self.catalogue().await?;
        let Some((listing, now)) = catalogue.at(item) else {
            return self.not_found(headers);
        };
        let home = address(slug, self.language, &page.text.slug);
        if now != item {
            return moved(&format!("{home}/{now}"));
        }
        let occasion = Occasion::of(&self.asked.view, self.language);
        let mut frame = self.frame(&occasion, &page.text.slug);
        frame.title.clone_from(&listing.name);
        frame.description = described(listing);
        let origin = self.house.settings.origins.first();
        let origin = origin.map_or("", String::as_str);
        for language in site.site.settings.languages.iter().copied() {
            let Some(home) = address_of(site, language, PageKind::Catalogue) else {
                continue;
            };
            let whole = format!("{origin}{home}/{now}");
            frame.alternates.push((language.tag(), whole.clone()));
            if language == self.language {
                frame.canonical = whole;
            } else {
                frame.other = Some(format!("{home}/{now}"));
            }
        }
        frame.json_ld = quiet(&as_data(listing, &frame.canonical));
        let files = match listing.who {
            Who::Company(id) => {
                let event = wake(self.house, site.event).await?;
                let shown = self.house.registrations.shown_files(&event, id).await?;
                let is_french = self.language == Language::French;
                let shown = shown.iter().map(|file| shown_file(file, slug, is_french));
                shown.collect()
            }
            Who::Expert(_) => Vec::new(),
        };
        let around = Around {
            files,
            home,
            home_title: page.text.version.head.title.clone(),
            register: address_of(site, self.language, PageKind::Registration),
            ask: match listing.who {
                Who::Company(id) => format!("/my/{}/ask/{id}", self.asked.site.event),
                Who::Expert(id) => format!("/my/{}/ask/{id}", self.asked.site.event),
            },
        };
        let html = rendered(&ListingView::of(frame, &catalogue, listing, around))?;
        Ok(Ready::of(html).answer(StatusCode::OK, headers))
    }

    fn missing(&self, title: &str, explanation: String) -> Result<String, HttpError> {
        let occasion = Occasion::of(&self.asked.view, self.language);
        // No page of the menu is the current one.
        let mut frame = self.frame(&occasion, "/");
        frame.title = title.to_owned();
        rendered(&MissingView { frame, explanation })
    }

    fn map(&self) -> Result<String, HttpError> {
        let site = &self.asked.site;
        let settings = &site.site.settings;
        let occasion = Occasion::of(&self.asked.view, self.language);
        let mut frame = self.frame(&occasion, map_slug(self.language));
        frame.title = self.say("Plan du site", "Site map").to_owned();
        let all = self.say(
            "Toutes les pages du site de l’événement, en français et en anglais.",
            "Every page of the event’s site, in French and in English.",
        );
        frame.description = all.to_owned();
        let origin = self.house.settings.origins.first();
        let origin = origin.map_or("", String::as_str);
        let own = |language| address(&settings.slug, language, map_slug(language));
        frame.canonical = format!("{origin}{}", own(self.language));
        let mut languages = Vec::new();
        for language in settings.languages.iter().copied() {
            let links = pages(site, language).map(|(_, text)| Link {
                title: text.version.head.title.clone(),
                href: address(&settings.slug, language, &text.slug),
                is_current: false,
            });
            let name = match language {
                Language::French => "Français",
                Language::English => "English",
            };
            languages.push((language.tag(), name, links.collect()));
            let href = format!("{origin}{}", own(language));
            frame.alternates.push((language.tag(), href));
            if language != self.language {
                frame.other = Some(own(language));
            }
        }
        rendered(&MapView { frame, languages })
    }
}

pub(super) fn rendered(template: &impl Template) -> Result<String, HttpError> {
    template.render().map_err(|error| {
        tracing::error!(error = %error, "a public page could not be rendered: {error}");
        HttpError::Unavailable
    })
}

/// `GET /e/{slug}/look.css`: the event's accent over the stylesheet that all pages share. Its
/// address carries the revision of the settings, so browsers keep it for good.
pub(crate) async fn look(
    State(house): State<Arc<Site>>,
    Path(slug): Path<String>,
) -> Result<Response, HttpError> {
    let found = house.sites.visit(&slug).await;
    let site = found.map_err(|_| HttpError::Unavailable)?;
    let site = site.ok_or(HttpError::NotFound)?;
    let accent = Accent::of(&site.site.settings.accent).ok_or(HttpError::NotFound)?;
    let Accent { light, dark } = accent;
    let css = format!(
        ":root{{--site-accent:light-dark({light},{dark});\
         --accent:light-dark({light},{dark});--on-accent:light-dark(#fff,#101318);\
         --site-band:{light}}}"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, css).into_response())
}

/// What a preview may do: look like the page, in a frame of ours. Nothing runs in it.
const PREVIEW_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
    media-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// `GET /desk/{event}/site/pages/{page}/{language}/{number}/preview`: a version as visitors would
/// see it, for those who may edit it.
pub(crate) async fn preview(
    State(house): State<Arc<Site>>,
    Path((event, page, tag, number)): Path<(String, String, String, u32)>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let SignedIn { standing, event } =
        SignedIn::find(&house, &event, Some(Surface::Console), &headers).await?;
    let id = PageId::parse(&page).ok_or(HttpError::NotFound)?;
    let language = Language::of_tag(&tag).ok_or(HttpError::NotFound)?;
    let version = house
        .sites
        .version(&event, &standing, (id, language, number))
        .await?;
    let desk = house.sites.desk(&event, &standing).await?;
    let head = desk.pages.iter().find(|head| head.id == id);
    let head = head.ok_or(HttpError::NotFound)?;
    let settings = desk.settings.as_ref().ok_or(HttpError::NotFound)?;
    let asked = Asked {
        // Drafts are shown whether visitors may come or not.
        window: Window::Open,
        ..asked(&house, &settings.slug)
            .await?
            .ok_or(HttpError::NotFound)?
    };
    let look = Look {
        house: &house,
        asked: &asked,
        language,
    };
    let slug = head.text(language).map_or("", |text| text.slug.as_str());
    let wanted = Wanted::default();
    let html = look.page(head.kind, slug, &version, &wanted, true);
    let html = html.await?;
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, PREVIEW_POLICY),
    ];
    Ok((headers, html).into_response())
}

/// To the visitor's language, from an address without one.
pub(super) fn to_language(slug: &str, language: Language) -> Response {
    let headers = [(header::VARY, "accept-language")];
    (headers, Redirect::to(&address(slug, language, ""))).into_response()
}
