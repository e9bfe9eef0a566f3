//! Messages of the organiser, and what changed in the own agenda.

use yew::prelude::*;

use crate::ui::{Glyph, Icon, IconSize, Tone, flag};

/// The messages.
#[derive(Properties, PartialEq)]
pub struct NotesProps {
    /// The messages: each a [`Note`].
    pub children: Html,
    /// What is listed.
    pub label: AttrValue,
}

/// A list of messages.
#[component]
pub fn Notes(props: &NotesProps) -> Html {
    html! { <ul class="notes" aria-label={props.label.clone()}>{ props.children.clone() }</ul> }
}

/// What a message says.
#[derive(Properties, PartialEq)]
pub struct NoteProps {
    /// Which signal its mark carries.
    #[prop_or_default]
    pub tone: Tone,
    /// Its mark.
    pub icon: Glyph,
    /// Who says it.
    pub from: AttrValue,
    /// When it was said.
    pub at: AttrValue,
    /// Its first line.
    pub title: AttrValue,
    /// The rest.
    #[prop_or_default]
    pub text: AttrValue,
    /// The word for a message that was not seen yet; none when it was.
    #[prop_or_default]
    pub unread: Option<AttrValue>,
    /// Where it leads, if it does.
    #[prop_or_default]
    pub href: Option<AttrValue>,
}

/// One message.
#[component]
pub fn Note(props: &NoteProps) -> Html {
    html! {
        <li data-unread={flag(props.unread.is_some())} data-tone={props.tone.name()}>
            <div class="head">
                <Icon glyph={props.icon} size={IconSize::Small} />
                <span>{ &props.from }</span>
                if let Some(unread) = &props.unread {
                    <span class="sr-only">{ unread }</span>
                }
                <time>{ &props.at }</time>
            </div>
            <p class="title">
                if let Some(href) = &props.href {
                    <a href={href}>{ &props.title }</a>
                } else {
                    { &props.title }
                }
            </p>
            if !props.text.is_empty() {
                <p class="soft">{ &props.text }</p>
            }
        </li>
    }
}
