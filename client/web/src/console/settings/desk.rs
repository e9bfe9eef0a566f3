//! The way from the console to the pages of the desk, which the server renders.

use protocol::Function;
use yew::prelude::*;

use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{Glyph, Icon, IconSize, Panel};

/// Where a page is, what it is called, the function that opens it, and whether it takes all rows.
/// What begins with `#` is a page of the console.
type Page = (&'static str, &'static str, Function, bool);

const PAGES: [Page; 11] = {
    use Function::{Form, Letters, Persons, Privacy, Registrations, Site, Team};
    [
        (
            "registrations",
            "console-desk-registrations",
            Registrations,
            false,
        ),
        ("profiles", "console-desk-profiles", Registrations, false),
        ("assignment", "console-desk-assignment", Persons, true),
        ("form", "console-desk-form", Form, true),
        ("#/site", "console-nav-site", Site, true),
        ("#/letters", "console-nav-letters", Letters, true),
        ("team", "console-desk-team", Team, true),
        ("journal", "console-desk-journal", Team, true),
        ("connections", "console-desk-connections", Team, true),
        ("clone", "console-desk-clone", Team, true),
        ("privacy", "console-desk-privacy", Privacy, false),
    ]
};

/// Links to those pages that the reader may open.
#[component]
pub(super) fn Desk() -> Html {
    let (say, live) = (use_speech(), use_handle());
    let parts = Changes::STATE;
    let open = use_live(parts, (), |glance, ()| {
        PAGES.map(|(_, _, function, takes_all)| {
            if takes_all {
                glance.model.may_for_everybody(function)
            } else {
                glance.model.may(function)
            }
        })
    });
    if !open.contains(&true) {
        return Html::default();
    }
    let event = live.profile().event;
    html! {
        <Panel title={say.t("console-desk-title")}>
            <nav class="body stack" aria-label={say.t("console-desk-title")}>
                { for PAGES.iter().zip(open.iter()).filter(|(_, is_open)| **is_open).map(|((path, words, ..), _)| html! {
                    <a class="btn" data-block="true" href={if path.starts_with('#') { (*path).to_owned() } else { format!("/desk/{event}/{path}") }}>
                        { say.t(words) }
                        <Icon glyph={Glyph::Next} size={IconSize::Small} />
                    </a>
                }) }
            </nav>
        </Panel>
    }
}
