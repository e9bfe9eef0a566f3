//! How full the room behind the gate is.

use yew::prelude::*;

use crate::ui::{Meter, MeterSize, Tone};

/// What the gauge says.
#[derive(Properties, PartialEq)]
pub struct OccupancyProps {
    /// How many are in.
    pub figure: AttrValue,
    /// Of how many: "present, of 1,500 expected".
    pub of: AttrValue,
    /// The share in percent, as words.
    #[prop_or_default]
    pub percent: AttrValue,
    /// How full, where 1 is full; none where nothing bounds it.
    #[prop_or_default]
    pub value: Option<f64>,
    /// Which signal.
    #[prop_or_default]
    pub tone: Tone,
}

/// A large figure with its bar.
#[component]
pub fn Occupancy(props: &OccupancyProps) -> Html {
    html! {
        <div class="occupancy">
            <span class="figure">{ &props.figure }{ " " }<small>{ &props.of }</small></span>
            <span class="strong">{ &props.percent }</span>
            if let Some(value) = props.value {
                <Meter {value} tone={props.tone} size={MeterSize::Large} />
            }
        </div>
    }
}
