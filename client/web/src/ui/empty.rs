//! Nothing to show, and what that means.

use yew::prelude::*;

use super::{Glyph, Icon, Tone};

/// What an empty place says.
#[derive(Properties, PartialEq)]
pub struct EmptyStateProps {
    /// The shape.
    pub icon: Glyph,
    /// What it means, in a few words.
    pub title: AttrValue,
    /// What follows from it.
    #[prop_or_default]
    pub text: Option<AttrValue>,
    /// Whether this is good news, neutral, or a failure.
    #[prop_or_default]
    pub tone: Tone,
    /// What one can do.
    #[prop_or_default]
    pub action: Html,
}

/// Stands where a list would be: empty, or failed.
#[component]
pub fn EmptyState(props: &EmptyStateProps) -> Html {
    html! {
        <div class="empty" data-tone={props.tone.name()}>
            <Icon glyph={props.icon} />
            <p class="title">{ &props.title }</p>
            if let Some(text) = &props.text {
                <p>{ text }</p>
            }
            { props.action.clone() }
        </div>
    }
}
