//! The console's head: the event, its clock, the team, the connection, the tools.

mod clock;
mod presence;
mod tools;

use client_core::model::Connection;
use client_core::view::days::{day_at, days};
use client_core::words::link;
use yew::prelude::*;

use self::clock::VenueClock;
use self::presence::TeamPresence;
use self::tools::Tools;
use super::parts::parts_of;
use crate::shell::{Changes, use_live, use_profile, use_speech};
use crate::ui::{Brand, ConnectionPill, Glyph, Tone};

/// The fascia.
#[component]
pub(super) fn Fascia() -> Html {
    let say = use_speech();
    let profile = use_profile();
    let day = use_live(Changes::STATE.and(Changes::CLOCK), (), |glance, ()| {
        let days = days(glance.model.state());
        day_at(&days, glance.event_now()).map(|day| (day.index + 1, days.len(), day.starts_at))
    });
    let day = day.map(|(number, n, starts_at)| {
        [
            say.tr(
                "console-day-of",
                [("number", number.into()), ("count", n.into())],
            ),
            say.day(starts_at),
        ]
    });
    let detail = AttrValue::from(profile.detail.clone());
    let line = parts_of(day.into_iter().flatten().chain([detail]));
    html! {
        <header class="fascia">
            <Brand name={say.t("console-app-name")} href="#/" />
            <div class="event">
                <b title={profile.title.clone()}>{ &profile.title }</b>
                <span>{ line }</span>
            </div>
            <VenueClock />
            <div class="end">
                <TeamPresence />
                <LinkPill />
                <Tools />
            </div>
        </header>
    }
}

#[component]
fn LinkPill() -> Html {
    let say = use_speech();
    let said = use_live(Changes::LINK.and(Changes::CLOCK), (), |glance, ()| {
        let link = glance.model.link();
        (
            link.connection,
            link.is_catching_up,
            link::state(link),
            link::age(link, glance.now),
        )
    });
    let (connection, is_catching_up, state, age) = &*said;
    let (icon, tone) = match connection {
        Connection::Live if *is_catching_up => (Glyph::Sync, Tone::Warn),
        Connection::Live | Connection::Polling => (Glyph::Online, Tone::Live),
        Connection::Connecting | Connection::Reconnecting { .. } => (Glyph::Sync, Tone::Warn),
        Connection::Offline { .. } => (Glyph::Offline, Tone::Warn),
        Connection::MustReload => (Glyph::Critical, Tone::Crit),
    };
    let age = age.as_ref().map(|age| say.message(age));
    html! { <ConnectionPill label={say.message(state)} {age} {icon} {tone} /> }
}
