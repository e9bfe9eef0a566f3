//! Says across the page that what it shows is old, and what to do.

use client_core::model::Connection;
use client_core::words::link;
use gloo::utils::window;
use yew::prelude::*;

use crate::shell::{Changes, use_handle, use_live, use_speech};
use crate::ui::{Banner, Button, ButtonSize, Glyph, Tone};

/// The banner while the connection is down, or while the program is too old.
#[component]
pub(super) fn LinkBanner() -> Html {
    let say = use_speech();
    let live = use_handle();
    let said = use_live(Changes::LINK.and(Changes::CLOCK), (), |glance, ()| {
        let link = glance.model.link();
        let advice = link::advice(link)?;
        Some((
            link.connection,
            link::state(link),
            advice,
            link::age(link, glance.now),
        ))
    });
    let Some((connection, state, advice, age)) = &*said else {
        return Html::default();
    };
    let (icon, tone) = match connection {
        Connection::Connecting | Connection::Live => return Html::default(),
        Connection::Polling => (Glyph::Info, Tone::Neutral),
        Connection::Reconnecting { .. } | Connection::Offline { .. } => {
            (Glyph::Offline, Tone::Warn)
        }
        Connection::MustReload => (Glyph::Critical, Tone::Crit),
    };
    let action = match connection {
        Connection::MustReload => {
            let onclick = Callback::from(|_: MouseEvent| drop(window().location().reload()));
            html! {
                <Button size={ButtonSize::Small} icon={Glyph::Sync} {onclick}>
                    { say.t("console-reload-now") }
                </Button>
            }
        }
        Connection::Reconnecting { .. } | Connection::Offline { .. } => {
            let onclick = Callback::from(move |_: MouseEvent| live.retry_now());
            html! {
                <Button size={ButtonSize::Small} {onclick}>{ say.t("console-retry-now") }</Button>
            }
        }
        Connection::Polling | Connection::Connecting | Connection::Live => Html::default(),
    };
    let is_old = !matches!(connection, Connection::Polling | Connection::MustReload);
    html! {
        <Banner {icon} {tone} {action}>
            <b>{ say.message(state) }</b>
            { " " }
            { say.message(advice) }
            if let Some(age) = age.as_ref().filter(|_| is_old) {
                // The figure changes each second and must not be read out each time.
                <span aria-hidden="true">{ " " }{ say.message(age) }</span>
            }
        </Banner>
    }
}
