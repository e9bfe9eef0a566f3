//! An event's look on pages that are not its site's: the sign-in that leads back to it, a
//! participant's own pages.

use app::desk::library::Look;
use app::desk::site::Window;
use app::desk::site::occasion::Occasion;
use protocol::id::EventId;
use protocol::site::Language;

use super::meta::address;
use super::show::asked;
use super::view::{Shown, name_of, shown};
use crate::router::Site;

/// Banner, colour and name of an event.
#[derive(Clone)]
pub(crate) struct Dress {
    pub(crate) name: String,
    /// The address of its colours.
    pub(crate) look: String,
    /// The address of its site.
    pub(crate) home: String,
    pub(crate) banner: Option<Shown>,
}

/// Whose look is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whose<'a> {
    /// Of the event whose public site is at this address, while visitors may see it.
    Slug(&'a str),
    /// The same of an event by its number.
    Event(EventId),
    /// Of an event to which the reader is signed in, whether its site is open or not.
    Own(EventId),
}

/// The look, if there is one that the reader may see. A fault costs the look and not the page.
pub(crate) async fn dress(house: &Site, whose: Whose<'_>, language: Language) -> Option<Dress> {
    let asked = match whose {
        Whose::Slug(slug) => asked(house, slug).await,
        Whose::Event(event) | Whose::Own(event) => {
            let slug = house.sites.address(event).await.ok()??;
            asked(house, &slug).await
        }
    };
    let asked = asked.ok()??;
    if asked.window != Window::Open && !matches!(whose, Whose::Own(_)) {
        return None;
    }
    let settings = &asked.site.site.settings;
    let occasion = Occasion::of(&asked.view, language);
    let look = Look::of(asked.site.look.as_ref());
    Some(Dress {
        name: name_of(settings, &occasion, language),
        look: look_address(&settings.slug, asked.site.site.settings_revision),
        home: address(&settings.slug, language, ""),
        banner: shown(&asked.site, look.banner.as_ref(), language),
    })
}

/// Where the colours of a site are; kept for good under a number that changes with them.
pub(super) fn look_address(slug: &str, revision: u64) -> String {
    format!("/e/{slug}/look.css?r={revision}")
}
