//! The page for somebody who is refused something: in the event's look where the event is known
//! and public, else in the product's.

mod words;

use app::desk::site::Window;
use app::desk::site::occasion::Occasion;
use askama::Template;
use axum::http::StatusCode;
use protocol::site::Language;

use self::words::{Words, say, words};
use super::dress::Whose;
use super::show::{asked, rendered};
use super::view::Frame;
use crate::error::{HttpError, Refusal};
use crate::router::Site;

/// What is told.
pub(crate) struct Refused {
    pub(crate) status: StatusCode,
    pub(crate) refusal: Refusal,
    /// By which somebody who helps finds the request in the log.
    pub(crate) reference: String,
    /// Seconds.
    pub(crate) retry_after_s: Option<u32>,
    /// Addresses of ours, with their words.
    pub(crate) ways: Vec<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "site/refused.html")]
struct PlainView {
    language: Language,
    style: String,
    words: Words,
    told: Refused,
}

#[derive(Template)]
#[template(path = "site/refused_here.html")]
struct EventView {
    frame: Frame,
    language: Language,
    words: Words,
    told: Refused,
    email: String,
}

impl PlainView {
    fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        say(self.language, french, english)
    }
}

impl EventView {
    fn say(&self, french: &'static str, english: &'static str) -> &'static str {
        say(self.language, french, english)
    }
}

/// The page as HTML.
///
/// # Errors
/// When a template is broken; the caller has the problem left to answer with.
pub(crate) async fn refused(
    house: &Site,
    whose: Option<Whose<'_>>,
    language: crate::language::Language,
    told: Refused,
) -> Result<String, HttpError> {
    let language = language.of_site();
    let words = words(&told, language);
    let style = house.assets.style().unwrap_or_default();
    let at = match whose {
        Some(whose) => at_event(house, whose, language, style).await,
        None => None,
    };
    let Some((mut frame, email)) = at else {
        let style = style.to_owned();
        return rendered(&PlainView {
            language,
            style,
            words,
            told,
        });
    };
    words.title.clone_into(&mut frame.title);
    rendered(&EventView {
        frame,
        language,
        words,
        told,
        email,
    })
}

/// The frame of an event's site and whom to write to, while visitors may see it.
async fn at_event(
    house: &Site,
    whose: Whose<'_>,
    language: Language,
    style: &str,
) -> Option<(Frame, String)> {
    let asked = match whose {
        Whose::Slug(slug) => asked(house, slug).await,
        Whose::Event(event) | Whose::Own(event) => {
            let slug = house.sites.address(event).await.ok()??;
            asked(house, &slug).await
        }
    };
    let asked = asked.ok()?.filter(|asked| asked.window == Window::Open)?;
    let settings = &asked.site.site.settings;
    let language = if settings.languages.contains(&language) {
        language
    } else {
        Language::French
    };
    let occasion = Occasion::of(&asked.view, language);
    let mut frame = Frame::of(&asked.site, &occasion, language, style, "");
    // It stands for none of the site's own pages.
    frame
        .menu
        .iter_mut()
        .for_each(|link| link.is_current = false);
    Some((frame, settings.email.clone()))
}
