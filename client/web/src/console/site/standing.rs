//! How far a text has come, and what a page is called, in words.

use protocol::Actor;
use protocol::site::{Language, PageHead, PageKind, TextHead, TextState};
use yew::prelude::*;

use crate::shell::{LiveHandle, Speech};
use crate::ui::{Chip, Glyph, Tone};

/// What a language is called.
pub(super) fn language_words(language: Language, say: &Speech) -> AttrValue {
    say.t(match language {
        Language::French => "console-site-french",
        Language::English => "console-site-english",
    })
}

/// What a page is for; pages of one's own have their title only.
pub(super) fn kind_words(kind: PageKind, say: &Speech) -> AttrValue {
    say.t(match kind {
        PageKind::Welcome => "console-site-kind-welcome",
        PageKind::Practical => "console-site-kind-practical",
        PageKind::Programme => "console-site-kind-programme",
        PageKind::Registration => "console-site-kind-registration",
        PageKind::Catalogue => "console-site-kind-catalogue",
        PageKind::Contact => "console-site-kind-contact",
        PageKind::Legal => "console-site-kind-legal",
        PageKind::Privacy => "console-site-kind-privacy",
        PageKind::Accessibility => "console-site-kind-accessibility",
        PageKind::Own => "console-site-kind-own",
    })
}

/// What a page is called in a list: its French title, which every page has.
pub(super) fn title_of(page: &PageHead) -> &str {
    page.text(Language::French)
        .map_or("", |text| text.title.as_str())
}

/// How far the newest version has come, and whether visitors see it.
pub(super) fn chip(text: &TextHead, has_draft: bool, say: &Speech) -> Html {
    let (tone, icon, words) = if has_draft {
        (Tone::Warn, Glyph::Edit, "console-site-is-typed")
    } else {
        match (text.state, text.published) {
            (TextState::Published, _) => (Tone::Live, Glyph::Eye, "console-site-is-published"),
            (TextState::Validated, None) => {
                (Tone::Accent, Glyph::Check, "console-site-is-validated")
            }
            (TextState::Validated, Some(_)) => (
                Tone::Accent,
                Glyph::Check,
                "console-site-is-validated-newer",
            ),
            (TextState::Draft, None) => (Tone::Neutral, Glyph::Edit, "console-site-is-draft"),
            (TextState::Draft, Some(_)) => (Tone::Warn, Glyph::Edit, "console-site-is-newer"),
        }
    };
    html! { <Chip {tone} {icon}>{ say.t(words) }</Chip> }
}

/// Who wrote a version.
pub(super) fn author(by: Actor, live: &LiveHandle, say: &Speech) -> AttrValue {
    match by {
        Actor::Staff(id) => {
            let name = live.model().cards().staff(id).to_owned();
            if name.is_empty() {
                say.t("console-site-by-former")
            } else {
                AttrValue::from(name)
            }
        }
        Actor::Person(_) | Actor::System => say.t("console-site-by-product"),
    }
}

/// Why an edit cannot stand on a site. A word that is newer than this program says so much.
pub(super) fn flaw_words(word: &str, say: &Speech) -> AttrValue {
    let key = format!("console-site-flaw-{word}");
    if say.has(&key) {
        say.t(&key)
    } else {
        say.t("console-site-refused")
    }
}
