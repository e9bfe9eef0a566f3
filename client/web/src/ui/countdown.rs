//! The time that an offer or a hold has left.

use yew::prelude::*;

use super::Tone;
use super::measure::ratio;

/// What the countdown shows.
#[derive(Properties, PartialEq)]
pub struct CountdownProps {
    /// The share of the time that is left, from 0 to 1.
    pub left: f64,
    /// The same as words: "3:42".
    pub label: AttrValue,
    /// Which signal.
    #[prop_or(Tone::Pledge)]
    pub tone: Tone,
}

/// A ring that empties, with its figure.
#[component]
pub fn Countdown(props: &CountdownProps) -> Html {
    html! {
        <span
            class="countdown"
            role="timer"
            data-tone={props.tone.name()}
            ~style={format!("--left:{}", ratio(props.left.clamp(0.0, 1.0)))}
        >
            { &props.label }
        </span>
    }
}
