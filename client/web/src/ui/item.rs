//! Rows of things: a mark, words, and what can be done.

use yew::prelude::*;

use super::{Tone, flag};

/// The rows of a list.
#[derive(Properties, PartialEq)]
pub struct ItemListProps {
    /// The rows: each an [`Item`], or an `li`.
    pub children: Html,
    /// What is listed, where no title says it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
}

/// A list with lines between its rows.
#[component]
pub fn ItemList(props: &ItemListProps) -> Html {
    html! {
        <ul class="list" aria-label={props.label.clone()}>{ props.children.clone() }</ul>
    }
}

/// What a row says.
#[derive(Properties, PartialEq)]
pub struct ItemProps {
    /// Its words; a `.title` and a `.sub`, or one paragraph.
    pub children: Html,
    /// The mark before them.
    #[prop_or_default]
    pub lead: Html,
    /// What stands at its end.
    #[prop_or_default]
    pub end: Html,
    /// Which signal the mark carries.
    #[prop_or_default]
    pub tone: Tone,
    /// Whether it has just arrived.
    #[prop_or_default]
    pub is_fresh: bool,
    /// Whether it was taken back.
    #[prop_or_default]
    pub is_undone: bool,
}

/// One row of a list.
#[component]
pub fn Item(props: &ItemProps) -> Html {
    html! {
        <li data-undone={flag(props.is_undone)}>
            <div class="item" data-tone={props.tone.name()} data-fresh={flag(props.is_fresh)}>
                <span class="lead">{ props.lead.clone() }</span>
                <div>{ props.children.clone() }</div>
                <span class="end">{ props.end.clone() }</span>
            </div>
        </li>
    }
}
