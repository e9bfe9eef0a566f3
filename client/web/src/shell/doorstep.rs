//! What stands where the pages would, while or because they cannot be shown.

use gloo::utils::window;
use yew::prelude::*;

use super::live::ProfileError;
use super::surroundings::use_speech;
use crate::ui::{Button, EmptyState, Glyph, Tone};

/// Why there are no pages.
#[derive(Clone, Copy, Debug, Properties, PartialEq)]
pub struct DoorstepProps {
    pub(super) reason: ProfileError,
}

/// Says why, and what to do.
#[component]
pub fn Doorstep(props: &DoorstepProps) -> Html {
    let say = use_speech();
    let (icon, key, tone) = match props.reason {
        ProfileError::SignedOut => (Glyph::Lock, "shell-signed-out", Tone::Neutral),
        ProfileError::NoEvent => (Glyph::Search, "shell-no-event", Tone::Neutral),
        ProfileError::Unreachable => (Glyph::Offline, "shell-unreachable", Tone::Crit),
    };
    let onclick = Callback::from(|_: MouseEvent| {
        // A reload cannot fail for a page that is open.
        drop(window().location().reload());
    });
    let action = match props.reason {
        ProfileError::Unreachable => html! {
            <Button icon={Glyph::Sync} {onclick}>{ say.t("shell-retry") }</Button>
        },
        ProfileError::SignedOut | ProfileError::NoEvent => html! {
            <a class="btn" data-kind="primary" href="/">
                { say.t("shell-sign-in") }
            </a>
        },
    };
    html! {
        <main class="stage">
            <EmptyState
                {icon}
                {tone}
                title={say.t(key)}
                text={say.t(&format!("{key}-text"))}
                {action}
            />
        </main>
    }
}
