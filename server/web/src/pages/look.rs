//! Banner, organisers, logos and news of a site (PUB-03, PUB-13, EVT-07). Every press saves what stands in the
//! fields.

use app::desk::library::{LibraryError, Look, LookDesk, LookFlaw, Organiser, address};
use app::desk::library::{Picture, Words};
use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use protocol::id::AttachmentId;
use protocol::limits::{LABEL_CHARS_MAX, SITE_ORGANISER_CHARS_MAX, SITE_ORGANISERS_MAX};
use serde::Deserialize;

mod news;

use self::news::NewsPart;
use super::desk::{AtDesk, Sent};
use super::library::{failed, to_site};
use super::page::{Page, render};
use crate::error::HttpError;
use crate::identity::SignedIn;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    done: Option<u8>,
}

struct Choice {
    value: String,
    label: String,
    is_on: bool,
}

struct Row {
    nth: usize,
    logo_id: String,
    organiser: Organiser,
    logos: Vec<Choice>,
    complaint: String,
}

struct Supporter {
    id: String,
    name: String,
    logos: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "look.html")]
struct LookPage {
    page: Page,
    event: String,
    title: String,
    revision: u64,
    banners: Vec<Choice>,
    /// The banner that is chosen.
    banner: Option<String>,
    rows: Vec<Row>,
    partners: Vec<Supporter>,
    news: NewsPart,
    is_full: bool,
    has_pictures: bool,
    is_done: bool,
    complaint: String,
    label_max: usize,
    words_max: usize,
}

fn choices(desk: &LookDesk, chosen: Option<&Picture>) -> Vec<Choice> {
    let chosen = chosen.and_then(Picture::id);
    let choice = |file: &app::file::LibraryFile| Choice {
        value: file.id.to_string(),
        label: file.name.clone(),
        is_on: Some(file.id) == chosen,
    };
    desk.pictures.iter().map(choice).collect()
}

fn view(signed_in: &SignedIn, page: Page, desk: &LookDesk, look: &Look) -> LookPage {
    let banner = look.banner.as_ref().and_then(Picture::id);
    let banner = desk.pictures.iter().find(|file| Some(file.id) == banner);
    let rows = look.organisers.iter().enumerate();
    let partners = desk.partners.iter().enumerate();
    let partners = partners.map(|(nth, partner)| Supporter {
        id: format!("partner-{nth}"),
        logos: choices(desk, look.partner_logos.get(&partner.name)),
        name: partner.name.clone(),
    });
    LookPage {
        event: signed_in.event.id().to_string(),
        title: signed_in.event_title(),
        revision: desk.revision,
        banners: choices(desk, look.banner.as_ref()),
        banner: banner.map(|file| address(&desk.slug, file.id, &file.kind)),
        rows: rows
            .map(|(nth, organiser)| Row {
                nth,
                logo_id: format!("logo-{nth}"),
                logos: choices(desk, organiser.logo.as_ref()),
                organiser: organiser.clone(),
                complaint: String::new(),
            })
            .collect(),
        partners: partners.collect(),
        news: NewsPart::of(&page, &signed_in.event_zone(), desk, &look.news),
        is_full: look.organisers.len() >= SITE_ORGANISERS_MAX,
        has_pictures: !desk.pictures.is_empty(),
        is_done: false,
        complaint: String::new(),
        label_max: LABEL_CHARS_MAX,
        words_max: SITE_ORGANISER_CHARS_MAX,
        page,
    }
}

/// `GET /desk/{event}/look`
pub(crate) async fn show(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Query(asked): Query<Asked>,
) -> Result<Response, HttpError> {
    let desk = site
        .libraries
        .look_desk(&signed_in.event, signed_in.actor())
        .await;
    let desk = match desk {
        Ok(desk) => desk,
        Err(LibraryError::NoSite) => return Ok(to_site(&signed_in)),
        Err(error) => return Err(failed(error)),
    };
    let mut view = view(&signed_in, page, &desk, &desk.look);
    view.is_done = asked.done.is_some();
    render(StatusCode::OK, &view)
}

