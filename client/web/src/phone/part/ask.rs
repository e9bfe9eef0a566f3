//! Something that waits for a yes or a no: a freed slot, a request.

use yew::prelude::*;

use super::Whereabouts;
use crate::ui::{Glyph, Icon, IconSize, Tone};

/// What is asked.
#[derive(Properties, PartialEq)]
pub struct AskProps {
    /// Which signal: a promise that can lapse, or a plain question.
    pub tone: Tone,
    /// The shape beside the kind.
    pub icon: Glyph,
    /// What kind of question it is.
    pub kind: AttrValue,
    /// At the end of the head: a countdown, or how long ago.
    #[prop_or_default]
    pub end: Html,
    /// With whom, and when.
    pub title: AttrValue,
    /// Who that is, and when exactly; one line each.
    #[prop_or_default]
    pub lines: Vec<AttrValue>,
    /// The place's label.
    #[prop_or_default]
    pub place: AttrValue,
    /// A remark with its shape.
    #[prop_or_default]
    pub remark: Option<(Glyph, AttrValue)>,
    /// The answers: buttons, the main one last.
    #[prop_or_default]
    pub answers: Html,
    /// Whether an answer is on its way.
    #[prop_or_default]
    pub is_pending: bool,
}

/// A question with its answers.
#[component]
pub fn Ask(props: &AskProps) -> Html {
    html! {
        <article
            class="ask"
            data-tone={props.tone.name()}
            aria-busy={props.is_pending.then_some("true")}
        >
            <div class="head">
                <span><Icon glyph={props.icon} />{ &props.kind }</span>
                { props.end.clone() }
            </div>
            <div class="what">
                <h2 class="title">{ &props.title }</h2>
                <Whereabouts label={props.place.clone()} />
                <p class="sub">
                    { for props.lines.iter().filter(|line| !line.is_empty()).enumerate().map(|(index, line)| html! {
                        <>
                            if index > 0 { <br /> }
                            { line }
                        </>
                    }) }
                </p>
            </div>
            if let Some((glyph, remark)) = &props.remark {
                <p class="row soft"><Icon glyph={*glyph} size={IconSize::Small} />{ remark }</p>
            }
            { props.answers.clone() }
        </article>
    }
}
