//! Whether the screen is live, and how old what it shows is.

use yew::prelude::*;

use super::{Glyph, Icon, Tone};

/// What the pill says.
#[derive(Properties, PartialEq)]
pub struct ConnectionPillProps {
    /// Live, reconnecting, offline: in words.
    pub label: AttrValue,
    /// How old the data is, in words.
    #[prop_or_default]
    pub age: Option<AttrValue>,
    /// The shape beside the word.
    pub icon: Glyph,
    /// Which signal.
    pub tone: Tone,
}

/// The state of the stream. Its word is announced; its age, which changes each
/// second, is not.
#[component]
pub fn ConnectionPill(props: &ConnectionPillProps) -> Html {
    html! {
        <span class="connection" data-tone={props.tone.name()}>
            <Icon glyph={props.icon} />
            <span role="status">{ &props.label }</span>
            if let Some(age) = &props.age {
                <span class="age">{ age }</span>
            }
        </span>
    }
}