/// `POST /desk/{event}/look`
pub(crate) async fn edit(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let sent = Sent(&typed);
    let event = &signed_in.event;
    let desk = site.libraries.look_desk(event, signed_in.actor()).await;
    let desk = desk.map_err(failed)?;
    let look = look_of(&sent, &desk);
    let standing = signed_in.standing.clone();
    let done = site
        .libraries
        .edit_look(event, standing, sent.revision(), &look)
        .await;
    let error = match done {
        Ok(()) => {
            let anchor = match sent.value("go") {
                "add" => "#adding",
                "again" => {
                    let hastened = site.libraries.hasten_news(event, signed_in.actor());
                    hastened.await.map_err(failed)?;
                    "#news"
                }
                _ => "",
            };
            let to = format!("/desk/{}/look?done=1{anchor}", event.id());
            return Ok(Redirect::to(&to).into_response());
        }
        Err(error) => error,
    };
    let said = |french, english| page.say(french, english).to_owned();
    let (nth, complaint) = match error {
        LibraryError::Flawed(LookFlaw::Unnamed(nth)) => (
            Some(nth),
            said("Donnez le nom de l’organisateur.", "Name the organiser."),
        ),
        LibraryError::Flawed(LookFlaw::TooLong(nth)) => (
            Some(nth),
            said(
                "Un de ces textes est trop long.",
                "One of these texts is too long.",
            ),
        ),
        LibraryError::Flawed(LookFlaw::BadLink(nth)) => (
            Some(nth),
            said(
                "Cette adresse est incomplète. Exemple\u{a0}: https://www.example.org",
                "This address is not complete. Example: https://www.example.org",
            ),
        ),
        LibraryError::Flawed(LookFlaw::TooMany) => (
            None,
            said(
                "Il y a trop d’organisateurs.",
                "There are too many organisers.",
            ),
        ),
        LibraryError::Flawed(LookFlaw::NoPicture) => (
            None,
            said(
                "Une image choisie n’est plus dans la bibliothèque.",
                "A picture that was chosen is not in the library any more.",
            ),
        ),
        LibraryError::Stale => (
            None,
            said(
                "Rien n’a été enregistré\u{a0}: quelqu’un a modifié cette page entre-temps. Voici votre saisie\u{a0}; enregistrer la met à la place de la sienne.",
                "Nothing was saved: somebody changed this page meanwhile. Here is what you typed; saving puts it in place of theirs.",
            ),
        ),
        LibraryError::Flawed(LookFlaw::News(flaw)) => {
            let mut view = view(&signed_in, page, &desk, &look);
            view.news
                .complain(&view.page, flaw, sent.value("news_shown"));
            return render(StatusCode::UNPROCESSABLE_ENTITY, &view);
        }
        error => return Err(failed(error)),
    };
    let status = match nth {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::CONFLICT,
    };
    let mut view = view(&signed_in, page, &desk, &look);
    if status == StatusCode::CONFLICT {
        view.news.compare(&desk.look.news, &look.news);
    }
    match nth.and_then(|nth| view.rows.get_mut(nth)) {
        Some(row) => row.complaint = complaint,
        None => view.complaint = complaint,
    }
    render(status, &view)
}

fn line(text: &str) -> String {
    text.trim().to_owned()
}

fn look_of(sent: &Sent<'_>, desk: &LookDesk) -> Look {
    let picture = |name: &str| AttachmentId::parse(sent.value(name)).map(Picture::from);
    let mut organisers: Vec<Organiser> = sent
        .values("organiser")
        .map(|nth| {
            let value = |name: &str| line(sent.value(&format!("{name}-{nth}")));
            Organiser {
                name: value("name"),
                role: Words {
                    french: value("role_fr"),
                    english: value("role_en"),
                },
                words: Words {
                    french: value("words_fr"),
                    english: value("words_en"),
                },
                link: value("link"),
                logo: picture(&format!("logo-{nth}")),
            }
        })
        .take(SITE_ORGANISERS_MAX + 1)
        .collect();
    let (verb, nth) = sent.value("go").split_once('-').unwrap_or_default();
    let nth: usize = nth.parse().unwrap_or(usize::MAX);
    match verb {
        "up" if (1..organisers.len()).contains(&nth) => organisers.swap(nth - 1, nth),
        "down" if nth.saturating_add(1) < organisers.len() => organisers.swap(nth, nth + 1),
        "remove" if nth < organisers.len() => {
            organisers.remove(nth);
        }
        _ => {}
    }
    if sent.value("go") == "add" {
        organisers.push(Organiser {
            name: line(sent.value("new_name")),
            ..Organiser::default()
        });
    }
    let partners = desk.partners.iter().enumerate();
    let logos = partners.filter_map(|(nth, partner)| {
        Some((partner.name.clone(), picture(&format!("partner-{nth}"))?))
    });
    Look {
        banner: picture("banner"),
        organisers,
        partner_logos: logos.collect(),
        news: news::typed(sent),
    }
}
