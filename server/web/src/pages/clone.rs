//! Opening an event like this one, on other days: a form for main administrators (EVT-11).

use app::Holder;
use app::desk::clone::{CloneError, CloneFlaw, CloneWish, Cloning};
use app::port::SystemClock;
use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::desk::AtDesk;
use super::page::{Page, complain, render};
use crate::error::HttpError;
use crate::identity::SignedIn;
use crate::router::Site;

/// What stands in the form.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    english_name: String,
    #[serde(default)]
    slug: String,
    #[serde(default)]
    first_day: String,
}

#[derive(Template)]
#[template(path = "clone.html")]
struct ClonePage {
    page: Page,
    event: String,
    title: String,
    typed: Typed,
    wrong: Option<(CloneFlaw, &'static str)>,
}

impl ClonePage {
    fn wrong_at(&self, field: &str) -> Option<&'static str> {
        let (flaw, text) = self.wrong?;
        let at = match flaw {
            CloneFlaw::Name => "name",
            CloneFlaw::EnglishName => "english_name",
            CloneFlaw::Slug | CloneFlaw::SlugTaken => "slug",
            CloneFlaw::FirstDay => "first_day",
        };
        (at == field).then_some(text)
    }

    fn of(page: Page, signed_in: &SignedIn, typed: Typed) -> Self {
        Self {
            event: signed_in.event.id().to_string(),
            title: signed_in.event_title(),
            typed,
            wrong: None,
            page,
        }
    }
}

fn cloning(site: &Site) -> Cloning<'_> {
    Cloning {
        registry: &site.registry,
        accounts: &site.accounts,
        world: &SystemClock,
    }
}

impl From<CloneError> for HttpError {
    fn from(error: CloneError) -> Self {
        match error {
            CloneError::Refused(reject) => reject.into(),
            CloneError::Flawed(_) => Self::BadRequest("a field of the form"),
            CloneError::Store(fault) => fault.into(),
        }
    }
}

/// `GET /desk/{event}/clone`
pub(crate) async fn show(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
) -> Result<Response, HttpError> {
    let actor = signed_in.actor();
    let suggested = cloning(&site).suggest(&signed_in.event, actor).await?;
    let typed = Typed {
        name: suggested.name,
        english_name: suggested.english_name,
        slug: suggested.slug,
        first_day: suggested.first_day.to_string(),
    };
    render(StatusCode::OK, &ClonePage::of(page, &signed_in, typed))
}

/// `POST /desk/{event}/clone`: the new event, and the way into it.
pub(crate) async fn make(
    AtDesk {
        site,
        signed_in,
        page,
    }: AtDesk,
    Form(typed): Form<Typed>,
) -> Result<Response, HttpError> {
    let made = match typed.first_day.trim().parse() {
        Ok(first_day) => {
            let wish = CloneWish {
                name: typed.name.clone(),
                english_name: typed.english_name.clone(),
                slug: typed.slug.trim().to_owned(),
                first_day,
            };
            let SignedIn { standing, event } = &signed_in;
            cloning(&site).clone_event(event, standing, &wish).await
        }
        Err(_) => {
            // Whoever may not clone is told that first.
            let actor = signed_in.actor();
            cloning(&site).suggest(&signed_in.event, actor).await?;
            Err(CloneError::Flawed(CloneFlaw::FirstDay))
        }
    };
    let opened = match made {
        Ok(opened) => opened,
        Err(CloneError::Flawed(flaw)) => {
            let text = complaint(&page, flaw);
            let mut template = ClonePage::of(page, &signed_in, typed);
            template.wrong = Some((flaw, text));
            return complain(StatusCode::UNPROCESSABLE_ENTITY, None, &template);
        }
        Err(error) => return Err(error.into()),
    };
    if opened.is_among_his {
        return Ok(Redirect::to("/account").into_response());
    }
    let holder = Holder::Staff(opened.staff);
    let link = site.accounts.issue_link(opened.event, holder).await?;
    Ok(Redirect::to(&format!("/sign-in?token={}", link.to_text())).into_response())
}

fn complaint(page: &Page, flaw: CloneFlaw) -> &'static str {
    match flaw {
        CloneFlaw::Name => page.say(
            "Il faut un nom, de 120\u{a0}caractères au plus.",
            "A name is needed, of 120 characters at most.",
        ),
        CloneFlaw::EnglishName => page.say(
            "Le nom a 120\u{a0}caractères au plus.",
            "The name has 120 characters at most.",
        ),
        CloneFlaw::Slug => page.say(
            "Des minuscules sans accent, des chiffres et des traits d’union\u{a0}: cap-littoral-2027.",
            "Small letters without accents, digits and hyphens: cap-littoral-2027.",
        ),
        CloneFlaw::SlugTaken => page.say(
            "Un autre événement a déjà cette adresse.",
            "Another event has this address already.",
        ),
        CloneFlaw::FirstDay => page.say(
            "Il faut une date, à dix ans de celui-ci au plus.",
            "A date is needed, within ten years of this event.",
        ),
    }
}
