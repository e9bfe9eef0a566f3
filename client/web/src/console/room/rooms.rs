//! How full the rooms are.

use client_core::view::console::control_room::{Level, RoomRow};
use yew::prelude::*;

use crate::shell::{Speech, use_speech};
use crate::ui::{EmptyState, Gauge, Gauges, Glyph, Panel, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct RoomsProps {
    pub(super) rows: Vec<RoomRow>,
}

/// The rooms, fullest first.
#[component]
pub(super) fn Rooms(props: &RoomsProps) -> Html {
    let say = use_speech();
    let gauges = props
        .rows
        .iter()
        .map(|row| gauge(row, &say))
        .collect::<Vec<_>>();
    html! {
        <Panel title={say.t("console-rooms-title")}>
            if gauges.is_empty() {
                <EmptyState icon={Glyph::Door} title={say.t("console-rooms-none")} />
            } else {
                <div class="body"><Gauges {gauges} /></div>
            }
        </Panel>
    }
}

fn gauge(row: &RoomRow, say: &Speech) -> Gauge {
    let (tone, sign, note) = match row.level {
        Level::Calm | Level::Busy => (Tone::Neutral, None, None),
        Level::NearlyFull => (
            Tone::Warn,
            Some((Glyph::Warning, say.t("console-room-nearly-full"))),
            Some(say.percent(row.percent)),
        ),
        Level::Overfull => (
            Tone::Crit,
            Some((Glyph::Critical, say.t("console-room-overfull"))),
            Some(AttrValue::from(format!(
                "+{}",
                row.inside.saturating_sub(row.capacity)
            ))),
        ),
    };
    Gauge {
        key: AttrValue::from(row.place.to_string()),
        name: AttrValue::from(row.name.clone()),
        value: f64::from(row.inside) / f64::from(row.capacity.max(1)),
        mark: None,
        tone,
        sign,
        note,
        figure: say.number(row.inside),
        unit: AttrValue::from(format!("/ {}", say.number(row.capacity))),
    }
}
