//! What stands over the floor: rows, day, now, density, and the expert who is not there.

use client_core::view::console::floor::Axis;
use client_core::view::days::Day;
use protocol::Function;
use yew::prelude::*;

use super::aim::Sight;
use crate::shell::{Changes, use_live, use_speech};
use crate::ui::{Button, ButtonKind, Glyph, IconButton, Segment, Segmented, Tone};

#[derive(Properties, PartialEq)]
pub(super) struct HeadProps {
    pub(super) sight: Sight,
    pub(super) days: Vec<Day>,
    pub(super) day_index: usize,
    pub(super) is_compact: bool,
    pub(super) onsight: Callback<Sight>,
    pub(super) onnow: Callback<()>,
    pub(super) ondensity: Callback<()>,
    pub(super) onabsent: Callback<()>,
}

/// The floor's head.
#[component]
pub(super) fn Head(props: &HeadProps) -> Html {
    let say = use_speech();
    let may_experts = *use_live(Changes::STATE, (), |glance, ()| {
        glance.model.may(Function::Experts)
    });
    let sight = props.sight;
    let axes = [
        ("places", Axis::Places, Glyph::Table),
        ("experts", Axis::Experts, Glyph::Expert),
    ];
    let axis = axes
        .into_iter()
        .find(|(_, axis, _)| *axis == sight.axis)
        .map_or("places", |(key, ..)| key);
    let segments = axes
        .map(|(key, _, icon)| Segment {
            key: AttrValue::Static(key),
            label: say.t(&format!("console-axis-{key}")),
            icon: Some(icon),
        })
        .to_vec();
    let onaxis = props.onsight.reform(move |key: AttrValue| Sight {
        axis: if key == "experts" {
            Axis::Experts
        } else {
            Axis::Places
        },
        ..sight
    });
    let days = props
        .days
        .iter()
        .map(|day| Segment {
            key: AttrValue::from(day.index.to_string()),
            label: say.day_short(day.starts_at),
            icon: None,
        })
        .collect::<Vec<_>>();
    let onday = props.onsight.reform(move |key: AttrValue| Sight {
        day: key.parse().ok(),
        ..sight
    });
    let density = if props.is_compact {
        "console-density-compact"
    } else {
        "console-density-normal"
    };
    html! {
        <div class="stage-head">
            <h1>{ say.t("console-nav-floor") }</h1>
            <Segmented label={say.t("console-axis-label")} {segments} chosen={AttrValue::Static(axis)} onchoose={onaxis} />
            if days.len() > 1 {
                <Segmented
                    label={say.t("console-day-label")}
                    segments={days}
                    chosen={AttrValue::from(props.day_index.to_string())}
                    onchoose={onday}
                />
            }
            <div class="end">
                <Button icon={Glyph::Now} onclick={props.onnow.reform(|_: MouseEvent| ())}>{ say.t("console-floor-now") }</Button>
                <IconButton
                    glyph={Glyph::Agenda}
                    kind={ButtonKind::Plain}
                    label={say.t(density)}
                    pressed={props.is_compact}
                    onclick={props.ondensity.reform(|_: MouseEvent| ())}
                />
                if may_experts {
                    <Button kind={ButtonKind::Soft} tone={Tone::Crit} icon={Glyph::Absent} onclick={props.onabsent.reform(|_: MouseEvent| ())}>
                        { say.t("console-absence-open") }
                    </Button>
                }
            </div>
        </div>
    }
}
