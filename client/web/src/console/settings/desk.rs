//! The way from the console to the pages of the desk, which the server renders.

use protocol::Function;
use yew::prelude::*;

use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{Glyph, Icon, IconSize, Panel};

/// Where a page is, what it is called, and the function that opens it. What begins with `#` is a
/// page of the console.
type Page = (&'static str, &'static str, Function);

const PAGES: [Page; 7] = [
    (
        "registrations",
        "console-desk-registrations",
        Function::Persons,
    ),
    ("assignment", "console-desk-assignment", Function::Persons),
    ("form", "console-desk-form", Function::Settings),
    ("#/letters", "console-nav-letters", Function::Announcements),
    ("team", "console-desk-team", Function::Team),
    ("connections", "console-desk-connections", Function::Team),
    ("clone", "console-desk-clone", Function::Team),
    ("privacy", "console-desk-privacy", Function::Persons),
];

/// Links to those pages that the reader may open.
#[component]
pub(super) fn Desk() -> Html {
    let (say, live) = (use_speech(), use_handle());
    let parts = Changes::STATE;
    let open = use_live(parts, (), |glance, ()| {
        PAGES.map(|(_, _, function)| glance.model.may(function))
    });
    if !open.contains(&true) {
        return Html::default();
    }
    let event = live.profile().event;
    html! {
        <Panel title={say.t("console-desk-title")}>
            <nav class="stack" aria-label={say.t("console-desk-title")}>
                { for PAGES.iter().zip(open.iter()).filter(|(_, is_open)| **is_open).map(|((path, words, _), _)| html! {
                    <a class="btn" data-block="true" href={if path.starts_with('#') { (*path).to_owned() } else { format!("/desk/{event}/{path}") }}>
                        { say.t(words) }
                        <Icon glyph={Glyph::Next} size={IconSize::Small} />
                    </a>
                }) }
            </nav>
        </Panel>
    }
}
