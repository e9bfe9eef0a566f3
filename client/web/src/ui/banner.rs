//! One line that says one thing, and what to do about it.

use yew::prelude::*;

use super::{Glyph, Icon, Tone, flag};

/// What a banner says.
#[derive(Properties, PartialEq)]
pub struct BannerProps {
    /// The words.
    pub children: Html,
    /// The shape beside them.
    pub icon: Glyph,
    /// Which signal.
    #[prop_or(Tone::Warn)]
    pub tone: Tone,
    /// A button at the end.
    #[prop_or_default]
    pub action: Html,
    /// Whether it stands inside the page rather than across it.
    #[prop_or_default]
    pub is_boxed: bool,
}

/// A line across a surface. It is announced politely when its words change.
#[component]
pub fn Banner(props: &BannerProps) -> Html {
    html! {
        <div
            class="banner"
            role="status"
            data-tone={props.tone.name()}
            data-boxed={flag(props.is_boxed)}
        >
            <Icon glyph={props.icon} />
            <span>{ props.children.clone() }</span>
            { props.action.clone() }
        </div>
    }
}
