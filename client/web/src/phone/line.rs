//! The connection, as far as it has something to say: nothing while all is well.

use client_core::model::Connection;
use client_core::policy::{Endurance, endurance};
use client_core::words;
use client_core::words::Message;
use gloo::utils::window;
use protocol::Command;
use yew::prelude::*;

use crate::shell::{Changes, Glance, use_handle, use_live, use_speech};
use crate::ui::{Banner, Button, ButtonSize, Glyph, Tone};

/// A connection that is back within this time is not worth a word.
const HICCUP_MS: u64 = 2_000;

/// What the banner says, and what can be done.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    state: Message,
    age: Option<Message>,
    advice: Option<Message>,
    icon: Glyph,
    tone: Tone,
    remedy: Option<Remedy>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Remedy {
    Retry,
    Reload,
}

fn line(glance: &Glance<'_>) -> Option<Line> {
    let link = glance.model.link();
    let (icon, tone, remedy) = match link.connection {
        Connection::Live | Connection::Polling => return None,
        Connection::Connecting if !glance.model.is_loaded() => return None,
        Connection::Connecting => (Glyph::Sync, Tone::Neutral, None),
        Connection::Reconnecting { since, .. } if glance.now.since(since) < HICCUP_MS => {
            return None;
        }
        Connection::Reconnecting { .. } => (Glyph::Sync, Tone::Warn, Some(Remedy::Retry)),
        Connection::Offline { .. } => (Glyph::Offline, Tone::Warn, None),
        Connection::MustReload => (Glyph::Redo, Tone::Crit, Some(Remedy::Reload)),
    };
    Some(Line {
        state: words::link::state(link),
        age: words::link::age(link, glance.now),
        advice: words::link::advice(link),
        icon,
        tone,
        remedy,
    })
}

/// A line across the page while the connection is not what it should be.
#[component]
pub fn ConnectionLine() -> Html {
    let (say, live) = (use_speech(), use_handle());
    let line = use_live(Changes::LINK.and(Changes::CLOCK), (), |glance, ()| {
        line(glance)
    });
    let Some(line) = &*line else {
        return Html::default();
    };
    let action = match line.remedy {
        Some(Remedy::Retry) => html! {
            <Button size={ButtonSize::Small} onclick={Callback::from(move |_| live.retry_now())}>
                { say.t("phone-retry") }
            </Button>
        },
        Some(Remedy::Reload) => html! {
            <Button size={ButtonSize::Small} onclick={Callback::from(|_| reload())}>
                { say.t("phone-reload") }
            </Button>
        },
        None => Html::default(),
    };
    html! {
        <Banner icon={line.icon} tone={line.tone} {action}>
            <b>{ say.message(&line.state) }</b>
            if let Some(age) = &line.age {
                { " – " }{ say.message(age) }
            }
            if let Some(advice) = &line.advice {
                <br />{ say.message(advice) }
            }
        </Banner>
    }
}

/// Whether commands reach the server now.
#[hook]
pub fn use_is_up() -> bool {
    *use_live(Changes::LINK, (), |glance, ()| glance.model.link().is_up())
}

/// Whether a command makes sense now: always with a connection, without one if it still will
/// when the connection is back.
#[must_use]
pub fn is_worth_sending(is_up: bool, command: &Command) -> bool {
    is_up || endurance(command) == Endurance::Lasting
}

fn reload() {
    // A reload cannot fail for a page that is open.
    drop(window().location().reload());
}

#[cfg(test)]
mod tests {
    use protocol::command::{AcceptOffer, DeclineOffer};
    use protocol::id::{MeetingId, OfferId};

    use super::is_worth_sending;

    #[test]
    fn without_network_a_no_can_be_said_and_a_yes_cannot() {
        let offer = OfferId::from_bytes([1; 16]);
        let meeting = MeetingId::from_bytes([2; 16]);
        let no = DeclineOffer { offer }.into();
        let yes = AcceptOffer { offer, meeting }.into();
        assert!(is_worth_sending(false, &no));
        assert!(!is_worth_sending(false, &yes));
        assert!(is_worth_sending(true, &yes));
    }
}
