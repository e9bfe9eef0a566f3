//! The control room: the whole event on one screen.

mod alerts;
mod feed;
mod fill_rates;
mod freed;
mod refill;
mod rooms;
mod rundown;
mod tiles;

use client_core::view::console::control_room::control_room;
use protocol::Micros;
use yew::prelude::*;

use self::alerts::Alerts;
use self::feed::Feed;
use self::fill_rates::FillRates;
use self::freed::Freed;
pub(super) use self::refill::Refill;
use self::rooms::Rooms;
use self::rundown::Rundown;
use self::tiles::Tiles;
use crate::shell::{Changes, use_live, use_speech};

const MINUTE: i64 = 60_000_000;

/// The control room.
#[component]
pub(super) fn RoomPage() -> Html {
    let say = use_speech();
    let parts = Changes::STATE
        .and(Changes::CARDS)
        .and(Changes::PRESENCE)
        .and(Changes::PENDING)
        .and(Changes::CLOCK);
    let seen = use_live(parts, (), |glance, ()| {
        control_room(glance.model, glance.now)
    });
    html! {
        <div class="room">
            <h1 class="sr-only">{ say.t("console-nav-room") }</h1>
            <Rundown now={seen.now} on_air={seen.on_air.clone()} />
            <Tiles
                meetings={seen.meetings}
                attendance={seen.attendance}
                vacancies={seen.vacancies}
                fill={seen.fill}
                now={Micros(seen.now.0.div_euclid(MINUTE) * MINUTE)}
            />
            <div class="col">
                <Alerts rows={seen.alerts.clone()} now={seen.now} />
                <Rooms rows={seen.rooms.clone()} />
            </div>
            <div class="col">
                <Freed rows={seen.freed.clone()} n_open={seen.vacancies.n_open} />
            </div>
            <div class="col" data-wide="">
                <Feed />
                <FillRates sessions={seen.sessions.clone()} experts={seen.experts.clone()} />
            </div>
        </div>
    }
}
