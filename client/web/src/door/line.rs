//! The connection at the door, and how many scans wait for it.

use client_core::model::Connection;
use client_core::view::door::list::n_queued;
use client_core::words;
use client_core::words::Message;
use gloo::utils::window;
use yew::prelude::*;

use crate::shell::{Changes, Glance, use_handle, use_live, use_speech};
use crate::ui::{Banner, Button, ButtonSize, ConnectionPill, Glyph, Tone};

#[derive(Clone, Debug, PartialEq)]
struct Line {
    connection: Connection,
    state: Message,
    age: Option<Message>,
    n_queued: usize,
    icon: Glyph,
    tone: Tone,
}

fn line(glance: &Glance<'_>) -> Line {
    let link = glance.model.link();
    let (icon, tone) = match link.connection {
        Connection::Live | Connection::Polling => (Glyph::Online, Tone::Live),
        Connection::Connecting => (Glyph::Sync, Tone::Neutral),
        Connection::Reconnecting { .. } => (Glyph::Sync, Tone::Warn),
        Connection::Offline { .. } => (Glyph::Offline, Tone::Warn),
        Connection::MustReload => (Glyph::Redo, Tone::Crit),
    };
    // The attempts are counted in the state; whoever looks at the door need not see them.
    let connection = match link.connection {
        Connection::Reconnecting { since, .. } => Connection::Reconnecting {
            since,
            attempt: 0,
            next_at: None,
        },
        other @ (Connection::Live
        | Connection::Polling
        | Connection::Connecting
        | Connection::Offline { .. }
        | Connection::MustReload) => other,
    };
    Line {
        connection,
        state: words::link::state(link),
        age: words::link::age(link, glance.now).filter(|_| !link.is_up()),
        n_queued: n_queued(glance.model),
        icon,
        tone,
    }
}

#[hook]
fn use_line() -> std::rc::Rc<Line> {
    let parts = [Changes::LINK, Changes::PENDING]
        .into_iter()
        .fold(Changes::CLOCK, Changes::and);
    use_live(parts, (), |glance, ()| line(glance))
}

/// The state of the connection, small, for the bar.
#[component]
pub(super) fn Pill() -> Html {
    let say = use_speech();
    let line = use_line();
    html! { <ConnectionPill label={say.message(&line.state)} icon={line.icon} tone={line.tone} /> }
}

/// A line across the page while scans wait.
#[component]
pub(super) fn QueueLine() -> Html {
    let (say, live) = (use_speech(), use_handle());
    let line = use_line();
    let must_reload = line.connection == Connection::MustReload;
    let is_fine = matches!(
        line.connection,
        Connection::Live | Connection::Polling | Connection::Connecting
    );
    if is_fine {
        return Html::default();
    }
    let onclick = Callback::from(move |_: MouseEvent| {
        if must_reload {
            // A reload cannot fail for a page that is open; scans that wait are kept.
            drop(window().location().reload());
        } else {
            live.retry_now();
        }
    });
    let action = html! {
        <Button size={ButtonSize::Small} {onclick}>
            { say.t(if must_reload { "door-reload" } else { "door-retry" }) }
        </Button>
    };
    html! {
        <Banner icon={line.icon} tone={line.tone} {action}>
            <b>{ say.message(&line.state) }</b>
            if let Some(age) = &line.age {
                { " – " }{ say.message(age) }
            }
            if line.n_queued > 0 {
                { " – " }{ say.tr("door-queued", [("count", line.n_queued.into())]) }
            }
        </Banner>
    }
}
