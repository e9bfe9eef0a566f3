//! How well sessions and experts are filled, against what is expected.

use client_core::view::console::programme::FillRow;
use protocol::FillObject;
use yew::prelude::*;

use crate::shell::{Speech, use_speech};
use crate::ui::{ButtonSize, EmptyState, Gauge, Gauges, Glyph, Panel, Segment, Segmented, Tone};

/// Rows at most; the programme page has them all.
const ROWS_MAX: usize = 8;

#[derive(Properties, PartialEq)]
pub(super) struct FillRatesProps {
    pub(super) sessions: Vec<FillRow>,
    pub(super) experts: Vec<FillRow>,
}

/// The fill rates, the least filled first.
#[component]
pub(super) fn FillRates(props: &FillRatesProps) -> Html {
    let say = use_speech();
    let chosen = use_state_eq(|| AttrValue::Static("sessions"));
    let rows = if *chosen == "experts" {
        &props.experts
    } else {
        &props.sessions
    };
    let gauges = rows
        .iter()
        .take(ROWS_MAX)
        .map(|row| gauge(row, &say))
        .collect::<Vec<_>>();
    let segments = ["sessions", "experts"]
        .map(|key| Segment {
            key: AttrValue::Static(key),
            label: say.t(&format!("console-fill-{key}")),
            icon: None,
        })
        .to_vec();
    let onchoose = {
        let chosen = chosen.clone();
        Callback::from(move |key| chosen.set(key))
    };
    let switch = html! {
        <Segmented
            label={say.t("console-fill-title")}
            {segments}
            chosen={(*chosen).clone()}
            {onchoose}
            size={ButtonSize::Small}
        />
    };
    let n_low = rows.iter().filter(|row| row.is_low).count();
    let footer = (n_low > 0).then(|| {
        html! { <span>{ say.tr("console-fill-low-count", [("count", n_low.into())]) }</span> }
    });
    html! {
        <Panel title={say.t("console-fill-title")} actions={switch} {footer}>
            if gauges.is_empty() {
                <EmptyState icon={Glyph::Report} title={say.t("console-fill-none")} />
            } else {
                <div class="body"><Gauges {gauges} /></div>
            }
        </Panel>
    }
}

fn gauge(row: &FillRow, say: &Speech) -> Gauge {
    Gauge {
        key: AttrValue::from(match row.object {
            FillObject::Event => "event".to_owned(),
            FillObject::Session(id) => id.to_string(),
            FillObject::Expert(id) => id.to_string(),
        }),
        name: AttrValue::from(row.name.clone()),
        value: f64::from(row.percent) / 100.0,
        mark: row.threshold.map(|(percent, _)| f64::from(percent) / 100.0),
        tone: if row.is_low {
            Tone::Warn
        } else {
            Tone::Neutral
        },
        sign: row
            .is_low
            .then(|| (Glyph::Warning, say.t("console-fill-below"))),
        note: Some(AttrValue::from(format!("{} / {}", row.taken, row.capacity))),
        figure: say.number(row.percent),
        unit: AttrValue::Static("%"),
    }
}
