//! Small marks: chips, counts, lamps.

use yew::prelude::*;

use super::{Glyph, Icon, Tone, flag};

/// What a chip says.
#[derive(Properties, PartialEq)]
pub struct ChipProps {
    /// The word.
    pub children: Html,
    /// Which signal.
    #[prop_or_default]
    pub tone: Tone,
    /// The shape beside the word.
    #[prop_or_default]
    pub icon: Option<Glyph>,
    /// Whether it is filled.
    #[prop_or_default]
    pub is_solid: bool,
    /// Whether it goes without a frame.
    #[prop_or_default]
    pub is_plain: bool,
}

/// A word with a tone.
#[component]
pub fn Chip(props: &ChipProps) -> Html {
    html! {
        <span
            class="chip"
            data-tone={props.tone.name()}
            data-solid={flag(props.is_solid)}
            data-plain={flag(props.is_plain)}
        >
            if let Some(glyph) = props.icon {
                <Icon {glyph} />
            }
            { props.children.clone() }
        </span>
    }
}

/// What a count says.
#[derive(Properties, PartialEq)]
pub struct CountProps {
    /// How many.
    pub n: usize,
    /// Which signal.
    #[prop_or_default]
    pub tone: Tone,
    /// Whether it is filled.
    #[prop_or_default]
    pub is_solid: bool,
    /// The same for the ear, with what is counted.
    #[prop_or_default]
    pub label: Option<AttrValue>,
}

/// A number in a round mark. Above 99 it says so without growing.
#[component]
pub fn Count(props: &CountProps) -> Html {
    let shown = if props.n > 99 {
        "99+".to_owned()
    } else {
        props.n.to_string()
    };
    html! {
        <span class="count" data-tone={props.tone.name()} data-solid={flag(props.is_solid)}>
            if let Some(label) = &props.label {
                <span aria-hidden="true">{ shown }</span>
                <span class="sr-only">{ label }</span>
            } else {
                { shown }
            }
        </span>
    }
}

/// The three looks of a tally lamp.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LampState {
    /// On air: filled, with a halo.
    #[default]
    Lit,
    /// Standing by: a ring.
    Standby,
    /// Off: a dash.
    Off,
}

/// What a lamp shows.
#[derive(Properties, PartialEq)]
pub struct LampProps {
    /// Lit, standing by or off.
    #[prop_or_default]
    pub state: LampState,
}

/// The tally lamp. Decoration: the word beside it speaks.
#[component]
pub fn Lamp(props: &LampProps) -> Html {
    html! {
        <span
            class="lamp"
            data-lit={flag(matches!(props.state, LampState::Lit))}
            data-off={flag(matches!(props.state, LampState::Off))}
            aria-hidden="true"
        />
    }
}

/// What a tally says.
#[derive(Properties, PartialEq)]
pub struct TallyProps {
    /// The word beside the lamp.
    pub label: AttrValue,
    /// Lit, standing by or off.
    #[prop_or_default]
    pub state: LampState,
    /// Which signal.
    #[prop_or(Tone::Live)]
    pub tone: Tone,
}

/// A lamp with its word: "on air".
#[component]
pub fn Tally(props: &TallyProps) -> Html {
    html! {
        <span class="tally" data-tone={props.tone.name()}>
            <Lamp state={props.state} />
            <span class="tally-word">{ &props.label }</span>
        </span>
    }
}
