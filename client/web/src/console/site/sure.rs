//! A question before something that others notice, or that is lost.

use yew::prelude::*;

use crate::shell::use_speech;
use crate::ui::{Button, ButtonKind, Dialog};

#[derive(Properties, PartialEq)]
pub(super) struct SureProps {
    pub(super) id: &'static str,
    pub(super) title: AttrValue,
    pub(super) text: AttrValue,
    /// What the answer does.
    pub(super) yes: AttrValue,
    #[prop_or_default]
    pub(super) is_danger: bool,
    pub(super) onyes: Callback<()>,
    pub(super) onclose: Callback<()>,
}

/// The question.
#[component]
pub(super) fn Sure(props: &SureProps) -> Html {
    let say = use_speech();
    let no = props.onclose.reform(|_: MouseEvent| ());
    let onyes = {
        let (onclose, onyes) = (props.onclose.clone(), props.onyes.clone());
        Callback::from(move |_: MouseEvent| {
            onclose.emit(());
            onyes.emit(());
        })
    };
    let kind = if props.is_danger {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    html! {
        <Dialog
            id={props.id}
            title={props.title.clone()}
            close_label={say.t("console-close")}
            onclose={props.onclose.clone()}
            footer={html! {
                <>
                    <Button onclick={no}>{ say.t("console-site-cancel") }</Button>
                    <Button {kind} onclick={onyes}>{ &props.yes }</Button>
                </>
            }}
        >
            <p>{ &props.text }</p>
        </Dialog>
    }
}
