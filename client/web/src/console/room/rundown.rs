//! What is on the air, how much of it is left, and what comes next.

use client_core::view::console::figures::OnAir;
use protocol::Micros;
use yew::prelude::*;

use crate::shell::use_speech;
use crate::ui::{Chip, Glyph, Icon, LampState, Meter, MeterSize, Tally, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct RundownProps {
    pub(super) now: Micros,
    pub(super) on_air: Option<OnAir>,
}

/// The slot under way and its end.
#[component]
pub(super) fn Rundown(props: &RundownProps) -> Html {
    let say = use_speech();
    let Some(slot) = &props.on_air else {
        return html! {
            <section class="rundown" aria-label={say.t("console-rundown-label")}>
                <div class="on-air">
                    <Tally label={say.t("console-rundown-over")} state={LampState::Off} tone={Tone::Neutral} />
                </div>
            </section>
        };
    };
    let (label, state, until) = if slot.is_running {
        ("console-rundown-on-air", LampState::Lit, slot.ends_at)
    } else {
        (
            "console-rundown-standby",
            LampState::Standby,
            slot.starts_at,
        )
    };
    let tone = if slot.is_running {
        Tone::Live
    } else {
        Tone::Neutral
    };
    let left = until.since(props.now);
    let remaining = if slot.is_running {
        "console-rundown-left"
    } else {
        "console-rundown-starts-in"
    };
    html! {
        <section class="rundown" aria-label={say.t("console-rundown-label")}>
            <div class="on-air">
                <Tally label={say.t(label)} {state} {tone} />
                <b>{ say.time(slot.starts_at) }{ " – " }{ say.time(slot.ends_at) }</b>
                <span class="soft">
                    { say.tr("console-rundown-slot", [
                        ("number", slot.slot_number.into()),
                        ("count", slot.n_slots.into()),
                    ]) }
                </span>
            </div>
            <Meter
                value={share(slot.starts_at, slot.ends_at, props.now)}
                {tone}
                size={MeterSize::Small}
                label={say.t("console-rundown-meter")}
            />
            <span class="remaining">{ say.t(remaining) }{ " " }<b>{ say.countdown(left) }</b></span>
            if let Some(next) = &slot.next {
                <div class="next">
                    <Icon glyph={Glyph::Next} />
                    <span>
                        <b>{ say.time(next.starts_at) }</b>
                        { " · " }
                        { say.tr("console-rundown-next", [("count", next.n_meetings.into())]) }
                    </span>
                    if next.n_not_arrived > 0 {
                        <Chip tone={Tone::Warn} icon={Glyph::Absent}>
                            { say.tr("console-rundown-missing", [("count", next.n_not_arrived.into())]) }
                        </Chip>
                    }
                </div>
            }
        </section>
    }
}

/// How much of a stretch of time is over, from 0 to 1.
#[expect(
    clippy::cast_precision_loss,
    reason = "a slot is far shorter than 2^53 microseconds"
)]
fn share(from: Micros, until: Micros, now: Micros) -> f64 {
    let length = until.since(from).max(1) as f64;
    (now.since(from) as f64 / length).clamp(0.0, 1.0)
}
