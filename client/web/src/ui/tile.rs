//! One figure that can be read from the other end of the room.

use yew::prelude::*;

use super::{Glyph, Icon, Tone};

/// What a tile shows.
#[derive(Properties, PartialEq)]
pub struct TileProps {
    /// What is counted.
    pub label: AttrValue,
    /// The figure, already formatted.
    pub figure: AttrValue,
    /// What it is to be compared with.
    #[prop_or_default]
    pub unit: Option<AttrValue>,
    /// The shape at its corner.
    pub icon: Glyph,
    /// Which signal.
    #[prop_or_default]
    pub tone: Tone,
    /// Short remarks below.
    #[prop_or_default]
    pub remarks: Vec<AttrValue>,
    /// What a press opens. Without it the tile is not a control.
    #[prop_or_default]
    pub onclick: Option<Callback<MouseEvent>>,
}

/// A figure with its name, its measure and short remarks.
#[component]
pub fn Tile(props: &TileProps) -> Html {
    let inside = html! {
        <>
            <span class="label">{ &props.label }</span>
            <span class="mark"><Icon glyph={props.icon} /></span>
            <span class="figure">
                { &props.figure }
                if let Some(unit) = &props.unit {
                    { " " }<small>{ unit }</small>
                }
            </span>
            <span class="foot">
                { for props.remarks.iter().map(|remark| html! { <span>{ remark }</span> }) }
            </span>
        </>
    };
    let tone = props.tone.name();
    match &props.onclick {
        Some(onclick) => html! {
            <button type="button" class="tile" data-tone={tone} onclick={onclick.clone()}>
                { inside }
            </button>
        },
        None => html! { <div class="tile" data-tone={tone}>{ inside }</div> },
    }
}
