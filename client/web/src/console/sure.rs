//! A question before something that others notice, or that is lost.

use yew::prelude::*;

use crate::shell::use_speech;
use crate::ui::{Button, ButtonKind, Dialog};

#[derive(Properties, PartialEq)]
pub(in crate::console) struct SureProps {
    pub(in crate::console) id: &'static str,
    pub(in crate::console) title: AttrValue,
    pub(in crate::console) text: AttrValue,
    /// What the answer does.
    pub(in crate::console) yes: AttrValue,
    #[prop_or_default]
    pub(in crate::console) is_danger: bool,
    pub(in crate::console) onyes: Callback<()>,
    pub(in crate::console) onclose: Callback<()>,
}

/// The question.
#[component]
pub(in crate::console) fn Sure(props: &SureProps) -> Html {
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
