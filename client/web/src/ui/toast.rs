//! Short answers of the system that go by themselves.

use yew::prelude::*;

use super::{Button, ButtonKind, ButtonSize, Glyph, Icon, IconButton, Tone};

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// Its identity among the others.
    pub key: AttrValue,
    /// Which signal.
    pub tone: Tone,
    /// The shape beside the words.
    pub icon: Glyph,
    /// What happened.
    pub title: AttrValue,
    /// Why, or by whom.
    pub detail: Option<AttrValue>,
    /// The word of its one action, such as an undo, with its shape.
    pub action: Option<(Glyph, AttrValue)>,
}

/// The answers in sight. The program keeps the list short and takes each away
/// in time.
#[derive(Properties, PartialEq)]
pub struct ToastsProps {
    /// The answers, the oldest first.
    pub toasts: Vec<Toast>,
    /// The word for closing one.
    pub close_label: AttrValue,
    /// Told the key of the toast whose action was pressed.
    pub onaction: Callback<AttrValue>,
    /// Told the key of the toast that was closed.
    pub onclose: Callback<AttrValue>,
}

/// A stack at the bottom of the screen. The region is always in the page, because
/// one that arrives together with its words is not announced.
#[component]
pub fn Toasts(props: &ToastsProps) -> Html {
    html! {
        <div class="toasts" role="status" aria-live="polite" aria-relevant="additions text">
            { for props.toasts.iter().map(|toast| {
                let told = |to: &Callback<AttrValue>| {
                    let key = toast.key.clone();
                    to.reform(move |_: MouseEvent| key.clone())
                };
                html! {
                    <div key={toast.key.to_string()} class="toast" data-tone={toast.tone.name()}>
                        <Icon glyph={toast.icon} />
                        <div>
                            <p>{ &toast.title }</p>
                            if let Some(detail) = &toast.detail {
                                <p>{ detail }</p>
                            }
                        </div>
                        <span class="end">
                            if let Some((glyph, label)) = &toast.action {
                                <Button
                                    kind={ButtonKind::Quiet}
                                    size={ButtonSize::Small}
                                    icon={*glyph}
                                    onclick={told(&props.onaction)}
                                >
                                    { label }
                                </Button>
                            }
                            <IconButton
                                glyph={Glyph::Cross}
                                size={ButtonSize::Small}
                                label={props.close_label.clone()}
                                onclick={told(&props.onclose)}
                            />
                        </span>
                    </div>
                }
            }) }
        </div>
    }
}
