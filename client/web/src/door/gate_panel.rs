//! How full it is behind this gate, and which way people pass.

use client_core::view::door::scan::Direction;
use protocol::Gate;
use yew::prelude::*;

use super::part::Occupancy;
use crate::shell::{Speech, use_speech};
use crate::ui::{ButtonSize, Glyph, Panel, Segment, Segmented, Tone};

const IN: &str = "in";
const OUT: &str = "out";
/// From this share of its capacity on a room is nearly full.
const NEARLY_FULL: f64 = 0.9;

/// What the panel is given.
#[derive(Properties, PartialEq)]
pub(super) struct GatePanelProps {
    pub(super) name: AttrValue,
    pub(super) gate: Gate,
    pub(super) n_in: usize,
    pub(super) n_expected: usize,
    /// Persons in the room, and how many fit.
    pub(super) room: Option<(u32, u32)>,
    pub(super) direction: Direction,
    pub(super) ondirection: Callback<Direction>,
}

/// The gate's figures and its direction.
#[component]
pub(super) fn GatePanel(props: &GatePanelProps) -> Html {
    let say = use_speech();
    let segments = vec![
        segment(&say, IN, Glyph::Arrow, "door-direction-in"),
        segment(&say, OUT, Glyph::Exit, "door-direction-out"),
    ];
    let chosen = match props.direction {
        Direction::In => IN,
        Direction::Out => OUT,
    };
    let onchoose = props.ondirection.reform(|key: AttrValue| {
        if key == OUT {
            Direction::Out
        } else {
            Direction::In
        }
    });
    let actions = html! {
        <Segmented
            label={say.t("door-direction")}
            {segments}
            {chosen}
            size={ButtonSize::Small}
            {onchoose}
        />
    };
    html! {
        <Panel title={props.name.clone()} {actions}>
            <div class="body">{ gauge(&say, props) }</div>
        </Panel>
    }
}

fn segment(say: &Speech, key: &'static str, glyph: Glyph, word: &str) -> Segment {
    Segment {
        key: key.into(),
        label: say.t(word),
        icon: Some(glyph),
    }
}

fn gauge(say: &Speech, props: &GatePanelProps) -> Html {
    let (n, of, key) = match (props.gate, props.room) {
        (Gate::Room(_), Some((inside, capacity))) => (inside, capacity, "door-of-capacity"),
        (Gate::Event | Gate::Room(_) | Gate::Session(_), _) => (
            small(props.n_in),
            small(props.n_expected),
            "door-of-expected",
        ),
    };
    let value = (of > 0).then(|| f64::from(n) / f64::from(of));
    let tone = match value {
        Some(value) if matches!(props.gate, Gate::Room(_)) && value > 1.0 => Tone::Crit,
        Some(value) if matches!(props.gate, Gate::Room(_)) && value >= NEARLY_FULL => Tone::Warn,
        Some(_) | None => Tone::Neutral,
    };
    let percent = (of > 0).then(|| say.percent(i64::from(n) * 100 / i64::from(of)));
    html! {
        <Occupancy
            figure={say.number(n)}
            of={say.tr(key, [("count", of.into())])}
            percent={percent.unwrap_or_default()}
            {value}
            {tone}
        />
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
