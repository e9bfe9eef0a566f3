//! What was asked for: still under way, failed, or here.

use yew::prelude::*;

use super::{Button, EmptyState, Glyph, Skeleton, SkeletonShape, Tone};

/// Shapes that stand for what is not here yet.
const SHAPES: usize = 4;

/// How far an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedStage {
    /// It is under way.
    Waiting,
    /// It did not come.
    Failed,
    /// It is here.
    Here,
}

/// An answer, and what stands in its place.
#[derive(Properties, PartialEq)]
pub struct AskedProps {
    /// How far it is.
    pub stage: AskedStage,
    /// What failed, in a few words.
    pub failed: AttrValue,
    /// What asking again is called.
    pub again: AttrValue,
    /// Asks again.
    pub onagain: Callback<MouseEvent>,
    /// The answer.
    pub children: Html,
}

/// Shapes while an answer is under way, the way on when it failed, else the answer.
#[component]
pub fn Asked(props: &AskedProps) -> Html {
    match props.stage {
        AskedStage::Waiting => html! {
            <div class="stack" aria-busy="true">
                { for (0..SHAPES).map(|_| html! { <Skeleton shape={SkeletonShape::Block} /> }) }
            </div>
        },
        AskedStage::Failed => html! {
            <EmptyState
                icon={Glyph::Critical}
                tone={Tone::Crit}
                title={props.failed.clone()}
                action={html! { <Button icon={Glyph::Sync} onclick={props.onagain.clone()}>{ &props.again }</Button> }}
            />
        },
        AskedStage::Here => props.children.clone(),
    }
}
